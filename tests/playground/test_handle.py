"""The handle: fresh state, timelines, the listener to requests."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.playground.talk import Address, ask, ask_json, connect, head, replies, say
from tutor.playground import start
from tutor.playground.app.state import MAX_LOG, State
from tutor.playground.app.table import Notes
from tutor.playground.handle import Playground
from tutor.playground.timeline import KEPT, LoggedRequest, Timeline, Timelines


def test_reset_makes_notes_and_log_fresh(playground: Playground) -> None:
    address = playground.address
    ask_json(address, "POST /notes", {"text": "a"})
    ask(address, "DELETE /notes/1")
    ask(address, "PUT /files/a.txt", body="a")
    ask(address, "POST /jobs", body="a")
    for _ in range(3):
        ask(address, "GET /limited")
    ask(address, "PUT /maintenance")
    playground.reset()
    assert ask(address, "GET /log").json() == []
    assert ask(address, "GET /files").json() == {"files": []}
    assert ask(address, "GET /jobs/1").status == 404
    assert ask(address, "GET /limited").status == 200
    assert [note["id"] for note in ask(address, "GET /notes").json()["notes"]] == [1, 2]
    assert ask_json(address, "POST /notes", {"text": "a"})["Location"] == "/notes/3"


def test_two_servers_share_no_state(playground: Playground) -> None:
    other = start()
    ask(playground.address, "DELETE /notes/1")
    assert ask(other.address, "GET /notes/1").status == 200
    other.stop()


def timelines_of(playground: Playground, *requests: bytes) -> list[Timeline]:
    """Of requests sent on one connection."""
    with connect(playground.address) as sock:
        port = sock.getsockname()[1]
        for data in requests:
            sock.sendall(data)
            sock.recv(64 * 1024)
        found = [playground.timeline(port, nth) for nth in range(1, len(requests) + 1)]
    assert playground.timeline(port, len(requests) + 1) is None
    return [timeline for timeline in found if timeline]


def test_a_timeline_is_found_by_port_and_number(playground: Playground) -> None:
    view, auto, router, wrong, server = timelines_of(
        playground, head("GET /notes/7"), head("OPTIONS /notes"), head("GET /no"), head("PUT /get"), head("get /")
    )
    assert (view.answered_by, view.rule, view.endpoint) == ("view notes.read", "/notes/<int:note_id>", "notes.read")
    assert (view.method, view.target, view.status) == ("GET", "/notes/7", 404)
    assert view.ms > 0
    assert (auto.answered_by, auto.rule, auto.status) == ("automatic OPTIONS", "/notes", 200)
    assert (router.answered_by, router.rule, router.status) == ("router", "", 404)
    assert (wrong.answered_by, wrong.status) == ("router", 405)
    assert "not with PUT" in wrong.why
    assert (server.answered_by, server.status) == ("server", 501)
    assert "case-sensitive" in server.why


def test_a_timeline_is_complete_when_the_client_has_read_the_answer(playground: Playground) -> None:
    for _ in range(20):
        (timeline,) = timelines_of(playground, head("GET /ip"))
        assert timeline.status == 200


def test_a_refused_body_is_told_with_the_view_that_read_it(playground: Playground) -> None:
    (timeline,) = timelines_of(playground, head("POST /post", "Transfer-Encoding: chunked") + b"z\r\n")
    assert (timeline.answered_by, timeline.status) == ("view echo.post", 400)
    assert "hexadecimal digits" in timeline.why


def test_only_the_last_timelines_are_kept() -> None:
    timelines = Timelines()
    for port in range(KEPT + 1):
        timelines.begin(port, 1)
    assert timelines.get(0, 1) is None
    assert timelines.get(KEPT, 1) is not None


def test_a_port_that_comes_back_has_the_newer_timeline() -> None:
    timelines = Timelines()
    timelines.begin(1, 1).target = "/old"
    newer = timelines.begin(1, 1)
    assert timelines.get(1, 1) is newer


def test_each_answer_is_told_before_the_client_has_it() -> None:
    told: list[LoggedRequest] = []
    server = start(0, told.append)
    with connect(server.address) as sock:
        sock.sendall(head("GET /status/404"))
        sock.recv(4096)
        (entry,) = told
    server.stop()
    assert (entry.method, entry.target, entry.status) == ("GET", "/status/404", 404)
    assert str(entry).startswith("404  GET /status/404  ")


def test_a_request_without_an_answer_is_in_the_log_too() -> None:
    told: list[LoggedRequest] = []
    server = start(0, told.append)
    assert say(server.address, head("GET /upstream/closed")) == b""
    server.stop()
    assert str(told[0]).startswith("---  GET /upstream/closed  ")


def test_a_line_of_the_log_cannot_act_on_the_terminal() -> None:
    told: list[LoggedRequest] = []
    server = start(0, told.append)
    say(server.address, b"GET \x1b]0;title\x07\r\n\r\n")
    server.stop()
    assert str(told[0]).isprintable()


def test_a_listener_that_fails_spoils_no_answer(caplog: pytest.LogCaptureFixture) -> None:
    def fail(_: object) -> None:
        raise RuntimeError

    server = start(0, fail)
    assert ask(server.address, "GET /ip").status == 200
    server.stop()
    assert "the listener to requests failed" in caplog.text
    caplog.clear()


def test_a_view_that_fails_is_a_500_and_the_connection_lives(
    address: Address, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Notes, "page", lambda self, skip, count: 1 / 0)
    received = say(address, head("GET /notes") + head("GET /ip", "Connection: close"))
    assert [reply.status for reply in replies(received)] == [500, 200]
    assert "ZeroDivisionError" in caplog.text
    caplog.clear()


def test_the_log_is_bounded() -> None:
    state = State()
    for _ in range(MAX_LOG + 1):
        state.record(LoggedRequest("GET", "/", 200, "", "origin", 1, 1, "server", 0.0))
    assert len(state.log()) == MAX_LOG


def test_importing_the_playground_imports_no_flask() -> None:
    code = "import sys, tutor.playground; print(sorted({'flask', 'werkzeug', 'h11'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"
