"""Cookies (RFC 6265)."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug import Response as BaseResponse

blueprint = Blueprint("cookies", __name__)


@blueprint.get("/cookies")
def cookies() -> Response:
    return jsonify(cookies=request.cookies.to_dict())


@blueprint.get("/cookies/set")
def set_cookies() -> BaseResponse:
    response = redirect("/cookies")
    for name, value in request.args.items():
        response.set_cookie(name, value)
    return response


@blueprint.get("/cookies/set/<name>/<value>")
def set_cookie(name: str, value: str) -> BaseResponse:
    response = redirect("/cookies")
    response.set_cookie(name, value)
    return response


@blueprint.get("/cookies/delete")
def delete_cookies() -> BaseResponse:
    response = redirect("/cookies")
    for name in request.args:
        response.delete_cookie(name)
    return response
