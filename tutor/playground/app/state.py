"""What the app remembers between requests, in memory only."""

from __future__ import annotations

import threading
from collections import deque

from tutor.playground.timeline import LoggedRequest

MAX_NOTES = 200
MAX_LOG = 500
_SAMPLES = {1: "Buy milk", 2: "한글도 됩니다"}


class State:
    """Notes by id and the log of requests, for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._notes: dict[int, str] = {}
        self._last_id = 0
        self._log: deque[LoggedRequest] = deque(maxlen=MAX_LOG)
        self.reset()

    def reset(self) -> None:
        """The two sample notes, an empty log."""
        with self._lock:
            self._notes = dict(_SAMPLES)
            self._last_id = max(_SAMPLES)
            self._log.clear()

    def notes(self) -> dict[int, str]:
        with self._lock:
            return dict(sorted(self._notes.items()))

    def add(self, text: str) -> int | None:
        """Keep a new note and give its id, which was never used before; None when there are `MAX_NOTES`."""
        with self._lock:
            if len(self._notes) >= MAX_NOTES:
                return None
            self._last_id += 1
            self._notes[self._last_id] = text
            return self._last_id

    def put(self, note_id: int, text: str) -> bool | None:
        """Create or replace a note; True if it is new, None when there are `MAX_NOTES` already."""
        with self._lock:
            is_new = note_id not in self._notes
            if is_new and len(self._notes) >= MAX_NOTES:
                return None
            self._notes[note_id] = text
            self._last_id = max(self._last_id, note_id)
            return is_new

    def remove(self, note_id: int) -> bool:
        """Whether there was one to remove."""
        with self._lock:
            return self._notes.pop(note_id, None) is not None

    def record(self, entry: LoggedRequest) -> None:
        """Append to the log; the oldest of more than `MAX_LOG` is forgotten."""
        with self._lock:
            self._log.append(entry)

    def log(self) -> list[LoggedRequest]:
        with self._lock:
            return list(self._log)
