"""Ways through the course: followed from home, and left again."""

from __future__ import annotations

from tests.ui.conftest import Start, until
from tutor.course.where import find_lessons_dir


async def test_a_path_that_is_followed_says_what_comes_next(start: Start) -> None:
    async with start(lessons=find_lessons_dir()) as pilot:
        await until(pilot, "The first lesson.")
        await pilot.press("p")
        shown = await until(pilot, "Interview in a week")
        assert "0 of 19 lessons" in shown
        await pilot.press("end", "enter")
        await until(pilot, "followed")
        await pilot.press("escape")
        await until(pilot, "On the path “Interview in a week”: 0 of 19 lessons done.")
        await pilot.press("p", "enter", "escape")
        await until(pilot, "The first lesson.")
