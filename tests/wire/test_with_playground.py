"""The client and the bundled server agree about every byte and about which request was which."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from tutor.wire.client import Client
from tutor.wire.exchange import Exchange
from tutor.wire.server import ServerHandle, Timeline
from tutor.wire.specs import Spec


@pytest.fixture(scope="module")
def server() -> Iterator[ServerHandle]:
    from tutor.playground import start

    handle: ServerHandle = start()
    yield handle
    handle.stop()


def send(server: ServerHandle, *specs: Spec) -> list[Exchange]:
    with closing(Client(server.address)) as client:
        return client.send(specs)


def timeline(server: ServerHandle, exchange: Exchange) -> Timeline:
    assert exchange.local is not None
    found = server.timeline(exchange.local[1], exchange.nth)
    assert found is not None
    return found


@pytest.mark.parametrize(
    "request_text",
    ["POST /echo HTTP/1.1\nX-Name: a  b\n\n한글 body\n", "DELETE /echo HTTP/1.1\nHost: x.test\nx-lower: y\n"],
)
def test_the_server_heard_exactly_what_was_recorded(server: ServerHandle, request_text: str) -> None:
    (exchange,) = send(server, Spec(request=request_text))
    assert exchange.response is not None
    assert exchange.response.body == exchange.sent


def test_each_hop_is_found_in_the_servers_timelines(server: ServerHandle) -> None:
    exchanges = send(server, Spec(request="GET /redirect/2 HTTP/1.1\n", follow=True))
    assert [exchange.response.status for exchange in exchanges if exchange.response] == [302, 302, 200]
    assert [timeline(server, exchange).status for exchange in exchanges] == [302, 302, 200]


def test_a_request_that_cannot_be_parsed_gets_the_servers_400(server: ServerHandle) -> None:
    (exchange,) = send(server, Spec(request="GARBAGE\n"))
    assert exchange.response is not None
    assert (exchange.response.status, exchange.ended, exchange.problem) == (400, "server", "")
    assert timeline(server, exchange).answered_by == "server"
