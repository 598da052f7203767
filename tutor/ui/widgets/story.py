"""A pane of rows that scrolls, and says how many are below."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.widget import Widget

from tutor.ui.text import styled


class Story(Widget):
    """Rows made for the width they get."""

    DEFAULT_CSS = "Story { height: 1fr; min-height: 3; }"

    def __init__(self) -> None:
        super().__init__()
        self._top = 0

    def rows(self, width: int) -> list[Content]:
        """All rows."""
        raise NotImplementedError

    def begin(self) -> None:
        """Show it anew, from its first row."""
        self._top = 0
        self.refresh()

    def move(self, by: int) -> None:
        """Scroll by that many rows."""
        self._top += by
        self.refresh()

    def render(self) -> Content:
        width, height = self.content_size
        rows = [row.truncate(width, ellipsis=True) for row in self.rows(width)]
        self._top = max(0, min(self._top, len(rows) - height))
        shown = rows[self._top : self._top + height]
        left = len(rows) - self._top - height
        if left > 0 and shown:
            mark = styled(f" ↓ {left}", "$soft")
            shown[-1] = shown[-1].truncate(max(0, width - mark.cell_length), pad=True) + mark
        return Content("\n").join(shown)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        event.stop()
        self.move(2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        event.stop()
        self.move(-2)
