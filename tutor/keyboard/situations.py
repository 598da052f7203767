"""The situation of a shortcut: a piece of real code with the cursor in it, and where the action leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from tutor.keyboard.keymaps import Action, _data, _yaml, called
from tutor.words import _, language

FILES = ("note.py", "store.py", "memory_store.py", "sql_store.py", "views.py")


class Spot(NamedTuple):
    """A place in code: line from 1, columns from 0 in characters, `end` behind the last; `lines` is the whole file."""

    file: str
    line: int
    start: int
    end: int
    lines: tuple[str, ...]


class Situation(NamedTuple):
    """What is asked, where the cursor is, and where it lands.

    Attributes:
        lands: None if the cursor stays.
        of: how many places there are to land, where it is one of several.
        said: what there is to know once it was answered.
    """

    ask: str
    at: Spot
    lands: Spot | None = None
    of: int = 0
    said: str = ""


@cache
def source(file: str) -> tuple[str, ...]:
    """The lines of a file of the example."""
    text = (files("tutor.keyboard") / "data" / "example" / f"{file}.txt").read_text(encoding="utf-8")
    return tuple(text.rstrip("\n").split("\n"))


def spot(place: Sequence[str]) -> Spot:
    """A place from its file, a part of its line and the symbol.

    Raises:
        ValueError: there is no such place, or more than one.
    """
    file, part, symbol = place
    found = [
        Spot(file, n, start, start + len(symbol), source(file))
        for n, text in enumerate(source(file), 1)
        if text.strip() == part and (start := _column(text, symbol)) >= 0
    ]
    if not found:
        raise ValueError(f"{file} has no line {part!r} with {symbol}")
    return found[0]


def _column(text: str, symbol: str) -> int:
    """Where a symbol stands in a line as a word of its own; the last of several; -1 if nowhere."""
    import re

    found = [match.start() for match in re.finditer(rf"(?<![\w]){re.escape(symbol)}(?!\w)", text)]
    return found[-1] if found else -1


@cache
def _situations(language: str) -> dict[str, tuple[Situation, ...]]:
    found: dict[str, Any] = _data("situations.yaml")["situations"]
    told = said_in(language)
    return {
        action: tuple(
            Situation(
                ask=words["ask"], at=spot(row["at"]), lands=spot(row["lands"]) if "lands" in row else None,
                of=row.get("of", 0), said=words.get("said", ""),
            )
            for row, words in zip(rows, told.get(action, rows), strict=True)
        )
        for action, rows in found.items()
    }  # fmt: skip


def said_in(language: str) -> Mapping[str, Sequence[Mapping[str, str]]]:
    """What is asked and said in a language, by action in the order of the situations; empty for English."""
    file = files("tutor.keyboard") / "data" / f"situations.{language}.yaml"
    return _yaml(file.read_text(encoding="utf-8")) if file.is_file() else {}


def situation(action: Action, n: int = 0) -> Situation:
    """The n-th situation of an action, counted round; the plain name at a place of the code where it has none."""
    own = _situations(language()).get(action.id)
    if own:
        return own[n % len(own)]
    return Situation(asked_by_name(action), spot(("views.py", "id = store.save(note)", "save")))


def asked_by_name(action: Action) -> str:
    """What is asked where no situation says more."""
    return _("{title}: which keys?").format(title=called(action))


def excerpt(at: Spot, rows: int) -> list[tuple[int, str]]:
    """(number, text) of about `rows` lines around a place."""
    first = max(1, min(at.line - rows // 2, len(at.lines) - rows + 1))
    return [(n, at.lines[n - 1]) for n in range(first, min(len(at.lines), first + rows - 1) + 1)]
