"""Home's rows: a module with its figures, a lesson with its state, and the lesson at the cursor in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widget import Widget

from tutor.lesson.suggest import done_steps, is_done
from tutor.ui.text import styled, wrapped
from tutor.ui.widgets.rows import Row
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import LessonEntry, ModuleEntry
    from tutor.ui.launch import Known

BARS = "▁▂▃▄▅▆▇█"


class About(Widget):
    """The lesson at the cursor, on wide terminals."""

    DEFAULT_CSS = "About { height: 1fr; }"

    def show(self, summary: str, objectives: list[str], before: list[str]) -> None:
        """Show another lesson."""
        self.summary, self.objectives, self.before = summary, objectives, before
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        rows = wrapped(Content(self.summary), width)
        if self.objectives:
            rows += [Content(""), styled(_("You will be able to"), "bold $soft")]
            for objective in self.objectives:
                rows += wrapped(Content(objective), width, hang=2, lead=styled("· ", "$soft"))
        if self.before:
            rows += [Content(""), styled(_("Before it"), "bold $soft"), *map(Content, self.before)]
        return Content("\n").join(rows)


def module_heads(*, roomy: bool) -> str:
    """What the figures of the modules are."""
    return _("lessons") + ("  " + _("lasting") if roomy else " ")


def module_row(module: ModuleEntry, known: Known, *, chosen: bool, roomy: bool) -> Row:
    """A module: how many of its lessons are done, and how much of it lasts."""
    lessons = [e for e in module.lessons if not e.problems]
    done = sum(is_done(e, known.lessons) for e in lessons) if known.lessons else 0
    begun = bool(known.lessons) and any(done_steps(e, known.lessons) for e in lessons)
    sign = ("✓", "$good") if lessons and done == len(lessons) else ("◔", "$you") if begun else ("◦", "$faint")
    kept, total = known.lasting.get(module.id, (0, 0))
    count = styled(f"{done:>2}/{len(module.lessons):<2}", "$soft") + _lasting(kept, total, roomy)
    style = "bold $strong" if chosen else "" if begun else "$soft"
    return Row(styled(module.title, style), lead=styled(f"{sign[0]} ", sign[1]), right=count)


def _lasting(kept: int, total: int, roomy: bool) -> Content:
    """How many of a module's questions last a week: in per cent, or as a bar where there is no room."""
    if roomy:
        return styled(f"   {100 * kept // total:>3} %" if kept else "       ·", "$soft")
    return styled(BARS[min(7, 8 * kept // total)], "$good") if kept else Content(" ")


def lesson_row(entry: LessonEntry, known: Known, due: int) -> Row:
    """A lesson: what is due of it, how much is done, or how long it takes."""
    done = done_steps(entry, known.lessons)
    total = len(entry.steps) if done else 0
    if entry.problems:
        sign, right = styled("✗ ", "$bad"), _("broken")
    elif due:
        sign, right = styled("↻ ", "$you"), ngettext("{n} due", "{n} due", due).format(n=due)
    elif done and done == total:
        sign, right = styled("✓ ", "$good"), ""
    elif done:
        sign, right = styled("◔ ", "$you"), f"{done}/{total}"
    else:
        sign = styled("◦ ", "$faint")
        right = ngettext("{n} min", "{n} min", entry.minutes).format(n=entry.minutes)
    return Row(Content(entry.title), lead=sign, right=styled(f"{right} ", "$soft"))
