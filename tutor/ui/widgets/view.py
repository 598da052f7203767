"""The exchange view: one line that sums up, then bytes, their meaning, what happened inside, times, or hex."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static

from tutor.ui.text import styled
from tutor.ui.widgets.exchange import BytesPane, meaning_of
from tutor.ui.widgets.frame import Line, Tabs
from tutor.ui.widgets.inside import InsidePane
from tutor.ui.widgets.timing import HexPane, TimingPane
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.lesson.facts import Named
    from tutor.wire.exchange import Exchange
    from tutor.wire.server import ServerHandle, Timeline

Tab = Literal["bytes", "meaning", "inside", "time", "hex"]
NOTED, WIDE = 92, 108
"""Cells from which on the meaning stands beside the bytes, and what happened inside beside both."""

PATIENCE, TICK = 0.25, 0.08
"""Seconds until an exchange is shown before its end, and between two looks at what has arrived."""
MOST_LIVE = 64 << 10
"""Bytes up to which an exchange is shown while it goes on."""

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
    """One or more exchanges. Tab goes from pane to pane; one cursor walks through the bytes and what they mean.

    Where there is room, panes stand side by side, and Tab chooses which of them the arrows move.
    """

    DEFAULT_CSS = """
    ExchangeView { height: 1fr; max-width: 100%; }
    ExchangeView #meaning { height: 3; max-width: 96; margin: 1 0 0 0; }
    ExchangeView #tabs { margin: 1 0 0 0; max-width: 96; }
    ExchangeView #sum { max-width: 96; }
    ExchangeView #panes { height: 1fr; }
    ExchangeView.-beside BytesPane { width: 3fr; }
    ExchangeView.-beside InsidePane { width: 2fr; margin: 0 0 0 3; }
    ExchangeView.-beside #tabs, ExchangeView.-beside #sum { max-width: 100%; }
    .-short ExchangeView #tabs, .-short ExchangeView #meaning { margin: 0; }
    """
    tab: Tab = "bytes"
    language = "en"
    _watching: Timer | None = None

    class Arriving(Message):
        """An exchange that takes its time is shown while it goes on."""

    exchanges: Sequence[Exchange] = ()

    def compose(self) -> ComposeResult:
        yield Line(id="sum")
        yield Tabs(id="tabs")
        with Horizontal(id="panes"):
            yield BytesPane()
            yield InsidePane()
            yield TimingPane()
            yield HexPane()
        yield Static(id="meaning")

    def show(
        self, exchanges: Sequence[Exchange], timelines: Sequence[Timeline | None], notice: Sequence[str], language: str
    ) -> None:
        """Show these exchanges, with what the server noted about each of their requests."""
        self.unwatch()
        self.exchanges, self.language = exchanges, language
        self.query_one(BytesPane).show(exchanges, notice, language)
        inside, timing, hexes = self.query_one(InsidePane), self.query_one(TimingPane), self.query_one(HexPane)
        inside.timelines, timing.exchanges, hexes.exchanges = timelines, exchanges, exchanges
        for pane in (inside, timing, hexes):
            pane.begin()
        self._sum()
        self.draw()

    def watch_exchanges(self, so_far: Sequence[Exchange], language: str) -> None:
        """Show what has gone over the wire until now, again and again, until `show` or `unwatch`.

        Exchanges that end in less than `PATIENCE` are not shown before their end: nothing flickers.
        """
        self.unwatch()
        begun, seen = time.monotonic(), 0

        def look() -> None:
            nonlocal seen
            count = sum(len(exchange.chunks) for exchange in so_far)
            size = sum(len(chunk.data) for exchange in so_far for chunk in exchange.chunks)
            if count == seen or time.monotonic() - begun < PATIENCE or size > MOST_LIVE:
                return
            if not seen:
                self.post_message(self.Arriving())
            seen = count
            self.exchanges, self.language = list(so_far), language
            self.query_one(BytesPane).show(self.exchanges, (), language, end=True)
            self.query_one(InsidePane).timelines = ()
            self._sum()
            self.draw()

        self._watching = self.set_interval(TICK, look)

    def unwatch(self) -> None:
        """Stop looking at what arrives."""
        if self._watching:
            self._watching.stop()
            self._watching = None

    def _sum(self) -> None:
        exchanges = self.exchanges
        sent = exchanges[-1].sent or exchanges[0].sent  # the request that the response beside it answers
        request = sent.split(b"\r\n", 1)[0].decode("utf-8", "replace").rpartition(" HTTP/")
        told = styled("> ", "bold $you") + styled(request[0] or request[2], "bold $strong")
        if last := exchanges[-1].response:
            told += styled("   < ", "bold $server") + styled(f"{last.status} {last.reason}".strip(), "bold $strong")
        elapsed = sum(exchange.elapsed for exchange in exchanges)
        count = ngettext("{n} exchange", "{n} exchanges", len(exchanges)).format(n=len(exchanges))
        self.query_one("#sum", Line).set(told, styled(count, "$soft") + Content(f"   {elapsed * 1000:.1f} ms"))

    def draw(self) -> None:
        """Show the panes that are chosen, for the width there is now."""
        if self.tab not in self.tabs():
            self.tab = "bytes"
        wire = self.tab in ("bytes", "meaning") or (self.tab == "inside" and self.is_wide)
        self.query_one(BytesPane).display = self.query_one("#meaning").display = wire
        self.query_one(InsidePane).display = self.tab == "inside" or (wire and self.is_wide)
        self.query_one(TimingPane).display = self.tab == "time"
        self.query_one(HexPane).display = self.tab == "hex"
        self.set_class(wire and self.is_wide, "-beside")
        pane = self.query_one(BytesPane)
        pane.notes = self.tab == "meaning" or self.size.width >= NOTED
        pane.refresh()
        tabs = self.tabs()
        sent = sum(len(exchange.sent) for exchange in self.exchanges)
        received = sum(len(exchange.received) for exchange in self.exchanges)
        count = _("sent {sent}, received {received} bytes").format(sent=sent, received=received)
        self.query_one(Tabs).choose([NAMES[tab]() for tab in tabs], tabs.index(self.tab), count)

    @property
    def is_wide(self) -> bool:
        """Whether what happened inside stands beside the bytes."""
        return self.size.width >= WIDE

    def tabs(self) -> list[Tab]:
        """The panes there are for this width."""
        return [tab for tab in get_args(Tab) if tab != "meaning" or self.size.width < NOTED]

    @property
    def next_tab(self) -> Tab:
        """The pane that comes next."""
        return self._other(1)

    def _other(self, by: int) -> Tab:
        tabs = self.tabs()
        return tabs[(tabs.index(self.tab) + by) % len(tabs)] if self.tab in tabs else tabs[0]

    def turn(self, tab: Tab | None = None, *, back: bool = False) -> None:
        """Show another pane: this one, the next, or the previous."""
        self.tab = tab or self._other(-1 if back else 1)
        self.draw()

    def walk(self, *, spans: int = 0, rows: int = 0) -> None:
        """Move the cursor through the bytes, or scroll a pane without one."""
        if self.tab in ("bytes", "meaning"):
            pane = self.query_one(BytesPane)
            pane.move_rows(rows) if rows else pane.move(spans)
        else:
            shown = {"inside": InsidePane, "time": TimingPane, "hex": HexPane}[self.tab]
            self.query_one(shown).move(rows or spans)

    def named(self) -> Named | None:
        """The fact that the part at the cursor is an example of."""
        from tutor.lesson.facts import named_span

        pane = self.query_one(BytesPane)
        stop = pane.stop
        if stop is None or self.tab not in ("bytes", "meaning"):
            return None
        entry = pane.entries[stop.row]
        exchange = self.exchanges[entry.exchange]
        request = entry.line is not None and entry.line.direction == ">"
        data = (exchange.sent if request else exchange.received)[stop.span.start : stop.span.end]
        return named_span(stop.span.kind, stop.span.name, data.decode("latin-1"))

    def on_resize(self) -> None:
        if self.exchanges:
            self.draw()

    @on(Tabs.Picked)
    def _tab_clicked(self, message: Tabs.Picked) -> None:
        message.stop()
        self.turn(self.tabs()[message.index])

    @on(BytesPane.Moved)
    def _explain(self) -> None:
        meaning = meaning_of(self.query_one(BytesPane), self.exchanges, self.language)
        if meaning is not None:
            head = styled(meaning.head, "bold $strong") + styled(f"  {meaning.source}", "$soft")
            self.query_one("#meaning", Static).update(head + Content("\n") + Content(meaning.text))
