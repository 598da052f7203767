"""Received bytes as h11 reads them: an independent opinion beside our own labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.words import _

if TYPE_CHECKING:
    import h11

HEAD_LIMIT = 1 << 20  # bytes of a response head that are still read


@dataclass(frozen=True, slots=True)
class Response:
    """One response. `body` is without its transfer coding, but content codings such as gzip are still there."""

    status: int
    reason: str
    fields: list[tuple[str, str]]
    body: bytes
    interim: bool = False  # 1xx: the final response is still to come
    complete: bool = True

    def values(self, name: str) -> list[str]:
        """The values of all fields with this name in any case."""
        return [value for known, value in self.fields if known.lower() == name.lower()]


class Reader:
    """Reads responses as they arrive.

    Args:
        methods: of the requests sent, in order; the list may grow while reading. A response to HEAD has no body, and
            one that no known request asked for is read as an answer to GET.
    """

    def __init__(self, methods: Sequence[str] = ()) -> None:
        self.methods = methods
        self.finals = 0  # responses that are complete and not interim
        self.problem = ""
        self.tunnel = False  # what comes now is no longer HTTP: after 101, or 2xx to CONNECT
        self._connected = False  # a CONNECT succeeded, so bytes that are not HTTP are no problem
        self._responses: list[Response] = []
        self._head: h11.Response | None = None
        self._body: list[bytes] = []
        self._following: h11.Connection | None = None

    @property
    def idle(self) -> bool:
        """Whether no response is read half-way."""
        return self._head is None and not self._connection.trailing_data[0]

    @property
    def responses(self) -> list[Response]:
        """All responses so far; the last may be incomplete."""
        if self._head is None:
            return list(self._responses)
        return [*self._responses, self._response(self._head, complete=False)]

    def feed(self, data: bytes) -> None:
        """Read on with bytes that came."""
        if data:
            self._receive(data)

    def end(self) -> None:
        """The server has closed its side: a body without a length is complete now."""
        if self._head is not None:
            self._receive(b"")

    def stop(self) -> None:
        """Nothing more will be read: what is half-way is a problem."""
        if self.problem or self.tunnel:
            return
        if self._head is not None:
            self.problem = self._cut(self._head)
        elif not self.idle and self._connected:
            self.tunnel = True
        elif not self.idle:
            self.problem = self._cut_head(self._connection.trailing_data[0])
        elif self._responses and self._responses[-1].interim:
            self.problem = _("Only an interim response came. The final one is missing.")

    @property
    def _connection(self) -> h11.Connection:
        """The connection of h11 that has sent the next request. Made late: only then is its method known."""
        import h11

        if self._following:
            return self._following
        connection = self._following = h11.Connection(h11.CLIENT, max_incomplete_event_size=HEAD_LIMIT)
        method = self.methods[self.finals] if self.finals < len(self.methods) else ""
        fields = [("Host", "localhost"), ("Upgrade", "any")]  # Upgrade: h11 takes a 101 only if it was asked for
        connection.send(h11.Request(method=method or "GET", target="/", headers=fields))
        connection.send(h11.EndOfMessage())
        return connection

    def _receive(self, data: bytes) -> None:
        import h11

        if self.problem or self.tunnel:
            return
        try:
            self._connection.receive_data(data)
            while self._take(self._connection.next_event()):
                pass
        except h11.RemoteProtocolError as error:
            if self._head is not None and not data:
                self.problem = self._cut(self._head)
            elif self._connected:
                self.tunnel = True
            else:
                self.problem = self._not_http(str(error))

    def _take(self, event: object) -> bool:
        """Take one event of h11; whether there may be another."""
        import h11

        if isinstance(event, h11.InformationalResponse):
            self._responses.append(self._response(event, complete=True))
            self.tunnel = event.status_code == 101
            self.finals += self.tunnel
            return not self.tunnel
        if isinstance(event, h11.Response):
            self._head = event
        elif isinstance(event, h11.Data):
            self._body.append(bytes(event.data))
        elif self._head is not None and (isinstance(event, h11.EndOfMessage) or event is h11.PAUSED):
            # PAUSED with a head is a 2xx to CONNECT: the head is all there is.
            self._connected = self._connected or event is h11.PAUSED
            self._finish(self._head)
        else:
            return False
        return True

    def _finish(self, head: h11.Response) -> None:
        self._responses.append(self._response(head, complete=True))
        self._head, self._body = None, []
        self.finals += 1
        left = self._connection.trailing_data[0]
        self._following = None
        if left:
            self._connection.receive_data(left)

    def _cut(self, head: h11.Response) -> str:
        got = sum(map(len, self._body))
        length = next((value for name, value in head.headers if name == b"content-length"), b"")
        if length:
            return _("The body is cut off: {got} of {length} bytes came.").format(got=got, length=length.decode())
        return _("The body is cut off after {got} bytes.").format(got=got)

    def _cut_head(self, data: bytes) -> str:
        if data.startswith(b"HTTP/"[: len(data)]):
            return _("The response is cut off inside its head.")
        return self._not_http(_("it does not begin with HTTP/"))

    def _not_http(self, reason: str) -> str:
        if self._responses and self._head is None and not self._connection.trailing_data[0].startswith(b"HTTP/"):
            return _("The response has ended, and bytes follow that are no response.")
        return _("This is not a valid HTTP/1.1 response: {reason}.").format(reason=reason.rstrip("."))

    def _response(self, head: h11.Response | h11.InformationalResponse, complete: bool) -> Response:
        fields = [(_text(name), _text(value)) for name, value in head.headers.raw_items()]
        interim = head.status_code < 200 and head.status_code != 101
        return Response(head.status_code, _text(head.reason), fields, b"".join(self._body), interim, complete)


def _text(data: bytes | bytearray) -> str:
    """Bytes of a head as text: UTF-8 where it is valid, else ISO-8859-1 (RFC 9110 §5.5)."""
    try:
        return bytes(data).decode()
    except UnicodeDecodeError:
        return bytes(data).decode("latin-1")
