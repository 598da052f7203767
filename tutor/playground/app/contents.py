"""Contents of many types."""

from __future__ import annotations

import base64
import binascii
import gzip
import random
import uuid
import zlib

from flask import Blueprint, Response, abort, current_app, jsonify, request

from tutor.playground.app.echo import fields
from tutor.playground.app.pictures import JPEG, PNG_ONE, SVG, WEBP

blueprint = Blueprint("contents", __name__)
MAX_BYTES = 100 * 1024

HTML = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>A page</title></head>
<body><h1>A page</h1><p>Markup that a browser turns into text.</p></body>
</html>
"""
XML = """<?xml version="1.0" encoding="utf-8"?>
<slideshow title="Sample slide show">
  <slide><title>Wake up</title></slide>
  <slide><title>Overview</title><item>Why it is great</item></slide>
</slideshow>
"""
KOREAN = "한글은 EUC-KR에서 글자마다 2바이트입니다. Content-Type의 charset이 그것을 알립니다.\n"
UTF8 = """<!doctype html>
<html lang="ko"><meta charset="utf-8"><title>UTF-8</title>
<p>한글은 UTF-8에서 글자마다 3바이트입니다.</p>
<p>Ελληνικά · Русский · ‘quotes’ · ½ · 日本語 · 😀</p>
</html>
"""
SLIDESHOW = {
    "slideshow": {
        "title": "Sample slide show",
        "date": "date of publication",
        "author": "Yours truly",
        "slides": [
            {"title": "Wake up", "type": "all"},
            {"title": "Overview", "type": "all", "items": ["Why it is great"]},
        ],
    }
}


@blueprint.get("/html")
def html() -> Response:
    return Response(HTML, mimetype="text/html")


@blueprint.get("/json")
def json() -> Response:
    return jsonify(SLIDESHOW)


@blueprint.get("/xml")
def xml() -> Response:
    return Response(XML, mimetype="application/xml")


@blueprint.get("/robots.txt")
def robots() -> Response:
    return Response("User-agent: *\nDisallow: /deny\n", mimetype="text/plain")


@blueprint.get("/deny")
def deny() -> Response:
    return Response("robots.txt asks programs to stay away from here.\n", mimetype="text/plain")


@blueprint.get("/encoding/utf8")
def utf8() -> Response:
    return Response(UTF8, mimetype="text/html")


@blueprint.get("/encoding/euc-kr")
def euc_kr() -> Response:
    return Response(KOREAN.encode("euc-kr"), content_type="text/plain; charset=euc-kr")


@blueprint.get("/image")
def image() -> Response:
    """The picture in the format that Accept prefers."""
    formats = {"image/png": png, "image/webp": webp, "image/svg+xml": svg, "image/jpeg": jpeg}
    best = request.accept_mimetypes.best_match(formats) if request.accept_mimetypes else "image/png"
    if best is None:
        abort(406, f"This picture can be had as {', '.join(formats)}. Accept takes none of them.")
    response = formats[best]()
    response.vary.add("Accept")
    return response


@blueprint.get("/image/jpeg")
def jpeg() -> Response:
    return Response(JPEG, mimetype="image/jpeg")


@blueprint.get("/image/webp")
def webp() -> Response:
    return Response(WEBP, mimetype="image/webp")


@blueprint.get("/image/png")
def png() -> Response:
    return Response(PNG_ONE, mimetype="image/png")


@blueprint.get("/image/svg")
def svg() -> Response:
    return Response(SVG, mimetype="image/svg+xml")


@blueprint.get("/bytes/<int:n>")
def random_bytes(n: int) -> Response:
    source = random.Random(request.args.get("seed"))
    return Response(source.randbytes(min(n, MAX_BYTES)), mimetype="application/octet-stream")


@blueprint.get("/uuid")
def new_uuid() -> Response:
    return jsonify(uuid=str(uuid.uuid4()))


@blueprint.get("/base64/<value>")
def from_base64(value: str) -> Response:
    try:
        decoded = base64.b64decode(value, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        abort(400, f"'{value}' is not Base64: {error}. For example: /base64/aGVsbG8=")
    return Response(decoded, mimetype="text/plain")


@blueprint.get("/gzip")
def gzipped() -> Response:
    return compressed("gzipped", "gzip")


@blueprint.get("/deflate")
def deflated() -> Response:
    return compressed("deflated", "deflate")


def compressed(flag: str, coding: str) -> Response:
    """The request told back in a content coding, whether the client accepts it or not."""
    told = {flag: True, "headers": fields(), "method": request.method, "origin": request.remote_addr}
    text = current_app.json.dumps(told) + "\n"
    body = gzip.compress(text.encode(), mtime=0) if coding == "gzip" else zlib.compress(text.encode())
    return Response(body, mimetype="application/json", headers={"Content-Encoding": coding})
