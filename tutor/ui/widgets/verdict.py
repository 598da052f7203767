"""What the tutor says of an answer: always the last rows above the keys."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.ui.text import styled
from tutor.ui.widgets.frame import Line

Kind = Literal["good", "bad", "none", "info"]
LOOK: dict[Kind, tuple[str, str]] = {
    "good": ("✓", "bold $good"),
    "bad": ("✗", "bold $bad"),
    "none": ("◦", "$soft"),
    "info": ("↻", "bold $ink"),
}


class Verdict(VerticalScroll, can_focus=False):
    """Sign and words, a state at the right end, then what is said of that very answer.

    Two to five rows; what is longer scrolls inside.
    """

    DEFAULT_CSS = """
    Verdict { height: auto; max-height: 6; max-width: 96; margin: 1 0; padding: 0 0 0 1; border-left: outer $rule; }
    Verdict.-good { border-left: outer $good; }
    Verdict.-bad { border-left: outer $bad; }
    Verdict.-info { border-left: outer $soft; }
    Verdict > Static { height: auto; max-width: 90; padding: 0 1 0 2; }
    """

    def compose(self):  # type: ignore[no-untyped-def]  # ComposeResult: Line and Static
        yield Line()
        yield Static()

    def tell(self, kind: Kind, head: str, right: str = "", body: Sequence[Content] = ()) -> None:
        """Show a verdict: its sign and head, the state at the right end, and paragraphs under it."""
        sign, style = LOOK[kind]
        for other in LOOK:
            self.set_class(other == kind, f"-{other}")
        self.query_one(Line).set(styled(f"{sign} {head}", style), styled(right, "$soft"))
        said = self.query_one(Static)
        said.display = bool(body)
        said.update(Content("\n").join(list(body)))
        self.scroll_home(animate=False)
