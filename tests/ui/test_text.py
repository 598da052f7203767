"""Markdown as rows of a width."""

from __future__ import annotations

from tutor.ui.text import markdown

TABLE = """
| Code | Says | What helps |
|---|---|---|
| 401 Unauthorized | no valid credentials came | log in |
| 403 Forbidden | understood, and refused | nothing that you send again |
"""


def rows(width: int) -> list[str]:
    return [row.plain.rstrip() for row in markdown(TABLE, width)]


def test_the_columns_of_a_table_stand_under_each_other() -> None:
    shown = rows(90)
    assert len(shown) == 3
    assert len({row.index(text) for row, text in zip(shown, ("What", "log", "nothing"), strict=True)}) == 1


def test_a_last_column_without_room_goes_under_its_row() -> None:
    shown = rows(56)
    assert shown[2:4] == ["401 Unauthorized   no valid credentials came", "    log in"]
    assert all(len(row) <= 56 for row in shown)
