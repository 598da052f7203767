"""One request and its answer on an open connection, framed by h11."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from typing import NoReturn

import h11

from tutor.playground.channel import Channel, PeerGoneError
from tutor.playground.guard import Wanted
from tutor.playground.head import Head
from tutor.playground.refusal import RefusalError, common_fields, phrase_of
from tutor.playground.timeline import LoggedRequest, Timeline

_BYTEARRAY = re.compile(r"bytearray\(b('.*?'|\".*?\")\)")  # as h11 quotes
Fields = Sequence[tuple[str, str]]


class Exchange:
    """Given to the app as `environ["playground.exchange"]`: what a view may want beyond WSGI."""

    def __init__(
        self,
        channel: Channel,
        head: Head,
        wanted: Wanted,
        rest: bytes,
        timeline: Timeline,
        on_answer: Callable[[LoggedRequest], None],
    ) -> None:
        """`rest` is what arrived after the head.

        Raises:
            RefusalError: h11 does not accept the head.
        """
        self.head = head
        self.wanted = wanted
        self.timeline = timeline
        self.reason: str | None = None  # a view may choose another reason phrase
        self.begun = False  # the status line is decided
        self.trailers: list[tuple[str, str]] = []  # fields after a chunked body, known at its end
        self._channel = channel
        self.limits = channel.limits
        self._on_answer = on_answer
        self._fault: RefusalError | None = None  # of the body: nothing after it can be read
        self._body_deadline: float | None = None
        self._body_seen = 0
        self._unsent = b""  # the head of the answer waits for the first bytes of its body
        self._without_body = False
        self._fed = bytearray()
        self._h11 = h11.Connection(h11.SERVER, max_incomplete_event_size=self.limits.head)
        self._feed(head.raw)
        try:
            self._h11.next_event()
        except h11.RemoteProtocolError as error:
            raise RefusalError(error.error_status_hint, f"The request cannot be read: {error}.") from error
        self._feed(rest)
        if channel.ended:
            self._h11.receive_data(b"")

    # ── The request ──────────────────────────────────────────────────────────────────────────────

    @property
    def received(self) -> bytes:
        """The bytes of this request as they arrived: its head, and as much of its body as has been read."""
        return bytes(self._fed[: len(self._fed) - len(self.unread)])

    @property
    def unread(self) -> bytes:
        """What arrived after the part of this request that has been read."""
        return self._h11.trailing_data[0]

    def read_body(self) -> bytes:
        """The next piece of the body without its framing; empty at the end. The first call sends a 100 if
        asked to; at the end it may be called again.

        Raises:
            RefusalError: 400 the body breaks its framing or ends early; 408 it takes too long; 413 it is too large.
            PeerGoneError: the connection is lost.
        """
        if self._fault:
            raise self._fault
        try:
            return self._next_piece()
        except RefusalError as fault:
            self._fault = fault
            raise

    def _next_piece(self) -> bytes:
        if self._body_deadline is None:
            self._body_deadline = time.monotonic() + self.limits.body_seconds
            if self._h11.they_are_waiting_for_100_continue:
                self._send_interim(100, [])
        while self._h11.their_state is h11.SEND_BODY:
            try:
                event = self._h11.next_event()
            except h11.RemoteProtocolError as error:
                raise RefusalError(400, self._broken_body(error)) from error
            if event is h11.NEED_DATA:
                self._receive_body(self._body_deadline)
            elif isinstance(event, h11.Data):
                self._body_seen += len(event.data)
                if self._body_seen > self.limits.body:
                    raise RefusalError(413, self._too_large())
                return bytes(event.data)
            elif isinstance(event, h11.EndOfMessage):
                self.trailers = [(n.decode(), v.decode("latin-1")) for n, v in event.headers.raw_items()]
        return b""

    def _receive_body(self, deadline: float) -> None:
        try:
            data = self._channel.receive(deadline)
        except TimeoutError as error:
            waited = f"{self.limits.body_seconds:g} s (RFC 9110 §15.5.9)"
            raise RefusalError(408, f"{self._so_far()}, and its end did not come within {waited}.") from error
        if len(self._fed) > self.limits.head + 2 * self.limits.body:
            raise RefusalError(413, self._too_large())
        self._feed(data)
        if not data:
            self._h11.receive_data(b"")

    def _feed(self, data: bytes) -> None:
        if data:
            self._fed += data
            self._h11.receive_data(data)

    def _broken_body(self, error: h11.RemoteProtocolError) -> str:
        if self._channel.ended:
            return f"{self._so_far()}, then the connection was ended: the message is incomplete (RFC 9112 §8)."
        what = _BYTEARRAY.sub(r"\1", str(error))
        return (
            f"The chunked body is malformed: {what}. A chunk is its size in hexadecimal digits, CRLF, that many "
            "bytes, CRLF; a chunk of size 0 ends the body (RFC 9112 §7.1)."
        )

    def _so_far(self) -> str:
        length = self.head.value("content-length")
        promised = f" of the {length} that Content-Length promises" if length else ""
        return f"{self._body_seen} bytes of the body came{promised}"

    def _too_large(self) -> str:
        return f"The body is larger than the {self.limits.body} bytes accepted here (RFC 9110 §15.5.14)."

    # ── The answer ───────────────────────────────────────────────────────────────────────────────

    def early_hints(self, fields: Fields) -> None:
        """Send a 103 before the answer (RFC 8297); HTTP/1.0 knows no interim responses, so it gets none."""
        if self.head.minor >= 1 and not self.begun:
            self._send_interim(103, fields)

    def _send_interim(self, code: int, fields: Fields) -> None:
        self._channel.send(
            self._h11.send(
                h11.InformationalResponse(status_code=code, reason=phrase_of(code).encode(), headers=_encoded(fields))
            )
        )

    def begin(self, code: int, fields: Fields) -> None:
        """Decide the status line and the fields; they are sent with the first bytes of the body or by `finish`.

        Raises:
            h11.LocalProtocolError: a field cannot be sent.
        """
        if code in (204, 205, 304) or self.head.method == "HEAD":
            self._without_body = True
        reason = phrase_of(code) if self.reason is None else self.reason
        event = h11.Response(
            status_code=code, reason=_bytes(reason), headers=_encoded(self._final_fields(code, fields))
        )
        self._unsent = self._h11.send(event)
        self.begun = True
        self._on_answer(self.timeline.answered(code))

    def _final_fields(self, code: int, fields: Fields) -> list[tuple[str, str]]:
        given = {name.lower() for name, _ in fields}
        final = [(name, value) for name, value in common_fields() if name.lower() not in given]
        dropped = {"transfer-encoding"}  # h11 chooses it
        if code in (204, 205):
            dropped.add("content-length")
        final += [(name, value) for name, value in fields if name.lower() not in dropped]
        if code == 205:
            final.append(("Content-Length", "0"))  # RFC 9110 §15.3.6
        # a body that will not come, or whose end is unknown, leaves no place where a next request could begin
        if self._fault or self._h11.they_are_waiting_for_100_continue:
            final.append(("Connection", "close"))
        return final

    def write(self, data: bytes) -> None:
        """Send bytes of the body; nothing for a response that has none.

        Raises:
            h11.LocalProtocolError: more bytes than Content-Length says.
            PeerGoneError: the connection is lost.
        """
        if data and not self._without_body:
            self._send(self._h11.send(h11.Data(data=data)))

    def finish(self) -> None:
        """End the body.

        Raises:
            h11.LocalProtocolError: fewer bytes than Content-Length says.
            PeerGoneError: the connection is lost.
        """
        self._send(self._h11.send(h11.EndOfMessage()))

    def flush(self) -> None:
        """Send the head now, without waiting for the body.

        Raises:
            PeerGoneError: the connection is lost.
        """
        self._send(None)

    def _send(self, data: bytes | None) -> None:
        out, self._unsent = self._unsent + (data or b""), b""
        if out:
            self._channel.send(out)

    # ── After it, and meanwhile ──────────────────────────────────────────────────────────────────

    def leaves_connection_open(self) -> bool:
        """Read what is left of the request's body, and say whether another request can follow."""
        if self._h11.our_state is not h11.DONE:
            return False
        self._body_deadline = time.monotonic() + self.limits.drain_seconds
        try:
            while self.read_body():
                pass
        except RefusalError:
            return False
        return self._h11.their_state is h11.DONE

    def hang_up(self, data: bytes = b"") -> NoReturn:
        """Send these bytes, which need not be HTTP, in place of an answer, and end the connection.

        Raises:
            PeerGoneError: always, so that nothing follows.
        """
        self._on_answer(self.timeline.answered(0))
        self._channel.send(data)
        raise PeerGoneError

    def pause(self, seconds: float) -> None:
        """Sleep.

        Raises:
            PeerGoneError: the server stops meanwhile.
        """
        if self._channel.stopping.wait(seconds):
            raise PeerGoneError


def _bytes(text: str) -> bytes:
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _encoded(fields: Fields) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), _bytes(value)) for name, value in fields]
