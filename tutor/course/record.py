"""What every part of a course is made of: two kinds of text, records that refuse unknown fields, exchanges.

`Prose` is what a learner reads and a translation replaces; `Text` is taken as written and exists once
(code, requests, answers).
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from msgspec import Meta


class Text(str):
    """Text exactly as the author wrote it: code, a request, an answer. Never translated."""

    __slots__ = ()


class Prose(Text):
    """Markdown for the learner. The only texts that a translation holds and `source` hashes cover."""

    __slots__ = ()


def as_written(scalar: object) -> str:
    """The text of a scalar as it stands in the file: only what Python prints the same was resolved to anything else."""
    if scalar is None:
        return "null"
    return str(scalar).lower() if isinstance(scalar, bool) else str(scalar)


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Base of everything that is read from a file."""

    @property
    def code_fields(self) -> frozenset[str]:
        """Names of fields whose text is code in this very record, and so is never translated."""
        return frozenset()


# ── Exchanges ────────────────────────────────────────────────────────────────────────────────────


class Expect(Record, frozen=True, kw_only=True):
    """What the last response has to be. Values are comparisons: a bare value means `equals`."""

    status: Any = None
    headers: dict[str, Any] = {}
    body: Any = None
    json: dict[str, Any] = {}
    closed: bool | None = None
    responses: list[Expect] = []


class ScriptStep(Record, frozen=True, kw_only=True):
    """One act on a raw connection; exactly one field is set."""

    send: Text | None = None
    pause: Annotated[float, Meta(ge=0, le=60)] | None = None  # seconds
    close: bool = False


class ExchangeSpec(Record, frozen=True, kw_only=True):
    """One request to the bundled server, as text or as a script of bytes and pauses."""

    request: Text | None = None
    script: list[ScriptStep] = []
    raw: bool = False  # fill in nothing but CRLF
    same_connection: bool = False
    follow: bool = False  # redirects
    expect: Expect | None = None
