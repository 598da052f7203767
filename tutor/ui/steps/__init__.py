"""The view of each step type, found by `VIEWS`."""

from __future__ import annotations

from typing import Any

from tutor.course.types import Choice, Demo, Numeric, Order, Read, Step, Typed
from tutor.ui.steps.base import StepView
from tutor.ui.steps.choice import ChoiceView
from tutor.ui.steps.demo import DemoView
from tutor.ui.steps.order import OrderView
from tutor.ui.steps.read import ReadView
from tutor.ui.steps.typed import NumericView, TypedView

VIEWS: dict[type[Step], type[StepView[Any]]] = {
    Choice: ChoiceView,
    Demo: DemoView,
    Numeric: NumericView,
    Order: OrderView,
    Read: ReadView,
    Typed: TypedView,
}
