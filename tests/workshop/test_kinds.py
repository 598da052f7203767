"""What each kind reports of Flask apps, models and templates that really run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tutor.workshop.jobs import Act, Call, Job, Kind, Outcome, Probe, Render, Seen, Send
from tutor.workshop.pool import Pool

Go = Callable[..., Outcome]


@pytest.fixture(scope="module")
def pool() -> Iterator[Pool]:
    pool = Pool(spares=2, seconds=20.0, kinds=("flask", "orm", "jinja"))
    yield pool
    pool.close()


def run(pool: Pool, kind: Kind, files: dict[str, str], *probes: Probe) -> Outcome:
    return pool.run(Job(kind=kind, files=files, entry=next(iter(files)), probes=list(probes)), 20.0)


def once(pool: Pool, kind: Kind, files: dict[str, str], *acts: Act, **more: object) -> list[Seen]:
    outcome = run(pool, kind, files, Probe(id="it", acts=acts, **more))  # type: ignore[arg-type]  # setup, tables
    assert outcome.ended == "done", outcome
    return outcome.seen["it"]


APP = """
from flask import Flask, redirect, render_template, request, session

app = Flask(__name__)
app.secret_key = "x"
seen = []


@app.route("/echo", methods=["GET", "POST"])
def echo():
    print("called")
    return {"args": request.args, "form": request.form, "json": request.get_json(silent=True)}


@app.get("/count")
def count():
    session["n"] = session.get("n", 0) + 1
    seen.append(1)
    return f"{session['n']} {len(seen)}"


@app.get("/bad")
def bad():
    return 1 / 0


@app.post("/file")
def file():
    return request.files["a.txt"].read()


@app.get("/page")
def page():
    return render_template("page.html", name="<b>")


if __name__ == "__main__":
    app.run()
"""


def test_a_flask_app_is_sent_requests_and_messages_are_told(pool: Pool) -> None:
    (got,) = once(pool, "flask", {"app.py": APP}, Send(path="/echo", query={"q": "가 b"}))
    assert got.request and got.response
    assert got.request.start == "GET /echo?q=%EA%B0%80+b HTTP/1.1"
    assert got.response.start == "HTTP/1.1 200 OK"
    assert ("Content-Type", "application/json") in got.response.fields
    assert '"q":"\\uac00 b"' in got.response.body
    assert got.printed == "called\n"


def test_forms_json_files_and_bodies_arrive_as_such(pool: Pool) -> None:
    form, json, file, text = once(
        pool, "flask", {"app.py": APP},
        Send(method="POST", path="/echo", form={"a": "1"}),
        Send(method="POST", path="/echo", json="null"),
        Send(method="POST", path="/file", files={"a.txt": "inside"}),
        Send(method="POST", path="/echo", body="{}", headers={"Content-Type": "application/json"}),
    )  # fmt: skip
    assert form.response and '"form":{"a":"1"}' in form.response.body
    assert json.request and json.request.body == "null"
    assert file.response and file.response.body == "inside"
    assert text.response and '"json":{}' in text.response.body


def test_cookies_last_for_a_probe_and_state_does_not(pool: Pool) -> None:
    acts = [Send(path="/count"), Send(path="/count")]
    outcome = run(pool, "flask", {"app.py": APP}, Probe(id="a", acts=acts), Probe(id="b", acts=acts))
    bodies = [[one.response.body for one in seen if one.response] for seen in outcome.seen.values()]
    assert bodies == [["1 1", "2 2"], ["1 1", "2 2"]]
    first, second = (one.request.fields for one in outcome.seen["a"] if one.request)
    assert "Cookie" not in dict(first)
    assert dict(second)["Cookie"].startswith("session="), "it is shown with the cookie that it carried"


def test_an_exception_in_a_view_is_a_500_with_its_place(pool: Pool) -> None:
    (got,) = once(pool, "flask", {"app.py": APP}, Send(path="/bad"))
    assert got.response and got.response.status == 500
    assert got.trouble and got.trouble.type == "ZeroDivisionError"
    assert got.trouble.spots[-1].text.strip() == "return 1 / 0"


def test_a_refusal_is_told_with_the_line_that_it_came_from(pool: Pool) -> None:
    source = "from flask import Flask, abort, request\napp = Flask(__name__)\n\n\n@app.post('/')\ndef v():\n"
    files = {"app.py": f"{source}    return request.form['name']\n"}
    got, missing = once(pool, "flask", files, Send(method="POST", form={"nam": "a"}), Send(path="/none"))
    assert got.response and got.response.status == 400
    assert got.trouble is None
    assert got.refused and (got.refused.type, got.refused.message) == ("BadRequestKeyError", "'name'")
    assert got.refused.spots[-1].line == 7
    assert missing.refused is None, "routing is no line of the learner's"


def test_a_cookie_can_be_sent_with_the_first_request(pool: Pool) -> None:
    source = "from flask import Flask, request\napp = Flask(__name__)\n"
    source += "@app.get('/')\ndef v(): return dict(request.cookies)\n"
    (got,) = once(pool, "flask", {"app.py": source}, Send(headers={"Cookie": "a=1; b=2"}))
    assert got.response and got.response.body == '{"a":"1","b":"2"}\n'


def test_a_template_of_an_app_is_rendered_and_its_faults_are_placed(pool: Pool) -> None:
    files = {"app.py": APP, "templates/page.html": "<p>{{ name }}</p>\n{{ 1 / nothing }}\n"}
    (got,) = once(pool, "flask", files, Send(path="/page"))
    assert got.trouble and got.trouble.type == "UndefinedError"
    assert (got.trouble.spots[-1].file, got.trouble.spots[-1].line) == ("templates/page.html", 2)
    (got,) = once(pool, "flask", {**files, "templates/page.html": "<p>{{ name }}</p>"}, Send(path="/page"))
    assert got.response and got.response.body == "<p>&lt;b&gt;</p>"


def test_an_app_is_found_by_name_by_factory_or_alone(pool: Pool) -> None:
    for source in ("site = Flask('x')", "def create_app():\n    return Flask('x')", "app = Flask('x')"):
        (got,) = once(pool, "flask", {"app.py": f"from flask import Flask\n{source}\n"}, Send())
        assert got.response and got.response.status == 404
    (got,) = once(pool, "flask", {"app.py": "app = 1\n"}, Send())
    assert got.lacks == "app"


def test_other_files_are_loaded_anew_for_each_probe(pool: Pool) -> None:
    files = {"main.py": "import other\ndef f():\n    other.n += 1\n    return other.n\n", "other.py": "n = 0\n"}
    probes = [Probe(id=id, acts=[Call(call="f")]) for id in "ab"]
    outcome = run(pool, "python", files, *probes)
    assert [seen[0].value for seen in outcome.seen.values()] == [1, 1]


# ── SQLAlchemy ───────────────────────────────────────────────────────────────────────────────────

MODELS = """
import datetime

from sqlalchemy import ForeignKey, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class Author(Base):
    __tablename__ = "author"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    born: Mapped[datetime.date | None]
    notes: Mapped[list["Note"]] = relationship(back_populates="author")


class Note(Base):
    __tablename__ = "note"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    author_id: Mapped[int] = mapped_column(ForeignKey("author.id"))
    author: Mapped[Author] = relationship(back_populates="notes")


def titles(session):
    return [note.author.name for note in session.scalars(select(Note))]


def pairs(session, least):
    return select(Note.id, Note.text).where(Note.id >= least)


def everyone(session):
    return session.scalars(select(Author)).all()


def add(session, commit):
    session.add(Note(text="new", author_id=1))
    if commit:
        session.commit()


def broken(session):
    session.add(Note(text=None, author_id=1))
    session.commit()
"""
SETUP: dict[str, list[dict[str, Any]]] = {
    "note": [{"id": n, "text": f"t{n}", "author_id": n} for n in (1, 2)],
    "author": [{"id": 1, "name": "Ada", "born": "1815-12-10"}, {"id": 2, "name": "Bo"}],
}


def test_queries_are_counted_with_the_line_that_made_them(pool: Pool) -> None:
    (got,) = once(pool, "orm", {"models.py": MODELS}, Call(call="titles"), setup=SETUP)
    assert got.value == ["Ada", "Bo"]
    assert got.queries == 3
    assert {s.at.text.strip() for s in got.statements if s.at and s.sql.startswith("SELECT")} == {
        "return [note.author.name for note in session.scalars(select(Note))]"
    }


def test_a_statement_that_is_returned_is_sent_and_values_are_plain(pool: Pool) -> None:
    rows, people = once(
        pool, "orm", {"models.py": MODELS}, Call(call="models.pairs", args=[2]), Call(call="everyone"), setup=SETUP
    )
    assert rows.value == [[2, "t2"]]
    assert rows.statements[0].parameters == "(2,)"
    assert people.value[0] == {"id": 1, "name": "Ada", "born": "1815-12-10"}


def test_rows_afterwards_are_those_that_were_committed(pool: Pool) -> None:
    for commit, count, end in ((True, 3, "COMMIT"), (False, 2, "ROLLBACK")):
        call = Call(call="add", args=[commit])
        (got,) = once(pool, "orm", {"models.py": MODELS}, call, setup=SETUP, tables=["note"])
        assert len(got.tables["note"]) == count
        assert not commit or [s.sql for s in got.statements if s.ends] == [end]


def test_each_probe_begins_with_the_rows_of_its_setup(pool: Pool) -> None:
    fewer = {**SETUP, "note": SETUP["note"][:1]}
    probes = [
        Probe(id=id, acts=[Call(call="add", args=[True])], tables=["note"], setup=rows)
        for id, rows in (("a", SETUP), ("b", SETUP), ("c", fewer))
    ]
    outcome = run(pool, "orm", {"models.py": MODELS}, *probes)
    left = {id: len(seen.tables["note"]) for id, (seen,) in outcome.seen.items()}
    assert left == {"a": 3, "b": 3, "c": 2}


def test_jobs_that_share_a_worker_share_neither_log_nor_modules_nor_rows(pool: Pool) -> None:
    probe = Probe(id="it", acts=[Call(call="titles")], setup=SETUP)
    renamed = MODELS.replace("note.author.name for", "note.author.name.upper() for")
    jobs = [Job(kind="orm", files={"models.py": text}, entry="models.py", probes=[probe]) for text in (MODELS, renamed)]
    first, second = (outcome.seen["it"][0] for outcome in pool.run_all([(job, 5.0) for job in (*jobs, *jobs)])[2:])
    assert (first.value, second.value) == (["Ada", "Bo"], ["ADA", "BO"])
    for one in (first, second):
        assert one.queries == 3
        assert [s.sql.split()[0] for s in one.statements] == ["SELECT", "SELECT", "SELECT", "ROLLBACK"]


def test_what_models_lack_is_told(pool: Pool) -> None:
    def lacks(source: str, **more: object) -> str:
        return once(pool, "orm", {"models.py": source}, Call(call="missing"), **more)[0].lacks

    assert lacks("x = 1\n") == "models"
    assert lacks(MODELS) == "function missing"
    assert lacks(MODELS, setup={"book": [{"id": 1}]}) == "table book"
    assert lacks(MODELS, setup={"note": [{"id": 1, "body": ""}]}) == "column note.body"


def test_an_error_of_the_database_is_told(pool: Pool) -> None:
    (got,) = once(pool, "orm", {"models.py": MODELS}, Call(call="broken"), setup=SETUP)
    assert got.trouble and got.trouble.type == "IntegrityError"
    assert got.trouble.spots[-1].text.strip() == "session.commit()"


# ── Jinja ────────────────────────────────────────────────────────────────────────────────────────


def test_templates_inherit_and_escape_by_the_name_of_the_file(pool: Pool) -> None:
    files = {
        "page.html": '{% extends "base.html" %}{% block body %}{{ name }}{% endblock %}',
        "base.html": "<main>{% block body %}{% endblock %}</main>",
        "page.txt": "{{ name }}",
    }
    acts = [Render(template=name, context={"name": "<b>"}) for name in ("page.html", "page.txt")]
    assert [one.text for one in once(pool, "jinja", files, *acts)] == ["<main>&lt;b&gt;</main>", "<b>"]


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("a\n{% if x %}\n", "TemplateSyntaxError", 2),
        ("a\n\n{{ nothing }}\n", "UndefinedError", 3),
        ("{{ 'a' | uper }}\n", "TemplateAssertionError", 1),
        ("\n{{ 1 / 0 }}\n", "ZeroDivisionError", 2),
    ],
)
def test_faults_of_templates_are_placed_in_them(pool: Pool, source: str, kind: str, line: int) -> None:
    (got,) = once(pool, "jinja", {"a.html": source}, Render(template="a.html"))
    assert got.trouble and got.trouble.type == kind
    assert (got.trouble.spots[-1].file, got.trouble.spots[-1].line) == ("a.html", line)


def test_a_template_without_end_is_cut(pool: Pool) -> None:
    source = "{% for n in range(99999999) %}{{ n }}{% endfor %}"
    (got,) = once(pool, "jinja", {"a.txt": source}, Render(template="a.txt"))
    assert got.text and len(got.text) == 64 << 10


# ── Watched, for labs ────────────────────────────────────────────────────────────────────────────


def escaped(pool: Pool, source: str, **context: object) -> list[str]:
    act = Render(template="a.html", context=context)
    (got,) = once(pool, "jinja", {"a.html": source}, act, watch=True)
    assert got.text is not None
    return [got.text[start:end] for start, end in got.escaped]


def test_what_was_escaped_is_told_and_what_the_author_wrote_is_not(pool: Pool) -> None:
    assert escaped(pool, "&amp; {{ a }} {{ a | safe }} {{ a | e }} {{ '<' }}", a="&") == ["&amp;", "&amp;", "&lt;"]
    assert escaped(pool, "{% macro m(x) %}<b>{{ x }}</b>{% endmacro %}{{ m(a) }}", a="<i>") == ["&lt;", "&gt;"]
    assert escaped(pool, "{{ ('<'|safe) ~ a }}", a=">") == ["&gt;"]
    assert escaped(pool, "{{ l.append('<') or '' }}{{ l | join }}", l=[]) == ["&lt;"]


def test_where_marks_would_change_the_text_nothing_is_told(pool: Pool) -> None:
    assert escaped(pool, "{{ a }}{{ (a | e) | length }}", a="<") == []
    assert escaped(pool, "{{ a }}", a="\ue000<") == []


def test_a_watched_app_tells_what_happened_inside(pool: Pool) -> None:
    source = """
    import sqlite3
    from flask import Flask

    app = Flask(__name__)


    @app.before_request
    def first():
        pass


    @app.get("/sum/<int:n>")
    def sum_up(n):
        if n > 5:
            return "much"
        db = sqlite3.connect(":memory:", 5.0)
        return str(db.execute("SELECT ? + 1", (n,)).fetchone()[0])
    """
    files = {"app.py": "\n".join(line[4:] for line in source.split("\n"))}
    got, other = once(pool, "flask", files, Send(path="/sum/2"), Send(path="/none"), watch=True)
    assert got.response and got.response.body == "3"
    inside = got.inside
    assert inside is not None
    assert (inside.rule, inside.arguments) == ("/sum/<int:n>", {"n": "2"})
    assert [(stage.kind, stage.name) for stage in inside.stages] == [("before", "first"), ("view", "sum_up")]
    view = inside.stages[1]
    assert {view.source[number - view.first].strip() for number in view.ran} >= {"if n > 5:"}
    assert 'return "much"' not in {view.source[number - view.first].strip() for number in view.ran}
    assert [(sql.statement, sql.parameters) for sql in inside.sql] == [("SELECT ? + 1", ["2"])]
    assert other.inside is not None
    assert other.inside.routing == "404 Not Found"
    assert once(pool, "flask", files, Send(path="/sum/2"))[0].inside is None


def test_rows_that_do_not_fit_are_told_apart_from_the_query(pool: Pool) -> None:
    setup = {"note": [{"id": 1, "text": None}]}
    (got,) = once(pool, "orm", {"models.py": MODELS}, Call(call="missing"), setup=setup, watch=True)
    assert got.lacks == "rows"
    assert got.trouble and got.trouble.type == "IntegrityError"
