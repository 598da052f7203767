from __future__ import annotations

import pytest

from tutor.playground.guard import Wanted, check, is_own_name, split_authority
from tutor.playground.head import Head
from tutor.playground.refusal import RefusalError


def a_head(line: str, *fields: str, host: str | None = "127.0.0.1:8000", minor: int = 1) -> Head:
    method, target = line.split(" ")
    pairs = [(name, value.strip()) for name, _, value in (row.partition(":") for row in fields)]
    if host is not None:
        pairs.insert(0, ("Host", host))
    return Head(b"", method, target, minor, tuple(pairs))


def refusal_of(head: Head) -> RefusalError:
    with pytest.raises(RefusalError) as refused:
        check(head)
    return refused.value


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("GET /a?b", Wanted("127.0.0.1:8000", "/a?b")),
        ("GET http://example.com/a?b", Wanted("example.com", "/a?b")),
        ("GET http://example.com", Wanted("example.com", "/")),
        ("GET HTTP://example.com?b", Wanted("example.com", "/?b")),
        ("OPTIONS *", Wanted("127.0.0.1:8000", "*")),
        ("CONNECT a.test:443", Wanted("127.0.0.1:8000", "a.test:443")),
    ],
)
def test_each_form_of_target_names_what_is_wanted(line: str, wanted: Wanted) -> None:
    assert check(a_head(line)) == wanted


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("GET get", 400, "begins with '/'"),
        ("GET *", 400, "OPTIONS only"),
        ("GET mailto:a@b.test", 400, "begins with '/'"),
        ("GET http://u@example.com/", 400, "without a user"),
        ("GET https://example.com/", 421, "scheme 'https'"),
        ("CONNECT /a", 400, "host:port was expected"),
        ("CONNECT a.test", 400, "host:port was expected"),
        ("get /", 501, "GET is. Methods are case-sensitive"),
        ("BREW /", 501, "Known: GET, HEAD"),
    ],
)
def test_other_targets_and_methods_are_refused(line: str, status: int, words: str) -> None:
    refusal = refusal_of(a_head(line))
    assert refusal.status == status
    assert words in refusal.why


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "LOCALHOST:1", "[::1]:80", "example.com", "www.example.com", "shop.test"]
)
def test_the_server_answers_for_its_own_names(host: str) -> None:
    assert check(a_head("GET /", host=host)).host == host


@pytest.mark.parametrize("host", ["", "evil.org", "example.com.evil.org", "notexample.com", "test", "10.0.0.1", "::1"])
def test_it_does_not_answer_for_others(host: str) -> None:
    assert refusal_of(a_head("GET /", host=host)).status == 421


def test_the_authority_of_the_target_wins_over_host() -> None:
    assert refusal_of(a_head("GET http://evil.org/", host="example.com")).status == 421
    assert check(a_head("GET http://example.com/", host="evil.org")).host == "example.com"


def test_http_1_0_may_leave_the_host_out() -> None:
    assert check(a_head("GET /", host=None, minor=0)) == Wanted("", "/")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("field", ["Origin: http://evil.org", "Origin: null", "Sec-Fetch-Site: cross-site"])
def test_a_foreign_page_may_change_nothing(method: str, field: str) -> None:
    assert refusal_of(a_head(f"{method} /notes", field)).status == 403


@pytest.mark.parametrize(
    "fields",
    [
        ["Origin: http://127.0.0.1:8000"],
        ["Origin: http://127.0.0.1:8000", "Sec-Fetch-Site: same-origin"],
        ["Sec-Fetch-Site: none"],
        [],
    ],
)
def test_a_page_of_its_own_may(fields: list[str]) -> None:
    check(a_head("POST /notes", *fields))


def test_a_foreign_page_may_read() -> None:
    check(a_head("GET /notes", "Origin: http://evil.org", "Sec-Fetch-Site: cross-site"))


def test_only_one_expectation_is_known() -> None:
    check(a_head("PUT /put", "Expect: 100-Continue"))
    assert refusal_of(a_head("PUT /put", "Expect: banana")).status == 417
    check(a_head("PUT /put", "Expect: banana", minor=0))


def test_an_authority_is_split_at_its_last_colon() -> None:
    assert split_authority("a.test:80") == ("a.test", "80")
    assert split_authority("a.test") == ("a.test", "")
    assert split_authority("[::1]") == ("[::1]", "")
    assert split_authority("[::1]:80") == ("[::1]", "80")


def test_names_are_compared_without_regard_to_case() -> None:
    assert is_own_name("WWW.Example.COM")
