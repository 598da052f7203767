"""Pages with one list: the keys that move its cursor."""

from __future__ import annotations

from tutor.ui.page import Page
from tutor.ui.widgets.rows import Rows

ALL = 1_000_000
"""Rows that no list has."""


class ListPage(Page):
    """A page whose keys move the cursor of a list; one with something to say of each row does so in `_move`."""

    def _move(self, by: int) -> None:
        """Move the cursor by so many rows, as far as there are any."""
        self.query_one(Rows).move(by)

    def do_up(self) -> None:
        self._move(-1)

    def do_down(self) -> None:
        self._move(1)

    def do_top(self) -> None:
        self._move(-ALL)

    def do_bottom(self) -> None:
        self._move(ALL)


class PagedListPage(ListPage):
    """One whose list may be long."""

    PAGE = 10
    """Rows of a page."""

    def do_page_up(self) -> None:
        self._move(-self.PAGE)

    def do_page_down(self) -> None:
        self._move(self.PAGE)
