"""A comparison in words, for whoever has to meet it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tutor.lesson.exercise.differ import short, value
from tutor.words import _

_WORDS: dict[str, Callable[[Any], str]] = {
    "equals": lambda operand: value(operand),
    "contains": lambda operand: _("{value} in it").format(value=_quoted(operand)),
    "not_contains": lambda operand: _("no {value} in it").format(value=_quoted(operand)),
    "starts_with": lambda operand: _("{value} at the beginning").format(value=_quoted(operand)),
    "ends_with": lambda operand: _("{value} at the end").format(value=_quoted(operand)),
    "one_of": lambda operand: _(" or ").join(map(value, operand)),
    "absent": lambda operand: _("nothing") if operand else _("something"),
    "min": lambda operand: _("at least {value}").format(value=operand),
    "max": lambda operand: _("at most {value}").format(value=operand),
    "type": lambda operand: _("a value of type {name}").format(name=operand),
    "length": lambda operand: _("{value} of length").format(value=in_words(operand)),
}


def in_words(wanted: Any, *, textual: bool = False) -> str:
    """What a comparison wants, in a phrase; of a value that is text anyway, without quotes."""
    if not isinstance(wanted, dict):
        return short(wanted) if textual and isinstance(wanted, str) else value(wanted)
    return short(", ".join(_WORDS[name](operand) for name, operand in wanted.items() if name in _WORDS))


def _quoted(operand: Any) -> str:
    return str(operand) if isinstance(operand, str) else value(operand)
