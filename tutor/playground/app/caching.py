"""Freshness and validation (RFC 9111, RFC 9110 §13)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import cast

from flask import Blueprint, Response, abort, jsonify, request

from tutor.playground.app.echo import brief

blueprint = Blueprint("caching", __name__)
CHANGED = datetime(2026, 10, 19, 8, tzinfo=UTC)
"""When what is at /cache was changed last."""


@blueprint.get("/etag/<etag>")
def etag(etag: str) -> Response:
    if request.if_match and not request.if_match.contains(etag):
        abort(412, f"If-Match names none that is '{etag}', the current one.")
    response = jsonify(brief())
    response.set_etag(etag)
    if request.if_none_match.contains_weak(etag):
        response.status_code = 304
    return response


@blueprint.get("/cache")
def cache() -> Response:
    """Has both validators; a tag that is asked for counts more than a time (RFC 9110 §13.2.2)."""
    response = jsonify(brief())
    response.last_modified = CHANGED
    response.set_etag("v1")
    return cast("Response", response.make_conditional(request))


@blueprint.get("/cache/<int:seconds>")
def cache_for(seconds: int) -> Response:
    response = jsonify(brief())
    response.cache_control.public = True
    response.cache_control.max_age = seconds
    return response
