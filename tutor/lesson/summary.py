"""What a lesson came to: counts for its end, from the session alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tutor.course.types import Question, Step
from tutor.lesson.session import LessonSession, StepState

Result = Literal["right", "helped", "shown", "missed", "skipped", "open", "passed"]
"""Of a step: right at the first try and alone; right with help or later; answer shown; left wrong; …; read or sent."""


def result(step: Step, state: StepState) -> Result:
    """How a step went, today or, if it was not touched today, before."""
    if not step.asks:
        return "passed" if state.done else "open"
    if state.shown:
        return "shown"
    if state.tries:
        if not (state.verdict and state.verdict.right):
            return "missed"
        return "right" if state.tries == 1 and not state.hints and not state.unsure else "helped"
    if state.exchanges:
        return "passed"
    if state.earlier and state.earlier.done:
        return {"right": "right", "helped": "helped", "revealed": "shown", "missed": "missed"}.get(
            state.earlier.result, "passed"
        )  # type: ignore[return-value]  # the values are the literals above
    return "skipped" if state.skipped else "open"


@dataclass(frozen=True)
class ObjectiveResult:
    """A can-do statement, and how many of the steps that test it were right at the first try."""

    id: str
    right: int
    asked: int

    @property
    def reached(self) -> bool:
        return self.asked > 0 and self.right * 3 >= self.asked * 2


@dataclass(frozen=True)
class Again:
    """A step to look at again, and how it went."""

    index: int
    step: Step
    how: Result
    confident: bool  # answered wrongly without a doubt


@dataclass(frozen=True)
class Summary:
    """The end of a lesson; `minutes` are of this sitting."""

    asked: int
    right: int
    minutes: int
    left: int  # steps not done
    objectives: tuple[ObjectiveResult, ...]
    again: tuple[Again, ...]


def summarise(session: LessonSession) -> Summary:
    """Counts over all questions of the lesson, answered today or before."""
    rows = [(n, step, session.states[step.id]) for n, step in enumerate(session.steps)]
    questions = [(n, step, state, result(step, state)) for n, step, state in rows if isinstance(step, Question)]
    objectives = []
    for id in session.lesson.objectives:
        tests = [how for _n, step, _state, how in questions if id in step.objectives]
        objectives.append(ObjectiveResult(id, tests.count("right"), len(tests)))
    again = tuple(
        Again(n, step, how, confident=how == "missed" and not state.unsure)
        for n, step, state, how in questions
        if how not in ("right", "passed")
    )
    return Summary(
        asked=len(questions),
        right=sum(how == "right" for *_rest, how in questions),
        minutes=max(1, round(sum(state.spent for state in session.states.values()) / 60)),
        left=sum(not state.done for _n, _step, state in rows),
        objectives=tuple(objectives),
        again=again,
    )
