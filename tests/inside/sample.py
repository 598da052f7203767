"""A small app to be watched: every kind of function that Flask calls."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, render_template_string
from werkzeug.exceptions import NotFound

from tutor.inside import connect

notes = Blueprint("notes", __name__)


def database() -> sqlite3.Connection:
    if "db" not in g:
        g.db = connect(":memory:")
        g.db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, text TEXT)")
        g.db.executemany("INSERT INTO note(text) VALUES (?)", [("milk",), ("bread",)])
    db: sqlite3.Connection = g.db
    return db


@notes.before_request
def remember() -> None:
    g.who = "ada"


@notes.get("/notes/<int:id>")
def show(id: int) -> str:
    row = database().execute("SELECT text FROM note WHERE id = :id", {"id": id}).fetchone()
    if row is None:
        abort(404, "no such note")
    return render_template_string("<p>{{ text }} of {{ who }}</p>", text=row[0], who=g.who)


@notes.get("/caught")
def caught() -> list[int]:
    try:
        raise ValueError("not for you")
    except ValueError:
        numbers = [n * 2 for n in range(3)]
    return numbers


@notes.get("/fails")
def fails() -> str:
    try:
        return str(1 / 0)
    finally:
        g.tidy = True


@notes.get("/lines")
def lines() -> Response:
    def produce() -> Iterator[str]:
        yield "one\n"
        yield "two\n"

    return Response(produce())


@notes.errorhandler(404)
def missing(error: NotFound) -> tuple[str, int]:
    return f"sorry: {error.description}", 404


@notes.after_request
def stamp(response: Response) -> Response:
    response.headers["X-Who"] = g.who
    return response


@notes.teardown_request
def close(_error: BaseException | None) -> None:
    db = g.pop("db", None)
    if db is not None:
        db.close()


def create() -> Flask:
    app = Flask(__name__)
    app.register_blueprint(notes)
    return app


def answer(app: Any, path: str, method: str = "GET") -> tuple[str, bytes]:
    """Call the app as a server would; its status line and body."""
    from werkzeug.test import EnvironBuilder, run_wsgi_app

    chunks, status, _fields = run_wsgi_app(app, EnvironBuilder(path=path, method=method).get_environ())
    try:
        return status, b"".join(chunks)
    finally:
        getattr(chunks, "close", lambda: None)()
