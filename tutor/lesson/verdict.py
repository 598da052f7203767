"""What grading gives: a verdict on an answer, and what every grader has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeAlias, TypeVar

from tutor.course.types import Step

Answer: TypeAlias = str | list[str]
"""Text for typed and numeric steps; ids of options or lines for the others, `id:id` for what was put to what, and
`gap:text` for what was filled in."""

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


def put_together(answer: Answer) -> dict[str, list[str]]:
    """Of entries `id:what`, what belongs to each id, in order."""
    found: dict[str, list[str]] = {}
    for entry in [answer] if isinstance(answer, str) else answer:
        id, _colon, what = entry.partition(":")
        found.setdefault(id, []).append(what)
    return found
