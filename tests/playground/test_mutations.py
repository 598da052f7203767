"""Requests that went wrong in any way: each is answered or closed, no thread fails, nothing hangs."""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.playground.conftest import QUICK
from tests.playground.talk import Address, ask, connect, head, receive_all
from tutor.playground import start
from tutor.playground.limits import Limits

AT_ONCE = 8
EXAMPLES = 3000 // AT_ONCE if os.environ.get("TUTOR_FULL") else 80
JSON = "Content-Type: application/json"
PART = b'--x\r\nContent-Disposition: form-data; name="f"; filename="\xed\x95\x9c.txt"\r\n\r\nhello\r\n--x--\r\n'
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
    head("POST /notes", JSON, "Content-Length: 22") + b'{"text": "a", "id": 9}',
    head("POST /notes", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 6") + b"text=a",
    head("PATCH /notes/1", JSON, 'If-Match: "1"', "Content-Length: 13") + b'{"text": "a"}',
    head("GET /notes?page=1&per_page=2", "Accept: text/html, */*;q=0.1"),
    head("GET /notes/2", 'If-None-Match: "1"'),
    head("DELETE /notes/2"),
    head("POST /files", "Content-Type: multipart/form-data; boundary=x", f"Content-Length: {len(PART)}") + PART,
    head("PUT /files/%ED%95%9C.txt", "Content-Length: 2") + b"ab",
    head("GET /files/%ED%95%9C.txt"),
    head("POST /jobs?seconds=0", "Content-Length: 1") + b"a",
    head("GET /jobs/1"),
    head("GET /limited"),
    head("GET /range/26", "Range: bytes=0-4", 'If-Range: "range26"'),
    head("GET /drip?numbytes=3&duration=0"),
    head("GET /stream-bytes/9?chunk_size=2&seed=1"),
    head("GET /events?count=2&interval=0", "Last-Event-ID: 1"),
    head("GET /image", "Accept: image/webp, image/*;q=0.5"),
    head("GET /greeting", "Accept-Language: ko, en;q=0.1"),
    head("GET /digest-auth/auth/a/b", 'Authorization: Digest username="a", nonce="b", response="c", uri="/", qop=auth'),
    head("GET /admin", "Authorization: Basic YWRhOnB3"),
    head("GET /cookies/set/a/b?c=d"),
    head("OPTIONS /cors/stock", "Origin: http://shop.test"),
    head("PUT /cors/stock", "Origin: http://shop.test", JSON, "Content-Length: 1") + b"7",
    head("GET /gateway/upstream/cut"),
    head("GET /shrink/html"),
    head("POST /trailers", "Transfer-Encoding: chunked") + b"1\r\na\r\n0\r\nX: y\r\n\r\n",
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
    others = set(threading.enumerate())
    server = start(limits=limits)

    @settings(max_examples=examples, deadline=None, suppress_health_check=list(HealthCheck))
    @given(requests=st.lists(mutated(), min_size=AT_ONCE, max_size=AT_ONCE))
    def run(requests: list[bytes]) -> None:
        converse(server.address, requests, end=end)

    run()
    assert ask(server.address, "GET /ip").status == 200
    server.stop()
    assert {thread for thread in threading.enumerate() if thread.name.startswith("playground-")} <= others


def descriptors() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd")) if sys.platform.startswith("linux") else 0


def test_no_mutated_request_hangs_or_fails_a_thread_or_leaves_anything_behind() -> None:
    converse_often(replace(QUICK, active=64), 2, end=True)  # imports that come late keep descriptors of their own
    before = descriptors()
    converse_often(replace(QUICK, active=64), EXAMPLES, end=True)
    assert descriptors() == before


def test_nor_does_one_whose_client_waits() -> None:
    soon = 0.05
    limits = replace(QUICK, idle_seconds=soon, head_seconds=soon, body_seconds=soon, drain_seconds=soon)
    converse_often(replace(limits, active=64), EXAMPLES // 8, end=False)
