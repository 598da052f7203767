"""Answers that are typed: a text or a number."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from tutor.course.types import Numeric, Typed
from tutor.lesson.session import Answer
from tutor.ui.steps.base import S
from tutor.ui.steps.question import QuestionView
from tutor.ui.text import inline, padded, styled
from tutor.words import N_, _

LABEL = 10


class Field(Input):
    """The field an answer is typed into; empty keys of the lesson pass through it."""

    DEFAULT_CSS = """
    Field, Field:focus { border: none; height: 1; padding: 0; background: $lit; color: $strong; width: 1fr; }
    Field:blur { background: $raised; }
    """


class FieldView(QuestionView[S]):
    """A question with a field under it, open at once; the difference stands under what was typed."""

    DEFAULT_CSS = """
    FieldView .field { height: 1; max-width: 90; }
    FieldView .label { width: 10; color: $soft; }
    FieldView .unit { width: auto; padding: 0 0 0 2; color: $soft; }
    FieldView .difference { height: auto; max-width: 90; }
    """

    def unit(self) -> str:
        """What stands behind the field."""
        return ""

    def compose(self) -> ComposeResult:
        yield from self.head()
        with Horizontal(classes="field"):
            yield Static(_("you"), classes="label")
            yield Field(value=self._text(), select_on_focus=False)
            if self.unit():
                yield Static(inline(self.unit()), classes="unit")
        yield Static(classes="difference")

    def on_mount(self) -> None:
        self.field = self.query_one(Field)
        self.field.cursor_blink = False
        self.redraw()

    def arrived(self) -> None:
        if self.state.phase in ("open", "wrong"):
            self.field.focus()
            self.field.cursor_position = len(self.field.value)

    def _text(self) -> str:
        state = self.state
        text = state.draft if state.draft is not None else "" if state.shown else state.answer
        return text if isinstance(text, str) else ""

    def given(self) -> Answer:
        return self.field.value

    def redraw(self) -> None:
        if not self.is_mounted:
            return
        state, rows = self.state, []
        if state.verdict and not state.verdict.right and state.verdict.got:
            got = [styled(p.text or "_", "$soft" if p.same else "bold $bad underline") for p in state.verdict.got]
            rows.append(styled(padded(_("differs"), LABEL), "$soft") + Content("").join(got))
        if state.shown and isinstance(state.answer, str):
            rows.append(styled(padded(_("wanted"), LABEL), "$soft") + styled(state.answer, "bold $strong"))
        self.query_one(".difference", Static).update(Content("\n").join(rows))

    def go(self) -> None:
        if self.state.phase == "wrong" and self.given() != self.state.answer:
            self.session.try_again()  # what was mended is answered at once
        super().go()

    def retried(self) -> None:
        self.field.select_all()  # what is typed now takes its place

    def go_title(self) -> str:
        if self.state.phase == "wrong" and self.is_mounted and self.given() != self.state.answer:
            return _("answer")
        return super().go_title()

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        if message.value != self._text():
            self.state.draft = message.value
            if self.state.phase in ("right", "shown", "done before"):
                self.take_up()
            self.screen.refresh_keys()  # type: ignore[attr-defined]  # a Page

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self.go()

    def can_edit(self) -> bool:
        return not self.screen.focused

    def do_edit(self) -> None:
        self.field.focus()
        self.field.cursor_position = len(self.field.value)


class TypedView(FieldView[Typed]):
    """A text, compared as the step says."""

    KIND = N_("typed")
    HELP = N_("Type the answer and press Enter. Esc leaves the field so that letters are keys; e goes back in.")

    def instruction(self) -> str:
        return _("Type it")


class NumericView(FieldView[Numeric]):
    """A number."""

    DEFAULT_CSS = "NumericView Field, NumericView Field:focus { width: 14; }"
    KIND = N_("number")
    HELP = N_("Type a number and press Enter. Esc leaves the field so that letters are keys; e goes back in.")

    def instruction(self) -> str:
        return _("Type a number")

    def unit(self) -> str:
        return self.step.unit or ""
