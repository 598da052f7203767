"""What is wrong in lesson files, where, and how to mend it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.ui.commands import bindings
from tutor.ui.page import Page
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.problem import Problem


class ProblemsScreen(Page):
    """Each problem with file, line and column, what is wrong, and the mend."""

    DEFAULT_CSS = """
    ProblemsScreen #problems { padding: 1 2; height: 1fr; }
    ProblemsScreen #problems > Static { max-width: 90; height: auto; margin: 0 0 1 0; }
    """
    FOOTER = ("go", "palette")
    BINDINGS = bindings("go", "up", "down", "page-up", "page-down", "palette", "help", "back")

    def __init__(self, problems: Sequence[Problem], title: str) -> None:
        super().__init__()
        self.problems, self.head = problems, title

    def compose(self) -> ComposeResult:
        count = len(self.problems)
        yield Top((self.head,), ngettext("{n} problem", "{n} problems", count).format(n=count))
        yield Rule()
        with VerticalScroll(id="problems", can_focus=False):
            for problem in self.problems:
                where = styled(f"{problem.file}:{problem.line}:{problem.column}", "bold $strong")
                sign = styled("✗ ", "bold $bad") if problem.severity == "error" else styled("! ", "bold $you")
                yield Static(
                    Content("\n").join([sign + where, Content(problem.message), styled(problem.mend, "$soft")])
                )
            yield Static(styled(_("The other lessons work. `tutor check` lists the same."), "$soft"))
        yield self.keys()

    def title_of(self, id: str) -> str:
        return _("home") if id == "go" else super().title_of(id)

    def do_go(self) -> None:
        self.do_back()

    def do_up(self) -> None:
        self.query_one("#problems").scroll_up(animate=False)

    def do_down(self) -> None:
        self.query_one("#problems").scroll_down(animate=False)

    def do_page_up(self) -> None:
        self.query_one("#problems").scroll_page_up(animate=False)

    def do_page_down(self) -> None:
        self.query_one("#problems").scroll_page_down(animate=False)

    def help_text(self) -> tuple[str, str]:
        return self.head, _(
            "Each problem names its file, line and column, and how to mend it. Mended files are read at the next start."
        )
