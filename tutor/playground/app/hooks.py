"""What happens around every view: the timeline is told who answers, errors become short texts."""

from __future__ import annotations

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, InternalServerError, MethodNotAllowed, NotFound

from tutor.playground.app.here import exchange
from tutor.playground.refusal import wrapped


def install(app: Flask) -> None:
    """Register the hooks on the app."""
    app.before_request(tell_timeline)
    app.after_request(tidy)
    app.register_error_handler(HTTPException, explain)


def tell_timeline() -> None:
    timeline = exchange().timeline
    rule = request.url_rule
    if rule is None:
        timeline.answered_by = "router"
        return
    timeline.rule, timeline.endpoint = rule.rule, rule.endpoint
    automatic = request.method == "OPTIONS" and getattr(rule, "provide_automatic_options", False)
    timeline.answered_by = "automatic OPTIONS" if automatic else f"view {rule.endpoint}"


def tidy(response: Response) -> Response:
    """No Content-Type without content; methods of Allow always in the same order."""
    empty = request.method != "HEAD" and response.is_sequence and not response.get_data()
    if empty or response.status_code in (204, 205):
        response.headers.pop("Content-Type", None)
    if response.allow:
        response.headers["Allow"] = ", ".join(sorted(response.allow.as_set(preserve_casing=True)))
    return response


def explain(error: HTTPException) -> Response:
    """A plain text that says why, in place of werkzeug's page."""
    why = _why(error)
    exchange().timeline.why = why
    response = Response(wrapped(why), error.code, mimetype="text/plain")
    obliged = error.get_response(request.environ).headers  # Allow, Retry-After, Content-Range
    of_the_body = ("Content-Type", "Content-Length")
    response.headers.extend((name, value) for name, value in obliged if name not in of_the_body)
    return response


def _why(error: HTTPException) -> str:
    if request.url_rule is None and isinstance(error, NotFound):
        return f"No route matches {request.path}. The page at / lists what is here."
    if isinstance(error, MethodNotAllowed):
        return f"A route matches {request.path}, but not with {request.method}. Allow lists the methods it has."
    if isinstance(error, InternalServerError) and error.original_exception:
        kind = type(error.original_exception).__name__
        return f"The view '{request.endpoint}' raised {kind}, and nothing in it was ready for that."
    if isinstance(error.__cause__, HTTPException):  # Flask hides what was wrong with the JSON behind a general text
        return error.__cause__.description or ""
    return error.description or ""
