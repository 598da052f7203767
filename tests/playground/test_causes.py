"""Every status that the reference promises is had over a real socket, with what it must carry, from the real cause."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing

import pytest

from tests.playground.conftest import QUICK
from tutor import reference
from tutor.playground import start
from tutor.playground.handle import Playground
from tutor.reference.causes import Cause, Step, cause, causes
from tutor.wire.client import Client
from tutor.wire.exchange import Exchange
from tutor.wire.reading import Response

PROMISED = """
    100 103 200 201 202 203 204 205 206 300 301 302 303 304 307 308 400 401 403 404 405 406 408 409 410 411 412 413 414
    415 416 417 421 422 426 428 429 431 451 500 501 502 503 504 505
"""
CARRIED = {  # what each of these carries, whether the standard says MUST, SHOULD or MAY
    201: {"Location": r"/notes/3", "ETag": r'"1"'},
    202: {"Location": r"/jobs/1"},
    203: {"Via": r"1\.1 playground"},
    205: {"Content-Length": r"0"},
    206: {"Content-Range": r"bytes 0-4/26"},
    300: {"Vary": r"Accept-Language"},
    301: {"Location": r"/notes/1"},
    302: {"Location": r"/notes/2"},
    303: {"Location": r"/notes/3"},
    304: {"ETag": r'"1"', "Vary": r"Accept"},
    307: {"Location": r"/notes"},
    308: {"Location": r"/notes"},
    401: {"WWW-Authenticate": r'Basic realm="playground"'},
    405: {"Allow": r"GET, HEAD, OPTIONS"},
    416: {"Content-Range": r"bytes \*/26"},
    426: {"Upgrade": r"HTTP/1\.1", "Connection": r"(?i).*\bupgrade\b.*"},
    429: {"Retry-After": r"[1-9]\d*"},
    451: {"Link": r'.*rel="blocked-by"'},
    503: {"Retry-After": r"[1-9]\d*"},
}
BY_THE_SERVER = {400, 408, 413, 414, 417, 421, 431, 501, 505}  # before any view is asked


@pytest.fixture(scope="module")
def server() -> Iterator[Playground]:
    server = start(limits=QUICK)
    yield server
    server.stop()


def made(server: Playground, one: Cause) -> tuple[Exchange, Response]:
    """The last exchange, and the response that shows the status."""
    server.reset()
    with closing(Client(server.address)) as client:
        exchange = client.send(one.exchanges)[-1]
    assert not exchange.error
    assert not exchange.problem
    return exchange, exchange.responses()[one.response]


def test_all_that_were_promised_are_there() -> None:
    assert [one.status for one in causes()] == [int(code) for code in PROMISED.split()]
    assert cause(418) is None


@pytest.mark.parametrize("one", causes(), ids=lambda one: str(one.status))
def test_a_status_is_had_from_its_cause(server: Playground, one: Cause, caplog: pytest.LogCaptureFixture) -> None:
    exchange, response = made(server, one)
    fields = {name.lower(): value for name, value in response.fields}
    known = reference.status(one.status)
    assert known is not None
    assert (response.status, response.reason) == (one.status, known.phrase)
    for name, pattern in CARRIED.get(one.status, {}).items():
        assert re.fullmatch(pattern, fields.get(name.lower(), "")), name
    assert set(map(str.lower, known.obliged)) <= set(fields)
    if known.content:
        assert "synthetic" not in response.body.decode().lower()
    else:
        assert response.body == b""
        assert "transfer-encoding" not in fields
        assert exchange.received.endswith(b"\r\n\r\n") or response.interim
    if one.status == 500:
        assert "ZeroDivisionError" in caplog.text
        caplog.clear()


@pytest.mark.parametrize("one", causes(), ids=lambda one: str(one.status))
def test_who_answered_is_noted(server: Playground, one: Cause, caplog: pytest.LogCaptureFixture) -> None:
    exchange, _ = made(server, one)
    assert exchange.local
    timeline = server.timeline(exchange.local[1], exchange.nth)
    assert timeline
    assert (timeline.answered_by == "server") == (one.status in BY_THE_SERVER)
    if one.status not in BY_THE_SERVER:
        assert timeline.inside
        assert timeline.inside.stages or timeline.inside.routing
    caplog.clear()


@pytest.mark.parametrize("one", causes(), ids=lambda one: str(one.status))
def test_a_cause_is_told_in_both_languages(one: Cause) -> None:
    for text in (one.why("en"), one.why("ko")):
        assert text.endswith(".")
    assert re.search("[가-힣]", one.title("ko") + one.why("ko"))
    assert not re.search("[가-힣]", one.title("en") + one.why("en"))
    assert len(one.title("en")) <= 40


@pytest.mark.parametrize("code", [one.status for one in causes() if one.status >= 200])
def test_one_that_is_only_ordered_says_that_it_is_synthetic(server: Playground, code: int) -> None:
    with closing(Client(server.address)) as client:
        (exchange,) = client.send([Step(request=f"GET /status/{code} HTTP/1.1\n")])
    assert exchange.response
    assert exchange.response.status == code
    if code not in (204, 205, 304):
        assert exchange.response.body.startswith(f"Synthetic {code}".encode())
