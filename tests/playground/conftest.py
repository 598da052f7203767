from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator

import pytest

from tests.playground.talk import Address
from tutor.playground import start
from tutor.playground.handle import Playground
from tutor.playground.limits import Limits

QUICK = Limits(
    idle_seconds=0.4,
    head_seconds=0.3,
    body_seconds=0.3,
    linger_seconds=0.5,
    drain_seconds=0.3,
    tunnel_seconds=5.0,
)


@pytest.fixture(autouse=True)
def _threads_fail_aloud(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """An exception in a thread of the server, caught and logged or not, fails the test."""
    raised: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)
    caplog.set_level(logging.ERROR, "tutor.playground")
    yield
    logged = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    assert not raised
    assert not logged


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A server that waits for nothing long."""
    server = start(limits=QUICK)
    yield server
    server.stop()


@pytest.fixture
def address(playground: Playground) -> Address:
    return playground.address


@pytest.fixture
def start_with() -> Iterator[Callable[..., Playground]]:
    """Starts servers with limits of one's own; they are stopped at the end."""
    servers: list[Playground] = []

    def begin(limits: Limits = QUICK) -> Playground:
        servers.append(start(limits=limits))
        return servers[-1]

    yield begin
    for server in servers:
        server.stop()
