"""Choosing whose keys are practised: IDE and system at once. The settings keep it."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical

from tutor.keyboard.keymaps import NAMES, called, keymap, short_name
from tutor.keyboard.machine import guessed_system
from tutor.ui.commands import bindings
from tutor.ui.page import Page
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _

_IDES = {"intellij": "pycharm", "vscode": "vscode", "neovim": "neovim"}


class KeymapScreen(Page):
    """A row a keymap; Enter takes it.

    Args:
        now: the one that holds.
        chosen: told when another was taken.
    """

    DEFAULT_CSS = """
    KeymapScreen #page { height: 1fr; padding: 1 2 0 2; }
    KeymapScreen Rows { max-width: 76; }
    KeymapScreen.-narrow #page { padding: 0 1; }
    """
    FOOTER = ("go", "down", "back")
    BINDINGS = bindings("go", "up", "down", "palette", "help", "back")

    def __init__(self, now: str, chosen: Callable[[], None]) -> None:
        super().__init__()
        self.now, self.chosen = now, chosen

    def compose(self) -> ComposeResult:
        yield Top((_("Shortcut dojo"), _("Keymap")))
        yield Rule()
        with Vertical(id="page"):
            yield Rows(self._rows(), cursor=NAMES.index(self.now) if self.now in NAMES else 0)
        yield self.keys()

    def _rows(self) -> list[Row]:
        narrow = self.app.size.width < 76
        return [
            Row(styled(short_name(keymap(name)) if narrow else called(keymap(name))), right=styled(name, "$soft"))
            for name in NAMES
        ]

    def on_resize(self) -> None:
        self.query_one(Rows).set(self._rows())

    def title_of(self, id: str) -> str:
        titles = {"go": _("take it"), "down": _("move"), "back": _("close")}
        return titles.get(id) or super().title_of(id)

    def do_go(self) -> None:
        name = NAMES[self.query_one(Rows).cursor]
        found = keymap(name)
        self.tutor.set_setting("ide", _IDES[found.ide])
        system = {"linux": "linux-gnome"}.get(found.system, found.system)
        keeps = found.system == "linux" and self.tutor.settings.system.startswith("linux")
        if found.system != "any" and not keeps:
            self.tutor.set_setting("system", system)
        elif self.tutor.settings.system == "auto":
            self.tutor.set_setting("system", guessed_system())
        self.app.pop_screen()
        self.chosen()

    def do_up(self) -> None:
        self.query_one(Rows).move(-1)

    def do_down(self) -> None:
        self.query_one(Rows).move(1)

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        message.rows.point(message.index)
        self.do_go()

    def help_text(self) -> tuple[str, str]:
        return _("Keymap"), _(
            "The same chord means different things in two editors, so each keymap is practised by itself. "
            "Your own keys go into shortcuts.yaml beside the settings file."
        )
