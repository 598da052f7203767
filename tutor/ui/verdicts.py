"""What the verdict's rows say for the state of a step. Nothing is called saved before it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from tutor.course.types import Demo, Question
from tutor.lesson.session import LessonSession
from tutor.ui.text import inline, styled
from tutor.ui.widgets.verdict import Kind
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.ui.saver import Saver

Told = tuple[Kind, str, str, list[Content]]
"""Kind, head, state at the right end, paragraphs."""


def nth(tries: int) -> str:
    """Which try that was."""
    if tries == 1:
        return _("first try")
    if tries == 2:
        return _("second try")
    return _("try {n}").format(n=tries)


def kept(session: LessonSession, saver: Saver) -> str:
    """Whether the last act at this step is saved."""
    if saver.saved < session.state.ticket:
        return _("saving")
    return _("saved") if saver.durable else _("not saved")


def counted(session: LessonSession, saver: Saver) -> str:
    """Which try it was, and whether it is saved; a guess before the lesson counts as none."""
    return _("a guess") if session.trial is not None else f"{nth(session.state.tries)}, {kept(session, saver)}"


def told(session: LessonSession, saver: Saver, problem: str = "") -> Told:
    """The verdict on the step that the session is at."""
    if problem:
        head, *rows = problem.split("\n")
        return "none", head, "", [Content(row) for row in rows]
    if session.state.edited:
        return "info", _("Sent as you wrote it"), kept(session, saver), []
    return TELLERS[session.state.phase](session, saver)


def _open(session: LessonSession, saver: Saver) -> Told:
    state = session.state
    if session.trial is not None and not state.tries:
        return "none", _("A guess: it does not count, and the lesson comes back to it"), "", hints(session)
    if session.step.sends:
        head = _("Nothing sent yet")
    else:
        head = _("Not answered yet") if not state.tries else _("Not right yet")
    if state.unsure:
        head += ", " + _("unsure")
    right = ""
    if state.hints:
        right = _("hint {n} of {total}").format(n=state.hints, total=len(session.hints))
    elif state.skipped:
        right = _("skipped before")
    return "none", head, right, hints(session)


def _wrong(session: LessonSession, saver: Saver) -> Told:
    state, step = session.state, session.step
    verdict = state.verdict
    assert verdict is not None
    body = [inline(text) for text in verdict.said]
    if verdict.misconception in session.lesson.misconceptions:
        belief = session.lesson.misconceptions[verdict.misconception]
        body.append(styled(_("Behind it:") + " ", "$soft") + inline(f"“{belief}”", "$soft"))
    body += hints(session)
    if step.sends:
        body += explanation(session)
        return "bad", _("Not right: {what}").format(what=_predicted(session)), kept(session, saver), body
    if not verdict.said:
        body += [Content(_("What is underlined does not fit."))] if verdict.got else []
        body += explanation(session)
    return "bad", _("Not right"), counted(session, saver), body


def _right(session: LessonSession, saver: Saver) -> Told:
    state = session.state
    verdict = state.verdict
    assert verdict is not None
    body = [inline(text) for text in verdict.said] + explanation(session)
    if session.step.sends:
        return "good", _("As you predicted: {what}").format(what=_predicted(session)), kept(session, saver), body
    return "good", _("Right"), counted(session, saver), body


def _predicted(session: LessonSession) -> str:
    """What was predicted, as plain words."""
    step, answer = session.step, session.state.answer
    given = answer[0] if isinstance(answer, list) else ""
    return inline(step.predict.options[given].text).plain if isinstance(step, Demo) else given


def _shown(session: LessonSession, saver: Saver) -> Told:
    body = explanation(session)
    return "info", _("Answer shown"), kept(session, saver), body


def _before(session: LessonSession, saver: Saver) -> Told:
    earlier = session.state.earlier
    if not session.step.asks or earlier is None:
        return "info", _("Read before"), "", []
    tries = earlier.tries
    right = ngettext("{n} try", "{n} tries", tries).format(n=tries) if tries else ""
    return "info", _("Done before; Enter goes on, or answer it again"), right, []


def hints(session: LessonSession) -> list[Content]:
    """The hints that were asked for."""
    lead = styled(_("Hint:") + " ", "$soft")
    return [lead + inline(hint) for hint in session.hints[: session.state.hints]]


def explanation(session: LessonSession) -> list[Content]:
    """What a step says once it is done, and where that stands."""
    step, lesson = session.step, session.lesson
    rows = [inline(step.explanation)] if isinstance(step, Question) and step.explanation else []
    titles = [lesson.refs[ref].title for ref in step.refs if ref in lesson.refs]
    if titles:
        rows.append(styled(", ".join(titles), "$soft"))
    return rows


TELLERS = {"open": _open, "wrong": _wrong, "right": _right, "shown": _shown, "done before": _before}
