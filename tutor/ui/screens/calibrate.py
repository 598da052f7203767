"""What this terminal delivers: five chords are tried, what arrives for each is shown, and kept for the next start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.keyboard.arriving import Reading, is_ignored, read, tap_of
from tutor.keyboard.chords import Chord, Stroke, parse
from tutor.keyboard.delivery import NAMES, Delivery, delivery, mend, option_as_alt
from tutor.keyboard.keymaps import Keymap
from tutor.ui.keys import encoding_of, forget, terminal_of, tried_in, try_one, use_legacy
from tutor.ui.page import Page
from tutor.ui.text import padded, styled
from tutor.ui.widgets.frame import Keys, Line, Rule, Top
from tutor.words import _

TRIED = ("ctrl+b", "ctrl+shift+b", "ctrl+alt+b", "alt+1", "shift+f6")
TRIED_ON_MAC = ("cmd+b", "alt+cmd+b", "shift+cmd+b", "alt+1", "shift+f6")
CHORD = 16


class TerminalScreen(Page):
    """Asks for five chords, one after the other; takes every key.

    Args:
        changed: told when something else is known of the terminal.
    """

    DEFAULT_CSS = """
    TerminalScreen #page { height: 1fr; padding: 1 2 0 2; }
    TerminalScreen Static { height: auto; max-width: 90; }
    TerminalScreen #tried { margin: 1 0; }
    TerminalScreen.-short #page { padding: 0 2; }
    TerminalScreen.-narrow #page { padding: 0 1; }
    TerminalScreen.-short #tried { margin: 0; }
    """

    def __init__(self, keymap: Keymap, changed: Callable[[], None]) -> None:
        super().__init__()
        self.keymap, self.changed = keymap, changed
        self.chords = [parse(text) for text in (TRIED_ON_MAC if keymap.mac else TRIED)]
        self.left: list[Chord] = []  # still to be tried

    def compose(self) -> ComposeResult:
        yield Top((_("Shortcut dojo"), _("This terminal")))
        yield Rule()
        with Vertical(id="page"):
            yield Static(id="said")
            yield Line(id="ask")
            yield Static(id="tried")
            yield Static(id="result")
        yield Keys(self.footer, lambda: ("back", "Esc", _("close")))

    def on_mount(self) -> None:
        self.go_on()

    def go_on(self) -> None:
        """Ask for what was not tried yet in this terminal."""
        known = tried_in(self.tutor).came
        self.left = [chord for chord in self.chords if chord.strokes[0] not in known]
        self.show()

    @property
    def now(self) -> Chord | None:
        """The chord that is tried now."""
        return self.left[0] if self.left else None

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    def show(self) -> None:
        """What is known, what is tried, and what came of it."""
        work, terminal = self.tutor.services, terminal_of(self.tutor)
        told = {
            True: _("This terminal speaks kitty's keyboard protocol: each chord has a code of its own."),
            False: _("This terminal sends legacy keys: several chords arrive as one."),
            None: _("This terminal did not say what it can do. Legacy keys are assumed: several chords arrive as one."),
        }[work.kitty]
        if work.kitty and work.legacy:
            told = _("Kitty's protocol is switched off: several chords arrive as one.")
        rows = [Content(told)]
        if terminal.around:
            names = ", ".join(NAMES[name] for name in terminal.around)
            rows.append(styled(_("Around us: {names}.").format(names=names), "$soft"))
        self.query_one("#said", Static).update(Content("\n").join(rows))
        now = self.now
        ask = _("Press {chord}").format(chord=self.keymap.shown(now)) if now else _("All five were tried")
        total = len(self.chords)
        place = _("{n} of {total}").format(n=total - len(self.left) + 1, total=total)
        if not now:
            place = _("on {day}").format(day=tried_in(self.tutor).day)
        self.query_one("#ask", Line).set(styled(ask, "bold $strong"), place)
        self.query_one("#tried", Static).update(Content("\n").join(self._tried()))
        self.query_one("#result", Static).update(Content("\n").join(self._result()))
        self.refresh_keys()

    def _tried(self) -> list[Content]:
        rows, came = [], tried_in(self.tutor).came
        for chord in self.chords:
            name, stroke = styled(padded(self.keymap.shown(chord), CHORD), "bold"), chord.strokes[0]
            if chord in self.left or stroke not in came:
                sign = styled("▸ ", "$you") if chord == self.now else styled("◦ ", "$faint")
                rows.append(sign + name)
            else:
                rows.append(self._came(stroke, came[stroke], name))
        return rows

    def _came(self, wanted: Stroke, arrived: str | None, name: Content) -> Content:
        reading = self._read(arrived)
        if reading is None:
            return styled("✗ ", "$bad") + name + styled(_("nothing arrived"), "$soft")
        if reading.exact == wanted:
            return styled("✓ ", "$good") + name + styled(_("arrives as itself"), "$soft")
        if wanted in reading.strokes:
            said = _("arrives as {key}, like {n} others").format(key=arrived, n=len(reading.strokes) - 1)
            return styled("◔ ", "$you") + name + styled(said, "$soft")
        return styled("✗ ", "$bad") + name + styled(_("arrived as {key}").format(key=arrived), "$soft")

    def _read(self, name: str | None) -> Reading | None:
        return None if name is None else read(name, encoding_of(self.tutor))

    def _result(self) -> list[Content]:
        """How many chords of the keymap are exact, and what would help the others."""
        terminal = terminal_of(self.tutor)
        found: dict[str, list[Delivery]] = {}
        for key in self.keymap.keys.values():
            if key.chord:
                one = delivery(key.chord, self.keymap, terminal)
                found.setdefault(one.state, []).append(one)
        words = {
            "exact": _("can be pressed"), "merged": _("arrive like others: asked for as text"),
            "kept": _("are kept by terminal or desktop"), "never": _("never arrive"),
            "closes": _("would close the window: asked for as text"),
        }  # fmt: skip
        rows = [styled(_("Of this keymap"), "bold $soft")]
        rows += [Content(f"{len(found[state]):>4}  {text}") for state, text in words.items() if state in found]
        bad = [one for state in ("merged", "never", "kept") for one in found.get(state, ())]
        advice = dict.fromkeys(mend(one, terminal) for one in bad)
        tried = ((stroke, self._read(name)) for stroke, name in tried_in(self.tutor).came.items())
        if any(came and "alt" in stroke.modifiers and _composes(came) for stroke, came in tried):
            advice = {option_as_alt(): None, **advice}
        rows += [styled(text, "$soft") for text in advice if text][:3]
        return rows

    # ── Keys ─────────────────────────────────────────────────────────────────────────────────────

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return True

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        own = {"escape": self.do_back, "space": self.do_next}
        if not self.now:
            own |= {"enter": self.do_go, "l": self.do_legacy, "x": self.do_remove}
        if event.key in own:
            own[event.key]()
        elif self.now and not is_ignored(event.key) and tap_of(event.key) is None:
            self._take(event.key)

    def _take(self, name: str | None) -> None:
        """What arrived for the chord that is tried now."""
        self._keep(try_one(self.tutor, self.left.pop(0).strokes[0], name))
        self.show()

    def _keep(self, keeping: Future[None]) -> None:
        self.run_worker(self._kept(keeping))
        self.changed()

    async def _kept(self, keeping: Future[None]) -> None:
        try:
            await asyncio.wrap_future(keeping)
        except OSError as error:
            self.say(_("Not kept: {why}.").format(why=error.strerror))

    def footer(self) -> list[tuple[str, str, str]]:
        if self.now:
            return [("next", "Space", _("nothing arrives"))]
        keys = [("go", "Enter", _("try again")), ("remove", "x", _("forget"))]
        if self.tutor.services.kitty:
            legacy = self.tutor.services.legacy
            keys.append(("legacy", "l", _("kitty's keys again") if legacy else _("switch to legacy keys")))
        return keys

    def do_next(self) -> None:
        """Nothing came for this one: the terminal or the desktop keeps it."""
        if self.now:
            self._take(None)

    def do_go(self) -> None:
        """Try all anew; what is known holds until another thing arrives."""
        self.left = [*self.chords]
        self.show()

    def do_remove(self) -> None:
        """Forget what was tried here."""
        self._keep(forget(self.tutor))
        self.go_on()

    def do_legacy(self) -> None:
        use_legacy(self.tutor, not self.tutor.services.legacy)
        self.go_on()
        self.changed()

    def do_back(self) -> None:
        self.app.pop_screen()
        self.changed()

    async def retell(self) -> None:
        self.show()

    def help_text(self) -> tuple[str, str]:
        return _("This terminal"), _(
            "Press each chord; Space says that nothing arrives. What arrived is kept for this terminal; x forgets it. "
            "Esc closes."
        )


def _composes(came: Reading) -> bool:
    """Whether a key that was pressed with Alt arrived as something that has no Alt at all."""
    return not any("alt" in stroke.modifiers for stroke in came.strokes)
