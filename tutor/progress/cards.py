"""What a log says of the memory of each item: pure functions from events to the state of a card.

A visit gives one grade, and of several visits on one study day the first counts. While a visit goes on its grade may
get better (wrong, then right: Again becomes Hard), so a card keeps the memory from before its latest review.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from tutor.progress.events import Event
from tutor.progress.grades import AGAIN, Grade, ends, grade_of
from tutor.progress.memory import reviewed, spread
from tutor.progress.reducer import effective

_DAY_MS = 86_400_000
CODE_STRETCH = 2.0
"""Code is written again at twice the interval of a question: it takes minutes, and contains what questions ask."""
FOR_GOOD = 1 << 30
"""A study day that never comes."""
LEECH = 8
MOST_MS = 10 * 60_000


class Memory(NamedTuple):
    """Memory of an item after its graded reviews. Stability is in days, 0 before the first; `at` is ms UTC of the
    latest review, `day` its study day; `recalled` counts reviews that were not Again."""

    stability: float = 0.0
    difficulty: float = 0.0
    at: int = 0
    day: int = 0
    reps: int = 0
    lapses: int = 0
    recalled: int = 0


NOTHING = Memory()


class Card(NamedTuple):
    """An item that comes back.

    Attributes:
        grade: of the latest review; 0 if there was none.
        rev: the author's revision that was asked last.
        stretch: by which its intervals are longer than the model's.
        rest: the study day before which it is not asked.
        visit, ended: of the latest review, and whether that may still be graded better.
        ms: how long the learner took, in the latest review.
        before: the memory from before the latest review.
    """

    item: str
    now: Memory = NOTHING
    grade: int = 0
    rev: int = 1
    stretch: float = 1.0
    rest: int = 0
    visit: str = ""
    ended: bool = True
    ms: int = 0
    before: Memory = NOTHING

    @property
    def leech(self) -> bool:
        """Whether it was forgotten so often that asking it the same way again is no help."""
        return self.now.lapses >= LEECH


class Reviews(NamedTuple):
    """Graded reviews of a day: of items met before, how many of those were recalled, and items graded first."""

    asked: int = 0
    recalled: int = 0
    new: int = 0

    def __add__(self, other: Reviews) -> Reviews:  # type: ignore[override]  # added, not joined
        return Reviews(self.asked + other.asked, self.recalled + other.recalled, self.new + other.new)

    def __sub__(self, other: Reviews) -> Reviews:
        return Reviews(self.asked - other.asked, self.recalled - other.recalled, self.new - other.new)


ReviewDays = dict[int, Reviews]


def fold(before: Card | None, event: Event, root: str) -> tuple[Card | None, ReviewDays]:
    """The card after one more event, later than all before it and not an undo; what it adds to which days.

    Args:
        root: id of the item today; the event may be of a former id.
    """
    if act := _ACTS.get(event.kind):
        return act(before, event, root), {}
    grade = grade_of(event)
    return (before, {}) if grade is None else _graded(before, event, root, grade)


def replay(events: Iterable[Event], root: str) -> tuple[Card | None, ReviewDays]:
    """All events of an item, under all ids that it had, told from the start."""
    card: Card | None = None
    days: ReviewDays = {}
    for event in effective(events):
        card, added = fold(card, event, root)
        for day, reviews in added.items():
            days[day] = days.get(day, Reviews()) + reviews
    return card, {day: reviews for day, reviews in days.items() if reviews != Reviews()}


def elapsed(memory: Memory, at: int, day: int) -> int:
    """Study days since the latest review: never more than began in the hours that passed, and at least one.

    A flight to the east, or a clock set ahead by its zone, makes no day of an hour.
    """
    begun = -(-max(0, at - memory.at) // _DAY_MS)
    return max(1, min(day - memory.day, begun))


# ── Inside ───────────────────────────────────────────────────────────────────────────────────────


def _graded(before: Card | None, event: Event, root: str, grade: Grade) -> tuple[Card, ReviewDays]:
    card = before or Card(root)
    visit = _visit(event)
    if card.now.reps and visit == card.visit:
        if card.ended:
            return card, {}
        return _review(card, event, grade, card.before, visit, _counted(card, -1))
    if card.now.reps and event.study_day <= card.now.day:
        return card._replace(rev=max(card.rev, event.rev)), {}  # asked again on its day: practice, no review
    return _review(card, event, grade, card.now, visit, {})


def _review(
    card: Card, event: Event, grade: Grade, base: Memory, visit: str, days: ReviewDays
) -> tuple[Card, ReviewDays]:
    same = bool(days)  # the visit goes on: it stays at the time at which it began
    at, day = (card.now.at, card.now.day) if same else (max(event.at, base.at), max(event.study_day, base.day))
    stability, difficulty = reviewed(base.stability, base.difficulty, elapsed(base, at, day), grade)
    now = Memory(
        stability, difficulty, at, day, base.reps + 1, base.lapses + (grade == AGAIN and base.reps > 0),
        base.recalled + (grade != AGAIN),
    )  # fmt: skip
    longer = CODE_STRETCH if "files" in event.data else 1.0
    after = Card(
        card.item, now, grade, max(card.rev, event.rev), round(longer * spread(card.item, now.reps), 4), card.rest,
        visit, ends(event), _ms(event), base,
    )  # fmt: skip
    for added_day, added in _counted(after, 1).items():
        days[added_day] = days.get(added_day, Reviews()) + added
    return after, days


def _counted(card: Card, by: int) -> ReviewDays:
    """What the latest review is in the figures of its day, or taking that away."""
    if card.before.reps == 0:
        return {card.now.day: Reviews(new=by)}
    return {card.now.day: Reviews(asked=by, recalled=by * (card.grade != AGAIN))}


def _visit(event: Event) -> str:
    visit = event.data.get("visit")
    if isinstance(visit, (str, int)) and visit != "":
        return str(visit).encode(errors="replace").decode()
    return event.id.hex()


def _ms(event: Event) -> int:
    value = event.data.get("ms")
    return min(value, MOST_MS) if isinstance(value, int) and value > 0 else 0


def _forget(before: Card | None, event: Event, root: str) -> Card | None:
    return None


def _rest(before: Card | None, event: Event, root: str) -> Card | None:
    days = event.data.get("days")
    if before is None or not isinstance(days, int) or not 0 <= days <= 3650:
        return before
    return before._replace(rest=event.study_day + days if days else 0)


def _keep(before: Card | None, event: Event, root: str) -> Card | None:
    """A learner asks to be asked this, or no longer."""
    if event.data.get("on") is not True:
        return before and before._replace(rest=FOR_GOOD)
    return before._replace(rest=0) if before else Card(root, Memory(at=event.at, day=event.study_day), rev=event.rev)


def _mute(before: Card | None, event: Event, root: str) -> Card | None:
    """A learner does not want to be asked a chord any more, in the dojo nor in a review, or wants it again."""
    return before and before._replace(rest=FOR_GOOD if event.data.get("on") is True else 0)


_ACTS: dict[str, Callable[[Card | None, Event, str], Card | None]] = {
    "forget": _forget,
    "rest": _rest,
    "keep": _keep,
    "mute": _mute,
}
"""forget: the item is as if it had never been met. rest: {"days": n}, 0 ends it. keep, mute: {"on": bool}."""
