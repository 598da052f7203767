"""SQLAlchemy: functions are called with a session on a database in a file, and what they send is noted."""

from __future__ import annotations

import datetime
import json
import os
from typing import Any

import sqlalchemy
import sqlalchemy.dialects.sqlite.pysqlite
from sqlalchemy import MetaData, Result, Row, Table, event, select
from sqlalchemy.exc import NoSuchTableError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql import Executable

from tutor.workshop.kinds import Bench, function
from tutor.workshop.kinds.sql import sql_log
from tutor.workshop.values import ITEMS, plain

DATABASE = "exercise.db"


def warm() -> None:
    class Base(DeclarativeBase):
        pass

    class Thing(Base):
        __tablename__ = "warm"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str | None]

    engine = sqlalchemy.create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.add(Thing(id=1, name="a"))
        session.commit()
        session.scalars(sqlalchemy.select(Thing).where(Thing.name == "a")).all()
    engine.dispose()
    Base.registry.dispose()


def run(bench: Bench, probe: dict[str, Any]) -> list[dict[str, Any]]:
    module = bench.load()
    metadata = _metadata(module)
    if metadata is None:
        return [{"lacks": "models", "printed": bench.printed()}]
    path = os.path.join(bench.root, DATABASE)
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    event.listen(engine, "connect", _hurried)
    if lacking := _begun(bench, probe, path, engine, metadata):
        return [lacking]
    bench.printed()
    log, seen = sql_log(bench), []
    for act in probe["acts"]:
        called = function(bench, module, act["call"])
        if not callable(called):
            seen.append({"lacks": f"function {act['call']}"})
            continue
        log.take()
        with Session(engine) as session:
            one = _called(bench, session, called, act.get("args", ()))
        one |= log.take()
        log.on = False
        one["tables"] = {name: _rows(engine, name) for name in probe.get("tables", ())}
        log.on = True
        seen.append({**one, "printed": bench.printed()})
    engine.dispose()
    return seen


def _hurried(connection: Any, _record: object) -> None:
    """Nobody needs this database after a loss of power: nothing waits for the disk."""
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute("PRAGMA journal_mode = MEMORY")


def _metadata(module: Any) -> Any:
    """The tables of the learner's models; None if there are none."""
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, DeclarativeBase) and value is not DeclarativeBase:
            return value.metadata
    return next((value for value in vars(module).values() if isinstance(value, MetaData)), None)


def _begun(bench: Bench, probe: dict[str, Any], path: str, engine: Any, metadata: Any) -> dict[str, Any]:
    """Make the database with tables and rows, or put that of a probe before there; what is lacking for that."""
    setup = probe.get("setup") or {}
    name = f"{DATABASE} {json.dumps(setup, sort_keys=True)}"
    if name in bench.kept:
        with open(path, "wb") as file:
            file.write(bench.kept[name])
        return {}
    if os.path.exists(path):
        os.remove(path)
    metadata.create_all(engine, checkfirst=False)
    try:
        if lacking := _filled(engine, metadata, setup):
            return {"lacks": lacking}
    except Exception as error:
        if not probe.get("watch"):
            raise
        return {"lacks": "rows", "trouble": bench.trouble(error)}  # which in labs are the learner's own
    with open(path, "rb") as file:
        bench.kept[name] = file.read()
    return {}


def _filled(engine: Any, metadata: Any, setup: dict[str, list[dict[str, Any]]]) -> str:
    """Put rows into the tables, those that others point to first; what is lacking for that."""
    for name in setup:
        if name not in metadata.tables:
            return f"table {name}"
        if lacking := {key for row in setup[name] for key in row} - set(metadata.tables[name].columns.keys()):
            return f"column {name}.{min(lacking)}"
    with engine.begin() as connection:
        for table in metadata.sorted_tables:
            for row in setup.get(table.name, ()):
                connection.execute(table.insert(), {key: _typed(table, key, value) for key, value in row.items()})
    return ""


def _typed(table: Any, key: str, value: Any) -> Any:
    """A value of a row as its column wants it: dates stand as ISO texts."""
    wanted = getattr(table.columns[key].type, "python_type", None)
    if isinstance(value, str) and wanted in (datetime.date, datetime.datetime, datetime.time):
        return wanted.fromisoformat(value)
    return value


def _called(bench: Bench, session: Any, called: Any, args: Any) -> dict[str, Any]:
    try:
        value = called(session, *args)
        if isinstance(value, Executable):  # a statement that was made and not sent
            value = session.execute(value).all()
            value = [row[0] if len(row) == 1 else row for row in value]
        columns = _columns(value)  # asked first: rows of a result can be fetched once
        return {"value": plain(value), "columns": columns}
    except SystemExit:
        raise
    except BaseException as error:
        return {"trouble": bench.trouble(error)}


def _columns(value: Any) -> list[str]:
    """Names of what stands in each row; none where it is no rows of several columns."""
    if isinstance(value, Result):
        return [str(name) for name in value.keys()]  # noqa: SIM118  # no mapping
    first = value[0] if isinstance(value, list) and value else None
    return [str(name) for name in first._fields] if isinstance(first, Row) else []


def _rows(engine: Any, table: str) -> list[dict[str, Any]]:
    try:
        reflected = Table(table, MetaData(), autoload_with=engine)
    except NoSuchTableError:
        return []
    statement = select(reflected).order_by(*reflected.primary_key.columns).limit(ITEMS)
    with engine.connect() as connection:
        return [{key: plain(value) for key, value in row._mapping.items()} for row in connection.execute(statement)]
