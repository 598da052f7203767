"""Accepts connections, gives each a thread, and ends them all."""

from __future__ import annotations

import contextlib
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable

from tutor.playground.channel import Channel
from tutor.playground.protocol import Connection, Service

_STOP_SECONDS = 0.4  # stop() returns after this, also when a thread hangs
_RETRY_SECONDS = 0.05
_SPARE = 2  # beyond `connections`, as many more are told 503; further ones are closed at once


class Listener:
    """The listening socket on 127.0.0.1.

    Args:
        port: 0 lets the system choose.
        make_service: called with the address that was bound.

    Raises:
        OSError: the port cannot be had.
    """

    def __init__(self, port: int, make_service: Callable[[tuple[str, int]], Service]) -> None:
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            if sys.platform != "win32":  # there it would let two servers share a port
                self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._sock.bind(("127.0.0.1", port))
            self._sock.listen(128)
        except BaseException:
            self._sock.close()
            raise
        host, port = self._sock.getsockname()
        self.address: tuple[str, int] = (host, port)
        self._service = make_service(self.address)
        self._lock = threading.Lock()
        self._open: dict[Channel, threading.Thread] = {}
        self._woken, self._wake = socket.socketpair()
        self._stopped = threading.Event()
        self._acceptor = threading.Thread(target=self._accept, name="playground-accept", daemon=True)

    def start(self) -> None:
        self._acceptor.start()

    def stop(self) -> None:
        """End every connection and thread. Any thread may call it, any number of times; all return when it is done."""
        with self._lock:
            first = not self._service.stopping.is_set()
            self._service.stopping.set()
            from_inside = threading.current_thread() in self._open.values()
        if not first:
            if not from_inside:  # a thread that is waited for must not wait
                self._stopped.wait(_STOP_SECONDS)
            return
        deadline = time.monotonic() + _STOP_SECONDS
        self._wake.send(b"x")
        _join(self._acceptor, deadline)
        self._sock.close()  # now, so that a connection still in the backlog is refused
        with self._lock:
            connections = list(self._open.items())
        for channel, _ in connections:
            with contextlib.suppress(OSError):
                channel.sock.shutdown(socket.SHUT_RDWR)
        for _, thread in connections:
            _join(thread, deadline)
        self._woken.close()
        self._wake.close()
        self._stopped.set()

    def _accept(self) -> None:
        self._sock.setblocking(False)
        with selectors.DefaultSelector() as selector:
            selector.register(self._sock, selectors.EVENT_READ)
            selector.register(self._woken, selectors.EVENT_READ)
            while not self._service.stopping.is_set():
                selector.select()
                try:
                    sock, peer = self._sock.accept()
                except BlockingIOError:
                    continue
                except OSError:  # it was reset meanwhile, or descriptors ran out: not to be tried in a busy loop
                    self._service.stopping.wait(_RETRY_SECONDS)
                    continue
                self._serve(sock, peer)

    def _serve(self, sock: socket.socket, peer: tuple[str, int]) -> None:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        limit = self._service.limits.connections
        count = len(self._open)
        if count >= limit * _SPARE:
            sock.close()
            return
        channel = Channel(sock, self._service.limits, self._service.stopping)
        connection = Connection(self._service, channel, peer, overloaded=count >= limit)
        thread = threading.Thread(
            target=self._run, args=(connection, channel), name=f"playground-{peer[1]}", daemon=True
        )
        with self._lock:
            self._open[channel] = thread
        try:
            thread.start()
        except RuntimeError:  # no more threads can be had
            self._forget(channel)

    def _run(self, connection: Connection, channel: Channel) -> None:
        try:
            connection.serve()
        finally:
            self._forget(channel)

    def _forget(self, channel: Channel) -> None:
        channel.close()
        with self._lock:
            self._open.pop(channel, None)


def _join(thread: threading.Thread, deadline: float) -> None:
    if thread is not threading.current_thread():
        thread.join(max(0.0, deadline - time.monotonic()))
