"""How much of anything the server accepts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds."""

    request_line: int = 8000  # the least that RFC 9112 §3 recommends
    head: int = 16 * 1024  # the header section, without the request line
    fields: int = 100  # how many field lines
    body: int = 1024 * 1024
    connections: int = 64  # open at once; more get 503
    active: int = 32  # requests in the app at once; more get 503

    idle_seconds: float = 15.0  # silence between two requests, then the connection is closed
    head_seconds: float = 5.0  # from the first byte of a head to its blank line, then 408
    body_seconds: float = 5.0  # from the first read of a body to its end, then 408
    send_seconds: float = 10.0  # a peer that reads nothing is cut off
    linger_seconds: float = 1.0  # how long what a client still sends is read after the last answer
    drain_seconds: float = 0.5  # how long the rest of an unread body is awaited before the next request
    gateway_seconds: float = 2.0  # how long the gateway waits for the server behind it, then 504
    tunnel_seconds: float = 30.0
