"""A page to read."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from tutor.course.types import Read
from tutor.ui.steps.base import StepView
from tutor.ui.steps.question import Ask
from tutor.ui.text import markdown
from tutor.words import N_


class MarkdownPage(Widget):
    """Markdown, set for the width it gets."""

    DEFAULT_CSS = "MarkdownPage { height: auto; width: 1fr; max-width: 90; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(markdown(self.text, width))

    def render(self) -> Content:
        return Content("\n").join(markdown(self.text, self.content_size.width))


class ReadView(StepView[Read]):
    """A heading and a short page; Enter goes on."""

    KIND = N_("read")
    HELP = N_("A short page. Enter goes on; p goes back. Nothing moves by itself.")

    def compose(self) -> ComposeResult:
        yield Ask(self.step.title)
        yield MarkdownPage(self.step.text)

    def can_page_down(self) -> bool:
        return self.max_scroll_y > 0

    can_page_up = can_down = can_up = can_page_down

    def do_page_down(self) -> None:
        self.scroll_page_down(animate=False)

    def do_page_up(self) -> None:
        self.scroll_page_up(animate=False)

    def do_down(self) -> None:
        self.scroll_down(animate=False)

    def do_up(self) -> None:
        self.scroll_up(animate=False)
