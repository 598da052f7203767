"""From the text of a request to the bytes that are sent, with what was filled in marked as such."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tutor import __version__
from tutor.wire.spans import TOKEN
from tutor.words import _

VALUE = re.compile(rb"[^\x00\s]+(?:[ \t]+[^\x00\s]+)*")
TARGET = re.compile(rb"/[\x21-\x7e]*")
HOST_GAP = "{host}"

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the head without its line end; `filled` when the author did not write it."""

    text: str
    filled: bool = False


@dataclass(frozen=True, slots=True)
class Composed:
    """A request ready to be sent. `data` is what goes over the wire, byte for byte."""

    data: bytes
    lines: list[Line]  # start line and fields
    body: bytes
    address: Address
    sendable_by_httpx: bool
    why_raw: str  # why httpx would not send exactly these bytes; "" if it would


class Parts(NamedTuple):
    """A request that httpx sends byte for byte."""

    method: str
    target: bytes
    fields: list[tuple[bytes, bytes]]
    body: bytes


def compose(request: str, address: Address, raw: bool = False) -> Composed:
    """The bytes of a request that is given as text.

    Line ends of the head become CRLF; the body is what follows the blank line, less the last line end. Host, Accept,
    Accept-Encoding, User-Agent and the length of a body are filled in where they are missing, also when the request
    line is malformed, and so is the blank line; with `raw` nothing is. `{host}` in the head becomes the address.
    Rows of a multipart body that has no CRLF yet get it (RFC 2046 §5.1.1), unless `raw`. Characters beyond ASCII
    are sent as UTF-8.
    """
    head, blank, body = _split(request, raw)
    if not raw and is_multipart(head[1:]) and b"\r\n" not in body:
        body = body.replace(b"\n", b"\r\n")
    host = "{}:{}".format(*address)
    lines = [Line(text.replace(HOST_GAP, host)) for text in head]
    if lines and not raw:
        lines = _fill(lines, host, body)
    unfinished = raw and not blank and not request.endswith("\n")
    text = "\r\n".join(line.text for line in lines) + ("" if unfinished or not lines else "\r\n")
    data = _bytes(text) + (b"\r\n" if blank else b"") + body
    why = _why_raw(data, lines, body)
    return Composed(data, lines, body, address, not why, why)


def compose_act(text: str, address: Address) -> bytes:
    """The bytes of one `send` of a script: as written, with `{host}` replaced, beyond ASCII as UTF-8."""
    return _bytes(text.replace(HOST_GAP, "{}:{}".format(*address)))


def parts(composed: Composed) -> Parts:
    """Method, target, fields and body of a request that httpx can send.

    Raises:
        ValueError: httpx would not send exactly these bytes.
    """
    if not composed.sendable_by_httpx:
        raise ValueError(f"httpx cannot send these bytes: {composed.why_raw} Send them raw.")
    first, *rest = (_bytes(line.text) for line in composed.lines)
    method, target, _version = first.split(b" ")
    fields = [(name, value) for name, _colon, value in (line.partition(b": ") for line in rest)]
    return Parts(method.decode("ascii"), target, fields, composed.body)


def is_multipart(fields: Sequence[str]) -> bool:
    """Whether the body consists of parts."""
    return any(re.match(r"content-type:\s*multipart/", field, re.I) for field in fields)


def names_of(lines: list[Line]) -> list[str]:
    """Names of the fields in lower case, of broken ones too; the start line is none."""
    return [line.text.partition(":")[0].strip().lower() for line in lines[1:] if ":" in line.text]


def _split(request: str, raw: bool) -> tuple[list[str], bool, bytes]:
    """Lines of the head, whether a blank line follows, and the body."""
    lines: list[str] = []
    at = 0
    while at < len(request):
        lf = request.find("\n", at)
        if lf < 0:
            lines.append(request[at:])
            break
        text = request[at:lf].removesuffix("\r")
        at = lf + 1
        if not text:
            return lines, True, _bytes(_less_line_end(request[at:]))
        lines.append(text)
    return lines, not raw, b""


def _less_line_end(text: str) -> str:
    return text.removesuffix("\n").removesuffix("\r") if text.endswith("\n") else text


def _fill(lines: list[Line], host: str, body: bytes) -> list[Line]:
    present = set(names_of(lines))
    first = [] if "host" in present else [Line(f"Host: {host}", filled=True)]
    defaults = {"Accept": "*/*", "Accept-Encoding": "identity", "User-Agent": f"tutor/{__version__}"}
    if body and "transfer-encoding" not in present:
        defaults["Content-Length"] = str(len(body))
    last = [Line(f"{name}: {value}", True) for name, value in defaults.items() if name.lower() not in present]
    return [lines[0], *first, *lines[1:], *last]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _why_raw(data: bytes, lines: list[Line], body: bytes) -> str:
    """Why httpx would refuse these bytes or send others; "" if it sends them as they are.

    httpx writes the method in capitals, HTTP/1.1, Host first, one space after each colon, and a body only as long as
    Content-Length says. Where the text differs from that, only a raw socket sends it as it stands.
    """
    if not lines:
        return _("The request is empty.")
    first, *rest = (_bytes(line.text) for line in lines)
    if data != b"\r\n".join([first, *rest, b"", body]):
        return _("The head does not end with a blank line.")
    return _start_problem(first) or _field_problem(rest) or _framing_problem(lines, body)


def _start_problem(first: bytes) -> str:
    words = first.split(b" ")
    if len(words) != 3:
        return _("The request line is not a method, a target and a version with one space between.")
    method, target, version = words
    if not TOKEN.fullmatch(method) or method != method.upper():
        return _("httpx writes methods in capitals.")
    if method == b"CONNECT":
        return _("CONNECT opens a tunnel.")
    if version != b"HTTP/1.1":
        return _("httpx writes HTTP/1.1.")
    if not TARGET.fullmatch(target):
        return _("The target does not begin with / or has characters beyond visible ASCII.")
    return ""


def _field_problem(fields: list[bytes]) -> str:
    for line in fields:
        name, colon, value = line.partition(b": ")
        if not colon or not TOKEN.fullmatch(name) or (value and not VALUE.fullmatch(value)):
            return _("A field is not written as name, colon, one space, value.")
    return ""


def _framing_problem(lines: list[Line], body: bytes) -> str:
    names = names_of(lines)
    if names.count("host") != 1:
        return _("There is not exactly one Host.")
    if names[0] != "host":
        return _("httpx writes Host first.")
    if "transfer-encoding" in names:
        return _("httpx would cut the body into chunks of its own.")
    lengths = [line.text.partition(": ")[2] for line in lines[1:] if line.text.lower().startswith("content-length:")]
    if lengths not in ([[str(len(body))]] if body else [[], ["0"]]):
        return _("Content-Length is not the length of the body.")
    return ""
