"""Stopping: at once, from anywhere, and nothing stays behind."""

from __future__ import annotations

import gc
import os
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.playground.conftest import QUICK
from tests.playground.talk import ask, connect, head
from tutor.playground import start
from tutor.playground.handle import Playground

PATIENT = replace(
    QUICK, idle_seconds=60.0, head_seconds=60.0, body_seconds=60.0, linger_seconds=60.0, tunnel_seconds=60.0
)


def threads_of_servers() -> set[threading.Thread]:
    """Those of this test and of servers that other modules keep for theirs."""
    return {thread for thread in threading.enumerate() if thread.name.startswith("playground-")}


@pytest.fixture(autouse=True)
def others() -> set[threading.Thread]:
    """Threads of servers that ran before this test."""
    return threads_of_servers()


def open_descriptors() -> int:
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


def connect_all(server: Playground, stack: ExitStack, requests: list[bytes]) -> None:
    """One connection for each of these; returns when the server has begun with all of them."""
    for data in requests:
        sock = stack.enter_context(connect(server.address))
        sock.sendall(data)
    ask(server.address, "GET /ip")


def waiting_for_a_client() -> list[bytes]:
    return [
        b"",
        b"GET / HT",
        head("GET /ip"),
        head("POST /post", "Content-Length: 9") + b"abc",
        head("get /"),  # refused: the server lingers
        head("GET /bytes/100000") * 60,  # of which the client reads nothing
    ]


def in_every_state(server: Playground) -> list[bytes]:
    """Requests that make the server wait in each place where it can."""
    slow = head("GET /delay/10")
    tunnel = head(f"CONNECT 127.0.0.1:{server.address[1]}")
    silent = head("GET /gateway/upstream/silent")
    busy = [head(f"GET {path}") for path in ("/drip?duration=9", "/events?interval=2", "/one-at-a-time?seconds=5")]
    return [*waiting_for_a_client(), slow, head("GET /gateway/delay/10"), silent, tunnel + slow, *busy]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts descriptors in /proc")
def test_stop_with_requests_in_flight_leaves_no_thread_and_no_descriptor(others: set[threading.Thread]) -> None:
    first = start(limits=QUICK)
    with ExitStack() as stack:  # modules that are imported late keep descriptors of their own
        connect_all(first, stack, in_every_state(first))
    first.stop()
    before = open_descriptors()
    server = start(limits=PATIENT)
    with ExitStack() as stack:
        connect_all(server, stack, in_every_state(server))
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 0.5
        assert threads_of_servers() == others
    del server
    assert open_descriptors() == before


def test_after_stop_the_port_is_free_again(start_with: Callable[..., Playground]) -> None:
    server = start_with()
    ask(server.address, "GET /ip")
    server.stop()
    with pytest.raises(ConnectionRefusedError):
        connect(server.address)
    again = start(server.address[1])
    assert again.address == server.address
    again.stop()


def test_stop_may_be_called_often_and_by_many(
    others: set[threading.Thread], start_with: Callable[..., Playground]
) -> None:
    server = start_with(PATIENT)
    with ExitStack() as stack:
        connect_all(server, stack, in_every_state(server))
        callers = [threading.Thread(target=server.stop) for _ in range(8)]
        for caller in callers:
            caller.start()
        for caller in callers:
            caller.join()
        assert threads_of_servers() == others
    server.stop()


def test_a_thread_of_the_server_may_stop_it() -> None:
    stopped = threading.Event()

    def stop(_: object) -> None:
        server.stop()
        stopped.set()

    server = start(on_request=stop)
    with connect(server.address) as sock:
        sock.sendall(head("GET /ip"))
        assert stopped.wait(5)
    server.stop()


def test_clients_that_vanish_leave_no_thread(
    others: set[threading.Thread], start_with: Callable[..., Playground]
) -> None:
    server = start_with(PATIENT)
    quiet = threads_of_servers()  # one more than before: it accepts
    with ExitStack() as stack:
        connect_all(server, stack, waiting_for_a_client())
        serving = threads_of_servers() - quiet
    assert serving
    for thread in serving:
        thread.join(5)
    assert threads_of_servers() == quiet
