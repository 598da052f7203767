"""Authentication (RFC 9110 §11, RFC 7617)."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.datastructures import Authorization

blueprint = Blueprint("auth", __name__)
CHALLENGE = {"WWW-Authenticate": 'Basic realm="playground"'}


@blueprint.get("/basic-auth/<user>/<password>")
def basic_auth(user: str, password: str) -> Response:
    if not is_sent(user, password):
        return Response("Log in first.\n", 401, CHALLENGE, mimetype="text/plain")
    return jsonify(authenticated=True, user=user)


@blueprint.get("/hidden-basic-auth/<user>/<password>")
def hidden_basic_auth(user: str, password: str) -> Response:
    """A 404 in place of the challenge: who has no credentials is not told that there is something."""
    if not is_sent(user, password):
        abort(404, "There is nothing here.")
    return jsonify(authenticated=True, user=user)


@blueprint.get("/bearer")
def bearer() -> Response:
    """Takes any token (RFC 6750)."""
    sent = credentials()
    if sent is None or sent.type != "bearer" or not sent.token:
        return Response("Send a token.\n", 401, {"WWW-Authenticate": "Bearer"}, mimetype="text/plain")
    return jsonify(authenticated=True, token=sent.token)


@blueprint.get("/admin")
def admin() -> Response:
    """Two users are known, with the password pw; only ada may come in."""
    user = next((name for name in ("ada", "bob") if is_sent(name, "pw")), None)
    if user is None:
        return Response("Log in first.\n", 401, CHALLENGE, mimetype="text/plain")
    if user != "ada":
        abort(403, f"You are {user}, and {user} may not come in. Logging in again would not help.")
    return jsonify(authenticated=True, user=user)


def credentials() -> Authorization | None:
    """What the field Authorization carries; None where it cannot be read, which Werkzeug only tells of some values."""
    try:
        return request.authorization
    except ValueError:  # a letter of Basic credentials that is not ASCII
        return None


def is_sent(user: str, password: str) -> bool:
    """Whether the request carries these Basic credentials."""
    sent = credentials()
    return sent is not None and sent.type == "basic" and (sent.username, sent.password) == (user, password)
