"""All commands and lessons, found by typing a part of their name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.fuzzy import Matcher
from textual.style import Style
from textual.widgets import Input

from tutor.ui.commands import Command
from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import padded, styled
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

GROUP = 13
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that can be done: `kind` is "command" or "open", `id` of the command, lesson or module."""

    kind: str
    id: str
    text: str
    group: str
    cap: str = ""


class PaletteScreen(Overlay[tuple[str, str]]):
    """Commands of this screen first, with their key, then every module and lesson. Gives (kind, id)."""

    BINDINGS = [("down", "move(1)"), ("up", "move(-1)"), ("pagedown", "move(8)"), ("pageup", "move(-8)")]  # noqa: RUF012
    DEFAULT_CSS = """
    PaletteScreen Input, PaletteScreen Input:focus { border: none; height: 1; background: $raised; padding: 0 2; }
    PaletteScreen Rows { height: auto; max-height: 14; margin: 1 0 0 0; }
    """

    def __init__(self, commands: Sequence[Command], title_of: Callable[[str], str]) -> None:
        super().__init__()
        self.commands, self.title_of = commands, title_of
        self.found: list[Found] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(styled(_("All commands and lessons"), "bold $strong"), id="count")
            yield Rule()
            field = Input(placeholder=_("type a part of a name"))
            field.cursor_blink = False
            yield field
            yield Rows()
            yield Keys(lambda: [("go", "Enter", _("do it")), ("move", "↑↓", _("move"))],
                       lambda: ("close", "Esc", _("close")))  # fmt: skip

    def on_mount(self) -> None:
        self.all = [*self._commands(), *self._lessons()]
        self.query_one(Input).focus()
        self.filter("")

    def _commands(self) -> list[Found]:
        def text(command: Command) -> str:
            title = self.title_of(command.id)
            return f"{title[:1].upper()}{title[1:]}: {_(command.help)}"

        return [Found("command", c.id, text(c), _(c.group), c.cap) for c in self.commands]

    def _lessons(self) -> list[Found]:
        app: TutorApp = self.app  # type: ignore[assignment]  # the only app there is
        modules = app.services.catalogue.result().modules
        rows = []
        for module in modules:
            rows.append(Found("open", module.id, module.title, _("Module")))
            rows += [Found("open", e.id, f"{e.title}: {e.summary}", _("Lesson")) for e in module.lessons]
        return rows

    def filter(self, text: str) -> None:
        """Show what matches, best first."""
        matcher = Matcher(text, match_style=Style(bold=True, underline=True)) if text.strip() else None
        scored = [(matcher.match(f.text) if matcher else 1.0, n, f) for n, f in enumerate(self.all)]
        hits = sorted((-score, n, f) for score, n, f in scored if score > 0)
        self.found = [f for _score, _n, f in hits][:SHOWN]
        rows, last = [], ""
        for f in self.found:
            label = f.group if f.group != last else ""
            last = f.group
            shown = matcher.highlight(f.text) if matcher else Content(f.text)
            rows.append(Row(shown, lead=styled(padded(label, GROUP), "$soft"), right=styled(f"{f.cap} ", "bold")))
        self.query_one(Rows).set(rows, 0)
        count = _("{n} of {total}").format(n=len(hits), total=len(self.all))
        self.query_one("#count", Line).set(styled(_("All commands and lessons"), "bold $strong"), count)

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
            self.dismiss((self.found[index].kind, self.found[index].id))

    def action_move(self, by: int) -> None:
        self.query_one(Rows).move(by)
