"""An exchange as users of `curl -v` read it: `*` what happened, `>` sent, `<` received, then the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tutor.wire.exchange import Exchange
from tutor.wire.lines import visible, wire_lines
from tutor.words import _

Row = tuple[str, str]
"""Mark (`*`, `>`, `<` or, for a body, nothing) and text."""


def verbose(exchanges: Sequence[Exchange]) -> Iterator[Row]:
    """All of it, in the order it went over the wire; line ends are not shown, control bytes are escaped."""
    for number, exchange in enumerate(exchanges):
        if number:
            yield "", ""
        yield from _one(exchange)


def _one(exchange: Exchange) -> Iterator[Row]:
    if exchange.peer and exchange.connecting:
        yield "*", _("Connected to {host} port {port}").format(host=exchange.peer[0], port=exchange.peer[1])
    elif exchange.nth > 1:
        yield "*", _("Connection {n} is used again").format(n=exchange.connection)
    for row in wire_lines(exchange):
        if row.kind in ("body", "chunk-size"):
            mark = "" if row.direction == "<" and row.kind == "body" else row.direction
            text = _("({n} bytes that are not text)").format(n=len(row.data)) if row.binary else visible(row.data)
            yield mark, text
        else:
            yield row.direction, visible(row.data)
    yield from _end(exchange)


def _end(exchange: Exchange) -> Iterator[Row]:
    if trouble := exchange.error or exchange.problem:
        yield "*", trouble
    ends = {
        "server": _("The server closed the connection"),
        "client": _("We closed the connection"),
        "reset": _("The connection was reset"),
        "timeout": _("Our time was over"),
        "": _("The connection stays open"),
    }
    yield "*", ends[exchange.ended]
