"""Home in plain lines: what to do next, and the course with its progress."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.course.catalogue import LessonBrokenError, open_catalogue
from tutor.keyboard.keymaps import DEFAULT
from tutor.lesson.backlog import Backlog, backlog, due_text, later_text
from tutor.lesson.reviewable import of_course
from tutor.lesson.session import LessonSession
from tutor.lesson.suggest import done_steps, is_done, suggest
from tutor.plain.lesson import Lectern
from tutor.plain.lines import wrapped
from tutor.progress.events import study_day_now
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import LessonEntry, ModuleEntry
    from tutor.course.types import Lesson
    from tutor.lesson.exercise.run import Workshop
    from tutor.lesson.server import Bundled
    from tutor.plain.talk import Keeper, Talk
    from tutor.progress.store import StepProgress


@dataclass
class Home:
    """The course, and what was typed to it."""

    lessons: Path
    cache: Path
    language: str
    talk: Talk
    keeper: Keeper
    bundled: Bundled
    data: Path
    workshop: Workshop
    minutes: int = 0
    keymap: str = DEFAULT
    config: Path | None = None
    seed: int | None = None
    retention: float = 0.9

    def __post_init__(self) -> None:
        self.catalogue = open_catalogue(self.lessons, self.cache, self.language)
        self.catalogue.refresh()
        self.items = of_course(self.catalogue, self.cache)
        self.module: ModuleEntry | None = None

    def run(self, target: str | None) -> None:
        """Take lines until the learner quits.

        Raises:
            EndError: there is no more input.
        """
        store = self.keeper.store
        for said in filter(None, (store.problem, store.notice, store.mirror_problem, store.clock_notice())):
            self.talk.tell(f"! {said}")
        lesson, _sign, step = (target or "").partition("#")
        if self.catalogue.entry(lesson):
            self._open(lesson, step)
        elif target:
            self._show(target)
        while True:
            if self.module is None:
                self._home()
            if not self._line(self.talk.ask().strip()):
                self.talk.tell(_("All is saved.") if self.keeper.store.durable else _("Nothing could be saved."))
                return

    # ── Saying ───────────────────────────────────────────────────────────────────────────────────

    def _home(self) -> None:
        progress = self.keeper.store.lessons()
        suggestion = suggest(self.catalogue, progress)
        self.talk.say("", *wrapped(self.catalogue.course.title))
        if suggestion:
            self.talk.tell(f"{_('Next')}: {suggestion.lesson.title}. {suggestion.reason}")
        else:
            self.talk.tell(_("Every lesson is done.") if self.catalogue.modules else _("No lessons were found."))
        due = self._backlog()
        if due.items:
            self.talk.tell(f"{_('Due')}: {due_text(len(due.items), due.minutes)} (r)")
        if due.later:
            self.talk.tell(f"{later_text(due)} " + _("(s asks all at once)"))
        elif days := due.offered(self.minutes):
            self.talk.tell(_("s spreads it over {n} days.").format(n=days))
        if due.pauses(self.minutes) and suggestion and not suggestion.begun:
            self.talk.tell(_("New lessons pause until less is due; Enter takes the next one all the same."))
        today = self.keeper.store.minutes_on(study_day_now())
        done = _("today {n} of {goal} min") if self.minutes else _("today {n} min")
        self.talk.tell(done.format(n=today, goal=self.minutes))
        for n, module in enumerate(self.catalogue.modules, 1):
            finished = sum(is_done(entry, progress) for entry in module.lessons)
            count = _("{n} of {total} done").format(n=finished, total=len(module.lessons))
            self.talk.tell(f"{module.title}: {count}", lead=f"  {n}. ")
        for problem in self.catalogue.problems[:5]:
            self.talk.tell(f"! {problem}")
        self.talk.tell(_("Enter goes on with the next lesson, a number opens a module, q quits, ? helps."))

    def _show(self, id: str) -> None:
        self.module = next((module for module in self.catalogue.modules if module.id == id), None)
        if self.module is None:
            return
        progress = self.keeper.store.lessons()
        self.talk.say("", *wrapped(self.module.title), *wrapped(self.module.summary))
        for n, entry in enumerate(self.module.lessons, 1):
            self.talk.tell(f"{entry.title}: {state_of(entry, done_steps(entry, progress))}", lead=f"  {n}. ")
        self.talk.tell(_("A number opens a lesson, Enter goes home, ? helps."))

    def _help(self) -> None:
        for lead, text in (
            ("Enter", _("the suggested lesson; in a module: home")),
            ("1 2 3", _("a module; in a module: a lesson")),
            ("MODULE.NAME", _("a lesson by its id, as `tutor lessons` lists them")),
            ("d", _("shortcuts of your editor, as text")),
            ("r", _("review what is due")),
            ("s", _("spread what is due over days, or take that back")),
            ("q", _("quit; all is saved")),
        ):
            self.talk.tell(text, lead=f"  {lead}  ")

    # ── Doing ────────────────────────────────────────────────────────────────────────────────────

    def _line(self, text: str) -> bool:
        """Do what a line says; False to quit."""
        if text in ("q", "quit", ":q"):
            return False
        if text in ("?", "help", ":?"):
            self._help()
        elif text == "d":
            self._dojo()
        elif text in ("r", "review", ":r"):
            self.review(self.minutes)
        elif text == "s":
            self._spread()
        elif not text:
            self._enter()
        elif self.catalogue.entry(text):
            self._open(text)
        elif text.isdecimal():
            self._number(int(text))
        else:
            near = self.catalogue.nearest(text)
            mend = _("Did you mean {names}?").format(names=", ".join(near)) if near else _("? helps.")
            self.talk.tell(_("There is no lesson or module {id}.").format(id=text) + f" {mend}")
        return True

    def _dojo(self) -> None:
        from tutor.keyboard.keymaps import keymap_with_own
        from tutor.lesson.dojo import PLANS
        from tutor.plain.dojo import Drill

        keymap, problems = keymap_with_own(self.keymap, self.config)
        for problem in problems:
            self.talk.tell(f"! {problem}")
        Drill(keymap, self.talk, self.keeper, PLANS["practise"], self.language, self.seed).run_or_leave()

    def _spread(self) -> None:
        """Spread what is due over days, or take that back."""
        found = self._backlog()
        days = found.offered(self.minutes)
        if not (days or found.left):
            self.talk.tell(_("There is not so much due that it has to be spread."))
            return
        self.keeper.store.spread_over(days)
        if days:
            self.talk.tell(ngettext("Spread over {n} day; s takes it back.", "Spread over {n} days; s takes it back.",
                                    days).format(n=days))  # fmt: skip
        else:
            self.talk.tell(_("All of it is due now."))

    def _backlog(self) -> Backlog:
        return backlog(self.keeper.store, self.items, retention=self.retention, keymap=lambda: self.keymap,
                       minutes=self.minutes)  # fmt: skip

    def review(self, minutes: int) -> None:
        """Ask what is due, as much as fits into so many minutes; 0 asks all.

        Raises:
            EndError: there is no more input.
        """
        from tempfile import TemporaryDirectory

        from tutor.lesson.review import Review
        from tutor.plain.review import take

        items = self._backlog().session(minutes)
        if not items:
            self.talk.tell(_("Nothing is due."))
            if later := later_text(self._backlog()):
                self.talk.tell(f"{later}.")
            return
        asked = Review(
            items, self._lessons_of, self.keeper, today=study_day_now(), language=self.language,
            retention=self.retention, seed=self.seed, config=self.config,
        )  # fmt: skip
        with TemporaryDirectory(prefix="tutor-review-") as scratch:
            take(asked, self.talk, self.keeper, self.bundled, self.workshop, self.data, self.lessons, Path(scratch),
                 lambda: len(self._backlog().items))  # fmt: skip

    def _lessons_of(self, id: str) -> dict[str, Lesson]:
        from tutor.lesson.review import Unavailable

        try:
            return self._languages(id)
        except (KeyError, LessonBrokenError) as error:
            raise Unavailable(id) from error

    def _languages(self, id: str) -> dict[str, Lesson]:
        """A lesson in all languages that it has."""
        lessons: dict[str, Lesson] = {"en": self.catalogue.lesson(id)}
        for language in self.catalogue.course.translations:
            if translated := self.catalogue.translated(id, language):
                lessons[language] = translated.lesson
        return lessons

    def _enter(self) -> None:
        if self.module is not None:
            self.module = None
        elif suggestion := suggest(self.catalogue, self.keeper.store.lessons()):
            self._open(suggestion.lesson.id)

    def _number(self, number: int) -> None:
        rows = self.module.lessons if self.module else self.catalogue.modules
        if not 1 <= number <= len(rows):
            self.talk.tell(_("There are {n} of them.").format(n=len(rows)))
        else:
            row = rows[number - 1]
            if self.module:
                self._open(row.id)
            else:
                self._show(row.id)

    def _open(self, id: str, step: str = "") -> None:
        """Take a lesson, from a step on if one is named, and those that follow for as long as the learner goes on."""
        self.module = None
        following: str | None = id
        while following is not None:
            entry = self.catalogue.entry(following)
            if entry is None:
                return
            try:
                lectern = self._lectern(entry)
                if step and (index := lectern.session.index_of(step)) is not None:
                    lectern.session.go(index)
                following, step = lectern.run(), ""
            except LessonBrokenError as error:
                for problem in error.problems:
                    self.talk.tell(f"✗ {problem}")
                return

    def _lectern(self, entry: LessonEntry) -> Lectern:
        lessons = self._languages(entry.id)
        language = self.language if self.language in lessons else "en"
        earlier: dict[str, StepProgress] = {}
        for id in (*entry.aliases, entry.id):
            earlier.update(self.keeper.store.steps(id))
        session = LessonSession(
            lessons[language], earlier, self.keeper, language=language, original=lessons["en"],
            marks=self.keeper.store.marks(), seed=self.seed,
        )  # fmt: skip

        def following() -> tuple[str, str] | None:
            found = suggest(self.catalogue, self.keeper.store.lessons(), after=entry.id)
            return (found.lesson.id, found.lesson.title) if found else None

        return Lectern(
            session, lessons, self.talk, self.keeper, self.bundled, following, self.data, self.workshop, self.lessons,
            keymap=self.keymap, config=self.config,
        )  # fmt: skip


def state_of(entry: LessonEntry, done: int) -> str:
    """The state of a lesson as a sign and words."""
    if entry.problems:
        return f"✗ {_('broken')}"
    total = len(entry.steps)
    if done and done == total:
        return f"✓ {_('done')}"
    if done:
        return "◔ " + _("{n} of {total} steps").format(n=done, total=total)
    return "◦ " + ngettext("{n} min", "{n} min", entry.minutes).format(n=entry.minutes)
