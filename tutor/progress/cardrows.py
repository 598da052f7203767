"""Cards, figures of reviews and renamed items in the database: SQL around the pure functions of `cards`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from tutor.progress.cards import Card, Memory, ReviewDays, Reviews, replay
from tutor.progress.events import Event

_NOW = Memory._fields
_REST = ("grade", "rev", "stretch", "rest", "visit", "ended", "ms")
COLUMNS = ("item", *_NOW, *(f"before_{name}" for name in _NOW), *_REST)
_PUT = f"INSERT OR REPLACE INTO card({', '.join(COLUMNS)}) VALUES({', '.join('?' * len(COLUMNS))})"
_ADD_DAY = (
    "INSERT INTO review_day VALUES(?, ?, ?, ?) ON CONFLICT(day) DO UPDATE SET "
    "asked=asked+excluded.asked, recalled=recalled+excluded.recalled, new=new+excluded.new"
)


def card(db: sqlite3.Connection, item: str) -> Card | None:
    """The card of an item, by its id of today."""
    return next(iter(cards(db, "item=?", (item,))), None)


def cards(db: sqlite3.Connection, where: str = "1", values: Iterable[object] = ()) -> list[Card]:
    """Cards in no order."""
    rows = db.execute(f"SELECT {', '.join(COLUMNS)} FROM card WHERE {where}", tuple(values))
    return [_card(row) for row in rows]


def present(db: sqlite3.Connection, where: str, values: Iterable[object]) -> list[Card]:
    """The same without the memory from before the latest review, in two thirds of the time."""
    rows = db.execute(f"SELECT {', '.join((*_NOW, 'item', *_REST))} FROM card WHERE {where}", tuple(values))
    n = len(_NOW)
    return [Card(row[n], Memory._make(row[:n]), *row[n + 1 :]) for row in rows]


def put(db: sqlite3.Connection, root: str, after: Card | None) -> None:
    """Keep the card of an item, or that it has none."""
    if after is None:
        db.execute("DELETE FROM card WHERE item=?", (root,))
    else:
        rest = (getattr(after, name) for name in _REST)
        db.execute(_PUT, (after.item, *after.now, *after.before, *rest))


def add_days(db: sqlite3.Connection, days: Mapping[int, Reviews]) -> None:
    """Add figures to those of their days; a day without any has no row."""
    added = False
    for day, reviews in days.items():
        if reviews != Reviews():
            db.execute(_ADD_DAY, (day, reviews.asked, reviews.recalled, reviews.new))
            added = True
    if added:
        db.execute("DELETE FROM review_day WHERE asked=0 AND recalled=0 AND new=0")


def _card(row: Sequence[Any]) -> Card:
    n = len(_NOW)
    grade, rev, stretch, rest, visit, ended, ms = row[1 + 2 * n :]
    return Card(
        row[0], Memory(*row[1 : 1 + n]), grade, rev, stretch, rest, visit, bool(ended), ms,
        Memory(*row[1 + n : 1 + 2 * n]),
    )  # fmt: skip


# ── Renamed items ────────────────────────────────────────────────────────────────────────────────


def renames(db: sqlite3.Connection) -> dict[str, str]:
    """Former id → the id that it was renamed to, which may be a former one itself."""
    return dict(db.execute("SELECT old, new FROM renamed"))


def renames_of(events: Iterable[Event]) -> dict[str, str]:
    """The same from the events that say so, without those undone, in the order of replay."""
    found: dict[str, str] = {}
    for event in events:
        old = event.data.get("from")
        if isinstance(old, str) and old and old != event.item:
            found[old] = event.item
            found.pop(event.item, None)  # it has its name back: so there is never a circle
    return found


def put_renames(db: sqlite3.Connection, found: Mapping[str, str]) -> None:
    db.execute("DELETE FROM renamed")
    db.executemany("INSERT INTO renamed VALUES(?, ?)", found.items())


def root_of(item: str, renamed: Mapping[str, str]) -> str:
    """The id of an item today."""
    while item in renamed:
        item = renamed[item]
    return item


def family(item: str, renamed: Mapping[str, str]) -> set[str]:
    """All ids that the item had, with the one of today."""
    if not renamed:
        return {item}
    root = root_of(item, renamed)
    return {root, *(old for old in renamed if root_of(old, renamed) == root)}


def replayed(events: Iterable[Event], renamed: Mapping[str, str]) -> tuple[dict[str, Card | None], ReviewDays]:
    """Cards by root, and figures of days, of events of several items."""
    stories: dict[str, list[Event]] = {}
    for event in events:
        stories.setdefault(root_of(event.item, renamed), []).append(event)
    found: dict[str, Card | None] = {}
    total: ReviewDays = {}
    for root, story in stories.items():
        found[root], days = replay(story, root)
        for day, reviews in days.items():
            total[day] = total.get(day, Reviews()) + reviews
    return found, total
