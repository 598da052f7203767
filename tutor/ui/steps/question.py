"""What all steps that ask something share: answer, verdict, try again, hint, show."""

from __future__ import annotations

from textual.widgets import Static

from tutor.course.types import Demo, Question
from tutor.lesson.session import Answer, NoAnswerError
from tutor.ui.steps.base import S, StepView
from tutor.ui.text import inline
from tutor.ui.widgets.frame import Line
from tutor.words import _


class Ask(Static):
    """The question, in bold."""

    DEFAULT_CSS = "Ask { height: auto; max-width: 90; margin: 0 0 1 0; }"

    def __init__(self, question: str) -> None:
        super().__init__(inline(question, "bold $strong"))


class QuestionView(StepView[S]):
    """Answer with Enter; Enter then tries again or goes on."""

    def instruction(self) -> str:
        """One soft line that says what to do."""
        raise NotImplementedError

    def given(self) -> Answer:
        """What stands on screen as the answer."""
        raise NotImplementedError

    def head(self) -> tuple[Line, Ask]:
        """The first rows: what to do, and the question."""
        step = self.step
        question = step.predict.question if isinstance(step, Demo) else getattr(step, "question", None)
        return Line(self.instruction()), Ask(question or step.title)

    def go(self) -> None:
        phase = self.state.phase
        if phase == "open":
            self.answer()
        elif phase == "wrong" and self.session.trial is None:
            self.session.try_again()
            self.changed()
            self.arrived()
            self.retried()
        else:
            super().go()

    def retried(self) -> None:
        """The learner tries again with what they had."""

    def answer(self) -> None:
        try:
            self.session.answer(self.given())
        except NoAnswerError as error:
            self.problem = str(error)
        else:
            self.problem = ""
            if self.state.phase == "right":
                self.screen.set_focus(None)
        self.changed()

    def go_title(self) -> str:
        """A guess before the lesson is made once: Enter goes on after it, right or wrong."""
        again = _("try again") if self.session.trial is None else _("next")
        return {"open": _("answer"), "wrong": again}.get(self.state.phase, _("next"))

    def take_up(self) -> None:
        """The learner changes an answer: a finished step is open again, and the old verdict goes."""
        self.problem = ""
        if self.state.phase != "open":
            if self.state.phase in ("wrong", "right"):
                self.session.try_again()
            self.state.again = True
            self.state.shown = False
            self.changed()

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def can_unsure(self) -> bool:
        return self.state.phase == "open" and not self.state.tries

    def do_unsure(self) -> None:
        self.state.unsure = not self.state.unsure
        self.changed()

    def can_hint(self) -> bool:
        if self.session.trial is not None:  # its hints speak of steps that are still to come
            return False
        return self.state.phase in ("open", "wrong") and self.state.hints < len(getattr(self.step, "hints", ()))

    def do_hint(self) -> None:
        self.session.hint()
        self.changed()

    def can_show(self) -> bool:
        return isinstance(self.step, Question) and self.state.phase in ("open", "wrong")

    def do_show(self) -> None:
        self.problem = ""
        self.session.show_answer()
        self.screen.set_focus(None)
        self.changed()
