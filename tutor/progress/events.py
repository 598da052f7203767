"""Events of the log: what a learner did, sealed with a checksum, and the day it counts for.

An event never changes. Its CRC32 is taken over the canonical JSON of all its other fields, so one flipped bit in a
row or in a mirror line is found. Ids are UUIDv7 (RFC 9562 §5.7).
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from operator import attrgetter
from typing import Any

RULE = 1
"""Version of the rule by which data is judged; raw evidence is kept, so a later rule can judge anew."""

_DAY_MS = 86_400_000
_ROLLOVER_MS = 4 * 3_600_000  # who learns past midnight still learns "today"

Clock = Callable[[], tuple[int, int]]
"""Gives ms UTC since 1970-01-01 and the offset of local time from UTC in minutes."""


class DamagedError(sqlite3.DatabaseError):
    """A stored event cannot be read as one."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What happened, before the log gave it id, number and time.

    Args:
        kind: answer, run, skip, hint, reveal, read, visit or undo.
        item: what it is about, `LESSON#STEP`; an undo carries the item of the event that it undoes.
        data: anything that is JSON; which keys depends on the kind.
        rev: the author's revision of the question.
        content: hash of the step as it was shown.
        language: of what was shown.
        seed: of the order in which options were shown.
        target: id of the event that an undo undoes.

    Raises:
        ValueError: kind or item is empty, or an undo has no target.
    """

    kind: str
    item: str
    data: Mapping[str, Any] = field(default_factory=dict)
    rev: int = 1
    content: str = ""
    language: str = "en"
    seed: int | None = None
    target: bytes | None = None

    def __post_init__(self) -> None:
        if not self.kind or not self.item:
            raise ValueError(f"an event needs a kind and an item, got {self.kind!r} and {self.item!r}")
        if (self.target is not None and len(self.target) != 16) or (self.kind == "undo" and self.target is None):
            raise ValueError(f"target is the 16-byte id of an event, and an undo needs one; got {self.target!r}")


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log. `at` is ms UTC, `offset` minutes east, `study_day` days since 1970-01-01 in local time."""

    id: bytes
    device: str
    seq: int  # counts from 1 on each device, without gaps
    at: int
    offset: int
    study_day: int
    kind: str
    item: str
    rev: int
    content: str
    language: str
    seed: int | None
    data: dict[str, Any]
    target: bytes | None
    rule: int
    crc: int

    @property
    def intact(self) -> bool:
        """Whether the checksum holds."""
        return crc_of(self) == self.crc


COLUMNS = tuple(f.name for f in fields(Event))
_NAMES = frozenset(COLUMNS)
_plain = attrgetter(*COLUMNS)
_INTEGERS = ("seq", "at", "offset", "study_day", "rev", "rule", "crc")
_TEXTS = ("device", "kind", "item", "content", "language")
_MOST = 1 << 63
"""Integers are of 64 bits, as SQLite's are."""


def system_clock() -> tuple[int, int]:
    """The clock of this machine."""
    ms = time.time_ns() // 1_000_000
    return ms, time.localtime(ms // 1000).tm_gmtoff // 60


def study_day(at: int, offset: int) -> int:
    """Days since 1970-01-01 in the learner's local time, where a day begins at 04:00."""
    return (at + offset * 60_000 - _ROLLOVER_MS) // _DAY_MS


def study_day_now(clock: Clock = system_clock) -> int:
    return study_day(*clock())


def monday(day: int) -> int:
    """The first study day of the week that a study day is in."""
    return day - (day + 3) % 7  # 1970-01-01 was a Thursday


def replay_key(event: Event) -> tuple[int, str, int]:
    """The order in which a log is told again, the same on every device."""
    return event.at, event.device, event.seq


def uuid7(at: int) -> bytes:
    """16 bytes: 48 bits of `at` (ms UTC), version and variant, 74 random bits (RFC 9562 §5.7)."""
    id = bytearray((at & (1 << 48) - 1).to_bytes(6, "big") + os.urandom(10))
    id[6] = id[6] & 0x0F | 0x70
    id[8] = id[8] & 0x3F | 0x80
    return bytes(id)


_ENCODE = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def canonical(data: Any) -> str:
    """JSON with sorted keys, no blanks and only ASCII: equal data gives equal text, whatever a learner typed.

    Raises:
        TypeError, ValueError: the data is not JSON; NaN and infinities are not.
    """
    return _ENCODE(data)


def crc_of(event: Event) -> int:
    """CRC32 over the canonical JSON of all fields but the CRC itself."""
    data = as_dict(event)
    del data["crc"]
    return zlib.crc32(canonical(data).encode())


def seal(draft: Draft, *, device: str, seq: int, at: int, offset: int, earliest_day: int = 0) -> Event:
    """The event of a draft. Its data is what reading it back will give: tuples become lists.

    Args:
        earliest_day: that of the event before: travelling west does not bring a study day back.

    Raises:
        TypeError, ValueError: the draft's data is not JSON.
    """
    day = max(study_day(at, offset), earliest_day)
    event = Event(
        id=uuid7(at), device=device, seq=seq, at=at, offset=offset, study_day=day, kind=draft.kind,
        item=draft.item, rev=draft.rev, content=draft.content, language=draft.language, seed=draft.seed,
        data=json.loads(canonical(dict(draft.data))), target=draft.target, rule=RULE, crc=0,
    )  # fmt: skip
    return replace(event, crc=crc_of(event))


# ── As JSON and as a row ─────────────────────────────────────────────────────────────────────────


def as_dict(event: Event) -> dict[str, Any]:
    """The event as JSON data: ids in hex, everything else as it is."""
    data: dict[str, Any] = dict(zip(COLUMNS, _plain(event), strict=True))
    data["id"] = event.id.hex()
    data["target"] = event.target and event.target.hex()
    return data


def from_dict(data: object) -> Event:
    """The event of `as_dict`'s data. The checksum is not looked at.

    Raises:
        ValueError: fields are missing, unknown or of another type.
    """
    if not isinstance(data, dict) or data.keys() != _NAMES:
        raise ValueError(f"an event has exactly the fields {', '.join(COLUMNS)}")
    for name in _INTEGERS:
        _check_integer(name, data[name])
    if data["seed"] is not None:
        _check_integer("seed", data["seed"])
    for name in _TEXTS:
        if not isinstance(data[name], str):
            raise ValueError(f"{name} is text, got {data[name]!r}")
        if not data[name].isascii():
            data[name].encode()  # a lone surrogate cannot be stored
    if not isinstance(data["data"], dict):
        raise ValueError(f"data is a mapping, got {data['data']!r}")
    target = None if data["target"] is None else _id("target", data["target"])
    return Event(**{**data, "id": _id("id", data["id"]), "target": target})


def _check_integer(name: str, value: object) -> None:
    if type(value) is not int or not -_MOST <= value < _MOST:
        raise ValueError(f"{name} is an integer of 64 bits, got {value!r}")


def _id(name: str, value: object) -> bytes:
    id = bytes.fromhex(value) if isinstance(value, str) else b""
    if len(id) != 16:
        raise ValueError(f"{name} is 32 hex digits, got {value!r}")
    return id


def as_row(event: Event) -> tuple[Any, ...]:
    """Values in the order of COLUMNS; data as canonical JSON."""
    values = list(_plain(event))
    values[COLUMNS.index("data")] = canonical(event.data)
    return tuple(values)


def from_row(row: Sequence[Any]) -> Event:
    """The event of a row in the order of COLUMNS. The checksum is not looked at.

    Raises:
        DamagedError: the data is not JSON.
    """
    values = dict(zip(COLUMNS, row, strict=True))
    try:
        values["data"] = json.loads(values["data"])
    except ValueError as error:
        raise DamagedError(f"event {values['device']}/{values['seq']} holds data that is not JSON") from error
    return Event(**values)
