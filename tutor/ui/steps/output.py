"""Predict what a request brings: type it, then see it happen."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Static

from tutor.course.compare import number
from tutor.course.output import shown
from tutor.course.types import Output
from tutor.lesson.session import Answer
from tutor.ui.steps.demo import request_rows
from tutor.ui.steps.exchanging import UNKNOWN, Exchanging
from tutor.ui.steps.typed import Field
from tutor.ui.text import styled
from tutor.ui.widgets.view import ExchangeView
from tutor.words import N_, _


class OutputView(Exchanging[Output]):
    """Two faces: the request with a field for what it will bring, and the exchange with both beside each other."""

    KIND = N_("output")
    HELP = N_(
        "Type what you expect, then Enter sends the request to the bundled server, over a real socket, and shows what "
        "came. A prediction is made once. Esc leaves the field so that letters are keys; e goes back in."
    )
    DEFAULT_CSS = """
    OutputView { overflow-y: hidden; }
    OutputView #predict { height: 1fr; max-width: 100%; overflow-y: auto; scrollbar-size-vertical: 1; }
    OutputView #predict > * { max-width: 96; }
    OutputView #request { height: auto; margin: 0 0 1 0; padding: 0 0 0 1; border-left: vkey $rule; }
    OutputView .field { height: 1; max-width: 90; }
    OutputView .label { width: 10; color: $soft; }
    OutputView #both { height: auto; }
    """

    def compose(self) -> ComposeResult:
        with Vertical(id="predict"):
            line, ask = self.head()
            yield line
            yield Static(id="request")
            yield ask
            with Horizontal(classes="field"):
                yield Static(_("you"), classes="label")
                draft = self.state.draft
                yield Field(value=draft if isinstance(draft, str) else "", select_on_focus=False)
        yield Static(id="both")
        yield ExchangeView(id="exchange")

    def on_mount(self) -> None:
        self.field = self.query_one(Field)
        self.field.cursor_blink = False
        if self.state.exchanges:
            self.show_exchange()
        else:
            self._show(predict=True)
        self.picture(UNKNOWN)
        self.call_after_refresh(self.begin_server)

    def arrived(self) -> None:
        if not self.state.exchanges:
            self.field.focus()

    def instruction(self) -> str:
        return _("Predict the status, then send") if self.step.show == "status" else _("Predict the body, then send")

    def given(self) -> Answer:
        return self.field.value

    # ── Faces ────────────────────────────────────────────────────────────────────────────────────

    def _show(self, *, predict: bool) -> None:
        self.query_one("#predict").display = predict
        self.query_one("#exchange").display = self.query_one("#both").display = not predict

    @property
    def in_exchange(self) -> bool:
        return self.is_mounted and bool(self.query_one("#exchange").display)

    def show_exchange(self, *, live: bool = False) -> None:
        self._show(predict=False)
        if not live:
            self.fill_view()
            self._draw()

    def picture(self, address: tuple[str, int]) -> None:
        self._address = address
        self.say_where(address)
        width = max(30, self.size.width - 4)
        shown_rows = [row for spec in self.step.exchanges for row in request_rows(spec, address)]
        rows = [row.truncate(width, ellipsis=True) for row in shown_rows]
        self.query_one("#request", Static).update(Content("\n").join(rows))

    def on_resize(self) -> None:
        if self.is_mounted:
            self.picture(self._address)

    def redraw(self) -> None:
        if self.is_mounted and self.state.exchanges:
            self._draw()

    def _draw(self) -> None:
        state, answer = self.state, self.state.answer
        told = styled(_("it brings") + " ", "$soft") + styled(shown(self.step, state.exchanges), "bold $strong")
        if state.verdict and isinstance(answer, list):
            got = [styled(p.text or "_", "$soft" if p.same else "bold $bad underline") for p in state.verdict.got]
            typed = Content("").join(got) if got else styled(answer[0], "bold $good")
            told = styled(_("you") + " ", "$soft") + typed + Content("   ") + told
        self.query_one("#both", Static).update(told)
        self.view.draw()

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        if self.sending:
            return
        if self.in_exchange:
            self.post_message(self.Forward())
        elif self.state.exchanges:
            self.show_exchange()
            self.changed()
        elif not self.field.value.strip():
            self.problem = _("Type an answer first.")
            self.changed()
        elif self.step.show == "status" and number(self.field.value) is None:
            self.problem = _("Type the status in digits, such as 200.")
            self.changed()
        else:
            self.problem = ""
            self.state.draft = self.field.value
            self.screen.set_focus(None)
            self.send(self.step.exchanges)

    def go_title(self) -> str:
        if self.sending:
            return _("sending")
        return _("next") if self.in_exchange else _("send")

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        if not self.state.exchanges:
            self.state.draft = message.value

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self.go()

    def title_of(self, id: str) -> str | None:
        return self.pane_title() if id == "pane" else None

    def take_up(self) -> None:
        """A prediction is made once: what came back is known afterwards."""

    def can_show(self) -> bool:
        return False  # sending shows it

    def can_unsure(self) -> bool:
        return not self.in_exchange and super().can_unsure()

    def can_hint(self) -> bool:
        return not self.in_exchange and super().can_hint()

    def can_edit(self) -> bool:
        return not self.in_exchange and not self.screen.focused

    def do_edit(self) -> None:
        self.field.focus()

    def do_up(self) -> None:
        if self.in_exchange:
            self.walk(rows=-1)

    def do_down(self) -> None:
        if self.in_exchange:
            self.walk(rows=1)

    def do_top(self) -> None:
        self.walk(spans=-1_000_000)

    def do_bottom(self) -> None:
        self.walk(spans=1_000_000)

    can_top = can_bottom = lambda self: self.in_exchange
