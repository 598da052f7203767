"""What clients send again: cookies, credentials, validators."""

from __future__ import annotations

import base64

import pytest

from tests.playground.talk import Address, ask


def test_cookies_are_set_told_and_deleted(address: Address) -> None:
    reply = ask(address, "GET /cookies/set?a=1&b=2")
    assert [value for name, value in reply.fields if name == "Set-Cookie"] == ["a=1; Path=/", "b=2; Path=/"]
    assert (reply.status, reply["Location"]) == (302, "/cookies")
    assert ask(address, "GET /cookies/set/a/1")["Set-Cookie"] == "a=1; Path=/"
    assert ask(address, "GET /cookies", "Cookie: a=1; b=2").json() == {"cookies": {"a": "1", "b": "2"}}
    assert "Max-Age=0" in ask(address, "GET /cookies/delete?a")["Set-Cookie"]


@pytest.mark.parametrize(
    "fields", [(), ("Authorization: Basic !",), ("Authorization: Bearer x",), ("Authorization: Basic YWRhOngK",)]
)
def test_without_the_right_credentials_there_is_a_challenge(address: Address, fields: tuple[str, ...]) -> None:
    reply = ask(address, "GET /basic-auth/ada/lovelace", *fields)
    assert (reply.status, reply["WWW-Authenticate"]) == (401, 'Basic realm="playground"')


def test_with_them_there_is_an_answer(address: Address) -> None:
    credentials = base64.b64encode(b"ada:lovelace").decode()
    reply = ask(address, "GET /basic-auth/ada/lovelace", f"Authorization: Basic {credentials}")
    assert reply.json() == {"authenticated": True, "user": "ada"}


def test_an_etag_validates(address: Address) -> None:
    reply = ask(address, "GET /etag/v1")
    assert (reply.status, reply["ETag"]) == (200, '"v1"')
    assert ask(address, "GET /etag/v1", 'If-None-Match: "v1"').status == 304
    assert ask(address, "GET /etag/v1", 'If-None-Match: W/"v1"').status == 304
    assert ask(address, "GET /etag/v1", 'If-None-Match: "v2"').status == 200
    assert ask(address, "GET /etag/v1", 'If-Match: "v1"').status == 200
    assert ask(address, "GET /etag/v1", 'If-Match: "v2"').status == 412


def test_a_304_keeps_its_validator_and_has_no_content(address: Address) -> None:
    reply = ask(address, "GET /etag/v1", 'If-None-Match: "v1"')
    assert (reply["ETag"], reply.body) == ('"v1"', b"")


def test_cache_says_how_long_or_is_validated(address: Address) -> None:
    assert ask(address, "GET /cache/60")["Cache-Control"] == "public, max-age=60"
    reply = ask(address, "GET /cache")
    assert "Last-Modified" in reply and "ETag" in reply
    assert ask(address, "GET /cache", f"If-Modified-Since: {reply['Last-Modified']}").status == 304
