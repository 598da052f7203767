"""Bodies: how they end, when they do not, and how answers survive them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.playground.conftest import QUICK
from tests.playground.talk import Address, ask, connect, head, receive_all, replies, say
from tutor.playground.handle import Playground

Start = Callable[..., Playground]
CHUNKED = head("POST /post", "Transfer-Encoding: chunked")


def test_a_chunked_body_is_put_together(address: Address) -> None:
    data = head("POST /post", "Transfer-Encoding: chunked", "Connection: close")
    (reply,) = replies(say(address, data + b"3\r\nabc\r\n4;x=y\r\ndefg\r\n0\r\nTrailer: t\r\n\r\n"))
    assert reply.json()["data"] == "abcdefg"


def test_a_chunked_body_arriving_in_bits_is_put_together(address: Address) -> None:
    with connect(address) as sock:
        for piece in (CHUNKED, b"3\r", b"\nab", b"c\r\n0\r\n", b"\r\n"):
            sock.sendall(piece)
        assert replies(sock.recv(4096))[0].json()["data"] == "abc"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"z\r\nabc\r\n0\r\n\r\n", "illegal chunk header: 'z\\r\\n'"),
        (b"3\r\nabcd\r\n0\r\n\r\n", "malformed chunk footer"),
        (b"-3\r\nabc\r\n0\r\n\r\n", "size in hexadecimal digits"),
    ],
)
def test_a_malformed_chunk_is_a_400_that_says_what_a_chunk_is(address: Address, body: bytes, words: str) -> None:
    (reply,) = replies(say(address, CHUNKED + body))
    assert (reply.status, reply["Connection"]) == (400, "close")
    assert words in reply.text


def test_half_a_body_and_then_silence_is_a_408(address: Address) -> None:
    (reply,) = replies(say(address, head("POST /post", "Content-Length: 10") + b"abc"))
    assert (reply.status, reply.reason) == (408, "Request Timeout")
    assert "3 bytes of the body came of the 10 that Content-Length promises" in reply.text


def test_half_a_body_and_then_the_end_is_a_400(address: Address) -> None:
    (reply,) = replies(say(address, head("POST /post", "Content-Length: 10") + b"abc", then_end=True))
    assert reply.status == 400
    assert "the message is incomplete" in reply.text


def test_a_body_that_is_announced_too_large_is_a_413_that_no_reset_destroys(address: Address) -> None:
    size = 3 * 1024 * 1024
    with connect(address) as sock:
        sock.sendall(head("POST /post", f"Content-Length: {size}"))
        sock.sendall(b"x" * size)  # all of it, though the answer came long ago
        (reply,) = replies(receive_all(sock))
    assert reply.status == 413
    assert "1048576 are accepted here" in reply.text


def test_a_chunked_body_that_grows_too_large_is_a_413_that_no_reset_destroys(start_with: Start) -> None:
    server = start_with(replace(QUICK, body=10_000, body_seconds=5.0))
    chunk = b"1000\r\n" + b"x" * 4096 + b"\r\n"
    with connect(server.address) as sock:
        sock.sendall(CHUNKED + chunk * 200)
        (reply,) = replies(receive_all(sock))
    assert (reply.status, reply.reason) == (413, "Content Too Large")


def test_a_body_of_tiny_chunks_is_bounded_by_what_arrives(start_with: Start) -> None:
    server = start_with(replace(QUICK, body=10_000, body_seconds=5.0))
    chunk = b"1;" + b"e" * 1000 + b"\r\nx\r\n"
    with connect(server.address) as sock:
        sock.sendall(CHUNKED + chunk * 500)
        (reply,) = replies(receive_all(sock))
    assert reply.status == 413


def test_the_largest_body_passes(start_with: Start) -> None:
    server = start_with(replace(QUICK, body=10_000))
    assert len(ask(server.address, "POST /post", body="x" * 10_000).json()["data"]) == 10_000
    assert ask(server.address, "POST /post", body="x" * 10_001).status == 413


# ── Expect ───────────────────────────────────────────────────────────────────────────────────────


def test_100_is_sent_when_the_view_reads(address: Address) -> None:
    with connect(address) as sock:
        sock.sendall(head("POST /post", "Expect: 100-continue", "Content-Length: 3", "Connection: close"))
        assert sock.recv(4096) == b"HTTP/1.1 100 Continue\r\n\r\n"
        sock.sendall(b"abc")
        assert replies(receive_all(sock))[0].json()["data"] == "abc"


def test_no_100_is_sent_when_the_view_refuses_without_reading(address: Address) -> None:
    received = say(address, head("PUT /status/401", "Expect: 100-continue", "Content-Length: 3"))
    (reply,) = replies(received)
    assert (reply.status, reply["Connection"]) == (401, "close")


def test_no_100_is_sent_for_a_body_that_is_too_large(address: Address) -> None:
    received = say(address, head("POST /post", "Expect: 100-continue", "Content-Length: 99999999"))
    assert [reply.status for reply in replies(received)] == [413]


def test_http_1_0_expects_no_100(address: Address) -> None:
    data = b"POST /post HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\nabc"
    assert [reply.status for reply in replies(say(address, data))] == [200]
