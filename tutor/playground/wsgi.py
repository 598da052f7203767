"""The WSGI side: an exchange as environ for the app, the app's answer back onto the exchange (PEP 3333)."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any
from urllib.parse import unquote_to_bytes
from wsgiref.types import WSGIApplication

from werkzeug.exceptions import BadRequest, HTTPException, RequestEntityTooLarge, RequestTimeout

from tutor.playground.exchange import Exchange
from tutor.playground.refusal import RefusalError

EXCHANGE = "playground.exchange"
_log = logging.getLogger(__name__)
_ExcInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
_FAULTS: dict[int, type[HTTPException]] = {408: RequestTimeout, 413: RequestEntityTooLarge}


class Body(io.RawIOBase):
    """`wsgi.input`. A fault of the body becomes the exception that Flask's error handlers know."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._piece = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if not self._piece:
            try:
                self._piece = self._exchange.read_body()
            except RefusalError as fault:
                raise _FAULTS.get(fault.status, BadRequest)(fault.why) from fault
        size = min(len(buffer), len(self._piece))
        buffer[:size] = self._piece[:size]
        self._piece = self._piece[size:]
        return size


class ErrorLog(io.TextIOBase):
    """`wsgi.errors`: into the log, since a terminal interface owns the screen."""

    def write(self, text: str) -> int:
        if text.strip():
            _log.warning("%s", text.rstrip())
        return len(text)


def environ_of(exchange: Exchange, own: tuple[str, int], peer: tuple[str, int]) -> dict[str, Any]:
    """The environ of a request that reached `own` (address, port) from `peer`."""
    head, wanted = exchange.head, exchange.wanted
    path, _, query = wanted.path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": head.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "REQUEST_URI": wanted.path,
        "SERVER_NAME": own[0],
        "SERVER_PORT": str(own[1]),
        "SERVER_PROTOCOL": f"HTTP/1.{head.minor}",
        "REMOTE_ADDR": peer[0],
        "REMOTE_PORT": str(peer[1]),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BufferedReader(Body(exchange)),
        "wsgi.input_terminated": True,
        "wsgi.errors": ErrorLog(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        EXCHANGE: exchange,
    }
    for name, value in head.fields:
        if "_" in name:  # X_Y would pass for X-Y
            continue
        key = name.upper().replace("-", "_")
        if key == "CONTENT_LENGTH":
            environ[key] = value.partition(",")[0]
            continue
        key = key if key == "CONTENT_TYPE" else f"HTTP_{key}"
        separator = "; " if key == "HTTP_COOKIE" else ", "
        environ[key] = f"{environ[key]}{separator}{value}" if key in environ else value
    if wanted.host:
        environ["HTTP_HOST"] = wanted.host
    return environ


def run(app: WSGIApplication, environ: dict[str, Any], exchange: Exchange) -> None:
    """Call the app and send what it answers.

    Raises:
        PeerGoneError: the connection is lost.
        Exception: whatever the app raises and does not answer itself.
    """
    answer: list[tuple[int, list[tuple[str, str]]]] = []

    def start_response(
        status: str, fields: list[tuple[str, str]], exc_info: _ExcInfo | None = None, /
    ) -> Callable[[bytes], object]:
        if exc_info and exchange.begun and exc_info[1]:
            raise exc_info[1]
        answer[:] = [(int(status[:3]), fields)]
        return emit

    def emit(data: bytes) -> None:
        if not exchange.begun:
            exchange.begin(*answer[-1])
        exchange.write(data)

    chunks: Iterable[bytes] = app(environ, start_response)
    try:
        for chunk in chunks:
            if chunk:
                emit(chunk)
        if not exchange.begun:
            exchange.begin(*answer[-1])
        exchange.finish()
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()
