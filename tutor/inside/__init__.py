"""What happens inside a Flask app while it answers one request: route, hooks, view, SQL, templates, error handlers.

`Watcher` makes a `Record` of one request; `connect` is sqlite3's, and what goes through it is in the record too.
"""

from __future__ import annotations

from tutor.inside.record import Record, Sql, Stage, Template
from tutor.inside.sql import Connection, connect
from tutor.inside.watch import Watcher

__all__ = ["Connection", "Record", "Sql", "Stage", "Template", "Watcher", "connect"]
