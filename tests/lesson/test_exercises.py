"""Exercises of every kind, run: what passes, what is told of what does not."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from tutor.course.decode import decode
from tutor.course.exercise import Exercise, FlaskExercise, VenvRun
from tutor.course.exercise_sound import edited
from tutor.course.record import Text
from tutor.course.types import Code, Lesson, Output
from tutor.lesson.exercise import predicted
from tutor.lesson.exercise.judge import Result, writes
from tutor.lesson.exercise.run import LONGEST, Workshop
from tutor.lesson.exercise.told import details, headline, miss_rows, said
from tutor.lesson.server import Bundled
from tutor.lesson.session import NoAnswerError
from tutor.workshop.jobs import Statement

LESSON = Path(__file__).parents[1] / "exercises" / "demo" / "code.yaml"


@pytest.fixture(scope="module")
def workshop() -> Iterator[Workshop]:
    bundled = Bundled()
    with closing(Workshop(lambda: bundled.warm().result())) as workshop:
        yield workshop
    bundled.stop()


def lesson() -> Lesson:
    decoded = decode(LESSON.read_bytes(), str(LESSON), Lesson)
    assert decoded.value is not None, decoded.problems
    return decoded.value


def exercise(id: str) -> Exercise:
    step = lesson().step(id)
    assert isinstance(step, Code)
    return step.exercise


def changed(id: str, *edits: tuple[str, str]) -> dict[str, str]:
    """Our solution with these changes in its first file."""
    files = exercise(id).solved
    name = exercise(id).entry
    for find, put in edits:
        assert files[name].count(find) == 1, find
        files[name] = files[name].replace(find, put)
    return files


def told(result: Result) -> list[str]:
    return [f"{row.label}: {row.text}" if row.label else row.text for row in said(result)]


@pytest.mark.parametrize("id", ["put", "list", "query", "ask", "py", "live", "tests"])
def test_the_solution_passes_and_the_starter_does_not(workshop: Workshop, id: str) -> None:
    one = exercise(id)
    assert workshop.run(one, one.solved).passed
    result = workshop.run(one, {name: str(text) for name, text in one.files.items()})
    failing = result.failing
    assert failing is not None and failing.id == one.fails_as.check
    assert failing.misses[0].at == one.fails_as.at
    assert not result.passed


def test_a_wrong_status_is_told_with_its_phrase_and_the_request_that_it_came_from(workshop: Workshop) -> None:
    result = workshop.run(exercise("put"), edited(exercise("put"), 0))
    assert headline(result) == "3 of 3 checks fail: creates"
    assert told(result)[:2] == ["expected: 201 Created", "got: 204 No Content"]
    (failing,) = [check for check in result.checks if check.id == "replaces"]
    assert failing.misses[0].act == 0
    shown = [row.text for row in details(failing)]
    assert shown[1] == "PUT /notes/1 HTTP/1.1"
    assert '{"text": "hello"}' in shown


def test_an_exception_comes_before_the_status_that_it_brings(workshop: Workshop) -> None:
    result = workshop.run(exercise("put"), changed("put", ('get_json()["text"]', 'get_json()["txt"]')))
    assert told(result)[:2] == ["KeyError: 'txt'", 'app.py, line 9: notes[id] = request.get_json()["txt"]']
    row = said(result)[1]
    assert row.mark is not None
    assert row.text[slice(*row.mark)] == 'request.get_json()["txt"]'
    assert told(result)[2].startswith("The dict has no key `txt`.")


@pytest.mark.parametrize(
    ("edit", "head", "said_of_it"),
    [
        (("\"\", 204", "\"\", 204 +"), "It does not run: app.py, line 12", "Python cannot read this line"),
        (("app, notes = Flask(__name__), {}", "a = b = Flask(__name__)\napp, notes = {}, {}\n"), "", "'dict' object"),
        (("    new = id", "    exit()\n    new = id"), "It ended itself", "`exit()` ends the whole program"),
        (("@app.put", "@app.post"), "3 of 3 checks fail: creates", "A route fits the path, but not with this method"),
        (("/notes/<int:id>\")", "/note/<int:id>\")"), "3 of 3 checks fail: creates", "No route fits this path"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_an_app_is_told_in_plain_words(
    workshop: Workshop, edit: tuple[str, str], head: str, said_of_it: str
) -> None:
    result = workshop.run(exercise("put"), changed("put", edit))
    assert not head or headline(result) == head
    assert any(said_of_it in row for row in told(result)), told(result)


def test_a_page_in_place_of_json_is_told_so(workshop: Workshop) -> None:
    one = exercise("put")
    assert isinstance(one, FlaskExercise)
    check = one.checks["creates"]
    (act,) = check.exchanges
    wants = replace(check, exchanges=[replace(act, expect=replace(act.expect, json={"id": 1}))])
    files = changed("put", ('"", 201', '"<p>1</p>", 201'))
    result = workshop.run(replace(one, checks={"creates": wants}), files)
    assert told(result) == ["the body", "expected: a JSON body", "got: <p>1</p>"]


def test_a_list_in_place_of_another_is_a_miss_of_the_whole_json(workshop: Workshop) -> None:
    one = exercise("put")
    assert isinstance(one, FlaskExercise)
    check = one.checks["creates"]
    (act,) = check.exchanges
    wants = replace(check, exchanges=[replace(act, expect=replace(act.expect, json={"$": {"equals": ["a"]}}))])
    result = workshop.run(replace(one, checks={"creates": wants}), changed("put", ('"", 201', '["b"], 201')))
    assert told(result) == ["the whole JSON", 'expected: ["a"]', 'got: ["b"]']


def test_what_is_in_json_is_shown_as_json_on_both_sides(workshop: Workshop) -> None:
    one = exercise("put")
    assert isinstance(one, FlaskExercise)
    check = one.checks["creates"]
    (act,) = check.exchanges
    wants = replace(check, exchanges=[replace(act, expect=replace(act.expect, json={"done": True}))])
    result = workshop.run(replace(one, checks={"creates": wants}), changed("put", ('"", 201', '{"done": False}, 201')))
    assert told(result)[1:] == ["expected: true", "got: false"]


def test_an_app_that_is_not_there_is_named(workshop: Workshop) -> None:
    result = workshop.run(exercise("put"), {"app.py": "from flask import Flask\n"})
    assert told(result) == ["There is no Flask app here. Make one, as in `app = Flask(__name__)`."]


def test_an_endless_loop_is_told_with_its_line(workshop: Workshop) -> None:
    import msgspec

    one = msgspec.structs.replace(exercise("py"), seconds=0.8)
    result = workshop.run(one, {"main.py": "def add(a, b):\n    while True:\n        pass\n"})
    assert result.ended == "timeout"
    assert headline(result) in ("Still running after 1 s: main.py, line 2", "Still running after 1 s: main.py, line 3")
    assert "loop" in told(result)[-1]


def test_a_missing_function_is_named(workshop: Workshop) -> None:
    result = workshop.run(exercise("py"), {"main.py": "def ad(a, b):\n    return a + b\n"})
    assert told(result) == ["There is no function `add` here. The check calls it by that name."]


def test_html_differs_where_its_structure_does(workshop: Workshop) -> None:
    same = "<ul>{% for n in names %}\n\n   <li>\n{{ n }}</li>{% endfor %}</ul>"
    assert workshop.run(exercise("list"), {"page.html": same}).passed
    result = workshop.run(exercise("list"), {"page.html": same.replace("{{ n }}", "{{ n | safe }}")})
    assert told(result)[:3] == ["the HTML, after <li>", "expected: <Bo>", "got: <bo>"]


def test_a_name_that_a_template_is_not_given_is_told(workshop: Workshop) -> None:
    result = workshop.run(exercise("list"), {"page.html": "<ul>\n{{ nams }}\n</ul>\n"})
    assert told(result)[:2] == ["UndefinedError: 'nams' is undefined", "page.html, line 2: {{ nams }}"]


def test_queries_for_each_row_are_named(workshop: Workshop) -> None:
    one = exercise("query")
    result = workshop.run(one, {name: str(text) for name, text in one.files.items()})
    assert "N+1" in told(result)[-1]
    failing = result.failing
    assert failing is not None
    assert "query.py:7" in [row.label for row in details(failing)]


def test_what_a_commit_made_expire_is_told_apart_from_n_plus_one(workshop: Workshop) -> None:
    files = changed("query")
    files["query.py"] = files["query.py"].partition("    return")[0] + (
        "    found = []\n    for id in (1, 2):\n        note = session.get(Note, id)\n        name = note.author.name\n"
        "        session.commit()\n        found.append((note.text, name))\n    return found\n"
    )
    result = workshop.run(exercise("query"), files)
    last = told(result)[-1]
    assert "a commit makes all objects expire" in last and "N+1" not in last


def test_a_change_of_one_table_is_none_of_another() -> None:
    sent = [Statement(sql="INSERT INTO account (note) VALUES (?)"), Statement(sql="SELECT * FROM attempt")]
    assert writes(sent) and writes(sent, "account") and not writes(sent, "attempt") and not writes(sent, "acc")


def test_rows_are_compared_by_row_and_by_cell(workshop: Workshop) -> None:
    def what(*edits: tuple[str, str]) -> list[str]:
        result = workshop.run(exercise("query"), changed("query", *edits))
        failing = result.failing
        assert failing is not None
        return [row.text for row in miss_rows(failing.misses[0])]

    assert what(("Note.id)).all()", "Note.id.desc())).all()"))[0] == "the rows, in another order, row 1"
    assert what(("Note.id)).all()", "Note.id).limit(1)).all()"))[0] == "the rows, 1 rows, wanted 2"
    assert what(("select(Note.text,", "select(Note.id,"))[1:3] == ['["a", "Ada"]', '[1, "Ada"]']


def test_a_request_is_looked_at_as_it_was_sent(workshop: Workshop) -> None:
    result = workshop.run(exercise("ask"), {"request.http": "POST /get?q=1 HTTP/1.1\n"})
    assert told(result)[:3] == ["the request's method", "expected: GET", "got: POST"]
    with pytest.raises(NoAnswerError):
        workshop.run(exercise("ask"), {"request.http": "\n"})


@pytest.mark.parametrize(
    ("edit", "head", "said_of_it"),
    [
        (('"hello"', "hello"), "2 of 2 checks fail: says hello", "NameError: name 'hello' is not defined"),
        (("app = Flask(__name__)", "app = Flask(__name__)\n1 / 0"), "It does not run: app.py, line 4", "ZeroDivision"),
        (('    return "hello"', "    while True: pass"), "Still running after 2 s", "loop"),
        (("app = Flask", "ap = Flask"), "It does not run: app.py, line 6", "NameError: name 'app'"),
    ],
)
def test_an_app_on_a_socket_is_told_by_what_hinders_it(
    workshop: Workshop, edit: tuple[str, str], head: str, said_of_it: str
) -> None:
    import msgspec

    one = msgspec.structs.replace(exercise("live"), seconds=2.0)
    result = workshop.run(one, changed("live", edit))
    assert headline(result).startswith(head)
    assert any(said_of_it in row for row in told(result)), told(result)


def test_an_app_on_a_socket_is_shown_by_the_bytes_that_went_over_it(workshop: Workshop) -> None:
    result = workshop.run(exercise("live"), exercise("live").solved)
    assert result.passed
    rows = [row.text for row in details(result.checks[1])]
    assert rows[0] == "answers HEAD: HEAD /"
    assert any(row.startswith("Server: Werkzeug/") for row in rows)


TEST = "from app import app\n\n\ndef test_home():\n    {}\n"


@pytest.mark.parametrize(
    ("source", "said_of_it"),
    [
        (TEST.format("assert app.test_client().get('/').text == 'x'"), "test_home fails"),
        (TEST.format("app.nothing"), "AttributeError: 'Flask' object has no attribute 'nothing'"),
        ("import nothing\n", "ModuleNotFoundError: No module named 'nothing'"),
        ("def test_home(:\n", "SyntaxError: invalid syntax"),
        ("x = 1\n", "1 test at least"),
    ],
)
def test_the_learners_tests_are_told_by_what_fails(workshop: Workshop, source: str, said_of_it: str) -> None:
    result = workshop.run(exercise("tests"), {"test_app.py": source})
    assert result.ended == "done"
    assert any(said_of_it in row for row in told(result)), told(result)


def test_too_much_code_is_refused(workshop: Workshop) -> None:
    with pytest.raises(NoAnswerError):
        workshop.run(exercise("py"), {"main.py": "#" * (LONGEST + 1)})


def test_hidden_checks_are_shown_once_the_others_pass(workshop: Workshop) -> None:
    import msgspec

    one = exercise("put")
    checks = {**one.cases, "others": msgspec.structs.replace(one.cases["others"], hidden=True)}
    hiding = msgspec.structs.replace(one, checks=checks)
    starter = workshop.run(hiding, {name: str(text) for name, text in one.files.items()})
    assert [check.id for check in starter.shown] == ["creates", "replaces"]
    forgets = changed("put", ("notes[id] =", "notes.clear(); notes[id] ="), ("id not in notes", "not notes"))
    result = workshop.run(hiding, forgets)
    assert [check.id for check in result.shown] == ["creates", "replaces", "others"]
    assert result.failing is not None and result.failing.id == "others"


def test_predictions_of_code_are_run(workshop: Workshop) -> None:
    steps = {id: step for id in ("predict-jinja", "predict-venv") if isinstance(step := lesson().step(id), Output)}
    assert workshop.perform(steps["predict-jinja"]).brought == "ADA"
    came = workshop.perform(steps["predict-venv"])
    assert came.brought == "~/project/.venv"
    assert next(row.text for row in came.rows if row.label == "$") == "python -m venv --without-pip .venv"


@pytest.mark.skipif(os.name == "nt", reason="has no named pipes of this kind")
def test_a_command_that_takes_too_long_ends_with_what_it_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(predicted, "VENV_SECONDS", 3.0)
    os.mkfifo(held := tmp_path / "held")
    reading = os.open(held, os.O_RDONLY | os.O_NONBLOCK)
    child = f"import time; held = open({str(held)!r}, 'w'); held.write('x'); held.flush(); time.sleep(600)"
    start = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    came = predicted.run_commands(VenvRun(files={}, commands=[[Text("{python}"), Text("-c"), Text(start)]]))
    assert came.brought == "stopped: it took too long"
    got = []
    while (ready := select.select([reading], [], [], 20)[0]) and (read := os.read(reading, 9)):
        got.append(read)
    os.close(reading)
    assert got == [b"x"] and ready  # the end came: nothing holds the other side any more
