"""The Flask lab: an app and requests in; the exchanges, and what happened inside, out."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from tutor.lesson.exercise.causes import STATUSES, explained, lacking
from tutor.lesson.exercise.told import Row, code_row, message_rows, safe
from tutor.lesson.labs.came import Came, Insides, Lines, Noted, Part, broken, ended, printed, told
from tutor.lesson.labs.drafts import Draft, Example
from tutor.lesson.labs.given import requests_of
from tutor.words import N_, _
from tutor.workshop.jobs import Inside, Job, Outcome, Probe, Seen, Sql, Stage, Template

ENTRY = "app.py"


def job_of(draft: Draft) -> Job:
    """Send the requests to the app, one after the other, from one client.

    Raises:
        GivenError: a request cannot be read.
    """
    probe = Probe(id="lab", acts=requests_of(draft.given), watch=True)
    return Job(kind="flask", files=dict(draft.files), entry=ENTRY, probes=[probe])


def came_of(_draft: Draft, outcome: Outcome) -> Came:
    """What the app answered, and how it came to that."""
    if came := ended(outcome):
        return came
    seen = next(iter(outcome.seen.values()), [])
    if seen and seen[0].lacks:
        return told(Came(_("Nothing was sent"), False, (Row("words", lacking(seen[0].lacks)),)), outcome)
    timelines = [_noted(one) for one in seen if one.inside is not None]
    parts: list[Part] = [Lines(_("Exchange"), _exchanges(seen)), Insides(_("Inside"), timelines), *printed(seen)]
    trouble = next((one.trouble for one in seen if one.trouble is not None), None)
    if trouble is not None:
        return told(broken(trouble, parts), outcome)
    answers = ", ".join(safe(one.response.start.removeprefix("HTTP/1.1 ")) for one in seen if one.response)
    return told(Came(answers, said=_hints(seen), parts=parts), outcome)


def _hints(seen: Sequence[Seen]) -> list[Row]:
    """What the first answer that is none of success usually means, at the line that gave it."""
    one = next((one for one in seen if one.response and one.response.status >= 300), None)
    if one is None or one.response is None:
        return []
    rows = [code_row(one.refused.spots[-1])] if one.refused and one.refused.spots else []
    means = explained(one.refused) if one.refused else ""
    if not means and one.response.status in STATUSES:
        means = _(STATUSES[one.response.status])
    return [*rows, Row("words", means)] if means else rows


def _exchanges(seen: Sequence[Seen]) -> list[Row]:
    rows: list[Row] = []
    for n, one in enumerate(seen, 1):
        if len(seen) > 1:
            rows += [Row("soft", "")] if rows else []
            rows.append(Row("soft", _("request {n} of {total}").format(n=n, total=len(seen))))
        rows += message_rows(one)
    return rows


def _noted(seen: Seen) -> Noted:
    inside, response = seen.inside, seen.response
    assert inside is not None
    return Noted(safe(inside.rule), response.status if response else 0, _cleaned(inside), inside.ms)


def _cleaned(inside: Inside) -> Inside:
    """What a learner's process told, made fit for a terminal."""
    replace = msgspec.structs.replace

    def texts(pairs: dict[str, str]) -> dict[str, str]:
        return {safe(name): safe(value) for name, value in pairs.items()}

    def stage(one: Stage) -> Stage:
        source = [safe(line.expandtabs(4)) for line in one.source]
        return replace(one, name=safe(one.name), raised=safe(one.raised), source=source)

    def sql(one: Sql) -> Sql:
        lines = [safe(line, 2000) for line in one.statement.split("\n")]
        return replace(one, statement="\n".join(lines), parameters=[safe(value) for value in one.parameters])

    def template(one: Template) -> Template:
        return replace(one, name=safe(one.name), variables=texts(one.variables))

    return replace(
        inside, routing=safe(inside.routing), arguments=texts(inside.arguments),
        stages=[stage(one) for one in inside.stages], sql=[sql(one) for one in inside.sql],
        templates=[template(one) for one in inside.templates],
    )  # fmt: skip


# ── Examples ─────────────────────────────────────────────────────────────────────────────────────

NOTES = """\
from flask import Flask, abort, request

app = Flask(__name__)
notes = {1: "Buy tea", 2: "Water the plants"}


@app.get("/notes/<int:id>")
def show(id):
    if id not in notes:
        abort(404)
    return {"id": id, "text": notes[id]}


@app.post("/notes")
def create():
    id = max(notes) + 1
    notes[id] = request.get_json()["text"]
    return {"id": id}, 201, {"Location": f"/notes/{id}"}
"""
NOTES_REQUESTS = """\
POST /notes
Content-Type: application/json

{"text": "Call Ada"}

### the next request, to the same app
GET /notes/3
"""
HOOKS = """\
from flask import Flask, g, render_template, request

app = Flask(__name__)
HELLO = {"en": "Good evening", "ko": "안녕하세요"}


@app.before_request
def language():
    g.language = request.accept_languages.best_match(HELLO) or "en"


def words():
    return HELLO[g.language]


@app.get("/hello/<name>")
def hello(name):
    return render_template("hello.html", words=words(), name=name)


@app.after_request
def say_language(response):
    response.headers["Content-Language"] = g.language
    return response
"""
HELLO = """\
<p lang="{{ g.language }}">{{ words }}, {{ name }}.</p>
"""
HOOKS_REQUESTS = """\
GET /hello/Ada
Accept-Language: ko, en;q=0.5
"""
BOOKS = """\
import sqlite3

from flask import Flask, g, request

app = Flask(__name__)


@app.before_request
def connect():
    g.db = sqlite3.connect(":memory:")
    g.db.execute("CREATE TABLE book (title TEXT, year INTEGER)")
    g.db.executemany(
        "INSERT INTO book VALUES (?, ?)",
        [("Solaris", 1961), ("Kindred", 1979)],
    )


@app.get("/books")
def books():
    before = int(request.args["before"])
    found = g.db.execute(
        "SELECT title FROM book WHERE year < ?", (before,)
    )
    return [title for (title,) in found]


@app.errorhandler(400)
def bad(error):
    return {"error": error.description}, 400


@app.teardown_request
def close(_error):
    g.db.close()
"""
BOOKS_REQUESTS = """\
GET /books?before=1975

### without what the view asks for
GET /books
"""
EXAMPLES = (
    Example("notes", N_("Routes"), N_("two views, and their statuses"),
            {ENTRY: NOTES}, NOTES_REQUESTS),
    Example("hooks", N_("Hooks and a template"), N_("before and after a view"),
            {ENTRY: HOOKS, "templates/hello.html": HELLO}, HOOKS_REQUESTS),
    Example("books", N_("A database"), N_("SQL in a view, an error handled"),
            {ENTRY: BOOKS}, BOOKS_REQUESTS),
)  # fmt: skip
