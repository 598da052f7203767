"""A lesson on screen follows its file while its author writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.samples import FIRST, PLAIN, write
from tests.ui.conftest import Start, until
from tutor.check import run_check
from tutor.course.problem import Problem
from tutor.ui.screens import preview

QUESTION = "question: In which order do the parts of a request line stand?"


@pytest.fixture(autouse=True)
def _often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview, "EVERY", 0.02)


class Author:
    """Somebody who saves the first lesson of a course again and again."""

    def __init__(self, folder: Path) -> None:
        self.folder = write(folder, PLAIN)
        self.file = folder / "wire/first.yaml"

    def save(self, text: str) -> None:
        self.file.write_text(text, encoding="utf-8")

    def examine(self) -> list[Problem]:
        return run_check(self.folder, [self.file], start=None).problems


@pytest.fixture
def author(tmp_path: Path) -> Author:
    return Author(tmp_path / "course")


async def test_what_is_saved_comes_on_screen_at_the_same_step(start: Start, author: Author) -> None:
    async with start(target="wire.first", lessons=author.folder, examine=author.examine) as pilot:
        await until(pilot, "step 1 of 7")
        await until(pilot, "Nothing wrong in wire/first.yaml.")
        await pilot.press("n", "n")
        await until(pilot, "step 3 of 7")
        before = "  - id: before\n    type: read\n    title: Before\n    text: New.\n"
        new = FIRST.replace(QUESTION, "question: Which comes first?").replace("steps:\n", "steps:\n" + before)
        author.save(new)
        shown = await until(pilot, "Which comes first?")
        assert "step 4 of 8" in shown, "a step before it was added"
        author.save(new.replace("  - id: parts\n", "  - id: renamed\n").replace("same_as: parts", "same_as: renamed"))
        await until(pilot, "Read again")
        assert "step 4 of 8" in await until(pilot, "Which comes first?"), "its place counts when its id is new"


async def test_what_home_was_first_to_notice_comes_on_screen_too(start: Start, author: Author) -> None:
    async with start(target="wire.first", lessons=author.folder, examine=author.examine) as pilot:
        await until(pilot, "step 1 of 7")
        await until(pilot, "Nothing wrong")
        author.save(FIRST.replace("title: A first request", "title: A second request"))
        assert pilot.app.services.catalogue.result().refresh()  # type: ignore[attr-defined]  # the only app there is
        await until(pilot, "A second request")


async def test_what_is_wrong_is_said_in_place_until_it_is_mended(start: Start, author: Author) -> None:
    async with start(target="wire.first", lessons=author.folder, examine=author.examine) as pilot:
        await until(pilot, "step 1 of 7")
        await until(pilot, "Nothing wrong")
        await pilot.press("n", "n")
        await until(pilot, "step 3 of 7")
        author.save(FIRST.replace(QUESTION, "qestion: Which comes first?"))
        shown = await until(pilot, "[schema-unknown-field]")
        assert "The file cannot be used yet." in shown
        row = next(n for n, line in enumerate(FIRST.splitlines(), 1) if QUESTION in line)
        assert f"✗ first.yaml:{row}:5" in shown
        assert "step 3 of 7" in shown, "the step as it was stays there"
        author.save(FIRST.replace(QUESTION, "question: Is it mended?"))
        shown = await until(pilot, "Is it mended?")
        assert "step 3 of 7" in shown
        await until(pilot, "Nothing wrong")


async def test_findings_of_the_checker_do_not_hinder_the_lesson(start: Start, author: Author) -> None:
    wrong = FIRST.replace("hints: [It names", "hints: ['It is `Host: example.com`', It names")
    author.save(wrong.replace("same_as: parts", "same_as: part").replace("title: Digits of", f"title: {'Long ' * 8}"))
    async with start(target="wire.first", lessons=author.folder, examine=author.examine) as pilot:
        shown = await until(pilot, "1 more: `tutor check` lists all")
        assert "[width-step]" not in shown, "errors come before warnings"
        assert "[same-as-unknown]" in shown
        await until(pilot, "step 1 of 7")


async def test_a_lesson_that_is_broken_from_the_start_appears_when_it_is_mended(start: Start, author: Author) -> None:
    author.save("format: 1\nid: [")
    async with start(target="wire.first", lessons=author.folder, examine=author.examine) as pilot:
        await until(pilot, "[yaml-syntax]")
        author.save(FIRST)
        await until(pilot, "step 1 of 7")
        await until(pilot, "Nothing wrong")


async def test_a_lesson_that_is_taken_out_of_the_course_stays_on_screen(start: Start, author: Author) -> None:
    async with start(target="wire.first", lessons=author.folder, examine=author.examine) as pilot:
        await until(pilot, "step 1 of 7")
        await until(pilot, "Nothing wrong")
        (author.folder / "course.yaml").write_text(PLAIN["course.yaml"].replace("[first, second]", "[second]"))
        assert "step 1 of 7" in await until(pilot, "The file cannot be used yet.")
