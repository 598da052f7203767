"""A Flask app on a real socket: it listens until it is ended, and what its views raise is told."""

from __future__ import annotations

import logging
import os
from typing import Any

import flask
from werkzeug.serving import WSGIRequestHandler, make_server

from tutor.workshop.kinds import Bench
from tutor.workshop.kinds.flask_app import app_of


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:  # noqa: A002  # as werkzeug names it
        """Requests are seen at the other end."""


class Door:
    """A server without an app yet. It is made before confinement, which lets nobody make sockets."""

    def __init__(self, fd: int) -> None:
        self.app: Any = None
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Quiet, fd=fd)

    def _answer(self, environ: Any, start_response: Any) -> Any:
        return self.app(environ, start_response)

    def serve(self) -> None:
        """Answer requests until the process is ended."""
        self._server.serve_forever()


def warm() -> None:
    """All that it needs is warm with `flask`."""


def run(bench: Bench, probe: dict[str, Any]) -> list[dict[str, Any]]:
    """Serve; comes back only where there is nothing to be served."""
    os.environ["FLASK_RUN_FROM_CLI"] = "true"
    app = app_of(bench.load())
    if app is None:
        return [{"lacks": "app", "printed": bench.printed()}]
    if bench.door is None:
        return [{"lacks": "socket"}]
    app.testing = app.debug = False
    app.logger.disabled = True
    logging.getLogger("werkzeug").disabled = True
    seen: list[dict[str, Any]] = []

    def raised(_sender: object, exception: BaseException, **_more: object) -> None:
        seen.append({"trouble": bench.trouble(exception), "printed": bench.printed()})
        bench.tell("seen", probe=probe["id"], seen=seen)

    flask.got_request_exception.connect(raised, app, weak=False)
    bench.door.app = app
    bench.tell("listening")
    bench.door.serve()
    return seen
