"""The work area of a step: what every step type's view has."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from textual.containers import VerticalScroll
from textual.message import Message

from tutor.course.types import Step
from tutor.lesson.session import LessonSession, StepState
from tutor.ui import verdicts
from tutor.ui.leaving import Leaving
from tutor.words import _

if TYPE_CHECKING:
    from tutor.ui.saver import Saver

S = TypeVar("S", bound=Step)


class StepView(Leaving, VerticalScroll, Generic[S], can_focus=False):
    """One step on screen. It turns keys into acts of the session; the session decides what they come to.

    Views are found by step type in `tutor.ui.steps.VIEWS`. A command of the lesson screen that the screen itself
    does not know goes to the view: `do_ID`, with `can_ID` where it is not always possible.
    """

    DEFAULT_CSS = """
    StepView { height: 1fr; }
    StepView > * { max-width: 96; }
    """
    KIND: ClassVar[str] = ""  # what the outline calls this type
    HELP: ClassVar[str] = ""  # two sentences for the help

    class Forward(Message):
        """The learner goes on to the next step."""

    class Changed(Message):
        """Something was answered, shown or begun anew: verdict and keys may differ."""

    def __init__(self, session: LessonSession) -> None:
        super().__init__()
        self.session = session
        self.step: S = session.step  # type: ignore[assignment]  # VIEWS pairs the types
        self.state: StepState = session.state

    def redraw(self) -> None:
        """Show the state as it is now."""

    def go(self) -> None:
        """Enter: the act in colour."""
        self.post_message(self.Forward())

    def go_title(self) -> str:
        """What Enter does now."""
        return _("next")

    def arrived(self) -> None:
        """The step is on screen: put the focus where work begins."""

    problem = ""  # why the last act came to nothing

    def told(self, saver: Saver) -> verdicts.Told:
        """What the verdict's rows say now."""
        return verdicts.told(self.session, saver, self.problem)

    def changed(self) -> None:
        self.redraw()
        self.post_message(self.Changed())
