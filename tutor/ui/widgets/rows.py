"""A list of rows with a cursor: lessons, options, lines to order, commands. Draws what is in its window alone."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tutor.ui.text import between, styled, wrapped


class Row(msgspec.Struct):
    """One row: a mark beside the cursor's place, text that is cut or wrapped, and a state at the right end.

    Args:
        lead: stands before the text (a number, a glyph).
        hang: cells that wrapped lines of the text are indented, behind the cursor's two.
    """

    text: Content
    lead: Content = msgspec.field(default_factory=lambda: Content(""))
    right: Content = msgspec.field(default_factory=lambda: Content(""))
    mark: Content | None = None  # in place of the cursor's mark
    plain: bool = False  # cannot be chosen: a heading or a divider


def window(top: int, height: int, first: int, last: int, total: int) -> int:
    """The line a window of `height` lines begins at, moved as little as needed to show lines first to last."""
    if last >= top + height:
        top = last - height + 1
    if first < top:
        top = first
    return max(0, min(top, total - height))


class Rows(Widget):
    """Rows with a cursor on one of them.

    Args:
        wrap: text too long for its row goes on under itself instead of being cut.
        spaced: one blank row between rows, as long as there is room for it.
        active: whether this list has the cursor; another shows its row in soft.
    """

    DEFAULT_CSS = "Rows { height: auto; width: 1fr; }"

    class Picked(Message):
        """A row was clicked."""

        def __init__(self, rows: Rows, index: int) -> None:
            super().__init__()
            self.rows, self.index = rows, index

        @property
        def control(self) -> Rows:
            return self.rows

    def __init__(
        self,
        rows: Sequence[Row] = (),
        *,
        cursor: int = 0,
        wrap: bool = False,
        spaced: bool = False,
        active: bool = True,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.rows = list(rows)
        self.cursor = cursor
        self.wrap, self.spaced, self.active = wrap, spaced, active
        self._top = 0
        self._followed: tuple[int, int] | None = None  # cursor and height that the window was last moved for
        self._owners: list[int] = []  # row index of each drawn line of the window

    def set(self, rows: Sequence[Row], cursor: int | None = None) -> None:
        """Show other rows; the cursor stays on its row number unless told."""
        self.rows = list(rows)
        self._owners = []  # until they are drawn
        self.cursor = max(0, min(self.cursor if cursor is None else cursor, len(self.rows) - 1))
        self._followed = None
        self.refresh(layout=True)

    def point(self, index: int) -> None:
        """Put the cursor on a row; one that cannot be chosen is passed over."""
        if 0 <= index < len(self.rows) and not self.rows[index].plain:
            self.cursor = index
            self.refresh()

    def move(self, by: int) -> None:
        """Move the cursor up or down by that many rows, as far as there are any."""
        step = 1 if by > 0 else -1
        target = max(0, min(self.cursor + by, len(self.rows) - 1))
        while 0 <= target < len(self.rows) and self.rows[target].plain:
            target += step
        self.point(target)

    # ── Drawing ──────────────────────────────────────────────────────────────────────────────────

    def _lines(self, index: int, width: int) -> list[Content]:
        row = self.rows[index]
        here = self.active and index == self.cursor and not row.plain
        mark = row.mark or styled("▸", "bold $you" if here else "$soft")
        cursor = (mark if here or row.mark or (index == self.cursor and not row.plain) else Content(" ")) + Content(" ")
        lead = cursor + row.lead
        room = width - (row.right.cell_length + 2 if row.right.cell_length else 0)
        if self.wrap:
            lines = wrapped(row.text, max(room, 12), hang=lead.cell_length, lead=lead)
            lines[0] = between(lines[0], row.right, width)
        else:
            lines = [between(lead + row.text, row.right, width)]
        if here:
            lines = [self._lit(line, width) for line in lines]
        return lines

    def _lit(self, line: Content, width: int) -> Content:
        line = line + Content(" " * max(0, width - line.cell_length))
        if self.app.current_theme.ansi:  # none of the terminal's colours is sure to be readable behind the others
            return Content(line.plain).stylize("bold reverse")
        return line.stylize_before("$strong on $lit")

    def lines_needed(self, width: int) -> int:
        """Height of all rows without blank ones between."""
        if not self.wrap:
            return len(self.rows)
        return sum(len(self._lines(n, width)) for n in range(len(self.rows)))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        needed = self.lines_needed(width)
        return needed + (len(self.rows) - 1 if self.spaced else 0)

    def render(self) -> Content:
        width, height = self.content_size
        if not self.rows or not height or not width:
            return Content("")
        if not self.wrap:
            return self._render_single(width, height)
        drawn = [self._lines(n, width) for n in range(len(self.rows))]
        gap = [Content("")] if self.spaced and sum(map(len, drawn)) + len(drawn) - 1 <= height else []
        lines: list[tuple[int, Content]] = []
        for n, row in enumerate(drawn):
            lines += [(n, line) for line in row]
            if n < len(drawn) - 1:
                lines += [(n, line) for line in gap]
        mine = [at for at, (n, _line) in enumerate(lines) if n == self.cursor] or [0]
        self._follow(height, mine[0], mine[-1] - len(gap), len(lines))
        shown = lines[self._top : self._top + height]
        self._owners = [n for n, _line in shown]
        return Content("\n").join([line for _n, line in shown])

    def _render_single(self, width: int, height: int) -> Content:
        """One line a row: of thousands of rows, only those in the window are drawn."""
        self._follow(height, self.cursor, self.cursor, len(self.rows))
        shown = range(self._top, min(self._top + height, len(self.rows)))
        self._owners = list(shown)
        return Content("\n").join([self._lines(n, width)[0] for n in shown])

    def _follow(self, height: int, first: int, last: int, total: int) -> None:
        """Keep the cursor in view when it moved; a window scrolled by the wheel stays where it is."""
        if self._followed != (self.cursor, height):
            self._followed = (self.cursor, height)
            self._top = window(self._top, height, first, last, total)
        self._top = max(0, min(self._top, total - height))

    # ── Mouse ────────────────────────────────────────────────────────────────────────────────────

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset and 0 <= offset.y < len(self._owners):
            index = self._owners[offset.y]
            if not self.rows[index].plain:
                event.stop()
                self.post_message(self.Picked(self, index))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scroll(event, 2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scroll(event, -2)

    def _scroll(self, event: events.MouseEvent, by: int) -> None:
        if len(self._owners) < len(self.rows):
            event.stop()
            self._top += by
            self.refresh()
