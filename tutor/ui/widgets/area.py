"""A text of several rows that is edited, as all editors of the program are."""

from __future__ import annotations

from collections.abc import Callable

from textual.geometry import Offset
from textual.widgets import TextArea


class Area(TextArea):
    """A text area whose undo and redo cannot end the program.

    Textual (8.2) lays out anew only the rows between the first and the last change of all that is undone at once, by
    where they were before those that came first; and it looks for the cursor before that is back at a row which is
    still there (its issue 6686). Both read rows that are gone.
    """

    _turning = False  # whether something is being undone or done again

    def undo(self) -> None:
        """Take the latest edits back."""
        self._turn(super().undo)

    def redo(self) -> None:
        """Do the edits again that were taken back."""
        self._turn(super().redo)

    def _turn(self, act: Callable[[], None]) -> None:
        self._turning = True
        try:
            act()
        finally:
            self._turning = False
        self.wrapped_document.wrap(self.wrap_width, self.indent_width)
        self._refresh_size()
        self._redraw()
        self.scroll_cursor_visible()

    def _redraw(self) -> None:
        self._line_cache.clear()
        self.refresh()

    def scroll_cursor_visible(self, center: bool = False, animate: bool = False) -> Offset:
        """As Textual's, once the cursor is where it belongs."""
        return Offset() if self._turning else super().scroll_cursor_visible(center, animate)
