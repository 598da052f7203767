"""Sending a demo's exchanges to the bundled server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.course.types import ExchangeSpec
    from tutor.wire.exchange import Chunk, Exchange
    from tutor.wire.server import ServerHandle
    from tutor.wire.specs import Exchangeable


def send(
    handle: ServerHandle,
    specs: Sequence[Exchangeable],
    *,
    fresh: bool,
    so_far: list[Exchange] | None = None,
) -> list[Exchange]:
    """Send exchanges over real sockets and give back what went over the wire. Blocks until all have ended.

    Args:
        fresh: put the server's state back to its beginning first.
        so_far: gets each exchange as soon as it has bytes, for whoever wants to watch them arrive from another thread.
    """
    from tutor.wire.client import Client

    if fresh:
        handle.reset()
    watched = [] if so_far is None else so_far

    def keep(exchange: Exchange, _chunk: Chunk) -> None:
        if not watched or watched[-1] is not exchange:
            watched.append(exchange)

    client = Client(handle.address, on_chunk=keep)
    try:
        return client.send(specs)
    finally:
        client.close()


def edited(text: str) -> ExchangeSpec:
    """The exchange for a request that the learner edited, sent as its rows stand.

    The first empty row ends the head; what follows is the body. Only the length of a body is filled in when it is
    missing, since the server would take a body without one for the next request. Rows of a body in chunks or in parts
    end in CRLF, as its framing demands.
    """
    from tutor.course.types import ExchangeSpec, Text
    from tutor.wire.compose import is_multipart

    rows = text.replace("\r\n", "\n").split("\n")
    if "" not in rows:
        return ExchangeSpec(request=Text("\n".join(rows) + "\n"), raw=True)
    end = rows.index("")
    head, body = rows[:end], "\n".join(rows[end + 1 :])
    names = {row.partition(":")[0].strip().lower() for row in head[1:]}
    body = body.replace("\n", "\r\n") + "\r\n" if "transfer-encoding" in names else body.removesuffix("\n")
    if is_multipart(head[1:]):
        body = body.replace("\n", "\r\n")
    if body and not names & {"content-length", "transfer-encoding"}:
        head.append(f"Content-Length: {len(body.encode())}")
    return ExchangeSpec(request=Text("\n".join([*head, "", body]) + "\n"), raw=True)
