"""Each span and each row is explained from the reference, in both languages."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tutor import reference
from tutor.wire.lines import lines_of
from tutor.wire.meaning import Meaning, margin, meaning
from tutor.wire.spans import spans

from .test_spans import CHUNKED, MESSY, REQUEST

CHALLENGE = b'HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm="x"\r\nContent-Length: 0\r\n\r\n'


def explained(data: bytes, text: bytes, *, request: bool = False, language: str = "en") -> Meaning:
    """The meaning of the first span with this text."""
    span = next(span for span in spans(data, request=request) if data[span.start : span.end] == text)
    return meaning(span, data, request=request, language=language)


def test_a_field_that_the_status_obliges_says_so() -> None:
    assert explained(CHALLENGE, b"WWW-Authenticate") == (
        "WWW-Authenticate",
        "field of the response, RFC 9110 §11.6.1",
        "The challenge: which scheme to use, for which realm. A 401 must carry it.",
    )
    korean = explained(CHALLENGE, b"WWW-Authenticate", language="ko")
    assert korean.source == "응답의 필드, RFC 9110 §11.6.1"
    assert korean.text.endswith("401 응답에는 반드시 있어야 합니다.")
    other = CHALLENGE.replace(b"401 Unauthorized", b"200 OK")
    assert "must carry" not in explained(other, b"WWW-Authenticate").text


def test_a_status_is_explained_with_what_it_must_carry() -> None:
    found = explained(CHALLENGE, b"401")
    assert (found.head, found.source) == ("401 Unauthorized", "status code, RFC 9110 §15.5.2")
    assert found.text.endswith("It must carry WWW-Authenticate.")
    unknown = explained(b"HTTP/1.1 499 Whatever\r\n\r\n", b"499")
    assert "x00 of its class" in unknown.text


def test_a_phrase_of_the_servers_own_is_compared_with_the_registered_one() -> None:
    assert explained(CHALLENGE, b"Unauthorized").text.endswith("ignore them.")
    own = explained(b"HTTP/1.1 404 Nope\r\n\r\n", b"Nope")
    assert own.text.endswith("The registered phrase is Not Found.")
    old = explained(b"HTTP/1.1 422 Unprocessable Entity\r\n\r\n", b"Unprocessable Entity")
    assert "registered" not in old.text


def test_methods_are_explained_with_their_properties() -> None:
    found = explained(b"PUT / HTTP/1.1\r\n\r\n", b"PUT", request=True)
    assert found.source == "method, RFC 9110 §9.3.4"
    assert found.text.endswith("Idempotent, not safe.")
    assert "case-sensitive" in explained(b"put / HTTP/1.1\r\n\r\n", b"put", request=True).text


def test_values_with_a_meaning_of_their_own_are_told() -> None:
    assert explained(CHALLENGE, b"0").text.endswith("No body follows.")
    assert explained(REQUEST, b"5", request=True).text.endswith("three in UTF-8.")


def test_a_field_that_the_reference_does_not_know_keeps_its_name() -> None:
    found = explained(b"GET / HTTP/1.1\r\nX-Own: y\r\n\r\n", b"y", request=True)
    assert found.head == "X-Own"
    assert found.text.startswith("Not in the reference")
    assert explained(CHUNKED, b"X-Sum: 1").head == "X-Sum"


def test_the_target_is_explained_by_its_form() -> None:
    found = explained(REQUEST, b"/notes?a=1", request=True)
    assert (found.head, found.source) == ("/notes?a=1", "request target, RFC 9112 §3.2.1")


@settings(deadline=None, derandomize=True, max_examples=200)
@given(data=MESSY, request=st.booleans(), language=st.sampled_from(["en", "ko"]))
def test_every_span_of_any_bytes_has_a_meaning(data: bytes, request: bool, language: str) -> None:
    for span in spans(data, request=request):
        found = meaning(span, data, request=request, language=language)
        assert found.head.isprintable()
        assert found.source
        assert found.text.endswith(".")
        assert language == "en" or re.search(r"[가-힣]", found.text)


def test_margin_notes_are_those_of_the_picture() -> None:
    request = b"GET / HTTP/1.1\r\nHost: x\r\nAccept: */*\r\nAccept-Encoding: identity\r\nUser-Agent: tutor/0.1\r\n\r\n"
    assert [margin(line) for line in lines_of(request, request=True)] == [
        "method, target, version",
        "which server; mandatory",
        "any media type will do",
        "no compression",
        "the program that asks",
        "end of the fields",
    ]
    assert [margin(line) for line in lines_of(CHALLENGE, request=False)] == [
        "version, status, phrase",
        "the challenge; a must with 401",
        "no body follows",
        "end of the fields",
    ]
    assert margin(lines_of(CHALLENGE, request=False)[1], "ko") == "인증 요구; 401에 필수"


def test_margin_notes_of_chunks_and_junk() -> None:
    notes = [margin(line) for line in lines_of(CHUNKED, request=False)]
    assert notes[3:] == ["size of the next chunk", "", "the last chunk", "", "end of the body"]
    broken = lines_of(b"GET /\r\nHost x\r\nA : b\r\n\r\n", request=True)
    assert [margin(line) for line in broken[1:3]] == ["line without a colon", "space before the colon"]
    assert margin(lines_of(b"GARBAGE\r\n", request=True)[0]) == "broken first line"
    assert margin(lines_of(b"GET / b HTTP/1.1\r\n", request=True)[0]) == "no HTTP version"


@pytest.mark.parametrize("language", ["en", "ko"])
@settings(deadline=None, derandomize=True, max_examples=150)
@given(data=MESSY, request=st.booleans())
def test_the_note_of_any_row_fits_the_margin(language: str, data: bytes, request: bool) -> None:
    for line in lines_of(data, request=request):
        note = margin(line, language)
        wide = len(re.findall(r"[ᄀ-힣]", note))
        assert len(note) + wide <= reference.NOTE_CELLS
