"""Authentication (RFC 9110 §11, RFC 7617)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

blueprint = Blueprint("auth", __name__)
CHALLENGE = {"WWW-Authenticate": 'Basic realm="playground"'}


@blueprint.get("/basic-auth/<user>/<password>")
def basic_auth(user: str, password: str) -> Response:
    sent = request.authorization
    if sent is None or sent.type != "basic" or (sent.username, sent.password) != (user, password):
        return Response("Log in first.\n", 401, CHALLENGE, mimetype="text/plain")
    return jsonify(authenticated=True, user=user)
