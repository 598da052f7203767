"""Whether what a learner typed is the answer. All comparisons are made in NFC."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable

from tutor.course.types import Compare


def matches(typed: str, answer: str, how: Compare) -> bool:
    """Compare a typed text with an answer.

    exact: character by character. trim: without white space around. collapse: runs of white space count as one blank.
    ignore-case: the same, letters in any case. header: `Name: value` as RFC 9110 §5 reads it, the name in any case,
    white space around the value trimmed, the value exact; an answer without a colon is a name alone. code: white space
    does not count at all, except between two words, and one kind of quote is as good as the other.
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
    words = text.replace('"', "'").split()
    joined = words[0] if words else ""
    for word in words[1:]:
        apart = (_is_word(joined[-1]) and _is_word(word[0])) or joined[-1] + word[0] in DELIMITERS
        joined += f" {word}" if apart else word
    return joined


DELIMITERS = ("{{", "}}", "{%", "%}", "{#", "#}", "==", "!=", "<=", ">=")
"""Signs of two characters: with white space in them they are others."""


def _is_word(character: str) -> bool:
    return character.isalnum() or character == "_"


_NORMAL: dict[Compare, Callable[[str], object]] = {
    "exact": lambda text: text,
    "trim": str.strip,
    "collapse": _collapsed,
    "ignore-case": _caseless,
    "header": _header,
    "code": _code,
}
