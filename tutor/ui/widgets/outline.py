"""The lesson beside the step, on wide terminals: its steps, and what it makes one able to do."""

from __future__ import annotations

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tutor.lesson.session import LessonSession
from tutor.lesson.summary import Result, result, summarise
from tutor.ui.text import between, styled, wrapped
from tutor.words import _, ngettext

SIGN: dict[Result, tuple[str, str]] = {
    "right": ("✓", "$good"),
    "passed": ("✓", "$good"),
    "helped": ("✓", "$good"),
    "shown": ("✗", "$bad"),
    "missed": ("✗", "$bad"),
    "skipped": ("◦", "$faint"),
    "open": ("◦", "$faint"),
}


class Outline(Widget):
    """All steps with their state; a click goes there."""

    DEFAULT_CSS = "Outline { display: none; width: 40; padding: 0 0 0 2; height: 1fr; }"

    class Picked(Message):
        """A step was clicked; `index` counts from 0."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self, session: LessonSession) -> None:
        super().__init__()
        self.session = session

    def render(self) -> Content:
        from tutor.ui.steps import VIEWS

        session, width = self.session, self.content_size.width
        minutes = session.lesson.minutes
        rows = [
            between(
                styled(_("This lesson"), "bold $soft"),
                styled(ngettext("{n} min", "{n} min", minutes).format(n=minutes), "$soft"),
                width,
            )
        ]
        for n, step in enumerate(session.steps):
            how = result(step, session.states[step.id])
            glyph, style = SIGN[how]
            here = n == session.index
            if here:
                glyph, style = "▸", "bold $you"
            title = styled(step.title, "bold $strong" if here else "$soft" if how in ("open", "skipped") else "")
            kind = styled(_(VIEWS[type(step)].KIND), "$soft")
            rows.append(between(styled(f"{glyph} ", style) + title, kind, width))
        rows += ["", styled(_("You will be able to"), "bold $soft")]  # type: ignore[list-item]
        for objective in summarise(session).objectives:
            glyph, style = ("✓", "$good") if objective.reached else ("◦", "$faint")
            text = Content(session.lesson.objectives[objective.id])
            rows += wrapped(text, width, hang=2, lead=styled(f"{glyph} ", style))
        return Content("\n").join([row if isinstance(row, Content) else Content(row) for row in rows])

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset and 1 <= offset.y <= len(self.session.steps):
            self.post_message(self.Picked(offset.y - 1))
