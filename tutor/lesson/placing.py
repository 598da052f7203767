"""Answers that put one thing to another: pairs, bins, and the line with the fault. Each row gets its own mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tutor.course.types import Match, Sort, Spot
from tutor.lesson.verdict import Answer, Grader, NoAnswerError, Verdict, put_together
from tutor.words import _, ngettext

SAID = 2
"""Rows whose feedback is said at once; the others tell theirs under the cursor."""


def _told(marks: Mapping[str, bool], rows: Mapping[str, tuple[str, str | None]]) -> tuple[str, ...]:
    """How many rows are right, and what is to be said of the first wrong ones, each by its text."""
    right = sum(marks.values())
    count = _("{right} of {total} are right.").format(right=right, total=len(marks))
    wrong = (rows[id] for id, good in marks.items() if not good)
    return (count, *[f"{text}: {feedback}" for text, feedback in wrong if feedback][:SAID])


class MatchGrader(Grader[Match]):
    """The answer has `left:right`, ids of pairs, for each left; a right may be one of `extra`."""

    def grade(self, step: Match, answer: Answer) -> Verdict:
        given = {left: rights[0] for left, rights in put_together(answer).items() if left in step.pairs}
        if missing := len(step.pairs) - len(given):
            raise NoAnswerError(
                ngettext("{n} row has no partner yet.", "{n} rows have no partner yet.", missing).format(n=missing)
            )
        marks = {left: self._same(step, left, given[left]) for left in step.pairs}
        if all(marks.values()):
            return Verdict(True, marks=tuple(marks.items()))
        rows = {left: (pair.left, pair.feedback) for left, pair in step.pairs.items()}
        return Verdict(False, _told(marks, rows), marks=tuple(marks.items()))

    @staticmethod
    def _same(step: Match, left: str, right: str) -> bool:
        """Whether this right says what belongs to the left: two pairs may have rights that read the same."""
        return right in step.pairs and step.pairs[right].right == step.pairs[left].right

    def right(self, step: Match) -> Answer:
        return [f"{id}:{id}" for id in step.pairs]


class SortGrader(Grader[Sort]):
    """The answer has `item:bin` for each item, in a grid for each of its bins."""

    def grade(self, step: Sort, answer: Answer) -> Verdict:
        given = put_together(answer)
        missing = sum(id not in given for id in step.items)
        if step.is_grid and missing == len(step.items):
            raise NoAnswerError(_("Give at least one row its bin: a digit."))
        if missing and not step.is_grid:
            raise NoAnswerError(
                ngettext("{n} row is in no bin yet.", "{n} rows are in no bin yet.", missing).format(n=missing)
            )
        marks = {id: set(given.get(id, ())) == set(item.bins) for id, item in step.items.items()}
        if all(marks.values()):
            return Verdict(True, marks=tuple(marks.items()))
        rows = {id: (item.text, item.feedback) for id, item in step.items.items()}
        return Verdict(False, _told(marks, rows), marks=tuple(marks.items()))

    def right(self, step: Sort) -> Answer:
        return [f"{id}:{name}" for id, item in step.items.items() for name in item.bins]


class SpotGrader(Grader[Spot]):
    """The answer is the number of a line."""

    def grade(self, step: Spot, answer: Answer) -> Verdict:
        line = answer if isinstance(answer, str) else (answer or [""])[0]
        if not line.isdecimal():
            raise NoAnswerError(_("Choose a line first: ↑ ↓."))
        right = int(line) in step.lines
        said = step.feedback.get(line)
        if said is None and not right:
            said = _("Line {n} does what it should.").format(n=line)  # type: ignore[assignment]  # prose of ours
        return Verdict(right, (said,) if said else (), marks=((line, right),))

    def right(self, step: Spot) -> Answer:
        return [str(line) for line in step.lines]


def targets(step: Match | Sort, order: Sequence[str]) -> dict[str, str]:
    """What rows are put to, by id: the bins as they stand, or the rights in this order of their ids."""
    if isinstance(step, Sort):
        return {id: str(text) for id, text in step.bins.items()}
    rights = {**{id: pair.right for id, pair in step.pairs.items()}, **step.extra}
    return {id: str(rights[id]) for id in order}
