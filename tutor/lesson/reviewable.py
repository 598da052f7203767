"""Which items can be reviewed: every question and card of the course, entries of the reference, and chords; as a list
that is quick to read.

The list is kept in the cache folder whenever the course was read, so that a shell prompt that asks what is due reads
neither the lessons nor what decodes them.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tutor.progress.due import Known
from tutor.progress.reducer import CHORDS

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue

_FORMAT = 2
REFERENCE, SHORTCUTS = "reference", "shortcuts"
"""Fields, as modules are, of what no lesson has."""


class Reviewable(NamedTuple):
    """Items by id, and today's id of each former one; `actions` can be practised in any keymap."""

    known: Mapping[str, Known] = {}
    aliases: Mapping[str, str] = {}
    actions: Sequence[str] = ()

    def with_chords(self, keymap: str) -> Mapping[str, Known]:
        """Items by id, those of a keymap among them: of several keymaps one is asked, never two in one run."""
        topic = f"{CHORDS}{keymap}"
        chords = {f"{topic}#{id}": Known(f"{topic}#{id}", "keys", 1, topic, SHORTCUTS) for id in self.actions}
        return {**self.known, **chords}


def reviewable(catalogue: Catalogue) -> Reviewable:
    """The items of a course as its files are, and what else can be reviewed."""
    from tutor.keyboard.keymaps import actions  # neither is needed to read the list
    from tutor.lesson.entries import entries

    known: dict[str, Known] = {}
    aliases: dict[str, str] = {}
    for module in catalogue.modules:
        for entry in module.lessons:
            for part in entry.items:
                item = f"{entry.id}#{part.id}"
                easier = f"{entry.id}#{part.easier}" if part.easier else ""
                known[item] = Known(item, part.kind, part.rev, entry.id, module.id, easier)
                former = (f"{id}#{own}" for id in (entry.id, *entry.aliases) for own in (part.id, *part.aliases))
                aliases.update((old, item) for old in former if old != item)
    for found in entries():
        known[found.item] = Known(found.item, "ref", 1, f"ref:{found.kind}", REFERENCE)
    return Reviewable(known, {old: item for old, item in aliases.items() if old not in known}, tuple(actions()))


# ── The list in the cache folder ─────────────────────────────────────────────────────────────────


def _file(cache_dir: Path, lessons_dir: Path) -> Path:
    return cache_dir / f"items-{zlib.crc32(os.fsencode(lessons_dir.resolve())):08x}.json"


def keep(cache_dir: Path, lessons_dir: Path, items: Reviewable) -> None:
    """Keep the list, at once or not at all; a folder that cannot be written is no error."""
    target = _file(cache_dir, lessons_dir)
    data = {
        "format": _FORMAT, "known": list(items.known.values()), "aliases": items.aliases, "actions": items.actions
    }  # fmt: skip
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    fresh = target.with_suffix(f".{os.getpid()}.new")
    try:
        if target.exists() and target.read_text("utf-8") == text:
            return
        cache_dir.mkdir(parents=True, exist_ok=True)
        fresh.write_text(text, "utf-8")
        os.replace(fresh, target)
    except (OSError, ValueError):
        with suppress(OSError):
            fresh.unlink()


def kept(cache_dir: Path, lessons_dir: Path) -> Reviewable | None:
    """The list as it was when the course was read last; None if there is none that can be used."""
    try:
        data = json.loads(_file(cache_dir, lessons_dir).read_text("utf-8"))
        if data["format"] != _FORMAT:
            return None
        return Reviewable({row[0]: Known(*row) for row in data["known"]}, data["aliases"], tuple(data["actions"]))
    except (OSError, ValueError, TypeError, KeyError, IndexError):
        return None


def of_course(catalogue: Catalogue, cache_dir: Path | None) -> Reviewable:
    """The items of a course, which are also kept for the next who asks."""
    items = reviewable(catalogue)
    if cache_dir is not None:
        keep(cache_dir, catalogue.lessons_dir, items)
    return items
