"""How a fact can be seen on the wire: what to send to the bundled server, read once from `data/live.json`.

Statuses have their causes. Where nothing at the server has a reason to send a field, `/response-headers` makes it to
order and its answer says so.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec

from tutor.decoding import decode
from tutor.reference.causes import Step, cause
from tutor.reference.facts import DATA, field


class Live(NamedTuple):
    """What to send, to a server in its first state, and which parts of it all are worth a look.

    Attributes:
        notice: as a lesson's `notice`.
        why: why it comes about, as far as that is not plain; "" else.
        seconds: about how long the server takes.
    """

    exchanges: tuple[Step, ...]
    notice: tuple[str, ...]
    why: str = ""
    seconds: float = 0.0


class _Shown(Step, frozen=True, kw_only=True):
    """An exchange, or the cause of a status in its place."""

    status: int = 0


class _Data(msgspec.Struct, frozen=True):
    methods: dict[str, _Shown]
    fields: dict[str, _Shown]


@lru_cache(maxsize=1)
def _data() -> _Data:
    return decode((DATA / "live.json").read_bytes(), _Data)


def live(kind: str, name: str, language: str = "en") -> Live | None:
    """How a "status", a "method" or a "field" of this name is seen; None if it cannot be."""
    if kind == "status":
        return _of_status(int(name), ("status-line",), language) if name.isdecimal() else None
    if kind == "method":
        return _live(_data().methods.get(name), ("request-line",), language)
    if kind == "field" and (fact := field(name)) is not None:
        return _live(_data().fields.get(fact.name), (f"field.{fact.name}", f"request.field.{fact.name}"), language)
    return None


def _live(shown: _Shown | None, notice: tuple[str, ...], language: str) -> Live | None:
    if shown is None:
        return None
    return _of_status(shown.status, notice, language) if shown.status else Live((shown,), notice)


def _of_status(code: int, notice: tuple[str, ...], language: str) -> Live | None:
    found = cause(code)
    return Live(found.exchanges, notice, found.why(language), found.seconds) if found else None
