"""Code of a lesson's own in which a shortcut is asked for: where the cursor is, and where the action leads."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from msgspec import Meta

from tutor.course.problem import Finding, Path
from tutor.course.record import Prose, Record, Text
from tutor.words import _

Cursor = Annotated[str, Meta(pattern=r"^[^:]+:[1-9][0-9]{0,3}:[1-9][0-9]{0,3}$")]
Target = Annotated[str, Meta(pattern=r"^[^:]+:[1-9][0-9]{0,3}(:[1-9][0-9]{0,3})?$")]
_WORD = re.compile(r"\w+")


class Place(Record, frozen=True, kw_only=True):
    """Where an action is asked for: FILE:LINE:COLUMN from 1, within a name; and where it leads, the column left out or
    not."""

    cursor: Cursor
    action: str | None = None  # one of the step's; without it all that have no place of their own
    lands: list[Target] = []  # the first is shown, the others are counted
    ask: Prose | None = None
    said: Prose | None = None  # once it was answered


class Situation(Record, frozen=True, kw_only=True):
    """Small files, and places in them by id."""

    files: Annotated[dict[str, Text], Meta(min_length=1)]
    places: Annotated[dict[str, Place], Meta(min_length=1)]

    def lines(self, file: str) -> tuple[str, ...]:
        """The lines of a file; of one that is not there, none."""
        text = self.files.get(file)
        return () if text is None else tuple(text.rstrip("\n").split("\n"))

    def word(self, target: str, symbol: str = "") -> Word | None:
        """The name at a place; None where there is no such place or no name.

        Args:
            symbol: taken where the place has no column and the line has it as a name; else the line's last name before
                a bracket, colon or equals sign is taken, which is what it introduces.
        """
        file, line, *column = target.split(":")
        rows = self.lines(file)
        if int(line) > len(rows):
            return None
        words = [match.span() for match in _WORD.finditer(rows[int(line) - 1])]
        if column:
            at = int(column[0]) - 1
            words = [(start, end) for start, end in words if start <= at < end]
        elif words:
            text = rows[int(line) - 1]
            same = [(start, end) for start, end in words if text[start:end] == symbol]
            head = re.split(r"[(:=]", text.strip())[0]
            indent = len(text) - len(text.lstrip())
            introduced = [(start, end) for start, end in words if end <= indent + len(head)]
            words = same or introduced[-1:] or words
        return Word(file, int(line), *words[0]) if words else None

    def places_of(self, action: str) -> list[Place]:
        """Where an action is asked for; what has places of its own is asked for in these alone."""
        own = [place for place in self.places.values() if place.action == action]
        return own or [place for place in self.places.values() if place.action is None]


class Word(NamedTuple):
    """A name in a file: line from 1, columns from 0 in characters, `end` behind the last."""

    file: str
    line: int
    start: int
    end: int


def flaws_in(situation: Situation, actions: list[str]) -> Iterator[Finding]:
    """What is wrong with the situation of a step that asks for these actions; paths begin within it."""
    for id, place in situation.places.items():
        path: Path = ("places", id)
        if place.action is not None and place.action not in actions:
            message = _("This step does not ask for `{id}`.").format(id=place.action)
            names = ", ".join(actions) or _("none: a set has no places by action")
            yield Finding((*path, "action"), message, _("Write one of these: {names}.").format(names=names))
        targets = [("cursor", place.cursor), *((("lands", n), target) for n, target in enumerate(place.lands))]
        for where, target in targets:
            spot = (*path, where) if isinstance(where, str) else (*path, *where)
            yield from _flaws_at(situation, target, spot)
    for id in actions:
        if not situation.places_of(id):
            message = _("`{id}` is asked for, and no place is its own or has no `action`.").format(id=id)
            yield Finding(("places",), message, _("Write a place with `action: {id}`.").format(id=id), key=True)


def _flaws_at(situation: Situation, target: str, path: Path) -> Iterator[Finding]:
    file, line = target.split(":")[:2]
    rows = situation.lines(file)
    if not rows:
        message = _("`files` have no {file}.").format(file=file)
        yield Finding(path, message, _("Write one of these: {names}.").format(names=", ".join(situation.files)))
    elif int(line) > len(rows):
        message = _("{file} has no line {line}.").format(file=file, line=line)
        yield Finding(path, message, _("Write a number from 1 to {n}.").format(n=len(rows)))
    elif situation.word(target) is None:
        text = rows[int(line) - 1].strip() or '""'
        message = _("There is no name at {place}: {text}.").format(place=target, text=text)
        yield Finding(path, message, _("Point at a letter of a name; columns count from 1."))
