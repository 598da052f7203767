"""Notes, bookmarks, the map of a lesson and the overview of a module."""

from __future__ import annotations

from pathlib import Path

from tests.ui.conftest import Start, until
from tutor.progress.open import open_store


async def test_a_bookmark_and_a_note_are_on_the_step_the_map_and_the_list(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("b")
        await until(pilot, "bookmark   step 1 of 7")
        await pilot.press("n", "n")
        await until(pilot, "Choose one")
        await pilot.press("m")
        await until(pilot, "Note to:")
        await pilot.press("t", "e", "a", "escape")
        await until(pilot, "note   step 3 of 7")
        await pilot.press("o")
        shown = await until(pilot, "of 7 done")
        assert "bookmark" in next(row for row in shown.splitlines() if " 1  " in row)
        assert "Note: tea" in shown
        await pilot.press("escape", "escape")
        await until(pilot, "Modules")
        await pilot.press("b")
        shown = await until(pilot, "2 steps")
        assert "bookmark" in shown
        await pilot.press("down")
        await until(pilot, "tea")
        await pilot.press("enter")
        await until(pilot, "note   step 3 of 7")


async def test_the_map_goes_to_any_step_and_says_its_state(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n")
        await until(pilot, "Choose one")
        await pilot.press("o")
        shown = await until(pilot, "go there")
        assert "1 of 7 done" in shown
        assert "skipped" in shown
        await pilot.press("down", "down", "enter")
        await until(pilot, "step 5 of 7")


async def test_a_note_that_is_being_written_when_the_program_ends_is_kept(start: Start, tmp_path: Path) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("m")
        await until(pilot, "Note to:")
        await pilot.press("h", "a", "l", "f")
        pilot.app.exit()
    store = open_store(tmp_path / "data")
    assert [mark.note for mark in store.marks().values()] == ["half"]
    store.close()


async def test_marks_are_removed_and_an_empty_list_says_how_to_begin(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("b")
        await until(pilot, "bookmark   step")
        await pilot.press("escape")
        await until(pilot, "Modules")
        await pilot.press("b")
        await until(pilot, "1 step")
        await pilot.press("x")
        shown = await until(pilot, "Nothing is marked yet")
        assert "b bookmarks a step" in shown


async def test_the_report_has_lesson_step_revision_and_answer(start: Start, tmp_path: Path) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n")
        await until(pilot, "Choose one")
        await pilot.press("2", "exclamation_mark")
        await until(pilot, "Copied: the report")
    (text,) = [path.read_text() for path in (tmp_path / "data").glob("copied.txt")]
    assert "lesson: wire.first (wire/first.yaml)" in text
    assert "step: order-of-parts (choice, step 3 of 7)" in text
    assert "revision: 1, content h" in text
    assert "answer: " in text
    assert "answer: none" not in text


async def test_a_module_tells_its_lessons_and_goes_to_a_step_of_one(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("o")
        shown = await until(pilot, "You will be able to")
        assert "difficulty" in shown
        assert "0 of 3 done" in shown
        await pilot.press("o")
        await until(pilot, "0 of 7 done")
        await pilot.press("down", "down", "enter")
        await until(pilot, "step 3 of 7")


async def test_escape_leaves_a_demo_as_any_other_step(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "Predict, then send")
        await pilot.press("escape")
        await until(pilot, "Modules")


async def test_what_another_instance_wrote_is_shown_on_home(start: Start, tmp_path: Path) -> None:
    from tutor.progress.events import Draft

    async with start() as pilot:
        await until(pilot, "Enter start")
        other = open_store(tmp_path / "data")
        other.append([Draft("read", "wire.first#intro", {"visit": "x"})])
        other.close()
        for _ in range(40):
            shown = await until(pilot, "Modules")
            if "1/7" in shown:
                break
            await pilot.pause(0.1)
        assert "1/7" in shown
