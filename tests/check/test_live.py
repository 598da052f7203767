"""Demos are sent to the real server, each from a fresh state."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.course.samples import FIRST, PLAIN, first, write
from tutor.check import run_check
from tutor.check.live import run_step, sent_steps
from tutor.check.run import AT_ONCE, bundled_server
from tutor.course.problem import Finding
from tutor.course.types import Lesson
from tutor.wire.server import ServerHandle

EXCHANGES = FIRST[FIRST.index("    exchanges:\n") : FIRST.index("    predict:\n")]
NOTICE = "    notice: [status-line, request.field.Host]\n"


@pytest.fixture(scope="module")
def server() -> Iterator[ServerHandle]:
    handle = bundled_server()
    yield handle
    handle.stop()


def found(server: ServerHandle, exchanges: str, notice: str = "") -> list[tuple[str, str]]:
    """Rule and path of what is found in a demo with these exchanges."""
    lesson = first(FIRST.replace(EXCHANGES, "    exchanges:\n" + exchanges).replace(NOTICE, notice))
    return [(rule, ".".join(map(str, finding.path[2:]))) for rule, finding in sent(lesson, server)]


def sent(lesson: Lesson, server: ServerHandle) -> list[tuple[str, Finding]]:
    return [found for n in sent_steps(lesson) for found in run_step(lesson, n, server)]


POST = """\
      - request: |
          POST /notes HTTP/1.1
          Content-Type: application/json

          {"text": "a third"}
        expect: {status: 201}
      - request: |
          GET /notes HTTP/1.1
        expect: {json: {notes: {length: 3}}}
"""


def test_every_demo_begins_with_a_fresh_state(server: ServerHandle) -> None:
    for _time in range(2):
        assert found(server, POST) == []


def test_redirects_that_are_followed_count_with_their_exchange(server: ServerHandle) -> None:
    followed = """\
      - request: |
          GET /redirect/1 HTTP/1.1
        follow: true
        expect: {status: 200, responses: [{status: 302}, {status: 200}]}
      - request: |
          GET /redirect/1 HTTP/1.1
        expect: {status: 302}
"""
    assert found(server, followed) == []
    assert found(server, followed.replace("[{status: 302}, {status: 200}]", "[{status: 200}]")) == [
        ("demo-expect", "exchanges.0.expect.responses")
    ]


def test_requests_on_one_connection_are_told_apart(server: ServerHandle) -> None:
    two = """\
      - request: |
          GET /status/404 HTTP/1.1
        expect: {status: 404, closed: false}
      - request: |
          GET /status/204 HTTP/1.1
          Connection: close
        same_connection: true
        expect: {status: 204, closed: true}
"""
    assert found(server, two) == []
    assert found(server, two.replace("{status: 204, closed", "{status: 404, closed")) == [
        ("demo-expect", "exchanges.1.expect.status")
    ]


def test_what_the_server_refuses_can_be_expected(server: ServerHandle) -> None:
    broken = """\
      - request: |+
          GET /get HTTP/1.1

        raw: true
        expect: {status: 400}
"""
    assert found(server, broken, "    notice: [request-line, status-line, field.Content-Type, body]\n") == []


def test_what_is_pointed_out_has_to_be_there(server: ServerHandle) -> None:
    head = """\
      - request: |
          HEAD /get HTTP/1.1
"""
    notice = "    notice: [body, field.Content-Length, request.field.Accept, field.Nowhere]\n"
    assert found(server, head, notice) == [("notice-absent", "notice.0"), ("notice-absent", "notice.3")]


def test_what_came_instead_is_said(server: ServerHandle) -> None:
    lesson = first(FIRST.replace("{status: 404, closed: true}", "{status: 410}"))
    ((_rule, finding),) = sent(lesson, server)
    assert finding.message == "Wanted here: 410. The server gave: 404."


def test_the_server_is_started_for_chosen_lessons_alone_and_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write(tmp_path, PLAIN)
    stopped: list[str] = []

    def start() -> ServerHandle:
        handle = bundled_server()
        stop = handle.stop

        def noted() -> None:
            stopped.append("once")
            stop()

        monkeypatch.setattr(handle, "stop", noted)
        return handle

    assert run_check(folder, [folder / "wire/second.yaml"], start).demos == 0
    assert stopped == []
    assert run_check(folder, start=start).demos == 1
    assert stopped == ["once"]


def test_demos_are_sent_at_the_same_time_each_to_a_server_of_its_own(tmp_path: Path) -> None:
    sending = FIRST[FIRST.index("  - id: send\n") : FIRST.index("  - id: parts\n")]
    sending = sending.replace(EXCHANGES, "    exchanges:\n" + POST).replace(NOTICE, "").replace("a third", "slow " * 9)
    steps = "".join(sending.replace("id: send", f"id: send-{n}") for n in range(12))
    files = {**PLAIN, "wire/first.yaml": FIRST.replace("  - id: parts\n", steps + "  - id: parts\n")}
    started: list[ServerHandle] = []
    told: list[tuple[int, int]] = []

    def start() -> ServerHandle:
        started.append(bundled_server())
        return started[-1]

    folder = write(tmp_path, files)
    skip = {"level-spread"}
    report = run_check(folder, start=start, skip=skip, progress=lambda done, total: told.append((done, total)))
    assert report.problems == []
    assert told == [(n, 13) for n in range(1, 14)]
    assert 1 < len(started) <= AT_ONCE
    for server in started:
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(server.address, 1)
