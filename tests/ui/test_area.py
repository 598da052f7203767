"""Editing texts of several rows: undo and redo, however much of the text they bring or take."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from tutor.ui.widgets.area import Area

LONG = "\n".join(f"line{n}" for n in range(60))
REQUEST = "GET / HTTP/1.1\nHost: a\nAccept: b\n\n"


class Editor(App[None]):
    def __init__(self, text: str, *, wrap: bool) -> None:
        super().__init__()
        self.text, self.wrap = text, wrap

    def compose(self) -> ComposeResult:
        yield Area(self.text, soft_wrap=self.wrap)


@pytest.mark.parametrize("wrap", [False, True])
@pytest.mark.parametrize(
    ("text", "keys", "left", "cursor"),
    [
        (REQUEST, "enter home u space ctrl+z colon 4 ctrl+z", REQUEST, (0, 0)),
        (REQUEST, "enter u space ctrl+z colon 4 ctrl+z ctrl+y", f"\n:4{REQUEST}", (1, 2)),
        ("a\nb\n", "ctrl+v ctrl+z", "a\nb\n", (0, 0)),
        ("a\nb\n", "ctrl+v ctrl+z ctrl+y", f"{LONG}a\nb\n", (59, 6)),
        (LONG, "f7 delete ctrl+z ctrl+end ctrl+y", "", (0, 0)),
        (LONG, "f7 delete ctrl+z ctrl+end ctrl+y ctrl+z", LONG, (59, 6)),
    ],
)
async def test_what_is_undone_and_done_again_is_shown_as_it_is(
    text: str, keys: str, left: str, cursor: tuple[int, int], wrap: bool
) -> None:
    app = Editor(text, wrap=wrap)
    async with app.run_test(size=(60, 8)) as pilot:
        area = app.query_one(Area)
        area.focus()
        app.copy_to_clipboard(LONG)
        await pilot.press(*keys.split())
        await pilot.pause()
        assert (area.text, area.cursor_location) == (left, cursor)
        assert area.wrapped_document.height == area.virtual_size.height == area.document.line_count
        top = area.scroll_offset.y
        assert top <= cursor[0] < top + 8, "the cursor is in sight"
