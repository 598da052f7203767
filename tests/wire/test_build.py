"""A request from its parts: what a command line or a form gives."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tutor.wire.build import (
    BOUNDARY,
    BuildError,
    build,
    field_of,
    fields_of,
    form_body,
    json_body,
    multipart_body,
    target_of,
)
from tutor.wire.compose import compose

ADDRESS = ("127.0.0.1", 8000)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("/notes/1?x=a%20b", "/notes/1?x=a%20b"),
        ("notes", "/notes"),
        ("/검색?q=차", "/%EA%B2%80%EC%83%89?q=%EC%B0%A8"),
        ("/a b", "/a%20b"),
        ("*", "*"),
        ("http://example.com/x", "http://example.com/x"),
        ("example.com:443", "example.com:443"),
    ],
)
def test_a_target_is_sent_in_ascii(text: str, target: str) -> None:
    assert target_of(text) == target


def test_fields_are_written_with_one_space_and_wrong_ones_are_refused() -> None:
    assert field_of("Accept:text/html") == "Accept: text/html"
    assert field_of("X-Empty:") == "X-Empty:"
    for wrong in ("Accept", "Accept : x", ": x", "A B: x", "Ã: x"):
        with pytest.raises(BuildError, match="Name:value"):
            field_of(wrong)


def test_json_is_taken_as_written_or_made_of_names_and_values() -> None:
    assert json_body('{"a": [1]}') == '{"a": [1]}'
    assert json.loads(json_body("text=차 n=1")) == {"text": "차", "n": "1"}
    for wrong in ("{a}", "nonsense"):
        with pytest.raises(BuildError, match="not JSON"):
            json_body(wrong)
    with pytest.raises(BuildError, match="name=value"):
        fields_of(["novalue"])


@given(st.dictionaries(st.text(min_size=1, max_size=8, alphabet="abcß차&=+ "), st.text(max_size=20), max_size=4))
def test_a_form_is_read_back_by_a_server_as_it_was_given(values: dict[str, str]) -> None:
    environ = EnvironBuilder(
        method="POST", data=form_body(values), content_type="application/x-www-form-urlencoded"
    ).get_environ()
    assert Request(environ).form.to_dict() == values


def test_a_multipart_form_is_read_back_with_its_files() -> None:
    body = multipart_body({"text": "차\n두 줄"}, {"file": ('한글 "이름".txt', "내용")})
    environ = EnvironBuilder(
        method="POST", data=body.encode(), content_type=f"multipart/form-data; boundary={BOUNDARY}"
    ).get_environ()
    request = Request(environ)
    assert request.form["text"] == "차\n두 줄"
    assert request.files["file"].read().decode() == "내용"
    assert request.files["file"].filename == '한글 "이름".txt'


def test_the_whole_is_what_a_lesson_would_write() -> None:
    text = build("POST", "/notes", ["Accept: application/json"], body='{"a": 1}', content_type="application/json")
    assert text == 'POST /notes HTTP/1.1\nAccept: application/json\nContent-Type: application/json\n\n{"a": 1}\n'
    assert b"Content-Length: 8\r\n" in compose(text, ADDRESS).data
    assert build("GET", "/") == "GET / HTTP/1.1\n"
    own = build("POST", "/", ["content-type: text/plain"], body="x", content_type="application/json")
    assert own.lower().count("content-type") == 1
    with pytest.raises(BuildError, match="no method"):
        build("GET /x", "/")
