"""How each status code can be had from the bundled server for a genuine cause, read once from `data/causes.json`.

The exchanges have the shape that `wire.client.Client.send` takes; nothing here sends them.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import msgspec

from tutor.decoding import decode

DATA = Path(__file__).with_name("data") / "causes.json"
_FILLER = re.compile(r"\{(.)\*(\d+)\}")


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act of a script: bytes to send, seconds to pause, or closing our side."""

    send: str | None = None
    pause: float | None = None
    close: bool = False


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One exchange: a request as text, as in lessons, or a script of acts."""

    request: str | None = None
    script: tuple[Act, ...] = ()
    raw: bool = False
    same_connection: bool = False
    follow: bool = False


class Cause(msgspec.Struct, frozen=True, kw_only=True):
    """One way to a status.

    Attributes:
        title: a few words; `why`: one sentence, what really causes it here.
        exchanges: what to send, in this order, to a server in its first state.
        response: index of the response that shows the status, among those of the last exchange, interim ones included.
        seconds: about how long the server takes, where that is more than a moment.
    """

    status: int
    title_en: str
    title_ko: str
    why_en: str
    why_ko: str
    exchanges: tuple[Step, ...]
    response: int = -1
    seconds: float = 0.0

    def title(self, language: str = "en") -> str:
        """In "en" or "ko"."""
        return self.title_ko if language == "ko" else self.title_en

    def why(self, language: str = "en") -> str:
        """In "en" or "ko"."""
        return self.why_ko if language == "ko" else self.why_en


@lru_cache(maxsize=1)
def _by_status() -> dict[int, Cause]:
    return {cause.status: _filled(cause) for cause in decode(DATA.read_bytes(), tuple[Cause, ...])}


def _filled(cause: Cause) -> Cause:
    """`{a*9000}` in a request stands for that many letters, which nobody wants to read in a file."""
    steps = (
        msgspec.structs.replace(step, request=_FILLER.sub(lambda m: m[1] * int(m[2]), step.request))
        if step.request
        else step
        for step in cause.exchanges
    )
    return msgspec.structs.replace(cause, exchanges=tuple(steps))


def cause(status: int) -> Cause | None:
    """How this status can be had, or None."""
    return _by_status().get(status)


def causes() -> tuple[Cause, ...]:
    """All of them, by status."""
    return tuple(_by_status().values())
