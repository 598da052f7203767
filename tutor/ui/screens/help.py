"""Help for what is on screen: two sentences, then the keys that work here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from tutor.ui.commands import Command
from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import between, styled, wrapped
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.words import _

CAP = 11


class KeyTable(Widget):
    """Keys with what they do, in as many columns as fit."""

    DEFAULT_CSS = "KeyTable { height: auto; }"

    def __init__(self, rows: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.rows = rows

    def _columns(self, width: int) -> int:
        longest = max((Content(text).cell_length for _cap, text in self.rows), default=0)
        return 2 if width >= 2 * (CAP + longest + 2) else 1

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self._lines(width))

    def render(self) -> Content:
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        columns = self._columns(width)
        height = -(-len(self.rows) // columns)
        cells = [
            wrapped(styled(text, "$soft"), width // columns, hang=CAP, lead=styled(f"{cap:{CAP - 1}} ", "bold $ink"))
            for cap, text in self.rows
        ]
        if columns == 1:
            return [line for cell in cells for line in cell]
        beside = [*cells[height:], [Content("")]]
        return [between(cells[y][0], Content(""), width // 2) + beside[y][0] for y in range(height)]


class HelpScreen(Overlay[None]):
    """The sheet. Any key of help closes it again."""

    DEFAULT_CSS = """
    HelpScreen #help-keys { height: auto; max-height: 16; margin: 1 0 0 0; }
    HelpScreen.-tall #help-keys { max-height: 28; }
    """

    BINDINGS = [("question_mark,f1,q", "close", "close"), ("down,j", "down"), ("up,k", "up")]  # noqa: RUF012

    def __init__(self, head: str, text: str, commands: Sequence[tuple[Command, str]]) -> None:
        super().__init__()
        self.head, self.text, self.commands = head, text, commands

    def compose(self) -> ComposeResult:
        rows = list(self._rows())
        with Vertical(classes="sheet"):
            yield Line(styled(_("Help: {what}").format(what=self.head), "bold $strong"))
            yield Rule()
            yield Static(self.text, classes="text")
            with VerticalScroll(can_focus=False, id="help-keys"):
                yield KeyTable(rows)
            yield Keys(lambda: [("close", "Esc", _("close"))], lambda: ("close", "?", _("close")))

    def _rows(self) -> Iterator[tuple[str, str]]:
        """Key and what it does; two opposite keys share a row."""
        caps = {command.id: cap or command.cap for command, cap in self.commands}
        seconds = {command.pair for command, _cap in self.commands if command.pair}
        for command, _cap in self.commands:
            if command.id not in seconds:
                other = f" {caps[command.pair]}" if command.pair in caps else ""
                yield caps[command.id] + other, _(command.help)

    @on(Keys.Pressed)
    def _clicked(self) -> None:
        self.action_close()

    def action_down(self) -> None:
        self.query_one("#help-keys").scroll_down(animate=False)

    def action_up(self) -> None:
        self.query_one("#help-keys").scroll_up(animate=False)
