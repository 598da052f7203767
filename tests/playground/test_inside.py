"""What the app did for a request is in its timeline; nothing is there when the server itself answered."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tutor.inside import Record
from tutor.playground import start
from tutor.playground.handle import Playground
from tutor.wire.client import Client
from tutor.wire.specs import Spec


@pytest.fixture
def server() -> Iterator[Playground]:
    server = start()
    yield server
    server.stop()


def test_the_view_of_a_request_is_recorded_with_its_lines(server: Playground) -> None:
    (exchange,) = Client(server.address).send([Spec("GET /notes/1 HTTP/1.1\nAccept: application/json\n")])
    assert exchange.local is not None
    timeline = server.timeline(exchange.local[1], exchange.nth)
    assert timeline is not None
    assert timeline.inside is not None
    (view,) = [stage for stage in timeline.inside.stages if stage.kind == "view"]
    assert view.source[0].startswith("@")
    assert view.ran
    assert timeline.inside.status == 200
    assert "tell_timeline" not in [stage.name for stage in timeline.inside.stages], "plumbing is not shown"


def inside_of(server: Playground, text: str) -> Record:
    (exchange,) = Client(server.address).send([Spec(text)])
    assert exchange.local is not None
    timeline = server.timeline(exchange.local[1], exchange.nth)
    assert timeline is not None
    assert timeline.inside is not None
    return timeline.inside


def test_a_page_of_notes_shows_its_sql_and_its_template_and_no_code_that_jinja_made(server: Playground) -> None:
    record = inside_of(server, "GET /notes?page=1&per_page=2 HTTP/1.1\nAccept: text/html\n")
    assert [(sql.statement.split()[0], sql.parameters) for sql in record.sql] == [
        ("SELECT", ("2", "0")),
        ("SELECT", ()),
    ]
    (template,) = record.templates
    assert template.name == "notes.html"
    assert "Buy milk" in template.variables["notes"]
    assert {stage.file.rpartition(".")[2] for stage in record.stages} == {"py"}
    (view,) = [stage for stage in record.stages if stage.kind == "view"]
    assert set(view.ran) <= set(range(view.first, view.first + len(view.source)))


def test_a_conflict_shows_the_statement_that_the_database_refused(server: Playground) -> None:
    text = 'POST /notes HTTP/1.1\nContent-Type: application/json\n\n{"id": 1, "text": "a"}\n'
    record = inside_of(server, text)
    assert record.sql[-1].statement.startswith("INSERT")
    assert any(stage.raised.startswith("IntegrityError") for stage in record.stages)
    assert record.status == 409


def test_a_hook_that_answers_leaves_the_view_out(server: Playground) -> None:
    inside_of(server, "PUT /maintenance HTTP/1.1\n")
    record = inside_of(server, "GET /notes HTTP/1.1\n")
    kinds = [stage.kind for stage in record.stages if stage.depth == 0]
    assert kinds == ["before", "error handler", "after"]


def test_a_refusal_by_the_server_itself_has_no_inside(server: Playground) -> None:
    (exchange,) = Client(server.address).send([Spec("GET / HTTP/1.1\nHost: a\nHost: b\n")])
    assert exchange.local is not None
    timeline = server.timeline(exchange.local[1], 1)
    assert timeline is not None
    assert timeline.inside is None
    assert timeline.answered_by == "server"
    assert timeline.why


def test_each_request_of_a_connection_has_its_own(server: Playground) -> None:
    specs = [Spec("GET /get HTTP/1.1\n"), Spec("GET /ip HTTP/1.1\n", same_connection=True)]
    exchanges = Client(server.address).send(specs)
    rules = []
    for exchange in exchanges:
        assert exchange.local is not None
        timeline = server.timeline(exchange.local[1], exchange.nth)
        assert timeline is not None
        assert timeline.inside is not None
        rules.append(timeline.inside.rule)
    assert rules == ["/get", "/ip"]


def test_watching_can_be_left_out() -> None:
    server = start(watch=False)
    try:
        (exchange,) = Client(server.address).send([Spec("GET /get HTTP/1.1\n")])
        assert exchange.local is not None
        timeline = server.timeline(exchange.local[1], 1)
        assert timeline is not None
        assert timeline.inside is None
        assert timeline.rule == "/get"
    finally:
        server.stop()
