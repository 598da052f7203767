"""Redirections, to this server only."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, abort, redirect, request
from werkzeug import Response

blueprint = Blueprint("redirects", __name__)
MAX_HOPS = 20


@blueprint.get("/redirect/<int:n>")
def redirects(n: int) -> Response:
    absolute = request.args.get("absolute", "").lower() == "true"
    return hop(n, f"http://{request.host}/absolute-redirect" if absolute else "/relative-redirect")


@blueprint.get("/relative-redirect/<int:n>")
def relative(n: int) -> Response:
    return hop(n, "/relative-redirect")


@blueprint.get("/absolute-redirect/<int:n>")
def absolute(n: int) -> Response:
    return hop(n, f"http://{request.host}/absolute-redirect")


def hop(n: int, way: str) -> Response:
    """302 to one hop less; the last one leads to /get."""
    if not 1 <= n <= MAX_HOPS:
        abort(404, f"{n} hops cannot be had, only 1 to {MAX_HOPS}.")
    if n > 1:
        return redirect(f"{way}/{n - 1}")
    return redirect(way.rpartition("/")[0] + "/get")


@blueprint.route("/redirect-to", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def redirect_to() -> Response:
    url = request.values.get("url", "")
    code = request.values.get("status_code", 302, type=int)
    if not leads_here(url):
        abort(403, f"'{url}' leads to another server. This one redirects only to itself: /redirect-to?url=/get")
    if code not in (301, 302, 303, 307, 308):
        abort(400, f"{code} is no redirection. These are: 301, 302, 303, 307, 308.")
    return redirect(url, code)


def leads_here(url: str) -> bool:
    """Whether a browser at this server stays at it. It reads a backslash as a slash and skips some white space."""
    if not url or "\\" in url or not url.isprintable() or url != url.strip():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    if not parts.scheme and not parts.netloc:
        return True
    return parts.scheme == "http" and parts.netloc == request.host


@blueprint.route("/memos", methods=["GET", "POST"])
@blueprint.route("/memos/<int:note_id>", methods=["GET", "PUT", "PATCH", "DELETE"])
def memos(note_id: int | None = None) -> Response:
    """The notes had this name once. 301 lets a client turn POST into GET, 308 does not (RFC 9110 §15.4.9)."""
    code = 301 if request.method in ("GET", "HEAD") else 308
    return redirect("/notes" if note_id is None else f"/notes/{note_id}", code)


@blueprint.route("/mirror/notes", methods=["GET", "POST"])
def mirror() -> Response:
    """A mirror that is closed today: come back tomorrow, and ask the notes themselves meanwhile."""
    return redirect("/notes", 307)
