"""Origin servers that are broken, each in its own way, for the gateway to meet. They may be asked directly too."""

from __future__ import annotations

from typing import NoReturn

from flask import Blueprint

from tutor.playground.app.here import exchange

blueprint = Blueprint("upstream", __name__, url_prefix="/upstream")
SILENT_SECONDS = 6


@blueprint.get("/garbage")
def garbage() -> NoReturn:
    """Answers, but not in HTTP."""
    exchange().hang_up(b"It works on my machine.\r\n")


@blueprint.get("/closed")
def closed() -> NoReturn:
    """Takes the request and hangs up."""
    exchange().hang_up()


@blueprint.get("/cut")
def cut() -> NoReturn:
    """Promises more than it sends."""
    exchange().hang_up(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nThe beginning of")


@blueprint.get("/silent")
def silent() -> NoReturn:
    """Says nothing for longer than anyone waits."""
    exchange().pause(SILENT_SECONDS)
    exchange().hang_up()
