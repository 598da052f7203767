"""What pages of other origins may read (WHATWG Fetch §3.2). These are the only views that they may send changes to."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

blueprint = Blueprint("cors", __name__, url_prefix="/cors")
ALLOWED = "http://shop.test"
METHODS = "GET, PUT"


@blueprint.get("/open")
def for_everyone() -> Response:
    """Any page may read this; none gets an answer made for a logged-in user."""
    response = jsonify(price=3)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.route("/stock", methods=["OPTIONS"], provide_automatic_options=False)
def preflight() -> Response:
    """The browser asks before it sends a PUT. Without the fields that allow it, it does not send any."""
    response = Response(status=204)
    if request.headers.get("Origin") == ALLOWED:
        response.headers["Access-Control-Allow-Methods"] = METHODS
        response.headers["Access-Control-Allow-Headers"] = "Content-Type"
        response.headers["Access-Control-Max-Age"] = "60"
    return allowed(response)


@blueprint.get("/stock")
def stock() -> Response:
    """Sent to every page; that one of them may not read it is up to its browser."""
    return allowed(jsonify(tea=12))


@blueprint.put("/stock")
def set_stock() -> Response:
    """Nothing is kept of it. A page that was not allowed may still try, so the server looks for itself."""
    if request.headers.get("Origin", ALLOWED) != ALLOWED:
        abort(403, f"Pages of {request.headers['Origin']} may not change the stock.")
    return allowed(jsonify(tea=request.get_json(silent=True)))


def allowed(response: Response) -> Response:
    """The origin is compared with the list, never just repeated: that would allow everyone."""
    if request.headers.get("Origin") == ALLOWED:
        response.headers["Access-Control-Allow-Origin"] = ALLOWED
    response.vary.add("Origin")
    return response
