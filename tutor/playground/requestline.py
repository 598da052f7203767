"""The first line of a request: what is wrong with it, said so that it can be mended (RFC 9112 §3)."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn
from urllib.parse import quote_from_bytes

from tutor.playground.refusal import RefusalError, quoted

TOKEN = re.compile(rb"[-!#$%&'*+.^_`|~0-9A-Za-z]+")
_VERSION = re.compile(rb"HTTP/([0-9])(?:\.([0-9]))?")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")
_STRAY_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_SHAPE = "A request line is METHOD, target and HTTP/1.1, with one space between (RFC 9112 §3)."
_EXAMPLE = "For example: GET /get HTTP/1.1"


class RequestLine(NamedTuple):
    method: str
    target: str
    minor: int  # of the version: 0 for HTTP/1.0, 1 for HTTP/1.1


def parse_request_line(line: bytes) -> RequestLine:
    """Split the line (without its CRLF).

    Raises:
        RefusalError: 400 malformed; 505 a version that is not HTTP/1.x.
    """
    control = _CONTROL.search(line)
    if control:
        _refuse(f"The request line holds the control byte {quoted(control[0])}. {_SHAPE}")
    words = line.split(b" ")
    if len(words) != 3 or b"" in words:
        _refuse_words(line, words)
    method, target, version = words
    minor = _minor_version(version, words)
    if not TOKEN.fullmatch(method):
        if TOKEN.fullmatch(target) and target.isupper():
            _refuse(f"The request line begins with {quoted(method)}; the method comes first. {_SHAPE}")
        _refuse(f"{quoted(method)} cannot be a method: it may hold letters, digits and !#$%&'*+-.^_`|~ only.")
    _check_target(target)
    return RequestLine(method.decode("ascii"), target.decode("ascii"), minor)


def _refuse_words(line: bytes, words: list[bytes]) -> NoReturn:
    named = [word for word in words if word]
    if line.startswith(b" "):
        _refuse(f"The request line begins with a space. {_SHAPE}")
    if len(named) == 3:
        _refuse(f"The request line has a space too many. {_SHAPE}")
    if len(named) > 3 and named[-1].startswith(b"HTTP/"):
        _refuse(
            f"The target {quoted(b' '.join(named[1:-1]))} holds a space, which ends a target. "
            "Write %20 for it (RFC 9112 §3.2, RFC 3986 §2.1)."
        )
    if len(named) == 2 and named[1].startswith(b"HTTP/"):
        _refuse(f"The request line has no target, or no method: only {quoted(line)}. {_SHAPE}")
    if len(named) == 2 and TOKEN.fullmatch(named[0]):
        _refuse(f"The request line has no version: {quoted(line)}. {_SHAPE}")
    _refuse(f"{quoted(line)} is no request line. {_SHAPE} {_EXAMPLE}")


def _minor_version(version: bytes, words: list[bytes]) -> int:
    match = _VERSION.fullmatch(version)
    if match and match[1] != b"1":
        raise RefusalError(
            505,
            f"This server speaks HTTP/1.1; the request line asks for {quoted(version)}. "
            "Other major versions have other wire formats (RFC 9110 §15.6.6).",
        )
    if match and match[2]:
        return 1 if match[2] >= b"1" else 0
    if any(word.startswith(b"HTTP/") for word in words[:2]):
        _refuse(f"The version stands last, after the target. {_SHAPE}")
    if version.upper().startswith(b"HTTP/") and not version.startswith(b"HTTP/"):
        _refuse(f"The version is {quoted(version)}; HTTP is written in capitals there (RFC 9112 §2.3).")
    _refuse(f"The version is {quoted(version)}; HTTP/1.1 was expected (RFC 9112 §2.3).")


def _check_target(target: bytes) -> None:
    if not target.isascii():
        encoded = quote_from_bytes(target, safe=bytes(range(0x21, 0x7F)))
        _refuse(
            f"The target {quoted(target)} holds characters that are not ASCII. A URI is ASCII: their UTF-8 bytes "
            f"are percent-encoded (RFC 3986 §2.5).\nAs it was expected: {encoded}"
        )
    if b"#" in target:
        _refuse(
            f"The target {quoted(target)} holds a '#'. The fragment stays with the client and is never sent "
            "(RFC 9110 §7.1); a '#' that is meant as data is written %23."
        )
    stray = _STRAY_PERCENT.search(target)
    if stray:
        _refuse(
            f"The target has a '%' that begins no encoded byte: {quoted(target[stray.start() : stray.start() + 3])}. "
            "Two hexadecimal digits follow it (RFC 3986 §2.1); a percent sign that is meant as data is written %25."
        )


def _refuse(why: str) -> NoReturn:
    raise RefusalError(400, why)
