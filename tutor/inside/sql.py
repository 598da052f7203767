"""sqlite3 connections whose statements go into the record of the request that gave them."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterable
from typing import Any

from tutor.inside.record import Sql, current

LONGEST = 200
"""Characters of a parameter that are kept."""


class _Cursor(sqlite3.Cursor):
    def execute(self, sql: str, parameters: Any = (), /) -> _Cursor:
        _noted(sql, parameters, lambda: super(_Cursor, self).execute(sql, parameters), self)
        return self

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> _Cursor:
        many = list(parameters)
        _noted(sql, many, lambda: super(_Cursor, self).executemany(sql, many), self)
        return self


class Connection(sqlite3.Connection):
    """A connection that notes; as a factory for `sqlite3.connect`."""

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    def execute(self, sql: str, parameters: Any = (), /) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self.cursor().execute(sql, parameters)
        return cursor

    def executemany(self, sql: str, parameters: Iterable[Any], /) -> sqlite3.Cursor:
        cursor: sqlite3.Cursor = self.cursor().executemany(sql, parameters)
        return cursor


def connect(database: str, **options: Any) -> sqlite3.Connection:
    """As `sqlite3.connect`, with the same options and errors."""
    return sqlite3.connect(database, factory=Connection, **options)


def _noted(sql: str, parameters: Any, execute: Callable[[], object], cursor: sqlite3.Cursor) -> None:
    record = current.record
    if record is None:
        execute()
        return
    began = time.perf_counter()
    try:
        execute()
    finally:
        now = time.perf_counter()
        file, line = current.place
        record.sql.append(
            Sql(
                statement=sql.strip(),
                parameters=_shown(parameters),
                at=(began - current.began) * 1000,
                ms=(now - began) * 1000,
                rows=cursor.rowcount,
                file=file,
                line=line,
            )
        )


def _shown(parameters: Any) -> tuple[str, ...]:
    """Parameters as text: by place, or `name=value`."""
    if isinstance(parameters, dict):
        return tuple(f"{name}={_short(value)}" for name, value in parameters.items())
    return tuple(_short(value) for value in parameters)


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
