"""The second copy of the log: one JSON line an event in a file of each device, with its checksum.

A device writes only its own file, in the order of its numbers and without gaps. Lines are appended after the commit;
what a crash or a full disk kept out is appended later. A line that is torn or damaged is passed over.
"""

from __future__ import annotations

import errno
import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from tutor.progress.events import COLUMNS, Event, as_dict, canonical, crc_of, from_dict

_TARGET = COLUMNS.index("target")
_BLOCK = 1 << 16
_BATCH = 1000


def line_of(event: Event) -> bytes:
    """The event as one line of JSON with its line end."""
    return canonical(as_dict(event)).encode() + b"\n"


def event_of(line: bytes) -> Event | None:
    """The event of a line; None for one that is torn, damaged, or nothing of ours."""
    try:
        event = from_dict(json.loads(line.decode()))
    except (ValueError, RecursionError):
        return None
    return event if _sealed(line, event.crc) or crc_of(event) == event.crc else None


def reader() -> Callable[[bytes], Event | None]:
    """`event_of` for many lines: a line is read and checked in one go, and only one that is odd in the slow way."""
    import msgspec  # takes longer to be imported than a few lines to be read

    hints = {**Event.__annotations__, "id": "str", "target": "str | None"}
    names = {"str": str, "int": int, "int | None": int | None, "str | None": str | None, "dict[str, Any]": dict}
    shape = msgspec.defstruct(
        "Line", [(name, names[hint]) for name, hint in hints.items()], forbid_unknown_fields=True, gc=False
    )
    decode: Callable[[bytes], Any] = msgspec.json.Decoder(shape).decode
    plain = attrgetter(*hints)
    limit, numbers = 1 << 63, attrgetter(*(name for name, hint in hints.items() if hint == "int"))

    def event_of_many(line: bytes) -> Event | None:
        try:
            found = decode(line)
            id, target = bytes.fromhex(found.id), found.target and bytes.fromhex(found.target)
        except ValueError:
            return event_of(line)
        small = all(-limit <= number < limit for number in (*numbers(found), found.seed or 0))
        if len(id) != 16 or (target is not None and len(target) != 16) or not small or not _sealed(line, found.crc):
            return event_of(line)
        values = plain(found)
        return Event(*(id, *values[1:_TARGET], target, *values[_TARGET + 1 :]))

    return event_of_many


def _sealed(line: bytes, crc: int) -> bool:
    """Whether the checksum holds for the line as it stands, without its own field: quicker than writing it anew.

    No text of JSON holds a quote that is not escaped, so the first `,"crc":` is the field.
    """
    before, field, after = line.rstrip(b"\r\n").partition(b',"crc":')
    _number, comma, rest = after.partition(b",")
    return bool(field and comma) and zlib.crc32(before + comma + rest) == crc


def events_in(folder: Path) -> Iterator[Event]:
    """All intact events of all devices' files in the folder; files that cannot be read are passed over."""
    try:
        paths = sorted(folder.glob("*.jsonl"))
    except (OSError, ValueError):  # a folder that cannot be looked into, or a name that none can have
        return
    for path in paths:
        try:
            with path.open("rb") as file:
                yield from filter(None, map(event_of, file))
        except OSError:
            continue


def _append(path: Path, data: bytes, size: int) -> None:
    """Append lines to a file of so many bytes, which is made when it is empty."""
    if not size:
        path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b", buffering=0) as file:
        if size:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                data = b"\n" + data  # the torn line stays by itself
        if file.write(data) != len(data):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def keep_others(folder: Path, events: Iterable[Event], known: Mapping[bytes, bytes]) -> None:
    """Append events of other devices to a file for each, so that they have a second copy here, too.

    Whoever calls holds the write lock of the database.

    Args:
        known: lines of events by id, as far as they are at hand.

    Raises:
        OSError: a file cannot be written.
    """
    lines: dict[str, list[bytes]] = {}
    for event in events:
        lines.setdefault(event.device, []).append(known.get(event.id) or line_of(event))
    for device, found in lines.items():
        # The name came from a file of somebody's: only what this program itself gives may become one of a file.
        name = device if re.fullmatch(r"[0-9a-f]{1,32}", device) else f"{zlib.crc32(device.encode()):08x}"
        path = folder / f"from-{name}.jsonl"
        size = path.stat().st_size if path.exists() else 0
        _append(path, b"".join(found), size)


class Mirror:
    """This device's file. Whoever writes holds the database's write lock, so two instances never mix lines."""

    def __init__(self, folder: Path, device: str) -> None:
        self.path = folder / f"{device}.jsonl"
        self.device = device
        self._known: tuple[int, int] | None = None  # size of the file after our last look, its last number

    def last(self) -> int:
        """Number of the last intact line, 0 when there is none.

        Raises:
            OSError: the file is there and cannot be read.
        """
        try:
            size = self.path.stat().st_size
        except FileNotFoundError:
            size = 0
        if self._known is None or self._known[0] != size:
            self._known = size, self._last_number(size)
        return self._known[1]

    def catch_up(self, later: Callable[[int], Iterable[Event]]) -> int:
        """Append the events that are not in the file; how many.

        Args:
            later: gives this device's events after a number, in order.

        Raises:
            OSError: the file cannot be written; part of the last line may be there.
        """
        last = self.last()
        size = self._known[0] if self._known else 0
        events, count = iter(later(last)), 0
        while batch := list(islice(events, _BATCH)):
            self._known = None  # until all of it is written
            size = self._append(b"".join(map(line_of, batch)), size)
            self._known = size, batch[-1].seq
            count += len(batch)
        return count

    def sync(self) -> None:
        """Ask the system to bring the file to the disk; what it lost would be filled in at the next start."""
        with self.path.open("ab") as file:
            os.fsync(file.fileno())

    def _append(self, data: bytes, size: int) -> int:
        _append(self.path, data, size)
        return size + len(data)

    def _last_number(self, size: int) -> int:
        """Look back from the end, block by block, for an intact line of this device."""
        if not size:
            return 0
        length = _BLOCK
        with self.path.open("rb") as file:
            while True:
                start = max(0, size - length)
                file.seek(start)
                lines = file.read(size - start).split(b"\n")
                for line in reversed(lines if start == 0 else lines[1:]):
                    event = event_of(line)
                    if event and event.device == self.device:
                        return event.seq
                if start == 0:
                    return 0
                length *= 4
