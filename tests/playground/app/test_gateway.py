"""The gateway and the log that shows both of its roles."""

from __future__ import annotations

import time

import pytest

from tests.playground.talk import Address, ask, head, say


def test_the_gateway_asks_the_server_itself_and_leaves_its_name(address: Address) -> None:
    reply = ask(address, "POST /gateway/anything/a?b=%ED%95%9C", "X-Kept: 1", "Keep-Alive: 5", body="abc")
    told = reply.json()
    assert reply["Via"] == "1.1 playground"
    assert (told["data"], told["args"], told["method"]) == ("abc", {"b": "한"}, "POST")
    assert told["headers"]["Via"] == "1.1 playground"
    assert told["headers"]["X-Kept"] == "1"
    assert not {"Keep-Alive", "Connection"} & set(told["headers"])


def test_the_gateway_relays_the_status_and_the_fields(address: Address) -> None:
    reply = ask(address, "GET /gateway/basic-auth/a/b")
    assert (reply.status, reply["WWW-Authenticate"]) == (401, 'Basic realm="playground"')
    assert sum(name == "Date" for name, _ in reply.fields) == 1


def test_gateways_do_not_go_round_for_ever(address: Address) -> None:
    assert ask(address, "GET /gateway/gateway/ip")["Via"] == "1.1 playground, 1.1 playground"
    assert ask(address, "GET " + "/gateway" * 9 + "/ip").status == 502


def test_an_interim_response_is_more_than_the_gateway_relays(address: Address) -> None:
    assert ask(address, "GET /gateway/early-hints").status == 502


def test_the_log_shows_both_roles(address: Address) -> None:
    ask(address, "GET /gateway/ip", "User-Agent: me")
    told = ask(address, "GET /log").json()
    assert told == [
        {"method": "GET", "target": "/ip", "status": 200, "user_agent": "me", "role": "origin"},
        {"method": "GET", "target": "/gateway/ip", "status": 200, "user_agent": "me", "role": "gateway"},
    ]


def test_the_log_counts_what_a_page_causes(address: Address) -> None:
    for path in ("/page", "/page/style.css", "/page/one.png", "/page/two.png"):
        ask(address, f"GET {path}")
    assert len(ask(address, "GET /log").json()) == 4


def test_the_log_has_what_the_server_refused_too(address: Address) -> None:
    say(address, b"NONSENSE \x1b[31m\r\n\r\n")
    (entry,) = ask(address, "GET /log").json()
    assert (entry["method"], entry["target"], entry["status"]) == ("NONSENSE", "\\x1b[31m", 400)


@pytest.mark.parametrize("way", ["garbage", "closed", "cut"])
def test_an_origin_server_without_a_valid_answer_is_a_502(address: Address, way: str) -> None:
    reply = ask(address, f"GET /gateway/upstream/{way}")
    assert reply.status == 502
    assert "no valid answer" in reply.text


def test_an_origin_server_that_says_nothing_is_a_504_soon(address: Address) -> None:
    began = time.monotonic()
    reply = ask(address, "GET /gateway/upstream/silent")
    assert reply.status == 504
    assert time.monotonic() - began < 4
    assert "did not answer within 2 s" in reply.text


def test_broken_servers_may_be_met_directly(address: Address) -> None:
    assert say(address, head("GET /upstream/garbage")) == b"It works on my machine.\r\n"
    assert say(address, head("GET /upstream/closed")) == b""
    assert say(address, head("GET /upstream/cut")).endswith(b"The beginning of")


def test_a_gateway_that_changes_the_content_says_so(address: Address) -> None:
    whole, shrunk = ask(address, "GET /html"), ask(address, "GET /shrink/html")
    assert (shrunk.status, shrunk["Via"]) == (203, "1.1 playground")
    assert shrunk["Content-Length"] == str(len(shrunk.body))
    assert len(shrunk.body) < len(whole.body)
    assert shrunk.body.split() == whole.body.split()


@pytest.mark.parametrize(
    ("path", "fields", "status"),
    [("html", ["Cache-Control: no-transform"], 200), ("image/png", [], 200), ("nowhere", [], 404)],
)
def test_it_leaves_alone_what_it_may_not_change(address: Address, path: str, fields: list[str], status: int) -> None:
    reply = ask(address, f"GET /shrink/{path}", *fields)
    assert (reply.status, reply.body) == (status, ask(address, f"GET /{path}").body)
