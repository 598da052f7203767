"""One exchange as it went over the wire: every byte with its time, and what h11 reads in it."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Literal

from tutor.wire.reading import Reader, Response
from tutor.wire.spans import messages
from tutor.words import _

Ended = Literal["", "server", "client", "reset", "timeout"]
Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Bytes that went over the wire at once, `at` seconds after the exchange began."""

    at: float
    sent: bool
    data: bytes


@dataclass(slots=True)
class Exchange:
    """What was sent and what came back for one request, or for one script.

    `ended` says who ended the connection: "" while it is open or was left open, "server" when the server closed it,
    "client" when we did, "reset" when it broke, "timeout" when our time was over. `error` is set when the exchange
    could not be made as planned; the bytes so far are there all the same.
    """

    spec: int = 0  # index of what was asked to be sent; hops of redirects share it
    raw: bool = False  # sent by the raw client, since httpx would not send these bytes
    connection: int = 0  # 1 for the first connection of a `Client.send`
    nth: int = 0  # 1 for the first exchange on its connection
    local: Address | None = None
    peer: Address | None = None
    chunks: list[Chunk] = field(default_factory=list)
    ended: Ended = ""
    eof: bool = False  # the server has closed its side
    error: str | None = None
    finished: bool = False
    began: float = field(default_factory=time.perf_counter, repr=False)
    connecting: tuple[float, float] | None = None  # begin and end, in seconds after `began`
    _read: tuple[tuple[int, bool, bool], list[Response], str] | None = field(default=None, repr=False, compare=False)

    def now(self) -> float:
        """Seconds since the exchange began."""
        return time.perf_counter() - self.began

    def add(self, sent: bool, data: bytes) -> Chunk:
        """Record bytes that have just gone over the wire."""
        chunk = Chunk(self.now(), sent, data)
        self.chunks.append(chunk)
        return chunk

    @property
    def sent(self) -> bytes:
        """All bytes sent."""
        return b"".join(chunk.data for chunk in self.chunks if chunk.sent)

    @property
    def received(self) -> bytes:
        """All bytes received."""
        return b"".join(chunk.data for chunk in self.chunks if not chunk.sent)

    @property
    def elapsed(self) -> float:
        """Seconds from the beginning to the last byte."""
        return self.chunks[-1].at if self.chunks else 0.0

    @property
    def methods(self) -> list[str]:
        """Methods of the requests sent, "" for one that cannot be read."""
        return [message.method for message in messages(self.sent, request=True)]

    def phases(self) -> dict[str, float | None]:
        """Milliseconds by phase, with the names of HAR 1.2; None where a phase did not happen.

        `dns` is always None: addresses are numeric and nothing is looked up. `connect` is None on a connection that
        was open already.
        """
        sent = [chunk.at for chunk in self.chunks if chunk.sent]
        received = [chunk.at for chunk in self.chunks if not chunk.sent]
        first = self.connecting[0] if self.connecting else sent[0] if sent else None
        spoken = max((at for at in sent if not received or at <= received[0]), default=None)
        return {
            "blocked": _span(0.0, first),
            "dns": None,
            "connect": _span(*self.connecting) if self.connecting else None,
            "send": _span(sent[0], spoken) if sent else None,
            "wait": _span(spoken, received[0]) if received else None,
            "receive": _span(received[0], received[-1]) if received else None,
        }

    def responses(self) -> list[Response]:
        """The responses as h11 reads them, interim ones included; the last may be incomplete."""
        return self._reading()[0]

    @property
    def response(self) -> Response | None:
        """The last response that is not interim, or None."""
        return next((found for found in reversed(self.responses()) if not found.interim), None)

    @property
    def problem(self) -> str:
        """Why the responses are not whole: cut off, not HTTP, or missing. "" while all is well."""
        return self._reading()[1]

    def _reading(self) -> tuple[list[Response], str]:
        state = (len(self.chunks), self.eof, self.finished)
        if self._read is None or self._read[0] != state:
            self._read = (state, *self._parse())
        return self._read[1:]

    def _parse(self) -> tuple[list[Response], str]:
        reader = Reader(self.methods)
        received = self.received
        reader.feed(received)
        if self.eof:
            reader.end()
        if self.finished:
            reader.stop()
        if self.finished and not received and not self.error:
            return [], self._silence()
        return reader.responses, reader.problem

    def _silence(self) -> str:
        if self.ended == "server":
            return _("The server closed the connection without a response.")
        if self.ended == "reset":
            return _("The connection was reset before a response came.")
        if self.ended == "timeout":
            return _("No response came before the time was over.")
        return _("No response came.")


def _span(begin: float | None, end: float | None) -> float | None:
    return None if begin is None or end is None else round((end - begin) * 1000, 3)
