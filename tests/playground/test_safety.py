"""What keeps a server on the learner's own machine harmless."""

from __future__ import annotations

import http.client
import re

import pytest

from tests.playground.talk import Address, ask, head, replies, say
from tutor.playground.app import create_app
from tutor.playground.app.files import MAX_SIZE
from tutor.playground.exchange import Exchange
from tutor.playground.guard import UNSAFE

RULES = sorted(
    (re.sub(r"<float:.*?>|<int:.*?>", "1", re.sub(r"<path:.*?>|<\w+>", "a", rule.rule)), frozenset(rule.methods or ()))
    for rule in create_app().url_map.iter_rules()
)
CHANGING = [(method, path) for path, methods in RULES for method in sorted(methods & UNSAFE)]
READING = [path for path, methods in RULES if "GET" in methods and "upstream" not in path]
EVIL = "Origin: http://evil.org"


# ── Whom it answers ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "example.com", "www.example.com", "shop.test"])
def test_it_answers_for_the_names_of_the_course(address: Address, host: str) -> None:
    assert ask(address, "GET /ip", host=f"{host}:{address[1]}").status == 200


@pytest.mark.parametrize("host", ["evil.org", "127.0.0.1.evil.org", "localhost.evil.org", "10.0.0.1", "xexample.com"])
def test_it_answers_for_no_other_name_in_whatever_form_it_comes(address: Address, host: str) -> None:
    assert ask(address, "GET /ip", host=host).status == 421
    assert ask(address, f"GET http://{host}/ip").status == 421
    assert replies(say(address, f"GET /ip HTTP/1.0\r\nHost: {host}\r\n\r\n".encode()))[0].status == 421


# ── Pages of others ──────────────────────────────────────────────────────────────────────────────


def test_there_is_something_to_protect() -> None:
    assert ("DELETE", "/notes/1") in CHANGING
    assert len(CHANGING) > 30


@pytest.mark.parametrize(("method", "path"), CHANGING)
@pytest.mark.parametrize("field", [EVIL, "Sec-Fetch-Site: cross-site"])
def test_no_page_of_another_site_changes_anything(address: Address, method: str, path: str, field: str) -> None:
    reply = ask(address, f"{method} {path}", field)
    if path.startswith("/cors/"):
        assert field != EVIL or reply.status == 403
    else:
        assert reply.status == 403


@pytest.mark.parametrize(
    "path", ["/cors/../notes", "/cors/%2e%2e/notes", "/cors/..%2fnotes", "//cors/stock/../notes", "/notes?from=/cors/"]
)
def test_the_way_through_the_cors_lessons_leads_nowhere_else(address: Address, path: str) -> None:
    reply = ask(address, f"POST {path}", EVIL, "Content-Type: application/json", body='{"text": "evil"}')
    assert reply.status in (403, 404, 405)
    assert len(ask(address, "GET /notes").json()["notes"]) == 2


@pytest.mark.parametrize("path", READING)
def test_no_page_of_another_site_is_told_that_it_may_read(
    address: Address, path: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Exchange, "pause", lambda self, seconds: None)
    reply = ask(address, f"GET {path}", EVIL, "Cookie: a=1")
    allowed = {name: value for name, value in reply.fields if name.startswith("Access-Control")}
    assert allowed == ({"Access-Control-Allow-Origin": "*"} if path == "/cors/open" else {})
    if path == "/split-bill":
        caplog.clear()


# ── Files and other servers ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [
        "/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/files/..%2f..%2fetc%2fpasswd",
        "/files//etc/passwd",
        "/static/app.py",
        "/templates/notes.html",
        "/page/../templates/notes.html",
        "/gateway/file:///etc/passwd",
    ],
)
def test_no_file_of_the_machine_is_served(address: Address, path: str) -> None:
    reply = ask(address, f"GET {path}")
    assert reply.status in (308, 404)
    assert b"root:" not in reply.body and b"{%" not in reply.body


@pytest.mark.parametrize(
    "target", ["/gateway//evil.org/", "/gateway/http://evil.org/", "/gateway/@evil.org/", "/gateway/ip%0d%0aX:%201"]
)
def test_the_gateway_asks_nobody_but_itself(address: Address, target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, int]] = []

    class Watched(http.client.HTTPConnection):
        def connect(self) -> None:
            asked.append((self.host, self.port))
            super().connect()

    monkeypatch.setattr("tutor.playground.app.gateway.http.client.HTTPConnection", Watched)
    ask(address, f"GET {target}")
    assert set(asked) <= {address}


def test_it_is_no_proxy(address: Address) -> None:
    assert ask(address, "GET http://evil.org/").status == 421
    assert replies(say(address, head("CONNECT evil.org:443")))[0].status == 403
    assert replies(say(address, head(f"CONNECT 127.0.0.1:{address[1] + 1}")))[0].status == 403


# ── Limits ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "path",
    [
        f"/{name}"
        for name in (
            "bytes/999999999",
            "stream-bytes/999999999",
            "drip?numbytes=999999999&duration=0",
            "stream/99999",
            "links/99999/0",
            "range/99999999999",
            "events?count=99999",
            "notes?per_page=99999",
        )
    ],
)
def test_no_answer_is_larger_than_a_limit(address: Address, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Exchange, "pause", lambda self, seconds: None)
    assert len(ask(address, f"GET {path}").body) <= 110 * 1024


@pytest.mark.parametrize(
    "path",
    [
        "/delay/99999",
        "/delay/1e9",
        "/drip?duration=99999",
        "/drip?duration=99999&numbytes=99999",
        "/range/26?duration=99999",
        "/range/100000?duration=99999&chunk_size=100000",
        "/events?count=99999&interval=99999",
        "/one-at-a-time?seconds=99999",
        "/upstream/silent",
    ],
)
def test_no_answer_takes_longer_than_a_limit(address: Address, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(Exchange, "pause", lambda self, seconds: waited.append(seconds))
    say(address, head(f"GET {path}", "Connection: close"))
    assert all(seconds >= 0 for seconds in waited)
    assert sum(waited) <= 10.1


def test_what_is_kept_is_bounded_together(address: Address) -> None:
    assert ask(address, "PUT /files/a", body="a" * MAX_SIZE).status == 201
    assert ask(address, "PUT /files/a", body="a" * (MAX_SIZE + 1)).status == 413
