"""Pages for a browser: the index, and one that needs three more requests."""

from __future__ import annotations

from flask import Blueprint, Response

from tutor.playground.app.pictures import PNG_ONE, PNG_TWO

blueprint = Blueprint("page", __name__)

INDEX = """<!doctype html>
<title>Playground</title>
<h1>Playground</h1>
<p>A server to try HTTP on. Names are those of httpbin.
<ul>
<li>Echo: /get /post /put /patch /delete /anything /echo /headers /ip /user-agent
<li>Content: /html /json /xml /image/png /image/svg /encoding/utf8 /bytes/9 /stream/3
<li>Status: /status/404 /redirect/2 /redirect-to?url=/get
<li>State: /cookies /basic-auth/ada/pw /etag/v1 /cache/60 /notes /log
<li>More: /page /search?q=a /gateway/get /gzip /deflate /delay/1 /uuid
</ul>
"""
PAGE = """<!doctype html>
<html lang="en">
<head>
<title>Tea house</title>
<link rel="stylesheet" href="/page/style.css">
</head>
<body>
<h1>Tea house</h1>
<p><img src="/page/one.png" alt="Black tea"> Black tea</p>
<p><img src="/page/two.png" alt="Blue tea"> Blue tea</p>
</body>
</html>
"""
STYLE = """body { font-family: sans-serif; margin: 2em; }
img { width: 3em; border-radius: 50%; }
"""


@blueprint.get("/")
def index() -> Response:
    return Response(INDEX, mimetype="text/html")


@blueprint.get("/page")
def page() -> Response:
    return Response(PAGE, mimetype="text/html")


@blueprint.get("/page/style.css")
def style() -> Response:
    return Response(STYLE, mimetype="text/css")


@blueprint.get("/page/one.png")
def one() -> Response:
    return Response(PNG_ONE, mimetype="image/png")


@blueprint.get("/page/two.png")
def two() -> Response:
    return Response(PNG_TWO, mimetype="image/png")
