"""Answers made to order."""

from __future__ import annotations

import pytest

from tests.playground.talk import Address, ask, head, say


@pytest.mark.parametrize("code", [200, 201, 299, 404, 418, 471, 500, 599])
def test_a_status_on_demand_says_that_it_is_synthetic(address: Address, code: int) -> None:
    reply = ask(address, f"GET /status/{code}")
    assert reply.status == code
    assert reply.text.startswith(f"Synthetic {code}")


@pytest.mark.parametrize(
    ("code", "field"),
    [
        (302, "Location"),
        (401, "WWW-Authenticate"),
        (405, "Allow"),
        (407, "Proxy-Authenticate"),
        (426, "Upgrade"),
        (503, "Retry-After"),
    ],
)
def test_a_status_on_demand_carries_what_it_must(address: Address, code: int, field: str) -> None:
    assert field in ask(address, f"GET /status/{code}")


def test_the_reason_phrase_can_be_another_or_none(address: Address) -> None:
    assert ask(address, "GET /status/200?phrase=Fine%20indeed").reason == "Fine indeed"
    assert ask(address, "GET /status/404?phrase=%EC%97%86%EC%9D%8C").reason == "없음"
    assert say(address, head("GET /status/200?phrase=", "Connection: close")).startswith(b"HTTP/1.1 200 \r\n")


def test_a_status_can_be_one_of_several_with_weights(address: Address) -> None:
    assert ask(address, "GET /status/200:0,404:1").status == 404
    assert ask(address, "GET /status/200,201").status in (200, 201)


@pytest.mark.parametrize("codes", ["100", "600", "abc", "200,", "200:x", "200?phrase=a%0D%0AX:%201"])
def test_a_status_that_cannot_be_is_a_400(address: Address, codes: str) -> None:
    reply = ask(address, f"GET /status/{codes}")
    assert (reply.status, reply.reason) == (400, "Bad Request")
    assert reply.text


def test_response_headers_are_chosen_by_the_query(address: Address) -> None:
    reply = ask(address, "GET /response-headers?X-A=1&X-A=2&Link=%3Ca%3E")
    assert (reply["X-A"], reply["Link"]) == ("1, 2", "<a>")
    assert reply.json() == {"X-A": ["1", "2"], "Link": "<a>"}


@pytest.mark.parametrize("query", ["Content-Length=1", "transfer-encoding=chunked", "a%20b=1", "a=1%0D%0AX:2", "a=%00"])
def test_response_headers_cannot_break_the_message(address: Address, query: str) -> None:
    assert ask(address, f"GET /response-headers?{query}").status == 400
