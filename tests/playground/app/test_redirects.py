"""Redirections, which never lead away."""

from __future__ import annotations

import pytest

from tests.playground.talk import Address, ask


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/redirect/2", "/relative-redirect/1"),
        ("/redirect/2?absolute=true", "http://127.0.0.1/absolute-redirect/1"),
        ("/relative-redirect/1", "/get"),
        ("/absolute-redirect/2", "http://127.0.0.1/absolute-redirect/1"),
        ("/absolute-redirect/1", "http://127.0.0.1/get"),
        ("/redirect-to?url=/get%3Fa=1", "/get?a=1"),
        ("/redirect-to?url=http://127.0.0.1/ip", "http://127.0.0.1/ip"),
        ("/redirect-to?url=/%EA%B2%80%EC%83%89", "/%EA%B2%80%EC%83%89"),
    ],
)
def test_redirections_lead_on(address: Address, path: str, location: str) -> None:
    reply = ask(address, f"GET {path}")
    assert (reply.status, reply["Location"]) == (302, location)
    assert len(reply.body.splitlines()) == 1


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_kind_of_redirection_can_be_chosen(address: Address, code: int) -> None:
    assert ask(address, f"POST /redirect-to?url=/post&status_code={code}").status == code


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.org/",
        "//evil.org",
        "/%5Cevil.org",
        "javascript:alert(1)",
        "http:evil.org",
        "%09//evil.org",
        "//[",
        "",
    ],
)
def test_redirections_never_lead_away(address: Address, url: str) -> None:
    assert ask(address, f"GET /redirect-to?url={url}").status == 403


def test_a_redirection_of_another_kind_is_refused(address: Address) -> None:
    assert ask(address, "GET /redirect-to?url=/get&status_code=200").status == 400
    assert ask(address, "GET /redirect/0").status == 404


@pytest.mark.parametrize(
    ("line", "status", "location"),
    [
        ("GET /memos", 301, "/notes"),
        ("HEAD /memos/2", 301, "/notes/2"),
        ("POST /memos", 308, "/notes"),
        ("PUT /memos/2", 308, "/notes/2"),
        ("POST /mirror/notes", 307, "/notes"),
        ("GET /notes/latest", 302, "/notes/2"),
    ],
)
def test_what_moved_says_for_how_long_and_whether_the_method_stays(
    address: Address, line: str, status: int, location: str
) -> None:
    reply = ask(address, line)
    assert (reply.status, reply["Location"]) == (status, location)
