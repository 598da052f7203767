"""A `keys` step of a lesson: what its sitting asks for, in which code, and what the log says of it."""

from __future__ import annotations

from collections.abc import Sequence

from tutor.course.situation import Place
from tutor.course.situation import Situation as Written
from tutor.course.types import Keys
from tutor.keyboard.keymaps import Keymap, actions
from tutor.keyboard.situations import Situation, Spot, asked_by_name
from tutor.keyboard.training import practised
from tutor.lesson.dojo import Dojo, Plan, Situations


def plan_of_step(step: Keys, keymap: Keymap) -> tuple[Plan, list[str]]:
    """The sitting of a step of a lesson, and the actions that it asks for: those that this keymap can be asked for."""
    wanted = step.actions or [action.id for action in actions().values() if action.set == step.set]
    only = [id for id in practised(keymap, step.actions) if id in wanted]
    return Plan("step", step.title, "", prompts=step.count or 2 * len(only)), only


def situations_of_step(step: Keys, only: Sequence[str]) -> Situations:
    """The situations that a step brings for these actions; none without code of its own."""
    own = step.situation
    return {id: [_situation_at(own, place, id) for place in own.places_of(id)] for id in only} if own else {}


def _situation_at(own: Written, place: Place, id: str) -> Situation:
    at = own.word(place.cursor)
    assert at is not None  # the lesson was refused else
    lines = own.lines(at.file)
    symbol = lines[at.line - 1][at.start : at.end]
    landed = [word for target in place.lands if (word := own.word(target, symbol))]
    ask = place.ask or asked_by_name(actions()[id])
    return Situation(
        str(ask), Spot(*at, lines), Spot(*landed[0], own.lines(landed[0].file)) if landed else None,
        len(landed) if len(landed) > 1 else 0, str(place.said or ""),
    )  # fmt: skip


def came_of_step(sitting: Dojo) -> dict[str, object]:
    """What the log says of a step whose sitting came to its end. Its time is that of the acts in it."""
    return {"right": sitting.right, "asked": sitting.asked, "missed": list(sitting.missed)}
