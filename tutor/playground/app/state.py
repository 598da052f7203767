"""What the app of one server remembers between requests, in memory only."""

from __future__ import annotations

import threading
from collections import deque

from tutor.playground.app.memory import Files, Jobs, Maintenance, Nonces, Window
from tutor.playground.app.table import Notes
from tutor.playground.timeline import LoggedRequest

MAX_LOG = 500


class State:
    """Each server has its own; its parts may be used from any thread."""

    def __init__(self) -> None:
        self.notes = Notes()
        self.pan = threading.Lock()  # of the cook who fries one thing at a time
        self._lock = threading.Lock()
        self._log: deque[LoggedRequest] = deque(maxlen=MAX_LOG)
        self._forget()

    def reset(self) -> None:
        """As it was at the start: two notes, all else empty."""
        self.notes.reset()
        self._forget()
        with self._lock:
            self._log.clear()

    def record(self, entry: LoggedRequest) -> None:
        """Append to the log; the oldest of more than `MAX_LOG` is forgotten."""
        with self._lock:
            self._log.append(entry)

    def log(self) -> list[LoggedRequest]:
        with self._lock:
            return list(self._log)

    def _forget(self) -> None:
        self.jobs = Jobs()
        self.window = Window()
        self.maintenance = Maintenance()
        self.files = Files()
        self.nonces = Nonces()
