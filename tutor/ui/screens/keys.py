"""Which key does what, and giving a command another one."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.ui.commands import COMMANDS, WITH_KEY, Command, bindings, cap_of, remapped
from tutor.ui.listpage import ListPage
from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import padded, styled
from tutor.ui.widgets.frame import Keys, Line, Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _, ngettext

NAME = 14
FIXED = (*WITH_KEY, "palette", "help", "back")
"""Commands that keep their keys, so that no mistake locks anybody out."""


class PressScreen(Overlay[str]):
    """Waits for one key; gives Textual's name of it, or None after Esc."""

    BINDINGS = []  # noqa: RUF012  # every key is the answer

    def __init__(self, title: str) -> None:
        super().__init__()
        self.what = title

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(styled(_("A key for: {what}").format(what=self.what), "bold $strong"))
            yield Rule()
            yield Static(_("Press the key. Esc keeps the one it has."), classes="text")
            yield Keys(lambda: [], lambda: ("close", "Esc", _("keep")))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return True

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        self.dismiss(None if event.key == "escape" else event.key)

    @on(Keys.Pressed)
    def _clicked(self) -> None:
        self.action_close()


class KeysScreen(ListPage):
    """All commands with their keys; Enter waits for a new key, x puts the usual ones back."""

    DEFAULT_CSS = """
    KeysScreen #page { padding: 1 2 0 2; height: 1fr; }
    KeysScreen Rows { max-width: 90; max-height: 1fr; }
    KeysScreen #said { height: auto; max-width: 90; margin: 1 0 0 2; }
    KeysScreen.-short #page { padding: 0 1; }
    """
    FOOTER = ("go", "down", "remove", "back")
    BINDINGS = bindings(
        "go", "up", "down", "top", "bottom", "page-up", "page-down", "remove", "palette", "help", "back"
    )

    def __init__(self) -> None:
        super().__init__()
        self.commands = [c for c in COMMANDS.values() if c.keys and c.id not in FIXED]

    def compose(self) -> ComposeResult:
        yield Top(("tutor", _("Settings"), _("Keys")))
        yield Rule()
        with Vertical(id="page"):
            yield Rows()
            yield Static(id="said")
        yield self.keys()

    def on_mount(self) -> None:
        self.fill()

    async def retell(self) -> None:
        self.fill()

    def fill(self, said: str = "") -> None:
        """Show the keys as they are now, and what was wrong with a new one."""
        self.query_one(Rows).set([self._row(command) for command in self.commands])
        count = len(self.tutor.keys)
        self.query_one(Top).right = ngettext("{n} changed", "{n} changed", count).format(n=count)
        self.query_one("#said", Static).update(styled(f"✗ {said}", "$bad") if said else Content(""))
        self.refresh_keys()

    def _row(self, command: Command) -> Row:
        other = self.tutor.keys.get(command.id)
        caps = " ".join(dict.fromkeys(cap_of(key) for key in (other or command.keys).split(",")))
        usual = _("usually {key}").format(key=command.cap) if other else ""
        lead = styled(padded(caps, NAME), "bold $you" if other else "bold $ink")
        text = styled(padded(command.id, NAME + 2), "$soft") + Content(_(command.help))
        return Row(text, lead=lead, right=styled(usual, "$soft"))

    @property
    def command(self) -> Command:
        return self.commands[self.query_one(Rows).cursor]

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        titles = {"go": _("another key"), "down": _("command"), "remove": _("the usual key"), "back": _("close")}
        return titles.get(id) or super().title_of(id)

    def do_go(self) -> None:
        self.app.push_screen(PressScreen(_(self.command.help)), self._pressed)

    def _pressed(self, key: str | None) -> None:
        if key is None:
            return
        id = self.command.id
        wanted = {**self.tutor.settings.keys, id: key}
        good, said = remapped(wanted)
        mine = next((text for text in said if text.startswith(f"keys.{id}:")), "")
        if id in good and not mine:
            self.tutor.set_setting("keys", wanted)
        self.fill(mine)

    def can_remove(self) -> bool:
        return bool(self.is_mounted and self.command.id in self.tutor.settings.keys)

    def do_remove(self) -> None:
        self.tutor.set_setting("keys", {k: v for k, v in self.tutor.settings.keys.items() if k != self.command.id})
        self.fill()

    def _move(self, by: int) -> None:
        super()._move(by)
        self.refresh_keys()

    def help_text(self) -> tuple[str, str]:
        return _("Keys"), _(
            "Enter waits for a new key for the command at the cursor. The settings file can name several keys for one."
        )
