"""The items of a review beside what is asked, on wide terminals: how each went, and when it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual.content import Content
from textual.widget import Widget

from tutor.ui.text import between, inline, styled
from tutor.words import _, ngettext

SIGNS = {"strengthened": ("✓", "$good"), "slipped": ("✗", "$bad"), "open": ("◦", "$faint")}


class Asked(NamedTuple):
    """An item that was or is asked: how it went so far, and when it comes back in a word or two, if that is known."""

    title: str
    outcome: str
    back: str


class Agenda(Widget):
    """What was asked so far, what is asked now, and how many are to come."""

    DEFAULT_CSS = "Agenda { display: none; width: 40; padding: 0 0 0 2; height: 1fr; }"

    def __init__(self) -> None:
        super().__init__()
        self.items: Sequence[Asked] = ()
        self.total = 0
        self.here = True  # whether the last one is asked now

    def show(self, items: Sequence[Asked], total: int, *, here: bool) -> None:
        """Show other items, in the order in which they were asked."""
        self.items, self.total, self.here = items, total, here
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        room = max(3, self.content_size.height - 3)
        hidden = max(0, len(self.items) - room)
        rows = [between(styled(_("This session"), "bold $soft"), styled(str(self.total), "$soft"), width)]
        if hidden:
            rows.append(styled("  " + ngettext("{n} before", "{n} before", hidden).format(n=hidden), "$soft"))
        for n, item in enumerate(self.items[hidden:], hidden):
            now = self.here and n == len(self.items) - 1
            rows.append(self._row(item, now, width))
        if left := self.total - len(self.items):
            text = ngettext("{n} more", "{n} more", left).format(n=left)
            rows.append(styled("◦ ", "$faint") + styled(text, "$soft"))
        return Content("\n").join(rows)

    @staticmethod
    def _row(item: Asked, now: bool, width: int) -> Content:
        sign, style = SIGNS[item.outcome]
        back = styled(item.back, "$soft")
        if now:
            back = styled(f"{sign} ", style) + back if item.outcome != "open" else back
            sign, style = "▸", "$you"
        title = inline(item.title, "bold $strong" if now else "$soft" if item.outcome == "open" else "")
        room = width - 2 - (back.cell_length + 2 if back.cell_length else 0)
        return between(styled(f"{sign} ", style) + title.truncate(room, ellipsis=True), back, width)
