"""What clients send again: cookies, credentials, validators."""

from __future__ import annotations

import base64
import hashlib

import httpx
import pytest

from tests.playground.talk import Address, ask
from tutor.playground.handle import Playground


def test_cookies_are_set_told_and_deleted(address: Address) -> None:
    reply = ask(address, "GET /cookies/set?a=1&b=2")
    assert [value for name, value in reply.fields if name == "Set-Cookie"] == ["a=1; Path=/", "b=2; Path=/"]
    assert (reply.status, reply["Location"]) == (302, "/cookies")
    assert ask(address, "GET /cookies/set/a/1")["Set-Cookie"] == "a=1; Path=/"
    assert ask(address, "GET /cookies", "Cookie: a=1; b=2").json() == {"cookies": {"a": "1", "b": "2"}}
    assert "Max-Age=0" in ask(address, "GET /cookies/delete?a")["Set-Cookie"]


def test_each_attribute_of_a_cookie_has_a_cookie(address: Address) -> None:
    reply = ask(address, "GET /cookies/attributes")
    cookies = {value.partition("=")[0]: value for name, value in reply.fields if name == "Set-Cookie"}
    assert cookies.pop("expires").startswith("expires=1; Expires=")
    assert "; Max-Age=60; " in cookies.pop("max-age")
    assert cookies == {
        "session": "session=1; Path=/",
        "path": "path=1; Path=/cookies",
        "domain": "domain=1; Domain=example.com; Path=/",
        "secure": "secure=1; Secure; Path=/",
        "httponly": "httponly=1; HttpOnly; Path=/",
        "lax": "lax=1; Path=/; SameSite=Lax",
        "strict": "strict=1; Path=/; SameSite=Strict",
        "none": "none=1; Secure; Path=/; SameSite=None",
    }


@pytest.mark.parametrize("path", ["set?a%0D%0AX:=1", "set/a%3B/1", "delete?a%20b", "set/%ED%95%9C/1"])
def test_a_cookie_with_a_name_that_breaks_the_field_is_a_400(address: Address, path: str) -> None:
    assert ask(address, f"GET /cookies/{path}").status == 400


@pytest.mark.parametrize("value", ["a%0D%0AX: 1", "%ED%95%9C", "a;b"])
def test_a_cookie_may_have_any_value(address: Address, value: str) -> None:
    reply = ask(address, f"GET /cookies/set/a/{value.replace(' ', '%20')}")
    assert reply["Set-Cookie"].startswith('a="')
    assert "X" not in reply


@pytest.mark.parametrize(
    "fields",
    [
        (), ("Authorization: Basic !",), ("Authorization: Basic YWRhOnçB3",), ("Authorization: Bearer x",),
        ("Authorization: Basic YWRhOngK",),
    ],
)  # fmt: skip
def test_without_the_right_credentials_there_is_a_challenge(address: Address, fields: tuple[str, ...]) -> None:
    reply = ask(address, "GET /basic-auth/ada/lovelace", *fields)
    assert (reply.status, reply["WWW-Authenticate"]) == (401, 'Basic realm="playground"')


def test_with_them_there_is_an_answer(address: Address) -> None:
    credentials = base64.b64encode(b"ada:lovelace").decode()
    reply = ask(address, "GET /basic-auth/ada/lovelace", f"Authorization: Basic {credentials}")
    assert reply.json() == {"authenticated": True, "user": "ada"}


def basic(user: str, password: str) -> str:
    return "Authorization: Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()


def test_hidden_credentials_are_not_even_asked_for(address: Address) -> None:
    reply = ask(address, "GET /hidden-basic-auth/a/b")
    assert (reply.status, reply["WWW-Authenticate"]) == (404, "")
    assert ask(address, "GET /hidden-basic-auth/a/b", basic("a", "b")).json() == {"authenticated": True, "user": "a"}


def test_a_bearer_shows_a_token(address: Address) -> None:
    reply = ask(address, "GET /bearer")
    assert (reply.status, reply["WWW-Authenticate"]) == (401, "Bearer")
    assert ask(address, "GET /bearer", "Authorization: Bearer abc").json() == {"authenticated": True, "token": "abc"}
    assert ask(address, "GET /bearer", "Authorization: Bearer").status == 401


@pytest.mark.parametrize(
    ("fields", "status"),
    [([], 401), ([basic("bob", "pw")], 403), ([basic("ada", "pw")], 200), ([basic("ada", "")], 401)],
)
def test_who_is_known_may_still_not_come_in(address: Address, fields: list[str], status: int) -> None:
    reply = ask(address, "GET /admin", *fields)
    assert reply.status == status
    assert ("WWW-Authenticate" in reply) == (status == 401)


@pytest.mark.parametrize(
    "way", ["auth", "auth-int", "auth/%s/%s/SHA-256", "auth-int/%s/%s/SHA-512", "auth/%s/%s/MD5/2"]
)
def test_digest_authentication_is_what_an_independent_client_computes(playground: Playground, way: str) -> None:
    path = f"/digest-auth/{way % ('ada', 'pw')}" if "%s" in way else f"/digest-auth/{way}/ada/pw"
    algorithm = way.split("/")[3] if "%s" in way else "MD5"
    if way.startswith("auth-int"):
        _check_auth_int(playground, path, algorithm)
        return
    with httpx.Client(auth=httpx.DigestAuth("ada", "pw"), trust_env=False) as client:
        assert client.get(playground.url + path).json() == {"authenticated": True, "user": "ada"}
    with httpx.Client(auth=httpx.DigestAuth("ada", "wrong"), trust_env=False) as client:
        assert client.get(playground.url + path).status_code == 401


def _check_auth_int(playground: Playground, path: str, algorithm: str) -> None:
    """By hand, since httpx does not know this one: RFC 7616 §3.4.3."""
    h = {"MD5": hashlib.md5, "SHA-512": hashlib.sha512}[algorithm]
    challenge = ask(playground.address, f"GET {path}")["WWW-Authenticate"]
    assert 'qop="auth-int"' in challenge
    nonce = challenge.partition('nonce="')[2].partition('"')[0]
    a1 = h(b"ada:playground:pw").hexdigest()
    a2 = h(f"GET {path}".replace(" ", ":").encode() + b":" + h(b"").hexdigest().encode()).hexdigest()
    proof = h(f"{a1}:{nonce}:00000001:c:auth-int:{a2}".encode()).hexdigest()
    sent = f'username="ada", nonce="{nonce}", uri="{path}", response="{proof}", qop=auth-int, nc=00000001, cnonce="c"'
    assert ask(playground.address, f"GET {path}", f"Authorization: Digest {sent}").status == 200


def test_a_nonce_wears_out_and_a_foreign_one_is_none(playground: Playground) -> None:
    url = f"{playground.url}/digest-auth/auth/ada/pw/MD5/1"
    with httpx.Client(auth=httpx.DigestAuth("ada", "pw"), trust_env=False) as client:
        sent = client.get(url).request.headers["Authorization"]
    reply = ask(playground.address, "GET /digest-auth/auth/ada/pw/MD5/1", f"Authorization: {sent}")
    assert reply.status == 401
    assert "stale=true" in reply["WWW-Authenticate"]


@pytest.mark.parametrize("sent", ["Digest", "Digest x", 'Digest username="ada", response="한"', "Digest username=ada"])
def test_a_digest_of_nonsense_is_challenged(address: Address, sent: str) -> None:
    assert ask(address, "GET /digest-auth/auth/ada/pw", f"Authorization: {sent}").status == 401


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
    changed, tag = reply["Last-Modified"], reply["ETag"]
    assert ask(address, "GET /cache", f"If-Modified-Since: {changed}").status == 304
    assert ask(address, "GET /cache", "If-Modified-Since: Sun, 18 Oct 2026 09:00:00 GMT").status == 200
    assert ask(address, "GET /cache", f"If-None-Match: {tag}").status == 304
    assert ask(address, "GET /cache", 'If-None-Match: "v0"', f"If-Modified-Since: {changed}").status == 200
    assert ask(address, "GET /cache")["Last-Modified"] == changed
