"""The first start: three short questions at most, each with a guess and skippable; then the tour is offered."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.keyboard.machine import guessed_ide, guessed_system
from tutor.settings import CHOICES, Settings
from tutor.ui.commands import bindings
from tutor.ui.page import Page
from tutor.ui.screens.settings import NAMES
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import LANGUAGES, N_, _, ngettext

MINUTES = (10, 20, 40, 0)
IDES = ("pycharm", "vscode", "neovim", "auto")


def language_unclear(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the locale says nothing of the languages there are."""
    values = [environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    named = [part.split(".")[0].split("_")[0].lower() for value in values for part in value.split(":") if part]
    return not any(name in LANGUAGES for name in named)


@dataclass(frozen=True)
class Question:
    """One question: what Enter sets, and the row that the cursor begins at.

    Args:
        name: of the setting; "tour" for the offer at the end.
        values: of the setting, in the order of the rows.
    """

    name: str
    text: str
    values: tuple[object, ...]
    guess: object


def questions(settings: Settings, environ: Mapping[str, str] = os.environ) -> list[Question]:
    """Those that are worth asking here, and were not answered at a first start that was broken off."""
    asked = []
    if settings.language == "auto" and language_unclear(environ):
        asked.append(Question("language", "Which language? 어느 언어로 배우시겠습니까?", ("ko", "en"), "en"))
    text = N_("Whose shortcuts do you want in your fingers? ← → change the system of your keyboard.")
    if settings.ide == "auto":
        asked.append(Question("ide", text, IDES, guessed_ide(environ)))
    asked.append(Question("minutes", N_("How many minutes a day would you like to practise?"), MINUTES, 20))
    return asked


TOUR = Question("tour", N_("A tour of two minutes shows the keys by using them."), (True, False), True)


class WelcomeScreen(Page):
    """One question at a time. Enter takes the row, Esc leaves the question as it was, s skips all of them."""

    DEFAULT_CSS = """
    WelcomeScreen #page { padding: 1 2 0 2; height: 1fr; }
    WelcomeScreen #page > * { max-width: 90; height: auto; margin: 0 0 1 0; }
    WelcomeScreen Rows { max-width: 60; }
    WelcomeScreen.-short #page { padding: 0 1; }
    """
    FOOTER = ("go", "down", "right", "back", "skip-all", "quit")
    BINDINGS = bindings("go", "up", "down", "choose", "left", "right", "skip-all", "help", "back", "quit")

    def __init__(self, asked: Sequence[Question]) -> None:
        super().__init__()
        self.asked = [*asked, TOUR]
        self.at = 0
        self.system = guessed_system()

    def compose(self) -> ComposeResult:
        yield Top(("tutor", _("Welcome")))
        yield Rule()
        with Vertical(id="page"):
            yield Static(id="lead")
            yield Static(id="question")
            yield Rows()
            yield Static(id="more")
        yield self.keys()

    def on_mount(self) -> None:
        self.fill(self.question.values.index(self.question.guess))

    @property
    def question(self) -> Question:
        return self.asked[min(self.at, len(self.asked) - 1)]

    async def retell(self) -> None:
        self.fill()

    def fill(self, cursor: int | None = None) -> None:
        """Show the question that is asked now."""
        question = self.question
        top = self.query_one(Top)
        top.path = ("tutor", _("Welcome"))
        count = len(self.asked) - 1
        top.right = _("question {n} of {total}").format(n=self.at + 1, total=count) if question is not TOUR else ""
        lead = _("A short question. It can be answered otherwise later, in the settings.")
        self.query_one("#lead", Static).update(styled(lead, "$soft") if question is not TOUR else Content(""))
        self.query_one("#question", Static).update(styled(_(question.text), "bold $strong"))
        rows = [
            Row(Content(self._words(value)), lead=styled(f"{n}  ", "bold $soft"))
            for n, value in enumerate(question.values, 1)
        ]
        self.query_one(Rows).set(rows, cursor)
        system = _("Keyboard of: {system}").format(system=_(NAMES[f"system:{self.system}"]))
        self.query_one("#more", Static).update(styled(system, "$soft") if question.name == "ide" else Content(""))
        self.refresh_keys()

    def _words(self, value: object) -> str:
        """A value in words."""
        if self.question is TOUR:
            return _("Begin the tour") if value else _("Not now; the : key finds it later")
        if isinstance(value, int):
            return ngettext("{n} minute", "{n} minutes", value).format(n=value) if value else _("no goal")
        if value == "auto":
            return _("none of these yet")
        return _(NAMES[f"{self.question.name}:{value}"])

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        titles: dict[str, Callable[[], str]] = {
            "go": lambda: _("take it"), "down": lambda: _("choose"), "right": lambda: _("system"),
            "back": lambda: _("skip this") if self.question is not TOUR else _("not now"),
        }  # fmt: skip
        return titles[id]() if id in titles else super().title_of(id)

    def do_go(self) -> None:
        question = self.question
        value = question.values[self.query_one(Rows).cursor]
        if question is TOUR:
            self._end(tour=bool(value))
            return
        self.tutor.set_setting(question.name, value)
        if question.name == "ide" and value != "auto":
            self.tutor.set_setting("system", self.system)
        self._next()

    def do_back(self) -> None:
        """This question stays as it was."""
        if self.question is TOUR:
            self._end(tour=False)
        else:
            self._next()

    def can_skip_all(self) -> bool:
        return self.question is not TOUR

    def do_skip_all(self) -> None:
        self._end(tour=False)

    def do_quit(self) -> None:
        self.app.exit()

    def _next(self) -> None:
        self.at += 1
        self.fill(self.question.values.index(self.question.guess))

    def _end(self, *, tour: bool) -> None:
        self.tutor.set_setting("welcomed", True)
        self.app.pop_screen()
        if tour:
            self.tutor.open_tour()

    def can_left(self) -> bool:
        return self.question.name == "ide"

    can_right = can_left

    def do_left(self) -> None:
        self._turn(-1)

    def do_right(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        systems = CHOICES["system"][1:]  # without "auto"
        self.system = systems[(systems.index(self.system) + by) % len(systems)]
        self.fill()

    def do_up(self) -> None:
        self.query_one(Rows).move(-1)

    def do_down(self) -> None:
        self.query_one(Rows).move(1)

    def do_choose(self) -> None:
        if int(self.pressed) <= len(self.question.values):
            self.query_one(Rows).point(int(self.pressed) - 1)
            self.do_go()

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        message.rows.point(message.index)
        self.do_go()

    def help_text(self) -> tuple[str, str]:
        return _("Welcome"), _("Enter takes the answer at the cursor, Esc leaves the question, s skips all of them.")
