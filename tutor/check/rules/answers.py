"""Typed answers: what is right is accepted, what is wrong is not, and no hint gives it away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from tutor.check.cells import visible
from tutor.check.registry import lesson_rule
from tutor.course.compare import matches, number
from tutor.course.problem import Finding
from tutor.course.sound import nears_of, steps_of
from tutor.course.types import Choice, Cloze, Demo, Lesson, Numeric, Option, Question, Step, Typed
from tutor.words import _


@lesson_rule("answer-untypable", "Every answer can be typed in one line and is then accepted.", translated=True)
def answer_untypable(lesson: Lesson) -> Iterator[Finding]:
    for path, answers, how, _nears in nears_of(lesson):
        for i, answer in enumerate(answers or ()):
            typed = answer.rstrip("\r\n")
            if not (typed.strip() and typed.isprintable() and matches(typed, answer, how)):
                message = _("This answer cannot be typed in one line.")
                mend = _("Write it on one line in single quotes; a block scalar ends it with a line end.")
                yield Finding((*path, "answers", i), message, mend)


def _accepted(step: Typed, typed: str) -> str | None:
    """The answer that makes a typed text right."""
    return next((answer for answer in step.answers if matches(typed, answer, step.compare)), None)


@lesson_rule("reject-accepted", "What `rejects` holds is not accepted.", translated=True)
def reject_accepted(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Typed):
        for i, text in enumerate(step.rejects):
            if (answer := _accepted(step, text)) is not None:
                yield Finding((*path, "rejects", i), _passes(step.compare, answer), _stricter())


@lesson_rule("near-accepted", "A frequent wrong answer in `near` is not accepted.", translated=True)
def near_accepted(lesson: Lesson) -> Iterator[Finding]:
    for path, answers, how, nears in nears_of(lesson):
        for i, near in enumerate(nears):
            answer = next((answer for answer in answers or () if matches(near.text, answer, how)), None)
            if answer is not None:
                yield Finding((*path, "near", i, "text"), _passes(how, answer), _stricter())
    for path, counted in steps_of(lesson, Numeric):
        for i, near in enumerate(counted.near):
            value = number(near.text)
            if value is not None and abs(value - counted.answer) <= counted.tolerance:
                message = _("This number is accepted as {answer}.").format(answer=counted.answer)
                yield Finding((*path, "near", i, "text"), message, _("Take it out, or make the tolerance smaller."))


def _passes(how: str, answer: str) -> str:
    message = _("This is accepted: `compare: {how}` takes it as {answer}.")
    return message.format(how=how, answer=answer.strip())


def _stricter() -> str:
    return _("Take it out, or compare more strictly.")


@lesson_rule("hint-tells-answer", "No hint holds the answer (Q24).", translated=True)
def hint_tells_answer(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Question):
        answers = _ANSWERS[type(step)](step) if type(step) in _ANSWERS else []
        for i, hint in enumerate(step.hints):
            told = next((answer for answer in answers if _holds(visible(hint), visible(answer))), None)
            if told is not None:
                message = _("The hint holds the answer: {answer}.").format(answer=told.strip())
                yield Finding((*path, "hints", i), message, _("Point to where the answer can be found."))


def _correct(options: Mapping[str, Option]) -> list[str]:
    return [option.text for option in options.values() if option.correct]


_ANSWERS: dict[type[Step], Callable[[Any], list[str]]] = {
    Typed: lambda step: list(step.answers),
    Numeric: lambda step: [f"{step.answer:g}"],
    Choice: lambda step: _correct(step.options),
    Cloze: lambda step: [answer for gap in step.gaps.values() for answer in gap.answers],
    Demo: lambda step: _correct(step.predict.options),
}


def _holds(text: str, answer: str) -> bool:
    """Whether an answer stands in a text as words of its own; what follows Korean, such as a particle, may adjoin."""
    answer = answer.strip().casefold()
    if not answer:
        return False
    before = r"(?<![\w.])" if answer[0].isalnum() else ""
    after = r"(?![A-Za-z0-9_]|\.\d)" if answer[-1].isalnum() else ""
    return re.search(before + re.escape(answer) + after, text.casefold()) is not None
