"""The gateway and the log that shows both of its roles."""

from __future__ import annotations

from tests.playground.talk import Address, ask, say


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
