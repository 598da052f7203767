"""Whether an answer is right, and what is said to it: one grader for each step type, found by `GRADERS`.

A grader is pure: it takes the step in the language on screen and gives the same verdict for the same answer, so a
verdict can be worked out again when the language changes.
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from tutor.course.compare import matches, number
from tutor.course.types import Choice, Demo, Near, Numeric, Option, Order, Step, Typed
from tutor.words import _, ngettext

Answer: TypeAlias = str | list[str]
"""Text for typed and numeric steps, ids of options or lines for the others."""

S = TypeVar("S", bound=Step)


class NoAnswerError(ValueError):
    """Nothing that could be right or wrong was given; the message says what is wanted. It costs no try."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of what was typed, and whether it stands in the nearest accepted answer too.

    Without text it is a place where something is missing.
    """

    text: str
    same: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tutor says of one answer. Texts are Markdown."""

    right: bool
    said: tuple[str, ...] = ()  # feedback of that very answer
    misconception: str | None = None  # id, when the answer shows one
    marks: tuple[tuple[str, bool], ...] = ()  # option or line id → is it right where it is
    got: tuple[Piece, ...] = ()  # a typed answer, cut where it differs
    near: str | None = None  # the known slip that this answer is

    def mark(self, id: str) -> bool | None:
        """Whether this option or line is right; None if the answer does not say."""
        return dict(self.marks).get(id)


class Grader(Generic[S]):
    """How one step type is graded."""

    def grade(self, step: S, answer: Answer) -> Verdict:
        """The verdict on an answer.

        Raises:
            NoAnswerError: what was given cannot be right or wrong.
        """
        raise NotImplementedError

    def right(self, step: S) -> Answer:
        """The answer that is shown when the learner asks for it."""
        raise NotImplementedError


def _chosen(options: dict[str, Option], answer: Answer) -> list[str]:
    ids = [answer] if isinstance(answer, str) else list(answer)
    chosen = [id for id in options if id in ids]
    if not chosen:
        raise NoAnswerError(_("Choose an answer first: ↑ ↓ or its number."))
    return chosen


def _one(options: dict[str, Option], answer: Answer) -> Verdict:
    id = _chosen(options, answer)[0]
    option = options[id]
    return Verdict(option.correct, (option.feedback,), option.misconception, ((id, option.correct),))


def _correct(options: dict[str, Option]) -> list[str]:
    return [id for id, option in options.items() if option.correct]


class ChoiceGrader(Grader[Choice]):
    def grade(self, step: Choice, answer: Answer) -> Verdict:
        if not step.multiple:
            return _one(step.options, answer)
        chosen = _chosen(step.options, answer)
        marks = tuple((id, step.options[id].correct) for id in chosen)
        wrong = [step.options[id] for id, right in marks if not right]
        missing = len(_correct(step.options)) - (len(chosen) - len(wrong))
        if not wrong and not missing:
            return Verdict(True, marks=marks)
        said = [f"{option.text}: {option.feedback}" for option in wrong[:2]]
        if missing:
            said.append(
                ngettext("{n} more belongs to the answer.", "{n} more belong to the answer.", missing).format(n=missing)
            )
        behind = next((o.misconception for o in wrong if o.misconception), None)
        return Verdict(False, tuple(said), behind, marks)

    def right(self, step: Choice) -> Answer:
        return _correct(step.options)


class DemoGrader(Grader[Demo]):
    """Grades the prediction; what came back is shown beside it."""

    def grade(self, step: Demo, answer: Answer) -> Verdict:
        return _one(step.predict.options, answer)

    def right(self, step: Demo) -> Answer:
        return _correct(step.predict.options)


def _near(near: Sequence[Near], same: list[bool]) -> Near | None:
    return next((n for n, hit in zip(near, same, strict=True) if hit), None)


def _pieces(typed: str, answers: Sequence[str]) -> tuple[Piece, ...]:
    """What was typed, cut where it differs from the accepted answer that is nearest to it."""

    def matcher(answer: str) -> difflib.SequenceMatcher[str]:
        return difflib.SequenceMatcher(None, typed, answer, autojunk=False)

    best = max((matcher(a) for a in answers), key=lambda m: m.ratio())
    return tuple(Piece(typed[a:b], tag == "equal") for tag, a, b, _c, _d in best.get_opcodes())


class TypedGrader(Grader[Typed]):
    def grade(self, step: Typed, answer: Answer) -> Verdict:
        typed = answer if isinstance(answer, str) else " ".join(answer)
        if not typed.strip():
            raise NoAnswerError(_("Type an answer first."))
        if any(matches(typed, wanted, step.compare) for wanted in step.answers):
            return Verdict(True)
        near = _near(step.near, [matches(typed, n.text, step.compare) for n in step.near])
        pieces = _pieces(typed, step.answers)
        if near:
            return Verdict(False, (near.feedback,), got=pieces, near=near.text)
        return Verdict(False, got=pieces)

    def right(self, step: Typed) -> Answer:
        return step.answers[0]


def _number(text: str) -> float:
    value = number(text)
    if value is None:
        raise NoAnswerError(_("Type a number in digits, such as 12."))
    return value


class NumericGrader(Grader[Numeric]):
    def grade(self, step: Numeric, answer: Answer) -> Verdict:
        typed = answer if isinstance(answer, str) else "".join(answer)
        if not typed.strip():
            raise NoAnswerError(_("Type a number first."))
        value = _number(typed)
        if abs(value - step.answer) <= step.tolerance:
            return Verdict(True)
        near = _near(step.near, [number(n.text) == value for n in step.near])
        if near:
            return Verdict(False, (near.feedback,), near=near.text)
        return Verdict(False, (_("It is more than that.") if value < step.answer else _("It is less than that."),))

    def right(self, step: Numeric) -> Answer:
        return f"{step.answer:g}" if isinstance(step.answer, float) else str(step.answer)


class OrderGrader(Grader[Order]):
    """The answer is the ids from top to bottom, without the lines that were left out."""

    def grade(self, step: Order, answer: Answer) -> Verdict:
        placed = [answer] if isinstance(answer, str) else list(answer)
        if not placed:
            raise NoAnswerError(_("Put at least one line above the divider."))
        accepted = [list(step.items), *step.also]
        if placed in accepted:
            return Verdict(True, marks=tuple((id, True) for id in placed))

        def in_place(order: list[str]) -> list[bool]:
            return [n < len(order) and order[n] == id for n, id in enumerate(placed)]

        fit = max((in_place(order) for order in accepted), key=sum)
        said = [ngettext("{n} line is in its place.", "{n} lines are in their place.", sum(fit)).format(n=sum(fit))]
        if strays := [id for id in placed if id in step.extra]:
            said.append(
                ngettext(
                    "{n} line does not belong here at all.",
                    "{n} lines do not belong here at all.",
                    len(strays),
                ).format(n=len(strays))
            )
        if left_out := len([id for id in step.items if id not in placed]):
            said.append(
                ngettext(
                    "{n} line is left out that belongs here.", "{n} lines are left out that belong here.", left_out
                ).format(n=left_out)
            )
        return Verdict(False, (" ".join(said),), marks=tuple(zip(placed, fit, strict=True)))

    def right(self, step: Order) -> Answer:
        return list(step.items)


GRADERS: dict[type[Step], Grader[Any]] = {
    Choice: ChoiceGrader(),
    Demo: DemoGrader(),
    Numeric: NumericGrader(),
    Order: OrderGrader(),
    Typed: TypedGrader(),
}


def grade(step: Step, answer: Answer) -> Verdict:
    """The verdict on an answer to a step that asks.

    Raises:
        NoAnswerError: what was given cannot be right or wrong.
    """
    return GRADERS[type(step)].grade(step, answer)


def right_answer(step: Step) -> Answer:
    """The answer that is shown when the learner asks for it."""
    return GRADERS[type(step)].right(step)
