"""From what a learner did to a grade of recall. Only raw evidence is stored, so another rule can grade it anew.

Again = left wrong, or the answer was shown; Hard = right with a hint, with a doubt, or at a later try; Good = right at
the first try and alone; Easy = a chord that has become automatic. Measured on simulated learners: a four-option choice
that is guessed counts as known too often, and "unsure" as Hard puts most of that right.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Literal

from tutor.progress.events import RULE, Event
from tutor.progress.reducer import CHORDS

Grade = Literal[1, 2, 3, 4]
AGAIN: Grade = 1
HARD: Grade = 2
GOOD: Grade = 3
EASY: Grade = 4

Rule = Callable[[Event], "Grade | None"]
"""Gives the grade that an event stands for, or None: then it is no evidence of recall."""


def _first_rule(event: Event) -> Grade | None:
    data = event.data
    if event.kind == "reveal":
        return AGAIN
    right = data.get("right")
    if event.kind not in ("answer", "run") or not isinstance(right, bool):
        return None
    if not right:
        return AGAIN
    if data.get("unsure") is True or _count(data, "hints") > 0 or _count(data, "tries") > 1:
        return HARD
    return EASY if data.get("automatic") is True and event.item.startswith(CHORDS) else GOOD


def _count(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    return value if isinstance(value, int) else 0


RULES: dict[int, Rule] = {1: _first_rule}
"""By number; `events.RULE` is the one in force."""


def grade_of(event: Event, rule: int = RULE) -> Grade | None:
    """The grade that an event stands for, so far: a later try of the same visit may better it.

    Args:
        rule: by which to grade; the one in force unless a comparison is wanted.
    """
    return RULES[rule](event)


def ends(event: Event) -> bool:
    """Whether a visit is over with this event: nothing after it changes its grade."""
    return event.kind in ("reveal", "run") or event.data.get("right") is True
