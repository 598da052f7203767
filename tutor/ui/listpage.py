"""Pages whose keys move by rows: the cursor of their one list, or what is read."""

from __future__ import annotations

from textual import on

from tutor.ui.page import Page
from tutor.ui.widgets.rows import Rows

ALL = 1_000_000
"""Rows that no list has."""


class RowsPage(Page):
    """A page that says in `_move` what it is to go up or down by rows."""

    PAGE = 8
    """Rows of a page."""

    def _move(self, by: int) -> None:
        """Go down by so many rows, or up if there are fewer than none, as far as there are any."""
        raise NotImplementedError

    def do_up(self) -> None:
        self._move(-1)

    def do_down(self) -> None:
        self._move(1)

    def do_page_up(self) -> None:
        self._move(-self.PAGE)

    def do_page_down(self) -> None:
        self._move(self.PAGE)

    def do_top(self) -> None:
        self._move(-ALL)

    def do_bottom(self) -> None:
        self._move(ALL)


class ListPage(RowsPage):
    """A page with one list; one with something to say of each row does so in `_move`."""

    AT_ONCE = False
    """Whether a click takes a row, wherever the cursor was; else a second one does."""

    def can_down(self) -> bool:
        """Whether there is a row to choose."""
        return any(not row.plain for rows in self.query(Rows) for row in rows.rows)

    can_up = can_top = can_bottom = can_page_up = can_page_down = can_down

    def _move(self, by: int) -> None:
        self.query_one(Rows).move(by)

    @on(Rows.Picked)
    async def _row_clicked(self, message: Rows.Picked) -> None:
        await self.clicked(message.rows, message.index)

    async def clicked(self, rows: Rows, index: int) -> None:
        """Put the cursor on a row that was clicked, or take the row, if the cursor is there."""
        there = index == rows.cursor
        rows.point(index)
        if not there:
            self._move(0)
        if there or self.AT_ONCE:
            await self.do("go")
