"""One socket of the server: reading up to a point in time, writing, and closing without destroying an answer."""

from __future__ import annotations

import contextlib
import socket
import threading
import time

from tutor.playground.limits import Limits

_AT_ONCE = 64 * 1024
_LINGER_BYTES = 8 * 1024 * 1024


class PeerGoneError(BaseException):
    """The other side cannot be answered any more, or the server is stopping: end the connection silently.

    No `Exception`, so that it passes the app's handlers for those, as `KeyboardInterrupt` does.
    """


class Channel:
    def __init__(self, sock: socket.socket, limits: Limits, stopping: threading.Event) -> None:
        self.sock = sock
        self.limits = limits
        self.stopping = stopping
        self.ended = False  # the peer sends nothing more

    def receive(self, deadline: float) -> bytes:
        """What has arrived; waits for it until `deadline` on the monotonic clock. Empty when the peer has ended.

        Raises:
            TimeoutError: nothing arrived in time.
            PeerGoneError: the connection was reset or the server stops.
        """
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        self.sock.settimeout(left)
        try:
            data = self.sock.recv(_AT_ONCE)
        except TimeoutError:
            raise
        except OSError as error:
            raise PeerGoneError from error
        if self.stopping.is_set():
            raise PeerGoneError
        self.ended = self.ended or not data
        return data

    def send(self, data: bytes) -> None:
        """Send all of it.

        Raises:
            PeerGoneError: the peer has closed, or takes nothing for `send_seconds`.
        """
        self.sock.settimeout(self.limits.send_seconds)
        try:
            self.sock.sendall(data)
        except OSError as error:
            raise PeerGoneError from error

    def linger(self) -> None:
        """End our side, then read what the peer still sends.

        Closing a socket that holds unread bytes resets the connection, and the reset destroys an answer that the
        peer has not read yet: a 413 to a body half sent would be lost (RFC 9112 §9.6).
        """
        with contextlib.suppress(OSError, PeerGoneError):
            self.sock.shutdown(socket.SHUT_WR)
            deadline = time.monotonic() + self.limits.linger_seconds
            seen = 0
            while not self.ended and seen < _LINGER_BYTES:
                seen += len(self.receive(deadline))

    def close(self) -> None:
        self.sock.close()
