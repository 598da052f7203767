"""The notes in SQLite: every statement of theirs, always with parameters."""

from __future__ import annotations

import threading
import weakref
from typing import NamedTuple

from tutor.inside import connect

MAX_NOTES = 200
MAX_ID = 999_999_999
SCHEMA = """
CREATE TABLE note (
  id INTEGER PRIMARY KEY,
  text TEXT NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  deleted INTEGER NOT NULL DEFAULT 0
)"""
SAMPLES = [(1, "Buy milk"), (2, "한글도 됩니다")]


class FullError(Exception):
    """There are `MAX_NOTES` already."""


class Note(NamedTuple):
    """A row. A deleted note stays as a row, so that its id never comes back and a 410 can be told from a 404."""

    id: int
    text: str
    version: int
    deleted: int  # 0 or 1: SQLite knows no truth values


class Notes:
    """The table, for any thread. In memory: it ends with the server."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._db = connect(":memory:", check_same_thread=False)
        weakref.finalize(self, self._db.close)
        self._db.execute(SCHEMA)
        self.reset()

    def reset(self) -> None:
        """The two samples and nothing else."""
        with self._lock, self._db:
            self._db.execute("DELETE FROM note")
            self._db.executemany("INSERT INTO note (id, text) VALUES (?, ?)", SAMPLES)

    def count(self) -> int:
        with self._lock:
            (count,) = self._db.execute("SELECT count(*) FROM note WHERE NOT deleted").fetchone()
        return int(count)

    def page(self, skip: int, count: int) -> list[Note]:
        """At most `count` notes by id, without the first `skip`."""
        sql = "SELECT id, text, version, deleted FROM note WHERE NOT deleted ORDER BY id LIMIT ? OFFSET ?"
        with self._lock:
            return [Note(*row) for row in self._db.execute(sql, (count, skip))]

    def find(self, note_id: int) -> Note | None:
        """The note, perhaps a deleted one; None if there never was one."""
        sql = "SELECT id, text, version, deleted FROM note WHERE id = ?"
        with self._lock:
            row = self._db.execute(sql, (min(note_id, MAX_ID + 1),)).fetchone()
        return Note(*row) if row else None

    def add(self, text: str, note_id: int | None = None) -> Note:
        """A new note; without an id of its own it gets one that was never used.

        Raises:
            sqlite3.IntegrityError: the id is taken.
            FullError
        """
        with self._lock, self._db:
            self._check_room()
            added = self._db.execute("INSERT INTO note (id, text) VALUES (?, ?)", (note_id, text))
        return Note(added.lastrowid or 0, text, version=1, deleted=0)

    def put(self, note_id: int, text: str) -> tuple[Note, bool]:
        """Create or replace; True with a new one.

        Raises:
            FullError
        """
        with self._lock, self._db:
            old = self.find(note_id)
            is_new = old is None or bool(old.deleted)
            if is_new:
                self._check_room()
            version = old.version + 1 if old else 1
            sql = "INSERT OR REPLACE INTO note (id, text, version) VALUES (?, ?, ?)"
            self._db.execute(sql, (note_id, text, version))
        return Note(note_id, text, version, deleted=0), is_new

    def remove(self, note_id: int) -> None:
        with self._lock, self._db:
            self._db.execute("UPDATE note SET deleted = 1, text = '' WHERE id = ?", (note_id,))

    def _check_room(self) -> None:
        if self.count() >= MAX_NOTES:
            raise FullError
