"""All shortcuts of a keymap: what this terminal makes of each, how each goes, and the map of weak keys."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.keyboard.chords import cap_of
from tutor.keyboard.delivery import Terminal, delivery, in_words, mend
from tutor.keyboard.keymaps import FIRST, Action, Key, Keymap, called, note_of, short_name
from tutor.keyboard.sheet import lines, svg
from tutor.keyboard.training import Act, Training, heat
from tutor.lesson.dojo import item_of
from tutor.progress.events import Draft
from tutor.ui.commands import bindings
from tutor.ui.listpage import ListPage
from tutor.ui.outcomes import known
from tutor.ui.screens.dojo import how_briefly
from tutor.ui.text import padded, styled
from tutor.ui.widgets.frame import Rule, Tabs, Top
from tutor.ui.widgets.keyboard import Keyboard
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _

CHORD, NARROW_CHORD = 24, 17
TALL = 30
"""Rows of a terminal from which on all is told that is known of a chord."""
SIGNS = {"exact": ("✓", "$good"), "merged": ("◔", "$soft"), "kept": ("✗", "$soft"), "never": ("✗", "$soft"),
         "closes": ("✗", "$bad")}  # fmt: skip
WARM, HOT = 0.2, 0.5
"""Shares of missed answers from which on a key is drawn as warm, and as hot."""
HOTTEST, WARMER, FINE = "bold $paper on $bad", "bold underline $bad on $raised", "$good on $raised"


class ChordsScreen(ListPage):
    """A row an action; under it what there is to know. Tab turns to the map of weak keys."""

    DEFAULT_CSS = """
    ChordsScreen #page { height: 1fr; padding: 0 2 0 2; }
    ChordsScreen Rows { height: 1fr; max-width: 96; margin: 1 0 0 0; }
    ChordsScreen #about { height: auto; max-width: 90; margin: 1 0 0 2; }
    ChordsScreen #weak { height: auto; margin: 1 0 0 0; }
    ChordsScreen Keyboard { margin: 1 0 0 0; }
    ChordsScreen.-short Rows { margin: 0; }
    ChordsScreen.-narrow #page { padding: 0 1; }
    """
    FOOTER = ("pin", "mute", "down", "pane", "copy", "back")
    BINDINGS = bindings(
        "up", "down", "top", "bottom", "page-up", "page-down", "pane", "copy", "palette", "help", "back"
    )

    def __init__(
        self, keymap: Keymap, training: Training, terminal: Terminal, day: int, changed: Callable[[], None]
    ) -> None:
        super().__init__()
        self.keymap, self.training, self.terminal, self.day, self.changed = keymap, training, terminal, day, changed
        self.weak = False
        chords = [keymap.shown(key.chord) for key in keymap.keys.values() if key.chord]
        self.width = min(CHORD, max(map(len, chords), default=0) + 2)
        self.actions: list[Action | None] = []

    def compose(self) -> ComposeResult:
        yield Top((_("Shortcut dojo"), _("All shortcuts")), short_name(self.keymap))
        yield Rule()
        with Vertical(id="page"):
            yield Tabs(id="tabs")
            yield Rows()
            yield Static(id="about")
            yield Static(id="weak")
            yield Keyboard(mac=self.keymap.mac)
        yield self.keys()

    def on_mount(self) -> None:
        self.show()
        self.query_one(Rows).move(1)
        self._about()

    def show(self) -> None:
        """The list, or the map."""
        self.query_one(Tabs).choose((_("Shortcuts"), _("Weak keys")), int(self.weak))
        for id in ("Rows", "#about", "#weak", "Keyboard"):
            self.query_one(id).display = self.weak == (id in ("#weak", "Keyboard"))
        if self.weak:
            self._map()
        else:
            rows: list[Row] = []
            self.actions = []
            for title, found in lines(self.keymap):
                rows.append(Row(styled(title, "bold $soft"), plain=True))
                self.actions.append(None)
                for line in found:
                    rows.append(self._row(line.action, line.key))
                    self.actions.append(line.action)
            self.query_one(Rows).set(rows)
            self._about()
        self.refresh_keys()

    def _row(self, action: Action, key: Key) -> Row:
        sign, style = ("◦", "$faint")
        if key.chord:
            sign, style = SIGNS[delivery(key.chord, self.keymap, self.terminal).state]
        chord = self.keymap.shown(key.chord) if key.chord else "–"
        width = min(self.width, NARROW_CHORD) if self.size.width < 76 else self.width
        strong = "bold" if action.id in FIRST else ""
        return Row(
            Content(padded(chord, width)).truncate(width - 1, ellipsis=True).stylize("$you" if key.own else "")
            + Content(" ") + styled(called(action), strong),
            lead=styled(f"{sign} ", style), right=styled(how_briefly(self.training, action.id), "$soft"),
        )  # fmt: skip

    @property
    def here(self) -> Action | None:
        """The action at the cursor."""
        cursor = self.query_one(Rows).cursor
        return self.actions[cursor] if cursor < len(self.actions) else None

    def _about(self) -> None:
        action = self.here
        if action is None:
            return
        key = self.keymap.keys[action.id]
        rows = [Content(self.keymap.shown(key.chord)) + styled(f"   {key.command or ''}", "$soft")]
        item = self.training.items.get(action.id)
        rows += known(item)[: 2 if self.size.height < TALL else None] if item is not None else []
        if key.chord:
            found = delivery(key.chord, self.keymap, self.terminal)
            advice = mend(found, self.terminal)
            rows.append(styled(in_words(found, self.keymap), "$soft"))
            if advice:
                rows.append(styled(advice, "$soft"))
        elif note := note_of(action):
            rows.append(styled(note, "$soft"))
        self.query_one("#about", Static).update(Content("\n").join(rows))

    def _style(self, style: str) -> str:
        return "bold reverse" if style == HOTTEST and self.app.current_theme.ansi else style

    def _map(self) -> None:
        """Keys by how often chords with them are missed."""
        found = heat(self.training, self.keymap)
        warmth = {}
        for key, (_asked, missed) in found.items():
            warmth[key] = self._style(HOTTEST if missed >= HOT else WARMER if missed >= WARM else FINE)
        keyboard = self.query_one(Keyboard)
        keyboard.warmth = warmth
        keyboard.refresh()
        worst = sorted(found.items(), key=lambda pair: (-pair[1].missed, -pair[1].asked))
        worst = worst[: max(0, min(6, self.size.height - 16))]
        rows = [styled(_("Chords with these keys are missed most; of the latest answers."), "$soft")]
        for key, (asked, missed) in worst:
            if missed:
                share = _("{percent} % of {n}").format(percent=round(100 * missed), n=asked)
                rows.append(styled(padded(cap_of(key, mac=self.keymap.mac), 12), "bold") + styled(share, "$soft"))
        legend = ((_("missed often"), HOTTEST), (_("now and then"), WARMER), (_("comes"), FINE))
        chips = Content("  ").join(styled(f" {text} ", self._style(style)) for text, style in legend)
        rows += [Content(""), chips]
        if not found:
            rows = [styled(_("Nothing was asked for yet."), "$soft")]
        self.query_one("#weak", Static).update(Content("\n").join(rows))

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        titles = {
            "down": _("shortcut"), "pane": _("shortcuts") if self.weak else _("weak keys"), "back": _("close"),
            "copy": _("sheet as SVG"),
        }  # fmt: skip
        return titles.get(id) or super().title_of(id)

    def on_key(self, event: object) -> None:
        """m and i have no binding of their own: in the dojo they are keys like all others."""
        key = getattr(event, "key", "")
        if key == "m" and self.can_mute():
            self.do_mute()
        elif key == "i" and self.can_pin():
            self.do_pin()

    def can_mute(self) -> bool:
        return not self.weak and self.here is not None

    can_pin = can_mute

    def _turn(self, kind: str, *, on_: bool) -> None:
        action = self.here
        assert action is not None
        data = {"on": on_}
        draft = Draft(kind, item_of(self.keymap.name, action.id), data, language=self.tutor.services.language)
        self.tutor.services.saver.record(draft)
        self.training.add(Act(kind, action.id, self.day, data))
        self.show()
        self.changed()

    def do_mute(self) -> None:
        if self.here is not None:
            self._turn("mute", on_=not self.training.item(self.here.id).muted)

    def do_pin(self) -> None:
        if self.here is not None:
            self._turn("pin", on_=not self.training.item(self.here.id).pinned)

    def do_copy(self) -> None:
        """Write the sheet to print beside the learner's other files."""
        file = self.tutor.services.data / f"{self.keymap.name}.svg"
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(svg(self.keymap), encoding="utf-8")
            self.say(_("Written: {path}").format(path=file))
        except OSError as error:
            self.say(_("{path} cannot be written: {why}.").format(path=file, why=error.strerror))

    def do_pane(self) -> None:
        self.weak = not self.weak
        self.show()

    @on(Tabs.Picked)
    def _tab(self, message: Tabs.Picked) -> None:
        self.weak = message.index == 1
        self.show()

    def _move(self, by: int) -> None:
        if not self.weak:
            super()._move(by)
            self._about()
            self.refresh_keys()

    def help_text(self) -> tuple[str, str]:
        return _("All shortcuts"), _(
            "✓ this terminal tells the chord apart; ◔ it arrives like others, so it is asked for as text; ✗ it does "
            "not arrive, or closes the window. i asks for one more often, m never."
        )
