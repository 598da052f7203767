"""A TCP connection that records every byte in the exchange it belongs to."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from typing import NoReturn

from tutor.wire.exchange import Address, Chunk, Ended, Exchange
from tutor.words import _

OnChunk = Callable[[Exchange, Chunk], None]
LIMIT = 16 << 20  # bytes that one exchange may receive
PIECE = 1 << 16
QUIET = 0.7  # seconds of silence after which an announced close is no longer waited for


class OverError(Exception):
    """The exchange cannot go on. Why stands in its `ended` and `error`."""


class Recorder:
    """The exchange that is being made now, and how long it may take."""

    def __init__(self, address: Address, on_chunk: OnChunk | None = None) -> None:
        self.address = address
        self.exchanges: list[Exchange] = []
        self.link: Link | None = None  # the connection used last
        self._on_chunk = on_chunk
        self._deadline = 0.0
        self._links = 0
        self._stopped = False

    @property
    def exchange(self) -> Exchange:
        """The exchange that is being made."""
        return self.exchanges[-1]

    def allow(self, seconds: float) -> None:
        """Let the exchanges from now on take so long all together."""
        self._deadline = time.perf_counter() + seconds

    def begin(self, spec: int, raw: bool) -> Exchange:
        """Start a new exchange."""
        self.exchanges.append(Exchange(spec=spec, raw=raw))
        return self.exchange

    def connect(self) -> Link:
        """Open a new connection for the current exchange.

        Raises:
            OverError: nobody listens, or the time is over.
        """
        self._links += 1
        self.link = Link(self, self._links)
        return self.link

    def left(self) -> float:
        """Seconds left; always more than none.

        Raises:
            OverError: the time is over, or somebody called `stop`.
        """
        self.check()
        left = self._deadline - time.perf_counter()
        if left <= 0:
            self.over("timeout")
        return left

    def check(self) -> None:
        """Go on only if nobody called `stop`.

        Raises:
            OverError: somebody did.
        """
        if self._stopped:
            self.over("client", _("Stopped before it had ended."))

    def over(self, ended: Ended, error: str | None = None) -> NoReturn:
        """End the current exchange.

        Raises:
            OverError: always.
        """
        self.exchange.ended = self.exchange.ended or ended
        self.exchange.error = self.exchange.error or error
        raise OverError

    def add(self, sent: bool, data: bytes) -> None:
        """Record bytes in the current exchange."""
        chunk = self.exchange.add(sent, data)
        if self._on_chunk:
            self._on_chunk(self.exchange, chunk)

    def stop(self) -> None:
        """Make the current exchange end soon. May be called from another thread."""
        self._stopped = True
        if self.link:
            self.link.abort()


class Link:
    """One connection to the server."""

    def __init__(self, recorder: Recorder, number: int) -> None:
        self.number = number
        self.pooled = False  # whether a pool of httpcore holds it
        self._recorder = recorder
        self._exchange: Exchange | None = None
        self._nth = 0
        self._received = 0
        self._open = True
        began = recorder.exchange.now()
        try:
            self._socket = socket.create_connection(recorder.address, recorder.left())
        except OSError as error:
            host, port = recorder.address
            reason = error.strerror or str(error)
            recorder.over(
                "", _("No connection to {host}:{port}: {reason}.").format(host=host, port=port, reason=reason)
            )
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        recorder.exchange.connecting = (began, recorder.exchange.now())
        self._ends: tuple[Address, Address] = (self._socket.getsockname()[:2], recorder.address)

    @property
    def usable(self) -> bool:
        """Whether a request can be sent: it is open on both sides, and nothing unasked has come."""
        if not self._open:
            return False
        self._socket.settimeout(0)
        try:
            self._socket.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False

    def write(self, data: bytes) -> None:
        """Send all of it.

        Raises:
            OSError: the connection is broken; what the server sent before may still be read.
            OverError: the time is over.
        """
        self._join()
        rest = memoryview(data)
        while rest:
            self._socket.settimeout(self._recorder.left())
            try:
                count = self._socket.send(rest)
            except TimeoutError:
                continue
            self._recorder.add(True, bytes(rest[:count]))
            rest = rest[count:]

    def read(self, size: int = PIECE, wait: float | None = None) -> bytes | None:
        """What came next: b"" when the server has closed its side, None when `wait` seconds brought nothing.

        Raises:
            OverError: the connection was reset, the time is over, or too much has come.
        """
        exchange = self._join()
        left = self._recorder.left()
        self._socket.settimeout(left if wait is None else max(min(left, wait), 0.001))
        try:
            data = self._socket.recv(size)
        except TimeoutError:
            if wait is not None and wait < left:
                return None
            self._recorder.over("timeout")
        except OSError:
            self._recorder.check()
            self._recorder.over("reset")
        if data:
            self._take(data)
            return data
        self._recorder.check()  # to `abort` looks like the server's close
        exchange.eof = True
        exchange.ended = exchange.ended or "server"
        return data

    def linger(self) -> None:
        """Read on until the server closes or has been quiet for a while; what goes wrong is only recorded."""
        try:
            while self.read(wait=QUIET):
                pass
        except OverError:
            pass

    def finish_sending(self) -> None:
        """Close our side; what the server still sends can be read."""
        self._join().ended = "client"
        try:
            self._socket.shutdown(socket.SHUT_WR)
        except OSError:
            return  # the server was faster

    def close(self) -> None:
        """Close it. While an exchange is under way, first see whether the server does. Idempotent."""
        exchange = self._exchange
        if self._open and exchange and not exchange.finished and not exchange.ended:
            self.linger()
            exchange.ended = exchange.ended or "client"
        self._open = False
        self._socket.close()

    def abort(self) -> None:
        """Wake up whoever reads from it or writes to it, from another thread."""
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is closed already

    def _join(self) -> Exchange:
        """The current exchange, which from now on owns what goes over this connection."""
        exchange = self._recorder.exchange
        if exchange is not self._exchange:
            self._exchange = exchange
            self._nth += 1
            self._received = 0
            exchange.connection, exchange.nth = self.number, self._nth
            exchange.local, exchange.peer = self._ends
        return exchange

    def _take(self, data: bytes) -> None:
        self._recorder.add(False, data)
        self._received += len(data)
        if self._received > LIMIT:
            mebibytes = LIMIT >> 20
            self._recorder.over("client", _("More than {n} MiB came back. Reading has stopped.").format(n=mebibytes))
