"""Widths are counted in cells, of what is seen."""

from __future__ import annotations

import unicodedata

import pytest

from tutor.check.cells import cells, rows, visible


@pytest.mark.parametrize(
    ("text", "width"),
    [("", 0), ("abc", 3), ("한글", 4), ("a한", 3), ("e\u0301", 1), ("—…✓", 3), ("😀", 2), ("\u200b", 0), ("ｆ", 2)],
)
def test_cells(text: str, width: int) -> None:
    assert cells(text) == width


def test_decomposed_hangul_is_as_wide_as_it_looks() -> None:
    assert cells(unicodedata.normalize("NFD", "한글")) == 4


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("`GET` it", "GET it"), ("``a`b``", "a`b"), ("*a* **b**", "a b"), ("[404](status:404)", "404"),
        ("**[a](b) `c`**", "a c"), ("2 * 3 * 4", "2 * 3 * 4"), ("a_b_c", "a_b_c"), ("`*/*`", "*/*"),
    ],
)  # fmt: skip
def test_marks_of_markdown_are_not_seen(markdown: str, text: str) -> None:
    assert visible(markdown) == text


@pytest.mark.parametrize(
    ("text", "width", "count"),
    [
        ("", 10, 0), ("word", 10, 1), ("ten cells.", 10, 1), ("ten cells. x", 10, 2), ("a b c d e f", 3, 3),
        ("abcdefghij", 4, 3), ("한글 한글", 8, 2), ("one\ntwo", 10, 1), ("one\n\ntwo", 10, 3),
    ],
)  # fmt: skip
def test_rows(text: str, width: int, count: int) -> None:
    assert rows(text, width) == count
