"""The tables that are derived from the log, and the log's own rows: SQL around the pure reducer."""

from __future__ import annotations

import gc
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import groupby
from operator import attrgetter
from typing import Any

from tutor.progress import cardrows, cards, schema
from tutor.progress.cards import ReviewDays, Reviews
from tutor.progress.events import COLUMNS, Event, as_row, from_row
from tutor.progress.reducer import Days, StepState, Tally, effective, fold, replay, step_of

_EVENT = ", ".join(COLUMNS)
_STATE = StepState._fields
_TALLY = Tally._fields
Told = Callable[[int], None]
"""Is called now and then with the number of events told so far."""
_EVERY = 5000
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


def below(prefix: str) -> tuple[str, str]:
    """Ids that begin with this: from the first one on, up to the second."""
    return prefix, prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else "\U0010ffff"


def log(db: sqlite3.Connection, event: Event) -> None:
    """Put a new event of this device into the log and nowhere else: `settle` has to follow."""
    db.execute(_ADD_EVENT, as_row(event))


def settle(db: sqlite3.Connection) -> None:
    """Bring the caches up to the log: those events of this device that nothing was derived from so far."""
    counted = _counted(db)
    if counted is None:
        rebuild(db)
        return
    if new := list(events(db, "device=? AND seq>? ORDER BY seq", (schema.device(db), counted))):
        for event in new:
            _tell(db, event)
        keep_count(db)


def settled(db: sqlite3.Connection) -> bool:
    """Whether everything that is derived is up to the log."""
    return _counted(db) == last(db, schema.device(db))[0]


def last(db: sqlite3.Connection, device: str) -> tuple[int, int, int]:
    """Number, time and study day of a device's latest event; zeros without one."""
    query = "SELECT seq, at, study_day FROM event WHERE device=? ORDER BY seq DESC LIMIT 1"
    return db.execute(query, (device,)).fetchone() or (0, 0, 0)


def _counted(db: sqlite3.Connection) -> int | None:
    """Number of this device's latest event that the caches know of; None if that was not kept."""
    row = db.execute("SELECT value FROM meta WHERE key='counted'").fetchone()
    return row and int(row[0])


def keep_count(db: sqlite3.Connection) -> None:
    """Keep that the caches know of all events of this device."""
    db.execute("INSERT OR REPLACE INTO meta VALUES('counted', ?)", (str(last(db, schema.device(db))[0]),))


# Later events of the same device may be in the log already, and are told later.
_EARLIER = "NOT (device=? AND seq>=?)"


def _tell(db: sqlite3.Connection, event: Event) -> None:
    """Put an event of the log, and of this device, into the caches."""
    renamed = cardrows.renames(db)
    family = cardrows.family(event.item, renamed)
    if event.kind not in _REWRITERS and _is_latest(db, event, family):
        after, tally = fold(state(db, event.item), event)
        _put(db, event.item, after)
        _add_days(db, {event.study_day: tally})
        root = cardrows.root_of(event.item, renamed)
        card = cardrows.card(db, root)
        card_after, reviews = cards.fold(card, event, root)
        if card_after != card:
            cardrows.put(db, root, card_after)
            cardrows.add_days(db, reviews)
        return
    # An undo, a rename, or a clock that went back: the item's story is told again.
    renaming = [event] if event.kind == "rename" else []
    if event.kind == "undo":  # which may end a rename, or bring one back that was undone
        renaming = list(events(db, f"item=? AND {_EARLIER} AND kind='rename'", (event.item, *_number(event))))
    for one in renaming:
        family |= cardrows.family(str(one.data.get("from")), renamed)
    known = [e for item in sorted(family) for e in events(db, f"item=? AND {_EARLIER}", (item, *_number(event)))]
    _retell_step(db, event, [e for e in known if e.item == event.item])
    _retell_cards(db, event, known, renamed)


_REWRITERS = frozenset({"undo", "rename"})


def _is_latest(db: sqlite3.Connection, event: Event, family: set[str]) -> bool:
    marks = ", ".join("?" * len(family))
    query = f"SELECT 1 FROM event WHERE item IN ({marks}) AND at>=? AND {_EARLIER} LIMIT 1"
    return db.execute(query, (*family, event.at, *_number(event))).fetchone() is None


def _number(event: Event) -> tuple[str, int]:
    return event.device, event.seq


def _retell_step(db: sqlite3.Connection, event: Event, known: list[Event]) -> None:
    _old, counted = replay(known)
    after, days = replay([*known, event])
    _put(db, event.item, after)
    _add_days(db, {day: days.get(day, Tally()) - counted.get(day, Tally()) for day in {*days, *counted}})
    db.execute(_DROP_EMPTY_DAYS)


def _retell_cards(db: sqlite3.Connection, event: Event, known: list[Event], before: Mapping[str, str]) -> None:
    old, counted = cardrows.replayed(known, before)
    renamed = _find_renames(db, event) if event.kind in _REWRITERS else before
    if renamed != before:
        cardrows.put_renames(db, renamed)
    new, days = cardrows.replayed([*known, event], renamed)
    for root in {*old, *new}:
        cardrows.put(db, root, new.get(root))
    nothing = Reviews()
    cardrows.add_days(db, {day: days.get(day, nothing) - counted.get(day, nothing) for day in {*days, *counted}})


def _find_renames(db: sqlite3.Connection, latest: Event | None = None) -> dict[str, str]:
    """Renames of the whole log, or of what was told up to an event of this device."""
    until, number = (_EARLIER, (latest.device, latest.seq + 1)) if latest else ("1", ())
    told = list(events(db, f"kind='rename' AND {until}", number))
    items = {event.item for event in told}
    undos = [undo for item in items for undo in events(db, f"item=? AND kind='undo' AND {until}", (item, *number))]
    return cardrows.renames_of(effective([*told, *undos])) if told else {}


def bring(db: sqlite3.Connection, found: Iterable[Event]) -> int:
    """Put events from elsewhere into the log, each id once; how many were new. `rebuild` has to follow."""
    before = db.total_changes
    db.executemany(_ADD_EVENT, (as_row(event) for event in found))
    return db.total_changes - before


def merge(db: sqlite3.Connection, found: Iterable[Event], told: Told = lambda count: None) -> list[Event]:
    """Put intact events from elsewhere into the log, each id once, and into the caches; those that were new."""
    settle(db)
    new = _new(db, found)
    if new:
        _take_in(db, new, told)
        keep_count(db)
    return new


def _new(db: sqlite3.Connection, found: Iterable[Event]) -> list[Event]:
    """Of events from elsewhere those that the log does not have, each once."""
    held = int(db.execute("SELECT count(*) FROM event").fetchone()[0])
    new: dict[bytes, Event] = {}
    for event in found:
        if event.id in new or (held and db.execute("SELECT 1 FROM event WHERE id=?", (event.id,)).fetchone()):
            continue
        new[event.id] = event
    return list(new.values())


def _take_in(db: sqlite3.Connection, new: list[Event], told: Told) -> None:
    """Put events that are not there yet into the log and into the caches."""
    held = int(db.execute("SELECT count(*) FROM event").fetchone()[0])
    moved = any(event.kind == "rename" for event in new) or _find_renames(db)  # an undo of one may be among them
    if moved or _MANY < len(new) < held:
        bring(db, new)
        rebuild(db, told)
        return
    by_item: dict[str, list[Event]] = {}
    for event in sorted(new, key=attrgetter("item")):
        by_item.setdefault(event.item, []).append(event)
    known = {item: list(events(db, "item=?", (item,))) if held else [] for item in by_item}
    bring(db, sorted(new, key=attrgetter("id")))  # in the order of the table: of its pages few are in memory
    count = 0
    total: Days = {}
    reviewed: ReviewDays = {}
    for item, story in by_item.items():
        _retell_item(db, item, known[item], story, total, reviewed)
        if (count + len(story)) // _EVERY > count // _EVERY:
            told(count)
        count += len(story)
    _add_days(db, total)
    db.execute(_DROP_EMPTY_DAYS)
    cardrows.add_days(db, reviewed)


_MANY = 20_000
"""New events from which on making all caches anew is the quicker way, unless the log has fewer than that."""


def _retell_item(
    db: sqlite3.Connection, item: str, known: list[Event], story: list[Event], total: Days, reviewed: ReviewDays
) -> None:
    """Put new events of one item, which was never renamed, into the caches; what days gain goes into the figures."""
    _old, counted = replay(known)
    after, days = replay([*known, *story])
    _put(db, item, after)
    for day, tally in days.items():
        total[day] = total.get(day, _NO_ACTS) + tally
    for day, tally in counted.items():
        total[day] = total.get(day, _NO_ACTS) - tally
    _before, old = cards.replay(known, item)
    card, new = cards.replay([*known, *story], item)
    cardrows.put(db, item, card)
    for day, reviews in new.items():
        reviewed[day] = reviewed.get(day, _NO_REVIEWS) + reviews
    for day, reviews in old.items():
        reviewed[day] = reviewed.get(day, _NO_REVIEWS) - reviews


_NO_ACTS, _NO_REVIEWS = Tally(), Reviews()


@contextmanager
def no_collecting() -> Iterator[None]:
    """Many objects are made and none of them in circles: looking for those would take a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def rebuild(db: sqlite3.Connection, told: Told = lambda count: None) -> None:
    """Make the caches anew from the log."""
    with no_collecting():
        _rebuild(db, told)


def _rebuild(db: sqlite3.Connection, told: Told) -> None:
    for table in DERIVED:
        db.execute(f"DELETE FROM {table}")
    renamed = _find_renames(db)
    cardrows.put_renames(db, renamed)
    moved = {*renamed, *renamed.values()}
    total: Days = {}
    reviewed: ReviewDays = {}
    apart: list[Event] = []  # of items that had several ids: to be told together
    count = shown = 0
    for item, group in groupby(events(db, "1 ORDER BY item, at"), key=attrgetter("item")):
        story = list(group)
        count += len(story)
        after, days = replay(story)
        _put(db, item, after)
        for day, tally in days.items():
            total[day] = total.get(day, Tally()) + tally
        if item in moved:
            apart += story
        else:
            _keep_cards(db, story, {}, reviewed)
        if count - shown >= _EVERY:
            told(shown := count)
    _keep_cards(db, apart, renamed, reviewed)
    _add_days(db, total)
    cardrows.add_days(db, reviewed)
    keep_count(db)


def _keep_cards(db: sqlite3.Connection, story: list[Event], renamed: Mapping[str, str], reviewed: ReviewDays) -> None:
    found, days = cardrows.replayed(story, renamed)
    for root, card in found.items():
        if card is not None:
            cardrows.put(db, root, card)
    for day, reviews in days.items():
        reviewed[day] = reviewed.get(day, Reviews()) + reviews


def differing(db: sqlite3.Connection) -> list[str]:
    """Names of the derived tables that are not what the log gives; works it all out anew, in memory."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        db.backup(copy)
        settle(copy)
        held = {name: _content(copy, name) for name in DERIVED}
        rebuild(copy)
        return [name for name in DERIVED if held[name] != _content(copy, name)]


DERIVED = ("step_state", "day_stat", "card", "review_day", "renamed")


def _content(db: sqlite3.Connection, table: str) -> list[tuple[object, ...]]:
    return db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall()


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
        db.execute(_PUT_STATE, after)
    elif step := step_of(item):
        db.execute("DELETE FROM step_state WHERE lesson=? AND step=?", step)


def _add_days(db: sqlite3.Connection, days: Days) -> None:
    for day, tally in days.items():
        if tally != Tally():
            db.execute(_ADD_TALLY, (day, *tally))
