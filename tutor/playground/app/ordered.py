"""Answers made to order. A status that was ordered is synthetic: nothing was looked up, changed or refused."""

from __future__ import annotations

import random

from flask import Blueprint, Response, abort, jsonify, request

from tutor.playground.app.echo import ANY, flat
from tutor.playground.app.here import exchange
from tutor.playground.refusal import phrase_of, wrapped
from tutor.playground.requestline import TOKEN

blueprint = Blueprint("ordered", __name__)

OBLIGED = {  # what RFC 9110 asks a response of this status to carry
    301: {"Location": "/get"},
    302: {"Location": "/get"},
    303: {"Location": "/get"},
    307: {"Location": "/get"},
    308: {"Location": "/get"},
    401: {"WWW-Authenticate": 'Basic realm="playground"'},
    405: {"Allow": "GET"},
    407: {"Proxy-Authenticate": 'Basic realm="playground"'},
    416: {"Content-Range": "bytes */0"},
    426: {"Upgrade": "HTTP/2.0", "Connection": "upgrade"},
    429: {"Retry-After": "1"},
    503: {"Retry-After": "1"},
}
FRAMING = {"connection", "content-length", "content-type", "transfer-encoding"}


@blueprint.route("/status/<codes>", methods=ANY)
def status(codes: str) -> Response:
    code = chosen(codes)
    if "phrase" in request.args:
        exchange().reason = checked(request.args["phrase"])
    text = f"Synthetic {code} {phrase_of(code)}".rstrip() + ": it was asked for, nothing caused it."
    return Response(wrapped(text), code, OBLIGED.get(code), mimetype="text/plain")


def chosen(codes: str) -> int:
    """One of "200", "200,404" or, with weights, "200:3,500:1"."""
    weighted = [part.partition(":") for part in codes.split(",")]
    try:
        known = [int(code) for code, _, _ in weighted]
        code = random.choices(known, [float(weight or 1) for _, _, weight in weighted])[0]
    except ValueError:
        abort(400, f"'{codes}' holds no status codes. For example: /status/404 or /status/200,500")
    if not 200 <= code <= 599:
        abort(400, f"{code} cannot be the status of a final response: those run from 200 to 599.")
    return code


def checked(phrase: str) -> str:
    """A reason phrase holds no control characters (RFC 9112 §4): a line end would end the status line."""
    if len(phrase) > 100 or not phrase.isprintable():
        abort(400, "A reason phrase is one line of at most 100 printable characters.")
    return phrase


@blueprint.route("/response-headers", methods=["GET", "POST"])
def response_headers() -> Response:
    """The query as fields of the response, and once more in its body."""
    told = jsonify(flat(request.args))
    for name, value in request.args.items(multi=True):
        if name.lower() in FRAMING:
            abort(400, f"{name} cannot be chosen here: it says how the message is read.")
        if not TOKEN.fullmatch(name.encode()) or not value.isprintable():
            abort(400, f"'{name}: {value}' cannot be a field (RFC 9110 §5).")
        told.headers.add(name, value)
    return told
