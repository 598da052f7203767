"""What an app did for a request is recorded as it happened."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from tests.inside import sample
from tutor.inside import Record, Stage, Watcher, connect

FOLDER = str(Path(sample.__file__).parent)
APP = sample.create()
WATCHER = Watcher(APP, FOLDER, hidden=frozenset({"answer"}))


def watched(path: str, method: str = "GET") -> tuple[Record, str, bytes]:
    with WATCHER.watching() as record:
        status, body = sample.answer(APP, path, method)
    return record, status, body


def stage(record: Record, name: str) -> Stage:
    return next(stage for stage in record.stages if stage.name == name)


def ran(stage: Stage) -> list[str]:
    return [line.strip() for n, line in enumerate(stage.source, stage.first) if n in stage.ran]


def test_hooks_view_and_helpers_are_in_the_order_they_were_called() -> None:
    record, status, body = watched("/notes/1")
    assert (status, body) == ("200 OK", b"<p>milk of ada</p>")
    assert [(s.kind, s.name, s.depth) for s in record.stages] == [
        ("before", "remember", 0),
        ("view", "show", 0),
        ("helper", "database", 1),
        ("after", "stamp", 0),
        ("teardown", "close", 0),
    ]
    assert all(s.at >= 0 and s.at + s.ms <= record.ms for s in record.stages)
    assert record.status == 200


def test_the_route_is_recorded_with_its_arguments() -> None:
    record, _status, _body = watched("/notes/1")
    assert (record.method, record.path, record.rule) == ("GET", "/notes/1", "/notes/<int:id>")
    assert record.endpoint == "notes.show"
    assert record.arguments == {"id": "1"}
    assert "GET" in record.allowed
    assert record.routing == ""


def test_without_a_route_the_record_says_what_the_router_answered() -> None:
    record, status, _body = watched("/nowhere")
    assert status == "404 NOT FOUND"
    assert (record.rule, record.routing) == ("", "404 Not Found")
    record, status, _body = watched("/notes/1", "DELETE")
    assert status == "405 METHOD NOT ALLOWED"
    assert record.routing == "405 Method Not Allowed"
    assert record.stages == []


def test_lines_that_ran_are_marked_and_the_others_are_not() -> None:
    view = stage(watched("/notes/1")[0], "show")
    assert "abort(404, \"no such note\")" not in ran(view)
    assert "if row is None:" in ran(view)
    assert view.source[0] == '@notes.get("/notes/<int:id>")'
    view = stage(watched("/notes/9")[0], "show")
    assert ran(view)[-1] == 'abort(404, "no such note")'


def test_an_error_handler_is_a_stage_and_the_view_says_what_left_it() -> None:
    record, status, body = watched("/notes/9")
    assert (status, body) == ("404 NOT FOUND", b"sorry: no such note")
    assert stage(record, "show").raised.startswith("NotFound: 404 Not Found")
    assert stage(record, "missing").kind == "error handler"
    assert stage(record, "missing").raised == ""


def test_an_exception_that_was_caught_did_not_leave_the_view() -> None:
    view = stage(watched("/caught")[0], "caught")
    assert view.raised == ""
    assert "numbers = [n * 2 for n in range(3)]" in ran(view)


def test_an_exception_that_passes_through_a_finally_is_told() -> None:
    record, status, _body = watched("/fails")
    assert status == "500 INTERNAL SERVER ERROR"
    assert stage(record, "fails").raised == "ZeroDivisionError: division by zero"


def test_statements_are_recorded_with_parameters_and_the_line_that_gave_them() -> None:
    record, _status, _body = watched("/notes/2")
    last = record.sql[-1]
    assert (last.statement, last.parameters) == ("SELECT text FROM note WHERE id = :id", ("id=2",))
    assert "SELECT text" in Path(last.file).read_text().splitlines()[last.line - 1]
    assert record.sql[1].parameters == ("('milk',)", "('bread',)")
    assert record.sql[1].rows == 2


def test_a_template_is_recorded_with_what_it_was_given() -> None:
    record, _status, _body = watched("/notes/1")
    (template,) = record.templates
    assert template.variables == {"text": "'milk'", "who": "'ada'"}
    assert template.ms > 0


def test_a_generator_is_one_stage_however_often_it_goes_on() -> None:
    record, _status, body = watched("/lines")
    assert body == b"one\ntwo\n"
    produce = [s for s in record.stages if s.name == "produce"]
    assert len(produce) == 1
    assert produce[0].calls >= 2
    assert [line for line in ran(produce[0]) if line.startswith("yield")] == ['yield "one\\n"', 'yield "two\\n"']


def test_what_is_hidden_is_not_shown() -> None:
    watcher = Watcher(APP, FOLDER, hidden=frozenset({"answer", "remember", "stamp", "close"}))
    with watcher.watching() as record:
        sample.answer(APP, "/notes/1")
    assert [s.name for s in record.stages] == ["show", "database"]
    elsewhere = Watcher(APP, "/nowhere")
    with elsewhere.watching() as record:
        sample.answer(APP, "/notes/1")
    assert record.stages == []
    assert record.rule == "/notes/<int:id>"


def test_requests_of_several_threads_are_kept_apart_and_nothing_is_traced_afterwards() -> None:
    records: dict[int, Record] = {}

    def one(id: int) -> None:
        records[id] = watched(f"/notes/{id}")[0]

    threads = [threading.Thread(target=one, args=(id,)) for id in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {id: record.path for id, record in records.items()} == {id: f"/notes/{id}" for id in range(1, 9)}
    assert all([s.name for s in r.stages].count("show") == 1 for r in records.values())
    assert sys.gettrace() is None


def test_a_connection_that_nobody_watches_works_as_any_other() -> None:
    db = connect(":memory:")
    assert db.execute("SELECT ? + ?", (1, 2)).fetchone() == (3,)
    with pytest.raises(Exception, match="no such table"):
        db.execute("SELECT * FROM nowhere")
    db.close()
