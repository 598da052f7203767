"""A card that is turned, on screen."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.ui.conftest import COURSE, Start, until
from tutor.course.catalogue import open_catalogue
from tutor.lesson.reviewable import of_course
from tutor.progress.events import Draft, system_clock
from tutor.progress.open import open_store

CARDS = """
cards:
  teapot:
    front: What does 418 say?
    back: That the server is a teapot.
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The sample course, with a card that was known 40 days ago."""
    import shutil

    folder = tmp_path / "course"
    shutil.copytree(COURSE, folder)
    lesson = folder / "wire" / "second.yaml"
    lesson.write_text(lesson.read_text("utf-8") + CARDS, "utf-8")
    of_course(open_catalogue(folder, tmp_path / "cache"), tmp_path / "cache")
    at, offset = system_clock()
    with closing(open_store(tmp_path / "data", clock=lambda: (at - 40 * 86_400_000, offset))) as store:
        store.append([Draft("answer", "wire.second#teapot", {"visit": "v", "right": True, "tries": 1})])
    return folder


async def test_a_card_is_turned_and_graded_by_the_learner(start: Start, course: Path, tmp_path: Path) -> None:
    async with start(lessons=course, review=0) as pilot:
        assert "teapot." not in await until(pilot, "Say it to yourself")
        await pilot.press("enter")
        assert "known, but unsure" in await until(pilot, "That the server is a teapot.")
        await pilot.press("2")
        assert "comes back" in await until(pilot, "was ")
        await pilot.press("enter")
        await until(pilot, "1 item reviewed")
    with closing(open_store(tmp_path / "data")) as store:
        assert store.cards()["wire.second#teapot"].grade == 2
