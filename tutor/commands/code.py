"""Exercises without a screen: their checks, run once or whenever a file is saved."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tutor.commands.authors import lesson_named
from tutor.commands.cells import wrapped
from tutor.commands.shared import any_of, catalogue, folders, json_option, lessons_dir, lessons_option, print_json
from tutor.commands.spoken import Command, Option
from tutor.start import USAGE, fail
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.catalogue import LessonEntry
    from tutor.course.types import Code, Lesson
    from tutor.lesson.exercise import Result
    from tutor.lesson.exercise.run import Workshop
    from tutor.lesson.exercise.work import Work

NOT_PASSED, NOT_RUN = 1, 3
LOOK = 0.1
"""Seconds between two looks at the files; notices of the system do not come everywhere."""


@click.command("try", cls=Command)
@click.argument("step", metavar="LESSON#STEP")
@click.argument("files", metavar="[FILE]...", nargs=-1, type=click.Path(path_type=Path))
@json_option
@lessons_option
def try_(step: str, files: tuple[Path, ...], as_json: bool) -> None:
    """Run the checks of an exercise once, on these files or on those in its folder.

    Ends with 0 if all pass, 1 if not, 3 if nothing could be run. Progress is not touched.
    """
    _entry, lesson, found = exercise_named(step)
    need_trust()
    work = work_of(lesson, found)
    given = _given(found, files) if files else _on_disk(work)
    with _Workshop() as workshop:
        result = _run(workshop, found, given)
    if as_json:
        print_json(as_data(step, result))
    else:
        _tell(found, result)
    sys.exit(0 if result.passed else NOT_PASSED)


@click.command(cls=Command)
@click.argument("step", metavar="LESSON#STEP")
@lessons_option
def watch(step: str) -> None:
    """Run the checks of an exercise whenever one of its files is saved, until Ctrl+C. Runs count as tries."""
    import contextlib

    entry, lesson, found = exercise_named(step)
    need_trust()
    work = work_of(lesson, found)
    _lay_out(work)
    for name in found.exercise.files:
        click.echo(work.folder / name)
    click.echo(_("Save a file to run the checks; Ctrl+C ends it."))
    with _Workshop() as workshop, contextlib.suppress(KeyboardInterrupt), _Kept(entry, found) as kept:
        workshop.warm(found.exercise)
        before: Any = None
        while True:
            stamp = work.stamp()
            if stamp != before:
                before = stamp
                files = _on_disk(work)
                result = _run(workshop, found, files)
                _tell(found, result)
                kept.ran(files, result)
            time.sleep(LOOK)


@click.command(cls=Command)
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--always", cls=Option, is_flag=True, help="Whatever its files will say: for a course that you write.")
@click.option("--revoke", cls=Option, is_flag=True, help="Trust it no more.")
@json_option
def trust(folder: Path | None, always: bool, revoke: bool, as_json: bool) -> None:
    """Let code of a course from elsewhere run on this machine; without DIR: list those that may."""
    from tutor.lesson.trust import ANY, Trust, is_bundled

    kept = Trust(folders().data)
    if folder is None:
        if as_json:
            print_json([entry._asdict() for entry in kept.all()])
            return
        for entry in kept.all():
            click.echo(f"{entry.folder}  {_('whatever it holds') if entry.hash == ANY else entry.hash[:12]}")
        if not kept.all():
            click.echo(_("No course from elsewhere is trusted."))
        return
    if not (folder / "course.yaml").is_file() and not revoke:
        fail(USAGE, _("There is no course in {folder}: it has no course.yaml.").format(folder=folder), "")
    try:
        if revoke:
            was = kept.remove(folder)
            click.echo(_("It is trusted no more.") if was else _("It was not trusted."))
        elif is_bundled(folder):
            click.echo(_("This is the bundled course; its code runs anyway."))
        else:
            kept.add(folder, always=always)
            click.echo(_("Code of this course may run from now on."))
    except OSError as error:
        fail(NOT_RUN, _("This cannot be written down: {why}.").format(why=error.strerror), "")


def trusted() -> bool:
    """Whether code of the chosen course may run."""
    from tutor.lesson.trust import Trust

    return Trust(folders().data).holds(lessons_dir())


def need_trust() -> None:
    """End the program if code of the chosen course may not run."""
    if not trusted():
        what = _("This course did not come with tutor, and its code would run on this machine.")
        fail(NOT_RUN, what, _("`tutor trust {folder}` lets it.").format(folder=lessons_dir()))


# ── Which exercise, which files ──────────────────────────────────────────────────────────────────


def exercise_named(id: str) -> tuple[LessonEntry, Lesson, Code]:
    """The code step LESSON#STEP. Ends the program, with what is near, if there is none."""
    from tutor.course.catalogue import LessonBrokenError
    from tutor.course.types import Code

    lesson_id, _sign, step_id = id.partition("#")
    entry = lesson_named(lesson_id)
    try:
        lesson = catalogue().lesson(entry.id)
    except LessonBrokenError as error:
        fail(NOT_RUN, str(error.problems[0]), _("`tutor check` says all of it."))
    steps = [step.id for step in lesson.steps if isinstance(step, Code)]
    found = lesson.step(step_id) if step_id else None
    if not isinstance(found, Code):
        names = any_of([f"{entry.id}#{name}" for name in steps])
        mend = _("Its exercises are {names}.").format(names=names) if steps else _("It has no exercise.")
        fail(USAGE, _("There is no exercise {id}.").format(id=id), mend)
    return entry, lesson, found


def work_of(lesson: Lesson, step: Code) -> Work:
    """The learner's folder of an exercise."""
    from tutor.lesson.exercise.work import Work

    return Work(folders().data, lesson, step)


def _lay_out(work: Work) -> None:
    from tutor.lesson.exercise.work import WorkError

    try:
        work.lay_out()
    except WorkError as error:
        fail(NOT_RUN, str(error), "")


def _on_disk(work: Work) -> dict[str, str]:
    from tutor.lesson.exercise.work import WorkError

    try:
        return work.read()
    except WorkError as error:
        fail(NOT_RUN, str(error), "")


def _given(step: Code, paths: tuple[Path, ...]) -> dict[str, str]:
    """The named files in place of those of the exercise; a single one may have any name where there is one."""
    files = {name: str(text) for name, text in step.exercise.files.items()}
    for path in paths:
        name = next((name for name in files if path.as_posix().endswith(name)), None)
        if name is None and len(files) == len(paths) == 1:
            name = step.exercise.entry
        if name is None:
            mend = _("Its files are {names}.").format(names=any_of(list(files)))
            fail(USAGE, _("The exercise has no file {name}.").format(name=path.name), mend)
        try:
            files[name] = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        except OSError as error:
            fail(USAGE, _("{file} cannot be read: {why}.").format(file=path, why=error.strerror), "")
        except UnicodeDecodeError:
            fail(USAGE, _("{file} is not UTF-8.").format(file=path), _("Save it as UTF-8."))
    return files


# ── Running ──────────────────────────────────────────────────────────────────────────────────────


class _Workshop:
    """Workers and, for requests, the bundled server, for as long as the command runs."""

    def __enter__(self) -> Workshop:
        from tutor.lesson.exercise.run import Workshop
        from tutor.lesson.server import Bundled

        self._bundled = Bundled()
        self._workshop = Workshop(lambda: self._bundled.warm().result(), spares=1)
        return self._workshop

    def __exit__(self, *_error: object) -> None:
        self._workshop.close()
        self._bundled.stop()


def _run(workshop: Workshop, step: Code, files: dict[str, str]) -> Result:
    from tutor.lesson.verdict import NoAnswerError
    from tutor.workshop.process import StartError

    try:
        return workshop.run(step.exercise, files)
    except (NoAnswerError, StartError) as error:
        fail(NOT_RUN, str(error), "")


class _Kept:
    """A session at the exercise, whose tries go into the progress."""

    def __init__(self, entry: LessonEntry, step: Code) -> None:
        self._entry, self._step = entry, step

    def __enter__(self) -> _Kept:
        from tutor.commands.shared import store
        from tutor.lesson.session import LessonSession
        from tutor.plain.talk import Keeper, Talk

        self._store = store()
        keeper = Keeper(self._store, Talk(sys.stdin, sys.stderr))
        lesson = catalogue().lesson(self._entry.id)
        self._session = LessonSession(lesson, self._store.steps(self._entry.id), keeper)
        self._session.go(self._session.index_of(self._step.id) or 0)
        return self

    def ran(self, files: dict[str, str], result: Result) -> None:
        self._session.ran(files, result)

    def __exit__(self, *_error: object) -> None:
        self._session.leave()
        self._store.close()


# ── Saying it ────────────────────────────────────────────────────────────────────────────────────


def _tell(step: Code, result: Result) -> None:
    from tutor.plain.results import result_lines

    for line in result_lines(result):
        click.echo(line)
    if result.passed and step.explanation:
        from tutor.plain.lines import inline

        for line in wrapped(inline(step.explanation), 79):
            click.echo(line)


def as_data(id: str, result: Result) -> dict[str, Any]:
    """The verdict for programs."""
    from tutor.lesson.exercise.told import headline, said

    trouble = result.trouble
    return {
        "step": id, "passed": result.passed, "ended": result.ended, "verdict": headline(result),
        "seconds": round(result.seconds, 3),
        "checks": [
            {
                "id": check.id, "name": check.name, "state": check.state,
                "misses": [
                    {"at": m.at, "act": m.act, "wanted": m.wanted, "got": m.got, "place": m.place} for m in check.misses
                ],
            }
            for check in result.checks
        ],
        "error": {"type": trouble.type, "message": trouble.message} if trouble else None,
        "said": [row.text for row in said(result)],
        "enforced": dict(result.enforced),
    }  # fmt: skip
