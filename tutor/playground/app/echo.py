"""The request, told back."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import unquote, unquote_plus

from flask import Blueprint, Response, jsonify, request
from werkzeug.datastructures import MultiDict

from tutor.playground.app.here import exchange

blueprint = Blueprint("echo", __name__)
ANY = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_CREDENTIALS = (b"authorization:", b"proxy-authorization:", b"cookie:")


def fields() -> dict[str, str]:
    """The fields of the request under the names as they were sent; values of one name joined by a comma."""
    told: dict[str, str] = {}
    for name, value in exchange().head.fields:
        told[name] = f"{told[name]},{value}" if name in told else value
    return told


def url() -> str:
    """The target URI (RFC 9110 §7.1), percent-encoded as it was sent."""
    return f"http://{request.host}{exchange().wanted.path}"


def whole() -> dict[str, Any]:
    """Everything about the request, by httpbin's names."""
    body = request.get_data(parse_form_data=True)
    files = request.files.items(multi=True)
    return {
        "args": flat(request.args),
        "data": as_text(body),
        "files": flat(MultiDict((name, as_text(file.read(), file.mimetype)) for name, file in files)),
        "form": flat(request.form),
        "headers": fields(),
        "json": request.get_json(force=True, silent=True) if body else None,
        "method": request.method,
        "origin": request.remote_addr,
        "url": url(),
    }


def as_text(data: bytes, media_type: str = "") -> str:
    """JSON holds no bytes, so those that are no UTF-8 become a data URL (RFC 2397)."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        encoded = base64.b64encode(data).decode()
        return f"data:{media_type or 'application/octet-stream'};base64,{encoded}"


def flat(values: MultiDict[str, str]) -> dict[str, str | list[str]]:
    """One value as text, several as a list."""
    return {name: found[0] if len(found) == 1 else found for name, found in values.lists()}


def brief() -> dict[str, Any]:
    """What a request without a body consists of."""
    return {"args": flat(request.args), "headers": fields(), "origin": request.remote_addr, "url": url()}


@blueprint.get("/get")
def get() -> Response:
    return jsonify(brief())


@blueprint.post("/post")
def post() -> Response:
    return jsonify(whole())


@blueprint.put("/put")
def put() -> Response:
    return jsonify(whole())


@blueprint.patch("/patch")
def patch() -> Response:
    return jsonify(whole())


@blueprint.delete("/delete")
def delete() -> Response:
    return jsonify(whole())


@blueprint.route("/anything", methods=ANY)
@blueprint.route("/anything/<path:anything>", methods=ANY)
def anything(anything: str = "") -> Response:
    return jsonify(whole())


@blueprint.get("/headers")
def headers() -> Response:
    return jsonify(headers=fields())


@blueprint.get("/ip")
def ip() -> Response:
    return jsonify(origin=request.remote_addr)


@blueprint.get("/user-agent")
def user_agent() -> Response:
    return jsonify({"user-agent": request.headers.get("User-Agent")})


@blueprint.route("/echo", methods=ANY)
def echo() -> Response:
    request.get_data()
    return Response(exchange().received, mimetype="text/plain")


@blueprint.post("/trailers")
def trailers() -> Response:
    """The fields that came after a chunked body; they are there once it has been read."""
    request.get_data()
    return jsonify(trailers=exchange().trailers)


@blueprint.route("/", methods=["TRACE"], provide_automatic_options=False)
def trace() -> Response:
    lines = exchange().head.raw.split(b"\r\n")
    told = [line for line in lines if not line.lower().startswith(_CREDENTIALS)]
    return Response(b"\r\n".join(told), mimetype="message/http")


@blueprint.get("/search")
@blueprint.get("/검색")
def search() -> Response:
    path, _, query = exchange().wanted.path.partition("?")
    pairs = [pair.partition("=") for pair in query.split("&") if pair]
    return jsonify(
        path=path,
        query=query,
        decoded={"path": unquote(path), "query": {unquote_plus(n): unquote_plus(v) for n, _, v in pairs}},
    )
