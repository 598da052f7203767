"""Names of panes in a row that may be too short for them."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tutor.ui.widgets.frame import Tabs

NAMES = ("Bytes", "Meaning", "Inside", "Timing")


class Page(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.picked: list[int] = []

    def compose(self) -> ComposeResult:
        yield Tabs()

    def on_tabs_picked(self, message: Tabs.Picked) -> None:
        self.picked.append(message.index)


@pytest.mark.parametrize(
    ("width", "chosen", "row"),
    [
        (60, 0, "Bytes   Meaning   Inside   Timing"),
        (30, 0, "Bytes  Meaning  Inside  Timing"),
        (29, 0, "Bytes  Meaning  Inside  …"),
        (16, 0, "Bytes  …"),
        (29, 3, "…  Meaning  Inside  Timing"),
        (16, 2, "…  Inside  …"),
        (6, 1, "…  Me…"),
    ],
)
async def test_names_are_left_out_whole_and_never_the_chosen_one(width: int, chosen: int, row: str) -> None:
    async with Page().run_test(size=(width, 3)) as pilot:
        tabs = pilot.app.query_one(Tabs)
        tabs.choose(NAMES, chosen)
        await pilot.pause()
        assert tabs.render().plain.rstrip() == row


async def test_a_click_chooses_the_name_that_is_there() -> None:
    page = Page()
    async with page.run_test(size=(29, 3)) as pilot:
        page.query_one(Tabs).choose(NAMES, 3)
        await pilot.click(Tabs, offset=(12, 0))
        await pilot.pause()
        assert page.picked == [2]
