"""A question with one field, on a sheet."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.words import _


class AskScreen(Overlay[str]):
    """Gives what was typed, or None.

    Args:
        problem: what is wrong with a text, "" if nothing is.
    """

    DEFAULT_CSS = """
    AskScreen Input, AskScreen Input:focus { border: none; height: 1; background: $lit; padding: 0 2; margin: 0 2; }
    AskScreen Static { height: auto; margin: 1 0 0 0; }
    """

    def __init__(self, head: str, value: str, hint: str, problem: Callable[[str], str] = lambda _text: "") -> None:
        super().__init__()
        self.head, self.value, self.hint, self.problem = head, value, hint, problem

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(styled(self.head, "bold $strong"))
            yield Rule()
            yield Input(self.value, select_on_focus=False)
            yield Static(styled(self.hint, "$soft"), id="said")
            yield Keys(lambda: [("go", "Enter", _("keep"))], lambda: ("close", "Esc", _("leave as it was")))

    def on_mount(self) -> None:
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    @on(Input.Submitted)
    def _entered(self) -> None:
        text = self.query_one(Input).value
        if problem := self.problem(text):
            self.query_one("#said", Static).update(styled(f"✗ {problem}", "$bad"))
        else:
            self.dismiss(text)

    @on(Keys.Pressed)
    def _clicked(self, message: Keys.Pressed) -> None:
        if message.command == "go":
            self._entered()
        else:
            self.action_close()
