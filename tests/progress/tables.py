"""What the database file holds, read past the store."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from tutor.progress.open import FILE

Rows = list[tuple[Any, ...]]


def derived(folder: Path) -> tuple[Rows, Rows]:
    """Everything that a rebuild makes anew: states of steps and figures of days."""
    with closing(sqlite3.connect(folder / FILE)) as db:
        return derived_in(db)


def derived_in(db: sqlite3.Connection) -> tuple[Rows, Rows]:
    steps = db.execute("SELECT * FROM step_state ORDER BY lesson, step").fetchall()
    return steps, db.execute("SELECT * FROM day_stat ORDER BY day").fetchall()
