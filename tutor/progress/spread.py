"""A backlog spread over days: the learner's choice after a break, kept in the log, and what it leaves for today."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from tutor.progress import caches, cardrows
from tutor.progress.cards import CODE_STRETCH, Card
from tutor.progress.due import Due
from tutor.progress.memory import interval, spread
from tutor.progress.reducer import effective

ITEM = "plan:reviews"
"""What the events are about: kind "spread", data {"days": n}; an undo takes one back."""
LONGEST = 60


class Spread(NamedTuple):
    """What was due up to the study day `start` is asked in equal parts on that day and those after it."""

    start: int
    days: int
    event: bytes  # its id

    def left(self, today: int) -> int:
        """Days over which what is left is spread, today included."""
        return self.start + self.days - today


def in_force(db: sqlite3.Connection, today: int) -> Spread | None:
    """The choice that holds today: the latest one that was not taken back and is not over."""
    told = effective(caches.events(db, "item=?", (ITEM,)))
    latest = next((event for event in reversed(told) if event.kind == "spread"), None)
    days = latest.data.get("days") if latest is not None else None
    if latest is None or not isinstance(days, int) or not 1 < days <= LONGEST:
        return None
    found = Spread(latest.study_day, days, latest.id)
    return found if 0 < found.left(today) <= days else None


def parts(
    db: sqlite3.Connection, chosen: Spread, items: Sequence[Due], today: int, retention: float
) -> tuple[list[Due], list[Due]]:
    """What of the due items is for today and what for later, each in its order.

    Today's part is a fair share of what is left, the most overdue first, so that a day that was missed is spread over
    those that remain. What came due since is asked on its day.
    """
    old = [one for one in items if one.day <= chosen.start]
    done = sum(_was_due(card, chosen.start, retention) for card in cardrows.cards(db, "day=? AND reps > 1", (today,)))
    share = -(-(len(old) + done) // chosen.left(today)) - done
    later = old[max(0, share) :]
    held = {one.item for one in later}
    return [one for one in items if one.item not in held], later


def _was_due(card: Card, day: int, retention: float) -> bool:
    """Whether an item that was reviewed since had been due by a day."""
    before = card.before
    longer = CODE_STRETCH if card.stretch > 1.5 else 1.0
    stretch = longer * spread(card.item, before.reps)
    return before.day + interval(before.stability, stretch, retention) <= day
