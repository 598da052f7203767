"""Checking a course: every rule asked about what it is for, findings turned into problems with their place."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.check.course import Course, LessonFile, Translation, read_course
from tutor.check.fits import Showing, begin, found, open_one
from tutor.check.keymaps import KEYMAPS, keymap_problems
from tutor.check.proved import Proved
from tutor.check.registry import Rule, chosen, rules
from tutor.check.report import Report
from tutor.course.problem import Finding, Problem
from tutor.course.problem import Path as Place
from tutor.course.strict import Loaded
from tutor.course.types import Lesson
from tutor.words import _

if TYPE_CHECKING:
    from tutor.wire.server import ServerHandle

Start = Callable[[], "ServerHandle"]
Progress = Callable[[int, int], None]
Running = tuple[LessonFile, Lesson, list[int], Future[list[tuple[str, Finding]]]]
AT_ONCE = 4
"""Demos that are sent at the same time, each to a server of its own: most of their time is waiting."""
FENCES = "fence-output"
"""The rule on code that is run."""
EXERCISES = frozenset({"exercise-solution", "exercise-starter", "exercise-wrong", "exercise-blank", "output-near"})
"""The rules on code that is run in the workshop."""
SENT = frozenset({"demo-expect", "notice-absent", "output-near"})
"""The rules on what is sent to the bundled server."""
FITS = "step-fits"
"""The rule on steps that are shown."""
PATIENCE = 1.0
"""Seconds that a server waits for the rest of a request here; a learner's waits longer."""


def bundled_server() -> ServerHandle:
    """A server that demos are proved against."""
    from tutor.lesson.server import start_server

    return start_server(patience=PATIENCE)


def run_check(
    lessons_dir: Path, paths: Sequence[Path] | None = None, start: Start | None = bundled_server, *,
    only: Collection[str] = (), skip: Collection[str] = (), progress: Progress | None = None,
    screens: bool = False, code: bool = True, proved: Proved | None = None,
) -> Report:  # fmt: skip
    """Check a course, or the given files and folders of it.

    The course is always read as a whole, since ids lead from file to file; `paths` choose what is reported. A lesson
    brings its translations with it.

    Args:
        start: starts a server that demos are sent to; None sends none.
        only: ids of the rules to report on, or numbers of question standards; all rules without any.
        skip: those to leave out.
        progress: called with how many demos have been sent, and of how many.
        screens: whether steps are shown, to see whether they fit.
        code: whether code of the lessons is run.
        proved: what was proved before is not run or shown again; what is proved here is added. Not saved.
    """
    proved = proved or Proved()
    named, left_out = _ids(only), _ids(skip)
    wanted = {id for id in rules() if (not only or id in named) and id not in left_out}
    shows = open_one() if screens and FITS in wanted else None  # it starts while the course is read
    course = read_course(lessons_dir, _asked(lessons_dir, paths))
    chosen, outside = _chosen(course, paths)
    check = _Check(course, {loaded.file for loaded in chosen}, wanted, proved)
    showings = check.show(shows) if shows else []
    with _Servers(start) as servers, ExitStack() as ends:
        proofs = check.prove(servers, ends) if start and code and EXERCISES & wanted else []
        check.rules()
        demos = check.demos(servers, progress) if start and wanted & SENT else 0
        if start and code and FENCES in wanted:
            check.fences()
        check.await_proofs(proofs)
    check.shown(showings)
    if not paths and KEYMAPS in wanted:
        outside += keymap_problems()
    all_found = {*outside, *(problem for problem in check.problems if problem.file in check.files)}
    problems = sorted(problem for problem in all_found if problem.rule in wanted)
    return Report(problems, len(chosen), demos, check.silenced, check.passed_over, proved.spared)


def _ids(names: Collection[str]) -> set[str]:
    return {id for name in names for id in chosen(name)}


def _asked(folder: Path, paths: Sequence[Path] | None) -> Callable[[str], bool]:
    """Whether a file of the course is one to report on."""
    wanted = [path.resolve() for path in paths or ()]
    return lambda file: not wanted or any(_is_of((folder / file).resolve(), path) for path in wanted)


def _chosen(course: Course, paths: Sequence[Path] | None) -> tuple[list[Loaded], list[Problem]]:
    """The files to report on, and problems of paths that lead to none."""
    readings = [(course.folder / file, loaded) for file, loaded, _problems in course.readings()]
    if not paths:
        return [loaded for _path, loaded in readings], []
    chosen: list[Loaded] = []
    outside: list[Problem] = []
    for path in paths:
        wanted = path.resolve()
        found = [loaded for file, loaded in readings if _is_of(file.resolve(), wanted)]
        chosen += [loaded for loaded in found if loaded not in chosen]
        if not found:
            message = _("This is no file of the course in {folder}.").format(folder=course.folder)
            mend = _("Name YAML files or folders of that course, or choose another with --lessons.")
            outside.append(Problem(str(path), 1, 1, "file-outside", message, mend))
    return chosen, outside


def _is_of(file: Path, wanted: Path) -> bool:
    """Whether a file is the wanted one, its translation, or in it."""
    translates = wanted.suffix == ".yaml" and file.parent == wanted.parent and file.name.startswith(f"{wanted.stem}.")
    return file == wanted or translates or wanted in file.parents


class _Check:
    """One run over a course; collects problems of all its files."""

    def __init__(self, course: Course, files: set[str], wanted: set[str], proved: Proved) -> None:
        self.course = course
        self.files = files  # names of those to report on
        self.wanted = wanted  # ids of rules
        self.problems = [problem for _file, _loaded, problems in course.readings() for problem in problems]
        self.silenced = 0
        self.proved = proved
        self.showing: dict[str, list[str]] = {}  # languages by lesson
        self.passed_over: Counter[str] = Counter()

    def rules(self) -> None:
        for rule in (rule for id, same in rules().items() if id in self.wanted for rule in same):
            for located in rule.on_course(self.course) if rule.on_course else ():
                self._found(rule, located.loaded, located.finding, None)
            for file in self._asked():
                self._about_lesson(rule, file)

    def _asked(self) -> Iterator[LessonFile]:
        """Lessons of which a file is to be reported on."""
        for file in self.course.lessons.values():
            if {file.decoded.loaded.file, *(each.decoded.loaded.file for each in file.translations)} & self.files:
                yield file

    def _lessons(self) -> Iterator[tuple[LessonFile, Lesson]]:
        """Lessons that can be run: their English is to be reported on, and could be read."""
        for file in self.course.lessons.values():
            if file.decoded.value is not None and file.decoded.loaded.file in self.files:
                yield file, file.decoded.value

    def _about_lesson(self, rule: Rule, file: LessonFile) -> None:
        lesson = file.decoded.value
        if lesson is not None and rule.on_lesson:
            english = list(rule.on_lesson(lesson))
            for finding in english:
                self._found(rule, file.decoded.loaded, finding, lesson)
            for translation in file.translations if rule.translated else ():
                for finding in _in_translation(rule, lesson, translation, {found.path for found in english}):
                    self._found(rule, translation.decoded.loaded, finding, lesson)
        for translation in file.translations if rule.on_translation else ():
            assert rule.on_translation is not None
            for finding in rule.on_translation(file, translation):
                self._found(rule, translation.decoded.loaded, finding, lesson)

    def _found(self, rule: Rule, loaded: Loaded, finding: Finding, lesson: Lesson | None) -> None:
        """Keep a finding as a problem, unless its step allows it."""
        if rule.id not in self.wanted:
            return
        if lesson is not None and rule.id in _allowed(lesson, finding.path):
            self.silenced += loaded.file in self.files
        else:
            self.problems.append(loaded.problem(rule.id, finding, rule.severity))

    def demos(self, servers: _Servers, progress: Progress | None) -> int:
        """Send the demos of the chosen lessons; how many."""
        from tutor.check.live import run_step, sent_steps

        steps = [(file, lesson, n) for file, lesson in self._lessons() for n in sent_steps(lesson)]
        known = rules()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            waiting = [(file, lesson, pool.submit(servers.lend, run_step, lesson, n)) for file, lesson, n in steps]
            for done, (file, lesson, future) in enumerate(waiting, 1):
                for rule_id, finding in future.result():
                    self._found(known[rule_id][0], file.decoded.loaded, finding, lesson)
                if progress:
                    progress(done, len(steps))
        return len(steps)

    def show(self, opened: Showing) -> list[Showing]:
        """Begin to show the chosen lessons, each in English and the languages that it is translated into."""
        modules = self.course.decoded.value.modules if self.course.decoded.value else []
        named = {f"{module.id}.{name}" for module in modules for name in module.lessons}
        lessons: dict[str, list[str]] = {}
        for file, _lesson in self._lessons():
            if not file.decoded.problems and file.id in named:
                translated = [each.language for each in file.translations if each.translated is not None]
                lessons[file.id] = [one for one in ("en", *translated) if not self.proved.has(*_shown(file, one))]
        self.showing = {id: languages for id, languages in lessons.items() if languages}
        return begin(opened, self.course.folder, self.showing)

    def shown(self, showings: list[Showing]) -> None:
        """Wait for what is being shown, and keep what does not fit."""
        (rule,) = rules()[FITS]
        fit = {(language, id) for id, languages in self.showing.items() for language in languages}
        for language, id, finding in found(showings):
            fit.discard((language, id))
            file = self.course.lessons[id]
            lesson, loaded = file.decoded.value, file.decoded.loaded
            assert lesson is not None
            for translation in file.translations:
                if translation.language == language:
                    loaded = translation.decoded.loaded
                    path = _translated_path(lesson, translation, finding.path)
                    finding = Finding(path, finding.message, finding.mend, key=True)
            self._found(rule, loaded, finding, lesson)
        for language, id in fit:
            self.proved.add(*_shown(self.course.lessons[id], language))

    def fences(self) -> None:
        """Run the code that the chosen lessons show as to be run."""
        from tutor.check.fences import fences_of, run_fence

        (rule,) = rules()[FENCES]
        shown = [(file, lesson, fence) for file, lesson in self._lessons() for fence in fences_of(lesson)]
        if not shown:
            return
        from tutor.workshop.pool import Pool

        with closing(Pool()) as pool:
            for file, lesson, fence in shown:
                for finding in run_fence(fence, pool):
                    self._found(rule, file.decoded.loaded, finding, lesson)

    def prove(self, servers: _Servers, ends: ExitStack) -> list[Running]:
        """Begin to prove the code steps of the chosen lessons, and the predictions of code; returns at once."""
        from tutor.check.exercises import passed_over, proofs_of

        for _file, lesson in self._lessons():
            self.passed_over.update(passed_over(lesson))
        proofs = [
            (file, lesson, steps, proof)
            for file, lesson in self._lessons()
            for steps, proof in proofs_of(lesson, self.proved)
        ]
        if not proofs:
            return []
        from tutor.lesson.exercise.run import Workshop

        workshop = ends.enter_context(closing(Workshop(servers.one, spares=0)))
        pool = ends.enter_context(ThreadPoolExecutor(AT_ONCE))
        return [
            (file, lesson, steps, pool.submit(lambda run: list(run(workshop)), proof))
            for file, lesson, steps, proof in proofs
        ]

    def await_proofs(self, running: list[Running]) -> None:
        """Wait for what is being proved, and keep what does not hold."""
        from tutor.check.exercises import remember

        known = rules()
        for file, lesson, steps, future in running:
            came = future.result()
            for rule_id, finding in came:
                self._found(known[rule_id][0], file.decoded.loaded, finding, lesson)
            remember(lesson, {*steps} - {finding.path[1] for _rule, finding in came}, self.proved)


class _Servers:
    """Servers for demos that are sent at the same time, each started when none is idle; stopped in the end."""

    def __init__(self, start: Start | None) -> None:
        self._start = start or _none
        self._started: list[ServerHandle] = []
        self._idle: list[ServerHandle] = []
        self._shared: ServerHandle | None = None
        self._lock = threading.Lock()

    def __enter__(self) -> _Servers:
        return self

    def __exit__(self, *_error: object) -> None:
        for server in self._started:
            server.stop()

    def one(self) -> ServerHandle:
        """A server that is shared, and never lent."""
        with self._lock:
            if self._shared is None:
                self._shared = self._start()
                self._started.append(self._shared)
            return self._shared

    def lend(
        self, run: Callable[[Lesson, int, ServerHandle], Iterator[tuple[str, Finding]]], lesson: Lesson, n: int
    ) -> list[tuple[str, Finding]]:
        """Run a step with a server that nobody else uses meanwhile."""
        try:
            server = self._idle.pop()
        except IndexError:
            server = self._start()
            self._started.append(server)
        found = list(run(lesson, n, server))
        self._idle.append(server)
        return found


def _shown(file: LessonFile, language: str) -> tuple[str, ...]:
    """What it rests on whether the steps of a lesson fit, shown in a language."""
    hashes = (each.decoded.hash for each in file.translations if each.language == language)
    return ("fits", language, file.decoded.hash, *hashes)


def _none() -> ServerHandle:
    raise AssertionError("nothing is sent without a server")


def _allowed(lesson: Lesson, path: Place) -> dict[str, str]:
    """The rules that the step at a path silences; the path is of the lesson or of a translation."""
    if len(path) < 2 or path[0] != "steps":
        return {}
    part = path[1]
    step = lesson.steps[part] if isinstance(part, int) else lesson.step(part)
    return step.allow if step else {}


def _in_translation(rule: Rule, lesson: Lesson, translation: Translation, english: set[Place]) -> Iterator[Finding]:
    """What a rule on lessons finds in a translated one and not in the English, with its path in the translation."""
    if translation.translated is None or rule.on_lesson is None:
        return
    for finding in rule.on_lesson(translation.translated.lesson):
        if finding.path not in english:
            path = _translated_path(lesson, translation, finding.path)
            yield Finding(path, finding.message, finding.mend, finding.key)


def _translated_path(lesson: Lesson, translation: Translation, path: Place) -> Place:
    """Where in a translation stands what the lesson has at a path. Lists that it widens are named as a whole."""
    if path[:1] == ("steps",) and isinstance(path[1], int):
        step = lesson.steps[path[1]]
        overlay = translation.decoded.value
        names = [id for id in (step.id, *step.aliases) if overlay and id in overlay.steps]
        path = ("steps", names[0] if names else step.id, *path[2:])
    elif path[:1] != ("cards",):
        path = ("lesson", *path)
    widened = next((n for n, part in enumerate(path) if part in ("answers", "rejects", "near")), len(path))
    return path[: widened + 1]
