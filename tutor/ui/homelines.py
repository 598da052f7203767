"""Home's lines above the course: what to do next, what is due, and the week. Each is what stands left and right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.ui.text import padded, styled
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.lesson.backlog import Backlog
    from tutor.lesson.suggest import Suggestion
    from tutor.ui.launch import Known

Sides = tuple[Content, Content]

LABEL = 7
DAYS = 30


def named(label: str, text: Content) -> Content:
    """A line with its label."""
    return styled(padded(label, LABEL), "$soft") + text


def key(cap: str, title: str) -> Content:
    """A key that stands at the right of a line."""
    return styled(cap, "bold $you") + styled(f" {title}", "$soft")


def next_line(suggestion: Suggestion, *, here: bool) -> Sides:
    """The lesson that is suggested; with its key if the cursor is `here`."""
    verb = _("continue") if suggestion.begun else _("start")
    title = named(_("Next"), styled(suggestion.lesson.title, "bold $strong"))
    return title, key("Enter", verb) if here else Content("")


def paused_line(due: Backlog | None, cap: str) -> Sides:
    """In place of it, while new lessons pause: the review, if anything of it is left for today."""
    some = due is not None and bool(due.items)
    what = _("Review what is due") if some else _("Nothing more today")
    return named(_("Next"), styled(what, "bold $strong")), key(cap, _("review")) if some else Content("")


def ended_line(*, lessons: bool) -> Sides:
    """In place of it, when there is no lesson left, or none at all."""
    said = _("Every lesson is done.") if lessons else _("No lessons were found.")
    return named(_("Next"), styled(said, "bold $strong")), Content("")


def due_line(due: Backlog, review: Sequence[Content], spread: Sequence[Content], width: int) -> Sides:
    """How much is due, with the keys for it; as much of both as has room."""
    from tutor.lesson.backlog import due_text, later_text

    nothing = _("today's part is done") if due.later else _("nothing now")
    text = due_text(len(due.items), due.minutes) if due.items else nothing
    longer = f"{text}; {later_text(due)}" if due.later else text
    for said, keys in product((longer, text), ([*review, *spread], review)):
        left, right = named(_("Due"), Content(said)), Content("   ").join(keys)
        if left.cell_length + right.cell_length + 2 <= width:
            break
    return left, right


def week_line(known: Known, goal: int, width: int) -> Sides:
    """The minutes of the week, and the days of the last 30, today at the right. No streak that could be lost.

    Args:
        goal: minutes that a week shall have; 0 for none.
    """
    days, minutes = known.days, known.minutes
    row = [styled("▮", "") if known.today - n in days else styled("·", "$faint") for n in reversed(range(DAYS))]
    week = _("{n} of {goal} minutes").format(n=minutes, goal=goal) if goal else ngettext(
        "{n} minute", "{n} minutes", minutes
    ).format(n=minutes)  # fmt: skip
    left = named(_("Week"), Content(week))
    right = styled(_("{n} of 30 days").format(n=len(days)) + "  ", "$soft") + Content("").join(row)
    room = width - left.cell_length - 2
    return left, right if right.cell_length <= room else Content("").join(row[-room:])
