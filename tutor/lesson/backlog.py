"""What is due: the log's queue, cut and mixed into a session."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from tutor.lesson.reviewable import Reviewable
from tutor.progress.due import Due, Known, days_needed, due_day, minutes, mixed, within
from tutor.progress.memory import RETENTION
from tutor.progress.reviewing import Reviewing
from tutor.words import ngettext

CHORDS = "keys:"


class Backlog(NamedTuple):
    """Everything due, what is relatively most overdue first."""

    items: Sequence[Due] = ()

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
        """Over how many days it is spread at so many minutes a day."""
        return days_needed(self.items, a_day)


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
    keymap: Callable[[], str] | None = None,
) -> Backlog:  # fmt: skip
    """What is due today. What is known under former ids is carried over to those of today first."""
    if items is None:
        return Backlog(store.due(retention=retention))
    store.rename(items.aliases)
    return Backlog(store.due(askable(store, items, keymap), retention=retention))


def now(store: Reviewing, items: Reviewable, item: str) -> Due | None:
    """One item to be asked although it may not be due; None if it cannot be asked or was never answered."""
    keymap, _sign, _action = item.removeprefix(CHORDS).partition("#")
    known = (items.with_chords(keymap) if item.startswith(CHORDS) else items.known).get(item)
    card = store.cards([item]).get(item)
    return Due(item, card, known, due_day(card), 0, 1.0) if card is not None and known is not None else None


def due_text(count: int, minutes: int) -> str:
    """So many reviews, and how long they take."""
    reviews = ngettext("{n} review", "{n} reviews", count).format(n=count)
    return ngettext("{reviews}, about {n} minute", "{reviews}, about {n} minutes", minutes).format(
        reviews=reviews, n=minutes
    )
