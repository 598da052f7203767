"""The request lab on screen."""

from __future__ import annotations

from pathlib import Path

from tests.ui.conftest import Start, until
from tutor.ui.screens.lab import LabScreen


async def test_a_request_is_sent_looked_at_changed_and_compared(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w", "1")
        await until(pilot, "Write a request")
        await pilot.press("f5")
        shown = await until(pilot, "< 200 OK")
        assert "> GET /anything?who=ada" in shown
        await pilot.press("tab", "tab")
        shown = await until(pilot, "route")
        assert "/anything" in shown
        assert "▸" in shown
        await pilot.press("e")
        await until(pilot, "Write a request")
        await pilot.press("end", *["left"] * 9, "x", "f5")
        await until(pilot, "2 of 2")
        await until(pilot, "e changes one thing")
        await pilot.press("f4")
        shown = await until(pilot, "rows differ")
        assert "before" in shown
        assert "who=adax" in shown


async def test_what_was_sent_is_there_again_in_the_next_sitting(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w", "1")
        await until(pilot, "Write a request")
        await pilot.press("f5")
        await until(pilot, "< 200 OK")
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w", "1")
        await until(pilot, "GET /anything?who=ada")


async def test_a_broken_request_is_sent_as_it_stands_and_the_server_itself_answers(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w", "1")
        await until(pilot, "Write a request")
        await pilot.press("f9")
        await until(pilot, "Sent just as it stands")
        await pilot.press("f5")
        await until(pilot, "< 400 Bad Request")
        await pilot.press("tab", "tab")
        await until(pilot, "The server itself answered")


async def test_an_example_is_found_by_its_status_and_sent(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w", "1")
        await until(pilot, "Write a request")
        await pilot.press("f6")
        await until(pilot, "Examples")
        await pilot.press("4", "2", "8")
        await until(pilot, "▸ 428")
        await pilot.press("enter")
        await until(pilot, "Write a request")
        await pilot.press("f5")
        await until(pilot, "< 428 Precondition Required")


async def test_a_form_is_put_in_and_sent_as_another_kind_after_it(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w", "1")
        await until(pilot, "Write a request")
        await pilot.press("f3")
        await until(pilot, "name=value")
        await pilot.press(*"tea", "f5")
        await until(pilot, "Write name=value")
        await pilot.press("equals_sign", "2", "tab")
        await until(pilot, "JSON as it is")
        await pilot.press("f5")
        shown = await until(pilot, "Content-Type: application/json")
        assert '{"tea": "2"}' in shown
        await pilot.press("f5")
        await until(pilot, "< 200 OK")


async def test_a_request_is_copied_as_curl_as_python_and_as_text(start: Start, tmp_path: Path) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("w", "1")
        await until(pilot, "Write a request")
        await pilot.press("f5")
        await until(pilot, "< 200 OK")
        copied = tmp_path / "data" / "copied.txt"
        for key, begins in (("c", "curl "), ("y", "import httpx"), ("r", "GET /anything?who=ada HTTP/1.1")):
            await pilot.press(key)
            await pilot.pause(0.05)
            assert copied.read_text().startswith(begins)


async def test_a_key_that_comes_before_the_lab_stands_does_nothing(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        pilot.app.push_screen(lab := LabScreen())
        await lab.run_action("command('raw-text')")
        await until(pilot, "Request lab")
