"""The drawn keyboard: keys of a chord lit, keys to be picked, or how warm each key is."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tutor.keyboard.board import WIDTH, Cap, board
from tutor.ui.text import styled


class Keyboard(Widget):
    """Caps on raised, staggered as on a real board.

    Attributes:
        lit: keys of a chord, drawn as `[B]`.
        cursor: (row, index) of the key at the cursor while keys are picked.
        warmth: a style for each key that has one, for the map of weak keys.
    """

    DEFAULT_CSS = "Keyboard { height: auto; width: 100%; max-width: 76; }"
    AIRY = 36
    """Rows of a terminal from which on there is a blank row between those of the keys."""

    class Picked(Message):
        """A key was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, *, mac: bool = False, id: str | None = None) -> None:
        super().__init__(id=id)
        self.mac = mac
        self.lit: frozenset[str] = frozenset()
        self.cursor: tuple[int, int] | None = None
        self.warmth: Mapping[str, str] = {}

    def light(self, keys: Collection[str] = (), cursor: tuple[int, int] | None = None) -> None:
        """Light other keys, and put the cursor elsewhere."""
        self.lit, self.cursor = frozenset(keys), cursor
        self.refresh()

    @property
    def rows(self) -> tuple[tuple[Cap, ...], ...]:
        return board(mac=self.mac, narrow=0 < self.size.width < WIDTH)

    @property
    def _airy(self) -> bool:
        return self.app.size.height >= self.AIRY

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return 11 if self._airy else 6

    def render(self) -> Content:
        lines = [self._line(n, row) for n, row in enumerate(self.rows)]
        return Content("\n\n" if self._airy else "\n").join(lines)

    def _line(self, n: int, row: tuple[Cap, ...]) -> Content:
        line = Content("")
        for index, cap in enumerate(row):
            line = line + Content(" " * (cap.x - line.cell_length)) + self._cap(cap, here=self.cursor == (n, index))
        return line

    def _cap(self, cap: Cap, *, here: bool) -> Content:
        lit = bool(cap.key) and cap.key in self.lit
        text = cap.label
        if lit and len(text) + 2 <= cap.width:
            text = f"[{text}]"
        elif len(text) < cap.width:
            text = f" {text}"
        text = text.ljust(cap.width)
        if here:
            return styled(text, "bold reverse" if not lit else "bold reverse underline")
        if lit:
            return styled(text, "bold $paper on $you" if not self.app.current_theme.ansi else "bold reverse")
        return styled(text, self.warmth.get(cap.key) or "$soft on $raised")

    # ── Picking ──────────────────────────────────────────────────────────────────────────────────

    def moved(self, at: tuple[int, int], rows: int, columns: int) -> tuple[int, int]:
        """The key that many rows and keys away; rows lead to the key that lies nearest."""
        n, index = at
        board_rows = self.rows
        if columns:
            return n, max(0, min(index + columns, len(board_rows[n]) - 1))
        target = max(0, min(n + rows, len(board_rows) - 1))
        here = board_rows[n][min(index, len(board_rows[n]) - 1)]
        middle = here.x + here.width / 2
        nearest = min(range(len(board_rows[target])), key=lambda i: _away(board_rows[target][i], middle))
        return target, nearest

    def key_at(self, at: tuple[int, int]) -> str:
        """The key at a place; empty for one that no chord has."""
        return self.rows[at[0]][at[1]].key

    def place_of(self, key: str) -> tuple[int, int]:
        """Where a key is, the first of two."""
        return next(((n, i) for n, row in enumerate(self.rows) for i, cap in enumerate(row) if cap.key == key), (0, 0))

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is None:
            return
        n, rest = divmod(offset.y, 2 if self._airy else 1)
        if rest or n >= len(self.rows):
            return
        for cap in self.rows[n]:
            if cap.key and cap.x <= offset.x < cap.x + cap.width:
                event.stop()
                self.post_message(self.Picked(cap.key))


def _away(cap: Cap, middle: float) -> float:
    return 0.0 if cap.x <= middle < cap.x + cap.width else min(abs(cap.x - middle), abs(cap.x + cap.width - middle))
