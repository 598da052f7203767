"""The shortcut dojo: how to practise, whose keys, what this terminal can deliver, and how each chord goes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.keyboard.delivery import Terminal, delivery
from tutor.keyboard.keymaps import FIRST, Keymap, actions, called, keymap_with_own, short_name
from tutor.keyboard.machine import chosen_keymap
from tutor.keyboard.training import Training
from tutor.lesson.dojo import PLANS, Plan, due_of, training_of
from tutor.progress.events import study_day_now
from tutor.ui.commands import bindings
from tutor.ui.keys import recall, terminal_of, tried_in
from tutor.ui.listpage import ListPage
from tutor.ui.text import between, padded, styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _, ngettext

NAME = 18


class Entry(NamedTuple):
    """A row of the menu."""

    title: str
    about: str
    right: str
    act: Callable[[], None]


class DojoScreen(ListPage):
    """Enter does what the row at the cursor says."""

    DEFAULT_CSS = """
    DojoScreen #page { height: 1fr; padding: 1 2 0 2; }
    DojoScreen #said { height: auto; max-width: 90; margin: 0 0 1 0; }
    DojoScreen Rows { height: auto; max-width: 96; }
    DojoScreen #state { height: auto; max-width: 90; margin: 1 0 0 2; }
    DojoScreen.-short #page { padding: 0 2; }
    DojoScreen.-narrow #page { padding: 0 1; }
    """
    FOOTER = ("go", "down", "back", "settings")
    AT_ONCE = True
    BINDINGS = bindings("go", "up", "down", "top", "bottom", "settings", "palette", "help", "back")

    def __init__(self, keymap: str | None = None, plan: str | None = None) -> None:
        super().__init__()
        self.named, self.at_once = keymap, plan
        self.keymap: Keymap | None = None
        self.problems: Sequence[str] = ()
        self.training = Training()
        self.day = study_day_now()

    def compose(self) -> ComposeResult:
        yield Top((_("Shortcut dojo"),))
        yield Rule()
        with Vertical(id="page"):
            yield Static(id="said")
            yield Rows()
            yield Static(id="state")
        yield self.keys()

    def on_mount(self) -> None:
        self.read()

    def on_resize(self) -> None:
        self.show()

    def read(self) -> None:
        """Read the keymap that is chosen now, and what is known of it."""
        self.run_worker(self._read(), group="keymap", exclusive=True)

    async def _read(self) -> None:
        settings = self.tutor.settings
        name = self.named or chosen_keymap(settings.ide, settings.system)
        config = self.tutor.services.config
        self.keymap, self.problems = await asyncio.to_thread(keymap_with_own, name, config)
        await recall(self.tutor)
        self.training = await asyncio.wrap_future(self.tutor.services.saver.ask(lambda store: training_of(store, name)))
        self.day = study_day_now()
        self.show()
        if self.at_once is not None:
            plan, self.at_once = PLANS[self.at_once], None
            self._practise(plan)

    def settings_kept(self) -> None:
        self.read()

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    @property
    def terminal(self) -> Terminal:
        return terminal_of(self.tutor)

    def entries(self) -> list[Entry]:
        """The rows of the menu."""
        keymap = self.keymap
        if keymap is None:
            return []
        due = due_of(self.training, keymap, self.day)
        rows = []
        for plan in PLANS.values():
            waiting = ngettext("{n} due", "{n} due", len(due)).format(n=len(due)) if due else _("nothing due")
            rows.append(
                Entry(_(plan.title), _(plan.about), waiting if plan.due else "", partial(self._practise, plan))
            )
        told = _("chords are told apart") if self.terminal.encoding == "kitty" else _("chords are merged")
        day = tried_in(self.tutor).day
        narrow = self.size.width < 76
        if not narrow:
            told += ", " + (_("tried {day}").format(day=day) if day else _("not tried yet"))
        own = sum(key.own for key in keymap.keys.values())
        changed = ngettext("{n} own", "{n} own", own).format(n=own) if own else ""
        return [
            *rows,
            Entry(_("Keymap"), short_name(keymap) if narrow else called(keymap), changed, self._choose),
            Entry(_("This terminal"), told, self._deliverable(keymap), self._terminal),
            Entry(_("All shortcuts"), _("how each goes, and which keys are weak"), "", self._list),
        ]

    def _deliverable(self, keymap: Keymap) -> str:
        chords = [key.chord for key in keymap.keys.values() if key.chord]
        exact = sum(delivery(chord, keymap, self.terminal).state == "exact" for chord in chords)
        return _("{n} of {total} exact").format(n=exact, total=len(chords))

    def show(self) -> None:
        """Everything as it is now."""
        keymap = self.keymap
        if keymap is None or not self.query("#state"):
            return
        about = _("Chords of your editor, pressed until they need no thinking. Each keymap has a progress of its own.")
        problem = styled(f"✗ {self.problems[0]}", "$bad") if self.problems else styled(about, "$soft")
        self.query_one("#said", Static).update(problem)
        self.query_one(Rows).set([_row(entry) for entry in self.entries()])
        self.query_one(Top).right = short_name(keymap)
        self.query_one("#state", Static).update(Content("\n").join(self._state(keymap)))
        self.refresh_keys()

    def _state(self, keymap: Keymap) -> list[Content]:
        """What is known so far: counts, and the first three."""
        items = self.training.items
        known = [item for item in items.values() if item.known]
        counts = Counter("automatic" if item.automatic else "known" for item in known)
        total = sum(key.chord is not None for key in keymap.keys.values())
        figures = _("{n} of {total} begun, {automatic} automatic").format(
            n=len(known), total=total, automatic=counts["automatic"]
        )
        rows, width = [styled(figures, "bold $soft")], min(88, self.size.width - 6)
        for id in FIRST:
            if id in keymap.keys:
                row = Content(padded(keymap.shown(keymap.keys[id].chord), NAME) + called(actions()[id]))
                rows.append(between(row, styled(how_briefly(self.training, id) or _("new"), "$soft"), width))
        return rows

    # ── Doing ────────────────────────────────────────────────────────────────────────────────────

    def _practise(self, plan: Plan) -> None:
        from tutor.ui.screens.practise import PractiseScreen

        if self.keymap is not None:
            screen = PractiseScreen(
                self.keymap, self.terminal, self.training, plan, day=study_day_now(), ended=self.show
            )
            self.app.push_screen(screen)

    def _choose(self) -> None:
        from tutor.ui.screens.keymap import KeymapScreen

        def chosen() -> None:
            self.named = None
            self.read()

        self.app.push_screen(KeymapScreen(self.keymap.name if self.keymap else "", chosen))

    def _terminal(self) -> None:
        from tutor.ui.screens.calibrate import TerminalScreen

        if self.keymap is not None:
            self.app.push_screen(TerminalScreen(self.keymap, self.show))

    def _list(self) -> None:
        from tutor.ui.screens.chords import ChordsScreen

        if self.keymap is not None:
            self.app.push_screen(ChordsScreen(self.keymap, self.training, self.terminal, self.day, self.show))

    def title_of(self, id: str) -> str:
        titles = {"go": _("open"), "down": _("move"), "back": _("close")}
        return titles.get(id) or super().title_of(id)

    def can_go(self) -> bool:
        return self.keymap is not None

    def do_go(self) -> None:
        self.entries()[self.query_one(Rows).cursor].act()

    async def retell(self) -> None:
        self.query_one(Top).path = (_("Shortcut dojo"),)
        self.show()

    def help_text(self) -> tuple[str, str]:
        return _("Shortcut dojo"), _(
            "Practise presses, sprint and drill run against the clock, the review asks what is due. While one runs "
            "every key goes to it, and Esc three times leaves."
        )


def _row(entry: Entry) -> Row:
    text = styled(padded(entry.title, NAME), "bold") + styled(entry.about, "$soft")
    return Row(text, right=styled(entry.right, "$soft"))


def how_briefly(training: Training, action: str) -> str:
    """The same for a column of a list: latency over target, or how many were right."""
    item = training.items.get(action)
    if item is None or not item.known:
        return ""
    signs = "".join(sign for sign, has in (("▮ ", item.pinned), (_("muted") + " ", item.muted)) if has)
    if item.latency_ms is not None and item.target_ms is not None:
        sign = "✓ " if item.automatic else ""
        took = _("{s} s").format(s=f"{item.latency_ms / 1000:.2f} / {item.target_ms / 1000:.2f}")
        return f"{signs}{sign}{took}"
    return signs + (f"{item.right} / {item.asked}" if item.asked else _("copied"))


def how_it_goes(training: Training, action: str) -> str:
    """The state of a chord in a few words: new, latency against target, or how it was answered without fingers."""
    item = training.items.get(action)
    if item is None or not item.known:
        return _("new")
    parts = []
    if item.muted:
        parts.append(_("muted"))
    if item.automatic:
        parts.append(_("automatic"))
    if item.latency_ms is not None and item.target_ms is not None:
        parts.append(_("{s} s, target {target} s").format(
            s=f"{item.latency_ms / 1000:.2f}", target=f"{item.target_ms / 1000:.2f}"
        ))  # fmt: skip
    elif item.asked:
        parts.append(_("recall {right} of {total}").format(right=item.right, total=item.asked))
    else:
        parts.append(_("copied"))
    return ", ".join(parts)
