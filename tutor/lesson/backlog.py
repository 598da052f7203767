"""What is due: the log's queue, cut and mixed into a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from tutor.lesson.reviewable import Reviewable
from tutor.progress.due import Due, Known, days_needed, due_day, minutes, mixed, within
from tutor.progress.memory import RETENTION
from tutor.progress.reducer import CHORDS
from tutor.progress.reviewing import Reviewing
from tutor.progress.spread import LONGEST
from tutor.words import ngettext

SEVERAL = 3
"""Days' worth of reviews from which on it is offered to spread them."""


class Backlog(NamedTuple):
    """What is due, what is relatively most overdue first.

    Attributes:
        later: what the learner spreads over the days to come.
        left: days over which that goes on, today included; 0 if nothing is spread.
    """

    items: Sequence[Due] = ()
    later: Sequence[Due] = ()
    left: int = 0

    @property
    def minutes(self) -> int:
        """How long all of it would take."""
        return minutes(self.items)

    def session(self, limit: int) -> list[Due]:
        """As much of it as fits into so many minutes (0: all), topics mixed; chords come together at the end."""
        taken = within(self.items, limit)
        chords = [one for one in taken if one.item.startswith(CHORDS)]
        return [*mixed([one for one in taken if one not in chords]), *chords]

    def days(self, a_day: int) -> int:
        """How many days all of it takes at so many minutes a day."""
        return days_needed(self.items, a_day)

    def offered(self, a_day: int) -> int:
        """Over how many days it can be spread; 0 if it is not much more than a day holds, or it is spread already."""
        days = self.days(a_day)
        return min(days, LONGEST) if not self.left and days >= SEVERAL else 0

    def pauses(self, a_day: int) -> bool:
        """Whether new things should wait until what is due has become less."""
        return bool(self.later) or self.days(a_day) > 1


def keymap_for(ide: str, system: str) -> Callable[[], str]:
    """Names the keymap that the settings mean, once it is asked for."""

    def name() -> str:
        from tutor.keyboard.machine import chosen_keymap  # not needed by who practises no chords

        return chosen_keymap(ide, system)

    return name


def askable(store: Reviewing, items: Reviewable, keymap: Callable[[], str] | None) -> Mapping[str, Known]:
    """All that can be asked, by id.

    Args:
        keymap: names the one whose chords are asked; looked for only if any chord was practised.
    """
    return items.with_chords(keymap()) if keymap and items.actions and store.has_cards(CHORDS) else items.known


def backlog(
    store: Reviewing, items: Reviewable | None, *, retention: float = RETENTION,
    keymap: Callable[[], str] | None = None, minutes: int = 0,
) -> Backlog:  # fmt: skip
    """What is due today. What is known under former ids is carried over to those of today first.

    Args:
        minutes: a day that the learner would like to practise. While more is due than that, nothing is asked in a form
            that would be new.
    """
    if items is None:
        return Backlog(store.due(retention=retention))
    store.rename(items.aliases)
    known = askable(store, items, keymap)
    found = Backlog(store.due(known, retention=retention))
    if (chosen := store.spread()) is not None:
        now, later = store.parts(chosen, found.items, retention=retention)
        found = Backlog(now, later, chosen.left(store.today()) if later else 0)
    if found.pauses(minutes):
        easier = [
            replace(one, item=one.card.item, known=known[one.card.item]) if one.harder else one for one in found.items
        ]
        found = found._replace(items=easier)
    return found


def now(store: Reviewing, items: Reviewable, item: str) -> Due | None:
    """One item to be asked although it may not be due; None if it cannot be asked or was never answered."""
    keymap, _sign, _action = item.removeprefix(CHORDS).partition("#")
    known = (items.with_chords(keymap) if item.startswith(CHORDS) else items.known).get(item)
    card = store.cards([item]).get(item)
    return Due(item, card, known, due_day(card), 0, 1.0) if card is not None and known is not None else None


def later_text(found: Backlog) -> str:
    """How much is spread over the days to come; "" if nothing is."""
    if not found.later:
        return ""
    count = len(found.later)
    days = ngettext("{n} day", "{n} days", found.left - 1).format(n=found.left - 1)
    return ngettext("{n} more over {days}", "{n} more over {days}", count).format(n=count, days=days)


def due_text(count: int, minutes: int) -> str:
    """So many reviews, and how long they take."""
    reviews = ngettext("{n} review", "{n} reviews", count).format(n=count)
    return ngettext("{reviews}, about {n} minute", "{reviews}, about {n} minutes", minutes).format(
        reviews=reviews, n=minutes
    )
