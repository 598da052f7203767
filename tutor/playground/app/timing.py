"""Answers that take their time."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, current_app, jsonify

from tutor.playground.app.contents import HTML
from tutor.playground.app.echo import ANY, brief, whole
from tutor.playground.app.here import exchange

blueprint = Blueprint("timing", __name__)
MAX_SECONDS = 10
MAX_LINES = 100


@blueprint.route("/delay/<float:seconds>", methods=ANY)
@blueprint.route("/delay/<int:seconds>", methods=ANY)
def delay(seconds: float) -> Response:
    exchange().pause(min(seconds, MAX_SECONDS))
    return jsonify(whole())


@blueprint.get("/stream/<int:n>")
def stream(n: int) -> Response:
    """Lines of JSON, each a chunk of its own."""
    dumps, told = current_app.json.dumps, brief()

    def lines() -> Iterator[str]:
        for number in range(min(n, MAX_LINES)):
            yield dumps({"id": number, **told}, indent=None) + "\n"

    return Response(lines(), mimetype="application/json")


@blueprint.get("/early-hints")
def early_hints() -> Response:
    exchange().early_hints([("Link", "</page/style.css>; rel=preload; as=style")])
    return Response(HTML, mimetype="text/html")
