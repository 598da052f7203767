"""Bringing back: what is wrong with a file, the events that it still holds, a copy of it in memory, and putting it
aside without deleting it."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from tutor.progress import caches, schema
from tutor.progress.events import COLUMNS, DamagedError, Event, from_row
from tutor.progress.schema import connect, transaction


def readable_events(path: Path, *, intact: bool = True) -> list[Event]:
    """Events that can still be read from a database file, each once. It is not changed and nothing is raised.

    Args:
        intact: only those whose checksum holds; a newer version may count it otherwise.
    """
    found: dict[bytes, Event] = {}
    with suppress(sqlite3.Error, OSError, ValueError), closing(connect(path, read_only=True)) as db:
        # A damaged byte must not stop the reading; the checksum tells.
        db.text_factory = lambda raw: raw.decode(errors="replace")
        for order in ("ASC", "DESC"):  # a damaged page stops the one way and often not the other
            with suppress(sqlite3.Error):
                for row in db.execute(f"SELECT {', '.join(COLUMNS)} FROM event ORDER BY id {order}"):
                    with suppress(DamagedError, TypeError, ValueError, AttributeError):
                        event = from_row(row)
                        if not intact or event.intact:
                            found[event.id] = event
    return list(found.values())


def put_aside(path: Path) -> Path:
    """Rename a damaged database, journal first, to a name that says so; where it is now.

    Raises:
        OSError: it cannot be renamed; it is in its place.
    """
    stem = f"{path.stem}-damaged-{time.strftime('%Y%m%d-%H%M%S')}"
    names = (f"{stem}{end}{path.suffix}" for end in ("", *(f"-{n}" for n in range(2, 1000))))
    aside = next(free for name in names if not (free := path.with_name(name)).exists())
    journal = path.with_name(f"{path.name}-journal")
    # A journal left behind would be played into the new file.
    with suppress(FileNotFoundError):
        journal.rename(aside.with_name(f"{aside.name}-journal"))
    path.rename(aside)
    return aside


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """One instance at a time; SQLite's own lock, so that it ends with the process on every system.

    Raises:
        sqlite3.Error: another instance holds it for long, or the folder cannot be written.
    """
    with closing(connect(folder / "rescue.lock")) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def suspect(path: Path) -> None:
    """Leave a mark beside the file: the next start checks all of it, however large it is."""
    with suppress(OSError):
        mark_of(path).touch()


def mark_of(path: Path) -> Path:
    return path.with_name(f"{path.name}-suspect")


def findings(db: sqlite3.Connection) -> list[str]:
    """What `Store.verify` says, of any connection."""
    try:
        found = schema.inspect(db, indexes=True)
        for event in caches.events(db):
            if not event.intact:
                found.append(f"event {event.device}/{event.seq}: the checksum does not hold")
    except sqlite3.DatabaseError as error:
        return [str(error)]
    return found


def in_memory(source: sqlite3.Connection | None, held: Iterable[Event] = ()) -> sqlite3.Connection:
    """A database in memory: a copy of the source or, if that cannot be read, one made from the events held."""
    db = connect(None)
    if source is not None:
        with suppress(sqlite3.Error):
            if source.in_transaction:
                source.execute("ROLLBACK")
            source.execute("BEGIN")
            try:
                schema.device(source)  # takes the read lock, or fails; backup() would wait for it for ever
                source.backup(db)
                with transaction(db):
                    caches.settle(db)
                return db
            finally:
                source.execute("ROLLBACK")
        db.close()
        db = connect(None)
    schema.migrate(db)
    with transaction(db):
        caches.bring(db, held)
        caches.rebuild(db)
    return db
