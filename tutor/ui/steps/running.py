"""Predict what code brings: type it, then see it run."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from tutor.course.exercise import VenvRun
from tutor.course.types import Output
from tutor.lesson.exercise.predicted import done_with
from tutor.lesson.exercise.told import Row
from tutor.lesson.session import Answer
from tutor.ui import verdicts
from tutor.ui.code import highlighted
from tutor.ui.results import row_content
from tutor.ui.steps.question import QuestionView
from tutor.ui.steps.typed import Field
from tutor.ui.text import styled
from tutor.ui.widgets.code_area import language_of
from tutor.ui.widgets.frame import Line
from tutor.words import N_, _

if TYPE_CHECKING:
    from tutor.lesson.exercise.predicted import Ran
    from tutor.ui.page import Page
    from tutor.ui.saver import Saver

log = logging.getLogger(__name__)


class RunView(QuestionView[Output]):
    """Two faces: the code with a field for what it will bring, and what it brought with the code below."""

    KIND = N_("output")
    HELP = N_(
        "Type what you expect, then Enter runs the code, really, and shows what came. A prediction is made once. Esc "
        "leaves the field so that letters are keys; e goes back in."
    )
    DEFAULT_CSS = """
    RunView { overflow-y: hidden; }
    RunView #predict, RunView #result { height: 1fr; scrollbar-size-vertical: 1; }
    RunView #code, RunView #ran { height: auto; margin: 0 0 1 0; padding: 0 0 0 1; border-left: vkey $rule; }
    RunView .field { height: 1; max-width: 90; }
    RunView .label { width: 10; color: $soft; }
    RunView #both { height: auto; margin: 0 0 1 0; }
    RunView #rows { height: auto; margin: 0 0 1 0; }
    """
    running = False

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="predict", can_focus=False):
            line, ask = self.head()
            yield line
            yield Static(id="code")
            yield ask
            with Horizontal(classes="field"):
                yield Static(_("you"), classes="label")
                draft = self.state.draft
                yield Field(value=draft if isinstance(draft, str) else "", select_on_focus=False)
        with VerticalScroll(id="result", can_focus=False):
            yield Static(id="both")
            yield Static(id="rows")
            yield Static(id="ran")  # an explanation speaks of the code

    def on_mount(self) -> None:
        self.field = self.query_one(Field)
        self.field.cursor_blink = False
        self.query_one("#predict > Line", Line).set(self.instruction(), self.step.run.title)
        code = Content("\n").join(self._code())
        self.query_one("#code", Static).update(code)
        self.query_one("#ran", Static).update(code)
        if not isinstance(self.step.run, VenvRun):
            self.call_after_refresh(self._page.tutor.services.workshop.warm)  # not while it is drawn for the first time
        self._draw()

    @property
    def _page(self) -> Page:
        return self.screen  # type: ignore[return-value]  # lessons are shown on a Page

    def arrived(self) -> None:
        if not self.state.rows:
            self.field.focus()

    def told(self, saver: Saver) -> verdicts.Told:
        kind, head, right, body = super().told(saver)
        open_ = self.state.phase == "open" and not self.problem and not self.state.unsure
        return kind, _("Nothing has run yet") if open_ else head, right, body

    def instruction(self) -> str:
        show = self.step.show
        words = {
            "prints": _("Predict what it prints, then run it"), "returns": _("Predict what it returns, then run it"),
            "error": _("Predict the exception, then run it"), "status": _("Predict the status, then run it"),
            "body": _("Predict the body, then run it"), "text": _("Predict the text, then run it"),
            "queries": _("Predict how many statements, then run it"),
        }  # fmt: skip
        return words.get(show) or _("Predict {what}, then run it").format(what=show.removeprefix("field."))

    def given(self) -> Answer:
        return self.field.value

    def _code(self) -> list[Content]:
        """The files, and what is done with them."""
        run = self.step.run
        rows: list[Content] = []
        for name, text in run.files.items():
            if len(run.files) > 1 or isinstance(run, VenvRun):
                rows.append(styled(name, "$soft"))
            rows += highlighted(str(text).rstrip("\n"), language_of(name)).split(allow_blank=True)
        done = done_with(run)
        return [*rows, *(styled(line, "bold $you") for line in done)]

    # ── Running ──────────────────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        if self.running:
            return
        if self.state.rows:
            self.post_message(self.Forward())
        elif not self.field.value.strip():
            self.problem = _("Type an answer first.")
            self.changed()
        else:
            self._page.tutor.trusted(self._run)

    def _run(self) -> None:
        self.state.draft = self.field.value
        self.running = True
        self.problem = _("Running")
        self.screen.set_focus(None)
        self.changed()
        self.run_worker(self._ran(), group="run", exclusive=True)

    async def _ran(self) -> None:
        from tutor.workshop.process import StartError

        workshop = self._page.tutor.services.workshop
        came: Ran | None = None
        try:
            came = await asyncio.to_thread(workshop.perform, self.step)
            self.problem = ""
        except (StartError, OSError) as error:
            log.exception("a prediction could not be run")
            self.problem = _("The workshop cannot start: {why}.").format(why=error)
        self.running = False
        if came is not None and not self.session.finished and self.session.state is self.state:
            self.session.showed(came.brought, came.rows or [Row("soft", _("nothing"))])
        if self.is_mounted:
            self.changed()

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    def redraw(self) -> None:
        if self.is_mounted:
            self._draw()

    def _draw(self) -> None:
        state, answer = self.state, self.state.answer
        self.query_one("#predict").display = not state.rows
        self.query_one("#result").display = bool(state.rows)
        if not state.rows:
            return
        brought = answer[1] if isinstance(answer, list) and len(answer) > 1 else ""
        told = styled(_("it brings") + " ", "$soft") + styled(brought, "bold $strong")
        if state.verdict and isinstance(answer, list):
            got = [styled(p.text or "_", "$soft" if p.same else "bold $bad underline") for p in state.verdict.got]
            typed = Content("").join(got) if got else styled(answer[0], "bold $good")
            told = styled(_("you") + " ", "$soft") + typed + Content("   ") + told
        self.query_one("#both", Static).update(told)
        rows = [row_content(row) for row in state.rows if isinstance(row, Row)]
        self.query_one("#rows", Static).update(Content("\n").join(rows))

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def go_title(self) -> str:
        return _("next") if self.state.rows else _("run")

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        if not self.state.rows:
            self.state.draft = message.value

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self.go()

    def take_up(self) -> None:
        """A prediction is made once: what came back is known afterwards."""

    def can_show(self) -> bool:
        return False  # running shows it

    def can_unsure(self) -> bool:
        return not self.state.rows and super().can_unsure()

    def can_hint(self) -> bool:
        return not self.state.rows and super().can_hint()

    def can_edit(self) -> bool:
        return not self.state.rows and not self.screen.focused

    def do_edit(self) -> None:
        self.field.focus()

    def can_up(self) -> bool:
        return not self._page.typing

    can_down = can_up

    def do_up(self) -> None:
        self._scrolled.scroll_relative(y=-1, animate=False)

    def do_down(self) -> None:
        self._scrolled.scroll_relative(y=1, animate=False)

    @property
    def _scrolled(self) -> VerticalScroll:
        return self.query_one("#result" if self.state.rows else "#predict", VerticalScroll)
