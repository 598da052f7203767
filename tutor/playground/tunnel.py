"""CONNECT: a tunnel to this very server and to nothing else, so that it is never an open proxy (RFC 9110 §9.3.6)."""

from __future__ import annotations

import contextlib
import selectors
import socket
import time

from tutor.playground.channel import Channel
from tutor.playground.exchange import Exchange
from tutor.playground.guard import is_own_name, split_authority
from tutor.playground.refusal import RefusalError, quoted


def tunnel(exchange: Exchange, channel: Channel, own: tuple[str, int]) -> None:
    """Answer CONNECT and carry bytes both ways until one side ends.

    Raises:
        RefusalError: 403 the target is not this server; 502 it takes no connection.
    """
    target = exchange.wanted.path
    name, port = split_authority(target)
    if not is_own_name(name) or int(port) != own[1]:
        raise RefusalError(
            403, f"A tunnel to {quoted(target.encode())} is refused; this server tunnels only to {own[0]}:{own[1]}."
        )
    try:
        far = socket.create_connection(own, timeout=2)
    except OSError as error:
        raise RefusalError(502, "The tunnel's far end takes no connection.") from error
    with far:
        exchange.timeline.role = "tunnel"
        while exchange.read_body():  # h11 switches only after the end of the request
            pass
        early = exchange.unread
        exchange.begin(200, [])
        exchange.flush()
        with contextlib.suppress(OSError):
            far.sendall(early)
            _carry(channel.sock, far, time.monotonic() + channel.limits.tunnel_seconds)


def _carry(near: socket.socket, far: socket.socket, deadline: float) -> None:
    """Copy until either side ends or the time is over. A stopping server shuts both sockets down, which ends it."""
    near.settimeout(2)
    with selectors.DefaultSelector() as selector:
        selector.register(near, selectors.EVENT_READ, far)
        selector.register(far, selectors.EVENT_READ, near)
        while (left := deadline - time.monotonic()) > 0:
            for key, _ in selector.select(left):
                source, sink = (near, far) if key.fileobj is near else (far, near)
                data = source.recv(64 * 1024)
                if not data:
                    return
                sink.sendall(data)
