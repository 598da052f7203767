"""A review: what is due, one item after the other, without a screen.

Each item is asked by a `LessonSession` of its own that has one step, so that whatever asks the steps of a lesson asks
those of a review too. Ending at any time keeps what was answered.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec

from tutor import words
from tutor.course.types import Lesson, Question, Step
from tutor.keyboard.keymaps import actions, called
from tutor.lesson import chord, entries
from tutor.lesson.cards import as_step
from tutor.lesson.session import LessonSession, Recorder
from tutor.progress.cards import FOR_GOOD, Card
from tutor.progress.due import Due, due_day, minutes
from tutor.progress.grades import AGAIN
from tutor.progress.memory import RETENTION
from tutor.progress.reducer import CHORDS
from tutor.progress.reviewing import Reviewing
from tutor.words import _, ngettext

Outcome = Literal["open", "strengthened", "slipped"]
Lessons = Mapping[str, Lesson]
"""A lesson by language, "en" among them."""


class Unavailable(Exception):  # noqa: N818 - named for what happened
    """An item cannot be asked: its lesson cannot be read, or no longer has it."""


def only(lesson: Lesson, id: str) -> Lesson:
    """The lesson with one step, or with the card as one.

    Raises:
        Unavailable: it has neither.
    """
    step: Step | None = lesson.step(id)
    if step is None and (card := lesson.cards.get(id)) is not None:
        step = as_step(id, card)
    if not isinstance(step, Question):
        raise Unavailable(id)
    return msgspec.structs.replace(lesson, steps=[msgspec.structs.replace(step, pretest=False)])


def title_of(item: str) -> str:
    """What an item is called that no lesson has: an entry of the reference, or a chord; else its id."""
    if entry := entries.entry_of(item):
        return entries.title_of(entry, words.language())
    action = item.partition("#")[2] if item.startswith(CHORDS) else ""
    return called(actions()[action]) if action in actions() else item


class Summary(NamedTuple):
    """What a review came to; titles of what was strengthened and of what slipped; `left` were not asked."""

    strengthened: tuple[str, ...]
    slipped: tuple[str, ...]
    left: int
    minutes: int


@dataclass
class Turn:
    """One item of a review; `session` is there once it was asked, `titles` by language."""

    due: Due
    session: LessonSession | None = None
    lessons: Lessons = field(default_factory=dict)

    @property
    def outcome(self) -> Outcome:
        """How it went, so far."""
        state = self.session.state if self.session and not self.session.finished else None
        if self.session is not None and state is None:
            state = next(iter(self.session.states.values()))
        if state is None or not (state.tries or state.shown):
            return "open"
        if state.shown or (state.verdict is None and state.tried):
            return "slipped"
        return "strengthened" if state.verdict and state.verdict.right else "slipped"

    @property
    def title(self) -> str:
        """The title of its step, once it was asked."""
        return str(self.session.steps[0].title) if self.session else self.due.item


class Review:
    """A review under way.

    Args:
        items: what is asked, in this order.
        lessons_of: reads a lesson, in all languages that it has, by its id.
        recorder: gets one event for each act.
        today: the study day.
        config: folder of the learner's own changes of keymaps.

    Raises nothing for items that cannot be asked: they are passed over.
    """

    def __init__(
        self,
        items: Sequence[Due],
        lessons_of: Callable[[str], Lessons],
        recorder: Recorder,
        *,
        today: int,
        language: str = "en",
        retention: float = RETENTION,
        seed: int | None = None,
        config: Path | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.turns = [Turn(due) for due in items]
        self.index = 0
        self.today, self.retention, self.language = today, retention, language
        self._lessons_of, self._recorder, self._monotonic = lessons_of, recorder, monotonic
        self._config = config
        self._dice = random.Random(seed)
        self._begin()

    # ── Where we are ─────────────────────────────────────────────────────────────────────────────

    @property
    def finished(self) -> bool:
        """Whether all was asked."""
        return self.index >= len(self.turns)

    @property
    def turn(self) -> Turn:
        return self.turns[self.index]

    @property
    def session(self) -> LessonSession:
        """The session of the item that is asked now."""
        session = self.turn.session
        assert session is not None
        return session

    @property
    def minutes_left(self) -> int:
        return minutes([turn.due for turn in self.turns[self.index :]])

    def forward(self) -> None:
        """The next item; one that was not answered stays due."""
        if not self.finished:
            self.session.forward()
            self.index += 1
            self._begin()

    def leave(self) -> None:
        """The learner ends the review here."""
        if not self.finished:
            self.session.leave()

    def last_graded(self) -> int | None:
        """Index of the item whose grade `undo` would take back."""
        if not self.finished and self.turn.outcome != "open":
            return self.index
        return next((n for n in range(self.index - 1, -1, -1) if self.turns[n].outcome != "open"), None)

    def undo(self) -> tuple[str, str] | None:
        """Ask the item graded last once more; item and visit whose grade the store has to undo, None without one."""
        index = self.last_graded()
        if index is None:
            return None
        if not self.finished:
            self.session.leave()
        turn = self.turns[index]
        assert turn.session is not None
        visit = next(iter(turn.session.states.values())).visit
        turn.session = self._asked(turn)
        self.index = index
        return turn.due.item, visit

    def speak(self, language: str) -> None:
        """Ask in another language from now on."""
        self.language = language
        if not self.finished and language in self.turn.lessons:
            self.session.speak(self.turn.lessons[language], language)

    def summary(self) -> Summary:
        """What it came to so far."""
        by: dict[Outcome, list[str]] = {"open": [], "strengthened": [], "slipped": []}
        seconds = 0.0
        for turn in self.turns:
            by[turn.outcome].append(turn.title)
            if turn.session is not None:
                seconds += sum(state.spent for state in turn.session.states.values())
        return Summary(tuple(by["strengthened"]), tuple(by["slipped"]), len(by["open"]), max(1, round(seconds / 60)))

    # ── Inside ───────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        """Ask the item at the index; those that cannot be asked are taken out."""
        while not self.finished and self.turn.session is None:
            try:
                self.turn.lessons = self._read(self.turn.due)
                self.turn.session = self._asked(self.turn)
            except Unavailable:
                del self.turns[self.index]

    def _read(self, due: Due) -> Lessons:
        if entry := entries.entry_of(due.item):
            return entries.lessons_of(entry, due.card.now.reps)
        lesson, _sign, id = due.item.partition("#")
        if lesson.startswith(CHORDS):
            found = chord.lessons_of(lesson.removeprefix(CHORDS), id, due.card.now.reps, self._config)
            if found is None:
                raise Unavailable(due.item)
            return found
        return {language: only(found, id) for language, found in self._lessons_of(lesson).items()}

    def _asked(self, turn: Turn) -> LessonSession:
        language = self.language if self.language in turn.lessons else "en"
        return LessonSession(
            turn.lessons[language], {}, self._recorder, language=language, original=turn.lessons["en"],
            seed=self._dice.randrange(1 << 31), monotonic=self._monotonic,
        )  # fmt: skip


# ── What is said ─────────────────────────────────────────────────────────────────────────────────


def in_days(days: int) -> str:
    """When that is, counted from today."""
    if days <= 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in {n} day", "in {n} days", days).format(n=days)


def days_ago(days: int) -> str:
    """When that was, counted from today."""
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def kept_entries(store: Reviewing, retention: float = RETENTION) -> dict[str, str]:
    """Entries of the reference that a learner asked to keep, by item, and when each is asked next, in words."""
    cards, today = store.cards_below(entries.SCHEME)
    return {
        card.item: _("comes back {when}").format(when=in_days(due_day(card, retention) - today))
        for card in cards if card.rest < FOR_GOOD and entries.entry_of(card.item)
    }  # fmt: skip


def why(due: Due, today: int) -> str:
    """Why an item is asked now, in one line."""
    memory = due.card.now
    when = days_ago(today - memory.day)
    if due.changed:
        return _("Its question was changed since you answered it {when}.").format(when=when)
    if not memory.reps:
        return _("You asked to keep it.")
    if due.harder:
        return _("You knew its easier form {when}; this one asks more.").format(when=when)
    if due.card.leech:
        return ngettext(
            "Last met {when}; forgotten {n} time so far.", "Last met {when}; forgotten {n} times so far.",
            memory.lapses,
        ).format(when=when, n=memory.lapses)  # fmt: skip
    if due.card.grade == AGAIN:
        return _("You did not know it {when}.").format(when=when)
    return _("You knew it {when}; by now {share} would have forgotten.").format(
        when=when, share=_share(1 - due.recall(today))
    )


def _share(forgotten: float) -> str:
    if forgotten < 0.4:
        return _("1 in {n}").format(n=max(2, round(1 / max(forgotten, 0.01))))
    return _("{n} in 10").format(n=min(9, round(10 * forgotten)))


def comes_back(card: Card, today: int, retention: float = RETENTION) -> str:
    """When an item is asked again, and how long its interval was before."""
    return _("comes back {when}").format(when=in_days(due_day(card, retention) - today))
