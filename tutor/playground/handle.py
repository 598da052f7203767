"""The running server as its users hold it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from wsgiref.types import StartResponse, WSGIEnvironment

from tutor.inside import Watcher
from tutor.playground import app
from tutor.playground.app import create_app
from tutor.playground.app.here import STATE
from tutor.playground.app.state import State
from tutor.playground.limits import Limits
from tutor.playground.listener import Listener
from tutor.playground.protocol import Service
from tutor.playground.timeline import LoggedRequest, Timeline, Timelines

# shared, and made while importing: compiling its routes takes longer than a server may take to start
_APP = create_app()
_FOLDER = Path(app.__file__).parent
_TEMPLATES = {path.name for path in _FOLDER.glob("templates/*.html")}  # what Jinja made of them has their names
_PLUMBING = frozenset({"here.py", "__init__.py", "memory.py", "state.py", "tell_timeline"}) | _TEMPLATES
_WATCHER = Watcher(_APP, str(_FOLDER), hidden=_PLUMBING)


class Playground:
    """A server on 127.0.0.1, accepting from the moment it exists.

    Args:
        watch: note what happens in the app for each request.

    Raises:
        OSError: the port cannot be had.
    """

    def __init__(
        self,
        port: int = 0,
        on_request: Callable[[LoggedRequest], None] | None = None,
        limits: Limits | None = None,
        *,
        watch: bool = True,
    ) -> None:
        self._on_request = on_request
        self._watcher = _WATCHER if watch else None
        self._limits = limits or Limits()
        self._timelines = Timelines()
        self._listener = Listener(port, self._service)
        self._state = State()
        self._listener.start()
        self.address = self._listener.address  # ("127.0.0.1", port)
        self.url = "http://{}:{}".format(*self.address)  # without a slash at its end

    def reset(self) -> None:
        """Make the state of the app what it was at the start: two notes, all else empty."""
        self._state.reset()

    def stop(self) -> None:
        """End it and all its connections, also with requests in flight. Idempotent, for any thread."""
        self._listener.stop()

    def timeline(self, port: int, nth: int) -> Timeline | None:
        """What happened to the `nth` request (from 1) on the connection from the client's `port`.

        Known from the moment the first byte of the answer is sent; the last 200 are kept.
        """
        return self._timelines.get(port, nth)

    def _service(self, address: tuple[str, int]) -> Service:
        return Service(
            app=self._app,
            limits=self._limits,
            address=address,
            on_answer=self._note,
            timelines=self._timelines,
            watcher=self._watcher,
        )

    def _app(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        environ[STATE] = self._state
        return _APP(environ, start_response)

    def _note(self, entry: LoggedRequest) -> None:
        self._state.record(entry)
        if self._on_request:
            self._on_request(entry)
