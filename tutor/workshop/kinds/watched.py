"""What happened inside of a watched app, as plain data."""

from __future__ import annotations

import functools
import sqlite3
from typing import Any

from tutor import inside

WITH_SOURCE = ("view", "error handler")
"""Kinds of stages that are shown with their lines."""
LINES = 200
"""Lines of a function that are reported."""


@functools.cache
def watch_sqlite() -> None:
    """Let every connection of this process from now on note what goes through it, those of SQLAlchemy too."""
    connect = functools.partial(sqlite3.connect, factory=inside.Connection)
    sqlite3.connect = sqlite3.dbapi2.connect = connect  # type: ignore[assignment]  # takes the same arguments


def told_of(record: inside.Record) -> dict[str, Any]:
    """A record in the shape of `jobs.Inside`."""
    return {
        "rule": record.rule, "routing": record.routing, "arguments": record.arguments, "allowed": record.allowed,
        "ms": record.ms,
        "stages": [_stage(stage) for stage in record.stages],
        "sql": [
            {"statement": sql.statement[:4000], "parameters": sql.parameters[:50], "rows": sql.rows, "at": sql.at,
             "ms": sql.ms}
            for sql in record.sql[:200]
        ],
        "templates": [
            {"name": template.name, "variables": template.variables, "at": template.at, "ms": template.ms}
            for template in record.templates[:50]
        ],
    }  # fmt: skip


def _stage(stage: inside.Stage) -> dict[str, Any]:
    return {
        "kind": stage.kind, "name": stage.name, "depth": stage.depth, "first": stage.first,
        "source": stage.source[:LINES] if stage.kind in WITH_SOURCE else (), "ran": sorted(stage.ran),
        "raised": stage.raised[:2000], "at": stage.at, "ms": stage.ms,
    }  # fmt: skip
