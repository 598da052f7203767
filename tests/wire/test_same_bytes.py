"""What the client recorded is what the server itself received and sent, on every connection, byte for byte."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from tutor.playground.channel import Channel
from tutor.wire.client import Client
from tutor.wire.exchange import Exchange
from tutor.wire.server import ServerHandle
from tutor.wire.specs import Spec

Heard = dict[int, tuple[bytearray, bytearray]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> Heard:
    """By port of the client: the bytes that the server received, and those that it sent."""
    found: Heard = defaultdict(lambda: (bytearray(), bytearray()))
    lock = threading.Lock()
    receive, send = Channel.receive, Channel.send

    def receiving(channel: Channel, deadline: float) -> bytes:
        data = receive(channel, deadline)
        with lock:
            found[channel.sock.getpeername()[1]][0].extend(data)
        return data

    def sending(channel: Channel, data: bytes) -> None:
        with lock:
            found[channel.sock.getpeername()[1]][1].extend(data)
        send(channel, data)

    monkeypatch.setattr(Channel, "receive", receiving)
    monkeypatch.setattr(Channel, "send", sending)
    return found


@pytest.fixture
def server(heard: Heard) -> Iterator[ServerHandle]:
    from tutor.playground import start

    handle: ServerHandle = start()
    yield handle
    handle.stop()


MULTIPART = (
    "POST /files HTTP/1.1\nContent-Type: multipart/form-data; boundary=x\n\n"
    '--x\nContent-Disposition: form-data; name="file"; filename="차.txt"\n\n두 줄\n--x--\n'
)
CHUNKED = "POST /trailers HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\ntea\r\n0\r\nX-Sum: 3\r\n\r\n"  # noqa: E501  # one message
SPECS: dict[str, Sequence[Spec]] = {
    "redirects": [Spec(request="GET /redirect/3 HTTP/1.1\n", follow=True)],
    "a 401, then credentials on the same connection": [
        Spec(request="GET /basic-auth/ada/pw HTTP/1.1\n"),
        Spec(request="GET /basic-auth/ada/pw HTTP/1.1\nAuthorization: Basic YWRhOnB3\n", same_connection=True),
    ],
    "gzip": [Spec(request="GET /gzip HTTP/1.1\nAccept-Encoding: gzip\n")],
    "server-sent events": [Spec(request="GET /events?count=3&interval=0.02 HTTP/1.1\n")],
    "early hints": [Spec(request="GET /early-hints HTTP/1.1\n")],
    "multipart": [Spec(request=MULTIPART)],
    "TRACE": [Spec(request="TRACE / HTTP/1.1\nX-Name: 차\n")],
    "bytes in chunks": [Spec(request="GET /stream-bytes/5000?chunk_size=7 HTTP/1.1\n")],
    "a chunked body with trailers": [Spec(request=CHUNKED.replace("\r\n", "\n"), raw=True)],
    "a head that is refused": [Spec(request="GET / HTTP/1.1\nHost : a\n", raw=True)],
    "HEAD": [Spec(request="HEAD /get HTTP/1.1\n")],
}


def agree(exchanges: Sequence[Exchange], heard: Heard) -> None:
    """Both sides have the same bytes, connection by connection."""
    ours: Heard = defaultdict(lambda: (bytearray(), bytearray()))
    for exchange in exchanges:
        assert exchange.local is not None
        ours[exchange.local[1]][0].extend(exchange.sent)
        ours[exchange.local[1]][1].extend(exchange.received)
    assert ours
    for port, (sent, received) in ours.items():
        assert received, port
        assert (bytes(sent), bytes(received)) == tuple(map(bytes, heard[port]))


@pytest.mark.parametrize("name", SPECS)
def test_both_sides_have_the_same_bytes(server: ServerHandle, heard: Heard, name: str) -> None:
    with closing(Client(server.address)) as client:
        exchanges = client.send(SPECS[name])
    agree(exchanges, heard)


def test_requests_at_the_same_time_are_kept_apart(server: ServerHandle, heard: Heard) -> None:
    def send(n: int) -> list[Exchange]:
        with closing(Client(server.address)) as client:
            mark = f"GET /stream-bytes/900?chunk_size=30&seed={n} HTTP/1.1\nX-Mark: {n}\n"
            return client.send(
                [Spec(request=mark), Spec(request=f"GET /anything/{n} HTTP/1.1\n", same_connection=True)]
            )

    with ThreadPoolExecutor(8) as pool:
        all_of_them = list(pool.map(send, range(24)))
    for n, exchanges in enumerate(all_of_them):
        assert f"X-Mark: {n}\r\n".encode() in exchanges[0].sent
        assert f'/anything/{n}"'.encode() in exchanges[1].received
        agree(exchanges, heard)
