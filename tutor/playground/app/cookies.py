"""Cookies (RFC 6265)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Response, abort, jsonify, redirect, request
from werkzeug import Response as BaseResponse

from tutor.playground.requestline import TOKEN

blueprint = Blueprint("cookies", __name__)


@blueprint.get("/cookies")
def cookies() -> Response:
    return jsonify(cookies=request.cookies.to_dict())


@blueprint.get("/cookies/attributes")
def attributes() -> Response:
    """One cookie for each attribute, named after it. Which of them does a client keep, and send back to where?"""
    response = Response("Ten cookies. GET /cookies shows which of them come back.\n", mimetype="text/plain")
    response.set_cookie("session", "1")
    response.set_cookie("expires", "1", expires=datetime.now(UTC) + timedelta(days=1))
    response.set_cookie("max-age", "1", max_age=60)
    response.set_cookie("path", "1", path="/cookies")
    response.set_cookie("domain", "1", domain="example.com")
    response.set_cookie("secure", "1", secure=True)
    response.set_cookie("httponly", "1", httponly=True)
    response.set_cookie("lax", "1", samesite="Lax")
    response.set_cookie("strict", "1", samesite="Strict")
    response.set_cookie("none", "1", samesite="None", secure=True)
    return response


@blueprint.get("/cookies/set")
def set_cookies() -> BaseResponse:
    response = redirect("/cookies")
    for name, value in request.args.items():
        response.set_cookie(checked(name), value)
    return response


@blueprint.get("/cookies/set/<name>/<value>")
def set_cookie(name: str, value: str) -> BaseResponse:
    response = redirect("/cookies")
    response.set_cookie(checked(name), value)
    return response


@blueprint.get("/cookies/delete")
def delete_cookies() -> BaseResponse:
    response = redirect("/cookies")
    for name in request.args:
        response.delete_cookie(checked(name))
    return response


def checked(name: str) -> str:
    if not TOKEN.fullmatch(name.encode()):
        abort(400, f"'{name}' cannot name a cookie: letters, digits and !#$%&'*+-.^_`|~ can (RFC 6265 §4.1.1).")
    return name
