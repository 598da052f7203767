"""A chord of a keymap as a question of a review.

An item is `keys:KEYMAP#ACTION`, the one that the dojo practises. On screens the dojo's own prompt asks it; as plain
lines, and where a terminal cannot tell the chord, it is typed as text.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tutor.course.types import Lesson, Near, Posed, Prose, Text
from tutor.keyboard.chords import Chord, ChordError, parse_sequence
from tutor.keyboard.keymaps import Keymap, actions, called, keymap_with_own
from tutor.keyboard.situations import excerpt, situation
from tutor.lesson.dojo import NONE
from tutor.lesson.verdict import Answer, Grader, NoAnswerError, Verdict
from tutor.progress.reducer import CHORDS
from tutor.words import _

if TYPE_CHECKING:
    from tutor.lesson.dojo import Dojo
    from tutor.lesson.session import LessonSession

ROWS = 5


class Pressed(Posed, frozen=True, kw_only=True, tag="pressed"):
    """A chord to press or to type. In no lesson file.

    Attributes:
        keymap: name of the keymap; the id is that of the action.
        answers: chords that are right, as text; none if the action has no default key.
        taken: other chords of the keymap, each with what it does.
        code: lines around the cursor, with a mark at its line.
        turn: which of the action's situations this is.
    """

    keymap: str
    answers: list[Text]
    taken: list[Near]
    code: str = ""
    turn: int = 0

    type: ClassVar[str] = "pressed"


class PressedGrader(Grader[Pressed]):
    """Compares chords, not their spelling."""

    def grade(self, step: Pressed, answer: Answer) -> Verdict:
        typed = (answer if isinstance(answer, str) else " ".join(answer)).strip()
        if not typed:
            raise NoAnswerError(_("Type the chord, as in ctrl+alt+b, or none."))
        if typed.lower() in NONE:
            return Verdict(not step.answers, () if not step.answers else (_("It has a default key."),))
        try:
            given = parse_sequence(typed)
        except ChordError as error:
            raise NoAnswerError(str(error)) from error
        if given.text in step.answers:
            return Verdict(True)
        said = next((near.feedback for near in step.taken if near.text == given.text), None)
        return Verdict(False, (said or Prose(_("{chord} does nothing of this keymap.").format(chord=given.text)),))

    def right(self, step: Pressed) -> Answer:
        return step.answers[0] if step.answers else "none"


def lessons_of(keymap: str, action: str, turn: int, config: Path | None) -> dict[str, Lesson] | None:
    """The chord of an action as a lesson of one step; None if the keymap has no such action.

    Args:
        turn: how often it was asked so far: it is asked at another place each time.
        config: folder of the learner's own changes of keymaps.
    """
    try:
        found, _problems = keymap_with_own(keymap, config)
    except (KeyError, OSError):
        return None
    if action not in found.keys or action not in actions():
        return None
    step = _step(found, action, turn)
    title = Prose(called(found))
    lesson = Lesson(
        format=1, id=f"{CHORDS}{keymap}", title=title, summary=Prose(""), minutes=1, difficulty=1,
        steps=[step],  # type: ignore[list-item]  # a step of no lesson file
    )  # fmt: skip
    return {"en": lesson}


def _step(keymap: Keymap, action: str, turn: int) -> Pressed:
    key, at = keymap.keys[action], situation(actions()[action], turn)
    lines = [f"{'>' if n == at.at.line else ' '} {n:>3}  {text}".rstrip() for n, text in excerpt(at.at, ROWS)]
    return Pressed(
        id=action, title=Prose(called(actions()[action])), question=Prose(at.ask), keymap=keymap.name,
        answers=[Text(chord.text) for chord in key.all], taken=_taken(keymap, key.all),
        code="\n".join([at.at.file, *lines]), explanation=Prose(at.said) if at.said else None,
        turn=turn,
    )  # fmt: skip


def _taken(keymap: Keymap, wanted: tuple[Chord, ...]) -> list[Near]:
    """Chords of the keymap that are not wanted, and which actions they are."""
    titles: dict[str, list[str]] = {}
    for id, key in keymap.keys.items():
        for chord in key.all:
            if chord not in wanted and id in actions():
                titles.setdefault(chord.text, []).append(called(actions()[id]))
    said = _("{chord} is: {action}.")
    return [
        Near(text=Text(chord), feedback=Prose(said.format(chord=chord, action=", ".join(names))))
        for chord, names in titles.items()
    ]


def settle(session: LessonSession, sitting: Dojo) -> None:
    """Take over into the step of a review what a sitting of the dojo, which keeps its own events, came to."""
    state = session.state
    state.visit, state.ticket, state.tries = sitting.visit, sitting.ticket, sitting.tries
    end = sitting.settled_by
    if end is not None and end.kind == "shown":
        state.shown = True
    elif end is not None:
        state.verdict = Verdict(True)
        state.answer = end.given.text if end.given else "none"
    elif sitting.tries:
        state.tried.append("")
