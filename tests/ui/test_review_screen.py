"""A review on screen: from home, answered, taken back, ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from shutil import copytree

import pytest

from tests.ui.conftest import COURSE, Start, until
from tutor.course.catalogue import open_catalogue
from tutor.lesson.reviewable import of_course
from tutor.lesson.session import LessonSession
from tutor.progress.events import Draft, system_clock
from tutor.progress.open import open_store
from tutor.progress.store import Store
from tutor.progress.sync import SharedFolder
from tutor.settings import Settings
from tutor.ui.widgets.frame import Rule

ANSWERED = {"visit": "before", "right": True, "tries": 1, "hints": 0, "ms": 20_000}


@contextmanager
def long_ago(tmp_path: Path, days: int = 40, lessons: Path = COURSE) -> Iterator[Store]:
    """The store, as it was so many days ago."""
    at, offset = system_clock()
    of_course(open_catalogue(lessons, tmp_path / "cache"), tmp_path / "cache")
    with closing(open_store(tmp_path / "data", clock=lambda: (at - days * 86_400_000, offset))) as store:
        yield store


@pytest.fixture
def answered(tmp_path: Path) -> None:
    """Two questions of the first lesson that were answered 40 days ago."""
    with long_ago(tmp_path) as store:
        store.append([Draft("answer", f"wire.first#{step}", ANSWERED) for step in IDS])


IDS = ("write", "digits")


async def test_what_is_due_is_on_home_and_one_key_away(start: Start, answered: None, tmp_path: Path) -> None:
    async with start() as pilot:
        assert "r review" in await until(pilot, "Due    2 reviews, about 1 minute")
        await pilot.press("r")
        assert "Why now: You knew it 40 days ago" in await until(pilot, "1 of 2, about")
        await pilot.press("f9")
        await until(pilot, "comes back")
        await pilot.press("enter", "f9")
        await until(pilot, "2 of 2")
        await until(pilot, "comes back")
        await pilot.press("enter")
        shown = await until(pilot, "2 items reviewed")
        assert "Slipped" in shown
        await pilot.press("enter")
        await until(pilot, "Due    nothing now")
    with closing(open_store(tmp_path / "data")) as store:
        assert [card.grade for card in store.cards().values()] == [1, 1]


async def test_the_last_grade_is_taken_back(start: Start, answered: None, tmp_path: Path) -> None:
    async with start(review=0) as pilot:
        await until(pilot, "1 of 2")
        await pilot.press("f9")
        await until(pilot, "Answer shown")
        await pilot.press("z")
        assert "Not answered yet" in await until(pilot, "The grade is taken back")
        await pilot.press("escape", "escape")
        await until(pilot, "Due    2 reviews")
    with closing(open_store(tmp_path / "data")) as store:
        assert {card.grade for card in store.cards().values()} == {3}


async def test_a_long_request_leaves_all_its_options_in_sight(start: Start, tmp_path: Path) -> None:
    lessons = Path(copytree(COURSE, tmp_path / "lessons"))
    lesson = lessons / "wire" / "first.yaml"
    fields = "".join(f"          X-Field-{n}: {n}\n" for n in range(12))
    asked = "          GET /get HTTP/1.1\n"
    lesson.write_text(lesson.read_text(encoding="utf-8").replace(asked, asked + fields, 1), encoding="utf-8")
    with long_ago(tmp_path, lessons=lessons) as store:
        store.append([Draft("answer", "wire.first#send", ANSWERED)])
    async with start(review=0, lessons=lessons) as pilot:
        shown = await until(pilot, "more rows; all of it is sent")
        assert "Why now" in shown
        assert all(text in shown for text in ("200 OK", "400, since", "404, since"))


async def test_nothing_due_is_said(start: Start, tmp_path: Path) -> None:
    async with start(review=5) as pilot:
        await until(pilot, "Nothing is due.")


async def test_a_click_on_the_rule_leaves_the_order_as_it_is(start: Start, answered: None) -> None:
    async with start(review=0) as pilot:
        await until(pilot, "1 of 2")
        pilot.app.screen.query_one(Rule).post_message(Rule.Picked(1))
        await pilot.pause(0.1)
        assert "1 of 2" in await until(pilot, "Not answered yet")


async def test_what_another_machine_did_comes_while_the_program_runs(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tutor.ui.screens.home.SYNC_SECONDS", 0.2)
    shared = tmp_path / "shared"
    shared.mkdir()
    async with start(settings=Settings(welcomed=True, sync=str(shared))) as pilot:
        await until(pilot, "Enter start")
        with closing(open_store(tmp_path / "other")) as other:
            other.append([Draft("answer", "wire.first#write", ANSWERED)])
            SharedFolder(shared).exchange(other)
        await until(pilot, "1/7")


async def test_what_is_saved_while_the_next_item_is_read_disturbs_nothing(
    start: Start, answered: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with start(review=0) as pilot:
        await until(pilot, "1 of 2")
        screen, forward = pilot.app.screen, LessonSession.forward

        def slow(session: LessonSession) -> None:
            forward(session)
            pilot.app.call_from_thread(screen.saved)  # type: ignore[attr-defined]  # the review's

        monkeypatch.setattr(LessonSession, "forward", slow)
        await pilot.press("f8")
        await until(pilot, "2 of 2")


async def test_after_a_break_new_things_pause_and_a_backlog_is_spread_by_choice(start: Start, tmp_path: Path) -> None:
    with long_ago(tmp_path) as store:
        for step in ("write", "digits"):
            store.append([Draft("answer", f"wire.first#{step}", {**ANSWERED, "ms": 600_000})])
    settings = Settings(welcomed=True, minutes=5)
    async with start(settings=settings) as pilot:
        shown = await until(pilot, "Due    2 reviews, about 20 minutes")
        assert "Next   Review what is due" in shown
        assert "New lessons pause until less is due; Enter opens one all the same." in shown
        await pilot.press("S")
        await until(pilot, "Due    1 review, about 10 minutes; 1 more over 3 days")
        await pilot.press("S")
        await until(pilot, "Due    2 reviews, about 20 minutes")
        await pilot.press("r")
        await until(pilot, "1 of 1")
        await pilot.press("f9")
        await until(pilot, "comes back")
        await pilot.press("enter")
        assert "Spread" not in await until(pilot, "1 more is due")  # one is not several days' worth
    async with start(settings=settings) as pilot:
        await until(pilot, "Due    1 review")
        await pilot.press("enter")
        await until(pilot, "step ")  # one may go on all the same


async def test_a_clock_that_may_have_jumped_is_said_on_home_and_where_a_review_begins(
    start: Start, tmp_path: Path
) -> None:
    with long_ago(tmp_path, days=400) as store:
        store.append([Draft("answer", "wire.first#write", ANSWERED)])
    async with start() as pilot:
        await until(pilot, "your latest answer is 400 days ago")
        await until(pilot, "r review")  # what is due is asked after the first paint
        await pilot.press("r")
        await until(pilot, "1 of 1")
        await until(pilot, "your latest answer is 400 days ago")
        await pilot.press("f9")
        assert "400 days ago. If" not in await until(pilot, "comes back")
