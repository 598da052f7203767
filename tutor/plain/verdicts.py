"""What is said of a step's state, in the words of the screens."""

from __future__ import annotations

from tutor.course.types import Demo, Question
from tutor.lesson.session import LessonSession
from tutor.plain.lines import inline, wrapped
from tutor.words import _, ngettext


def told(session: LessonSession, kept: str) -> list[str]:
    """The verdict on the step that the session is at, with what explains it."""
    return {"wrong": _wrong, "right": _right, "shown": _shown, "done before": _before, "open": _open}[
        session.state.phase
    ](session, kept)


def _open(session: LessonSession, kept: str) -> list[str]:
    state = session.state
    if not state.tries:
        return []
    return [f"◦ {_('Not right yet')}"]


def _wrong(session: LessonSession, kept: str) -> list[str]:
    state, step = session.state, session.step
    verdict = state.verdict
    assert verdict is not None
    head = _("Not right")
    if step.sends:
        head = _("Not right: {what}").format(what=predicted(session))
    lines = wrapped(f"✗ {head} ({kept})")
    for text in verdict.said:
        lines += wrapped(inline(text), lead="  ")
    if verdict.got:
        marked = "".join(part.text if part.same else f"[{part.text or '_'}]" for part in verdict.got)
        lines += wrapped(_("differs") + f": {marked}", lead="  ")
    if verdict.misconception in session.lesson.misconceptions:
        belief = inline(session.lesson.misconceptions[verdict.misconception])
        lines += wrapped(f"{_('Behind it:')} “{belief}”", lead="  ")
    if step.sends:
        lines += _explanation(session)
    return lines


def _right(session: LessonSession, kept: str) -> list[str]:
    verdict = session.state.verdict
    assert verdict is not None
    head = _("Right")
    if session.step.sends:
        head = _("As you predicted: {what}").format(what=predicted(session))
    lines = wrapped(f"✓ {head} ({kept})")
    for text in verdict.said:
        lines += wrapped(inline(text), lead="  ")
    return lines + _explanation(session)


def _shown(session: LessonSession, kept: str) -> list[str]:
    return [f"↻ {_('Answer shown')} ({kept})", *_explanation(session)]


def _before(session: LessonSession, kept: str) -> list[str]:
    earlier = session.state.earlier
    if not session.step.asks or earlier is None:
        return []
    tries = ngettext("{n} try", "{n} tries", earlier.tries).format(n=earlier.tries) if earlier.tries else ""
    return wrapped(f"↻ {_('Done before; Enter goes on, or answer it again')}{f' ({tries})' if tries else ''}")


def predicted(session: LessonSession) -> str:
    """What was predicted, as plain words."""
    step, answer = session.step, session.state.answer
    given = answer[0] if isinstance(answer, list) else ""
    return inline(step.predict.options[given].text) if isinstance(step, Demo) else given


def _explanation(session: LessonSession) -> list[str]:
    step, lesson = session.step, session.lesson
    lines: list[str] = []
    if isinstance(step, Question) and step.explanation:
        lines += wrapped(inline(step.explanation), lead="  ")
    titles = [lesson.refs[ref].title for ref in step.refs if ref in lesson.refs]
    return lines + (wrapped(", ".join(titles), lead="  ") if titles else [])
