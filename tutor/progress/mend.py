"""Bringing back what a log lacks, from its second copy, its backups and files of other machines.

Nothing is ever taken away by it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from tutor.progress import caches, schema
from tutor.progress.backup import Backup, backups, copied, events_of_backups
from tutor.progress.events import Clock, Event, system_clock
from tutor.progress.mirror import events_in, reader
from tutor.progress.open import FILE, MIRROR, open_store
from tutor.progress.rescue import findings, readable_events
from tutor.progress.store import Store

Told = Callable[[int], None]
"""Is called now and then with the number of events told so far."""


_CLOCK_MS = 86_400_000
"""So much later than now an event may be: the clocks of two machines differ, and one may be in another zone."""


class State(NamedTuple):
    """What `verify` found: events in the log, in the second copy and in sound backups; what is wrong, in words for a
    report; events of the log that neither the second copy nor a backup has; and events of a time to come, made while
    a clock was ahead."""

    events: int
    mirrored: int
    backups: int
    wrong: list[str]
    single: int
    future: int


def verify(data_dir: Path, clock: Clock = system_clock) -> State:
    """Look at every page and every checksum, in the log and its copies. Nothing is changed.

    Raises:
        OSError, sqlite3.Error: there is no log, or it is nothing that can be read.
        schema.ForeignError, schema.NewerError: it is not for this version of the program.
    """
    with closing(schema.connect(data_dir / FILE, read_only=True)) as db:
        schema.identify(db)
        wrong = findings(db)
        if not wrong:
            wrong = [f"table {name} is not what the log gives" for name in caches.differing(db)]
        held = {row[0] for row in db.execute("SELECT id FROM event")} if not wrong else set()
        late = clock()[0] + _CLOCK_MS
        future = 0 if wrong else int(db.execute("SELECT count(*) FROM event WHERE at > ?", (late,)).fetchone()[0])
    mirrored = {event.id for event in events_in(data_dir / MIRROR)}
    sound = [backup for backup in backups(data_dir) if backup.sound]
    wrong += [f"backup {backup.path.name} cannot be read" for backup in backups(data_dir) if not backup.sound]
    copies = mirrored | {event.id for event in events_of_backups(data_dir)}
    return State(len(held), len(mirrored), len(sound), wrong, len(held - copies), future)


class Mended(NamedTuple):
    """`brought` events came back; `notice` says what was done to the file."""

    brought: int
    notice: str


def repair(data_dir: Path, told: Told = lambda count: None) -> Mended:
    """Check all of the log, bring back what its copies have beyond it, and make everything derived anew.

    A damaged file is kept under another name.

    Raises:
        StoreUnwritable: nothing can be saved there.
    """
    with closing(open_store(data_dir, thorough=True)) as store:
        notice = store.notice or store.problem or ""
        brought = store.merge(_copies(data_dir), told)
        store.rebuild(told)
        return Mended(brought, notice)


def _copies(data_dir: Path) -> Iterable[Event]:
    yield from events_in(data_dir / MIRROR)
    yield from events_of_backups(data_dir)
    for path in sorted(data_dir.glob("progress-damaged-*.db")):
        yield from readable_events(path)


def restore(store: Store, backup: Backup, told: Told = lambda count: None) -> int:
    """Bring back what a backup has and the log lacks; how many events.

    Raises:
        StoreUnwritable: nothing was brought back.
    """
    return store.merge(readable_events(backup.path), told)


class Imported(NamedTuple):
    """Lines of a file, those that are no intact events, and events that were new."""

    lines: int
    damaged: int
    brought: int


def import_lines(store: Store, path: Path, told: Told = lambda count: None) -> Imported:
    """Take in a file of JSON lines, as `export` writes it or another machine's second copy.

    Raises:
        OSError: it cannot be read.
        StoreUnwritable: nothing was taken in.
    """
    with caches.no_collecting():
        return _imported(store, path, told)


def _imported(store: Store, path: Path, told: Told) -> Imported:
    found: list[Event] = []
    kept: dict[bytes, bytes] = {}
    lines = damaged = 0
    event_of = reader()
    with path.open("rb") as file:
        for line in file:
            if line.strip():
                lines += 1
                event = event_of(line)
                if event is None:
                    damaged += 1
                else:
                    found.append(event)
                    kept[event.id] = line.rstrip() + b"\n"
    return Imported(lines, damaged, store.merge(found, told, kept))


def back_up_to(data_dir: Path, target: Path) -> bool:
    """Copy the log to a file of one's own choice and verify the copy; False if the log is not sound.

    Raises:
        OSError, sqlite3.Error: it cannot be copied.
    """
    return copied(data_dir / FILE, target)
