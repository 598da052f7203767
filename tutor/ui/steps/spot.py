"""Code with a fault: find its line."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Region

from tutor.course.types import Spot
from tutor.lesson.session import Answer
from tutor.ui.steps.question import QuestionView
from tutor.ui.text import code, styled, wire_text
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import N_, _


class SpotView(QuestionView[Spot]):
    """Numbered lines; the arrows choose one."""

    KIND = N_("spot")
    HELP = N_("Read the code, go to the line with the fault with ↑ ↓, and press Enter. A wrong one costs nothing.")

    def compose(self) -> ComposeResult:
        yield from self.head()
        self.list = Rows(classes="options")
        yield self.list

    def on_mount(self) -> None:
        step = self.step
        text = wire_text(step.code) if step.language == "http" else code(step.code, step.language)
        self.lines = text.split("\n", allow_blank=True)
        self.list.set(self.rows(), int(self.given()[0]) - 1)

    @property
    def _line(self) -> int:
        """The line that was chosen, counted from 1."""
        state = self.state
        chosen = state.answer if state.draft is None else state.draft
        first = chosen if isinstance(chosen, str) else (chosen or ["1"])[0]
        return int(first) if first.isdecimal() else 1

    def given(self) -> Answer:
        return [str(self._line)]

    def instruction(self) -> str:
        return _("Choose the line")

    def redraw(self) -> None:
        if self.is_mounted and hasattr(self, "lines"):
            self.list.set(self.rows())

    def rows(self) -> list[Row]:
        """Each line with its number; answered ones have their sign."""
        state, width = self.state, len(str(len(self.lines)))
        tried = {int(line) for answer in state.tried for line in ([answer] if isinstance(answer, str) else answer)}
        rows = []
        for number, line in enumerate(self.lines, 1):
            mark: Content | None = None
            if (state.shown or (state.verdict and state.verdict.right)) and number in self.step.lines:
                mark = styled("✓", "bold $good")
            elif number in tried:
                mark = styled("✗", "bold $bad")
            rows.append(Row(line, lead=styled(f"{number:>{width}}  ", "$faint"), mark=mark))
        return rows

    def point(self, index: int) -> None:
        """Put the cursor on a line."""
        if 0 <= index < len(self.lines):
            self.take_up()
            self.list.point(index)
            self.state.draft = [str(index + 1)]
            self._see()

    def on_resize(self) -> None:
        self.call_after_refresh(self._see)

    def _see(self) -> None:
        """Scroll so that the chosen line is in sight: a verdict takes room from the code."""
        top = self.list.virtual_region.y
        self.scroll_to_region(Region(0, top + self.list.cursor, 1, 1), animate=False)

    def do_up(self) -> None:
        self.point(self.list.cursor - 1)

    def do_down(self) -> None:
        self.point(self.list.cursor + 1)

    def do_top(self) -> None:
        self.point(0)

    def do_bottom(self) -> None:
        self.point(len(self.lines) - 1)

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        message.stop()
        if message.index == self.list.cursor and self.state.phase == "open":
            self.go()
        else:
            self.point(message.index)
