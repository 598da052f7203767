"""What a run of a lab came to, as data that screens show: a line, what is wrong with it and where, and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tutor.lesson.exercise.causes import explained, of_end
from tutor.lesson.exercise.judge import Result
from tutor.lesson.exercise.told import Row, error_rows, headline, output_rows, safe
from tutor.lesson.labs.given import GivenError
from tutor.words import _
from tutor.workshop.jobs import Inside, Outcome, Seen, Spot, Trouble


@dataclass(frozen=True)
class Rendered:
    """The text that a template gave; `escaped` are the parts of it that stand for an escaped sign."""

    name: str
    text: str
    escaped: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True)
class Table:
    """Rows with the names of their columns; `note` is said instead of rows that are not there."""

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""


@dataclass(frozen=True)
class Sent:
    """A statement, how often it was sent from one line, and with which parameters each time."""

    sql: str
    parameters: Sequence[str] = ()
    times: int = 1
    where: str = ""
    ends: bool = False  # whether it ends a transaction


@dataclass(frozen=True)
class Statements:
    """The SQL that was sent, in its order."""

    name: str
    sent: Sequence[Sent]


@dataclass(frozen=True)
class Lines:
    """Rows as they are told of exercises."""

    name: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Noted:
    """What is known of one request to the learner's app, in the shape of `tutor.wire.server.Timeline`."""

    rule: str
    status: int
    inside: Inside | None
    ms: float = 0.0
    role: str = "origin"
    answered_by: str = "view"
    why: str = ""


@dataclass(frozen=True)
class Insides:
    """What happened inside of an app, request by request."""

    name: str
    timelines: Sequence[Noted]


Part = Rendered | Table | Statements | Lines | Insides


@dataclass(frozen=True)
class Came:
    """What a run came to.

    Attributes:
        head: it in one line.
        ok: whether it went as it was written.
        said: what is wrong or worth knowing, at its line, and what that usually means.
        at: the place in the learner's files, or in what goes in.
        parts: what there is to look at.
        loose: whether the run was not confined in some way.
    """

    head: str
    ok: bool = True
    said: Sequence[Row] = ()
    at: Spot | None = None
    parts: Sequence[Part] = ()
    seconds: float = 0.0
    loose: bool = False


def unfit(file: str, error: GivenError) -> Came:
    """What goes in cannot be read, so nothing ran."""
    spot = Spot(file=file, line=error.line, column=error.column)
    head = _("{file}, line {n}").format(file=file, n=error.line)
    return Came(head, False, (Row("words", str(error)),), spot)


def ended(outcome: Outcome) -> Came | None:
    """What it came to if the run did not get to its end; None if it did."""
    if outcome.ended == "done":
        return None
    result = Result(
        (), ended=outcome.ended, trouble=outcome.trouble, at=outcome.at, output=outcome.output, seconds=outcome.seconds
    )
    if outcome.ended == "error" and outcome.trouble is not None:
        came = broken(outcome.trouble)
    else:
        means = _("The code called `exit()`.") if outcome.ended == "exit" else of_end(result)
        came = Came(headline(result), False, tuple(_words(means)), outcome.at)
    printed = output_rows(result)[1:]
    return told(replace(came, parts=(Lines(_("Printed"), printed),) if printed else ()), outcome)


def broken(trouble: Trouble, parts: Sequence[Part] = ()) -> Came:
    """An exception: at the learner's own line, and what it means."""
    first, *rest = error_rows(trouble)
    head = first.text.partition(" [SQL:")[0]  # which is shown as what was sent
    at = trouble.spots[-1] if trouble.spots else None
    return Came(head, False, (*rest, *_words(explained(trouble))), at, parts)


def _words(text: str) -> list[Row]:
    return [Row("words", text)] if text else []


def told(came: Came, outcome: Outcome) -> Came:
    """With what the run itself says: its time, and whether it was confined."""
    return replace(came, seconds=outcome.seconds, loose=not all(outcome.enforced.values()))


def first_seen(outcome: Outcome) -> Seen:
    """What the one act of a lab gave."""
    return next((seen[0] for seen in outcome.seen.values() if seen), Seen())


def printed(seen: Sequence[Seen]) -> list[Part]:
    """What the code printed, if it did."""
    rows = [Row("code", safe(line)) for one in seen for line in one.printed.splitlines()[:200]]
    return [Lines(_("Printed"), rows)] if rows else []


def cell(value: Any) -> str:
    """A value as it stands in a table: texts as they are."""
    from tutor.lesson.exercise import differ

    return safe(value.replace("\n", "\\n"), 200) if isinstance(value, str) else safe(differ.value(value), 200)
