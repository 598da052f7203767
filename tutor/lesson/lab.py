"""The request lab without a screen: what was sent, kept for the next sitting, and two exchanges compared."""

from __future__ import annotations

import difflib
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.wire.exchange import Exchange

FILE = "lab.json"
KEPT = 100
WORD = re.compile(r"\w+|\W")
LONGEST = 100_000
"""Characters of one request that are kept."""


@dataclass(slots=True)
class Entry:
    """One thing that was sent; the exchanges are known in the sitting that sent it."""

    text: str
    raw: bool
    status: int = 0
    exchanges: list[Exchange] = field(default_factory=list)


class History:
    """What was sent, oldest first, with a place in it. Kept in a file; one that cannot be read or written is no error.

    Args:
        folder: where the file is; None keeps nothing.
    """

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / FILE if folder else None
        self.entries: list[Entry] = self._read()
        self.at = len(self.entries)  # behind the last one: what is being written now

    def add(self, entry: Entry) -> None:
        """Keep what was sent; the same request again moves to the end."""
        self.entries = [e for e in self.entries if (e.text, e.raw) != (entry.text, entry.raw)] + [entry]
        self.entries = self.entries[-KEPT:]
        self.at = len(self.entries) - 1
        self._write()

    def move(self, by: int) -> Entry | None:
        """Go to an older or newer entry; None if there is none in that direction."""
        if not 0 <= self.at + by < len(self.entries):
            return None
        self.at += by
        return self.entries[self.at]

    @property
    def before(self) -> Entry | None:
        """The latest entry before this one that was sent in this sitting: what to compare with."""
        return next((e for e in reversed(self.entries[: self.at]) if e.exchanges), None)

    def _read(self) -> list[Entry]:
        try:
            rows = json.loads(self._path.read_text(encoding="utf-8")) if self._path else []
            return [Entry(str(row["text"]), bool(row["raw"]), int(row["status"])) for row in rows][-KEPT:]
        except (OSError, ValueError, KeyError, TypeError):
            return []

    def _write(self) -> None:
        if self._path is None:
            return
        rows = [{"text": e.text, "raw": e.raw, "status": e.status} for e in self.entries if len(e.text) <= LONGEST]
        fresh = self._path.with_suffix(f".{os.getpid()}.new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            fresh.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
            os.replace(fresh, self._path)
        except OSError:
            return


# ── Bodies ───────────────────────────────────────────────────────────────────────────────────────

BODIES = ("form", "json", "multipart", "text")


def body_of(kind: str, text: str) -> tuple[str, str]:
    """(body, media type) of what a learner wrote for one kind of `BODIES`.

    Raises:
        BuildError: it is none of that kind, or a file of it cannot be read.
    """
    from tutor.wire import build

    rows = [row for row in text.splitlines() if row.strip()]
    if kind == "json":
        whole = text.strip()
        named = whole[:1] not in ("{", "[", '"') and "=" in whole
        return (json.dumps(build.fields_of(rows), ensure_ascii=False) if named else build.json_body(whole)), build.JSON
    if kind == "form":
        return build.form_body(build.fields_of(rows)), build.FORM
    if kind == "multipart":
        values = build.fields_of(rows)
        files = {name: build.file_part(value[1:]) for name, value in values.items() if value.startswith("@")}
        texts = {name: value for name, value in values.items() if name not in files}
        return build.multipart_body(texts, files).replace("\r\n", "\n"), build.MULTIPART
    return text, build.TEXT


def with_body(request: str, body: str, media_type: str) -> str:
    """A request with another body, and the field that says what it is; its length is filled in when it is sent."""
    head = request.replace("\r\n", "\n").partition("\n\n")[0].rstrip("\n").split("\n")
    told = ("content-type", "content-length", "transfer-encoding")
    kept = [row for n, row in enumerate(head) if not n or row.partition(":")[0].strip().lower() not in told]
    return "\n".join([*kept, f"Content-Type: {media_type}", "", body]) + "\n"


# ── Comparing ────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a row, and whether the other side has the same there."""

    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of each side; None where one side has none. `mark` is `>` or `<`."""

    mark: str
    left: tuple[Part, ...] | None
    right: tuple[Part, ...] | None

    @property
    def same(self) -> bool:
        return self.left == self.right


def compare(left: Sequence[Exchange], right: Sequence[Exchange]) -> list[Pair]:
    """Two exchanges row by row: what was sent, then what was received; differing parts are told apart."""
    pairs: list[Pair] = []
    for mark in (">", "<"):
        a, b = _rows(left, mark), _rows(right, mark)
        for tag, i1, i2, j1, j2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
            if tag == "equal":
                pairs += [Pair(mark, (Part(row, True),), (Part(row, True),)) for row in a[i1:i2]]
            else:
                pairs += _changed(mark, a[i1:i2], b[j1:j2])
    return pairs


def _rows(exchanges: Sequence[Exchange], mark: str) -> list[str]:
    from tutor.wire.lines import visible, wire_lines

    return [visible(row.data) for exchange in exchanges for row in wire_lines(exchange) if row.direction == mark]


def _changed(mark: str, left: list[str], right: list[str]) -> list[Pair]:
    """Rows that differ, beside those that are most like them: fields by name, others in order."""
    pairs: list[Pair] = []
    rest = list(right)
    for row in left:
        name = row.partition(":")[0]
        other = next((r for r in rest if ":" in row and r.partition(":")[0] == name), None)
        if other is None:
            other = next((r for r in rest if difflib.SequenceMatcher(None, row, r).ratio() > 0.5), None)
        if other is None:
            pairs.append(Pair(mark, (Part(row, False),), None))
        else:
            rest.remove(other)
            pairs.append(Pair(mark, *_parts(row, other)))
    return pairs + [Pair(mark, None, (Part(row, False),)) for row in rest]


def _parts(left: str, right: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    ours, theirs = WORD.findall(left), WORD.findall(right)
    codes = difflib.SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    a = tuple(Part("".join(ours[i1:i2]), tag == "equal") for tag, i1, i2, _j1, _j2 in codes if i2 > i1)
    b = tuple(Part("".join(theirs[j1:j2]), tag == "equal") for tag, _i1, _i2, j1, j2 in codes if j2 > j1)
    return a, b
