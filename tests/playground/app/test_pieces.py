"""Bytes in parts."""

from __future__ import annotations

import time

import pytest

from tests.playground.talk import Address, ask, head, replies, say

LETTERS = b"abcdefghijklmnopqrstuvwxyz"


def test_the_whole_is_sent_without_a_range(address: Address) -> None:
    reply = ask(address, "GET /range/30")
    assert (reply.status, reply.body) == (200, LETTERS + b"abcd")
    assert (reply["Accept-Ranges"], reply["ETag"]) == ("bytes", '"range30"')
    assert "Content-Range" not in reply


@pytest.mark.parametrize(
    ("asked", "body", "told"),
    [
        ("bytes=0-4", b"abcde", "bytes 0-4/26"),
        ("bytes=24-", b"yz", "bytes 24-25/26"),
        ("bytes=-3", b"xyz", "bytes 23-25/26"),
        ("bytes=20-99", b"uvwxyz", "bytes 20-25/26"),
    ],
)
def test_a_range_is_sent_alone(address: Address, asked: str, body: bytes, told: str) -> None:
    reply = ask(address, "GET /range/26", f"Range: {asked}")
    assert (reply.status, reply.body, reply["Content-Range"]) == (206, body, told)
    assert reply["Content-Length"] == str(len(body))


def test_a_range_beyond_the_end_is_a_416_that_says_the_size(address: Address) -> None:
    reply = ask(address, "GET /range/26", "Range: bytes=26-")
    assert (reply.status, reply["Content-Range"]) == (416, "bytes */26")


@pytest.mark.parametrize("asked", ["lines=0-4", "junk", "bytes=x-y", "bytes=4-2"])
def test_a_range_that_is_none_is_ignored(address: Address, asked: str) -> None:
    assert ask(address, "GET /range/26", f"Range: {asked}").status == 200


def test_if_range_guards_against_a_mixture_of_two_versions(address: Address) -> None:
    assert ask(address, "GET /range/26", "Range: bytes=0-4", 'If-Range: "range26"').status == 206
    assert ask(address, "GET /range/26", "Range: bytes=0-4", 'If-Range: "other"').status == 200


def test_sizes_that_cannot_be_had_are_a_404(address: Address) -> None:
    assert ask(address, "GET /range/0").status == 404
    assert ask(address, "GET /range/999999999").status == 404


def test_a_range_may_come_slowly(address: Address) -> None:
    began = time.monotonic()
    reply = ask(address, "GET /range/26?duration=0.2&chunk_size=2", "Range: bytes=0-12")
    assert reply.body == LETTERS[:13]
    assert time.monotonic() - began >= 0.1


def test_streamed_bytes_come_in_chunks_of_the_size_asked_for(address: Address) -> None:
    received = say(address, head("GET /stream-bytes/7?chunk_size=3&seed=1", "Connection: close"))
    (reply,) = replies(received)
    assert reply["Transfer-Encoding"] == "chunked"
    assert received.count(b"\r\n3\r\n") == 2 and b"\r\n1\r\n" in received
    assert reply.body == ask(address, "GET /stream-bytes/7?seed=1").body


def test_dripping_takes_its_time_and_has_a_length(address: Address) -> None:
    began = time.monotonic()
    reply = ask(address, "GET /drip?numbytes=4&duration=0.2&code=418")
    assert (reply.status, reply.body, reply["Content-Length"]) == (418, b"****", "4")
    assert time.monotonic() - began >= 0.2


@pytest.mark.parametrize("query", ["numbytes=x", "duration=nan", "delay=--1", "code=%00"])
def test_what_is_no_number_is_a_400(address: Address, query: str) -> None:
    assert ask(address, f"GET /drip?{query}").status == 400


@pytest.mark.parametrize(
    "query", ["numbytes=-5", "numbytes=0&duration=-1", "duration=0&numbytes=1e400", "duration=0&code=7"]
)
def test_numbers_beyond_the_bounds_become_the_bounds(address: Address, query: str) -> None:
    reply = ask(address, f"GET /drip?duration=0&{query}" if "duration" not in query else f"GET /drip?{query}")
    assert reply.status == 200
    assert 1 <= len(reply.body) <= 100 * 1024
