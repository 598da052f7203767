"""What running shows of an `output` step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from tutor.course.types import Output


class _Response(Protocol):
    @property
    def status(self) -> int: ...
    @property
    def body(self) -> bytes: ...


class _Exchange(Protocol):
    @property
    def response(self) -> _Response | None: ...


def shown(step: Output, exchanges: Sequence[_Exchange]) -> str:
    """Of the last response its status, or its body as text; "" when there is none."""
    response = exchanges[-1].response if exchanges else None
    if response is None:
        return ""
    return str(response.status) if step.show == "status" else response.body.decode("utf-8", "replace").rstrip("\n")
