"""What the database file holds, read past the store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tutor.progress.open import FILE

Rows = list[tuple[Any, ...]]
DERIVED = ("step_state", "day_stat", "card", "review_day", "renamed")


def derived(folder: Path) -> tuple[Rows, ...]:
    """Everything that a rebuild makes anew: a list of rows for each of DERIVED."""
    with closing(sqlite3.connect(folder / FILE)) as db:
        return derived_in(db)


def derived_in(db: sqlite3.Connection) -> tuple[Rows, ...]:
    return tuple(db.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in DERIVED)
