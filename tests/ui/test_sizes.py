"""Resizing at any moment loses nothing; small windows are said once; Korean input of any length arrives."""

from __future__ import annotations

import unicodedata

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from tests.ui.conftest import Start, screen_text, until

SIZES = [(140, 45), (60, 20), (30, 8), (10, 3), (200, 60), (80, 24)]
LONG = "서버는 요청을 읽고 상태 코드와 필드와 본문을 담은 응답을 돌려줍니다. 그 뒤에도 연결은 열려 있습니다."


async def through_all_sizes(pilot: Pilot[None]) -> None:
    for size in SIZES:
        await pilot.resize_terminal(*size)
        await pilot.pause(0.02)


async def test_what_is_typed_stays_while_the_window_changes(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n", "n", "n")
        await until(pilot, "Type it")
        await pilot.press("G", "E", "T")
        await through_all_sizes(pilot)
        assert pilot.app.screen.query_one(Input).value == "GET"
        await pilot.press("x")
        assert pilot.app.screen.query_one(Input).value == "GETx"
        await until(pilot, "Type it")


async def test_an_edited_request_stays_while_the_window_changes(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "to 127.0.0.1:")
        await pilot.press("e")
        await until(pilot, "Edit the request")
        await pilot.press("X")
        await through_all_sizes(pilot)
        assert pilot.app.screen.query_one(TextArea).text.startswith("XGET ")
        await until(pilot, "Edit the request")


async def test_an_answer_that_comes_while_the_window_changes_is_shown(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "to 127.0.0.1:")
        await pilot.press("enter")
        await through_all_sizes(pilot)
        await until(pilot, "saved")
        await through_all_sizes(pilot)
        await until(pilot, "saved")


@pytest.mark.parametrize("keys", [("colon",), ("slash",), ("comma",), ("o",), ("b",), ("w",), ("question_mark",)])
async def test_every_screen_bears_every_size(start: Start, keys: tuple[str, ...]) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press(*keys)
        await pilot.pause(0.1)
        before = pilot.app.screen
        await through_all_sizes(pilot)
        assert pilot.app.screen is before
        assert screen_text(pilot.app).strip()  # type: ignore[arg-type]  # the only app there is


async def test_a_small_window_is_said_once_and_the_program_goes_on(start: Start) -> None:
    async with start(size=(48, 15)) as pilot:
        await until(pilot, "Small: 48x15. Made for 60x20.")
        await pilot.press("down")
        assert "Small" not in screen_text(pilot.app)  # type: ignore[arg-type]  # the only app there is
        await pilot.press("up", "enter")
        await until(pilot, "step 1 of 7")


async def test_a_long_korean_sentence_committed_at_once_arrives_whole(start: Start) -> None:
    from textual._xterm_parser import XTermParser

    committed = f"\x1b[0;;{':'.join(str(ord(c)) for c in LONG)}u"
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n", "n", "n")
        await until(pilot, "Type it")
        for data in (LONG, committed):
            pilot.app.screen.query_one(Input).value = ""
            for message in XTermParser().feed(data):
                pilot.app.post_message(message)
            await pilot.pause(0.05)
            assert pilot.app.screen.query_one(Input).value == LONG


async def test_answers_are_compared_in_one_form_of_unicode() -> None:
    from tutor.course.compare import matches
    from tutor.course.types import Text

    decomposed = unicodedata.normalize("NFD", "한글")
    assert decomposed != "한글"
    assert matches(decomposed, Text("한글"), "exact")
    assert matches("한글", Text(decomposed), "exact")
