"""The mouse: select and copy, choose, go to a step, press the keys of the last row."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.content import Content
from textual.pilot import Pilot

from tests.course.samples import FIRST, PLAIN, write
from tests.ui.conftest import Start, screen_text, until
from tutor.ui.widgets.rows import Row, Rows


def place(pilot: Pilot[None], text: str) -> tuple[int, int]:
    """Where a text stands on screen."""
    rows = screen_text(pilot.app).splitlines()  # type: ignore[arg-type]  # the only app there is
    return next((row.index(text), y) for y, row in enumerate(rows) if text in row)


async def select(pilot: Pilot[None], text: str) -> None:
    x, y = place(pilot, text)
    await pilot.mouse_down(offset=(x, y))
    await pilot.hover(offset=(x + len(text), y))
    await pilot.mouse_up(offset=(x + len(text), y))
    await pilot.pause()


@pytest.mark.parametrize(
    ("keys", "shown", "text"),
    [
        ((), "step 1 of 7", "One line asks"),
        (("n",), "to 127.0.0.1:", "GET /get HTTP/1.1"),
        (("n", "n"), "Choose one", "URL, method, version"),
        (("n", "n"), "Choose one", "Not answered yet"),
    ],
)
async def test_text_of_every_kind_is_selected_by_the_mouse_and_copied(
    start: Start, tmp_path: Path, keys: tuple[str, ...], shown: str, text: str
) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press(*keys)
        await until(pilot, shown)
        await select(pilot, text)
        await pilot.press("ctrl+c")
        await until(pilot, "Copied: the selection")
        assert text in pilot.app.clipboard
        assert text in (tmp_path / "data" / "copied.txt").read_text()
        assert (tmp_path / "data" / "copied.txt").stat().st_mode & 0o077 == 0


async def test_without_a_selection_control_c_quits_nothing_and_says_how_to(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("ctrl+c")
        await until(pilot, "Ctrl+Q quits")
        assert pilot.app.is_running


async def test_keys_of_the_last_row_rows_and_the_rule_can_be_clicked(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.click(offset=place(pilot, "A second request"))
        await until(pilot, "▸ ◦ A second request")
        await pilot.click(offset=place(pilot, "◦ A first request"))
        await until(pilot, "▸ ◦ A first request")
        await pilot.click(offset=place(pilot, "◦ A first request"))
        await until(pilot, "step 1 of 7")
        await pilot.click(offset=(74, 1))
        await until(pilot, "step 7 of 7")
        await pilot.click(offset=place(pilot, "? help"))
        await until(pilot, "Help: Order")


async def test_a_first_click_puts_the_cursor_on_a_setting_and_a_second_changes_it(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("comma")
        await until(pilot, "Settings")
        app = pilot.app
        before = app.settings.reduced_motion  # type: ignore[attr-defined]  # the only app there is
        for clicks in (1, 2):
            await pilot.click(offset=place(pilot, "Motion"))
            await pilot.pause()
            changed = app.settings.reduced_motion != before  # type: ignore[attr-defined]  # as above
            assert changed == (clicks == 2)


async def test_in_the_dojo_a_click_takes_a_row_at_once(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("d")
        await until(pilot, "Shortcut dojo")
        await pilot.click(offset=place(pilot, "All shortcuts"))
        await until(pilot, "Shortcut dojo  ›  All shortcuts")


async def test_a_place_that_cannot_be_written_still_copies_to_the_terminal(start: Start, tmp_path: Path) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        (tmp_path / "data" / "copied.txt").mkdir()
        await select(pilot, "One line asks")
        await pilot.press("ctrl+c")
        shown = await until(pilot, "Copied: the selection")
        assert "copied.txt" not in shown
        assert pilot.app.clipboard == "One line asks"


async def test_a_click_on_a_marked_fact_opens_it_in_the_reference(start: Start, tmp_path: Path) -> None:
    lesson = FIRST.replace("begins with *one line*", "may bring [404 Not Found](status:404) or [more](https://a.test/)")
    course = write(tmp_path / "course", {**PLAIN, "wire/first.yaml": lesson})
    async with start(target="wire.first", lessons=course) as pilot:
        await until(pilot, "404 Not Found or more")
        await pilot.click(offset=place(pilot, "more."))
        await pilot.pause(0.05)
        assert "step 1 of 7" in screen_text(pilot.app), "what is no fact is plain words"  # type: ignore[arg-type]
        await pilot.click(offset=place(pilot, "Not Found"))
        shown = await until(pilot, "RFC 9110 §15.5.5")
        assert "No current representation" in shown


@pytest.mark.parametrize("left", [0, 1])
async def test_a_click_where_a_list_had_rows_before_chooses_nothing(left: int) -> None:
    class Listing(App[None]):
        CSS = "Rows { height: 6; }"
        picked = 0

        def compose(self) -> ComposeResult:
            yield Rows([Row(Content(str(n))) for n in range(5)])

        def on_rows_picked(self) -> None:
            self.picked += 1

    app = Listing()
    async with app.run_test() as pilot:
        rows = app.query_one(Rows)
        await pilot.click(rows, offset=(4, 3))
        assert app.picked == 1
        rows.set(rows.rows[:left])
        await pilot.click(rows, offset=(4, 3))
        assert app.picked == 1
