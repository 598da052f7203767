"""Every part of a message can be explained in both languages, and margin notes fit the margin."""

from __future__ import annotations

import re
import unicodedata

import pytest

from tutor import reference

KINDS = [
    "method",
    "target",
    "version",
    "status",
    "reason",
    "sp",
    "crlf",
    "name",
    "colon",
    "ows",
    "value",
    "blank",
    "body",
    "chunk-size",
    "chunk-data",
    "chunk-end",
    "trailer",
    "junk",
]
COMMON = [
    "Host",
    "Accept",
    "Accept-Encoding",
    "User-Agent",
    "Content-Length",
    "Content-Type",
    "Date",
    "Server",
    "Connection",
    "Location",
    "Allow",
    "WWW-Authenticate",
    "Transfer-Encoding",
    "Cookie",
    "Set-Cookie",
    "Referer",
    "Origin",
    "Via",
    "ETag",
    "Last-Modified",
    "Cache-Control",
    "Retry-After",
    "Authorization",
    "If-None-Match",
    "Vary",
    "Content-Language",
    "Content-Encoding",
]


def cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_span_has_a_label_in_both_languages(kind: str) -> None:
    english, korean = reference.span_label(kind), reference.span_label(kind, language="ko")
    assert english.title and english.text.endswith(".")
    assert re.search(r"[가-힣]", korean.title) and korean.text.endswith("다.")
    assert english.reference == korean.reference
    assert re.fullmatch(r"RFC 911[02] §\d+(\.\d+)*", english.reference)


def test_a_detail_gives_a_closer_label_and_an_unknown_one_the_general() -> None:
    assert reference.span_label("chunk-size", "last").title == "last chunk"
    assert reference.span_label("chunk-size", "whatever") == reference.span_label("chunk-size")
    assert reference.span_label("nothing-like-it") == reference.span_label("junk")


def test_every_detailed_label_belongs_to_a_kind() -> None:
    assert {key.partition("/")[0] for key in reference.span_kinds()} == set(KINDS)


@pytest.mark.parametrize("name", COMMON)
def test_common_fields_have_a_note_and_a_text_in_both_languages(name: str) -> None:
    for language in ("en", "ko"):
        assert reference.field_note(name, language=language)
        assert reference.field_text(name, language)


def test_every_field_with_a_note_is_a_field_of_the_reference() -> None:
    for name in reference.noted_fields():
        assert reference.field(name) is not None, name


def test_notes_fit_the_margin() -> None:
    values = [
        "",
        "*/*",
        "identity",
        "0",
        "close",
        "keep-alive",
        "chunked",
        "no-store",
        "100-continue",
        "application/json",
    ]
    notes = [
        reference.field_note(name, value, language)
        for name in reference.noted_fields()
        for value in values
        for language in ("en", "ko")
    ]
    notes += [
        reference.row_note(key, lang) for key in ("request-line", "status-line", "blank") for lang in ("en", "ko")
    ]
    assert [note for note in notes if not note or cells(note) > reference.NOTE_CELLS] == []


def test_some_values_have_a_note_of_their_own() -> None:
    assert reference.field_note("Content-Length", "129") == "bytes in the body"
    assert reference.field_note("content-length", " 0 ") == "no body follows"
    assert reference.field_note("Accept", "*/*") == "any media type will do"
    assert reference.field_note("X-Own") == ""


def test_a_phrase_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        reference.phrase("no-such-phrase")
