"""Too much, too often, too long: what a server says then."""

from __future__ import annotations

import pytest

from tests.playground.talk import Address, ask, connect, head, replies, say
from tutor.playground.app import memory


def test_the_fourth_request_in_a_short_time_is_a_429(address: Address) -> None:
    assert [ask(address, "GET /limited").status for _ in range(3)] == [200, 200, 200]
    reply = ask(address, "GET /limited")
    assert reply.status == 429
    assert 1 <= int(reply["Retry-After"]) <= 10


def test_after_a_while_there_is_room_again(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("tutor.playground.app.memory.time.monotonic", lambda: now)
    window = memory.Window()
    assert [window.enter() for _ in range(4)] == [0, 0, 0, 10]
    now += 9.5
    assert window.enter() == 1
    now += 0.5
    assert window.enter() == 0


def test_one_pan_fries_one_egg_at_a_time(address: Address) -> None:
    with connect(address) as first:
        first.sendall(head("GET /one-at-a-time?seconds=0.4") + head("GET /ip", "Connection: close"))
        turned_away = None
        while turned_away is None or turned_away.status == 200:
            turned_away = ask(address, "GET /one-at-a-time?seconds=0")
        assert (turned_away.status, turned_away["Retry-After"]) == (503, "1")
        assert replies(first.recv(4096))[0].json() == {"fried": "an egg"}
    assert ask(address, "GET /one-at-a-time?seconds=0").status == 200


def test_a_job_has_seconds_left_rounded_up_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1000.0
    monkeypatch.setattr("tutor.playground.app.memory.time.monotonic", lambda: now)
    job = memory.Jobs().add("안녕", 2.5)
    assert job.seconds_left == 3
    now += 2.5
    assert job.seconds_left == 0


def test_the_answer_to_a_job_leads_from_its_place_to_its_result(address: Address) -> None:
    reply = ask(address, "POST /jobs?seconds=5", body="안녕")
    assert (reply.status, reply["Location"]) == (202, "/jobs/1")
    waiting = ask(address, "GET /jobs/1")
    assert (waiting.status, waiting["Retry-After"], waiting.json()["state"]) == (200, "5", "waiting")
    assert ask(address, "GET /jobs/1/result").status == 404
    ask(address, "POST /jobs?seconds=0", body="안녕")
    done = ask(address, "GET /jobs/2")
    assert (done.status, done["Location"]) == (303, "/jobs/2/result")
    assert ask(address, "GET /jobs/2/result").json() == {"job": 2, "state": "done", "letters": 2}
    assert ask(address, "GET /jobs/9").status == 404


def test_jobs_and_nonces_and_files_are_bounded() -> None:
    jobs, nonces, files = memory.Jobs(), memory.Nonces(), memory.Files()
    for _ in range(memory.MAX_JOBS + 1):
        jobs.add("a", 1)
    assert jobs.find(1) is None and jobs.find(2) is not None
    for n in range(memory.MAX_NONCES + 1):
        nonces.add(str(n), 1)
    assert not nonces.use("0") and nonces.use("1") and not nonces.use("1")
    for n in range(memory.MAX_FILES):
        assert files.put(str(n), memory.File("", b"")) is True
    assert files.put("one more", memory.File("", b"")) is None
    assert files.put("0", memory.File("", b"a")) is False


def test_events_come_one_by_one_and_go_on_after_the_last(address: Address) -> None:
    reply = ask(address, "GET /events?count=3&interval=0")
    assert reply["Content-Type"] == "text/event-stream; charset=utf-8"
    assert reply.body.startswith(b"id: 1\nevent: tick\ndata: 1 of 3\n\nid: 2\n")
    resumed = ask(address, "GET /events?count=3&interval=0", "Last-Event-ID: 2")
    assert resumed.body == b"id: 3\nevent: tick\ndata: 3 of 3\n\n"
    assert ask(address, "GET /events?count=3&interval=0", "Last-Event-ID: x").body == reply.body


def test_what_needs_chunks_needs_http_1_1(address: Address) -> None:
    assert ask(address, "GET /chunks-only").body == b"chunk 1\nchunk 2\nchunk 3\n"
    (reply,) = replies(say(address, b"GET /chunks-only HTTP/1.0\r\n\r\n"))
    assert (reply.status, reply["Upgrade"], reply["Connection"].lower()) == (426, "HTTP/1.1", "close, upgrade")


def test_a_bill_that_can_be_split_is(address: Address) -> None:
    assert ask(address, "GET /split-bill?guests=4").json() == {"share": 25}
    assert ask(address, f"GET /split-bill?guests={'9' * 400}").status == 400
