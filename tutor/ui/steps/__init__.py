"""The view of each step type, found by `VIEWS`."""

from __future__ import annotations

from typing import Any

from tutor.course.exercise import HttpRun
from tutor.course.types import (
    Choice,
    Cloze,
    Code,
    Demo,
    Drill,
    Keys,
    Match,
    Numeric,
    Order,
    Output,
    Read,
    Sort,
    Spot,
    Step,
    Typed,
)
from tutor.lesson.cards import Turned
from tutor.lesson.chord import Pressed
from tutor.lesson.session import LessonSession
from tutor.ui.steps.base import StepView
from tutor.ui.steps.choice import ChoiceView
from tutor.ui.steps.cloze import ClozeView
from tutor.ui.steps.code import CodeView
from tutor.ui.steps.demo import DemoView
from tutor.ui.steps.drill import DrillView
from tutor.ui.steps.keys import KeysView
from tutor.ui.steps.order import OrderView
from tutor.ui.steps.output import OutputView
from tutor.ui.steps.placing import MatchView, SortView
from tutor.ui.steps.pressed import PressedView
from tutor.ui.steps.read import ReadView
from tutor.ui.steps.running import RunView
from tutor.ui.steps.spot import SpotView
from tutor.ui.steps.turned import TurnedView
from tutor.ui.steps.typed import NumericView, TypedView

VIEWS: dict[type[Step], type[StepView[Any]]] = {
    Choice: ChoiceView,
    Cloze: ClozeView,
    Code: CodeView,
    Demo: DemoView,
    Drill: DrillView,
    Keys: KeysView,
    Match: MatchView,
    Numeric: NumericView,
    Order: OrderView,
    Output: OutputView,
    Pressed: PressedView,
    Read: ReadView,
    Sort: SortView,
    Spot: SpotView,
    Turned: TurnedView,
    Typed: TypedView,
}


def view_of(session: LessonSession) -> StepView[Any]:
    """The view of the step that the session is at; what is predicted of code has one of its own."""
    step = session.step
    if isinstance(step, Output) and not isinstance(step.run, HttpRun):
        return RunView(session)
    return VIEWS[type(step)](session)
