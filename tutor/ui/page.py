"""What all screens share: commands by id, the footer, the row for notices."""

from __future__ import annotations

from collections.abc import Sequence
from inspect import isawaitable
from typing import TYPE_CHECKING

from textual import on
from textual.actions import SkipAction
from textual.screen import Screen

from tutor.ui.commands import COMMANDS, Command, cap_of
from tutor.ui.leaving import Leaving
from tutor.ui.widgets.frame import Keys
from tutor.words import _

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp


PAIRS = {"down": "↑↓", "right": "←→", "span-right": "←→"}


class Page(Leaving, Screen[None]):
    """A screen whose keys are commands.

    A subclass lists the commands it knows in FOOTER (in the order that the footer shows them), binds them with
    `bindings()`, and has `do_ID` for each and, where it is not always possible, `can_ID`; dashes are underscores.
    """

    AUTO_FOCUS = ""
    FOOTER: tuple[str, ...] = ()
    pressed = ""  # the key of the command that runs, for those that have several
    lab = ""  # id of the lab that this is

    @property
    def tutor(self) -> TutorApp:
        return self.app  # type: ignore[return-value]  # the only app there is

    @property
    def typing(self) -> bool:
        """Whether letters go into a field now."""
        if self.focused is None:
            return False
        from textual.widgets import Input, TextArea

        return isinstance(self.focused, (Input, TextArea))

    def doer(self, id: str) -> object:
        """What has `do_ID` for a command: this screen, or a part of it that the screen asks first."""
        return self

    def can(self, id: str) -> bool:
        """Whether a command is possible now."""
        doer, name = self.doer(id), id.replace("-", "_")
        check = getattr(doer, f"can_{name}", None)
        return hasattr(doer, f"do_{name}") and (check is None or bool(check()))

    async def do(self, id: str, key: str = "") -> None:
        """Run a command, if it is possible now. Keys pressed meanwhile wait until it is done."""
        self.say("")
        if self.can(id):
            self.pressed = key
            done = getattr(self.doer(id), f"do_{id.replace('-', '_')}")()
            if isawaitable(done):
                await done

    def title_of(self, id: str) -> str:
        """What a command does just now, in a word or two."""
        return _(COMMANDS[id].title)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "command":  # which may be asked for before there is what it is about
            return self.is_mounted and self.can(str(parameters[0]))
        return super().check_action(action, parameters)

    async def action_command(self, id: str, key: str = "") -> None:
        await self.do(id, key)

    # ── Footer ───────────────────────────────────────────────────────────────────────────────────

    def keys(self) -> Keys:
        """The row of keys, to be composed last."""
        return Keys(self.footer, lambda: ("help", self.cap(COMMANDS["help"]), self.title_of("help")))

    def footer(self) -> Sequence[tuple[str, str, str]]:
        """(command, cap, title) of all that works now, in order."""
        rows = [(id, self._pair(id) or self.cap(COMMANDS[id]), self.title_of(id)) for id in self.FOOTER if self.can(id)]
        return [row for row in rows if row[1]]

    def _pair(self, id: str) -> str:
        """One cap for two opposite keys, unless one of them has another key."""
        return "" if id in self.tutor.keys else PAIRS.get(id, "")

    def say(self, text: str) -> None:
        """Say something in the row of keys: that a thing was copied or marked. It goes with the next key."""
        for keys in self.query(Keys):
            keys.say(text)

    def cap(self, command: Command) -> str:
        """The key to show for a command; in a field that is a key that does not type, or none."""
        other = self.tutor.keys.get(command.id)
        cap = cap_of(other.split(",")[0]) if other else command.cap
        if not self.typing or not command.keys:
            return cap
        keys = [
            key
            for key in (other or command.keys).split(",")
            if key in ("enter", "escape") or key.startswith("ctrl+") or (key[:1] == "f" and key[1:].isdigit())
        ]
        if not keys or (keys == ["enter"] and self.focused is not None and self.focused.has_class("several-rows")):
            return ""
        return cap_of(keys[0])

    def refresh_keys(self) -> None:
        """Ask anew which keys work."""
        self.refresh_bindings()
        for keys in self.query(Keys):
            keys.refresh()

    @on(Keys.Pressed)
    async def _key_clicked(self, message: Keys.Pressed) -> None:
        await self.do(message.command)

    def on_descendant_focus(self) -> None:
        self.refresh_keys()

    def on_descendant_blur(self) -> None:
        self.refresh_keys()

    # ── Commands of every screen ─────────────────────────────────────────────────────────────────

    def help_text(self) -> tuple[str, str]:
        """(what is on screen, two sentences on what to do with it), for the help."""
        raise NotImplementedError

    def do_help(self) -> None:
        from tutor.ui.screens.help import HelpScreen

        head, text = self.help_text()
        commands = [(c, self.cap(c)) for c in COMMANDS.values() if self.can(c.id) and c.keys]
        self.app.push_screen(HelpScreen(head, text, commands))

    def do_palette(self) -> None:
        from tutor.ui.screens.palette import PaletteScreen

        commands = [c for c in COMMANDS.values() if c.group and c.id != "palette" and self.can(c.id)]
        self.app.push_screen(PaletteScreen(commands, self.title_of), self._picked)

    async def _picked(self, choice: tuple[str, str] | None) -> None:
        if choice is None:
            return
        kind, id = choice
        if kind == "command":
            await self.do(id)
        else:
            self.tutor.open_lesson(id)

    def do_search(self) -> None:
        from tutor.ui.screens.search import SearchScreen

        self.app.push_screen(SearchScreen())

    def action_copy_text(self) -> None:
        """What the mouse selected, as every copy: to the terminal and into a file."""
        selected = self.get_selected_text()
        if selected is None:
            raise SkipAction
        self.tutor.copy(selected, _("the selection"))

    def do_settings(self) -> None:
        from tutor.ui.screens.settings import SettingsScreen

        self.app.push_screen(SettingsScreen())

    def can_request_lab(self) -> bool:
        return self.lab != "request"

    def do_request_lab(self) -> None:
        self.tutor.open_lab("request")

    def can_template_lab(self) -> bool:
        return self.lab != "template"

    def do_template_lab(self) -> None:
        self.tutor.open_lab("template")

    def can_orm_lab(self) -> bool:
        return self.lab != "orm"

    def do_orm_lab(self) -> None:
        self.tutor.open_lab("orm")

    def can_flask_lab(self) -> bool:
        return self.lab != "flask"

    def do_flask_lab(self) -> None:
        self.tutor.open_lab("flask")

    def do_light(self) -> None:
        self.tutor.set_setting("theme", "light" if self.app.current_theme.dark else "dark")

    async def retell(self) -> None:
        """The language of the interface is another one: say everything anew."""
        self.refresh_keys()

    def settings_kept(self) -> None:
        """A setting was written to its file, or could not be."""

    def do_back(self) -> None:
        """Leave the field, else close this screen."""
        if self.typing:
            self.set_focus(None)
        else:
            self.app.pop_screen()
