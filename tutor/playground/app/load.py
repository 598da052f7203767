"""A server that has had enough: too many requests, too many at once, maintenance. Each says when to come back."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify

from tutor.playground.app.here import exchange, number, state
from tutor.playground.app.memory import REQUESTS, WINDOW_SECONDS

blueprint = Blueprint("load", __name__)


@blueprint.get("/limited")
def limited() -> Response:
    """A few requests in some seconds, then 429 (RFC 6585 §4)."""
    seconds = state().window.enter()
    if seconds:
        abort(429, f"{REQUESTS} requests in {WINDOW_SECONDS:g} s, that is the limit here.", retry_after=seconds)
    return jsonify(limit=REQUESTS, seconds=WINDOW_SECONDS)


@blueprint.get("/one-at-a-time")
def one_at_a_time() -> Response:
    """A kitchen with one pan: who comes while it is on the fire is sent away."""
    pan = state().pan
    if not pan.acquire(blocking=False):
        abort(503, "The pan is on the fire for someone else.", retry_after=1)
    try:
        exchange().pause(number("seconds", 1, 0, 5))
    finally:
        pan.release()
    return jsonify(fried="an egg")


@blueprint.get("/maintenance")
def maintenance() -> Response:
    return jsonify(seconds_left=state().maintenance.seconds_left)


@blueprint.put("/maintenance")
def begin_maintenance() -> Response:
    """Closes the notes for some seconds."""
    state().maintenance.begin(number("seconds", 5, 0, 60))
    return maintenance()


@blueprint.delete("/maintenance")
def end_maintenance() -> Response:
    state().maintenance.end()
    return Response(status=204)
