"""One origin is allowed, others are not, and none is just repeated."""

from __future__ import annotations

import pytest

from tests.playground.talk import Address, ask

SHOP, EVIL = "Origin: http://shop.test", "Origin: http://evil.org"
ASKS = ["Access-Control-Request-Method: PUT", "Access-Control-Request-Headers: content-type"]
JSON = "Content-Type: application/json"


def test_the_preflight_of_the_allowed_origin_is_granted(address: Address) -> None:
    reply = ask(address, "OPTIONS /cors/stock", SHOP, *ASKS)
    assert (reply.status, reply.body) == (204, b"")
    assert reply["Access-Control-Allow-Origin"] == "http://shop.test"
    assert "PUT" in reply["Access-Control-Allow-Methods"]
    assert reply["Access-Control-Allow-Headers"] == "Content-Type"
    assert reply["Vary"] == "Origin"


@pytest.mark.parametrize(
    "origin", [EVIL, "Origin: null", "Origin: http://shop.test.evil.org", "Origin: http://SHOP.test"]
)
def test_that_of_another_is_not(address: Address, origin: str) -> None:
    reply = ask(address, "OPTIONS /cors/stock", origin, *ASKS)
    assert not [name for name, _ in reply.fields if name.startswith("Access-Control")]
    assert reply["Vary"] == "Origin"
    reply = ask(address, "PUT /cors/stock", origin, JSON, body="7")
    assert (reply.status, reply["Access-Control-Allow-Origin"]) == (403, "")


def test_the_allowed_origin_may_change_something_here_and_nowhere_else(address: Address) -> None:
    reply = ask(address, "PUT /cors/stock", SHOP, "Sec-Fetch-Site: cross-site", JSON, body="7")
    assert (reply.status, reply["Access-Control-Allow-Origin"]) == (200, "http://shop.test")
    assert ask(address, "PUT /notes/1", SHOP, JSON, body='{"text": "a"}').status == 403


def test_everyone_is_sent_the_stock_and_only_one_page_may_read_it(address: Address) -> None:
    assert ask(address, "GET /cors/stock", SHOP)["Access-Control-Allow-Origin"] == "http://shop.test"
    reply = ask(address, "GET /cors/stock", EVIL)
    assert (reply.status, reply["Access-Control-Allow-Origin"]) == (200, "")


def test_what_is_open_is_open_to_all_but_never_with_credentials(address: Address) -> None:
    reply = ask(address, "GET /cors/open", EVIL)
    assert reply["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in reply
