"""The story of a request as rows: route, stages with the lines that ran, SQL, templates, or that no view was asked."""

from __future__ import annotations

from dataclasses import dataclass

from tests.inside.test_watch import watched
from tutor.inside import Record
from tutor.ui.widgets.inside import rows_of


@dataclass
class Noted:
    """What a server noted."""

    inside: Record | None
    role: str = "origin"
    answered_by: str = "view"
    rule: str = ""
    status: int = 200
    why: str = ""
    ms: float = 0.0


def story(path: str, method: str = "GET", width: int = 90) -> list[str]:
    record = watched(path, method)[0]
    return [row.plain.rstrip() for row in rows_of(Noted(record, rule=record.rule), width)]


def test_the_story_goes_from_the_route_to_the_last_hook() -> None:
    rows = story("/notes/1")
    text = "\n".join(rows)
    order = ["route", "/notes/<int:id>   id = 1", "before", "remember()", "view", "show()", "SQL", "<string>", "after"]
    places = [text.index(part) for part in order]
    assert places == sorted(places)
    assert any("show()" in row and row.endswith("ms") for row in rows)


def test_lines_that_ran_are_marked() -> None:
    rows = story("/notes/1")
    marked = [row for row in rows if "▸" in row]
    assert any("if row is None:" in row for row in marked)
    assert not any("abort(404" in row for row in marked)
    assert any("abort(404" in row for row in rows)


def test_statements_and_templates_show_what_they_were_given() -> None:
    text = "\n".join(story("/notes/1"))
    assert "SELECT text FROM note WHERE id = :id" in text
    assert "with id=1" in text
    assert "text = 'milk'" in text


def test_an_exception_stands_at_the_view_and_its_handler_follows() -> None:
    text = "\n".join(story("/notes/9"))
    assert "✗ NotFound: 404 Not Found" in text
    assert text.index("✗ NotFound") < text.index("on error")


def test_without_a_route_or_a_view_that_is_said() -> None:
    assert "none matches: 404 Not Found" in story("/nowhere")[0]
    rows = [row.plain for row in rows_of(Noted(None, why="There are two Hosts."), 80)]
    assert rows == ["The server itself answered; no view was asked.", "There are two Hosts."]
    assert [row.plain for row in rows_of(None, 80)] == ["The server noted nothing about this request."]


def test_no_row_is_wider_than_the_pane_once_it_is_cut() -> None:
    record = watched("/notes/1")[0]
    rows = rows_of(Noted(record, rule=record.rule), 56)
    assert all(row.truncate(56, ellipsis=True).cell_length <= 56 for row in rows)
