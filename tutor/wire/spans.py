"""Every byte of a request or response, labelled exactly once, also when the message is broken.

Nothing here raises on any input: what does not fit is labelled "junk" with the reason as its name. The labels
follow RFC 9112; `tutor.reference.span_label(kind, name)` explains each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

TOKEN = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
VERSION = re.compile(rb"HTTP/\d\.\d")
STATUS = re.compile(rb"\d{3}")
CHUNK_SIZE = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*(;.*)?", re.DOTALL)
LENGTH = re.compile(rb"\d{1,18}")  # longer numbers cannot be lengths of anything


class Span(NamedTuple):
    """Bytes `start` to `end` (exclusive) are a `kind`.

    Kinds: method target version status reason sp crlf name colon ows value blank body chunk-size chunk-data
    chunk-end trailer junk. `name` is the field's name in lower case for name, colon, ows, value and trailer, else a
    detail ("origin" of a target, "last" of a chunk size, the reason of junk) or "". `status` is the code of the
    response that the bytes belong to, 0 in requests.
    """

    start: int
    end: int
    kind: str
    name: str = ""
    status: int = 0


class Message(NamedTuple):
    """One request or response among the bytes. `complete` means that its head and body have ended."""

    start: int
    end: int
    method: str  # of the request; "" where it cannot be read or is not known
    status: int  # of a response; 0 where it cannot be read
    complete: bool
    closes: bool  # it says that the connection closes after it (RFC 9112 §9.3)


def spans(data: bytes, *, request: bool, head_only: bool = False, methods: Sequence[str] = ()) -> list[Span]:
    """Labels of one direction of a connection; any number of messages may follow each other.

    Args:
        request: whether the bytes went to the server.
        head_only: all responses answer HEAD, so none has a body.
        methods: of the requests that the responses answer, in order, where they are known (HEAD, CONNECT).
    """
    return _label(data, request, head_only, methods).spans


def messages(data: bytes, *, request: bool, head_only: bool = False, methods: Sequence[str] = ()) -> list[Message]:
    """The messages among the bytes; the last may be incomplete. Arguments as for `spans`."""
    return _label(data, request, head_only, methods).messages


def _label(data: bytes, request: bool, head_only: bool, methods: Sequence[str]) -> _Labeller:
    labeller = _Requests(data) if request else _Responses(data, methods, head_only)
    labeller.run()
    return labeller


class _Line(NamedTuple):
    stop: int  # end of what stands in the line
    end: int  # end of its line end
    finished: bool  # whether there is a LF

    @property
    def ending(self) -> str:
        """The detail of its line end."""
        if not self.finished:
            return "cut"
        return "bare-lf" if self.end - self.stop == 1 else ""


class _Labeller:
    """Reads the bytes once, from front to back; `pos` is where the labels have got to."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.pos = 0
        self.spans: list[Span] = []
        self.messages: list[Message] = []
        self._begin()

    def _begin(self) -> None:
        self.method = ""
        self.status = 0
        self.version = b""
        self.fields: list[tuple[str, bytes]] = []

    def run(self) -> None:
        while self._leading() < len(self.data):
            start = self.pos
            self._begin()
            complete = self._message()
            self.messages.append(Message(start, self.pos, self.method, self.status, complete, self._says_close()))

    def _message(self) -> bool:
        return self._start() and self._head() and self._body()

    # What a request and a response do each in their own way.

    def _leading(self) -> int:
        """Label what may stand before a message; the position after it."""
        return self.pos

    def _start(self) -> bool:
        """Label the start line; False when nothing after it can be read."""
        raise NotImplementedError

    def _body(self) -> bool:
        """Label the body; whether it is complete."""
        raise NotImplementedError

    # Moving on.

    def put(self, end: int, kind: str, name: str = "") -> None:
        """Label from `pos` to `end`; an empty part gets no label."""
        if end > self.pos:
            self.spans.append(Span(self.pos, end, kind, name, self.status))
            self.pos = end

    def rest(self, kind: str, name: str) -> None:
        """Label all that is left."""
        self.put(len(self.data), kind, name)

    def line(self) -> _Line:
        """The line that begins at `pos`."""
        lf = self.data.find(b"\n", self.pos)
        if lf < 0:
            end = len(self.data)
            return _Line(end - self.data.endswith(b"\r", self.pos), end, False)
        return _Line(lf - self.data.endswith(b"\r", self.pos, lf), lf + 1, True)

    def word(self, stop: int) -> int:
        """Where the word that begins at `pos` ends."""
        space = self.data.find(b" ", self.pos, stop)
        return stop if space < 0 else space

    def space(self, stop: int, name: str = "") -> None:
        """Label one space, and what is more than one as junk."""
        if self.data[self.pos : self.pos + 1] == b" " and self.pos < stop:
            self.put(self.pos + 1, "sp", name)
            after = self.pos
            while after < stop and self.data[after] == 0x20:
                after += 1
            self.put(after, "junk", "extra-space")

    # The head.

    def _head(self) -> bool:
        """Label the fields up to the blank line; False when it has not come."""
        while self.pos < len(self.data):
            line = self.line()
            if line.stop == self.pos:
                self.put(line.end, "blank", line.ending)
                return line.finished
            self._field(line)
            self.put(line.end, "crlf", line.ending)
        return False

    def _field(self, line: _Line) -> None:
        if self.data[self.pos] in b" \t":
            self.put(line.stop, "junk", "fold")
            return
        colon = self.data.find(b":", self.pos, line.stop)
        if colon < 0:
            cut = not line.finished and TOKEN.fullmatch(self.data, self.pos, line.stop)
            self.put(line.stop, *(("name", self._name(line.stop)) if cut else ("junk", "no-colon")))
            return
        text = self.data[self.pos : colon].rstrip(b" \t")
        name = self._name(self.pos + len(text))
        self.put(self.pos + len(text), "name", name)
        self.put(colon, "junk", "space-before-colon")
        self.put(colon + 1, "colon", name)
        value = self.data[self.pos : line.stop]
        self.put(line.stop - len(value.lstrip(b" \t")), "ows", name)
        self.put(self.pos + len(value.strip(b" \t")), "value", name)
        self.put(line.stop, "ows", name)
        self.fields.append((name, value.strip(b" \t")))

    def _name(self, end: int) -> str:
        return self.data[self.pos : end].decode("latin-1").lower()

    def values(self, name: str) -> list[bytes]:
        """The values of all fields of this name (lower case)."""
        return [value for known, value in self.fields if known == name]

    def _says_close(self) -> bool:
        options = {option.strip() for value in self.values("connection") for option in value.lower().split(b",")}
        if b"close" in options:
            return True
        return self.version == b"HTTP/1.0" and b"keep-alive" not in options

    # The body.

    @property
    def chunked(self) -> bool:
        """Whether the last transfer coding is chunked (RFC 9112 §6.3)."""
        codings = self.values("transfer-encoding")
        return bool(codings) and codings[-1].lower().split(b",")[-1].strip() == b"chunked"

    def length(self) -> int | None:
        """What Content-Length says: None without one, -1 when it cannot be understood."""
        lengths = set(self.values("content-length"))
        if not lengths:
            return None
        value = lengths.pop()
        return int(value) if not lengths and LENGTH.fullmatch(value) else -1

    def _fixed(self, length: int) -> bool:
        end = self.pos + length
        self.put(min(end, len(self.data)), "body")
        return end <= len(self.data)

    def _chunks(self) -> bool:
        while self.pos < len(self.data):
            line = self.line()
            size = CHUNK_SIZE.fullmatch(self.data, self.pos, line.stop)
            if not size:
                break
            length = int(size[1], 16)
            self.put(line.stop, "chunk-size", "" if length or not line.finished else "last")
            self.put(line.end, "crlf", line.ending)
            if not line.finished:
                return False
            if not length:
                return self._trailers()
            self.put(min(self.pos + length, len(self.data)), "chunk-data")
            if self.data.startswith(b"\r\n", self.pos):
                self.put(self.pos + 2, "crlf", "chunk")
            elif self.data[self.pos :] == b"\r":
                self.rest("crlf", "cut")
            elif self.pos < len(self.data):
                break
        self.rest("junk", "chunk")
        return False

    def _trailers(self) -> bool:
        while self.pos < len(self.data):
            line = self.line()
            if line.stop == self.pos:
                self.put(line.end, "chunk-end")
                return line.finished
            colon = self.data.find(b":", self.pos, line.stop)
            self.put(line.stop, "trailer", self._name(line.stop if colon < 0 else colon))
            self.put(line.end, "crlf", line.ending)
        return False


class _Requests(_Labeller):
    """What a client sent."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.tunnel = False

    def _leading(self) -> int:
        while (line := self.line()).finished and line.stop == self.pos:
            self.put(line.end, "crlf", "leading")
        return self.pos

    def _start(self) -> bool:
        line = self.line()
        readable = b" " in self.data[self.pos : line.stop] and TOKEN.fullmatch(
            self.data, self.pos, self.word(line.stop)
        )
        if self.tunnel and not readable:
            self.rest("body", "tunnel")
            return False
        if readable or (not line.finished and not self.messages and TOKEN.fullmatch(self.data, self.pos, line.stop)):
            self._request_line(line)
        else:
            self.put(line.stop, "junk", "after-body" if self.messages else "start-line")
        self.put(line.end, "crlf", line.ending)
        return line.finished

    def _request_line(self, line: _Line) -> None:
        self.method = self.data[self.pos : self.word(line.stop)].decode("ascii")
        self.put(self.word(line.stop), "method")
        self.space(line.stop)
        target = self.data[self.pos : self.word(line.stop)]
        self.put(self.word(line.stop), "target", _form(target, self.method))
        self.space(line.stop)
        self.version = self.data[self.pos : line.stop]
        fits = VERSION.fullmatch(self.version) or (not line.finished and b"HTTP/1.1".startswith(self.version))
        self.put(line.stop, *(("version", "") if fits else ("junk", "version")))

    def _body(self) -> bool:
        if self.method == "CONNECT":
            self.tunnel = True
            return True
        length = self.length()
        if self.chunked:
            return self._chunks()
        if self.values("transfer-encoding") or length == -1:
            self.rest("junk", "unframed")
            return False
        return self._fixed(length or 0)


class _Responses(_Labeller):
    """What a server sent."""

    def __init__(self, data: bytes, methods: Sequence[str], head_only: bool) -> None:
        super().__init__(data)
        self.methods = iter(methods)
        self.default = "HEAD" if head_only else ""
        self.tunnel = False

    def _start(self) -> bool:
        line = self.line()
        begin = self.data[self.pos : min(self.pos + 5, line.stop)]
        if begin != b"HTTP/" and (line.finished or not begin or not b"HTTP/".startswith(begin)):
            if self.tunnel:
                self.rest("body", "tunnel")
            else:
                self.rest("junk", "after-body" if self.messages else "start-line")
            return False
        self._status_line(line)
        self.put(line.end, "crlf", line.ending)
        return line.finished

    def _status_line(self, line: _Line) -> None:
        at = len(self.spans)
        self.version = self.data[self.pos : self.word(line.stop)]
        self.put(self.word(line.stop), "version")
        self.space(line.stop, "response")
        code = self.data[self.pos : self.word(line.stop)]
        cut = not line.finished and code.isdigit() and self.pos + len(code) == line.stop and len(code) < 3
        if STATUS.fullmatch(code) or cut:
            self.status = 0 if cut else int(code)
            self.put(self.word(line.stop), "status")
        else:
            self.put(self.word(line.stop), "junk", "status")
        self.put(min(self.pos + 1, line.stop), "sp", "response")
        self.put(line.stop, "reason")
        # What stands before the code belongs to the same response.
        self.spans[at:] = [span._replace(status=self.status) for span in self.spans[at:]]

    def _body(self) -> bool:
        if 100 <= self.status < 200 and self.status != 101:
            return True
        self.method = next(self.methods, self.default)
        if self.status == 101:
            self.rest("body", "switched")
            return True
        if self.method == "CONNECT" and 200 <= self.status < 300:
            self.tunnel = True
            return True
        if self.method == "HEAD" or self.status in (204, 304):
            return True
        length = self.length()
        if self.chunked:
            return self._chunks()
        if length is None or length == -1 or self.values("transfer-encoding"):
            self.rest("body", "close")
            return False
        return self._fixed(length)


def _form(target: bytes, method: str) -> str:
    """The form of a request target (RFC 9112 §3.2); "" for none of the four."""
    if target.startswith(b"/"):
        return "origin"
    if target == b"*":
        return "asterisk"
    if method == "CONNECT":
        return "authority"
    return "absolute" if re.match(rb"[A-Za-z][A-Za-z0-9+.-]*://", target) else ""
