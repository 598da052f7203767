"""What a run of code came to, as rows on screen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.lesson.exercise.judge import Result
from tutor.lesson.exercise.told import Row, details, headline, output_rows, said
from tutor.lesson.session import LessonSession
from tutor.ui.text import inline, padded, styled
from tutor.ui.verdicts import Told, explanation, hints, kept, nth
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.exercise import Exercise
    from tutor.ui.saver import Saver

LABEL = 10
"""Cells of the column that says what a row is."""
SIGNS = {"passed": ("✓", "$good"), "failed": ("✗", "bold $bad"), "unknown": ("◦", "$soft")}


def told_of(session: LessonSession, saver: Saver) -> Told:
    """The verdict on the last run of a code step."""
    state = session.state
    result = state.result
    assert result is not None
    if result.passed:
        right = f"{nth(state.tries)}, {kept(session, saver)}"
        return "good", headline(result), right, explanation(session)
    body = [row_content(row) for row in said(result)] + hints(session)
    return "bad", headline(result), f"{nth(state.tries)}, {kept(session, saver)}", body


def row_content(row: Row, width: int = 0) -> Content:
    """One row; the place of a fault in code is underlined."""
    if row.kind == "words":
        return inline(row.text)
    if row.kind == "head":
        return styled(row.text, "bold $strong")
    if row.label in ("<", ">", "$"):
        lead = styled(f"{row.label} ", "bold $server" if row.label == "<" else "bold $you")
        return lead + styled(row.text, "$soft" if row.kind == "soft" else "")
    if row.kind == "soft":
        return styled(row.text, "$soft")
    if row.kind == "error":
        return styled(row.text, "bold $bad")
    label = styled(padded(row.label, LABEL) if row.kind in ("wanted", "got") else f"{row.label}  ", "$soft")
    text = styled(row.text, {"wanted": "bold $strong", "got": "bold $bad underline"}.get(row.kind, ""))
    if row.mark is not None:
        start, end = row.mark
        text = styled(row.text[:start]) + styled(row.text[start:end], "bold $bad underline") + styled(row.text[end:])
    return (label if row.label else Content("")) + text


def checks_line(exercise: Exercise, result: Result | None) -> Content:
    """All checks in one row, each with its sign."""
    if result is None:
        names = [(("◦", "$soft"), str(check.name)) for check in exercise.cases.values() if not check.hidden]
        hidden = len(exercise.cases) - len(names)
    else:
        names = [(SIGNS[check.state], check.name) for check in result.shown]
        hidden = len(result.checks) - len(result.shown)
    failing = result.failing if result else None
    plain = "" if result else "$soft"
    parts = [
        styled(f"{sign} ", style) + styled(name, "bold $strong" if failing and failing.name == name else plain)
        for (sign, style), name in names
    ]
    if hidden:
        parts.append(styled(_("◦ {n} more").format(n=hidden), "$soft"))
    return Content("   ").join(parts)


def checks_rows(exercise: Exercise, result: Result | None, *, listed: bool) -> list[Content]:
    """What happened in the check that failed, or in the last; before that the checks, if they are to be listed."""
    if result is None:
        rows = [styled("◦ ", "$soft") + styled(check.name) for check in exercise.cases.values() if not check.hidden]
        told = styled(_("Nothing has run yet; F5 runs it."), "$soft")
        return [*rows, Content(""), told] if listed else [told]
    rows = [styled(f"{SIGNS[c.state][0]} ", SIGNS[c.state][1]) + styled(c.name) for c in result.shown]
    if hidden := len(result.checks) - len(result.shown):
        rows.append(styled(_("◦ {n} more, when these pass").format(n=hidden), "$soft"))
    rows = [*rows, Content("")] if listed else []
    if result.ended != "done":
        return rows + list(map(row_content, output_rows(result)))
    chosen = result.failing or next((check for check in reversed(result.checks) if check.seen), None)
    return rows + (list(map(row_content, details(chosen))) if chosen else [])


def not_enforced(result: Result | None) -> Sequence[str]:
    """What the code that ran is not kept from here."""
    return [name for name, holds in result.enforced.items() if not holds] if result else []
