"""h11 as a second reader of what came back, and the times of an exchange."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor.wire.exchange import Exchange
from tutor.wire.reading import Reader

REQUEST = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


def exchange(received: bytes, sent: bytes = REQUEST, *, eof: bool = False, finished: bool = True) -> Exchange:
    made = Exchange(eof=eof, finished=finished, ended="server" if eof else "")
    for was_sent, data in ((True, sent), (False, received)):
        if data:
            made.add(was_sent, data)
    return made


def test_a_response_has_status_reason_fields_and_body() -> None:
    made = exchange("HTTP/1.1 200 Ça va\r\nX-Name: 이름\r\nx-name: b\r\nContent-Length: 2\r\n\r\nok".encode())
    (response,) = made.responses()
    assert (response.status, response.reason, response.body) == (200, "Ça va", b"ok")
    assert response.fields[:2] == [("X-Name", "이름"), ("x-name", "b")]
    assert response.values("x-NAME") == ["이름", "b"]
    assert made.problem == ""


def test_chunks_are_taken_out_of_the_body_and_gzip_is_not() -> None:
    made = exchange(
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n"
        b"3\r\n\x1f\x8b\x08\r\n0\r\nX-Sum: 1\r\n\r\n"
    )
    assert made.responses()[0].body == b"\x1f\x8b\x08"


@pytest.mark.parametrize("status", [b"204 No Content", b"304 Not Modified"])
def test_a_status_without_content_has_no_body(status: bytes) -> None:
    made = exchange(b"HTTP/1.1 " + status + b"\r\nETag: x\r\n\r\n")
    assert made.responses()[0].body == b""
    assert made.problem == ""


def test_the_method_that_was_sent_decides_about_the_body() -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
    assert exchange(head, b"HEAD / HTTP/1.1\r\n\r\n").problem == ""
    assert exchange(head).problem == "The body is cut off: 0 of 2 bytes came."


def test_a_body_without_a_length_is_complete_when_the_server_closes() -> None:
    data = b"HTTP/1.1 200 OK\r\n\r\nall of it"
    assert exchange(data, eof=True).problem == ""
    assert exchange(data).problem == "The body is cut off after 9 bytes."
    assert exchange(data).responses()[0].body == b"all of it"


@pytest.mark.parametrize(
    ("received", "problem"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", "The body is cut off: 4 of 9 bytes came."),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel", "The body is cut off after 3 bytes."),
        (b"HTTP/1.1 200 OK\r\nCont", "The response is cut off inside its head."),
        (b"HTTP/1.1 100 Continue\r\n\r\n", "Only an interim response came. The final one is missing."),
        (b"hello", "This is not a valid HTTP/1.1 response: it does not begin with HTTP/."),
        (b"", "The server closed the connection without a response."),
    ],
)
def test_what_is_missing_is_told(received: bytes, problem: str) -> None:
    assert exchange(received, eof=True).problem == problem


def test_what_is_not_http_is_told_with_the_reason() -> None:
    made = exchange(b"HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello")
    assert made.problem.startswith("This is not a valid HTTP/1.1 response: ")


@pytest.mark.parametrize("more", [b"ok", b"ok\r\n\r\n"])
def test_a_body_where_none_may_be_is_told(more: bytes) -> None:
    made = exchange(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + more, b"HEAD / HTTP/1.1\r\n\r\n")
    assert made.problem == "The response has ended, and bytes follow that are no response."


def test_an_exchange_under_way_has_no_problem_yet() -> None:
    made = exchange(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", finished=False)
    assert made.problem == ""
    assert not made.responses()[0].complete
    made.add(False, b"-done")
    assert made.responses()[0].complete


def test_a_response_that_nobody_asked_for_is_read_too() -> None:
    ok = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
    made = exchange(ok + b"HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n")
    assert [response.status for response in made.responses()] == [200, 408]


def test_after_101_the_rest_is_no_http_and_no_problem() -> None:
    made = exchange(b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\x81\x05hello")
    (response,) = made.responses()
    assert (response.status, response.interim, made.problem) == (101, False, "")


@settings(deadline=None, derandomize=True, max_examples=200)
@given(received=st.one_of(st.binary(max_size=80), st.binary(max_size=80).map(b"HTTP/1.1 200 OK\r\n".__add__)))
def test_no_bytes_make_reading_fail(received: bytes) -> None:
    made = exchange(received, eof=True)
    assert isinstance(made.problem, str)
    assert isinstance(made.responses(), list)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_it_does_not_matter_in_what_pieces_the_bytes_come(method: str) -> None:
    data = b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n" + b"ok" * (method == "GET")
    whole, pieces = Reader([method]), Reader([method])
    whole.feed(data)
    for byte in data:
        pieces.feed(bytes([byte]))
    assert pieces.responses == whole.responses
    assert (pieces.finals, pieces.idle) == (whole.finals, whole.idle) == (1, True)


def timed(*chunks: tuple[float, bool], connecting: tuple[float, float] | None = None) -> Exchange:
    from tutor.wire.exchange import Chunk

    return Exchange(chunks=[Chunk(at, sent, b"x") for at, sent in chunks], connecting=connecting)


def test_phases_are_those_of_har_in_milliseconds() -> None:
    made = timed((0.003, True), (0.004, True), (0.010, False), (0.012, False), connecting=(0.001, 0.0025))
    assert made.phases() == {
        "blocked": 1.0,
        "dns": None,
        "connect": 1.5,
        "send": 1.0,
        "wait": 6.0,
        "receive": 2.0,
    }
    assert made.elapsed == 0.012


def test_phases_that_did_not_happen_are_none() -> None:
    assert set(Exchange().phases().values()) == {None}
    reused = timed((0.001, True))
    assert reused.phases()["connect"] is None
    assert reused.phases()["wait"] is None
    assert timed((0.001, False), (0.002, True)).phases()["wait"] is None
