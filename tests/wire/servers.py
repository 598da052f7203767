"""Tiny servers on loopback whose every word the test decides."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


class Talk:
    """The server's end of one connection. Everything that arrives is kept in `heard`."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.heard = bytearray()
        self._taken = 0

    def more(self) -> bool:
        """Hear more; False at the end."""
        data = self.connection.recv(65536)
        self.heard += data
        return bool(data)

    def hear(self, count: int) -> bytes:
        """The next `count` bytes, fewer only at the end."""
        while len(self.heard) < self._taken + count and self.more():
            pass
        return self._take(count)

    def hear_request(self) -> bytes:
        """The next request with its body; b"" at the end."""
        while (end := self.heard.find(b"\r\n\r\n", self._taken)) < 0:
            if not self.more():
                return self._take(len(self.heard))
        head = bytes(self.heard[self._taken : end]).lower()
        length = next((int(line[15:]) for line in head.split(b"\r\n") if line.startswith(b"content-length:")), 0)
        return self.hear(end + 4 - self._taken + length)

    def hear_end(self) -> None:
        """Wait until the client has closed its side."""
        while self.more():
            pass

    def say(self, data: bytes) -> None:
        self.connection.sendall(data)

    def _take(self, count: int) -> bytes:
        data = bytes(self.heard[self._taken : self._taken + count])
        self._taken += len(data)
        return data


class Server:
    """Where it listens, and the connections it has had."""

    def __init__(self, listener: socket.socket) -> None:
        self.address: tuple[str, int] = listener.getsockname()
        self.talks: list[Talk] = []

    @property
    def heard(self) -> bytes:
        """All that arrived on all connections."""
        return b"".join(bytes(talk.heard) for talk in self.talks)


@contextmanager
def serving(behave: Callable[[Talk], None]) -> Iterator[Server]:
    """A server that treats each connection with `behave` in a thread and then closes it."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(listener)
    threads: list[threading.Thread] = []

    def treat(talk: Talk) -> None:
        with talk.connection:
            try:
                behave(talk)
            except OSError:
                return  # the client has gone

    def accept() -> None:
        while True:
            try:
                connection, _peer = listener.accept()
            except OSError:
                return
            talk = Talk(connection)
            server.talks.append(talk)
            threads.append(threading.Thread(target=treat, args=(talk,), daemon=True))
            threads[-1].start()

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        accepting.join()
        for talk in server.talks:
            try:
                talk.connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue
        for thread in threads:
            thread.join()


def answering(*responses: bytes, close: bool = False) -> Callable[[Talk], None]:
    """Answer request after request with these, the last again and again."""

    def behave(talk: Talk) -> None:
        number = 0
        while talk.hear_request():
            talk.say(responses[min(number, len(responses) - 1)])
            number += 1
            if close:
                return

    return behave
