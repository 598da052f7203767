"""What a view can reach of the server around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import request

from tutor.playground.wsgi import EXCHANGE

if TYPE_CHECKING:
    from tutor.playground.app.state import State
    from tutor.playground.exchange import Exchange

STATE = "playground.state"


def exchange() -> Exchange:
    """The exchange of this request: its raw bytes, its timeline, interim responses."""
    return cast("Exchange", request.environ[EXCHANGE])


def state() -> State:
    """The notes and the log."""
    return cast("State", request.environ[STATE])
