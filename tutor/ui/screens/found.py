"""What a search found, as rows of a list and in words beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.lesson.search import Answer, Filters, Hit
from tutor.lesson.suggest import done_steps
from tutor.ui.screens.fact import fact_of, fact_rows
from tutor.ui.text import padded, styled, wrapped
from tutor.ui.widgets.rows import Row
from tutor.words import N_, _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue
    from tutor.progress.store import LessonProgress

KIND = 10  # cells of the column that says what a result is
KINDS = {
    "module": N_("Module"), "lesson": N_("Lesson"), "step": N_("Step"), "card": N_("Card"), "status": N_("Status"),
    "class": N_("Class"), "method": N_("Method"), "field": N_("Field"), "label": N_("Part"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Offer:
    """What to do when nothing is found: another query, or no filters."""

    text: str
    query: str
    filters: Filters


Found = Hit | Offer


def key_of(one: Found) -> tuple[str, ...]:
    """What tells one result from the others."""
    return (one.text,) if isinstance(one, Offer) else (one.kind, one.id, one.step or "", one.title)


def without_filters(found: Answer) -> list[Offer]:
    """The offer to ask once more without filters, if that finds something."""
    if not found.without:
        return []
    text = ngettext("Without filters: {n} result", "Without filters: {n} results", found.without)
    return [Offer(text.format(n=found.without), found.query, Filters())]


def row_of(one: Found, catalogue: Catalogue, progress: Mapping[str, LessonProgress], width: int) -> Row:
    """A result in one row of so many cells: what it is, its title, and where."""
    if isinstance(one, Offer):
        return Row(Content(one.text))
    sign, title = _sign(one, catalogue, progress), _marked(one.title, one.title_marks)
    # A fact stands in no lesson: there it is told what it means, in the room that its short name leaves.
    where = one.where or one.texts[0].split(" · ")[0]
    room = max(width // 3, width - KIND - title.cell_length - 4) - sign.cell_length
    right = styled(where, "$soft").truncate(max(8, room), ellipsis=True) + sign
    return Row(title, lead=styled(padded(_(KINDS[one.kind]), KIND), "$soft"), right=right)


def _sign(hit: Hit, catalogue: Catalogue, progress: Mapping[str, LessonProgress]) -> Content:
    """How far a lesson is, behind the title of its module."""
    entry = catalogue.entry(hit.id) if hit.kind == "lesson" else None
    if entry is None:
        return Content("")
    done = done_steps(entry, progress)
    if entry.problems:
        return styled("  ✗", "$bad")
    if not done:
        return styled("  ◦", "$faint")
    return styled("  ✓", "$good") if done == len(entry.steps) else styled("  ◔", "$you")


def about(hit: Hit, catalogue: Catalogue, language: str, width: int, *, airy: bool) -> list[Content]:
    """What was found, in words.

    Args:
        airy: whether there is room for empty rows.
    """
    fact = fact_of(hit.kind, hit.id, language)
    if fact is not None:
        name = _marked(hit.title, hit.title_marks, "bold $strong") + styled(f"  {fact.group}", "$soft")
        return [name, *fact_rows(fact, width, airy=airy)]
    title = wrapped(_marked(hit.title, hit.title_marks, "bold $strong"), width)[:2]
    return [*title, styled(_place(hit, catalogue), "$soft"), *wrapped(_marked(hit.excerpt, hit.marks), width)]


def _place(hit: Hit, catalogue: Catalogue) -> str:
    """Where that is, and what of a lesson there is to do."""
    entry = catalogue.entry(hit.id)
    if hit.kind == "module":
        count = sum(len(module.lessons) for module in catalogue.modules if module.id == hit.id)
        return ngettext("{n} lesson", "{n} lessons", count).format(n=count)
    if entry is None or hit.kind == "card":
        return hit.where
    if entry.problems:
        return str(entry.problems[0])
    if hit.kind == "step":
        number = next((n for n, step in enumerate(entry.steps, 1) if step.id == hit.step), 0)
        return _("step {n} of {total}").format(n=number, total=len(entry.steps)) + f" · {hit.where}"
    minutes = ngettext("{n} min", "{n} min", entry.minutes).format(n=entry.minutes)
    return f"{hit.where} · {minutes} · " + _("difficulty {n} of 10").format(n=entry.difficulty)


def _marked(text: str, ranges: Sequence[tuple[int, int]], style: str = "") -> Content:
    """Text with what was found underlined."""
    content = styled(text, style)
    for start, end in ranges:
        content = content.stylize("bold underline", start, end)
    return content
