"""All commands and lessons, found by typing a part of their name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.fuzzy import Matcher
from textual.style import Style

from tutor.ui.commands import Command
from tutor.ui.screens.finding import FindingOverlay
from tutor.ui.text import padded, styled
from tutor.ui.widgets.rows import Row
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


class PaletteScreen(FindingOverlay[tuple[str, str]]):
    """Commands of this screen first, with their key, then every module and lesson. Gives (kind, id)."""

    def __init__(self, commands: Sequence[Command], title_of: Callable[[str], str]) -> None:
        super().__init__(_("All commands and lessons"), _("type a part of a name"), _("do it"))
        self.commands, self.title_of = commands, title_of
        self.all: list[Found] = []
        self.found: list[Found] = []

    def on_mount(self) -> None:
        self.all = [*self._commands(), *self._lessons()]  # before what the class above does then

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

    def matching(self, text: str) -> tuple[list[Row], int]:
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
        return rows, len(self.all)

    def chosen(self, index: int) -> tuple[str, str]:
        return self.found[index].kind, self.found[index].id
