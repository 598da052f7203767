"""A card as a step: typed if it has answers, else turned, and the learner says whether it was known."""

from __future__ import annotations

from typing import ClassVar

from tutor.course.types import Card, Posed, Prose, Typed
from tutor.lesson.verdict import Answer, Grader, NoAnswerError, Verdict
from tutor.words import _

KNOWN, UNKNOWN = "known", "unknown"


class Turned(Posed, frozen=True, kw_only=True, tag="turned"):
    """The front is asked, the back is shown, and the learner says whether they knew it. In no lesson file."""

    back: Prose

    type: ClassVar[str] = "turned"


class TurnedGrader(Grader[Turned]):
    """The learner grades; what is on the back is said in any case."""

    def grade(self, step: Turned, answer: Answer) -> Verdict:
        said = answer if isinstance(answer, str) else next(iter(answer), "")
        if said not in (KNOWN, UNKNOWN):
            raise NoAnswerError(_("Say whether you knew it."))
        return Verdict(said == KNOWN)

    def right(self, step: Turned) -> Answer:
        return step.back


def as_step(id: str, card: Card) -> Posed:
    """The step that asks a card. Its title says nothing of the answer."""
    title = Prose(card.front.partition("\n")[0])
    if card.answers:
        return Typed(
            id=id, title=title, question=card.front, answers=card.answers, compare=card.compare,
            explanation=card.back, refs=card.refs, rev=card.rev, aliases=card.aliases,
        )  # fmt: skip
    return Turned(
        id=id, title=title, question=card.front, back=card.back, refs=card.refs, rev=card.rev, aliases=card.aliases
    )
