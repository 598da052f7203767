"""A sheet with a field, and under it what has what is typed there."""

from __future__ import annotations

from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input

from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _

T = TypeVar("T")


class FindingOverlay(Overlay[T]):
    """Gives what is chosen.

    Args:
        head: what is found here, in words.
        hint: what can be typed.
        act: what Enter does with the one at the cursor.
    """

    BINDINGS = [("down", "move(1)"), ("up", "move(-1)"), ("pagedown", "move(8)"), ("pageup", "move(-8)")]  # noqa: RUF012
    DEFAULT_CSS = """
    FindingOverlay Input, FindingOverlay Input:focus { border: none; height: 1; background: $raised; padding: 0 2; }
    FindingOverlay Rows { height: auto; max-height: 14; margin: 1 0 0 0; }
    """

    def __init__(self, head: str, hint: str, act: str) -> None:
        super().__init__()
        self.head, self.hint, self.act = head, hint, act

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(id="head")
            yield Rule()
            field = Input(placeholder=self.hint)
            field.cursor_blink = False
            yield field
            yield Rows()
            yield Keys(lambda: [("go", "Enter", self.act), ("move", "↑↓", _("move"))],
                       lambda: ("close", "Esc", _("close")))  # fmt: skip

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._find("")

    def matching(self, text: str) -> tuple[list[Row], int]:
        """Rows of what is found by a text, best first, and how many there are without any."""
        raise NotImplementedError

    def chosen(self, index: int) -> T:
        """What the row stands for."""
        raise NotImplementedError

    def _find(self, text: str) -> None:
        rows, total = self.matching(text)
        self.query_one(Rows).set(rows, 0)
        count = _("{n} of {total}").format(n=len(rows), total=total)
        self.query_one("#head", Line).set(styled(self.head, "bold $strong"), count)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self._find(message.value)

    @on(Input.Submitted)
    def _entered(self) -> None:
        self._choose(self.query_one(Rows).cursor)

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        self._choose(message.index)

    @on(Keys.Pressed)
    def _key_clicked(self, message: Keys.Pressed) -> None:
        if message.command == "close":
            self.action_close()
        elif message.command == "go":
            self._entered()

    def _choose(self, index: int) -> None:
        if 0 <= index < len(self.query_one(Rows).rows):
            self.dismiss(self.chosen(index))

    def action_move(self, by: int) -> None:
        self.query_one(Rows).move(by)
