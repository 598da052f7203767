"""An exchange as bytes and meaning: rows of what went over the wire, and a cursor on one part of it.

Direction is a mark on every row; line ends are shown. The chosen part is reversed; two rows under the bytes say what
it is. The same rows carry notes at their right, on wide terminals or after Tab.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from tutor.ui.text import styled
from tutor.ui.widgets.rows import window
from tutor.words import _

if TYPE_CHECKING:
    from tutor.wire.exchange import Exchange
    from tutor.wire.lines import WireLine
    from tutor.wire.meaning import Meaning
    from tutor.wire.spans import Span

LINE_END = {b"\r\n": "\\r\\n", b"\n": "\\n", b"\r": "\\r", b"": ""}
SYMBOLS = {b"\r\n": "␍␊", b"\n": "␊", b"\r": "␍", b"": ""}
_line_end = dict(LINE_END)
SPOKEN = frozenset({"method", "target", "version", "status", "reason", "name", "value", "blank", "body", "chunk-size",
                    "chunk-data", "trailer", "junk"})  # fmt: skip
"""Kinds of spans that the cursor stops at; the marks between them explain themselves."""
LONGEST = 2000
"""Cells of one row that are drawn at most."""
AT_ONCE = 1000
"""Rows that are made before the keyboard is listened to again."""


class Stop(NamedTuple):
    """A place of the cursor: a row, and the bytes of the message that are chosen there."""

    row: int
    span: Span


class Entry(NamedTuple):
    """A row of the view: a line of one exchange, or a heading between two exchanges."""

    line: WireLine | None
    exchange: int
    heading: str = ""
    note: str = ""
    notice: bool = False


class BytesPane(Widget):
    """The bytes of one or more exchanges, in the order they went."""

    DEFAULT_CSS = "BytesPane { height: 1fr; min-height: 3; }"

    class Moved(Message):
        """The cursor is on another part."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: list[Entry] = []
        self.stops: list[Stop] = []
        self.cursor = 0
        self.notes = False
        self._waiting: Iterator[tuple[Entry, Sequence[Span]]] = iter(())
        self._top = 0
        self._scrolled = False

    def show(self, exchanges: Sequence[Exchange], notice: Sequence[str], language: str, *, end: bool = False) -> None:
        """Show these exchanges; the cursor begins at the first thing to notice, else at the status line.

        Args:
            end: at the last part instead: what has just arrived.
        """
        self.entries, self.stops = [], []
        self._waiting = rows_of(exchanges, notice, language)
        self._take(None if end or notice else AT_ONCE)
        noticed = [n for n, stop in enumerate(self.stops) if self.entries[stop.row].notice]
        last = max((self.entries[self.stops[n].row].exchange for n in noticed), default=0)
        noticed = [n for n in noticed if self.entries[self.stops[n].row].exchange == last]
        row = {self.stops[n].row for n in noticed[:1]}
        status = [n for n, stop in enumerate(self.stops) if stop.span.kind == "status" and (not row or stop.row in row)]
        first = (status or noticed or [0])[0]
        self.cursor, self._top, self._scrolled = first, 0, False
        if end:
            self.cursor = max(0, len(self.stops) - 1)
        self.refresh()
        self.post_message(self.Moved())

    def _take(self, count: int | None) -> None:
        """Take so many of the rows that wait, all without a count; a long body comes in while one reads its begin."""
        begin = len(self.entries)
        for row, (entry, spans) in enumerate(islice(self._waiting, count), begin):
            self.entries.append(entry)
            self.stops += [Stop(row, span) for span in spans]
        if count and len(self.entries) == begin + count:
            self.set_timer(0.01, partial(self._take, count))
        else:
            self.refresh()

    @property
    def stop(self) -> Stop | None:
        return self.stops[self.cursor] if self.stops else None

    def move(self, by: int) -> None:
        """Move the cursor by parts."""
        if self.stops:
            self.cursor = max(0, min(self.cursor + by, len(self.stops) - 1))
            self._scrolled = False
            self.refresh()
            self.post_message(self.Moved())

    def move_rows(self, by: int) -> None:
        """Move the cursor to the first part of another row, or scroll where there is none."""
        if not self.stops:
            return
        row = self.stops[self.cursor].row + by
        if by > 0:
            target = next((n for n, stop in enumerate(self.stops) if stop.row >= row), len(self.stops) - 1)
        else:
            found = next((stop.row for stop in reversed(self.stops) if stop.row <= row), self.stops[0].row)
            target = next(n for n, stop in enumerate(self.stops) if stop.row == found)
        self.move(target - self.cursor)

    # ── Drawing ──────────────────────────────────────────────────────────────────────────────────

    def render(self) -> Content:
        width, height = self.content_size
        if not self.entries or not height:
            return Content("")
        if not self._scrolled and self.stop:
            row = self.stop.row
            # A row or two of what follows stay in sight, so that one sees that there is more.
            self._top = window(self._top, height, row, min(row + 1, len(self.entries) - 1), len(self.entries))
        self._top = max(0, min(self._top, len(self.entries) - height))
        shown = range(self._top, min(self._top + height, len(self.entries)))
        rows = [self._row(n, width) for n in shown]
        if self._top + height < len(self.entries):
            more = len(self.entries) - self._top - height
            mark = styled(f" ↓ {more}", "$soft")
            rows[-1] = rows[-1].truncate(max(0, width - mark.cell_length), pad=True) + mark
        return Content("\n").join(rows)

    def _row(self, n: int, width: int) -> Content:
        entry = self.entries[n]
        if entry.line is None:
            return styled(entry.heading, "$soft").truncate(width, ellipsis=True)
        here = self.stop is not None and self.stop.row == n
        text = line_text(entry.line, self.stop.span if here and self.stop else None)
        if entry.notice:
            text += styled(" ◂", "bold $you") + (Content("") if self.notes else styled(" " + _("notice"), "bold $you"))
        if not self.notes:
            return text.truncate(width, ellipsis=True)
        left = min(48, width * 6 // 10)
        text = text.truncate(left - 2, ellipsis=True)
        return (text + Content(" " * (left - text.cell_length)) + styled(entry.note, "" if here else "$soft")).truncate(
            width, ellipsis=True
        )

    # ── Mouse ────────────────────────────────────────────────────────────────────────────────────

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if not offset or offset.y + self._top >= len(self.entries):
            return
        row = offset.y + self._top
        entry = self.entries[row]
        mine = [n for n, stop in enumerate(self.stops) if stop.row == row]
        if not mine or entry.line is None:
            return
        target = mine[0]
        for n in mine:
            start = len(_visible(entry.line.data[: self.stops[n].span.start - entry.line.start])) + 2
            if offset.x >= start:
                target = n
        self.move(target - self.cursor)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        self._scroll(event, 2)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        self._scroll(event, -2)

    def _scroll(self, event: events.MouseEvent, by: int) -> None:
        if self.size.height < len(self.entries):
            event.stop()
            self._top = max(0, self._top + by)
            self._scrolled = True
            self.refresh()


def show_line_ends(*, as_symbols: bool) -> None:
    """Draw line ends as one sign each from now on, or as the escapes that programmers write."""
    _line_end.update(SYMBOLS if as_symbols else LINE_END)


def _visible(data: bytes) -> str:
    from tutor.wire.lines import visible

    return visible(data[:LONGEST])


def line_text(line: WireLine, chosen: Span | None = None, *, soft: bool = False) -> Content:
    """A line of the wire: mark, text, visible line end. The chosen part is reversed.

    Args:
        soft: a line that was filled in, not written by the author.
    """
    mark, speaker = (">", "bold $you") if line.direction == ">" else ("<", "bold $server")
    body = "bold $strong" if line.kind == "start" else "$soft" if soft or line.kind == "chunk-size" else ""
    if chosen is None:
        text = styled(_visible(line.data), body)
    else:
        a, b = max(0, chosen.start - line.start), max(0, chosen.end - line.start)
        parts = [line.data[:a], line.data[a:b], line.data[b:]]
        text = (
            styled(_visible(parts[0]), body)
            + styled(_visible(parts[1]), "reverse")
            + styled(_visible(parts[2]), f"{body} on $lit".strip())
        )
    end = styled(_line_end.get(line.ending, ""), "reverse" if chosen and chosen.kind == "blank" else "$faint")
    return styled(f"{mark} ", speaker) + text + end


def rows_of(
    exchanges: Sequence[Exchange], notice: Sequence[str], language: str
) -> Iterator[tuple[Entry, Sequence[Span]]]:
    """All rows of some exchanges, each with the parts of it that the cursor stops at."""
    from tutor.wire.lines import is_noticed, labels_of, wire_lines
    from tutor.wire.meaning import margin

    for number, exchange in enumerate(exchanges):
        if len(exchanges) > 1:
            heading = _("exchange {n} of {total}").format(n=number + 1, total=len(exchanges))
            yield Entry(None, number, heading), ()
        parts = labels_of(exchange)
        ends = {direction: [span.end for span in labels] for direction, labels in parts.items()}
        before = None
        for line in wire_lines(exchange, parts):
            end, labels = line.end, parts[line.direction]
            first = last = bisect_right(ends[line.direction], line.start)
            while last < len(labels) and labels[last].start < end:  # spans cover the message in order
                last += 1
            noticed = bool(notice) and any(is_noticed(line, what) for what in notice)
            if noticed and line.kind == "body":
                noticed = not (before and before.kind == "body")
            note = "" if line.kind == "body" else margin(line, language)
            spoken = [span for span in labels[first:last] if span.kind in SPOKEN]
            yield Entry(line, number, "", note, noticed), spoken
            before = line
        if trouble := exchange.error or exchange.problem:
            yield Entry(None, number, trouble), ()


def meaning_of(pane: BytesPane, exchanges: Sequence[Exchange], language: str) -> Meaning | None:
    """What the chosen part is, in words."""
    from tutor.wire.meaning import meaning

    stop = pane.stop
    if stop is None:
        return None
    entry = pane.entries[stop.row]
    exchange = exchanges[entry.exchange]
    assert entry.line is not None
    request = entry.line.direction == ">"
    return meaning(stop.span, exchange.sent if request else exchange.received, request=request, language=language)
