"""Choosing what to send: media types, languages, and what may not be sent at all (RFC 9110 §12)."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

blueprint = Blueprint("kinds", __name__)
JSON, HTML = "application/json", "text/html"
GREETINGS = {"en": "Hello", "ko": "안녕하세요"}
BLOCKED = "samizdat"


def best_kind() -> str:
    """JSON or HTML, as Accept prefers; 406 if it takes neither."""
    if not request.accept_mimetypes:
        return JSON
    best = request.accept_mimetypes.best_match([JSON, HTML])
    if best is None:
        abort(406, f"This can be had as {JSON} or {HTML}, and Accept takes neither of them.")
    return best


@blueprint.get("/greeting")
def greeting() -> Response:
    """In the language that Accept-Language prefers; without a preference the client chooses from a list."""
    language = request.accept_languages.best_match(GREETINGS)
    if language:
        response = greeting_in(language)
        response.headers["Content-Location"] = f"/greeting/{language}"
    else:
        response = jsonify(choices=[f"/greeting/{language}" for language in GREETINGS])
        response.status_code = 300
    response.vary.add("Accept-Language")
    return response


@blueprint.get("/greeting/<language>")
def greeting_in(language: str) -> Response:
    if language not in GREETINGS:
        abort(404, f"There is no greeting in '{language}'. There is one in: {', '.join(GREETINGS)}.")
    text = f"{GREETINGS[language]}\n"
    return Response(text, mimetype="text/plain", headers={"Content-Language": language})


@blueprint.get("/books/<title>")
def book(title: str) -> Response:
    """One of the books is forbidden here, by an order that this course made up (RFC 7725)."""
    if title != BLOCKED:
        return Response(f"{title}: once upon a time.\n", mimetype="text/plain")
    text = "By order 451 of the court of Playground this book may not be sent. (The order is made up.)\n"
    return Response(text, 451, {"Link": '</books>; rel="blocked-by"'}, mimetype="text/plain")
