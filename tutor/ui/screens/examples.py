"""Requests to begin with, found by typing a part of a status, a path or what it is about."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from tutor.lesson.examples import Example, examples
from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import padded, styled
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _

NAME = 22


class ExamplesScreen(Overlay[tuple[str, bool]]):
    """Gives the text of a request, and whether it is sent just as it stands."""

    BINDINGS = [("down", "move(1)"), ("up", "move(-1)"), ("pagedown", "move(8)"), ("pageup", "move(-8)")]  # noqa: RUF012
    DEFAULT_CSS = """
    ExamplesScreen Input, ExamplesScreen Input:focus { border: none; height: 1; background: $raised; padding: 0 2; }
    ExamplesScreen Rows { height: auto; max-height: 13; margin: 1 0 0 0; }
    ExamplesScreen.-short Rows { max-height: 9; margin: 0; }
    """

    def __init__(self, language: str) -> None:
        super().__init__()
        self.all = examples(language)
        self.found: list[Example] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(id="head")
            yield Rule()
            field = Input(placeholder=_("a status, a path, a word"))
            field.cursor_blink = False
            yield field
            yield Rows()
            yield Keys(lambda: [("go", "Enter", _("take it")), ("move", "↑↓", _("move"))],
                       lambda: ("close", "Esc", _("close")))  # fmt: skip

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.filter("")

    def filter(self, text: str) -> None:
        """Show those that have every word."""
        words = text.lower().split()
        self.found = [
            example
            for example in self.all
            if all(word in f"{example.name} {example.what} {example.text}".lower() for word in words)
        ]
        rows = [Row(Content(e.what), lead=styled(padded(e.name, NAME), "bold $strong")) for e in self.found]
        self.query_one(Rows).set(rows, 0)
        count = _("{n} of {total}").format(n=len(self.found), total=len(self.all))
        self.query_one("#head", Line).set(styled(_("Examples"), "bold $strong"), count)

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        self.filter(message.value)

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
        if 0 <= index < len(self.found):
            self.dismiss((self.found[index].text, self.found[index].raw))

    def action_move(self, by: int) -> None:
        self.query_one(Rows).move(by)
