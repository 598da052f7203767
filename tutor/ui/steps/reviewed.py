"""The end of a review: what it strengthened, what slipped, and what is left."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.lesson.review import Summary
from tutor.ui.steps.ending import EndView
from tutor.ui.text import inline, styled
from tutor.ui.widgets.frame import Line
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _, ngettext

MOST = 5
"""Titles of a part that are shown; of the rest the number."""


class ReviewedView(EndView):
    """Counts, not praise, and what next.

    Args:
        summary: what the review came to.
        waiting: how many more are due.
        days: over which they can be spread; 0 if that is not offered.
    """

    class Chosen(Message):
        """What the learner goes on with: "more" of the review, to "spread" what is left over days, or "home"."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def __init__(self, summary: Summary, waiting: int, days: int = 0) -> None:
        super().__init__()
        self.summary = summary
        self.ways: list[tuple[str, str]] = []
        if waiting:
            self.ways.append(("more", ngettext("{n} more is due", "{n} more are due", waiting).format(n=waiting)))
        if waiting and days:
            text = ngettext("Spread them over {n} day", "Spread them over {n} days", days).format(n=days)
            self.ways.append(("spread", text))
        self.ways.append(("home", _("Home")))

    def compose(self) -> ComposeResult:
        summary = self.summary
        yield Static(styled(self._head(), "bold $strong"))
        yield from self._part(_("Strengthened"), summary.strengthened, styled("✓ ", "bold $good"))
        yield from self._part(_("Slipped; they come back soon"), summary.slipped, styled("✗ ", "bold $bad"))
        yield Line(styled(_("What next"), "bold $soft"), classes="part")
        self.list = Rows(
            [Row(Content(text), lead=styled(f"{n}  ", "bold $soft")) for n, (_id, text) in enumerate(self.ways, 1)]
        )
        yield self.list

    def _head(self) -> str:
        summary = self.summary
        count = len(summary.strengthened) + len(summary.slipped)
        asked = ngettext("{n} item reviewed", "{n} items reviewed", count).format(n=count)
        minutes = ngettext("{n} minute", "{n} minutes", summary.minutes).format(n=summary.minutes)
        left = ngettext("{n} was passed over and stays due", "{n} were passed over and stay due", summary.left)
        return f"{asked}; {minutes}." + (f" {left.format(n=summary.left)}." if summary.left else "")

    def _part(self, head: str, titles: tuple[str, ...], sign: Content) -> ComposeResult:
        if titles:
            yield Line(styled(head, "bold $soft"), str(len(titles)), classes="part")
            for title in titles[:MOST]:
                yield Line(sign + inline(title))
            if len(titles) > MOST:
                yield Line(styled("  " + _("and {n} more").format(n=len(titles) - MOST), "$soft"))

    # ── As a view ────────────────────────────────────────────────────────────────────────────────

    @property
    def choices_shown(self) -> list[int]:
        """What the digits choose from."""
        return list(range(len(self.ways)))

    def go(self) -> None:
        self.post_message(self.Chosen(self.ways[self.list.cursor][0]))

    def go_title(self) -> str:
        return _("go on")
