"""What goes to a worker and what comes back: plain data, one JSON text each way in a frame of four bytes of length."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

FRAME = 1 << 20
"""Bytes that one frame may have."""
JOB = 4 << 20
"""Bytes that all frames of a job may have."""

Ended = Literal["done", "error", "exit", "timeout", "output", "disk", "results", "died"]
"""How a run ended: as planned; with an exception; by exit(); stopped for its time, output, files or results; dead."""


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A function of the learner's to call: its name in the entry file, and arguments."""

    call: str
    args: list[Any] = []


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker is to do.

    Attributes:
        files: the learner's, by path in the folder; `entry` is run first.
    """

    kind: Literal["python"]
    files: dict[str, str]
    entry: str
    calls: list[Call] = []


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a learner's file. Lines count from 1, columns in characters from 0; None where unknown."""

    file: str
    line: int
    function: str = ""
    text: str = ""
    column: int | None = None
    end: int | None = None


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """An exception, at the places of the learner's files that it came through, the innermost last."""

    type: str
    message: str
    spots: list[Spot] = []
    hint: str = ""
    cause: Trouble | None = None


class Returned(msgspec.Struct, frozen=True, kw_only=True):
    """What one call gave: a value made plain, or an exception; and what it printed."""

    value: Any = None
    trouble: Trouble | None = None
    printed: str = ""


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a run. All of it but `ended`, `seconds` and `enforced` is the learner's word.

    Attributes:
        output: what was printed, as it came, at most `OUTPUT` bytes of it.
        at: where it was when its time was over.
        code: status it ended with by itself; negative for a signal.
    """

    ended: Ended
    output: str = ""
    returned: list[Returned] = []
    trouble: Trouble | None = None
    at: Spot | None = None
    code: int | None = None
    seconds: float = 0.0
    enforced: dict[str, bool] = {}
