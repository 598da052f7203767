"""A client that sends bytes as they are, and reads answers with h11."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from typing import Any

import h11

Address = tuple[str, int]


@dataclass(frozen=True)
class Reply:
    status: int
    reason: str
    fields: list[tuple[str, str]]
    body: bytes

    def __getitem__(self, name: str) -> str:
        return ", ".join(value for other, value in self.fields if other.lower() == name.lower())

    def __contains__(self, name: str) -> bool:
        return any(other.lower() == name.lower() for other, _ in self.fields)

    @property
    def text(self) -> str:
        """The body on one line: wrapping is not what tests are about."""
        return " ".join(self.body.decode().split())

    def json(self) -> Any:
        return json.loads(self.body)


def connect(address: Address, timeout: float = 5.0) -> socket.socket:
    return socket.create_connection(address, timeout)


def receive_all(sock: socket.socket) -> bytes:
    """Everything until the server closes; a reset is an error."""
    received = b""
    while data := sock.recv(64 * 1024):
        received += data
    return received


def say(address: Address, data: bytes, *, then_end: bool = False) -> bytes:
    """Send the bytes on a new connection and give back all that comes until the server closes it."""
    with connect(address) as sock:
        sock.sendall(data)
        if then_end:
            sock.shutdown(socket.SHUT_WR)
        return receive_all(sock)


def replies(received: bytes, *methods: str) -> list[Reply]:
    """The answers in these bytes, to requests of these methods (the last one repeats; GET by default)."""
    found: list[Reply] = []
    asked = list(methods) or ["GET"]
    rest = received
    while rest:
        reader = h11.Connection(h11.CLIENT)
        method = asked.pop(0) if len(asked) > 1 else asked[0]
        reader.send(h11.Request(method=method, target="/", headers=[("Host", "x")]))
        reader.send(h11.EndOfMessage())
        reader.receive_data(rest)
        reader.receive_data(b"")
        final = False
        while not final:
            event = reader.next_event()
            assert isinstance(event, h11.InformationalResponse | h11.Response), event
            final = isinstance(event, h11.Response)
            body = _body(reader) if final else b""
            fields = [(name.decode(), value.decode("latin-1")) for name, value in event.headers.raw_items()]
            found.append(Reply(event.status_code, bytes(event.reason).decode(), fields, body))
        rest = reader.trailing_data[0]
    return found


def _body(reader: h11.Connection) -> bytes:
    body = b""
    while isinstance(event := reader.next_event(), h11.Data):
        body += bytes(event.data)
    assert isinstance(event, h11.EndOfMessage), f"the body is cut off: {event!r}"
    return body


def head(line: str, *fields: str, host: str = "127.0.0.1") -> bytes:
    """The bytes of a head: `line` without its version, a Host, these fields."""
    return "".join(f"{row}\r\n" for row in (f"{line} HTTP/1.1", f"Host: {host}", *fields, "")).encode()


def ask(address: Address, line: str, *fields: str, body: bytes | str = b"", host: str = "127.0.0.1") -> Reply:
    """The last answer to one well-formed request; Content-Length and Connection: close are added."""
    data = body.encode() if isinstance(body, str) else body
    sized = [*fields, f"Content-Length: {len(data)}"] if data else list(fields)
    received = say(address, head(line, *sized, "Connection: close", host=host) + data)
    return replies(received, line.partition(" ")[0])[-1]


def ask_json(address: Address, line: str, value: object) -> Reply:
    return ask(address, line, "Content-Type: application/json", body=json.dumps(value, ensure_ascii=False))
