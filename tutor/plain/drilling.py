"""Drills and rounds of chords of a lesson, in plain lines."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tutor.course.types import Drill, Keys
from tutor.lesson.drill import Run, plan_of
from tutor.plain.lines import inline
from tutor.words import _

if TYPE_CHECKING:
    from tutor.lesson.session import LessonSession
    from tutor.plain.talk import Keeper, Talk


def take_drill(step: Drill, session: LessonSession, talk: Talk) -> None:
    """Ask its questions one after the other; an empty line ends it."""
    plan = plan_of(session.lesson, step, session.language)
    run = Run(plan)
    talk.tell(_("An empty line ends it."))
    if plan.question:
        talk.tell(inline(plan.question))
    while run.now is not None:
        prompt = run.now
        talk.tell(inline(prompt.text))
        for n, (_id, text) in enumerate(prompt.choices, 1):
            talk.tell(inline(text), lead=f"  {n}. ")
        given = talk.ask().strip()
        if not given:
            run.stop()
            break
        if prompt.choices and given.isdecimal() and 1 <= int(given) <= len(prompt.choices):
            given = prompt.choices[int(given) - 1][0]
        right = run.answer(given)
        if run.last is not None and run.last[0] is prompt:
            talk.tell(_("Right") if right else inline(prompt.wanted), lead="  ✓ " if right else "  ✗ ")
            if not right and prompt.feedback:
                talk.tell(inline(prompt.feedback), lead="    ")
    if run.asked:
        session.recorder.record(plan.draft(run, session.language))
        session.state.passed = True
    figures = _("{right} of {total} right in {n} s")
    talk.tell(figures.format(right=run.right, total=run.asked, n=round(run.spent)))
    talk.tell(_("Enter goes on."))


def take_keys(
    step: Keys, session: LessonSession, talk: Talk, keeper: Keeper, keymap_id: str, config: Path | None
) -> None:
    """Ask for chords as text; q ends it.

    Args:
        keymap_id: whose chords are asked.
        config: folder of the learner's own chords.
    """
    from tutor.keyboard.keymaps import keymap_with_own
    from tutor.lesson.keys_step import came_of_step, plan_of_step, situations_of_step
    from tutor.plain import dojo

    keymap, _problems = keymap_with_own(keymap_id, config)
    plan, only = plan_of_step(step, keymap)
    situations = situations_of_step(step, only)
    drill = dojo.Drill(keymap, talk, keeper, plan, session.language, only=only, situations=situations)
    session.leave()
    if drill.run_or_leave():
        session.drilled(came_of_step(drill.dojo))
    session.come_back()
    talk.tell(_("Enter goes on."))
