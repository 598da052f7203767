"""Whether what a learner typed is the answer. All comparisons are made in NFC."""

from __future__ import annotations

import math
import re
import shlex
import unicodedata
from collections.abc import Callable

from tutor.course.types import Compare


def matches(typed: str, answer: str, how: Compare) -> bool:
    """Compare a typed text with an answer.

    exact: character by character. trim: without white space around. collapse: runs of white space count as one blank.
    ignore-case: the same, letters in any case. header: `Name: value` as RFC 9110 §5 reads it, the name in any case,
    white space around the value trimmed, the value exact; an answer without a colon is a name alone. code: white space
    counts between two words and in quotes alone, and one kind of quote is as good as the other. command: as a shell
    splits it, so that quotes and white space around its words do not count; `--option=value` is `--option value`.
    """
    normal = _NORMAL[how]
    return normal(unicodedata.normalize("NFC", typed)) == normal(unicodedata.normalize("NFC", answer))


def number(typed: str) -> float | None:
    """The finite number that was typed, in decimal; None if it is none."""
    try:
        value = float(typed.strip().replace("−", "-"))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def _collapsed(text: str) -> str:
    return " ".join(text.split())


def _caseless(text: str) -> str:
    return unicodedata.normalize("NFC", _collapsed(text).casefold())


def _header(text: str) -> tuple[str, str | None]:
    name, colon, value = text.partition(":")
    return (name.casefold(), value.strip()) if colon else (name.strip().casefold(), None)


def _code(text: str) -> str:
    kept = QUOTED.sub(lambda found: f"'{found[0][1:-1].replace(' ', KEPT)}'", text)
    words = kept.replace('"', "'").split()
    joined = words[0] if words else ""
    for word in words[1:]:
        joined += f" {word}" if _apart(joined, word) else word
    return joined


def _apart(before: str, after: str) -> bool:
    """Whether the white space between the two counts."""
    minus = (before.endswith(OPENING) and after[0] == "-") or (before[-1] == "-" and after.startswith(CLOSING))
    return minus or (_is_word(before[-1]) and _is_word(after[0])) or before[-1] + after[0] in DELIMITERS


def _command(text: str) -> list[str]:
    lexer = shlex.shlex(text, posix=True)
    lexer.whitespace_split, lexer.escape, lexer.commenters = True, "", ""  # a path of Windows has backslashes
    try:
        words = list(lexer)
    except ValueError:  # a quote that does not end
        words = text.split()
    return [part for word in words for part in (word.split("=", 1) if word.startswith("--") else [word])]


DELIMITERS = ("{{", "}}", "{%", "%}", "{#", "#}", "==", "!=", "<=", ">=")
"""Signs of two characters: with white space in them they are others."""
OPENING, CLOSING = ("{{", "{%", "{#"), ("}}", "%}", "#}")
"""What a minus is a part of that stands right beside it."""
QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
KEPT = "\0"
"""A blank in quotes."""


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_NORMAL: dict[Compare, Callable[[str], object]] = {
    "exact": lambda text: text,
    "trim": str.strip,
    "collapse": _collapsed,
    "ignore-case": _caseless,
    "header": _header,
    "code": _code,
    "command": _command,
}
