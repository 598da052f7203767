"""Shortcuts in a lesson: which chords, of whose keymap, and Enter to begin."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tutor.course.types import Keys
from tutor.keyboard.keymaps import Keymap, actions, called, keymap_with_own
from tutor.keyboard.machine import chosen_keymap
from tutor.keyboard.training import Training
from tutor.lesson.dojo import Dojo, training_of
from tutor.lesson.keys_step import came_of_step, plan_of_step, situations_of_step
from tutor.progress.events import study_day_now
from tutor.ui.keys import recall, terminal_of
from tutor.ui.screens.dojo import how_it_goes
from tutor.ui.steps.base import StepView
from tutor.ui.text import padded, styled
from tutor.words import N_, _

MOST = 10
"""Actions that are listed."""


class KeysView(StepView[Keys]):
    """Enter begins; once it was done, Enter goes on and e begins again."""

    KIND = N_("keys")
    HELP = N_(
        "Enter begins: every key then goes to the drill, and Esc three times leaves. The keymap is that of the "
        "settings; all shortcuts are in the dojo, on home under d."
    )
    DEFAULT_CSS = "KeysView Static { height: auto; margin: 0 0 1 0; }"
    done = False  # whether it was done now
    keymap: Keymap | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="about")
        yield Static(id="chords")

    def on_mount(self) -> None:
        self.training = Training()
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        tutor = self.screen.tutor  # type: ignore[attr-defined]  # a Page
        name = chosen_keymap(tutor.settings.ide, tutor.settings.system)
        self.keymap, _problems = await asyncio.to_thread(keymap_with_own, name, tutor.services.config)
        await recall(tutor)
        self.training = await asyncio.wrap_future(tutor.services.saver.ask(lambda store: training_of(store, name)))
        self.redraw()

    def redraw(self) -> None:
        if not self.query("#about") or self.keymap is None:  # not there yet, or taken off meanwhile
            return
        plan, only = plan_of_step(self.step, self.keymap)
        how = _("{n} prompts; a new chord is copied first").format(n=plan.prompts)
        head = [styled(self.step.title, "bold $strong"), styled(f"{called(self.keymap)}. {how}", "$soft")]
        self.query_one("#about", Static).update(Content("\n").join(head))
        rows = [
            Content(padded(called(actions()[id]), 36)) + styled(how_it_goes(self.training, id), "$soft")
            for id in only[:MOST]
        ]
        if len(only) > MOST:
            rows.append(styled(_("and {n} more").format(n=len(only) - MOST), "$soft"))
        self.query_one("#chords", Static).update(Content("\n").join(rows))

    def go(self) -> None:
        if self.done or self.keymap is None:
            super().go()
        else:
            self.start()

    def start(self) -> None:
        """Begin a sitting that asks for these chords alone."""
        from tutor.ui.screens.practise import PractiseScreen

        if self.keymap is None:
            return
        plan, only = plan_of_step(self.step, self.keymap)
        terminal = terminal_of(self.screen.tutor)  # type: ignore[attr-defined]  # a Page
        self.session.leave()
        self.app.push_screen(
            PractiseScreen(
                self.keymap, terminal, self.training, plan, day=study_day_now(), only=only,
                situations=situations_of_step(self.step, only), ended=self._back, finished=self._finished,
            )
        )  # fmt: skip

    def _back(self) -> None:
        self.session.come_back()
        self.redraw()

    def _finished(self, sitting: Dojo) -> None:
        self.session.drilled(came_of_step(sitting))
        self.done = True
        self.changed()

    def go_title(self) -> str:
        return _("next") if self.done else _("start")

    def can_edit(self) -> bool:
        return self.done

    def do_edit(self) -> None:
        self.start()

    def title_of(self, id: str) -> str | None:
        return _("again") if id == "edit" else None
