"""httpx over connections that record their bytes. No SSL context is built, and only one address is ever reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

from tutor.wire.link import Link, OverError, Recorder


class RecordingTransport(httpx.BaseTransport):
    """Sends requests of httpx to the recorder's address, whatever host their URL names."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._pool = self._new_pool()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request whose exchange has begun in the recorder.

        Raises:
            httpcore exceptions, if the response cannot be read; the recorder's exchange has the bytes all the same.
        """
        host, port = self._recorder.address  # also for other names, so that they can share a connection
        url = httpcore.URL(scheme=b"http", host=host.encode(), port=port, target=request.url.raw_path)
        response = self._pool.handle_request(
            httpcore.Request(
                request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions
            )
        )
        assert isinstance(response.stream, Iterable)
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response), extensions=response.extensions
        )

    def hang_up(self) -> None:
        """Close all connections; the next request opens a new one."""
        self._pool.close()
        self._pool = self._new_pool()

    def close(self) -> None:
        """Close all connections for good."""
        self._pool.close()

    def _new_pool(self) -> httpcore.ConnectionPool:
        return httpcore.ConnectionPool(network_backend=_Backend(self._recorder))


class _Body(httpx.SyncByteStream):
    """The body of a response as it arrives."""

    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class _Backend(httpcore.NetworkBackend):
    """Gives httpcore recorded connections, all to one address."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        link = self._recorder.link
        if link is None or link.pooled or not link.usable:  # else the raw client has left one open
            try:
                link = self._recorder.connect()
            except OverError as error:
                raise httpcore.ConnectError from error
        link.pooled = True
        return _Stream(link)


class _Stream(httpcore.NetworkStream):
    """A recorded connection in the shape that httpcore wants. Time-outs are the recorder's, not httpcore's."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            return self._link.read(max_bytes) or b""
        except OverError as error:
            raise httpcore.ReadError from error

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._link.write(buffer)
        except (OverError, OSError) as error:
            raise httpcore.WriteError from error

    def close(self) -> None:
        self._link.close()

    def get_extra_info(self, info: str) -> Any:
        return not self._link.usable if info == "is_readable" else None
