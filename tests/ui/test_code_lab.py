"""The labs of code on screen."""

from __future__ import annotations

import asyncio
import threading
from typing import Any

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import Start, screen_text, until
from tutor.lesson.exercise.run import Workshop
from tutor.ui.screens.code_lab import CodeLabScreen
from tutor.ui.widgets.code_area import CodeArea
from tutor.ui.widgets.outcome import OutcomeView

SLOW = 2000
"""Looks at the screen until a worker has started, on a machine that has other things to do."""


async def into(pilot: Pilot[None], number: str, text: str) -> str:
    """From home into a lab."""
    await until(pilot, "Enter start")
    await pilot.press("w")
    await until(pilot, "render a template while you type")
    await pilot.press(number)
    return await until(pilot, text, SLOW)


def area(pilot: Pilot[None], id: str) -> CodeArea:
    return pilot.app.screen.query_one(f"#{id}", CodeArea)


async def test_the_output_of_a_template_follows_what_is_typed(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "2", "6 signs escaped")
        await pilot.press("<")
        await until(pilot, "<<h1>Tea &amp; toast")
        await pilot.press("backspace", "{", "{")
        await until(pilot, "✗ TemplateSyntaxError")
        shown = await until(pilot, "page.html, line 1")
        assert "<<h1>Tea &amp; toast" in shown, "the output before it stays"
        assert area(pilot, "code").fault is not None
        await pilot.press("backspace", "backspace", "f9")
        await until(pilot, "by·O&#39;Hara</p>\\n")


async def test_a_run_that_ends_while_its_lab_is_being_left_shows_nothing(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = threading.Event()
    free = Workshop.free

    def held(self: Workshop, *given: Any) -> Any:
        outcome = free(self, *given)
        ends.wait(20)
        return outcome

    async def slow(_view: OutcomeView) -> None:
        ends.set()  # its parts are gone, and the screen is still there
        await asyncio.sleep(0.2)

    async with start() as pilot:
        await into(pilot, "2", "6 signs escaped")
        lab = pilot.app.screen
        assert isinstance(lab, CodeLabScreen)
        monkeypatch.setattr(Workshop, "free", held)
        monkeypatch.setattr(OutcomeView, "on_unmount", slow, raising=False)
        await pilot.press("<")
        for _ in range(SLOW):
            if lab.running:
                break
            await pilot.pause(0.01)
        assert lab.running
        await pilot.press("escape", "escape")
        await until(pilot, "Enter start")
        await pilot.pause(0.3)
        assert ends.is_set()


async def test_a_fault_in_the_context_is_told_and_marked_in_its_editor(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "2", "6 signs escaped")
        await pilot.press("f8", "down", "x")
        await until(pilot, "✗ context.json, line 2")
        assert area(pilot, "into").fault is not None
        assert area(pilot, "code").fault is None


async def test_many_keys_at_once_end_with_the_last(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "2", "6 signs escaped")
        await pilot.press(*"abcdefghijkl")
        await until(pilot, "abcdefghijkl<h1>Tea", SLOW)


async def test_sql_and_rows_are_shown_and_the_editor_comes_back(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "3", "Nothing has run yet")
        await pilot.press("f5")
        shown = await until(pilot, "FROM author JOIN book ON author.id = book.author_id", SLOW)
        assert "1 statement, 3 rows" in shown
        assert "Stanisław Lem   Solaris" in shown
        await pilot.press("escape")
        shown = await until(pilot, "def query(session):")
        assert "1 statement, 3 rows" in shown
        await pilot.press("end", "(", "f5")
        shown = await until(pilot, "✗ SyntaxError", SLOW)
        assert "query.py, line 1" in shown
        assert area(pilot, "code").fault is not None
        assert area(pilot, "code").has_focus


async def test_an_app_answers_and_inside_is_a_tab_away(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "4", "Nothing has run yet")
        await pilot.press("f5")
        await until(pilot, "> POST /notes HTTP/1.1", SLOW)
        await pilot.press("tab")
        shown = await until(pilot, "create()")
        assert "▸     id = max(notes) + 1" in shown


async def test_all_stands_side_by_side_where_there_is_room(start: Start) -> None:
    async with start(size=(140, 45)) as pilot:
        await into(pilot, "4", "Nothing has run yet")
        await pilot.press("f5")
        shown = await until(pilot, "Inside", SLOW)
        assert "def show(id):" in shown
        assert "201 CREATED, 200 OK" in shown
        assert area(pilot, "code").has_focus


async def test_what_was_written_comes_back_and_can_be_begun_anew(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "2", "6 signs escaped")
        await pilot.press(*"tea")
        await until(pilot, "tea<h1>Tea", SLOW)
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w")
        await until(pilot, "▸ 2  Template lab")
        await pilot.press("enter")
        await until(pilot, "tea<h1>Tea", SLOW)
        await pilot.press("escape", "R")
        await until(pilot, "1  <h1>{{ title }}")
        await pilot.press("R")
        await until(pilot, "1  tea<h1>{{ title }}")


async def test_an_example_is_chosen_and_the_first_one_is_kept(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "2", "6 signs escaped")
        await pilot.press("x", "f6")
        await until(pilot, "a page that fills the blocks")
        await pilot.press("2")
        await until(pilot, "base.html")
        await pilot.press("f8")
        await until(pilot, "<!doctype html>")
        assert area(pilot, "code").file == "base.html"
        await pilot.press("f6")
        await until(pilot, "a page that fills the blocks")
        await pilot.press("1")
        await until(pilot, "x<h1>{{ title }}")


@pytest.mark.parametrize("name", ["template", "orm", "flask", "request"])
async def test_each_lab_is_found_in_the_palette_by_its_name(start: Start, name: str) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("colon")
        await until(pilot, "All commands")
        await pilot.press(*f"{name} lab", "enter")
        await until(pilot, "F6 examples")
        assert getattr(pilot.app.screen, "lab", "") == name


async def test_from_lab_to_lab_home_is_one_step_away(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "3", "Nothing has run yet")
        await pilot.press("escape", "w")
        await until(pilot, "render a template while you type")
        await pilot.press("4")
        await until(pilot, "Flask lab")
        assert isinstance(pilot.app.screen, CodeLabScreen)
        await pilot.press("escape", "escape")
        await until(pilot, "Enter start")


async def test_resizing_keeps_what_was_typed(start: Start) -> None:
    async with start() as pilot:
        await into(pilot, "3", "Nothing has run yet")
        await pilot.press("x")
        for size in ((140, 45), (60, 20), (10, 3), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.pause(0.02)
        assert area(pilot, "code").text.startswith("xfrom sqlalchemy")
        assert "rows.json" in screen_text(pilot.app)  # type: ignore[arg-type]  # the only app there is
