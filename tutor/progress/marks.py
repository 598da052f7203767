"""Notes and bookmarks: what a learner keeps at an item. They are no practice and change no figure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from tutor.progress.events import Event
from tutor.progress.reducer import effective

KINDS = ("bookmark", "note")
"""bookmark has data {"on": bool}; note has {"text": str}, and an empty one removes it."""


class Mark(NamedTuple):
    """What is kept at an item; `at` is ms UTC of the last change."""

    bookmarked: bool = False
    note: str = ""
    at: int = 0


def marks_of(events: Iterable[Event]) -> dict[str, Mark]:
    """Marks by item, of those that have one, from events of these kinds and the undos among them."""
    found: dict[str, Mark] = {}
    for item, story in groupby(sorted(events, key=attrgetter("item")), key=attrgetter("item")):
        mark = Mark()
        for event in effective(story):
            if event.kind == "bookmark":
                mark = mark._replace(bookmarked=event.data.get("on") is True, at=event.at)
            elif event.kind == "note" and isinstance(text := event.data.get("text"), str):
                mark = mark._replace(note=text, at=event.at)
        if mark.bookmarked or mark.note:
            found[item] = mark
    return found
