"""What is due: which items, in which order, how many minutes that is, and what it becomes over the next days.

Reads neither the course nor the model of memory in. Which items there are today is told by `Known`, so that what the
course no longer has stays in the log and is not asked.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tutor.progress import cardrows
from tutor.progress.cards import Card
from tutor.progress.grades import AGAIN, HARD
from tutor.progress.memory import MOST_DAYS, RETENTION, interval, recall, scale

SECONDS: Mapping[str, float] = {
    "card": 12.0, "code": 240.0, "output": 60.0, "demo": 45.0, "ref": 15.0, "keys": 6.0
}  # fmt: skip
"""Guessed time of an answer by kind, until one was measured."""
QUESTION_SECONDS = 30.0
_LEAST, _MOST = 5.0, 600.0
NEAR = 6
"""How far down the order a better neighbour is looked for."""


class Known(NamedTuple):
    """An item that can be asked today.

    Attributes:
        kind: type of the step, "card", or the scheme of an item of another kind.
        topic: what it is about: items of one topic are not asked one after the other.
        field: a wider topic; topics of one field are easily confused, so they are asked in turns.
        easier: item that asks the same in an easier form; that one rests while this one is remembered.
    """

    item: str
    kind: str = "choice"
    rev: int = 1
    topic: str = ""
    field: str = ""
    easier: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """An item that is to be asked.

    Attributes:
        item: that is asked; another than the card's when it is a harder form of it, asked for the first time.
        card: what is remembered of it, or of its easier form.
        day: the study day at which it was due.
        late: days since then.
        lateness: days since the latest review over the interval that was planned: 1 on the day, 2 an interval later.
        changed: its author changed what it asks since it was asked last.
    """

    item: str
    card: Card
    known: Known
    day: int
    late: int
    lateness: float
    changed: bool = False

    @property
    def harder(self) -> bool:
        """Whether a harder form is asked for the first time."""
        return self.item != self.card.item

    @property
    def seconds(self) -> float:
        """How long it will take."""
        guess = SECONDS.get(self.known.kind, QUESTION_SECONDS)
        return min(_MOST, max(_LEAST, self.card.ms / 1000)) if self.card.ms and not self.harder else guess

    def recall(self, today: int) -> float:
        """How likely it still is known."""
        memory = self.card.now
        return recall(memory.stability, today - memory.day)


def due_day(card: Card, retention: float = RETENTION) -> int:
    """The study day at which an item is to be asked."""
    return max(card.rest, card.now.day + interval(card.now.stability, card.stretch, retention))


_DUE_DAY = f"max(rest, day + max(1, min({MOST_DAYS}, CAST(stability * stretch * ? + 0.5 AS INTEGER))))"


def due(
    db: sqlite3.Connection, today: int, known: Mapping[str, Known] | None, retention: float = RETENTION
) -> list[Due]:
    """Everything due by a study day, what is relatively most overdue first.

    Args:
        known: items that can be asked, by id; None takes all that were ever answered.
    """
    cards = cardrows.present(db, f"{_DUE_DAY} <= ?", (scale(retention), today))
    changed = [item.item for item in known.values() if item.rev > 1] if known else []
    held = {card.item for card in cards} if changed else set()
    cards += [
        card for item in changed if item not in held and (card := cardrows.card(db, item)) is not None
        and card.rev < (known or {})[item].rev and card.rest <= today
    ]  # fmt: skip
    harder, outgrown = _harder(known), _outgrown(db, known)
    found = []
    for card in cards:
        item = Known(card.item, _kind(card.item)) if known is None else known.get(card.item)
        if item is not None and item.item not in outgrown:
            found.append(_due(card, _form(db, card, item, harder), today, retention))
    return sorted(found, key=lambda one: (-one.lateness, one.item))


def _kind(item: str) -> str:
    scheme, colon, _rest = item.partition(":")
    return scheme if colon else "choice"


def _harder(known: Mapping[str, Known] | None) -> dict[str, Known]:
    """The harder form of each item that has one."""
    return {item.easier: item for item in known.values() if item.easier} if known else {}


def _form(db: sqlite3.Connection, card: Card, item: Known, harder: Mapping[str, Known]) -> Known:
    """The form that is asked of an item that is not outgrown: a harder one once this one was known."""
    above = harder.get(card.item)
    if above is None:
        return item
    its = cardrows.card(db, above.item)
    if its is None or not its.now.reps:
        return above if card.grade > HARD else item
    return item  # what failed is built up again


def _due(card: Card, asked: Known, today: int, retention: float) -> Due:
    day = due_day(card, retention)
    changed = card.rev < asked.rev and asked.item == card.item
    planned = max(1, day - card.now.day)
    lateness = max(1.0, (today - card.now.day) / planned) if not changed else 1.0
    return Due(asked.item, card, asked, min(day, today), max(0, today - day), lateness, changed)


# ── A session ────────────────────────────────────────────────────────────────────────────────────


def minutes(items: Sequence[Due]) -> int:
    """How long these take, at least a minute unless there are none."""
    return max(1, round(sum(one.seconds for one in items) / 60)) if items else 0


def within(items: Sequence[Due], limit: int) -> list[Due]:
    """As many of the first ones as fit into so many minutes, at least one; all if the limit is 0."""
    if not limit:
        return list(items)
    taken: list[Due] = []
    seconds = 0.0
    for one in items:
        seconds += one.seconds
        if taken and seconds > limit * 60:
            break
        taken.append(one)
    return taken


def mixed(items: Sequence[Due]) -> list[Due]:
    """The same, so that neighbours are of different topics, and of one field where that is near.

    Telling apart what is easily confused is what has to be practised; the order changes by a few places only.
    """
    left, order = list(items), []
    last: Known | None = None
    while left:
        near = left[:NEAR]
        pick = near[0]
        if last is not None:
            others = [one for one in near if one.known.topic != last.topic]
            pick = next((one for one in others if one.known.field == last.field), next(iter(others), pick))
        left.remove(pick)
        order.append(pick)
        last = pick.known
    return order


def days_needed(items: Sequence[Due], a_day: int) -> int:
    """Over how many days these have to be spread at so many minutes a day; 1 if they fit into one."""
    return max(1, -(-minutes(items) // a_day)) if a_day else 1


# ── The days ahead ───────────────────────────────────────────────────────────────────────────────


class Ahead(NamedTuple):
    """Reviews of the days to come if nothing is learned: overdue apart, then one figure a day from today on."""

    overdue: int
    days: tuple[int, ...]


def ahead(
    db: sqlite3.Connection, today: int, days: int, known: Mapping[str, Known] | None, retention: float = RETENTION
) -> Ahead:
    """How many items come due on which of the next days."""
    rows = db.execute(f"SELECT item, {_DUE_DAY} AS due FROM card WHERE due < ?", (scale(retention), today + days))
    outgrown = _outgrown(db, known)
    overdue, counts = 0, [0] * days
    for item, day in rows:
        if (known is not None and item not in known) or item in outgrown:
            continue
        if day < today:
            overdue += 1
        else:
            counts[day - today] += 1
    return Ahead(overdue, tuple(counts))


def load(db: sqlite3.Connection, retention: float, known: Mapping[str, Known] | None = None) -> float:
    """Reviews a day that a target retention means for what was learned so far: the sum of 1 / interval."""
    query = f"SELECT item, {_DUE_DAY} - day FROM card WHERE reps > 0"
    rows: Iterable[tuple[str, int]] = db.execute(query, (scale(retention),))
    outgrown = _outgrown(db, known)
    return sum(
        1.0 / days for item, days in rows
        if (known is None or item in known) and item not in outgrown and 0 < days <= MOST_DAYS
    )  # fmt: skip


def _outgrown(db: sqlite3.Connection, known: Mapping[str, Known] | None) -> set[str]:
    """Items that are asked no more, since a harder form of them is remembered."""
    harder = _harder(known)
    if not harder:
        return set()
    held = {row[0] for row in db.execute("SELECT item FROM card WHERE reps > 0 AND grade != ?", (AGAIN,))}
    return {easier for easier, item in harder.items() if item.item in held}
