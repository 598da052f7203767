"""Differences that a reader sees at once: texts by line, HTML by structure, rows by cell."""

from __future__ import annotations

import pytest

from tutor.lesson.exercise import differ
from tutor.lesson.exercise.wanted import in_words


@pytest.mark.parametrize(
    ("wanted", "got", "difference"),
    [
        ("a\n", "a", None),
        ("a\r\nb", "a\nb\n", None),
        ("가", "가", None),
        ("a\nb", "a\nc", ("line 2", "b", "c")),
        ("a b", "a  b", ("line 1", "a·b", "a··b")),
        ("\ta", "a", ("line 1", "→a", "a")),
        ("a\nb", "a", ("line 2", "b", "no such line")),
        ("a", "a\n\nb", ("line 2", "no such line", "an empty line")),
    ],
)
def test_texts(wanted: str, got: str, difference: tuple[str, str, str] | None) -> None:
    assert differ.text(wanted, got) == difference


@pytest.mark.parametrize(
    ("wanted", "got", "difference"),
    [
        ("<p>a b</p>", "\n<p>\n a\n  b </p>", None),
        ('<a id="1" href="x">a</a>', '<a href="x" id="1">a</a>', None),
        ("<p>&lt;b&gt;</p>", "<p>&#60;b&gt;</p>", None),
        ("<p>&lt;b&gt;</p>", "<p><b></p>", ("after <p>", "<b>", "<b>")),
        ("<pre>a  b</pre>", "<pre>a b</pre>", ("after <pre>", "a  b", "a b")),
        ("<ul><li>a</li></ul>", "<ul><li>a</li>", ("after <li>", "</ul>", "nothing more")),
        ("<p>a</p>", "<p>a</p><p>b</p>", ("after <p>", "nothing more", "<p>")),
        ("<input required>", '<input required="required">', None),
        ("<input checked>", '<input checked="">', None),
        ("<input title>", '<input title="title">', ("at the beginning", "<input title>", '<input title="title">')),
        ('<p class="x">a</p>', "<p>a</p>", ("at the beginning", '<p class="x">', "<p>")),
    ],
)
def test_html(wanted: str, got: str, difference: tuple[str, str, str] | None) -> None:
    assert differ.html(wanted, got) == difference


PAGE = "<!doctype html><html><head><title>Board</title></head>" + "<p>x</p>" * 20 + '<input value=""><b>&lt;br&gt;</b>'


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ({"not_contains": "&lt;br"}, '<input value=""><b>&lt;br&gt;</b>'),
        ({"contains": 'value="Ada"', "not_contains": "nothing"}, '<input value=""><b>&lt;br&gt;</b>'),
        ({"contains": "ZZZ"}, "the beginning"),
        ({"contains": "Board", "starts_with": "x"}, "the beginning"),
        ("a text", "the beginning"),
    ],
)
def test_of_a_long_body_the_piece_is_shown_that_matters(wanted: object, shown: str) -> None:
    assert differ.place_of(wanted, PAGE, "the beginning").endswith(shown)
    assert differ.place_of(wanted, "short", "the beginning") == "the beginning"


@pytest.mark.parametrize(
    ("wanted", "got", "ordered", "difference"),
    [
        ([[1, "a"], [2, "b"]], [[2, "b"], [1, "a"]], False, None),
        ([[1, "a"], [2, "b"]], [[2, "b"], [1, "a"]], True, ("in another order, row 1", '[1, "a"]', '[2, "b"]')),
        ([{"id": 1}], [{"id": 1, "text": "more"}], True, None),
        ([{"id": 1, "text": "a"}], [{"id": 1, "text": "b"}], True, ("column text", '"a"', '"b"')),
        ([[1, "a"]], [[1, "b"]], True, ("column 2", '"a"', '"b"')),
        ([1, 2], [1], True, ("1 rows, wanted 2", "2", "no such row")),
        ([1], [1, 1], True, ("2 rows, wanted 1", "no further row", "1")),
        ([True], [1], True, ("", "True", "1")),
        ([], None, True, ("", "0 rows", "None")),
    ],
)
def test_rows(wanted: list[object], got: object, ordered: bool, difference: tuple[str, str, str] | None) -> None:
    assert differ.rows(wanted, got, ordered=ordered) == difference


@pytest.mark.parametrize(
    ("comparison", "words"),
    [
        (3, "3"),
        ("a", '"a"'),
        ({"equals": None}, "None"),
        ({"contains": "a"}, "a in it"),
        ({"not_contains": "a"}, "no a in it"),
        ({"one_of": [1, 2]}, "1 or 2"),
        ({"min": 1, "max": 3}, "at least 1, at most 3"),
        ({"length": {"max": 2}}, "at most 2 of length"),
        ({"absent": True}, "nothing"),
    ],
)
def test_comparisons_are_said(comparison: object, words: str) -> None:
    assert in_words(comparison) == words


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "None"),
        ([None, [True, 1.5]], "[None, [True, 1.5]]"),
        ({"a": None, "나": ["b"]}, '{"a": None, "나": ["b"]}'),
        ([{"type": "object", "repr": "Note(1)"}], "[Note(1)]"),
        ("a" * 200, f'"{"a" * 158}…'),
    ],
)
def test_values_are_shown_as_python_has_them(value: object, shown: str) -> None:
    assert differ.value(value) == shown
