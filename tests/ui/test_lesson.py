"""A learner goes through a lesson on screen."""

from __future__ import annotations

import asyncio
from pathlib import Path

from textual.pilot import Pilot

from tests.bench.course import generate
from tests.course.samples import FIRST, PLAIN, write
from tests.ui.conftest import Start, until
from tutor.ui.screens.lesson import LessonScreen


async def test_home_suggests_the_first_lesson_and_enter_opens_it(start: Start) -> None:
    async with start() as pilot:
        assert "A first request" in await until(pilot, "Enter start")
        await pilot.press("enter")
        shown = await until(pilot, "step 1 of 7")
        assert "One line asks" in shown


async def test_home_opens_at_the_module_that_was_asked_for(start: Start, tmp_path: Path) -> None:
    course = generate(tmp_path / "course", 4, per_module=2)
    async with start(target="m001", lessons=course) as pilot:
        await until(pilot, "Enter start")
        await pilot.press("enter")
        await until(pilot, "step 1 of")
        assert pilot.app.screen.entry.id == "m001.l000"  # type: ignore[attr-defined]  # the lesson's


async def test_a_wrong_option_shows_its_feedback_and_enter_tries_again(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n")
        shown = await until(pilot, "Choose one")
        await pilot.press(_number(shown, "URL, method, version"), "enter")
        shown = await until(pilot, "first try, saved")
        assert "✗ Not right" in shown
        assert "The target is the second part." in shown
        assert "Behind it: “The URL comes first”" in shown
        assert "The server reads from left to right" not in shown, "the answer is not given away"
        await pilot.press("enter")
        shown = await until(pilot, "◦ Not right yet")
        await pilot.press(_number(shown, "method, target, version"), "enter")
        shown = await until(pilot, "second try, saved")
        assert "✓ Right" in shown
        assert "The server reads from left to right" in shown
        assert "RFC 9112 §3" in shown
        assert "step 3 of 7" in shown, "nothing advances by itself"


async def test_hints_come_one_by_one(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n")
        await until(pilot, "Choose one")
        await pilot.press("h")
        shown = await until(pilot, "hint 1 of 2")
        assert "Hint: Look at the line that was sent." in shown
        assert "It begins with what to do." not in shown
        await pilot.press("h")
        shown = await until(pilot, "hint 2 of 2")
        assert "h hint" not in shown, "the footer shows only keys that work now"


async def test_several_options_are_marked_with_space(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n", "n")
        shown = await until(pilot, "Mark 2 with Space")
        await pilot.press(_number(shown, "a status code"), _number(shown, "a method"), "enter")
        shown = await until(pilot, "first try, saved")
        assert "a method: A method asks; a response does not." in shown
        assert "1 more belongs to the answer." in shown


async def test_what_is_typed_is_compared_and_its_difference_shown(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n", "n", "n")
        await until(pilot, "Type it")
        await _type(pilot, "GET get HTTP/1.1")
        shown = await until(pilot, "first try, saved")
        assert "A path begins with a slash." in shown
        assert "differs   GET _get HTTP/1.1" in shown, "the missing slash is marked, not given away"
        await pilot.press("escape", "a")
        shown = await until(pilot, "Answer shown")
        assert "wanted    GET /get HTTP/1.1" in shown


async def test_lines_are_carried_into_order(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press(*"nnnn", "f8", "f8")
        shown = await until(pilot, "Put the request together.")
        wanted = ["GET /get HTTP/1.1", "Host: example.com", "the empty line", "HTTP/1.1 200 OK"]
        for place, text in enumerate(wanted):
            rows = _lines(await until(pilot, "Put the request together."), [*wanted, "── does not belong"])
            at = next(n for n, row in enumerate(rows) if text in row)
            target = place if place < 3 else len(rows) - 1
            await pilot.press("home", *["down"] * at, "space", *["up" if target < at else "down"] * abs(target - at))
            await pilot.press("space")
            await pilot.pause(0.1)
        await pilot.press("enter")
        shown = await until(pilot, "first try, saved")
        assert "✓ Right" in shown


async def test_the_number_of_a_line_goes_to_it_and_puts_there_what_is_held(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press(*"nnnn", "f8", "f8")
        shown = await until(pilot, "Put the request together.")
        lines = ["GET /get HTTP/1.1", "Host: example.com", "the empty line", "HTTP/1.1 200 OK"]
        before = _lines(shown, lines)
        assert "↑↓ carry" not in shown
        await pilot.press("3", "space")
        shown = await until(pilot, "↑↓ carry")
        assert "1-4 put there" in shown
        assert "↕ 3" in shown
        await pilot.press("1")
        shown = await until(pilot, "Space pick up")
        after = _lines(shown, lines)
        moved = next(text for text in lines if text in before[2])
        assert moved in after[0], "the third line stands first"
        assert "▸ 1" in shown


async def test_quitting_half_way_and_coming_back_goes_on_where_one_was(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n")
        shown = await until(pilot, "Choose one")
        await pilot.press(_number(shown, "method, target, version"), "enter")
        await until(pilot, "saved")
        await pilot.press("escape")
        shown = await until(pilot, "2 of 7 steps done, last today")
        await pilot.press("q")
    async with start() as pilot:
        shown = await until(pilot, "2 of 7 steps done, last today")
        assert "2/7" in shown
        await pilot.press("enter")
        shown = await until(pilot, "step 2 of 7")
        assert "Predict, then send" in shown


async def test_the_end_names_what_to_see_again_and_what_comes_next(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n")
        shown = await until(pilot, "Choose one")
        await pilot.press(_number(shown, "URL, method, version"), "enter")
        await until(pilot, "first try, saved")
        await pilot.press("n", "n", "f8", "f8", "n")
        shown = await until(pilot, "What next")
        assert "6 steps are still open" in shown
        assert "The order of its parts" in shown
        assert "left wrong, and felt sure" in shown
        await pilot.press("2")
        await until(pilot, "A second request")


async def test_the_step_flips_to_korean_and_back(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n")
        await until(pilot, "Choose one")
        await pilot.press("l")
        shown = await until(pilot, "요청 줄의 구성 요소는")
        assert "메서드, 요청 타깃, 버전" in shown
        await pilot.press("l")
        await until(pilot, "In which order do the parts")


async def test_a_broken_lesson_is_listed_with_its_place_while_the_others_work(start: Start) -> None:
    async with start() as pilot:
        shown = await until(pilot, "wire.broken")
        assert "broken" in shown
        await pilot.press("x")
        shown = await until(pilot, "broken.yaml:4:1")
        assert "sumary" in shown
        assert "summary" in shown


async def test_help_shows_the_keys_that_work_here(start: Start) -> None:
    async with start(size=(80, 36)) as pilot:
        await until(pilot, "Enter start")
        await pilot.press("question_mark")
        shown = await until(pilot, "Help: Home")
        assert "leave the program" in shown
        assert "next hint" not in shown
        await pilot.press("escape")
        await until(pilot, "Enter start")


async def test_the_palette_finds_a_lesson_and_opens_it(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("colon")
        await until(pilot, "All commands and lessons")
        await pilot.press(*"second")
        await until(pilot, "A second request")
        await pilot.press("enter")
        await until(pilot, "Only a page")


async def _type(pilot: Pilot[None], text: str) -> None:
    names = {" ": "space", "/": "slash", ".": "full_stop"}
    for char in text:
        await pilot.press(names.get(char, char))
    await pilot.press("enter")


def _lines(shown: str, texts: list[str]) -> list[str]:
    return [row for row in shown.split("\n") if any(text in row for text in texts)]


def _number(shown: str, text: str) -> str:
    """The digit that stands before an option."""
    row = next(row for row in shown.split("\n") if text in row)
    return next(char for char in row if char.isdigit())


async def test_keys_pressed_faster_than_steps_appear_leave_one_step_on_screen(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        for _ in range(40):
            await pilot.press("f8")
        await until(pilot, "What next")
        views = pilot.app.screen.query("StepView, SummaryView")
        assert len(views) == 1


async def test_an_edited_request_without_its_host_is_sent_and_refused(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "to 127.0.0.1:")
        await pilot.press("e")
        await until(pilot, "Edit the request")
        await pilot.press("ctrl+home", "down", "ctrl+shift+k", "f5")
        shown = await until(pilot, "400 Bad Request")
        assert "Sent as you wrote it" in shown
        await until(pilot, "saved")
        await pilot.press("end")
        await until(pilot, "The Host field is missing.")


async def test_going_on_before_the_answer_comes_records_nothing_for_the_next_step(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "Predict, then send")
        await pilot.press("enter", "n")
        await until(pilot, "Choose one")
        await pilot.pause(0.3)
        await pilot.press("p")
        shown = await until(pilot, "step 2 of 7")
        assert "Predict, then send" in shown or "received" in shown, "sent in time, or to be sent again"
        await pilot.press("n")
        assert "Not answered yet" in await until(pilot, "Choose one")


async def test_what_the_author_wrote_of_long_requests_stays_in_sight(start: Start, tmp_path: Path) -> None:
    asked = "".join(
        f'      - request: |\n          GET /etag/v1 HTTP/1.1\n          If-None-Match: "{tag}"\n'
        for tag in ("v1", "v2", "v3")
    )
    exchanges = FIRST[FIRST.index("      - request: |") : FIRST.index("    predict:\n")]
    lesson = FIRST.replace(exchanges, asked)
    course = write(tmp_path / "course", {**PLAIN, "wire/first.yaml": lesson})
    async with start(target="wire.first", lessons=course, size=(60, 20)) as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        shown = await until(pilot, "what else HTTP wants is filled in")
        assert [tag in shown for tag in ('"v1"', '"v2"', '"v3"')] == [True] * 3
        assert "no-host" not in shown and "400, since the URL has no host" in shown, "the options are in sight as well"


async def test_the_line_above_several_exchanges_has_request_and_status_of_one(start: Start, tmp_path: Path) -> None:
    asked = "".join(f"      - request: |\n          GET {path} HTTP/1.1\n" for path in ("/status/404", "/get"))
    exchanges = FIRST[FIRST.index("      - request: |") : FIRST.index("    predict:\n")]
    lesson = FIRST.replace(exchanges, asked)
    course = write(tmp_path / "course", {**PLAIN, "wire/first.yaml": lesson})
    async with start(target="wire.first", lessons=course) as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "Predict, then send")
        await pilot.press("1", "enter")
        shown = await until(pilot, "2 exchanges")
        assert "GET /get   < 200 OK" in shown


async def test_a_key_that_comes_while_a_step_is_being_made_goes_on_once_it_stands(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "step 2 of 7")
        screen = pilot.app.screen
        assert isinstance(screen, LessonScreen)
        await asyncio.gather(screen.show(), screen.do_next())
        shown = await until(pilot, "step 3 of 7")
        assert "URL, method, version" in shown
