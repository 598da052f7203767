"""Requests that went wrong in any way: each is answered or closed, no thread fails, nothing hangs."""

from __future__ import annotations

import os
import socket
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.playground.conftest import QUICK
from tests.playground.talk import Address, ask, connect, head, receive_all
from tutor.playground import start
from tutor.playground.limits import Limits

EXAMPLES = int(os.environ.get("TUTOR_EXAMPLES", "80"))
GOOD = [
    head("GET /get?a=1", "Accept: */*"),
    head("HEAD /page"),
    head("OPTIONS *"),
    head("TRACE /"),
    head("POST /echo", "Content-Length: 5") + b"hello",
    head("POST /post", "Transfer-Encoding: chunked") + b"5\r\nhello\r\n0\r\nX: y\r\n\r\n",
    head("POST /post", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 3") + b"a=1",
    head("PUT /notes/5", "Content-Type: application/json", "Content-Length: 13") + b'{"text": "a"}',
    head("PUT /put", "Expect: 100-continue", "Content-Length: 2") + b"ab",
    head("GET /gateway/status/204"),
    head("GET /stream/2"),
    head("GET /etag/a", 'If-None-Match: "a"'),
    head("GET /redirect-to?url=/get"),
    head("GET http://example.com/cookies", "Cookie: a=b; c=d"),
    b"GET /ip HTTP/1.0\r\n\r\n",
]
JUNK = st.one_of(
    st.binary(min_size=1, max_size=8),
    st.sampled_from(
        [b"\r\n", b"\n", b"\r", b" ", b":", b"\x00", b"\r\n\r\n", b"%", b"#", b"\xff", b"HTTP/1.1", b"0\r\n\r\n"]
    ),
    st.sampled_from(
        [b"Host: a.test\r\n", b"Content-Length: 9\r\n", b"Transfer-Encoding: chunked\r\n", b"Expect: x\r\n"]
    ),
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """One to three good requests in a row, cut, doubled and overwritten in one to four places."""
    data = b"".join(draw(st.lists(st.sampled_from(GOOD), min_size=1, max_size=3)))
    for _ in range(draw(st.integers(1, 4))):
        start_, size = draw(st.integers(0, len(data))), draw(st.integers(0, 6))
        data = data[:start_] + draw(st.one_of(st.just(b""), JUNK)) + data[start_ + size :]
    return data


def converse(address: Address, requests: list[bytes], *, end: bool) -> None:
    """All at a time, since some of them make the server wait for more."""
    socks = [connect(address) for _ in requests]
    for sock, request in zip(socks, requests, strict=True):
        sock.sendall(request)
        if end:
            sock.shutdown(socket.SHUT_WR)
    for sock in socks:
        received = receive_all(sock)
        assert received == b"" or received.startswith(b"HTTP/1.1 ")
        sock.close()


def converse_often(limits: Limits, examples: int, *, end: bool) -> None:
    server = start(limits=limits)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(requests=st.lists(mutated(), min_size=8, max_size=8))
    def run(requests: list[bytes]) -> None:
        converse(server.address, requests, end=end)

    run()
    assert ask(server.address, "GET /ip").status == 200
    server.stop()


def test_no_mutated_request_hangs_or_fails_a_thread() -> None:
    converse_often(replace(QUICK, active=64), EXAMPLES, end=True)


def test_nor_does_one_whose_client_waits() -> None:
    soon = 0.05
    limits = replace(QUICK, idle_seconds=soon, head_seconds=soon, body_seconds=soon, drain_seconds=soon)
    converse_often(replace(limits, active=64), EXAMPLES // 8, end=False)
