"""The ORM lab: models, a query and rows in; the SQL that is sent, with its line, and what comes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tutor.lesson.exercise.causes import SITUATIONS, explained, lacking
from tutor.lesson.exercise.judge import reloaded, repeated, writes
from tutor.lesson.exercise.told import Row, code_row, error_rows, safe
from tutor.lesson.labs.came import (
    Came,
    Part,
    Sent,
    Statements,
    Table,
    broken,
    cell,
    ended,
    first_seen,
    printed,
    told,
)
from tutor.lesson.labs.drafts import Draft, Example
from tutor.lesson.labs.given import line_of, rows_of
from tutor.words import N_, _, ngettext
from tutor.workshop.jobs import Call, Job, Outcome, Probe, Seen, Spot, Statement

MODELS, QUERY, GIVEN = "models.py", "query.py", "rows.json"
SHOWN = 200
"""Rows of a table that are shown."""


def job_of(draft: Draft) -> Job:
    """Put the rows into tables of the models, and call the query with a session.

    Raises:
        GivenError: the rows cannot be read.
    """
    setup = rows_of(draft.given)
    probe = Probe(id="lab", acts=[Call(call="query.query")], setup=setup, tables=list(setup), watch=True)
    return Job(kind="orm", files=dict(draft.files), entry=MODELS, probes=[probe])


def came_of(draft: Draft, outcome: Outcome) -> Came:
    """What the query sent and brought."""
    if came := ended(outcome):
        return came
    seen = first_seen(outcome)
    if seen.lacks:
        return told(_lacking(draft, seen), outcome)
    parts = [*_sql(seen), *_brought(seen), *_tables(seen), *printed([seen])]
    if seen.trouble is not None:
        return told(broken(seen.trouble, parts), outcome)
    said = list(_said(seen))
    return told(Came(", ".join(_head(seen)), said=said, parts=parts), outcome)


def _head(seen: Seen) -> Iterator[str]:
    yield ngettext("{n} statement", "{n} statements", seen.queries).format(n=seen.queries)
    if isinstance(seen.value, list):
        count = len(seen.value)
        yield ngettext("{n} row", "{n} rows", count).format(n=count)
    elif seen.value is None:
        yield _("nothing was returned")


def _said(seen: Seen) -> Iterator[Row]:
    """What is worth knowing of a run that went well."""
    if reloaded(seen.statements):
        yield Row("words", _(SITUATIONS["reloaded"]))
    elif (most := repeated(seen.statements)) is not None:
        statement, _times = most
        if statement.at is not None:
            yield code_row(statement.at)
        yield Row("words", _(SITUATIONS["n-plus-one"]))
    if writes(seen.statements) and not any(statement.sql == "COMMIT" for statement in seen.statements):
        yield Row("words", _(SITUATIONS["no-commit"]))


def _lacking(draft: Draft, seen: Seen) -> Came:
    """Something that the lab needs is not there, or rows do not go into their tables."""
    kind, _blank, name = seen.lacks.partition(" ")
    if kind == "rows" and seen.trouble is not None:
        inner = seen.trouble
        while inner.cause is not None:  # what the database itself says is shortest
            inner = inner.cause
        meant = explained(seen.trouble) or explained(inner)
        words = [Row("words", meant)] if meant else []
        return Came(_("The rows do not fit the models"), False, (error_rows(inner)[0], *words))
    if kind in ("table", "column"):
        table, _dot, column = name.partition(".")
        at = Spot(file=GIVEN, line=line_of(draft.given, column or table))
        said = _("No model has the table {name}.") if kind == "table" else _("There is no column {name}.")
        return Came(_("{file}, line {n}").format(file=GIVEN, n=at.line), False,
                    (Row("words", said.format(name=f"`{safe(name)}`")),), at)  # fmt: skip
    said = _("{file} has no function `query`. The lab calls it with a session.").format(file=QUERY)
    return Came(_("Nothing ran"), False, (Row("words", said if kind == "function" else lacking(seen.lacks)),))


# ── Parts ────────────────────────────────────────────────────────────────────────────────────────


def _sql(seen: Seen) -> list[Part]:
    sent: list[Sent] = []
    for statement in seen.statements:
        one = _sent(statement)
        if sent and (sent[-1].sql, sent[-1].where) == (one.sql, one.where) and not one.ends:
            last = sent[-1]
            sent[-1] = replace(last, times=last.times + 1, parameters=[*last.parameters, *one.parameters])
        else:
            sent.append(one)
    return [Statements(_("SQL"), sent)] if sent else []


def _sent(statement: Statement) -> Sent:
    at = statement.at
    place = _("line {n}") if at and at.file == QUERY else _("{file}, line {n}")
    where = place.format(file=safe(at.file), n=at.line) if at else ""
    given = [safe(statement.parameters)] if statement.parameters else []
    return Sent("\n".join(safe(line, 2000) for line in statement.sql.split("\n")), given, 1, where, statement.ends)


def _brought(seen: Seen) -> list[Part]:
    """What the query returned, as a table where it is rows."""
    value = seen.value
    if seen.trouble is not None or value is None:
        return []
    if not isinstance(value, list):
        return [_table(_("Returns"), [value], seen.columns)]
    return [_table(_("Rows"), value, seen.columns)]


def _table(name: str, rows: Sequence[Any], columns: Sequence[str]) -> Table:
    """Entities have the names of their columns; of other rows they may be known or not."""
    first = rows[0] if rows else None
    if isinstance(first, dict) and first.keys() != {"type", "repr"}:
        columns = [*dict.fromkeys(key for row in rows if isinstance(row, dict) for key in row)]
        cells = [[cell(row.get(key)) if isinstance(row, dict) else cell(row) for key in columns] for row in rows]
    elif isinstance(first, list):
        cells = [[cell(item) for item in row] if isinstance(row, list) else [cell(row)] for row in rows]
    else:
        cells = [[cell(row)] for row in rows]
    return Table(name, [safe(column) for column in columns], cells[:SHOWN], "" if rows else _("no row"))


def _tables(seen: Seen) -> list[Part]:
    """What is afterwards in those tables that something was written to."""
    changes = [statement.sql for statement in seen.statements if writes([statement])]
    changed = {name: rows for name, rows in seen.tables.items() if any(name in sql.split() for sql in changes)}
    return [_table(_("{name} afterwards").format(name=safe(name)), rows, ()) for name, rows in changed.items()]


# ── Examples ─────────────────────────────────────────────────────────────────────────────────────

LIBRARY = """\
from sqlalchemy import ForeignKey
from sqlalchemy.orm import (
    DeclarativeBase, Mapped, mapped_column, relationship
)


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    books: Mapped[list["Book"]] = relationship(back_populates="author")


class Book(Base):
    __tablename__ = "book"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
    published: Mapped[int]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    author: Mapped[Author] = relationship(back_populates="books")
"""
ROWS = """\
{
  "author": [
    {"id": 1, "name": "Tove Jansson"},
    {"id": 2, "name": "Stanisław Lem"},
    {"id": 3, "name": "Octavia Butler"}
  ],
  "book": [
    {"author_id": 2, "title": "Solaris", "published": 1961},
    {"author_id": 3, "title": "Kindred", "published": 1979},
    {"author_id": 1, "title": "The Summer Book", "published": 1972},
    {"author_id": 2, "title": "The Invincible", "published": 1964}
  ]
}
"""
JOIN = """\
from sqlalchemy import select

from models import Author, Book


def query(session):
    found = (
        select(Author.name, Book.title, Book.published)
        .join(Author.books)
        .where(Book.published < 1975)
        .order_by(Book.published)
    )
    return session.execute(found).all()
"""
LAZY = """\
from sqlalchemy import select

from models import Book


def query(session):
    books = session.scalars(select(Book).order_by(Book.title))
    return [(book.title, book.author.name) for book in books]
"""
WRITE = """\
from sqlalchemy import select

from models import Book


def query(session):
    book = session.get(Book, 2)
    book.published = 2003
    session.add(Book(title="Fledgling", published=2005, author_id=3))
    return session.scalars(select(Book).order_by(Book.id)).all()
"""
EXAMPLES = (
    Example("join", N_("A join"), N_("columns of two tables at once"),
            {QUERY: JOIN, MODELS: LIBRARY}, ROWS),
    Example("lazy", N_("Lazy loading"), N_("one statement for each author: N+1"),
            {QUERY: LAZY, MODELS: LIBRARY}, ROWS),
    Example("write", N_("A change"), N_("what is sent when, and never committed"),
            {QUERY: WRITE, MODELS: LIBRARY}, ROWS),
)  # fmt: skip
