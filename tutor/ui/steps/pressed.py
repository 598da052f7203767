"""A chord of a review: what is asked, and Enter for the prompt of the dojo, which takes every key."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Static

from tutor.keyboard.keymaps import actions, keymap_with_own
from tutor.keyboard.situations import situation
from tutor.lesson.chord import ROWS, Pressed, settle
from tutor.lesson.dojo import Dojo, training_of
from tutor.ui.keys import terminal_of
from tutor.ui.steps.question import QuestionView
from tutor.ui.text import styled
from tutor.ui.widgets.frame import StepMark
from tutor.ui.widgets.place import place
from tutor.words import N_, _

if TYPE_CHECKING:
    from tutor.lesson.session import Answer


class PressedView(QuestionView[Pressed]):
    """Enter begins; with the answer the review goes on by itself."""

    KIND = N_("shortcut")
    HELP = N_("Enter begins: every key then goes to the drill, and Esc three times leaves it for the review.")
    DEFAULT_CSS = "PressedView #code { height: auto; margin: 0 0 1 0; }"
    where: str = ""  # this item's place in the review, for the screen that asks
    marks: tuple[StepMark, ...] = ()

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Static(place(situation(actions()[self.step.id], self.step.turn).at, ROWS), id="code")
        begin = _("Enter begins. Every key then goes to the drill; Esc three times leaves it.")
        yield Static(styled(begin, "$soft"), id="begin")

    def instruction(self) -> str:
        return self.session.lesson.title

    def given(self) -> Answer:
        return ""

    def go(self) -> None:
        if self.state.phase == "open":
            self.start()
        else:
            self.post_message(self.Forward())

    def go_title(self) -> str:
        return _("start") if self.state.phase == "open" else _("next")

    def can_show(self) -> bool:
        return False  # Space does, in the drill

    can_unsure = can_show

    def start(self) -> None:
        """Ask for the chord."""
        self.run_worker(self._start(), exclusive=True)

    async def _start(self) -> None:
        from tutor.ui.screens.pressed import PressedScreen

        tutor = self.screen.tutor  # type: ignore[attr-defined]  # a Page
        name = self.step.keymap
        keymap, _problems = await asyncio.to_thread(keymap_with_own, name, tutor.services.config)
        training = await asyncio.wrap_future(tutor.services.saver.ask(lambda store: training_of(store, name)))
        if self.is_attached and self.app.screen is self.screen:
            self.app.push_screen(
                PressedScreen(
                    keymap, terminal_of(tutor), training, self.step, place=self.where, marks=self.marks,
                    came=self._came,
                )
            )  # fmt: skip

    def _came(self, sitting: Dojo) -> None:
        settle(self.session, sitting)
        self.changed()
        if self.state.phase != "open":
            self.post_message(self.Forward())

    def redraw(self) -> None:
        if self.is_mounted:
            self.query_one("#begin").display = self.state.phase == "open"

    def on_mount(self) -> None:
        self.redraw()
