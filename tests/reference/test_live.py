"""Every fact that says it can be seen live is seen in what goes over the wire."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tutor import reference
from tutor.lesson.server import start_server
from tutor.reference.causes import causes
from tutor.reference.live import live
from tutor.wire.client import Client
from tutor.wire.exchange import Exchange
from tutor.wire.lines import is_noticed, wire_lines
from tutor.wire.server import ServerHandle


@pytest.fixture(scope="module")
def server() -> Iterator[ServerHandle]:
    handle = start_server()
    yield handle
    handle.stop()


def seen(server: ServerHandle, kind: str, name: str) -> tuple[list[Exchange], tuple[str, ...]]:
    """What goes over the wire for a fact, and what is to be noticed in it."""
    found = live(kind, name)
    assert found is not None, name
    server.reset()
    client = Client(server.address)
    try:
        return client.send(found.exchanges), found.notice
    finally:
        client.close()


@pytest.mark.parametrize("name", [field.name for field in reference.fields()])
def test_each_field_goes_over_the_wire(server: ServerHandle, name: str) -> None:
    exchanges, notice = seen(server, "field", name)
    rows = [row for exchange in exchanges for row in wire_lines(exchange)]
    assert [row for row in rows if any(is_noticed(row, what) for what in notice)], name
    assert all(exchange.response is not None and not exchange.error for exchange in exchanges)


@pytest.mark.parametrize("name", [method.name for method in reference.methods()])
def test_each_method_is_sent(server: ServerHandle, name: str) -> None:
    exchanges, _notice = seen(server, "method", name)
    assert exchanges[0].methods[0] == name
    assert exchanges[-1].response is not None


def test_a_field_is_found_in_any_case_and_what_nobody_knows_is_not() -> None:
    assert live("field", "content-type") == live("field", "Content-Type") is not None
    assert live("field", "X-Unknown") is None
    assert live("method", "get") is None
    assert live("status", "299") is None
    assert live("status", "x") is None
    assert live("label", "method") is None


def test_a_status_is_seen_by_its_cause_with_the_reason_in_the_language() -> None:
    for cause in causes():
        found = live("status", str(cause.status), "ko")
        assert found is not None
        assert (found.exchanges, found.why, found.notice) == (cause.exchanges, cause.why_ko, ("status-line",))
