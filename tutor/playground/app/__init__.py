"""The Flask app of the bundled server. Learners read its views, so each says one thing and says it briefly."""

from __future__ import annotations

import logging
from typing import Any

from flask import Flask, Response
from flask.json.provider import DefaultJSONProvider
from markupsafe import escape
from werkzeug import Response as BaseResponse
from werkzeug.routing import IntegerConverter
from werkzeug.urls import iri_to_uri

from tutor.playground.app import (
    auth,
    caching,
    contents,
    cookies,
    cors,
    digest,
    echo,
    files,
    gateway,
    hooks,
    jobs,
    kinds,
    load,
    notes,
    ordered,
    page,
    pieces,
    redirects,
    timing,
    upstream,
)

TOPICS = (
    *(echo, contents, pieces, kinds, ordered, redirects, cookies, auth, digest, caching, timing),
    *(page, notes, files, jobs, load, cors, gateway, upstream),
)


class JSON(DefaultJSONProvider):
    """JSON that people read: two spaces, keys in the order of the view, letters of every script as themselves."""

    ensure_ascii = False
    sort_keys = False
    compact = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """A lone surrogate, which JSON can hold and UTF-8 cannot, becomes a question mark."""
        return super().dumps(obj, **kwargs).encode(errors="replace").decode()


class Short(IntegerConverter):
    """Python refuses to read numbers of thousands of digits, which a target has room for."""

    regex = r"\d{1,15}"


class App(Flask):
    json_provider_class = JSON

    def redirect(self, location: str, code: int = 302) -> BaseResponse:
        """As Flask's, with a body of one line where Flask has five."""
        link = escape(location)
        body = f'<a href="{link}">{link}</a>\n'
        return Response(body, code, {"Location": iri_to_uri(location)}, mimetype="text/html")


def create_app() -> Flask:
    """The app. It finds the state of its server in the environ of each request, so servers may share it."""
    app = App(__name__, static_folder=None)
    app.url_map.converters["int"] = Short
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    # without a handler Flask would write errors to the terminal, which an interface may be drawing on
    logging.getLogger("tutor.playground").addHandler(logging.NullHandler())
    hooks.install(app)
    for topic in TOPICS:
        app.register_blueprint(topic.blueprint)
    return app
