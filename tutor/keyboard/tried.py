"""What arrived for the chords that were tried, kept from one start to the next, for each terminal apart."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple, cast

from tutor.keyboard.arriving import Encoding, read
from tutor.keyboard.chords import Chord, ChordError, Stroke, parse, shown
from tutor.keyboard.machine import identity
from tutor.words import _

FILE = "terminals.json"
"""In the folder of the learner's data: identity of a terminal → `at` and `came`."""


class Tried(NamedTuple):
    """What is known of one terminal.

    Attributes:
        at: when a chord was tried last, ms UTC.
        came: Textual's name of what arrived for each stroke that was tried; None for nothing.
    """

    at: int = 0
    came: Mapping[Stroke, str | None] = {}

    @property
    def day(self) -> str:
        """The day of the latest try as YYYY-MM-DD, local time; empty without any."""
        return datetime.fromtimestamp(self.at / 1000).strftime("%Y-%m-%d") if self.came else ""

    def missing(self, encoding: Encoding) -> frozenset[Stroke]:
        """Strokes for which nothing arrived, or something else."""
        return frozenset(
            stroke for stroke, name in self.came.items() if name is None or stroke not in read(name, encoding).strokes
        )

    def with_one(self, stroke: Stroke, name: str | None, at: int) -> Tried:
        """The same after one more try."""
        return Tried(at, {**self.came, stroke: name})


def in_words(found: Tried, encoding: Encoding, *, mac: bool = False) -> str:
    """What is known of a terminal and from when, in a line."""
    exact = sum(name is not None and read(name, encoding).exact == stroke for stroke, name in found.came.items())
    said = _("{n} of {total} tried chords come as themselves").format(n=exact, total=len(found.came))
    if gone := found.missing(encoding):
        names = ", ".join(shown(Chord((stroke,)), mac=mac) for stroke in found.came if stroke in gone)
        said += "; " + _("did not come: {chords}").format(chords=names)
    return f"{said} ({found.day})"


def known_here(folder: Path, environ: Mapping[str, str] = os.environ) -> list[tuple[Encoding, Tried]]:
    """What was tried in the terminal around us, the latest first: by kitty's keys, by legacy ones, or by both."""
    known, encodings = all_tried(folder), cast("tuple[Encoding, ...]", ("kitty", "legacy"))
    here = [(name, known.get(identity(name == "kitty", environ), Tried())) for name in encodings]
    return sorted(((name, tried) for name, tried in here if tried.came), key=lambda pair: -pair[1].at)


def all_tried(folder: Path) -> dict[str, Tried]:
    """What was tried, by identity of the terminal. Nothing is raised: what cannot be read is not known."""
    try:
        data = json.loads((folder / FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    rows = data.items() if isinstance(data, dict) else ()
    return {terminal: found for terminal, row in rows if (found := _of_data(row)).came}


def keep(folder: Path, terminal: str, found: Tried | None) -> None:
    """Keep what is known of a terminal, or forget it; what is known of others stays.

    Raises:
        OSError: it cannot be written.
    """
    known = all_tried(folder)
    known.pop(terminal, None)
    if found is not None and found.came:
        known[terminal] = found
    data = {
        name: {"at": tried.at, "came": {stroke.text: came for stroke, came in tried.came.items()}}
        for name, tried in known.items()
    }
    folder.mkdir(parents=True, exist_ok=True)
    fresh = folder / f"{FILE}.{os.getpid()}.new"
    try:
        fresh.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        os.replace(fresh, folder / FILE)
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)


def _of_data(row: Any) -> Tried:
    """A row of the file; what is no stroke, or no name of a key, is passed over."""
    came = row.get("came") if isinstance(row, dict) else None
    at = row.get("at") if isinstance(row, dict) else None
    if not isinstance(came, dict) or type(at) is not int or not 0 <= at < 1 << 42:
        return Tried()
    found: dict[Stroke, str | None] = {}
    for text, name in came.items():
        with suppress(ChordError):
            if name is None or (isinstance(name, str) and name.isprintable() and len(name) < 40):
                found[parse(text).strokes[0]] = name
    return Tried(at, found)
