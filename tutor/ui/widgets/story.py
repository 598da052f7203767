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
        self._made: tuple[int, list[Content]] | None = None  # all rows, and the width they were made for

    def rows(self, width: int) -> list[Content]:
        """All rows."""
        raise NotImplementedError

    def count(self, width: int) -> int:
        """How many rows there are."""
        return len(self._all(width))

    def window(self, width: int, top: int, height: int) -> list[Content]:
        """Some of the rows. Where there are very many, a subclass makes no others."""
        return self._all(width)[top : top + height]

    def _all(self, width: int) -> list[Content]:
        if self._made is None or self._made[0] != width:
            self._made = width, self.rows(width)
        return self._made[1]

    def begin(self) -> None:
        """Show it anew, from its first row."""
        self._top, self._made = 0, None
        self.refresh()

    def move(self, by: int) -> None:
        """Scroll by that many rows."""
        self._top += by
        self.refresh()

    def render(self) -> Content:
        width, height = self.content_size
        total = self.count(width)
        self._top = max(0, min(self._top, total - height))
        shown = [row.truncate(width, ellipsis=True) for row in self.window(width, self._top, height)]
        left = total - self._top - height
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
