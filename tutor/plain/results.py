"""What a run of code came to, as plain lines."""

from __future__ import annotations

from tutor.lesson.exercise.judge import Result
from tutor.lesson.exercise.told import Row, details, headline, output_rows, said
from tutor.plain.lines import cells, inline, wrapped
from tutor.words import _

SIGNS = {"passed": "✓", "failed": "✗", "unknown": "◦"}


def result_lines(result: Result, *, at_length: bool = True) -> list[str]:
    """The checks, the verdict, why, and what happened in the check that fails."""
    lines = [f"{SIGNS[check.state]} {check.name}" for check in result.shown]
    hidden = len(result.checks) - len(result.shown)
    if hidden:
        lines.append(f"◦ {_('{n} more, when these pass').format(n=hidden)}")
    sign = "✓" if result.passed else "✗"
    lines += ["", *wrapped(f"{sign} {headline(result)} ({result.seconds * 1000:.0f} ms)")]
    for row in said(result):
        lines += row_lines(row)
    failing = result.failing
    if at_length and failing is not None and result.ended == "done" and failing.seen:
        lines += ["", *(line for row in details(failing) for line in row_lines(row))]
    if result.ended != "done":
        lines += [line for row in output_rows(result) for line in row_lines(row)]
    return lines


def row_lines(row: Row) -> list[str]:
    """One row; code is not wrapped, and the place of a fault in it is marked under it."""
    if row.kind == "words":
        return wrapped(inline(row.text), lead="  ")
    if row.kind == "head":
        return [row.text]
    label = f"{row.label}: " if row.label and row.label not in "<>$" else f"{row.label} " if row.label else ""
    lines = [f"  {label}{row.text}"]
    if row.mark is not None:
        start, end = row.mark
        lead = " " * (2 + cells(label) + cells(row.text[:start]))
        lines.append(lead + "^" * max(1, cells(row.text[start:end])))
    return lines
