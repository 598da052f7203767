"""Opening the store of progress. Whatever is wrong with the place, a store comes back, and says so.

In the data folder: `progress.db`, `mirror/DEVICE.jsonl`, and what was put aside.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing, suppress
from functools import partial
from pathlib import Path

from tutor.progress import caches, rescue, schema, trouble
from tutor.progress.events import Clock, DamagedError, Event, system_clock
from tutor.progress.mirror import Mirror, events_in
from tutor.progress.rescue import findings, in_memory, mark_of, suspect
from tutor.progress.schema import Told
from tutor.progress.store import Store

FILE = "progress.db"
MIRROR = "mirror"
CHECKED_AT_START = 4 << 20
"""Bytes up to which a file is checked each time it is opened: 4 ms. Larger ones are checked when they gave an error."""


def is_older(data_dir: Path) -> bool:
    """Whether the file is of an older form, which opening the store brings up to date. Nothing is raised."""
    path = data_dir / FILE
    try:
        with closing(schema.connect(path, read_only=True)) as db:
            schema.identify(db)
            return 0 < schema.version(db) < len(schema.MIGRATIONS)
    except (OSError, sqlite3.Error, schema.ForeignError, schema.NewerError):
        return False


def open_store(
    data_dir: Path, *, clock: Clock = system_clock, thorough: bool = False, told: Told = lambda count: None
) -> Store:
    """The store in this folder, which is made when it is missing.

    A damaged file is put aside, never deleted, and a new one is filled with what it and the mirror still hold: then
    `notice` says so. If nothing can be saved in the folder, the store is one in memory, with what could be read, and
    `problem` says why and what to do. Nothing is raised.

    Args:
        clock: tells time; of the machine unless a test says otherwise.
        thorough: check the whole file and every checksum first, about a second for 100,000 events.
        told: is called now and then while a file of an older form is worked out anew, with the events told so far.
    """
    path = data_dir / FILE
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        try:
            return _opened(path, clock, thorough, told)
        except sqlite3.DatabaseError as error:
            if not trouble.is_damage(error):
                raise
        with rescue.alone(data_dir):
            return _renewed(path, clock, thorough)
    except schema.NewerError as error:
        return _remembered(path, clock, error, intact=False)
    except schema.ForeignError as error:
        return memory_store(clock=clock, problem=trouble.unsaved(path, error))
    except (OSError, sqlite3.Error, ValueError) as error:
        return _remembered(path, clock, error)


def memory_store(*, clock: Clock = system_clock, problem: str | None = None, events: Iterable[Event] = ()) -> Store:
    """A store that ends with this process, beginning with these events."""
    return Store(in_memory(None, events), clock=clock, problem=problem)


def _opened(path: Path, clock: Clock, thorough: bool, told: Told = lambda count: None) -> Store:
    """The store of this file, which is made and filled from the mirror when it is missing.

    Raises:
        DamagedError, sqlite3.DatabaseError: the file is damaged, or cannot be read or written.
        schema.NewerError, schema.ForeignError: it is not for us to write.
    """
    brought: list[int] = []
    db = schema.connect(path)
    try:
        schema.identify(db)
        if 0 < (version := schema.version(db)) < len(schema.MIGRATIONS):
            _keep_before_migration(path, version)
        schema.migrate(db, then=partial(_fill, path, (), brought), told=told)
        _check(db, path, thorough)
        if not brought:
            schema.probe(db)
        notice = trouble.missing(brought[0]) if brought and brought[0] else None
        store = Store(db, clock=clock, path=path, mirror=Mirror(path.parent / MIRROR, schema.device(db)), notice=notice)
        if count := store.bring_from_mirror():
            store.notice = trouble.behind(count)
        store.settle()
        return store
    except BaseException:
        db.close()
        raise


def _fill(path: Path, found: Iterable[Event], brought: list[int], db: sqlite3.Connection) -> None:
    from tutor.progress.backup import events_of_backups

    count = caches.bring(db, found) + caches.bring(db, events_in(path.parent / MIRROR))
    count += caches.bring(db, events_of_backups(path.parent))
    if count:
        caches.rebuild(db)
    brought.append(count)


def _keep_before_migration(path: Path, version: int) -> None:
    """A copy in the old form stays; without room for it the file is changed all the same, in one transaction."""
    from tutor.progress.backup import keep_before_migration

    with suppress(OSError, sqlite3.Error):
        keep_before_migration(path, version)


def _check(db: sqlite3.Connection, path: Path, thorough: bool) -> None:
    mark = mark_of(path)
    thorough = thorough or mark.exists()
    found = findings(db) if thorough else schema.inspect(db, pages=path.stat().st_size <= CHECKED_AT_START)
    if found:
        suspect(path)
        raise DamagedError("; ".join(found[:3]))
    if thorough:
        mark.unlink(missing_ok=True)


def _renewed(path: Path, clock: Clock, thorough: bool) -> Store:
    """The store in place of a damaged file, which is put aside once the new one is complete.

    Raises:
        OSError, sqlite3.Error: no new file can be made.
    """
    try:
        return _opened(path, clock, thorough)  # another instance may have done it while this one waited
    except sqlite3.DatabaseError as error:
        if not trouble.is_damage(error):
            raise
    fresh = path.with_name(f"{path.name}-new")
    fresh.unlink(missing_ok=True)
    brought: list[int] = []
    with closing(schema.connect(fresh)) as db:
        schema.migrate(db, then=partial(_fill, path, rescue.readable_events(path), brought))
    aside = rescue.put_aside(path)
    fresh.rename(path)
    store = _opened(path, clock, False)
    store.notice = trouble.set_aside(aside.name, brought[0])
    return store


def _remembered(path: Path, clock: Clock, error: Exception, *, intact: bool = True) -> Store:
    """A store in memory with all that can be read."""
    problem = trouble.unsaved(path.parent, error)
    try:
        if intact:
            with closing(schema.connect(path, read_only=True)) as db:
                schema.identify(db)
                if schema.version(db) == len(schema.MIGRATIONS) and not schema.inspect(db):
                    return Store(in_memory(db, events_in(path.parent / MIRROR)), clock=clock, problem=problem)
    except (OSError, sqlite3.Error, ValueError, schema.ForeignError, schema.NewerError):
        pass
    held = [*rescue.readable_events(path, intact=intact), *events_in(path.parent / MIRROR)]
    return memory_store(clock=clock, problem=problem, events=held)
