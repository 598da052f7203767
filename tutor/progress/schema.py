"""The database file: how it is opened, what is in it, and how older forms become the present one.

Settings as measured: `journal_mode=DELETE` with `synchronous=EXTRA` lost no acknowledged answer in power cuts, and a
transaction that begins IMMEDIATE is never refused half-way because another instance wrote.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tutor.progress.events import DamagedError

APPLICATION_ID = 0x74757472  # "tutr"
BUSY_SECONDS = 5.0

# SQLite before 3.37 does not know the word; what it guards against cannot come from this program.
_STRICT = "STRICT, " if sqlite3.sqlite_version_info >= (3, 37) else ""

_FIRST = (
    f"CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) {_STRICT}WITHOUT ROWID",
    f"""CREATE TABLE event(
        id BLOB PRIMARY KEY, device TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, offset INTEGER NOT NULL,
        study_day INTEGER NOT NULL, kind TEXT NOT NULL, item TEXT NOT NULL, rev INTEGER NOT NULL,
        content TEXT NOT NULL, language TEXT NOT NULL, seed INTEGER, data TEXT NOT NULL, target BLOB,
        rule INTEGER NOT NULL, crc INTEGER NOT NULL) {_STRICT}WITHOUT ROWID""",
    "CREATE INDEX event_device ON event(device, seq)",
    "CREATE INDEX event_item ON event(item, at)",
    f"""CREATE TABLE step_state(
        lesson TEXT NOT NULL, step TEXT NOT NULL, done INTEGER NOT NULL, result TEXT NOT NULL, tries INTEGER NOT NULL,
        hints INTEGER NOT NULL, unsure INTEGER NOT NULL, first_right INTEGER NOT NULL, judged INTEGER NOT NULL,
        visit TEXT NOT NULL, ended INTEGER NOT NULL, ms INTEGER NOT NULL, last_at INTEGER NOT NULL,
        last_seq INTEGER NOT NULL, PRIMARY KEY(lesson, step)) {_STRICT}WITHOUT ROWID""",
    f"""CREATE TABLE day_stat(
        day INTEGER PRIMARY KEY, answers INTEGER NOT NULL, first_tries INTEGER NOT NULL,
        first_right INTEGER NOT NULL, ms INTEGER NOT NULL, acts INTEGER NOT NULL) {_STRICT}WITHOUT ROWID""",
)
_MEMORY = (
    f"""CREATE TABLE card(
        item TEXT PRIMARY KEY, stability REAL NOT NULL, difficulty REAL NOT NULL, at INTEGER NOT NULL,
        day INTEGER NOT NULL, reps INTEGER NOT NULL, lapses INTEGER NOT NULL, recalled INTEGER NOT NULL,
        before_stability REAL NOT NULL, before_difficulty REAL NOT NULL, before_at INTEGER NOT NULL,
        before_day INTEGER NOT NULL, before_reps INTEGER NOT NULL, before_lapses INTEGER NOT NULL,
        before_recalled INTEGER NOT NULL, grade INTEGER NOT NULL, rev INTEGER NOT NULL, stretch REAL NOT NULL,
        rest INTEGER NOT NULL, visit TEXT NOT NULL, ended INTEGER NOT NULL, ms INTEGER NOT NULL)
        {_STRICT}WITHOUT ROWID""",
    f"""CREATE TABLE review_day(
        day INTEGER PRIMARY KEY, asked INTEGER NOT NULL, recalled INTEGER NOT NULL,
        new INTEGER NOT NULL) {_STRICT}WITHOUT ROWID""",
    f"CREATE TABLE renamed(old TEXT PRIMARY KEY, new TEXT NOT NULL) {_STRICT}WITHOUT ROWID",
    "CREATE INDEX event_rename ON event(item) WHERE kind='rename'",
)
_FIRST_TABLES = frozenset({"meta", "event", "step_state", "day_stat"})
TABLES = _FIRST_TABLES | {"card", "review_day", "renamed"}


class NewerError(Exception):
    """The file was written by a newer version of this program."""


class ForeignError(Exception):
    """The file is a database of another program."""


def connect(path: Path | None, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time; `path` None keeps everything in memory.

    Raises:
        sqlite3.Error: the file cannot be opened.
    """
    name = ":memory:" if path is None else str(path)
    if read_only and path is not None:
        name = f"{path.absolute().as_uri()}?mode=ro"
    db = sqlite3.connect(name, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, uri=read_only)
    try:
        if not read_only:
            db.execute("PRAGMA journal_mode=DELETE")
            db.execute("PRAGMA synchronous=EXTRA")
    except BaseException:
        db.close()
        raise
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; no other instance writes meanwhile. COMMIT has returned when the block is left."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


# ── Versions ─────────────────────────────────────────────────────────────────────────────────────


Told = Callable[[int], None]
Migration = Callable[[sqlite3.Connection, Told], None]
"""May call the second with the number of events told so far."""


def _create(db: sqlite3.Connection, told: Told) -> None:
    for statement in _FIRST:
        db.execute(statement)
    db.execute("INSERT INTO meta VALUES('device', ?)", (os.urandom(8).hex(),))
    db.execute(f"PRAGMA application_id={APPLICATION_ID}")


def _index_marks(db: sqlite3.Connection, told: Told) -> None:
    """Notes, bookmarks and undos are few among many answers, and are asked for all at once."""
    db.execute(f"CREATE INDEX event_mark ON event(item) WHERE {MARKS}")


def _remember(db: sqlite3.Connection, told: Told) -> None:
    """What was answered before there were reviews is evidence, too: the next form makes the caches anew."""
    for statement in _MEMORY:
        db.execute(statement)


def _count_chords(db: sqlite3.Connection, told: Told) -> None:
    """Practice of chords counts into the days, and muted ones rest: the caches are made anew from the log."""
    from tutor.progress import caches  # which is about these tables

    caches.rebuild(db, told)


def _keep_count(db: sqlite3.Connection, told: Told) -> None:
    """Answers are saved before anything is derived from them: what the caches know of is kept."""
    from tutor.progress import caches

    caches.keep_count(db)


MARKS = "kind IN ('bookmark', 'note', 'undo')"
MIGRATIONS: tuple[Migration, ...] = (_create, _index_marks, _remember, _count_chords, _keep_count)
"""The n-th one makes version n+1 of version n."""


def version(db: sqlite3.Connection) -> int:
    """0 for an empty file."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(
    db: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS,
    then: Callable[[sqlite3.Connection], None] = lambda db: None, told: Told = lambda count: None,
) -> None:  # fmt: skip
    """Bring the file to the present version, in one transaction; nothing happens when it is there already.

    Args:
        then: run in the same transaction when the file was empty.
        told: is called now and then, while all is worked out anew, with the number of events told so far.

    Raises:
        sqlite3.Error: the file cannot be written.
    """
    if version(db) >= len(migrations):
        return
    with transaction(db):
        before = version(db)  # another instance may have done it while this one waited
        for number in range(before, len(migrations)):
            migrations[number](db, told)
            db.execute(f"PRAGMA user_version={number + 1}")
        if before == 0:
            then(db)


def identify(db: sqlite3.Connection) -> None:
    """Refuse files that are not ours to change.

    Raises:
        ForeignError, NewerError: as they say.
        sqlite3.DatabaseError: the file cannot be read.
    """
    mark = db.execute("PRAGMA application_id").fetchone()[0]
    used = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if mark != APPLICATION_ID and (mark or used):
        raise ForeignError
    if version(db) > len(MIGRATIONS):
        raise NewerError


def inspect(db: sqlite3.Connection, *, pages: bool = True, indexes: bool = False) -> list[str]:
    """What is wrong with the file, in SQLite's words; [] when all is sound.

    Args:
        pages: read every page, about 1 ms a MB; else only whether the tables are there.
        indexes: also compare each index with its table, several times as long: caches are made anew by an index.
    """
    names = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    if missing := (TABLES if version(db) > 2 else _FIRST_TABLES) - names:
        return [f"missing table {name}" for name in sorted(missing)]
    check = "integrity_check" if indexes else "quick_check"
    return [str(row[0]) for row in db.execute(f"PRAGMA {check}") if row[0] != "ok"] if pages else []


def probe(db: sqlite3.Connection) -> None:
    """Try to write, and take it back: an unwritable file or folder is known at start, not at the first answer.

    Raises:
        sqlite3.Error: the file cannot be written.
    """
    db.execute("PRAGMA synchronous=OFF")  # nothing is kept, so nothing has to reach the disk
    try:
        db.execute("BEGIN IMMEDIATE")
        db.execute(f"PRAGMA user_version={version(db)}")
        db.execute("ROLLBACK")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")
        db.execute("PRAGMA synchronous=EXTRA")


def device(db: sqlite3.Connection) -> str:
    """The random name of this data folder.

    Raises:
        DamagedError: it is gone.
    """
    row = db.execute("SELECT value FROM meta WHERE key='device'").fetchone()
    if row is None:
        raise DamagedError("the name of this device is missing")
    return str(row[0])
