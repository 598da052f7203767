"""The report of a step with something wrong in it: what an author needs to find and see it."""

from __future__ import annotations

import platform

from tutor import __version__
from tutor.course.prose import content_hash
from tutor.course.types import Question
from tutor.lesson.session import Answer, LessonSession
from tutor.words import _


def report(session: LessonSession, file: str) -> str:
    """Lesson, step, revision, language, answers and state as lines of text. Labels are English: authors read them.

    Args:
        file: the lesson's file in its course.
    """
    lesson, step, state = session.lesson, session.step, session.state
    rev = step.rev if isinstance(step, Question) else 1
    rows = [
        ("lesson", f"{lesson.id} ({file})"),
        ("step", f"{step.id} ({step.type}, step {session.index + 1} of {len(session.steps)})"),
        ("revision", f"{rev}, content {content_hash(step)}"),
        ("language", session.language),
        ("title", step.title),
        *(("answered wrongly", _said(answer)) for answer in state.tried),
        ("answer", _said(state.answer if state.answer is not None else state.draft)),
        ("state", state.phase),
        ("tutor", f"{__version__}, Python {platform.python_version()}, {platform.system()}"),
        ("what is wrong", _("(write it here)")),
    ]
    return "\n".join(f"{name}: {value}" for name, value in rows) + "\n"


def _said(answer: Answer | None) -> str:
    if answer is None:
        return "none"
    return answer if isinstance(answer, str) else ", ".join(answer)
