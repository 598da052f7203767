"""The settings: each change holds at once and is written to the settings file."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.settings import CHOICES, FILE, NUMBERS
from tutor.ui.commands import bindings
from tutor.ui.listpage import ListPage
from tutor.ui.text import padded, styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import N_, _, ngettext

if TYPE_CHECKING:
    from tutor.progress.store import Store

LABEL = 20
STEP = 5  # minutes, or percent, that an arrow adds

NAMES: Mapping[str, str] = {
    "language:auto": N_("by the locale"),
    "language:en": "English",
    "language:ko": "한국어",
    "theme:auto": N_("as the terminal"),
    "theme:dark": N_("dark"),
    "theme:light": N_("light"),
    "theme:ansi": N_("the terminal's 16 colours"),
    "theme:contrast": N_("high contrast"),
    "glyphs:unicode": N_("as they are"),
    "glyphs:plain": N_("plain ASCII"),
    "glyphs:symbols": N_("line ends as ␍␊"),
    "reduced_motion:False": N_("as usual"),
    "reduced_motion:True": N_("reduced"),
    "ide:auto": N_("not chosen"),
    "ide:pycharm": "PyCharm, IntelliJ",
    "ide:vscode": "VS Code",
    "ide:neovim": "Neovim",
    "system:auto": N_("as this machine"),
    "system:linux-gnome": "Linux (GNOME)",
    "system:linux-kde": "Linux (KDE)",
    "system:windows": "Windows",
    "system:macos": "macOS",
}


@dataclass(frozen=True, slots=True)
class Item:
    """A row: the name of a setting, or of what Enter opens."""

    name: str
    title: str
    help: str
    choices: tuple[Any, ...] = ()


ITEMS = (
    Item(
        "language", N_("Language"),
        N_("Of the interface and of the lessons. In a lesson, l shows the other language of this step."),
        CHOICES["language"],
    ),
    Item("theme", N_("Colours"), N_("Colours never stand alone: signs and words say the same."), CHOICES["theme"]),
    Item("glyphs", N_("Signs"), N_("Plain ASCII helps where ✓ or ◔ are drawn badly."), CHOICES["glyphs"]),
    Item("reduced_motion", N_("Motion"), N_("Reduced: nothing scrolls smoothly or moves."), (False, True)),
    Item(
        "minutes", N_("Minutes a day"),
        N_("What you would like to practise. Home shows it beside what you did; a day without costs nothing."),
    ),
    Item(
        "retention", N_("Sure of"),
        N_("How sure of a thing you want to be when it comes back. Higher means that more comes back each day."),
    ),
    Item("ide", N_("Shortcuts of"), N_("Whose shortcuts you want in your fingers."), CHOICES["ide"]),
    Item(
        "system", N_("Keyboard of"), N_("The system that your editor runs on: the same editor has other keys there."),
        CHOICES["system"],
    ),
    Item(
        "editor", N_("Your editor"),
        N_("What E opens for a request or a note: vim, or code --wait. Empty: what VISUAL or EDITOR names."),
    ),
    Item(
        "sync", N_("Sync folder"),
        N_("A folder that a sync program of yours keeps alike on your machines: their progress comes together there."),
    ),
    Item("keys", N_("Keys"), N_("Give a command another key.")),
    Item("file", N_("Settings file"), N_("E opens it in your editor. It explains each line; your own comments stay.")),
)  # fmt: skip


class SettingsScreen(ListPage):
    """One row a setting: ← → change it, Enter takes the next value or opens it."""

    DEFAULT_CSS = """
    SettingsScreen #page { padding: 1 2 0 2; height: 1fr; }
    SettingsScreen #flaws { height: auto; max-width: 96; max-height: 6; margin: 0 0 1 0; }
    SettingsScreen Rows { max-width: 76; max-height: 1fr; }
    SettingsScreen #help { height: auto; max-width: 78; margin: 1 0 0 2; }
    SettingsScreen.-short #page { padding: 0 1; }
    SettingsScreen.-short #help { margin: 0 0 0 2; }
    """
    FOOTER = ("go", "right", "down", "editor", "back")
    BINDINGS = bindings(
        "go",
        "up",
        "down",
        "top",
        "bottom",
        "page-up",
        "page-down",
        "left",
        "right",
        "editor",
        "palette",
        "help",
        "back",
    )

    def compose(self) -> ComposeResult:
        yield Top(("tutor", _("Settings")))
        yield Rule()
        with Vertical(id="page"):
            yield Static(id="flaws")
            yield Rows()
            yield Static(id="help")
        yield self.keys()

    def __init__(self) -> None:
        super().__init__()
        self.loads: dict[int, float] = {}  # reviews a day by percent of retention

    def on_mount(self) -> None:
        self.fill()
        self.run_worker(self._ask_loads(), group="loads")

    def on_screen_resume(self) -> None:
        self.fill()

    async def retell(self) -> None:
        self.fill()

    def settings_kept(self) -> None:
        self.fill()

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    @property
    def item(self) -> Item:
        return ITEMS[self.query_one(Rows).cursor]

    def fill(self) -> None:
        """Show the settings as they are now."""
        if not self.query("#flaws"):
            return
        top, rows = self.query_one(Top), self.query_one(Rows)
        top.path = ("tutor", _("Settings"))
        top.right = _("kept at once") if not self.tutor.trouble else _("not kept")
        flaws = self.flaws()
        self.query_one("#flaws", Static).update(Content("\n").join([styled(f"✗ {text}", "$bad") for text in flaws]))
        self.query_one("#flaws").display = bool(flaws)
        rows.set([self._row(item) for item in ITEMS])
        self._explain()
        self.refresh_keys()

    def flaws(self) -> list[str]:
        """What of the settings cannot be used or kept, with the mend."""
        said = [self.tutor.trouble] if self.tutor.trouble else []
        for flaw in self.tutor.services.loaded.flaws:
            said.append(f"{FILE}:{flaw.line}: {flaw.what} {flaw.mend} {_('Until then the usual holds.')}")
        return said + [f"{FILE}: {problem}" for problem in self.tutor.key_problems]

    def _row(self, item: Item) -> Row:
        return Row(styled(self.value(item), "bold $strong"), lead=styled(padded(_(item.title), LABEL), ""))

    def value(self, item: Item) -> str:
        """What a setting is, in words."""
        settings = self.tutor.settings
        if item.name == "file":
            return str(self.tutor.services.config / FILE)
        value = getattr(settings, item.name)
        if item.name == "keys":
            count = len(value)
            return ngettext("{n} changed", "{n} changed", count).format(n=count) if count else _("the usual ones")
        if item.name == "minutes":
            return ngettext("{n} minute", "{n} minutes", value).format(n=value) if value else _("no goal")
        if item.name == "retention":
            return _("{n} %").format(n=value) + self._load(value)
        if item.name == "editor":
            return value or _("as the system says")
        if item.name == "sync":
            return value or _("no folder")
        return _(NAMES[f"{item.name}:{value}"])

    def _load(self, percent: int) -> str:
        """What a target means in reviews a day, once it is known."""
        a_day = self.loads.get(percent)
        if not a_day:
            return ""
        count = max(1, round(a_day))
        return ", " + ngettext("about {n} review a day", "about {n} reviews a day", count).format(n=count)

    async def _ask_loads(self) -> None:
        """What each target would mean for what was learned so far."""
        least, most = NUMBERS["retention"]

        def ask(store: Store) -> dict[int, float]:
            return {percent: store.load(percent / 100) for percent in range(least, most + 1)}

        self.loads = await asyncio.wrap_future(self.tutor.services.saver.ask(ask))
        self.fill()

    def _explain(self) -> None:
        item = self.item
        text = Content(_(item.help))
        if item.choices:
            now = getattr(self.tutor.settings, item.name)
            names = [(_(NAMES[f"{item.name}:{choice}"]), choice == now) for choice in item.choices]
            row = [styled(name, "bold $you underline" if chosen else "$soft") for name, chosen in names]
            text = Content("   ").join(row) + Content("\n") + text
        self.query_one("#help", Static).update(text)

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def _move(self, by: int) -> None:
        super()._move(by)
        self._explain()
        self.refresh_keys()

    do_page_up, do_page_down = ListPage.do_top, ListPage.do_bottom

    def title_of(self, id: str) -> str:
        if id == "go":
            return _("next value") if self.item.choices else _("open") if self.item.name == "file" else _("change")
        if id == "down":
            return _("setting")
        if id == "right":
            return _("change")
        if id == "back":
            return _("close")
        return super().title_of(id)

    def can_right(self) -> bool:
        return bool(self.item.choices) or self.item.name in NUMBERS

    can_left = can_right

    def do_left(self) -> None:
        self._turn(-1)

    def do_right(self) -> None:
        self._turn(1)

    async def do_go(self) -> None:
        opens: dict[str, Callable[[], None]] = {
            "minutes": self._ask_minutes, "editor": self._ask_editor, "keys": self._open_keys, "sync": self._ask_sync,
        }  # fmt: skip
        if self.item.name == "file":
            await self.do_editor()
        else:
            opens.get(self.item.name, self.do_right)()

    def _turn(self, by: int) -> None:
        item, now = self.item, getattr(self.tutor.settings, self.item.name)
        if item.name in NUMBERS:
            least, most = NUMBERS[item.name]
            wanted = (now // STEP + by) * STEP if by > 0 or now % STEP == 0 else now // STEP * STEP
            self._set(item.name, max(least, min(most, wanted)))
        elif item.choices:
            self._set(item.name, item.choices[(item.choices.index(now) + by) % len(item.choices)])

    def _set(self, name: str, value: object) -> None:
        self.tutor.set_setting(name, value)
        self.fill()

    def _ask_minutes(self) -> None:
        from tutor.ui.screens.ask import AskScreen

        def problem(text: str) -> str:
            least, most = NUMBERS["minutes"]
            fits = text.strip().isdecimal() and int(text) <= most
            return "" if fits else _("It is a number from {least} to {most}.").format(least=least, most=most)

        def answered(text: str | None) -> None:
            if text is not None:
                self._set("minutes", int(text))

        now = str(self.tutor.settings.minutes)
        self.app.push_screen(AskScreen(_("Minutes a day"), now, _("0 sets no goal."), problem), answered)

    def _ask_editor(self) -> None:
        from tutor.ui.editor import trouble_with
        from tutor.ui.screens.ask import AskScreen

        def answered(text: str | None) -> None:
            if text is not None:
                self._set("editor", text.strip())

        hint = _("A command such as vim, nano or code --wait. Empty: what VISUAL or EDITOR names.")
        self.app.push_screen(
            AskScreen(_("Your editor"), self.tutor.settings.editor, hint, lambda text: trouble_with(text.strip())),
            answered,
        )

    def _ask_sync(self) -> None:
        from tutor.ui.screens.ask import AskScreen

        def problem(text: str) -> str:
            folder = text.strip()
            fits = not folder or Path(folder).expanduser().is_dir()
            return "" if fits else _("There is no such folder.")

        def answered(text: str | None) -> None:
            if text is not None:
                self._set("sync", text.strip())

        hint = _("A folder of Syncthing, Dropbox or another such program. Empty: none.")
        self.app.push_screen(AskScreen(_("Sync folder"), self.tutor.settings.sync, hint, problem), answered)

    def _open_keys(self) -> None:
        from tutor.ui.screens.keys import KeysScreen

        self.app.push_screen(KeysScreen())

    async def do_editor(self) -> None:
        """The file itself, in the learner's editor; what it says then holds."""
        from tutor import settings
        from tutor.ui.editor import EditorError, edit_file

        config = self.tutor.services.config
        with contextlib.suppress(settings.SettingsError):  # a broken one is what is to be mended
            await asyncio.to_thread(settings.change, config, {})  # so that there is a file, with its comments
        try:
            edit_file(self.app, self.tutor.settings.editor, config / FILE)
        except EditorError as error:
            self.say(str(error))
            return
        self.tutor.reload_settings(await asyncio.to_thread(settings.load, config))
        self.fill()

    def help_text(self) -> tuple[str, str]:
        return _("Settings"), _(
            "Choose a row with ↑ ↓, change it with ← →. Every change holds at once and is kept in one commented file."
        )
