"""The bundled server, started when a lesson needs it. The one module that knows the playground."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.wire.server import ServerHandle


def start_server(
    port: int = 0, on_request: Callable[[object], None] | None = None, patience: float | None = None
) -> ServerHandle:
    """Start the bundled server on 127.0.0.1; port 0 lets the system choose.

    Args:
        on_request: called in a thread of the server for each request answered; its `str()` is a line of a log.
        patience: seconds that it waits for the rest of a message, or as a gateway; its own limits when left out.

    Raises:
        OSError: the port cannot be had.
    """
    from tutor.playground import start
    from tutor.playground.limits import Limits

    limits = Limits()
    if patience is not None:
        limits = Limits(head_seconds=patience, body_seconds=patience, gateway_seconds=patience)
    return start(port, on_request, limits)


class Bundled:
    """The server of one sitting: started once, in a thread, by whoever asks first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._started: Future[ServerHandle] | None = None
        self._stopped = False

    def warm(self) -> Future[ServerHandle]:
        """Begin to import and start it; returns at once."""
        with self._lock:
            if self._started is None:
                self._started = Future()
                self._started.set_running_or_notify_cancel()  # a screen that goes away does not stop it for the next
                threading.Thread(target=self._start, args=(self._started,), name="server-start", daemon=True).start()
            return self._started

    @property
    def ready(self) -> ServerHandle | None:
        """The running server, or None while it is not."""
        started = self._started
        return started.result() if started and started.done() and not started.exception() else None

    def stop(self) -> None:
        """Stop it if it runs, also when it is just starting. Idempotent."""
        with self._lock:
            self._stopped = True
            started = self._started
        if started and started.done() and not started.exception():
            started.result().stop()

    def _start(self, started: Future[ServerHandle]) -> None:
        try:
            handle = start_server()
        except Exception as error:
            started.set_exception(error)
            return
        started.set_result(handle)
        if self._stopped:
            handle.stop()
