"""The head of a request, scanned as raw bytes before h11 sees it.

h11 is lenient where a teaching server must not be: it lets obsolete folding, a bare LF and a length beside chunked
pass. It still does the framing of bodies; this module only decides whether the head may reach it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from tutor.playground.limits import Limits
from tutor.playground.refusal import RefusalError, quoted
from tutor.playground.requestline import TOKEN, parse_request_line

_BARE_LF = re.compile(rb"(?<!\r)\n")
_BARE_CR = re.compile(rb"\r(?!\n|\Z)")
_VALUE_CONTROL = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_HOST = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~!$&'()*+,;=%-]*)(?::[0-9]*)?")
_LENGTH_DIGITS = 15  # more than any limit, and safe to convert


@dataclass(frozen=True, slots=True)
class Head:
    """A head that is well-formed. `raw` ends with the blank line; names and values are as they were sent."""

    raw: bytes
    method: str
    target: str
    minor: int  # HTTP/1.<minor>, 0 or 1
    fields: tuple[tuple[str, str], ...]  # latin-1, in their order

    def values(self, name: str) -> list[str]:
        """Values of every field line of this name, any case."""
        return [value for other, value in self.fields if other.lower() == name.lower()]

    def value(self, name: str) -> str:
        """The values joined by ", " (RFC 9110 §5.3); empty without such a field."""
        return ", ".join(self.values(name))


def scan(data: bytes, limits: Limits) -> Head | None:
    """The head that `data` begins with, or None while it is not complete.

    Empty lines before the request line must have been taken off (`without_empty_lines`).

    Raises:
        RefusalError: as soon as what has arrived can no longer become a head that is accepted.
    """
    line, ended, _ = data.partition(b"\r\n")
    _check_first_bytes(data, line, limits)
    end = data.find(b"\r\n\r\n")
    raw = data[: end + 4] if end >= 0 else data
    if _BARE_LF.search(raw):
        _refuse("A line ends with LF alone. Every line of a head ends with CRLF, \\r\\n (RFC 9112 §2.2).")
    if _BARE_CR.search(raw):
        _refuse("A CR stands alone. Every line of a head ends with CRLF, \\r\\n (RFC 9112 §2.2).")
    if not ended:
        return None
    request_line = parse_request_line(line)
    if len(raw) - len(line) > limits.head:
        raise RefusalError(431, f"The fields are larger than the {limits.head} bytes accepted here (RFC 6585 §5).")
    if end < 0:
        return None
    lines = raw[len(line) + 2 : -4].split(b"\r\n") if end > len(line) else []
    if len(lines) > limits.fields:
        raise RefusalError(431, f"{len(lines)} field lines; {limits.fields} are accepted here (RFC 6585 §5).")
    head = Head(raw, *request_line, tuple(_parse_field(line) for line in lines))
    _check_host(head)
    _check_framing(head, limits)
    return head


def without_empty_lines(data: bytes) -> bytes:
    """What follows the empty lines before a request line, which a server ignores (RFC 9112 §2.2)."""
    while data.startswith(b"\r\n"):
        data = data[2:]
    return data


def cut_off(data: bytes) -> str:
    """Why a head that has not ended yet is none, for the body of a 400 or 408."""
    last = data.rpartition(b"\r\n")[2]
    where = f"The last bytes were {quoted(data[-40:])}." if last else "No empty line follows the last field."
    return f"The head did not end. {where} An empty line ends it, also without a body (RFC 9112 §2.1)."


def _check_first_bytes(data: bytes, line: bytes, limits: Limits) -> None:
    if data.startswith(b"\x16\x03"):
        _refuse("These bytes begin a TLS handshake. This server speaks plain HTTP: use http://, not https://.")
    if len(line) > limits.request_line:
        raise RefusalError(
            414, f"The request line is longer than the {limits.request_line} bytes accepted here (RFC 9112 §3)."
        )


def _parse_field(line: bytes) -> tuple[str, str]:
    if line.startswith((b" ", b"\t")):
        _refuse(
            f"The line {quoted(line)} begins with white space. Folding a value over two lines is obsolete: write "
            "it on one line (RFC 9112 §5.2)."
        )
    name, colon, value = line.partition(b":")
    if not colon:
        _refuse(f"The line {quoted(line)} has no colon. A field is 'Name: value' (RFC 9112 §5).")
    if name.endswith((b" ", b"\t")):
        _refuse(
            f"White space stands between the name {quoted(name.rstrip())} and its colon. "
            "None is allowed there (RFC 9112 §5.1)."
        )
    if not TOKEN.fullmatch(name):
        _refuse(
            f"{quoted(name)} cannot be a field name: it may hold letters, digits and !#$%&'*+-.^_`|~ only "
            "(RFC 9110 §5.1)."
        )
    value = value.strip(b" \t")
    control = _VALUE_CONTROL.search(value)
    if control:
        _refuse(f"The value of {quoted(name)} holds the control byte {quoted(control[0])} (RFC 9110 §5.5).")
    return name.decode("ascii"), value.decode("latin-1")


def _check_host(head: Head) -> None:
    hosts = head.values("host")
    if len(hosts) > 1:
        _refuse(f"{len(hosts)} Host fields. A request has exactly one (RFC 9112 §3.2).")
    if not hosts and head.minor >= 1:
        _refuse("The Host field is missing. Every HTTP/1.1 request names the host it asks (RFC 9112 §3.2).")
    if hosts and not _HOST.fullmatch(hosts[0]):
        _refuse(f"The Host is {quoted(hosts[0].encode('latin-1'))}; a name or address was expected, and perhaps "
                "a colon and a port (RFC 9110 §7.2).")  # fmt: skip


def _check_framing(head: Head, limits: Limits) -> None:
    """Where the body ends must be beyond doubt, or the next request is read from the wrong byte (RFC 9112 §6.3)."""
    lengths = [part.strip() for value in head.values("content-length") for part in value.split(",")]
    codings = head.value("transfer-encoding").lower()
    if head.values("transfer-encoding"):
        if lengths:
            _refuse("Content-Length and Transfer-Encoding together: two ways to say where the body ends, so "
                    "neither can be trusted. Send one of them (RFC 9112 §6.1).")  # fmt: skip
        if head.minor < 1:
            _refuse("Transfer-Encoding in an HTTP/1.0 request, which does not know it (RFC 9112 §6.1).")
        if codings != "chunked":
            raise RefusalError(
                501,
                f"The transfer coding is {quoted(codings.encode('latin-1'))}; this server decodes only 'chunked' "
                "(RFC 9112 §6.1).",
            )
    for length in lengths:
        if not (length.isascii() and length.isdigit()):
            _refuse(f"The Content-Length is {quoted(length.encode('latin-1'))}; a number of bytes in decimal "
                    "digits was expected (RFC 9110 §8.6).")  # fmt: skip
    if len(set(lengths)) > 1:
        _refuse(f"Two lengths of one body: {' and '.join(sorted(set(lengths)))} (RFC 9112 §6.3).")
    if lengths and (len(lengths[0]) > _LENGTH_DIGITS or int(lengths[0]) > limits.body):
        raise RefusalError(
            413,
            f"The body would have {quoted(lengths[0].encode())} bytes; {limits.body} are accepted here "
            "(RFC 9110 §15.5.14).",
        )


def _refuse(why: str) -> NoReturn:
    raise RefusalError(400, why)
