"""The rows of the byte view: both directions in the order in which they happened, each row with its byte range."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from tutor.wire.exchange import Exchange
from tutor.wire.spans import Span, spans

Kind = Literal["start", "field", "blank", "body", "chunk-size", "junk"]
CONTROL = re.compile(r"[^\t\n\f\r -~\x80-\U0010ffff]")
BODY_KINDS = ("body", "chunk-data")


class WireLine(NamedTuple):
    """One row. `start` counts in the bytes of its direction; the row is `data`, then `ending`.

    `name` is "request-line" or "status-line" for a start line, the field's name in lower case for a field, else the
    detail of the span. A body that is not text is one row with `binary`; how much of a row is shown is the view's
    business.
    """

    direction: Literal[">", "<"]
    data: bytes
    start: int
    ending: bytes
    kind: Kind
    name: str = ""
    binary: bool = False
    status: int = 0  # of the response that the row belongs to
    fault: str = ""  # what is broken in a start line or field, as the name of its junk span

    @property
    def end(self) -> int:
        """Where the row ends, its line end included."""
        return self.start + len(self.data) + len(self.ending)


Labels = Mapping[Literal[">", "<"], Sequence[Span]]


def labels_of(exchange: Exchange) -> Labels:
    """The labelled spans of both directions."""
    return {
        ">": spans(exchange.sent, request=True),
        "<": spans(exchange.received, request=False, methods=exchange.methods),
    }


def wire_lines(exchange: Exchange, labels: Labels | None = None) -> Iterator[WireLine]:
    """All rows of an exchange; a row stands where its first byte went over the wire.

    Args:
        labels: those of the exchange, for who has them already.
    """
    labels = labels or labels_of(exchange)
    rows = {
        True: _Rows(exchange.sent, True).rows(labels[">"]),
        False: _Rows(exchange.received, False).rows(labels["<"]),
    }
    ahead = {sent: next(made, None) for sent, made in rows.items()}
    gone = {True: 0, False: 0}  # bytes of the chunks so far
    for chunk in exchange.chunks:
        sent = chunk.sent
        gone[sent] += len(chunk.data)
        while (row := ahead[sent]) and row.start < gone[sent]:
            yield row
            ahead[sent] = next(rows[sent], None)


def lines_of(data: bytes, *, request: bool, methods: Sequence[str] = ()) -> list[WireLine]:
    """The rows of one direction. They cover every byte once, in order."""
    return list(_Rows(data, request).rows(spans(data, request=request, methods=methods)))


def is_noticed(line: WireLine, notice: str) -> bool:
    """Whether a lesson's `notice` names this line: status-line, request-line, body, field.NAME, request.field.NAME."""
    received = line.direction == "<"
    if notice in ("status-line", "request-line"):
        return line.kind == "start" and received == (notice == "status-line")
    if notice == "body":
        return received and line.kind == "body"
    what, _dot, name = notice.removeprefix("request.").partition(".")
    if notice.startswith("request.") == received:
        return False
    return line.kind == "field" and line.name.lower() == name.lower() if what == "field" else line.kind == what


def visible(data: bytes) -> str:
    """Bytes as text that is safe to show: valid UTF-8 as itself, all else as \\x00.

    Control characters, bidi controls and whatever has no picture of its own become the escapes of their bytes, so that
    nothing can hide or move other text.
    """
    text = data.decode("utf-8", "surrogateescape")
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _escape(char) for char in text)


def _escape(char: str) -> str:
    short = {"\r": "\\r", "\n": "\\n", "\t": "\\t"}.get(char)
    return short or "".join(f"\\x{byte:02x}" for byte in char.encode("utf-8", "surrogateescape"))


def _is_text(data: bytes) -> bool:
    """Whether (a chunk of) a body reads as text: UTF-8, perhaps cut inside a character, and no control characters."""
    begin = 0
    while begin < min(3, len(data)) and data[begin] & 0xC0 == 0x80:
        begin += 1
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data[begin:])
    except UnicodeDecodeError:
        return False
    return bool(text) and not CONTROL.search(text)


class _Rows:
    """Puts spans together to rows."""

    def __init__(self, data: bytes, request: bool) -> None:
        self._data = data
        self._direction: Literal[">", "<"] = ">" if request else "<"
        self._start_name = "request-line" if request else "status-line"

    def rows(self, labels: Sequence[Span]) -> Iterator[WireLine]:
        at = 0
        while at < len(labels):
            end = self._group(labels, at)
            group = labels[at:end]
            at = end
            if group[0].kind in BODY_KINDS:
                yield from self._body(group)
            elif b"\n" in self._data[group[0].start : group[0].end - 1]:
                yield from self._junk(group)
            else:
                yield self._line(group)

    def _group(self, labels: Sequence[Span], at: int) -> int:
        """Where the group of spans that begins here ends: a line, or a body with all its chunks."""
        if labels[at].kind not in BODY_KINDS:
            while at < len(labels) and labels[at].kind not in ("crlf", "blank", "chunk-end", *BODY_KINDS):
                at += 1
            return at + (at < len(labels) and labels[at].kind not in BODY_KINDS)
        at += 1
        if at < len(labels) and labels[at][2:4] == ("crlf", "chunk"):
            at += 1
        return at

    def _line(self, group: Sequence[Span]) -> WireLine:
        first = group[0]
        kind, name = self._kind(group)
        fault = next((span.name for span in group if span.kind == "junk"), "")
        return self._row(first.start, group[-1].end, kind, name, first.status)._replace(fault=fault)

    def _kind(self, group: Sequence[Span]) -> tuple[Kind, str]:
        first = group[0]
        if first.kind in ("method", "version", "status"):
            return "start", self._start_name
        if first.kind in ("name", "colon", "trailer"):
            return "field", first.name
        if first.kind in ("blank", "chunk-end"):
            return "blank", "chunk-end" if first.kind == "chunk-end" else "blank"
        if first.kind == "crlf":
            return "blank", first.name
        if first.kind == "chunk-size":
            return "chunk-size", first.name
        return ("start", self._start_name) if first.name == "start-line" else ("junk", first.name)

    def _row(self, start: int, end: int, kind: Kind, name: str, status: int, binary: bool = False) -> WireLine:
        data = self._data[start:end]
        if binary or not data.endswith(b"\n"):
            ending = b""
        else:
            ending = b"\r\n" if data.endswith(b"\r\n") else b"\n"
            data = data[: -len(ending)]
        return WireLine(self._direction, data, start, ending, kind, name, binary, status)

    def _body(self, group: Sequence[Span]) -> Iterator[WireLine]:
        first, last = group[0], group[-1]
        if _is_text(self._data[first.start : first.end]):
            yield from self._texts(first.start, last.end, "body", first)
        else:
            yield self._row(first.start, first.end, "body", first.name, first.status, binary=True)
            if last is not first:
                yield self._row(last.start, last.end, "body", last.name, last.status)

    def _junk(self, group: Sequence[Span]) -> Iterator[WireLine]:
        yield from self._texts(group[0].start, group[-1].end, "junk", group[0])

    def _texts(self, start: int, end: int, kind: Kind, span: Span) -> Iterator[WireLine]:
        while start < end:
            lf = self._data.find(b"\n", start, end)
            stop = end if lf < 0 else lf + 1
            yield self._row(start, stop, kind, span.name, span.status)
            start = stop
