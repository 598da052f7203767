"""Choosing by language, and what may not be sent."""

from __future__ import annotations

import pytest

from tests.playground.talk import Address, ask


@pytest.mark.parametrize(
    ("preferred", "language", "text"),
    [("ko", "ko", "안녕하세요"), ("en;q=0.5, ko", "ko", "안녕하세요"), ("en-GB", "en", "Hello")],
)
def test_a_greeting_is_in_the_language_that_is_preferred(
    address: Address, preferred: str, language: str, text: str
) -> None:
    reply = ask(address, "GET /greeting", f"Accept-Language: {preferred}")
    assert (reply.status, reply["Content-Language"], reply.text) == (200, language, text)
    assert (reply["Content-Location"], reply["Vary"]) == (f"/greeting/{language}", "Accept-Language")


@pytest.mark.parametrize("fields", [[], ["Accept-Language: fr"]])
def test_without_a_preference_the_client_chooses(address: Address, fields: list[str]) -> None:
    reply = ask(address, "GET /greeting", *fields)
    assert reply.status == 300
    for path in reply.json()["choices"]:
        assert ask(address, f"GET {path}").status == 200
    assert ask(address, "GET /greeting/fr").status == 404


def test_one_book_is_forbidden_and_says_by_whom(address: Address) -> None:
    reply = ask(address, "GET /books/samizdat")
    assert (reply.status, 'rel="blocked-by"' in reply["Link"]) == (451, True)
    assert "made up" in reply.text
    assert ask(address, "GET /books/%EC%B6%98%ED%96%A5%EC%A0%84").text.startswith("춘향전")
