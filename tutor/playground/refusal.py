"""An answer that the server itself gives, before or instead of the app.

Its body is written for the person who sent the request: what was wrong, what was expected, which section says so.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from email.utils import formatdate

from tutor import __version__, reference

SERVER = f"tutor-playground/{__version__}"
_WIDTH = 76  # a body shown at 80 columns is not wrapped again
_CITATION = re.compile(r"RFC (\d+)(?: (?=§))?")
_KEPT = "\N{NO-BREAK SPACE}"


class RefusalError(Exception):
    """The request is answered with `status` and a text, and the connection is closed.

    Args:
        status: a 4xx or 5xx code.
        why: one to three sentences.
        fields: what this status obliges the server to send besides, as (name, value).
    """

    def __init__(self, status: int, why: str, fields: Iterable[tuple[str, str]] = ()) -> None:
        super().__init__(why)
        self.status = status
        self.why = why
        self.fields = tuple(fields)


def phrase_of(code: int) -> str:
    """The reason phrase as registered; empty for a code that is not."""
    known = reference.status(code)
    return known.phrase if known else ""


def common_fields() -> list[tuple[str, str]]:
    """The fields that every final response begins with (RFC 9110 §6.6.1, §10.2.4)."""
    return [("Date", formatdate(usegmt=True)), ("Server", SERVER)]


def wrapped(text: str) -> str:
    """Text for a plain body: lines that fit a terminal, each paragraph filled by itself, citations not broken."""
    text = _CITATION.sub(lambda match: match[0].replace(" ", _KEPT), text)
    lines = (textwrap.fill(line, _WIDTH, break_long_words=False, break_on_hyphens=False) for line in text.splitlines())
    return "\n".join(lines).replace(_KEPT, " ") + "\n"


def answer_to(refusal: RefusalError, *, with_body: bool = True) -> bytes:
    """The whole response as bytes. Not made by h11, which may be in no state to send one."""
    body = wrapped(refusal.why).encode()
    fields = [
        *common_fields(),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Length", str(len(body))),
        *refusal.fields,
        ("Connection", "close"),
    ]
    head = f"HTTP/1.1 {refusal.status} {phrase_of(refusal.status)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in fields) + "\r\n"
    return head.encode("latin-1") + (body if with_body else b"")


def visible(data: bytes) -> str:
    """Bytes as text in which nothing acts on a terminal."""
    text = data.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def quoted(data: bytes, limit: int = 40) -> str:
    """Bytes of a request for use inside a sentence, at most `limit` characters of them."""
    text = visible(data)
    return f"'{text}'" if len(text) <= limit else f"'{text[: limit - 1]}…'"
