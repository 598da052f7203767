"""What a run of a lab came to: a line, what is wrong and where, and its parts below each other."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content, Span
from textual.widgets import Static

from tutor.lesson.labs.came import Came, Insides, Lines, Part, Rendered, Sent, Statements, Table
from tutor.ui.code import highlighted
from tutor.ui.results import row_content
from tutor.ui.text import between, styled, wrapped
from tutor.ui.widgets.frame import Line
from tutor.ui.widgets.inside import WIDEST, rows_of
from tutor.ui.widgets.story import Story
from tutor.words import _, ngettext

LINES, LONGEST = 500, 2000
"""Lines of an output that are shown, and signs of a line."""
COLOURED = 8000
"""Characters up to which an output is set as HTML."""
COLUMN = 32
"""Cells that a column of a table has at most."""
SHOWN_AS = str.maketrans({" ": "·", "\t": "→", "\r": "␍", "\u00a0": "⍽"})
WHITE = re.compile(r"[ \t\r\u00a0]+")
ESCAPED = "bold $server underline"


# ── Parts as rows ────────────────────────────────────────────────────────────────────────────────


def _rendered(part: Rendered, width: int, exact: bool) -> Iterator[Content]:
    """The text, line by line, with what was escaped underlined; white space as it is, if wanted."""
    kept = "\n\t\u00a0\r" if exact else "\n\t\u00a0"
    text = "".join(c if c in kept or c.isprintable() else "\ufffd" for c in part.text)
    lines = text.split("\n")
    ended = len(lines) > 1 and not lines[-1]
    content = Content(text.translate(SHOWN_AS)) if exact else _as_html(text)
    content = content.add_spans([Span(start, end, ESCAPED) for start, end in part.escaped])
    rows = content.split("\n", allow_blank=True)[: len(lines) - ended]
    for n, row in enumerate(rows[:LINES]):
        if len(row.plain) > LONGEST:
            row = row[:LONGEST] + styled(" …", "$soft")
        elif exact:
            row = _white(row, lines[n]) + (styled("\\n", "$soft") if n < len(lines) - 1 else Content(""))
        yield from (row.expand_tabs(4) if "\t" in row.plain else row).fold(max(2, width))
    if len(rows) > LINES:
        yield styled(_("{n} lines more").format(n=len(rows) - LINES), "$soft")


def _as_html(text: str) -> Content:
    """Set as HTML where it is not too long; pygments drops nothing but may add a line end."""
    if len(text) > COLOURED or "<" not in text:
        return Content(text)
    set_ = highlighted(text, "html")
    return set_ if set_.plain == text else Content(text)


def _white(row: Content, line: str) -> Content:
    """The signs that stand for white space are soft, those that are in the text are not."""
    return row.add_spans([Span(*found.span(), "$soft") for found in WHITE.finditer(line)])


def _table(part: Table, width: int, _exact: bool) -> Iterator[Content]:
    if not part.rows:
        yield styled(part.note, "$soft")
        return
    grid = [[Content(text) for text in row] for row in part.rows]
    if part.columns:
        grid.insert(0, [styled(name, "$soft") for name in part.columns])
    count = max(map(len, grid))
    widths = [min(COLUMN, max(row[n].cell_length for row in grid if n < len(row))) for n in range(count)]
    for row in grid:
        cells = [text.truncate(cells, ellipsis=True, pad=True) for text, cells in zip(row, widths, strict=False)]
        yield Content("   ").join(cells).rstrip()


def _statements(part: Statements, width: int, _exact: bool) -> Iterator[Content]:
    for sent in part.sent:
        yield from _sent(sent, width)


def _sent(sent: Sent, width: int) -> Iterator[Content]:
    """A statement with the line that sent it at the right end, and its parameters under it."""
    first, *rest = [line.rstrip() for line in sent.sql.splitlines() if line.strip()] or [""]
    if sent.ends:
        yield styled(first, "$soft")
        return
    times = ngettext("{n} time", "{n} times", sent.times).format(n=sent.times) + "   " if sent.times > 1 else ""
    where = styled(times, "bold $strong") + styled(sent.where, "$soft")
    room = width - where.cell_length - 2
    begin, *more = _hung(highlighted(first, "sql"), max(24, room))
    yield between(begin, where, width)
    yield from more
    for line in rest:
        yield from wrapped(highlighted(line, "sql"), width, hang=2)
    if sent.parameters:
        lead = styled("  " + _("with") + " ", "$soft")
        given = styled(", ".join(sent.parameters[:50]), "$quote")
        yield from wrapped(given, width, hang=lead.cell_length, lead=lead)


def _hung(content: Content, width: int) -> list[Content]:
    """Rows of at most `width` cells, all but the first two cells further in."""
    first, *rest = content.wrap(max(1, width - 2)) or [content]
    return [first.rstrip(), *(Content("  ") + row.rstrip() for row in rest)]


def _lines(part: Lines, width: int, _exact: bool) -> Iterator[Content]:
    for row in part.rows:
        yield from _hung(row_content(row), width)


def _insides(part: Insides, width: int, _exact: bool) -> Iterator[Content]:
    for n, timeline in enumerate(part.timelines, 1):
        if len(part.timelines) > 1:
            if n > 1:
                yield Content("")
            yield styled(_("request {n} of {total}").format(n=n, total=len(part.timelines)), "$soft")
        yield from rows_of(timeline, min(width, WIDEST))


DRAWN: dict[type, Callable[[Any, int, bool], Iterator[Content]]] = {
    Insides: _insides, Lines: _lines, Rendered: _rendered, Statements: _statements, Table: _table,
}  # fmt: skip


# ── Widgets ──────────────────────────────────────────────────────────────────────────────────────


class Parts(Story):
    """The parts below each other, each under its name where there are several."""

    parts: Sequence[Part] = ()
    exact = False  # whether white space is shown as it is
    stale = False  # whether they are from a run before the last

    def rows(self, width: int) -> list[Content]:
        rows: list[Content] = []
        self._heads: list[int] = []
        for part in self.parts:
            if rows:
                rows.append(Content(""))
            self._heads.append(len(rows))
            if len(self.parts) > 1:
                rows.append(styled(part.name, "bold $soft"))
            rows += DRAWN[type(part)](part, width, self.exact)
        return [styled(row.plain, "$soft") for row in rows] if self.stale else rows

    def again(self) -> None:
        """Show it anew, from the row that one was at."""
        top = self._top
        self.begin()
        self.move(top)

    def following(self, back: bool = False) -> int | None:
        """Number of the part that comes after, or before, the one at the top; the first after the last."""
        width, height = self.content_size
        if len(self.parts) < 2 or not width or self.count(width) <= height:
            return None
        if back:
            return (bisect_left(self._heads, self._top) - 1) % len(self._heads)
        at_end = self._top + height >= self.count(width)
        return 0 if at_end and self._top else bisect_right(self._heads, self._top) % len(self._heads)

    def turn(self, back: bool = False) -> None:
        """Go to the part after this one, or before it."""
        target = self.following(back)
        if target is not None:
            self.move(self._heads[target] - self._top)


class OutcomeView(Vertical):
    """A line that says what came of it, what is wrong, and all that there is to look at."""

    DEFAULT_CSS = """
    OutcomeView > Static { height: auto; max-height: 7; max-width: 96; }
    OutcomeView Parts { height: 1fr; min-height: 1; }
    OutcomeView.-apart Parts { margin: 1 0 0 0; }
    """
    came: Came | None = None

    def compose(self) -> ComposeResult:
        yield Line()
        yield Static()
        yield Parts()

    def clear(self, head: str) -> None:
        """Show nothing but why there is nothing."""
        self.came, self.parts.parts, self.parts.stale = None, (), False
        self.parts.begin()
        self.query_one(Static).display = False
        self.wait(head)

    def wait(self, head: str, right: str = "") -> None:
        """Say that nothing has come yet, or is coming; what came before stays under it."""
        self.query_one(Line).display = True
        if self.came is not None and not self.came.ok:
            self.query_one(Static).display = False
        self.query_one(Line).set(styled(f"◦ {head}", "$soft"), right)

    def show(self, came: Came, *, keep: bool = False) -> None:
        """Show what a run came to.

        Args:
            keep: where it has nothing to look at, what was there before stays, in soft.
        """
        parts, lines = self.parts, self.query_one(Static)
        again = self.came is not None and [type(p) for p in came.parts] == [type(p) for p in parts.parts]
        self.came = came
        took = _("{n} ms").format(n=f"{came.seconds * 1000:.0f}") if came.seconds else ""
        self.query_one(Line).set(styled(came.head, "bold $strong"), took)
        self.query_one(Line).display = came.ok
        said = [] if came.ok else [styled(f"✗ {came.head}", "bold $bad")]  # which may need several rows
        said += map(row_content, came.said)
        lines.display = bool(said)
        lines.update(Content("\n").join(said))
        self.set_class(bool(came.parts) and not keep, "-apart")
        parts.stale = keep and not came.parts
        if not parts.stale:
            parts.parts = came.parts
        if again or parts.stale:
            parts.again()
        else:
            parts.begin()

    @property
    def parts(self) -> Parts:
        return self.query_one(Parts)
