"""When what went over the wire, how large it was, and who ended the connection."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.ui.text import padded, styled
from tutor.ui.widgets.story import Story
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.wire.exchange import Exchange

NAME, TIME = 12, 12
PHASES = {
    "blocked": lambda: _("before"),
    "connect": lambda: _("connect"),
    "send": lambda: _("send"),
    "wait": lambda: _("wait"),
    "receive": lambda: _("receive"),
}
MOST_CHUNKS = 200


def timing_rows(exchange: Exchange, width: int) -> Iterator[Content]:
    """Phases as bars on one axis, sizes, then every piece as it arrived."""
    phases = [(name, ms) for name, ms in exchange.phases().items() if ms is not None and name in PHASES]
    total = sum(ms for _name, ms in phases) or 1.0
    room = max(8, min(50, width - NAME - TIME))
    begun = 0.0
    for name, ms in phases:
        before, cells = round(begun / total * room), max(1, round(ms / total * room))
        begun += ms
        bar = Content(" " * min(before, room - 1)) + styled("━" * min(cells, room - min(before, room - 1)), "$server")
        yield styled(padded(PHASES[name](), NAME), "$soft") + Content(f"{ms:>7.2f} ms  ") + bar
    yield Content("")
    yield from _sizes(exchange)
    yield Content("")
    yield from _pieces(exchange)


def _sizes(exchange: Exchange) -> Iterator[Content]:
    sent, received, response = len(exchange.sent), len(exchange.received), exchange.response
    yield _row(_("sent"), ngettext("{n} byte", "{n} bytes", sent).format(n=sent))
    yield _row(_("received"), ngettext("{n} byte", "{n} bytes", received).format(n=received))
    if response is not None:
        size = len(response.body)
        text = ngettext("{n} byte", "{n} bytes", size).format(n=size)
        decoded = _decoded(response.values("content-encoding"), response.body)
        if decoded is not None:
            text += "   " + _("decoded: {n} bytes").format(n=decoded)
        yield _row(_("body"), text)
    ends = {
        "server": _("the server closed the connection"),
        "client": _("we closed the connection"),
        "reset": _("the connection was reset"),
        "timeout": _("our time was over"),
        "": _("the connection stays open"),
    }
    yield _row(_("end"), ends[exchange.ended])


def _decoded(codings: list[str], body: bytes) -> int | None:
    """Size without its content coding; None without one, or with one that cannot be undone here."""
    import zlib

    coding = codings[-1].strip().lower() if codings else ""
    if coding not in ("gzip", "x-gzip", "deflate"):
        return None
    try:
        return len(zlib.decompress(body, 47 if "gzip" in coding else 15))
    except zlib.error:
        return None


def _pieces(exchange: Exchange) -> Iterator[Content]:
    yield styled(_("As it went over the wire"), "bold $soft")
    for chunk in exchange.chunks[:MOST_CHUNKS]:
        mark = styled("> ", "bold $you") if chunk.sent else styled("< ", "bold $server")
        size = len(chunk.data)
        text = ngettext("{n} byte", "{n} bytes", size).format(n=size)
        yield Content(f"{chunk.at * 1000:>9.2f} ms  ") + mark + Content(text)
    if len(exchange.chunks) > MOST_CHUNKS:
        yield styled(_("and {n} more").format(n=len(exchange.chunks) - MOST_CHUNKS), "$soft")


def _row(name: str, text: str) -> Content:
    return styled(padded(name, NAME), "$soft") + Content(text)


class TimingPane(Story):
    """One exchange after the other."""

    exchanges: Sequence[Exchange] = ()

    def rows(self, width: int) -> list[Content]:
        rows: list[Content] = []
        for n, exchange in enumerate(self.exchanges, 1):
            if len(self.exchanges) > 1:
                heading = _("exchange {n} of {total}").format(n=n, total=len(self.exchanges))
                rows += ([Content("")] if rows else []) + [styled(heading, "$soft")]
            rows += timing_rows(exchange, width)
        return rows


class HexPane(Story):
    """Every byte in hexadecimal and, where it is a visible ASCII character, as that. Only rows in sight are made."""

    exchanges: Sequence[Exchange] = ()
    _parts: Sequence[tuple[bool, bytes]] = ()  # of each exchange what was sent and what was received

    def begin(self) -> None:
        self._parts = [
            part for exchange in self.exchanges for part in ((True, exchange.sent), (False, exchange.received))
        ]
        super().begin()

    def count(self, width: int) -> int:
        return sum(-(-len(data) // _each(width)) for _sent, data in self._parts)

    def window(self, width: int, top: int, height: int) -> list[Content]:
        each = _each(width)
        rows: list[Content] = []
        for sent, data in self._parts:
            count = -(-len(data) // each)
            rows += [_hex_row(sent, data, n * each, each) for n in range(top, min(count, top + height - len(rows)))]
            top = max(0, top - count)
        return rows


def _each(width: int) -> int:
    """Bytes on a row."""
    return 16 if width >= 76 else 8


def _hex_row(sent: bool, data: bytes, at: int, each: int) -> Content:
    mark = styled("> ", "bold $you") if sent else styled("< ", "bold $server")
    piece = data[at : at + each]
    digits = " ".join(f"{byte:02x}" for byte in piece)
    text = "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in piece)
    return mark + styled(f"{at:06x}  ", "$soft") + Content(digits.ljust(3 * each + 1)) + Content(text)
