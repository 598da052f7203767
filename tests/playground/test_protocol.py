from __future__ import annotations

import re
import socket
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.playground.conftest import QUICK
from tests.playground.talk import Address, ask, connect, head, receive_all, replies, say
from tutor.playground.handle import Playground
from tutor.playground.limits import Limits

Start = Callable[..., Playground]


def test_an_answer_has_few_fields_in_a_settled_order(address: Address) -> None:
    reply = ask(address, "GET /ip")
    names = [name for name, _ in reply.fields]
    assert names == ["Date", "Server", "Content-Type", "Content-Length", "Connection"]
    assert re.fullmatch(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT", reply["Date"])
    assert reply["Server"].startswith("tutor-playground/")


@pytest.mark.parametrize(
    ("data", "status", "words"),
    [
        (b"GARBAGE\r\n\r\n", 400, "is no request line"),
        (b"GET / HTTP/1.1\r\n\r\n", 400, "Host field is missing. Every HTTP/1.1 request"),
        (b"GET / HTTP/1.1\r\nHost: a.test\r\nHost: a.test\r\n\r\n", 400, "2 Host fields"),
        (b"GET / HTTP/1.1\nHost: a.test\n\n", 400, "LF alone"),
        (b"GET / HTTP/2.0\r\nHost: a.test\r\n\r\n", 505, "speaks HTTP/1.1"),
        (b"get / HTTP/1.1\r\nHost: a.test\r\n\r\n", 501, "case-sensitive"),
        (b"BREW / HTTP/1.1\r\nHost: a.test\r\n\r\n", 501, "no method known here"),
        (b"GET / HTTP/1.1\r\nHost: evil.org\r\n\r\n", 421, "does not answer for the host 'evil.org'"),
        (b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a.test\r\n\r\n", 414, "longer than the 8000 bytes"),
        (b"GET / HTTP/1.1\r\nHost: a.test\r\nX: " + b"a" * 200_000 + b"\r\n\r\n", 431, "larger than the 16384 bytes"),
        (head("POST /post", "Transfer-Encoding: gzip") + b"abc", 501, "decodes only 'chunked'"),
        (head("PUT /put", "Expect: banana", "Content-Length: 3") + b"abc", 417, "expectation 'banana'"),
        (head("POST /notes", "Origin: http://evil.org"), 403, "origin 'http://evil.org' is refused"),
        (head("CONNECT evil.org:443"), 403, "tunnels only to 127.0.0.1"),
    ],
)
def test_the_server_refuses_with_a_text_and_closes(address: Address, data: bytes, status: int, words: str) -> None:
    (reply,) = replies(say(address, data))
    assert reply.status == status
    assert words in reply.text
    assert reply["Connection"] == "close"
    assert reply["Content-Type"] == "text/plain; charset=utf-8"


def test_a_refusal_fits_80_columns_and_keeps_citations_whole(address: Address) -> None:
    (reply,) = replies(say(address, b"GET / HTTP/1.1\n\n"))
    lines = reply.body.decode().splitlines()
    assert max(map(len, lines)) <= 76
    assert any("RFC 9112 §2.2" in line for line in lines)


def test_phrases_are_those_of_the_registry(address: Address) -> None:
    assert ask(address, "GET /nowhere").reason == "Not Found"
    assert ask(address, "GET /status/422").reason == "Unprocessable Content"
    assert ask(address, "POST /ip", "Content-Length: 9999999").reason == "Content Too Large"


def test_a_refused_head_has_no_body_in_its_answer(address: Address) -> None:
    received = say(address, head("HEAD /", host="evil.org"))
    assert received.endswith(b"\r\n\r\n")
    assert replies(received, "HEAD")[0].status == 421


# ── Silence ──────────────────────────────────────────────────────────────────────────────────────


def test_half_a_head_and_then_silence_is_a_408(address: Address) -> None:
    (reply,) = replies(say(address, b"GET / HTTP/1.1\r\nHost: a.test\r\n"))
    assert reply.status == 408
    assert "No empty line follows the last field. An empty line ends it" in reply.text


def test_a_head_that_comes_too_slowly_is_a_408(address: Address) -> None:
    with connect(address) as sock:
        sock.settimeout(0.05)
        received = b""
        for byte in head("GET /ip"):
            sock.send(bytes([byte]))
            try:
                received += sock.recv(4096)
            except TimeoutError:
                continue
            break
        sock.settimeout(5)
        received += receive_all(sock)
    assert replies(received)[0].status == 408


def test_half_a_head_and_then_the_end_is_a_400(address: Address) -> None:
    (reply,) = replies(say(address, b"GET / HT", then_end=True))
    assert reply.status == 400
    assert "Then the connection was ended" in reply.text


def test_silence_before_any_request_is_closed_without_an_answer(address: Address) -> None:
    assert say(address, b"") == b""
    assert say(address, b"\r\n\r\n") == b""


def test_silence_after_a_request_is_closed_without_another_answer(address: Address) -> None:
    assert [reply.status for reply in replies(say(address, head("GET /ip")))] == [200]


# ── More than one request on a connection ────────────────────────────────────────────────────────


def test_a_connection_is_kept_open(address: Address) -> None:
    with connect(address) as sock:
        for _ in range(3):
            sock.sendall(head("GET /ip"))
            received = sock.recv(4096)
            assert replies(received)[0].status == 200
            assert b"Connection" not in received


def test_pipelined_requests_are_answered_in_their_order(address: Address) -> None:
    data = head("GET /status/201") + head("POST /echo", "Content-Length: 3") + b"abc" + b"\r\n" + head("HEAD /page")
    received = say(address, data + head("GET /status/404", "Connection: close"))
    answers = replies(received, "GET", "POST", "HEAD", "GET")
    assert [reply.status for reply in answers] == [201, 200, 200, 404]
    assert answers[1].body.endswith(b"\r\n\r\nabc")


def test_what_follows_a_refusal_is_not_answered(address: Address) -> None:
    received = say(address, head("get /") + head("GET /ip"))
    assert [reply.status for reply in replies(received)] == [501]


def test_a_body_that_no_view_reads_is_not_taken_for_a_request(address: Address) -> None:
    data = head("POST /status/200", "Content-Length: 31") + b"GET /status/500 HTTP/1.1\r\n\r\n123"
    received = say(address, data + head("GET /status/404", "Connection: close"))
    assert [reply.status for reply in replies(received, "POST", "GET")] == [200, 404]


def test_connection_close_is_obeyed(address: Address) -> None:
    received = say(address, head("GET /ip", "Connection: close") + head("GET /ip"))
    (reply,) = replies(received)
    assert reply["Connection"] == "close"


def test_http_1_0_is_answered_and_closed(address: Address) -> None:
    (reply,) = replies(say(address, b"GET /ip HTTP/1.0\r\n\r\n"))
    assert (reply.status, reply["Connection"]) == (200, "close")


def test_http_1_0_gets_no_chunks(address: Address) -> None:
    received = say(address, b"GET /stream/2 HTTP/1.0\r\n\r\n")
    assert b"Transfer-Encoding" not in received
    assert received.count(b'"id"') == 2


def test_a_client_that_ended_its_side_is_still_answered(address: Address) -> None:
    (reply,) = replies(say(address, head("GET /ip"), then_end=True))
    assert reply.status == 200


# ── Messages without content ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("path", ["/page", "/get", "/status/404", "/nowhere", "/stream/3", "/notes", "/gateway/page"])
def test_head_is_get_without_the_body(address: Address, path: str) -> None:
    received = say(address, head(f"HEAD {path}", "Connection: close"))
    assert received.endswith(b"\r\n\r\n")
    (got,) = replies(received, "HEAD")
    whole = ask(address, f"GET {path}")
    assert got.status == whole.status
    assert [name for name, _ in got.fields] == [name for name, _ in whole.fields]
    if path != "/get":  # which tells its own method's fields
        assert got["Content-Length"] == whole["Content-Length"]


@pytest.mark.parametrize(("code", "length"), [(204, ""), (205, "0"), (304, "")])
def test_some_statuses_have_no_body_whatever_the_view_returns(address: Address, code: int, length: str) -> None:
    received = say(address, head(f"GET /status/{code}", "Connection: close"))
    assert received.endswith(b"\r\n\r\n")
    (reply,) = replies(received)
    assert (reply.status, reply["Content-Length"]) == (code, length)
    assert "Transfer-Encoding" not in reply


# ── Targets of every form ────────────────────────────────────────────────────────────────────────


def test_absolute_form_is_accepted(address: Address) -> None:
    reply = ask(address, "GET http://www.example.com/get?a=1")
    assert reply.json()["url"] == "http://www.example.com/get?a=1"


def test_options_asterisk_is_about_the_server(address: Address) -> None:
    reply = ask(address, "OPTIONS *")
    assert (reply.status, reply.body) == (204, b"")
    assert "TRACE" in reply["Allow"]


def test_connect_tunnels_to_the_server_itself(address: Address) -> None:
    port = address[1]
    tunnelled = head("GET /get", "Connection: close", host="example.com")
    received = say(address, head(f"CONNECT localhost:{port}", host=f"localhost:{port}") + tunnelled)
    opened, _, rest = received.partition(b"\r\n\r\n")
    assert opened.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"Content-Length" not in opened and b"Transfer-Encoding" not in opened
    assert replies(rest)[0].json()["url"] == "http://example.com/get"


def test_an_early_hint_comes_before_the_answer(address: Address) -> None:
    received = say(address, head("GET /early-hints", "Connection: close"))
    assert [reply.status for reply in replies(received)] == [103, 200]
    assert [r.status for r in replies(say(address, b"GET /early-hints HTTP/1.0\r\n\r\n"))] == [200]


# ── Overload ─────────────────────────────────────────────────────────────────────────────────────


def test_more_requests_at_once_than_allowed_are_told_when_to_come_back(start_with: Start) -> None:
    server = start_with(replace(QUICK, active=1, body_seconds=5.0))
    with connect(server.address) as slow:
        slow.sendall(head("POST /post", "Expect: 100-continue", "Content-Length: 1"))
        assert slow.recv(4096).startswith(b"HTTP/1.1 100 Continue")  # the view waits for the body
        reply = ask(server.address, "GET /ip")
        assert (reply.status, reply["Retry-After"]) == (503, "1")
        slow.sendall(b"x")
        assert replies(slow.recv(4096))[0].status == 200
    # The client has its answer a moment before the server counts the request as served, so it may have to ask again.
    assert any(ask(server.address, "GET /ip").status == 200 for _ in range(50))


def test_more_connections_than_allowed_are_told_so_too(start_with: Start) -> None:
    server = start_with(replace(QUICK, connections=1, idle_seconds=5.0))
    with connect(server.address) as first:
        first.sendall(head("GET /ip"))
        assert replies(first.recv(4096))[0].status == 200
        assert ask(server.address, "GET /ip").status == 503


def test_a_port_that_is_taken_is_an_os_error(playground: Playground) -> None:
    with pytest.raises(OSError):
        Playground(playground.address[1])


def test_it_listens_on_the_loopback_address_only(playground: Playground) -> None:
    assert playground.address[0] == "127.0.0.1"
    assert playground.url == f"http://127.0.0.1:{playground.address[1]}"
    with socket.socket() as other, pytest.raises(OSError):
        other.settimeout(0.5)
        other.connect(("127.0.0.2", playground.address[1]))


def test_the_defaults_leave_a_client_time_enough() -> None:
    limits = Limits()
    assert limits.head_seconds < 8 and limits.body_seconds < 8  # a client of the tutor waits 8 s for a 408
