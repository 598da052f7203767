"""What a view can reach of the server around it, and numbers asked for in a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from flask import abort, request

from tutor.playground.wsgi import EXCHANGE

if TYPE_CHECKING:
    from tutor.playground.app.state import State
    from tutor.playground.exchange import Exchange

STATE = "playground.state"


def exchange() -> Exchange:
    """The exchange of this request: its raw bytes, its timeline, interim responses."""
    return cast("Exchange", request.environ[EXCHANGE])


def state() -> State:
    """Notes, files, jobs, and the log."""
    return cast("State", request.environ[STATE])


def number(name: str, default: float, least: float, most: float) -> float:
    """The number in the query under this name, brought between `least` and `most`; 400 for what is none."""
    text = request.args.get(name)
    if text is None:
        return default
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value:  # the one value that is not itself
        abort(400, f"{name}={text} is no number. For example: {name}={default:g}")
    return min(max(value, least), most)


def whole_number(name: str, default: int, least: int, most: int) -> int:
    """As `number`, without its fraction."""
    return int(number(name, default, least, most))
