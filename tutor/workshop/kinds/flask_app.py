"""A Flask app: requests go to it through Flask's test client."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import sys
from typing import Any
from urllib.parse import urlsplit

import flask
import flask.json
import flask.testing
import flask.views
from werkzeug.exceptions import BadRequestKeyError
from werkzeug.http import parse_cookie
from werkzeug.test import EnvironBuilder

from tutor.inside import Watcher
from tutor.workshop.kinds import Bench
from tutor.workshop.kinds.watched import told_of, watch_sqlite
from tutor.workshop.values import TEXT

FIELDS = 100
"""Fields of a message that are reported."""


def warm() -> None:
    app = flask.Flask("warm", root_path=os.getcwd())
    app.add_url_rule("/", "i", lambda: flask.jsonify(x=flask.render_template_string("{{ 1 }}")))
    app.test_client().post("/", json={})
    with Watcher(app, os.getcwd()).watching():
        app.test_client().get("/")


def run(bench: Bench, probe: dict[str, Any]) -> list[dict[str, Any]]:
    os.environ["FLASK_RUN_FROM_CLI"] = "true"  # Flask's own switch: app.run() then does nothing
    if probe.get("watch"):
        watch_sqlite()  # before the app takes `connect`
    app = app_of(bench.load())
    if app is None:
        return [{"lacks": "app", "printed": bench.printed()}]
    app.testing = app.debug = False  # a crash is a 500 and an exception, as for a real server
    app.logger.disabled = True
    logging.getLogger("werkzeug").disabled = True
    raised: list[BaseException] = []
    flask.got_request_exception.connect(lambda _sender, exception, **_: raised.append(exception), app, weak=False)
    log = _sql_log(bench)
    refused = _refusals(app)
    watcher = _watcher(bench, app) if probe.get("watch") else None
    client, seen = app.test_client(), []
    for act in probe["acts"]:
        raised.clear()
        refused.clear()
        one = _sent(client, act, raised, watcher)
        if raised:
            one["trouble"] = bench.trouble(raised[0])
        elif refused and (told := _refused(bench, refused[0])):
            one["refused"] = told
        seen.append({**one, "printed": bench.printed(), **(log.take() if log else {})})
    return seen


def app_of(module: Any) -> Any:
    """The app of the entry file: `app` or `application`, what `create_app()` gives, or the only one there is."""
    names = vars(module)
    found = next((names[name] for name in ("app", "application") if isinstance(names.get(name), flask.Flask)), None)
    if not isinstance(found, flask.Flask) and callable(names.get("create_app")):
        found = names["create_app"]()
    if not isinstance(found, flask.Flask):
        apps = [value for value in names.values() if isinstance(value, flask.Flask)]
        found = apps[0] if len(apps) == 1 else None
    return found


def _refusals(app: Any) -> list[Exception]:
    """Exceptions that the app answers with their status, from now on."""
    refused: list[Exception] = []
    handle = app.handle_http_exception

    def noted(error: Exception) -> Any:
        refused.append(error)
        return handle(error)

    app.handle_http_exception = noted
    return refused


def _refused(bench: Bench, error: Exception) -> dict[str, Any] | None:
    """Such an exception as data, if it came from a line of the learner's."""
    told = bench.trouble(error)
    if isinstance(error, BadRequestKeyError):
        told["message"] = f"{error.args[0]!r}" if error.args else ""
        told.pop("cause", None)
    return told if told["spots"] else None


def _watcher(bench: Bench, app: flask.Flask) -> Watcher:
    """Watches the learner's functions; what Jinja makes of templates is none of them."""
    templates = frozenset(name.rpartition("/")[2] for name in bench.files if not name.endswith(".py"))
    return Watcher(app, bench.root, hidden=templates)


def _sql_log(bench: Bench) -> Any:
    """Listens to SQLAlchemy, if the app uses it."""
    if "sqlalchemy.orm" not in sys.modules or not any("sqlalchemy" in text for text in bench.files.values()):
        return None
    from tutor.workshop.kinds.sql import sql_log

    return sql_log(bench)


def _sent(client: Any, act: dict[str, Any], raised: list[BaseException], watcher: Watcher | None) -> dict[str, Any]:
    """Send a request; its messages. The client has a jar of cookies, which a field Cookie fills."""
    for name, value in (act.get("headers") or {}).items():
        if name.lower() == "cookie":
            for key, content in parse_cookie(value).items():
                client.set_cookie(key, content)
    given: dict[str, Any] = {"method": act["method"], "path": act["path"], "headers": act.get("headers") or {}}
    if act.get("query"):
        given["query_string"] = act["query"]
    if act.get("json") is not None:
        given["data"] = act["json"].encode()
        if "content-type" not in {name.lower() for name in given["headers"]}:
            given["content_type"] = "application/json"
    elif act.get("files"):
        files = {name: (io.BytesIO(text.encode()), name) for name, text in act["files"].items()}
        given["data"] = {**(act.get("form") or {}), **files}
    elif act.get("form") is not None:
        given["data"] = act["form"]
    elif act.get("body") is not None:
        given["data"] = act["body"].encode()
    request = EnvironBuilder(**given).get_request()
    body = request.get_data(cache=True)
    told: dict[str, Any] = {"request": _told(request, body)}
    with watcher.watching() if watcher else contextlib.nullcontext() as record:
        try:
            response = client.open(**{**given, **({"data": _again(given, act)} if act.get("files") else {})})
            told["request"] = _told(response.request, body)  # with its cookies
            told["response"] = {
                "start": f"HTTP/1.1 {response.status}", "status": response.status_code,
                "fields": _fields(response.headers.items()), "body": _text(_body(response)),
            }  # fmt: skip
        except Exception as error:
            if not raised:
                raised.append(error)
    return told if record is None else {**told, "inside": told_of(record)}


def _told(request: Any, body: bytes) -> dict[str, Any]:
    """A request as a message."""
    target = urlsplit(request.full_path.rstrip("?"))
    query = f"?{target.query}" if target.query else ""
    return {
        "start": f"{request.method} {target.path}{query} HTTP/1.1", "fields": _fields(request.headers.items()),
        "body": _text(body),
    }  # fmt: skip


def _again(given: dict[str, Any], act: dict[str, Any]) -> dict[str, Any]:
    """The form with files that were not read yet."""
    return {**given["data"], **{name: (io.BytesIO(text.encode()), name) for name, text in act["files"].items()}}


def _fields(pairs: Any) -> list[list[str]]:
    return [[str(name), str(value)] for name, value in list(pairs)[:FIELDS]]


def _text(body: bytes) -> str:
    return body[:TEXT].decode("utf-8", "replace")


def _body(response: Any) -> bytes:
    """The body, or the beginning of one that is longer than is reported."""
    body = b""
    for piece in response.response:
        body += piece if isinstance(piece, bytes) else str(piece).encode()
        if len(body) > TEXT:
            break
    return body
