"""Keeping entries of the reference for review: what both the list of facts and the sheet of one do."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.lesson.entries import KINDS, Entry
from tutor.lesson.review import kept_entries
from tutor.progress.events import Draft
from tutor.ui.screens.fact import LABEL
from tutor.ui.text import padded, styled, wrapped
from tutor.words import _

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


def entry_of(kind: str, name: str) -> Entry | None:
    """The entry that can be kept; None for a class of status codes or a source."""
    return Entry(kind, name) if kind in KINDS else None


async def kept(tutor: TutorApp) -> Mapping[str, str]:
    """Items that are reviewed, and when each is asked next, in words."""
    retention = tutor.settings.retention / 100
    return await asyncio.wrap_future(tutor.services.saver.ask(lambda store: kept_entries(store, retention)))


def turn(tutor: TutorApp, entry: Entry, on: bool) -> str:
    """Ask an entry in reviews, or no longer; what to say of it."""
    tutor.services.saver.record(Draft("keep", entry.item, {"on": on}))
    return _("Kept: reviews ask it. + again takes it out.") if on else _("Reviews do not ask it any more.")


def kept_rows(entry: Entry | None, kept: Mapping[str, str], width: int) -> list[Content]:
    """The row that says when an entry is asked next; none for one that is not kept."""
    when = kept.get(entry.item) if entry is not None else None
    if not when:
        return []
    lead = styled(padded(_("Review"), LABEL), "$soft")
    return wrapped(styled("↻ ", "$you") + Content(when), width, hang=LABEL, lead=lead)
