"""The labs without a screen: what goes in and its faults, what is kept, and what real runs come to."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tutor.lesson.exercise.run import LONGEST, Workshop
from tutor.lesson.lab import Entry, History
from tutor.lesson.labs import LABS, Came, Draft, Drafts, GivenError, last_used, starter, unfit
from tutor.lesson.labs.came import Insides, Lines, Rendered, Statements, Table
from tutor.lesson.labs.drafts import path_of
from tutor.lesson.labs.given import REQUESTS, context_of, requests_of, rows_of
from tutor.lesson.verdict import NoAnswerError


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    def no_server() -> None:
        raise AssertionError("labs of code need no server")

    with closing(Workshop(no_server)) as workshop:  # type: ignore[arg-type]  # it gives no server
        yield workshop


def draft(lab: str, example: int = 0) -> Draft:
    return starter(LABS[lab].examples[example])


def came(workshop: Workshop, lab: str, given: Draft) -> Came:
    return LABS[lab].came(given, workshop.free(LABS[lab].job(given), 20.0))


def changed(given: Draft, file: str, old: str, new: str) -> Draft:
    assert old in given.files[file]
    return replace(given, files={**given.files, file: given.files[file].replace(old, new)})


def words(it: Came) -> str:
    return "\n".join(f"{row.label} {row.text}" for row in it.said)


# ── What goes in ─────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        ('{\n  "a": 1,\n}', 3, 0, "No comma stands before"),
        ('{"a": [1,\n2,]}', 2, 2, "No comma stands before"),
        ("{\n  'a': 1}", 2, 2, "double quotes"),
        ("{\"a\": 'b'}", 1, 6, "double quotes"),
        ('{"a": True}', 1, 6, "JSON writes true for True"),
        ('{"a": 1\n "b": 2}', 2, 1, "a comma or the closing bracket"),
        ('{"a" 1}', 1, 5, "a colon"),
        ('{"a": }', 1, 6, "a value is expected"),
        ('{"a": "b', 1, 6, "a quote at its beginning and none"),
        ('{"a": 1', 1, 7, "ends too early"),
        ('{"a": "b\nc"}', 1, 8, "does not go over a line end"),
        ('{"a": 1} x', 1, 9, "behind the end"),
        ('{"a": 1, # x\n}', 1, 9, "no comments"),
        ("[1]", 1, None, "names with values"),
    ],
)
def test_a_fault_in_json_is_told_at_its_place(text: str, line: int, column: int | None, said: str) -> None:
    with pytest.raises(GivenError) as error:
        context_of(text)
    assert said in str(error.value)
    assert (error.value.line, error.value.column) == (line, column)


def test_nothing_is_an_empty_context() -> None:
    assert context_of(" \n") == {}


def test_rows_of_another_shape_are_told_at_their_table() -> None:
    with pytest.raises(GivenError, match="author is a list of rows") as error:
        rows_of('{\n"book": [],\n"author": {"id": 1}}')
    assert error.value.line == 3
    with pytest.raises(GivenError, match="more than"):
        rows_of("[" * 100_001)


def test_a_request_is_read_as_one_writes_it() -> None:
    text = '\n\nPOST /a?b=1 HTTP/1.1\nAccept: x\naccept: y\n\n{"a":\n\n1}\n\n'
    (sent,) = requests_of(text)
    assert (sent.method, sent.path, sent.body) == ("POST", "/a?b=1", '{"a":\n\n1}')
    assert sent.headers == {"Accept": "x", "accept": "y"}


def test_several_requests_have_a_line_between_them() -> None:
    sent = requests_of("GET /a\nX: 1\nX: 2\nCookie: a=1\nCookie: b=2\n### then\n\nGET /b\n###\n")
    assert [one.path for one in sent] == ["/a", "/b"]
    assert sent[0].headers == {"X": "1, 2", "Cookie": "a=1; b=2"}
    assert sent[0].body is None


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("", 1, "Write a request first"),
        ("\nGET\n", 2, "a method and a path"),
        ("GET notes", 1, "begins with /"),
        ("GET /a b", 1, "a method and a path"),
        ("GET /\nAccept", 2, "name, colon, value"),
        ("GET /\n###\n\nGET /\nbad name: x", 5, "name, colon, value"),
        ("###\n".join(["GET /\n"] * (REQUESTS + 1)), 1, "too many"),
    ],
)
def test_a_request_that_cannot_be_read_is_told_by_its_line(text: str, line: int, said: str) -> None:
    with pytest.raises(GivenError, match=said) as error:
        requests_of(text)
    assert error.value.line == line
    it = unfit("requests.http", error.value)
    assert (it.ok, it.head, it.at and it.at.line) == (False, f"requests.http, line {line}", line)


# ── What is kept ─────────────────────────────────────────────────────────────────────────────────


def test_each_example_keeps_what_became_of_it(tmp_path: Path) -> None:
    examples = LABS["template"].examples
    drafts = Drafts(tmp_path, "template", examples)
    assert drafts.draft == starter(examples[0])
    mine = replace(drafts.draft, given='{"title": "차"}')
    drafts.keep(mine)
    assert drafts.choose("space") == starter(examples[2])
    drafts.write()
    again = Drafts(tmp_path, "template", examples)
    assert again.at == "space"
    assert again.choose("escaping") == mine


@pytest.mark.parametrize("text", ["", "{", "[]", '{"at": "gone", "drafts": {"escaping": {"files": 1}}}', "\udcff"])
def test_a_file_that_makes_no_sense_is_a_beginning(tmp_path: Path, text: str) -> None:
    path_of(tmp_path, "template").write_bytes(text.encode("utf-8", "surrogateescape"))
    examples = LABS["template"].examples
    assert Drafts(tmp_path, "template", examples).draft == starter(examples[0])


def test_a_folder_that_cannot_be_written_loses_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    drafts = Drafts(tmp_path / "file", "orm", LABS["orm"].examples)
    drafts.keep(replace(drafts.draft, given="{}"))
    drafts.write()
    assert drafts.draft.given == "{}"
    Drafts(None, "orm", LABS["orm"].examples).write()


def test_the_lab_that_was_last_worked_in_is_known(tmp_path: Path) -> None:
    assert last_used(tmp_path) == ""
    History(tmp_path).add(Entry("GET / HTTP/1.1\n", False))
    for n, id in enumerate(("orm", "flask")):
        Drafts(tmp_path, id, LABS[id].examples).write()
        os.utime(path_of(tmp_path, id), (2e9 + n, 2e9 + n))
    assert last_used(tmp_path) == "flask"


# ── Runs ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(("lab", "n"), [(lab.id, n) for lab in LABS.values() for n in range(len(lab.examples))])
def test_every_example_runs_as_it_stands(workshop: Workshop, lab: str, n: int) -> None:
    it = came(workshop, lab, draft(lab, n))
    assert it.ok, it
    assert it.parts
    assert not it.loose or os.uname().sysname != "Linux"


def test_a_template_gives_text_and_tells_what_was_escaped(workshop: Workshop) -> None:
    it = came(workshop, "template", draft("template"))
    (page,) = it.parts
    assert isinstance(page, Rendered)
    entities = [page.text[start:end] for start, end in page.escaped]
    assert entities == ["&amp;", "&#39;", "&lt;", "&gt;", "&lt;", "&gt;"]
    assert it.head == "5 lines, 6 signs escaped"


def test_a_text_that_is_no_html_says_so(workshop: Workshop) -> None:
    assert came(workshop, "template", draft("template", 2)).head.endswith("not escaped: letter.txt is no HTML")


def test_a_name_that_is_not_given_is_told_at_its_line(workshop: Workshop) -> None:
    it = came(workshop, "template", changed(draft("template"), "page.html", "{{ name }}", "{{ nane }}"))
    assert (it.ok, it.head) == (False, "UndefinedError: 'nane' is undefined")
    assert it.at is not None
    assert (it.at.file, it.at.line) == ("page.html", 2)
    assert "`nane`" in it.said[-1].text, "the cause"


def test_a_template_without_end_is_stopped(workshop: Workshop) -> None:
    endless = "{% for a in range(99999) %}{% for b in range(99999) if a > b + 99999 %}x{% endfor %}{% endfor %}"
    given = Draft({"page.html": endless}, "")
    it = LABS["template"].came(given, workshop.free(LABS["template"].job(given), 0.5))
    assert not it.ok
    assert "Still running" in it.head
    assert "never becomes false" in words(it)


def test_a_query_gives_sql_with_its_line_and_rows_with_their_columns(workshop: Workshop) -> None:
    it = came(workshop, "orm", draft("orm"))
    assert it.head == "1 statement, 3 rows"
    sql, rows = it.parts
    assert isinstance(sql, Statements)
    assert sql.sent[0].sql.startswith("SELECT author.name, book.title, book.published")
    assert (sql.sent[0].where, list(sql.sent[0].parameters)) == ("line 13", ["(1975,)"])
    assert isinstance(rows, Table)
    assert list(rows.columns) == ["name", "title", "published"]
    assert rows.rows[0] == ["Stanisław Lem", "Solaris", "1961"]


def test_n_plus_one_is_named_at_its_line(workshop: Workshop) -> None:
    it = came(workshop, "orm", draft("orm", 1))
    assert it.head == "4 statements, 4 rows"
    assert "query.py, line 8" in words(it)
    assert "N+1" in words(it)
    sql = it.parts[0]
    assert isinstance(sql, Statements)
    assert [(sent.times, len(sent.parameters)) for sent in sql.sent] == [(1, 0), (3, 3), (1, 0)]


def test_a_change_that_was_not_committed_is_named_and_not_in_the_table(workshop: Workshop) -> None:
    it = came(workshop, "orm", draft("orm", 2))
    assert "never committed" in words(it)
    tables = {part.name: part for part in it.parts if isinstance(part, Table)}
    assert list(tables) == ["Rows", "book afterwards"]
    assert len(tables["book afterwards"].rows) == len(tables["Rows"].rows) - 1
    committed = changed(draft("orm", 2), "query.py", "    return", "    session.commit()\n    return")
    assert "never committed" not in words(came(workshop, "orm", committed))


def test_what_a_query_lacks_is_told(workshop: Workshop) -> None:
    def told(file: str, old: str, new: str, given: str | None = None) -> Came:
        one = changed(draft("orm"), file, old, new)
        return came(workshop, "orm", one if given is None else replace(one, given=given))

    assert "no function `query`" in words(told("query.py", "def query", "def ask"))
    it = told("query.py", "", "", '{\n"author": [],\n"reader": []}')
    assert "No model has the table `reader`" in words(it)
    assert it.at is not None
    assert (it.at.file, it.at.line) == ("rows.json", 3)
    it = told("query.py", "", "", '{"author": [{"id": 1,\n"age": 2}]}')
    assert "no column `author.age`" in words(it)
    assert it.at and it.at.line == 2
    it = told("query.py", "", "", '{"author": [{"id": 1}]}')
    assert it.head == "The rows do not fit the models"
    assert "NOT NULL constraint failed: author.name" in words(it)


def test_a_fault_in_python_is_told_at_its_line(workshop: Workshop) -> None:
    it = came(workshop, "orm", changed(draft("orm"), "query.py", "def query(session):", "def query(session)"))
    assert it.head.startswith("SyntaxError: expected ':'")
    assert it.at and (it.at.file, it.at.line) == ("query.py", 6)
    it = came(workshop, "orm", changed(draft("orm"), "query.py", "    return", "    exit()\n    return"))
    assert (it.ok, it.head) == (False, "It ended itself")


def test_requests_go_to_one_app_one_after_the_other(workshop: Workshop) -> None:
    it = came(workshop, "flask", draft("flask"))
    assert it.head == "201 CREATED, 200 OK"
    exchange, inside = it.parts
    assert isinstance(exchange, Lines)
    assert [row.text for row in exchange.rows if row.text.startswith("{")] == [
        '{"text": "Call Ada"}', '{"id":3}', '{"id":3,"text":"Call Ada"}',
    ]  # fmt: skip
    assert isinstance(inside, Insides)
    assert [timeline.rule for timeline in inside.timelines] == ["/notes", "/notes/<int:id>"]


def test_inside_has_hooks_lines_that_ran_sql_and_templates(workshop: Workshop) -> None:
    def only(n: int) -> Insides:
        return next(part for part in came(workshop, "flask", draft("flask", n)).parts if isinstance(part, Insides))

    hooks = only(1).timelines[0].inside
    assert hooks is not None
    assert [(stage.kind, stage.name) for stage in hooks.stages] == [
        ("before", "language"), ("view", "hello"), ("helper", "words"), ("after", "say_language"),
    ]  # fmt: skip
    view = hooks.stages[1]
    assert {view.source[number - view.first].strip()[:6] for number in view.ran} == {"return"}
    assert [template.name for template in hooks.templates] == ["hello.html"]
    books = only(2).timelines
    assert books[0].inside is not None and books[1].inside is not None
    assert books[0].inside.sql[-1].statement == "SELECT title FROM book WHERE year < ?"
    assert "error handler" in [stage.kind for stage in books[1].inside.stages]


def test_an_exception_of_a_view_is_told_at_its_line_beside_the_answer(workshop: Workshop) -> None:
    it = came(workshop, "flask", changed(draft("flask"), "app.py", '"id": id, "text"', '"id": idd, "text"'))
    assert (it.ok, it.head) == (False, "NameError: name 'idd' is not defined")
    assert it.at and (it.at.file, it.at.line) == ("app.py", 11)
    exchange = it.parts[0]
    assert isinstance(exchange, Lines)
    assert "HTTP/1.1 500 INTERNAL SERVER ERROR" in [row.text for row in exchange.rows]


def test_a_refusal_is_explained_at_the_line_it_came_from(workshop: Workshop) -> None:
    it = came(workshop, "flask", draft("flask", 2))
    assert 'app.py, line 20 before = int(request.args["before"])' in words(it)
    it = came(workshop, "flask", replace(draft("flask"), given="GET /nowhere"))
    assert "No route fits this path" in words(it)


def test_cookies_that_the_client_keeps_are_shown(workshop: Workshop) -> None:
    source = "from flask import Flask\napp = Flask(__name__)\n"
    source += '@app.get("/")\ndef home():\n    return "", {"Set-Cookie": "a=1"}\n'
    it = came(workshop, "flask", Draft({"app.py": source}, "GET /\n###\nGET /\n"))
    exchange = it.parts[0]
    assert isinstance(exchange, Lines)
    assert [row.text for row in exchange.rows if row.text.startswith("Cookie")] == ["Cookie: a=1"]


def test_without_an_app_that_is_said(workshop: Workshop) -> None:
    assert "no Flask app" in words(came(workshop, "flask", Draft({"app.py": "x = 1\n"}, "GET /")))


def test_what_is_printed_is_a_part(workshop: Workshop) -> None:
    it = came(workshop, "flask", changed(draft("flask"), "app.py", "    if id", "    print('\x1bhere')\n    if id"))
    last = it.parts[-1]
    assert isinstance(last, Lines)
    assert (last.name, last.rows[0].text) == ("Printed", "\ufffdhere")


def test_too_much_is_not_run(workshop: Workshop) -> None:
    given = Draft({"page.html": "x" * (LONGEST + 1)}, "")
    with pytest.raises(NoAnswerError, match="more than"):
        workshop.free(LABS["template"].job(given), 1.0)
