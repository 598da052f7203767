"""Answers that take their time, or come before they are whole."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Blueprint, Response, abort, current_app, jsonify, request

from tutor.playground.app.contents import HTML
from tutor.playground.app.echo import ANY, brief, whole
from tutor.playground.app.here import exchange, number, whole_number

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
        for nth in range(min(n, MAX_LINES)):
            yield dumps({"id": nth, **told}, indent=None) + "\n"

    return Response(lines(), mimetype="application/json")


@blueprint.get("/events")
def events() -> Response:
    """Server-sent events. A client that lost the connection says which event was its last (WHATWG HTML §9.2)."""
    count = whole_number("count", 3, 1, MAX_LINES)
    pause = min(number("interval", 0.5, 0, 2), MAX_SECONDS / count)
    last = request.headers.get("Last-Event-ID", 0, type=int)
    here = exchange()

    def told() -> Iterator[str]:
        for n in range(max(0, last) + 1, count + 1):
            yield f"id: {n}\nevent: tick\ndata: {n} of {count}\n\n"
            if n < count:
                here.pause(pause)

    return Response(told(), mimetype="text/event-stream", headers={"Cache-Control": "no-store"})


@blueprint.get("/early-hints")
def early_hints() -> Response:
    exchange().early_hints([("Link", "</page/style.css>; rel=preload; as=style")])
    return Response(HTML, mimetype="text/html")


@blueprint.get("/chunks-only")
def chunks_only() -> Response:
    """Its end is known only when it is there, so it goes in chunks, and HTTP/1.0 has none of those."""
    if request.environ["SERVER_PROTOCOL"] == "HTTP/1.0":
        needed = {"Upgrade": "HTTP/1.1", "Connection": "Upgrade"}
        return Response("Ask again in HTTP/1.1, which has chunks.\n", 426, needed, mimetype="text/plain")
    return Response((f"chunk {n}\n" for n in range(1, 4)), mimetype="text/plain")


@blueprint.get("/split-bill")
def split_bill() -> Response:
    """What each guest pays. For no guests at all nobody thought of an answer."""
    guests = request.args.get("guests", 0, type=int)
    if abs(guests) > 1_000_000:
        abort(400, "So many guests do not fit into any house.")
    return jsonify(share=100 // guests)
