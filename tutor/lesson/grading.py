"""Whether an answer is right, and what is said to it: one grader for each step type, found by `GRADERS`.

A grader is pure: it takes the step in the language on screen and gives the same verdict for the same answer, so a
verdict can be worked out again when the language changes.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from typing import Any

from tutor.course.compare import matches, number
from tutor.course.types import (
    Choice,
    Cloze,
    Code,
    Demo,
    Gap,
    Match,
    Near,
    Numeric,
    Option,
    Order,
    Output,
    Sort,
    Spot,
    Step,
    Typed,
)  # fmt: skip
from tutor.lesson.cards import Turned, TurnedGrader
from tutor.lesson.chord import Pressed, PressedGrader
from tutor.lesson.placing import MatchGrader, SortGrader, SpotGrader
from tutor.lesson.verdict import Answer, Grader, NoAnswerError, Piece, Verdict, put_together
from tutor.words import _, ngettext

__all__ = ["GRADERS", "Answer", "Grader", "NoAnswerError", "Piece", "Verdict", "grade", "right_answer"]

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


def _text(answer: Answer) -> str:
    typed = answer if isinstance(answer, str) else " ".join(answer)
    if not typed.strip():
        raise NoAnswerError(_("Type an answer first."))
    return typed


def _typed(typed: str, answers: Sequence[str], step: Typed | Gap | Output) -> Verdict:
    """The verdict on a text, by the comparison and the known slips of a step or gap."""
    if any(matches(typed, wanted, step.compare) for wanted in answers):
        return Verdict(True)
    near = _near(step.near, [matches(typed, n.text, step.compare) for n in step.near])
    pieces = _pieces(typed, answers)
    if near:
        return Verdict(False, (near.feedback,), got=pieces, near=near.text)
    return Verdict(False, got=pieces)


class TypedGrader(Grader[Typed]):
    def grade(self, step: Typed, answer: Answer) -> Verdict:
        return _typed(_text(answer), step.answers, step)

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
        told = ngettext("{n} line is in its place.", "{n} lines are in their place.", sum(fit)).format(n=sum(fit))
        said = [told if any(fit) else _("No line is in its place yet.")]
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


class ClozeGrader(Grader[Cloze]):
    """The answer has `gap:text` for each gap; each gap gets its own mark."""

    def grade(self, step: Cloze, answer: Answer) -> Verdict:
        filled = {name: texts[0] for name, texts in put_together(answer).items() if texts[0].strip()}
        if empty := [name for name in step.gaps if name not in filled]:
            count = len(empty)
            raise NoAnswerError(
                ngettext("{n} gap is still empty.", "{n} gaps are still empty.", count).format(n=count)
            )
        found = {name: _typed(filled[name], gap.answers, gap) for name, gap in step.gaps.items()}
        marks = tuple((name, verdict.right) for name, verdict in found.items())
        wrong = [verdict for verdict in found.values() if not verdict.right]
        if not wrong:
            return Verdict(True, marks=marks)
        told = [(n, text) for n, verdict in enumerate(found.values(), 1) if not verdict.right for text in verdict.said]
        one = len(step.gaps) == 1
        said = [text if one else _("Gap {n}: {said}").format(n=n, said=text) for n, text in told]
        near = next((verdict.near for verdict in wrong if verdict.near), None)
        return Verdict(False, tuple(said[:2]), marks=marks, got=wrong[0].got if len(wrong) == 1 else (), near=near)

    def right(self, step: Cloze) -> Answer:
        return [f"{name}:{gap.answers[0]}" for name, gap in step.gaps.items()]


def _uncounted(typed: str, show: str, shown: str) -> str:
    """A number without what is counted or named by it, where a number was shown: `3개`, `200 OK`."""
    more = r"\D*" if show in ("queries", "status") else r" ?[가-힣]+"
    found = re.fullmatch(rf"(\d+){more}", typed.strip()) if shown.strip().isdecimal() else None
    return found[1] if found else typed


class OutputGrader(Grader[Output]):
    """The answer is what was predicted and what running showed, since only running knows."""

    def grade(self, step: Output, answer: Answer) -> Verdict:
        typed, shown = (answer, "") if isinstance(answer, str) else answer
        return _typed(_uncounted(_text(typed), step.show, shown), [shown], step)

    def right(self, step: Output) -> Answer:
        raise NoAnswerError(_("Running shows it."))


class CodeGrader(Grader[Code]):
    """Code is run, which no answer can be graded without: see `LessonSession.ran`."""

    def grade(self, step: Code, answer: Answer) -> Verdict:
        raise NoAnswerError(_("Running shows it."))

    def right(self, step: Code) -> Answer:
        return [f"{name}:{text}" for name, text in step.exercise.solved.items()]


GRADERS: dict[type[Step], Grader[Any]] = {
    Choice: ChoiceGrader(),
    Cloze: ClozeGrader(),
    Code: CodeGrader(),
    Demo: DemoGrader(),
    Match: MatchGrader(),
    Numeric: NumericGrader(),
    Order: OrderGrader(),
    Output: OutputGrader(),
    Pressed: PressedGrader(),
    Sort: SortGrader(),
    Spot: SpotGrader(),
    Turned: TurnedGrader(),
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
