"""The bundled server: a strict HTTP/1.1 protocol on h11, and the Flask app behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.playground.handle import Playground
    from tutor.playground.limits import Limits
    from tutor.playground.timeline import LoggedRequest


def start(
    port: int = 0,
    on_request: Callable[[LoggedRequest], None] | None = None,
    limits: Limits | None = None,
    *,
    watch: bool = True,
) -> Playground:
    """Start the server on 127.0.0.1 and return when it accepts connections.

    Args:
        port: 0 lets the system choose.
        on_request: called for each answer, in a thread of the server, just before its first byte is sent.
        limits: sizes and times; the defaults of `Limits` when left out.
        watch: note what happens in the app for each request, which costs time.

    Raises:
        OSError: the port cannot be had.
    """
    from tutor.playground.handle import Playground

    return Playground(port, on_request, limits, watch=watch)
