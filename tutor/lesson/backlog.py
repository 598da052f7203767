"""What is due of a course: the log's queue, cut and mixed into a session."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from tutor.lesson.reviewable import Reviewable
from tutor.progress.due import Due, days_needed, due_day, minutes, mixed, within
from tutor.progress.memory import RETENTION
from tutor.progress.reviewing import Reviewing
from tutor.words import ngettext


class Backlog(NamedTuple):
    """Everything due, what is relatively most overdue first."""

    items: Sequence[Due] = ()

    @property
    def minutes(self) -> int:
        """How long all of it would take."""
        return minutes(self.items)

    def session(self, limit: int) -> list[Due]:
        """As much of it as fits into so many minutes (0: all), topics mixed."""
        return mixed(within(self.items, limit))

    def days(self, a_day: int) -> int:
        """Over how many days it is spread at so many minutes a day."""
        return days_needed(self.items, a_day)


def backlog(store: Reviewing, items: Reviewable | None, *, retention: float = RETENTION) -> Backlog:
    """What is due today. What is known under former ids is carried over to those of today first."""
    if items is not None:
        store.rename(items.aliases)
    return Backlog(store.due(items and items.known, retention=retention))


def now(store: Reviewing, items: Reviewable, item: str) -> Due | None:
    """One item to be asked although it may not be due; None if it cannot be asked or was never answered."""
    card, known = store.cards([item]).get(item), items.known.get(item)
    return Due(item, card, known, due_day(card), 0, 1.0) if card is not None and known is not None else None


def due_text(count: int, minutes: int) -> str:
    """So many reviews, and how long they take."""
    reviews = ngettext("{n} review", "{n} reviews", count).format(n=count)
    return ngettext("{reviews}, about {n} minute", "{reviews}, about {n} minutes", minutes).format(
        reviews=reviews, n=minutes
    )
