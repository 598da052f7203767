"""Each cause of the catalogue is what really comes of its mistake: all of them are made, in the workshop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tutor import words
from tutor.lesson.exercise.causes import CAUSES, LACKS, SITUATIONS, STATUSES, cause_of, explained, lacking
from tutor.lesson.exercise.told import error_rows
from tutor.workshop.jobs import Call, Job, Outcome, Probe, Trouble
from tutor.workshop.pool import Pool

FLASK = "    from flask import Blueprint, Flask, current_app, jsonify, render_template, request, session\n"
FLASK += "    from flask import url_for\n"
FLASK += "    app = Flask(__name__); app.testing = True; client = app.test_client()\n"
SQL = "    import datetime\n    from sqlalchemy import ForeignKey, create_engine, select, text, update\n"
SQL += "    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship\n"
SQL += "    class Base(DeclarativeBase): pass\n"
NOTE = "    class Note(Base):\n        __tablename__ = 'note'\n"
NOTE += "        id: Mapped[int] = mapped_column(primary_key=True)\n"
NOTE += "        name: Mapped[str] = mapped_column(unique=True)\n"
READY = NOTE + "    engine = create_engine('sqlite://'); Base.metadata.create_all(engine); s = Session(engine)\n"
JINJA = "    from jinja2 import Environment, StrictUndefined\n    env = Environment(undefined=StrictUndefined)\n"


def flask(*lines: str) -> str:
    return FLASK + "".join(f"    {line}\n" for line in lines)


def view(body: str, path: str = "/") -> str:
    return flask(f"@app.route('{path}')", f"def v(): {body}", "client.get('/')")


def sql(*lines: str, models: str = READY) -> str:
    return SQL + models + "".join(f"    {line}\n" for line in lines)


def template(source: str, **context: object) -> str:
    return JINJA + f"    env.from_string({source!r}).render(**{context!r})\n"


def code(source: str) -> str:
    return f"    compile({source!r}, 'main.py', 'exec')\n"


def plain(*lines: str) -> str:
    return "".join(f"    {line}\n" for line in lines)


ITEM = NOTE.replace("Note", "Item").replace("note", "item").partition("        name")[0]
MISTAKES: list[tuple[str, str]] = [
    ("view-none", view("pass")),
    ("view-type", view("return 1.5")),
    ("view-argument", flask("@app.get('/<id>')", "def v(name): return ''", "client.get('/1')")),
    ("no-caller", template("{% macro b() %}{% endmacro %}{% call b() %}x{% endcall %}")),
    ("hook-none", flask("@app.after_request", "def h(r): pass") + view("return ''").replace(FLASK, "")),
    ("endpoint-twice", flask("app.get('/a')(lambda: '')", "app.get('/b')(lambda: '')")),
    ("rule-malformed", view("return ''", "/<int: a>")),
    ("no-converter", view("return ''", "/<a:int>")),
    ("route-slash", view("return ''", "a")),
    ("late-setup", flask("client.get('/')", "app.before_request(lambda: None)")),
    ("no-request", flask("request.args")),
    ("no-app-context", flask("current_app.name")),
    ("no-secret-key", view("session['a'] = 1; return ''")),
    ("build-error", view("return url_for('other')")),
    ("form-key", flask("with app.test_request_context('/'): request.form['q']")),
    ("template-missing", view("return render_template('nothing.html')")),
    ("not-json", view("return jsonify(a={1, 2})")),
    ("blueprint-twice", flask("for name in 'xy': app.register_blueprint(Blueprint('a', name))")),
    ("no-primary-key", sql(models="    class A(Base):\n        __tablename__ = 'a'\n        n: Mapped[str]\n")),
    ("not-null", sql("s.add(Note(name=None)); s.commit()")),
    ("no-target", sql("Base.metadata.create_all(create_engine('sqlite://'))",
        models=ITEM + "        note_id: Mapped[int] = mapped_column(ForeignKey('Note.id'))\n" + NOTE)),
    ("no-target", sql("Base.metadata.create_all(create_engine('sqlite://'))",
        models=ITEM + "        note_id: Mapped[int] = mapped_column(ForeignKey('note'))\n" + NOTE)),
    ("let-go", sql("n = Note(name='a'); s.add(n); s.commit()", "n.name = None; s.commit()")),
    ("unique", sql("s.add_all([Note(name='a'), Note(name='a')]); s.commit()")),
    ("foreign-key", sql(
        "s.execute(text('PRAGMA foreign_keys = ON'))",
        "s.execute(text('CREATE TABLE b (n INTEGER REFERENCES note(id))'))",
        "s.execute(text('INSERT INTO b VALUES (9)'))",
    )),
    ("pending-rollback", sql(
        "s.add(Note(name=None))", "try: s.flush()", "except Exception: pass", "s.scalars(select(Note)).all()"
    )),
    ("no-table", sql("Session(create_engine('sqlite://')).scalars(select(Note)).all()")),
    ("no-column", sql("s.execute(text('SELECT colour FROM note'))")),
    ("update-empty", sql("stmt = update(Note).where(Note.id == 1)", "stmt.values(name='a')", "s.execute(stmt)")),
    ("places", sql("s.execute(text(\"SELECT * FROM note WHERE name = ':name'\"), {'name': 'a'})")),
    ("sql-syntax", sql("s.execute(text('SELEC 1'))")),
    ("mapper-failed", sql("Note()", models=NOTE + "        more: Mapped[list['Nothing']] = relationship()\n")),
    ("no-property", sql("Note()", models=ITEM
        + "        note_id: Mapped[int] = mapped_column(ForeignKey('note.id'))\n" + NOTE
        + "        items: Mapped[list[Item]] = relationship(back_populates='note')\n")),
    ("no-foreign-key", sql("Note()", models=ITEM + NOTE + "        items: Mapped[list[Item]] = relationship()\n")),
    ("which-foreign-key", sql("select(Item).join(Note).compile()", models=NOTE + ITEM
        + "        note_id: Mapped[int] = mapped_column(ForeignKey('note.id'))\n"
        + "        other_id: Mapped[int] = mapped_column(ForeignKey('note.id'))\n")),
    ("no-result", sql("s.scalars(select(Note)).one()")),
    ("many-results", sql("s.add_all([Note(name='a'), Note(name='b')])", "s.scalars(select(Note)).one()")),
    ("detached", sql("n = Note(name='a'); s.add(n); s.commit(); s.close()", "n.name")),
    ("raw-sql", sql("select(Note).where('name = 1')")),
    ("not-executable", sql("s.connection().execute('SELECT 1')")),
    ("and-of-columns", sql("select(Note).where(Note.id > 1 and Note.name == 'a')")),
    ("loose-condition", sql("select(Note).where(Note.id == 1 & Note.name == 'a')")),
    ("loose-condition", sql("select(Note).where(Note.id == 1 | Note.id == 2)")),
    ("not-an-object", sql("Item(note=[Note(name='a')])", models=NOTE
        + "        items: Mapped[list['Item']] = relationship(back_populates='note')\n" + ITEM
        + "        note_id: Mapped[int] = mapped_column(ForeignKey('note.id'))\n"
        + "        note: Mapped[Note] = relationship(back_populates='items')\n")),
    ("model-keyword", sql("Note(title='a')")),
    ("unmapped", sql("s.add([Note(name='a')])")),
    ("annotation", sql(models=NOTE + "        more: str = mapped_column()\n")),
    ("date-type", sql("s.add(Note(name='a', at='2026-01-01')); s.commit()",
        models=NOTE + "        at: Mapped[datetime.date]\n" + READY.removeprefix(NOTE))),
    ("template-end", template("{% if a %}")),
    ("template-tag", template("{% fro a in b %}")),
    ("template-print", template("{{ a b }}")),
    ("template-statement", template("{% for a in b c %}{% endfor %}")),
    ("template-braces", template("{% if {{ a }} %}{% endif %}")),
    ("template-name", template("{% - if a %}{% endif %}")),
    ("template-required", template("{% block a required %}b{% endblock %}")),
    ("template-syntax", template("{{ a + }}")),
    ("no-filter", template("{{ 'a' | uper }}")),
    ("no-test", template("{{ 'a' is upper_case }}")),
    ("not-namespace", template("{% set a.b = 1 %}", a={})),
    ("undefined-attribute", template("{{ a.b }}", a={})),
    ("undefined", template("{{ a }}")),
    ("missing-colon", code("def f()\n    pass")),
    ("not-closed", code("f(1")),
    ("string-open", code("a = 'x")),
    ("assign-in-condition", code("if a = 1:\n    pass")),
    ("return-outside", code("return 1")),
    ("indent-missing", code("def f():\nreturn 1")),
    ("indent-wrong", code("def f():\n    a = 1\n  b = 2")),
    ("syntax", code("a b")),
    ("unbound-local", plain("def g():", "    n += 1", "g()")),
    ("name", plain("print(totl)")),
    ("none-attribute", plain("None.name")),
    ("attribute", plain("'a'.uper()")),
    ("not-called", flask("with app.app_context: pass")),
    ("function-index", flask("def v(): return ''", "with app.test_request_context(): url_for(v)")),
    ("none-index", plain("None['a']")),
    ("text-plus-number", plain("'a' + 1")),
    ("compared-types", plain("'2' < 1")),
    ("operand-types", plain("1 + 'a'")),
    ("argument-missing", plain("(lambda a: a)()")),
    ("argument-extra", plain("(lambda: 1)(2)")),
    ("not-callable", plain("'a'()")),
    ("unhashable", plain("{[]: 1}")),
    ("header-key", view("return request.headers['X-Key']")),
    ("key", plain("{}['a']")),
    ("index", plain("[][0]")),
    ("int-of-text", plain("int('x')")),
    ("unpack", plain("a, b = 1, 2, 3")),
    ("zero", plain("1 / 0")),
    ("import-name", plain("from flask import Flusk")),
    ("no-module", plain("import requests_of_mine")),
    ("recursion", plain("def g(): g()", "g()")),
    ("no-input", plain("input()")),
    ("no-file", plain("open('nothing.txt')")),
    ("memory", plain("bytes(8 << 40)")),
]  # fmt: skip
CONFINED = [("forbidden", plain("import socket; socket.socket()")), ("forbidden", plain("import os; os.fork()"))]
CIRCULAR = "circular"
"""The one that takes two files."""


@pytest.fixture(scope="module")
def troubles() -> Iterator[list[Trouble | None]]:
    """What came of each mistake, all made in one process."""
    source = "".join(f"def f{n}():\n{body}\n" for n, (_id, body) in enumerate(MISTAKES))
    calls = [Call(call=f"f{n}") for n in range(len(MISTAKES))]
    pool = Pool(spares=1, seconds=40.0)
    job = Job(kind="python", files={"main.py": source}, entry="main.py", probes=[Probe(id="it", acts=calls)])
    outcome: Outcome = pool.run(job, 40.0)
    pool.close()
    assert outcome.ended == "done", outcome.trouble
    yield [one.trouble for one in outcome.seen["it"]]


@pytest.mark.parametrize("n", range(len(MISTAKES)), ids=[id for id, _body in MISTAKES])
def test_a_mistake_is_told_by_its_cause(troubles: list[Trouble | None], n: int) -> None:
    trouble = troubles[n]
    assert trouble is not None, "the mistake does no harm"
    found = cause_of(trouble)
    assert found is not None, f"{trouble.type}: {trouble.message}"
    assert found.id == MISTAKES[n][0], f"{trouble.type}: {trouble.message}"
    said = explained(trouble)
    assert "{0}" not in said and "{1}" not in said and "{message}" not in said


def test_what_confinement_refuses_is_told_so() -> None:
    pool = Pool(spares=1)
    source = "".join(f"def f{n}():\n{body}\n" for n, (_id, body) in enumerate(CONFINED))
    calls = [Call(call=f"f{n}") for n in range(len(CONFINED))]
    job = Job(kind="python", files={"main.py": source}, entry="main.py", probes=[Probe(id="it", acts=calls)])
    outcome = pool.run(job)
    pool.close()
    if not outcome.enforced["network"]:
        pytest.skip("NOT TESTED: this kernel does not take the network away")
    found = [cause_of(one.trouble) for one in outcome.seen["it"] if one.trouble]
    assert [cause.id for cause in found if cause] == ["forbidden", "forbidden"]


BESIDE = {"a.py": "import b\n", "b.py": "from c import two\none = 1\n", "c.py": "from b import one\ntwo = 2\n"}
THROUGH_ENTRY = {"a.py": "import b\none = 1\n", "b.py": "from a import one\n"}


@pytest.mark.parametrize("files", [BESIDE, THROUGH_ENTRY])
def test_a_circular_import_is_told_so(files: dict[str, str]) -> None:
    pool = Pool(spares=1)
    call = Probe(id="it", acts=[Call(call="f")])
    outcome = pool.run(Job(kind="python", files=files, entry="a.py", probes=[call]))
    pool.close()
    assert outcome.trouble
    found = cause_of(outcome.trouble)
    assert found and found.id == CIRCULAR


def test_every_cause_was_made() -> None:
    made = {id for id, _body in (*MISTAKES, *CONFINED)} | {CIRCULAR}
    assert {cause.id for cause in CAUSES} == made
    assert len(made) >= 40


def test_names_come_from_the_message() -> None:
    said = explained(Trouble(type="NameError", message="name 'totl' is not defined"))
    assert said.startswith("Nothing here is called `totl`.")
    assert "`note`" in lacking("table note")


def test_the_page_that_sqlalchemy_names_is_left_out() -> None:
    detached = Trouble(type="DetachedInstanceError", message="not bound (Background on this error at: https://a.test)")
    assert error_rows(detached)[0].text == "DetachedInstanceError: not bound"


def test_all_is_said_in_korean_too() -> None:
    words.use("ko")
    try:
        texts = [cause.text for cause in CAUSES] + [*STATUSES.values(), *SITUATIONS.values(), *LACKS.values()]
        assert [text for text in texts if words._(text) == text] == []
    finally:
        words.use("en")
