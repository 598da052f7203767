"""Pages for a browser: the index, forms, links, and one that needs three more requests."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug import Response as BaseResponse

from tutor.playground.app.pictures import PNG_ONE, PNG_TWO

blueprint = Blueprint("page", __name__)

MAX_LINKS = 200
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
def index() -> str:
    return render_template("index.html")


@blueprint.get("/forms/post")
def pizza_form() -> str:
    return render_template("pizza.html")


@blueprint.route("/forms/feedback", methods=["GET", "POST"])
def feedback() -> str | Response:
    """205 after sending: the browser may clear the form for the next one (RFC 9110 §15.3.6)."""
    if request.method == "POST":
        return Response(status=205)
    return render_template("feedback.html")


@blueprint.get("/forms/")
def forms() -> str:
    """The name ends with a slash; who leaves that out is sent here with 308."""
    return render_template("forms.html")


@blueprint.get("/links/<int:n>")
def links(n: int) -> BaseResponse:
    return redirect(url_for("page.linked", n=n, offset=0))


@blueprint.get("/links/<int:n>/<int:offset>")
def linked(n: int, offset: int) -> str:
    """A page with links to n pages, of which it is one itself."""
    return render_template("links.html", n=min(max(n, 1), MAX_LINKS), offset=offset)


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
