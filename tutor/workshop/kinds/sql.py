"""The SQL that SQLAlchemy sends, with the learner's line that made it be sent."""

from __future__ import annotations

import functools
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from tutor.workshop.kinds import Bench

MOST = 200
"""Statements that are kept; all are counted."""


class SqlLog:
    """Listens to all engines of this process, from now on."""

    def __init__(self) -> None:
        self._bench: Bench | None = None
        self._statements: list[dict[str, Any]] = []
        self._count = 0
        self.on = True
        event.listen(Engine, "before_cursor_execute", self._executed)
        event.listen(Engine, "commit", lambda _connection: self._ended("COMMIT"))
        event.listen(Engine, "rollback", lambda _connection: self._ended("ROLLBACK"))

    def begin(self, bench: Bench) -> None:
        """Note what the code of this run sends, and forget what was sent before."""
        self._bench, self.on = bench, True
        self.take()

    def take(self) -> dict[str, Any]:
        """What was sent since the last time, in the shape of `jobs.Seen`."""
        taken = {"statements": self._statements, "queries": self._count}
        self._statements, self._count = [], 0
        return taken

    def _executed(self, _connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, _many: bool) -> None:
        if self.on:
            self._count += 1
            self._keep({"sql": sql[:4000], "parameters": repr(parameters)[:500] if parameters else ""})

    def _ended(self, what: str) -> None:
        if self.on:
            self._keep({"sql": what, "ends": True})

    def _keep(self, statement: dict[str, Any]) -> None:
        if self._bench is not None and len(self._statements) < MOST:
            self._statements.append({**statement, "at": self._bench.place()})


def sql_log(bench: Bench) -> SqlLog:
    """The log of this run: there is one in a process, since it listens as long as that."""
    log = _the_log()
    log.begin(bench)
    return log


@functools.cache
def _the_log() -> SqlLog:
    return SqlLog()
