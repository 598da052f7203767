"""A composed request as Python code."""

from __future__ import annotations

from tutor.wire.compose import Composed, parts


def as_httpx(composed: Composed) -> str:
    """A composed request as Python code with httpx, that can be run as it is.

    A request that httpx would not send byte for byte is sent with a socket.
    """
    host = "{}:{}".format(*composed.address)
    if not composed.sendable_by_httpx:
        return (
            "import socket\n\n"
            f"with socket.create_connection({composed.address!r}) as connection:\n"
            f"    connection.sendall({composed.data!r})\n"
            "    while data := connection.recv(65536):\n"
            '        print(data.decode(errors="replace"), end="")\n'
        )
    method, target, fields, body = parts(composed)
    own = {b"host": host.encode(), b"content-length": str(len(body)).encode()}
    rows = [(name, value) for name, value in fields if own.get(name.lower()) != value]
    lines = ["import httpx", "", "response = httpx.request(", f"    {method!r},"]
    lines.append(f"    {f'http://{host}{target.decode()}'!r},")
    if rows:
        lines += ["    headers=[", *(f"        ({n.decode()!r}, {_text(v)!r})," for n, v in rows), "    ],"]
    if body:
        lines.append(f"    content={body!r},")
    return "\n".join([*lines, ")", "print(response.status_code, response.headers)", "print(response.text)", ""])


def _text(value: bytes) -> str | bytes:
    """A field's value as httpx takes it: text where it is ASCII, else the bytes."""
    try:
        return value.decode("ascii")
    except UnicodeDecodeError:
        return value
