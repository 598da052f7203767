"""The tables that are derived from the log, and the log's own rows: SQL around the pure reducer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from itertools import groupby
from operator import attrgetter
from typing import Any

from tutor.progress.events import COLUMNS, Event, as_row, from_row
from tutor.progress.reducer import Days, StepState, Tally, fold, replay, step_of

_EVENT = ", ".join(COLUMNS)
_STATE = tuple(f.name for f in fields(StepState))
_TALLY = tuple(f.name for f in fields(Tally))
_state_row = attrgetter(*_STATE)
_tally_row = attrgetter(*_TALLY)
_FLAGS = frozenset({"done", "unsure", "first_right", "judged", "ended"})

_ADD_EVENT = f"INSERT OR IGNORE INTO event({_EVENT}) VALUES({', '.join('?' * len(COLUMNS))})"
_PUT_STATE = f"INSERT OR REPLACE INTO step_state({', '.join(_STATE)}) VALUES({', '.join('?' * len(_STATE))})"
_ADD_TALLY = (
    f"INSERT INTO day_stat(day, {', '.join(_TALLY)}) VALUES(?, {', '.join('?' * len(_TALLY))}) "
    f"ON CONFLICT(day) DO UPDATE SET {', '.join(f'{name}={name}+excluded.{name}' for name in _TALLY)}"
)
_DROP_EMPTY_DAYS = f"DELETE FROM day_stat WHERE {' AND '.join(f'{name}=0' for name in _TALLY)}"


def events(
    db: sqlite3.Connection, where: str = "1 ORDER BY at, device, seq", values: Iterable[object] = ()
) -> Iterator[Event]:
    """Events of the log, all in the order of replay unless said otherwise.

    Raises:
        DamagedError, sqlite3.DatabaseError: one cannot be read.
    """
    for row in db.execute(f"SELECT {_EVENT} FROM event WHERE {where}", tuple(values)):
        yield from_row(row)


def add(db: sqlite3.Connection, event: Event) -> None:
    """Put a new event of this device into the log and into the caches."""
    before = state(db, event.item)
    if event.kind != "undo" and (before is None or event.at > before.last_at):
        db.execute(_ADD_EVENT, as_row(event))
        after, tally = fold(before, event)
        _put(db, event.item, after)
        _add_days(db, {event.study_day: tally})
        return
    # An undo, or a clock that went back: the item's story is told again.
    known = list(events(db, "item=?", (event.item,)))
    db.execute(_ADD_EVENT, as_row(event))
    _old, counted = replay(known)
    after, days = replay([*known, event])
    _put(db, event.item, after)
    _add_days(db, {day: days.get(day, Tally()) - counted.get(day, Tally()) for day in {*days, *counted}})
    db.execute(_DROP_EMPTY_DAYS)


def bring(db: sqlite3.Connection, found: Iterable[Event]) -> int:
    """Put events from elsewhere into the log, each id once; how many were new. `rebuild` has to follow."""
    before = db.total_changes
    db.executemany(_ADD_EVENT, (as_row(event) for event in found))
    return db.total_changes - before


def rebuild(db: sqlite3.Connection) -> None:
    """Make the caches anew from the log."""
    db.execute("DELETE FROM step_state")
    db.execute("DELETE FROM day_stat")
    total: Days = {}
    for item, story in groupby(events(db, "1 ORDER BY item, at"), key=attrgetter("item")):
        after, days = replay(story)
        _put(db, item, after)
        for day, tally in days.items():
            total[day] = total.get(day, Tally()) + tally
    _add_days(db, total)


def state(db: sqlite3.Connection, item: str) -> StepState | None:
    rows = states(db, "lesson=? AND step=?", step) if (step := step_of(item)) else []
    return rows[0] if rows else None


def states(db: sqlite3.Connection, where: str, values: Iterable[object]) -> list[StepState]:
    rows = db.execute(f"SELECT {', '.join(_STATE)} FROM step_state WHERE {where}", tuple(values))
    return [_state_of(row) for row in rows]


def _state_of(row: Sequence[Any]) -> StepState:
    values = dict(zip(_STATE, row, strict=True))
    return StepState(**{**values, **{name: bool(values[name]) for name in _FLAGS}})


def _put(db: sqlite3.Connection, item: str, after: StepState | None) -> None:
    if after:
        db.execute(_PUT_STATE, _state_row(after))
    elif step := step_of(item):
        db.execute("DELETE FROM step_state WHERE lesson=? AND step=?", step)


def _add_days(db: sqlite3.Connection, days: Days) -> None:
    for day, tally in days.items():
        if tally != Tally():
            db.execute(_ADD_TALLY, (day, *_tally_row(tally)))
