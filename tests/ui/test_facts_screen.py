"""The reference on screen, and a fact happening."""

from __future__ import annotations

from tests.ui.conftest import Start, until
from tutor.ui.screens.facts import FactsScreen


async def test_a_fact_is_found_read_and_seen_live(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("f")
        await until(pilot, "64 of 64")
        await pilot.press("slash")
        await until(pilot, "leave the field")
        await pilot.press("4", "0", "5")
        shown = await until(pilot, "1 of 64")
        assert "RFC 9110 §15.5.6" in shown
        assert "Allow" in shown
        await pilot.press("enter")
        shown = await until(pilot, "< 405 Method Not Allowed")
        assert "◂ notice" in shown
        await pilot.press("tab", "tab")
        await until(pilot, "route")
        await pilot.press("shift+tab", "shift+tab", "e")
        await until(pilot, "Sent just as it stands")
        await pilot.press("escape", "escape")
        await until(pilot, "< 405 Method Not Allowed")
        await pilot.press("escape")
        await until(pilot, "1 of 64")


async def test_every_list_can_be_turned_to_by_key_and_mouse(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("f")
        await until(pilot, "64 of 64")
        await pilot.press("tab")
        await until(pilot, "Idempotent")
        await pilot.press("tab")
        await until(pilot, "65 of 65")
        await pilot.press("shift+tab")
        await until(pilot, "10 of 10")
        await pilot.click("Tabs", offset=(2, 0))
        await until(pilot, "64 of 64")


async def test_what_is_not_there_is_said(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("f", "slash")
        await until(pilot, "leave the field")
        await pilot.press(*"zzz")
        await until(pilot, "Nothing has this")
        await pilot.press("enter", "escape", "escape")
        await until(pilot, "Enter start")


async def test_a_step_leads_to_what_it_is_about_and_not_to_its_answer(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n", "n")
        await until(pilot, "Choose one")
        await pilot.press("f")
        shown = await until(pilot, "This step")
        assert "RFC 9112 §3" in shown
        await pilot.press("escape")
        await until(pilot, "Choose one")


async def test_the_part_at_the_cursor_of_an_exchange_comes_first(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "to 127.0.0.1:")
        await pilot.press("enter")
        await until(pilot, "◂ notice")
        await pilot.press("f")
        await until(pilot, "▸ 200")


async def test_an_exchange_that_takes_its_time_is_shown_as_it_arrives(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w", "1")
        await until(pilot, "Write a request")
        pilot.app.screen.area.text = "GET /drip?numbytes=3&duration=1.5 HTTP/1.1\n"  # type: ignore[attr-defined]  # the lab
        await pilot.press("f5")
        shown = await until(pilot, "Sent; it goes on")
        assert "< HTTP/1.1 200" in await until(pilot, "< HTTP/1.1 200")
        assert "***" not in shown
        await until(pilot, "e changes one thing")


async def test_a_page_that_is_left_just_as_its_size_changed_shows_nothing_more(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("f")
        await until(pilot, "64 of 64")
        facts = pilot.app.screen
        assert isinstance(facts, FactsScreen)
        gone = pilot.app.pop_screen()
        facts.on_resize()
        await gone
        await until(pilot, "Enter start")
