"""The end of a lesson in plain lines: what it came to, and where to go on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tutor.lesson.summary import summarise
from tutor.plain.lines import inline
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.lesson.session import LessonSession
    from tutor.plain.talk import Talk


def end(session: LessonSession, talk: Talk, following: Callable[[], tuple[str, str] | None]) -> str | None:
    """Say what the lesson came to. Id of the next lesson, "" for home, None when the learner goes back into it."""
    summary = summarise(session)
    head = _("Lesson done.")
    if summary.left:
        head = ngettext("{n} step is still open.", "{n} steps are still open.", summary.left).format(n=summary.left)
    right = _("{right} of {asked} answers right at the first try").format(right=summary.right, asked=summary.asked)
    talk.say("")
    talk.tell(f"{head} {right}.")
    for objective in summary.objectives:
        sign = "✓" if objective.reached else "◔"
        text = inline(session.lesson.objectives[objective.id])
        count = _("{right} of {asked}").format(right=objective.right, asked=objective.asked)
        talk.tell(f"{text} ({count})", lead=f"  {sign} ")
    suggested = following()
    choices = [_("Home")] if suggested is None else [_("Next lesson: {lesson}").format(lesson=suggested[1]), _("Home")]
    for n, choice in enumerate(choices, 1):
        talk.tell(choice, lead=f"  {n}. ")
    while True:
        talk.tell(_("Type a number; Enter takes the first. o 5 goes back to step 5."))
        text = talk.ask().strip()
        word, _blank, rest = text.lstrip(":").partition(" ")
        if text in ("", "1") and suggested is not None:
            return suggested[0]
        if text in ("", "1", "2") or word in ("q", "home", "quit"):
            return ""
        if word in ("o", "go") and rest.strip().isdecimal() and 1 <= int(rest) <= len(session.steps):
            session.go(int(rest) - 1)
            return None
        if word == "p":
            session.back()
            return None
