"""Questions that are asked before a lesson begins, on screen."""

import shutil
from pathlib import Path

from tests.ui.conftest import COURSE, Start, until


async def test_a_guess_is_made_once_and_enter_goes_on_after_a_wrong_one(start: Start, tmp_path: Path) -> None:
    lessons = tmp_path / "lessons"
    shutil.copytree(COURSE, lessons)
    file = lessons / "wire" / "first.yaml"
    file.write_text(
        file.read_text("utf-8").replace("id: order-of-parts\n", "id: order-of-parts\n    pretest: true\n"), "utf-8"
    )
    async with start(lessons=lessons, target="wire.first") as pilot:
        shown = await until(pilot, "before it begins, 1 of 1")
        assert "h hint" not in shown, "its hints speak of steps that are still to come"
        row = next(row for row in shown.split("\n") if "URL, method, version" in row)
        await pilot.press(next(char for char in row if char.isdigit()), "enter")
        shown = await until(pilot, "a guess")
        shown = await until(pilot, "Not right")
        assert "Enter next" in shown
        assert "n skip" not in shown
        assert "first try" not in shown
        await pilot.press("enter")
        await until(pilot, "step 1 of 7")
