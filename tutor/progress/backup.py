"""Rotating backups of the database: made in the background, verified before they count, thinned out as they age.

Each is a whole database, `backups/progress-DAY.db` beside the live one. Whoever wants an older state copies it into
its place; what the mirror has beyond it is brought in at the next start.
"""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tutor.progress import schema
from tutor.progress.events import Clock, Event, study_day_now, system_clock
from tutor.progress.rescue import findings, readable_events, suspect

log = logging.getLogger(__name__)
FOLDER = "backups"
_DATABASE = "progress.db"
_FIRST_DAY = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Rotation:
    """How many are kept: the newest of each of so many days, weeks and months that have one."""

    daily: int = 7
    weekly: int = 4
    monthly: int = 6


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that is there; `events` counts its entries, None if it cannot be read."""

    path: Path
    day: date
    events: int | None

    @property
    def sound(self) -> bool:
        """Whether it can be read; every page and checksum was looked at when it was made."""
        return self.events is not None


def back_up(data_dir: Path, *, clock: Clock = system_clock, keep: Rotation | None = None) -> Backup | None:
    """Make today's backup and thin out the older ones; None if there is one already, or nothing new, or trouble.

    For any thread, also while another one writes. Nothing is raised: what went wrong is in the log of the program, and
    the next start tries again.
    """
    day = _FIRST_DAY + timedelta(days=study_day_now(clock))
    try:
        _sweep(data_dir / FOLDER, clock()[0] / 1000 - _UNFINISHED_SECONDS)
        made = _made(data_dir, day)
        if made is not None:
            _thin_out(data_dir, keep or Rotation())
        return made
    except (OSError, sqlite3.Error):
        log.exception("no backup was made")
        return None


def backups(data_dir: Path) -> list[Backup]:
    """All backups, newest first."""
    return [Backup(path, day, _count(path)) for day, path in _files(data_dir)]


def events_of_backups(data_dir: Path) -> Iterator[Event]:
    """Every intact event of every backup, newest backup first; an event may come several times."""
    for _day, path in _files(data_dir):
        yield from readable_events(path)
    for path in sorted((data_dir / FOLDER).glob("before-version-*.db")):
        yield from readable_events(path)


def keep_before_migration(path: Path, version: int) -> None:
    """Copy a database that is about to be changed to a newer form; the copy stays.

    Raises:
        OSError, sqlite3.Error: it cannot be copied.
    """
    target = path.parent / FOLDER / f"before-version-{version + 1}.db"
    if not target.exists():
        copied(path, target)


# ── Inside ───────────────────────────────────────────────────────────────────────────────────────


_UNFINISHED_SECONDS = 86_400.0


def _sweep(folder: Path, before: float) -> None:
    """Take away what was left unfinished because the program ended meanwhile."""
    for path in folder.glob("*.new"):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()


def _made(data_dir: Path, day: date) -> Backup | None:
    source, target = data_dir / _DATABASE, _name(data_dir, day)
    if target.exists() or not source.exists():
        return None
    held = _count(source)
    newest = next(iter(backups(data_dir)), None)
    if not held or (newest is not None and newest.events == held):
        return None
    if not copied(source, target):
        suspect(source)  # the next start looks at all of it
        return None
    return Backup(target, day, _count(target))


def copied(source: Path, target: Path) -> bool:
    """Copy a database and verify the copy; False, and no copy, if the content is not sound."""
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(f".{os.getpid()}.new")
    try:
        with closing(schema.connect(source, read_only=True)) as db, closing(sqlite3.connect(fresh)) as copy:
            db.backup(copy, pages=256, sleep=0.01)  # in pieces, so that who writes is not kept waiting
            if found := findings(copy):
                log.error("the database is not sound, so it was not backed up: %s", "; ".join(found[:3]))
                return False
        with fresh.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(fresh, target)
        return True
    finally:
        fresh.unlink(missing_ok=True)


def _thin_out(data_dir: Path, keep: Rotation) -> None:
    """Remove what the rotation does not keep; files with other names are not ours."""
    found = _files(data_dir)
    kept = kept_days([day for day, _path in found], keep)
    for day, path in found:
        if day not in kept:
            with suppress(OSError):
                path.unlink()


def kept_days(days: Iterable[date], keep: Rotation) -> set[date]:
    """The days whose backups stay."""
    newest_first = sorted(set(days), reverse=True)
    kept: set[date] = set()
    for count, period in (
        (keep.daily, lambda day: day),
        (keep.weekly, lambda day: day.isocalendar()[:2]),
        (keep.monthly, lambda day: (day.year, day.month)),
    ):
        seen: dict[object, date] = {}
        for day in newest_first:
            seen.setdefault(period(day), day)
        kept.update(list(seen.values())[:count])
    return kept


def _name(data_dir: Path, day: date) -> Path:
    return data_dir / FOLDER / f"progress-{day.isoformat()}.db"


def _files(data_dir: Path) -> list[tuple[date, Path]]:
    """Backups by name, newest first."""
    found = []
    with suppress(OSError):
        for path in (data_dir / FOLDER).glob("progress-*.db"):
            with suppress(ValueError):
                found.append((date.fromisoformat(path.stem.removeprefix("progress-")), path))
    return sorted(found, reverse=True)


def _count(path: Path) -> int | None:
    """Entries of a database; None if it cannot be read as one of ours."""
    try:
        with closing(schema.connect(path, read_only=True)) as db:
            schema.identify(db)
            return int(db.execute("SELECT count(*) FROM event").fetchone()[0])
    except (OSError, sqlite3.Error, schema.ForeignError, schema.NewerError):
        return None
