"""The exchange view: one line that sums up, then bytes, their meaning, what happened inside, times, or hex."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.ui.text import styled
from tutor.ui.widgets.exchange import BytesPane, meaning_of
from tutor.ui.widgets.frame import Line
from tutor.ui.widgets.inside import InsidePane
from tutor.ui.widgets.timing import HexPane, TimingPane
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.wire.exchange import Exchange
    from tutor.wire.server import ServerHandle, Timeline

Tab = Literal["bytes", "meaning", "inside", "time", "hex"]
WIDE = 116
"""Cells of the screen from which on the meaning stands beside the bytes."""

NAMES = {
    "bytes": lambda: _("Bytes"),
    "meaning": lambda: _("Meaning"),
    "inside": lambda: _("Inside"),
    "time": lambda: _("Time"),
    "hex": lambda: _("Hex"),
}


def timelines_of(handle: ServerHandle | None, exchanges: Sequence[Exchange]) -> list[Timeline | None]:
    """What the server noted about each request, as far as it still knows."""
    if handle is None:
        return []
    return [
        handle.timeline(exchange.local[1], exchange.nth + n)
        for exchange in exchanges
        if exchange.local
        for n in range(max(1, len(exchange.methods)))
    ]


class ExchangeView(Vertical):
    """One or more exchanges. Tab goes from pane to pane; one cursor walks through the bytes and what they mean."""

    DEFAULT_CSS = """
    ExchangeView { height: 1fr; max-width: 100%; }
    ExchangeView #meaning { height: 3; max-width: 96; margin: 1 0 0 0; }
    ExchangeView #tabs { margin: 1 0 0 0; max-width: 96; }
    ExchangeView #sum { max-width: 96; }
    .-short ExchangeView #tabs, .-short ExchangeView #meaning { margin: 0; }
    """
    tab: Tab = "bytes"
    language = "en"
    exchanges: Sequence[Exchange] = ()

    def compose(self) -> ComposeResult:
        yield Line(id="sum")
        yield Line(id="tabs")
        yield BytesPane()
        yield InsidePane()
        yield TimingPane()
        yield HexPane()
        yield Static(id="meaning")

    def show(
        self, exchanges: Sequence[Exchange], timelines: Sequence[Timeline | None], notice: Sequence[str], language: str
    ) -> None:
        """Show these exchanges, with what the server noted about each of their requests."""
        self.exchanges, self.language = exchanges, language
        self.query_one(BytesPane).show(exchanges, notice, language)
        inside, timing, hexes = self.query_one(InsidePane), self.query_one(TimingPane), self.query_one(HexPane)
        inside.timelines, timing.exchanges, hexes.exchanges = timelines, exchanges, exchanges
        for pane in (inside, timing, hexes):
            pane.begin()
        self._sum()
        self.draw()

    def _sum(self) -> None:
        exchanges = self.exchanges
        request = exchanges[0].sent.split(b"\r\n", 1)[0].decode("utf-8", "replace").rpartition(" HTTP/")
        told = styled("> ", "bold $you") + styled(request[0] or request[2], "bold $strong")
        if last := exchanges[-1].response:
            told += styled("   < ", "bold $server") + styled(f"{last.status} {last.reason}".strip(), "bold $strong")
        elapsed = sum(exchange.elapsed for exchange in exchanges)
        count = ngettext("{n} exchange", "{n} exchanges", len(exchanges)).format(n=len(exchanges))
        self.query_one("#sum", Line).set(told, styled(count, "$soft") + Content(f"   {elapsed * 1000:.1f} ms"))

    def draw(self) -> None:
        """Show the pane that is chosen, for the width there is now."""
        if self.tab == "meaning" and self.is_wide:
            self.tab = "bytes"
        panes = {"bytes": BytesPane, "meaning": BytesPane, "inside": InsidePane, "time": TimingPane, "hex": HexPane}
        for pane in (BytesPane, InsidePane, TimingPane, HexPane):
            self.query_one(pane).display = panes[self.tab] is pane
        shown = self.query_one(BytesPane)
        shown.notes = self.tab == "meaning" or self.is_wide
        self.query_one("#meaning").display = shown.display
        shown.refresh()
        names = [styled(NAMES[tab](), "bold $you underline" if tab == self.tab else "$soft") for tab in self.tabs()]
        sent = sum(len(exchange.sent) for exchange in self.exchanges)
        received = sum(len(exchange.received) for exchange in self.exchanges)
        count = _("sent {sent}, received {received} bytes").format(sent=sent, received=received)
        self.query_one("#tabs", Line).set(Content("    ").join(names), count)

    @property
    def is_wide(self) -> bool:
        """Whether the meaning stands beside the bytes."""
        return self.screen.size.width >= WIDE

    def tabs(self) -> list[Tab]:
        """The panes there are for this width."""
        return [tab for tab in get_args(Tab) if tab != "meaning" or not self.is_wide]

    @property
    def next_tab(self) -> Tab:
        """The pane that comes next."""
        tabs = self.tabs()
        return tabs[(tabs.index(self.tab) + 1) % len(tabs)] if self.tab in tabs else tabs[0]

    def turn(self, tab: Tab | None = None) -> None:
        """Show another pane, or the next one."""
        self.tab = tab or self.next_tab
        self.draw()

    def walk(self, *, spans: int = 0, rows: int = 0) -> None:
        """Move the cursor through the bytes, or scroll a pane without one."""
        if self.tab in ("bytes", "meaning"):
            pane = self.query_one(BytesPane)
            pane.move_rows(rows) if rows else pane.move(spans)
        else:
            shown = {"inside": InsidePane, "time": TimingPane, "hex": HexPane}[self.tab]
            self.query_one(shown).move(rows or spans)

    def on_resize(self) -> None:
        if self.exchanges:
            self.draw()

    @on(BytesPane.Moved)
    def _explain(self) -> None:
        meaning = meaning_of(self.query_one(BytesPane), self.exchanges, self.language)
        if meaning is not None:
            head = styled(meaning.head, "bold $strong") + styled(f"  {meaning.source}", "$soft")
            self.query_one("#meaning", Static).update(head + Content("\n") + Content(meaning.text))
