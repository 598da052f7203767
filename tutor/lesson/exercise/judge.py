"""Whether what a worker saw is what the checks of an exercise want."""

from __future__ import annotations

import difflib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from tutor.course import expect as expectations
from tutor.course.exercise import (
    Check,
    Exercise,
    FlaskCheck,
    JinjaCheck,
    OrmCheck,
    PythonCheck,
    TestsCheck,
)
from tutor.course.expect import at as at_path
from tutor.course.expect import holds, misses
from tutor.course.record import Expect
from tutor.lesson.exercise import differ
from tutor.lesson.exercise.jobs import labels_of
from tutor.lesson.exercise.wanted import in_words
from tutor.reference.facts import status
from tutor.words import _, ngettext
from tutor.workshop.jobs import Ended, Message, Outcome, Seen, Spot, Statement, Trouble

State = Literal["passed", "failed", "unknown"]


@dataclass(frozen=True)
class Miss:
    """Something that a check wants and did not get.

    Attributes:
        act: number of the act that it is about.
        at: what of it: status, headers.NAME, body, json.PATH, returns, prints, rows, tables.NAME, sql, queries, html,
            exact, raises, error, lacks.
        place: where in that, in a word or two.
        why: id of a cause that this very miss has, such as `n-plus-one`.
    """

    act: int
    at: str
    wanted: str = ""
    got: str = ""
    place: str = ""
    trouble: Trouble | None = None
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """One check: what came of it, and what its acts gave."""

    id: str
    name: str
    hidden: bool
    state: State
    misses: tuple[Miss, ...] = ()
    seen: tuple[Any, ...] = ()  # Seen, or exchanges of the wire
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What a run came to.

    Attributes:
        checks: in their order; those that did not run are unknown.
        trouble: what ended the run before its checks, such as an error of syntax.
        at: where it was when its time was over.
    """

    checks: tuple[Judged, ...]
    ended: Ended = "done"
    trouble: Trouble | None = None
    at: Spot | None = None
    code: int | None = None
    output: str = ""
    seconds: float = 0.0
    enforced: Mapping[str, bool] = field(default_factory=dict)

    @property
    def passed(self) -> bool:
        """Whether all was run to its end, and is as it should be."""
        return self.ended == "done" and all(check.state == "passed" for check in self.checks)

    @property
    def failing(self) -> Judged | None:
        """The first check that is not as it should be; a hidden one only when all others are."""
        failed = [check for check in self.checks if check.state == "failed"]
        return next((check for check in failed if not check.hidden), failed[0] if failed else None)

    @property
    def shown(self) -> list[Judged]:
        """The checks that a learner sees: hidden ones once all others pass."""
        open_ones = [check for check in self.checks if not check.hidden]
        return list(self.checks) if all(check.state == "passed" for check in open_ones) else open_ones


def judge(exercise: Exercise, outcome: Outcome) -> Result:
    """Compare what was seen with what the checks want."""
    checks = tuple(_judged(exercise, id, check, outcome) for id, check in exercise.cases.items())
    return Result(
        checks, outcome.ended, outcome.trouble, outcome.at, outcome.code, outcome.output, outcome.seconds,
        outcome.enforced,
    )  # fmt: skip


def _judged(exercise: Exercise, id: str, check: Check, outcome: Outcome) -> Judged:
    labels = tuple(labels_of(exercise, check))
    seen = outcome.seen.get(id)
    if seen is None:
        return Judged(id, str(check.name), check.hidden, "unknown", labels=labels)
    found = tuple(_misses(check, seen, len(labels)))
    return Judged(id, str(check.name), check.hidden, "failed" if found else "passed", found, tuple(seen), labels)


def _misses(check: Check, seen: Sequence[Seen], acts: int) -> Iterator[Miss]:
    lacking = next(((n, one) for n, one in enumerate(seen) if one.lacks), None)
    if lacking:
        yield Miss(lacking[0], "lacks", got=lacking[1].lacks)
    elif len(seen) != acts:
        yield Miss(len(seen), "error", got=_("nothing was reported"))
    else:
        yield from _JUDGES[type(check)](check, seen)


# ── Flask ────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class _Response:
    """A message of the test client as `expect` looks at responses."""

    status: int
    fields: Sequence[tuple[str, str]]
    body: bytes

    @classmethod
    def of(cls, message: Message) -> _Response:
        return cls(message.status, message.fields, message.body.encode())


def _flask(check: FlaskCheck, seen: Sequence[Seen]) -> Iterator[Miss]:
    for n, (exchange, one) in enumerate(zip(check.exchanges, seen, strict=True)):
        responses = [_Response.of(one.response)] if one.response else []
        found = misses(exchange.expect, responses, closed=False)
        if found and one.trouble and not holds(500, exchange.expect.status):
            yield Miss(n, "error", got=one.trouble.type, trouble=one.trouble)
            return
        if found:
            yield from response_misses(n, exchange.expect, found, responses, one.refused)
            return  # what follows rests on it


def response_misses(
    act: int, expect: Expect, found: Sequence[expectations.Miss], responses: Sequence[expectations.Response],
    refused: Trouble | None = None,
) -> Iterator[Miss]:
    """What a response is not, in a learner's words."""
    last = responses[-1] if responses else None
    for miss in found:
        at = ".".join(map(str, miss.path))
        if last is None or len(miss.path) > 2:
            yield Miss(act, at, miss.wanted, miss.got)
        elif at == "status":
            yield Miss(act, at, _status(expect.status), _status(last.status), trouble=refused)
        elif at == "body" and isinstance(expect.body, str):
            difference = differ.text(expect.body, last.body.decode("utf-8", "replace"))
            if difference is None:  # they differ in the last line end alone
                difference = differ.Difference("", differ.value(str(expect.body)), differ.value(last.body.decode()))
            yield Miss(act, at, difference.wanted, difference.got, difference.place)
        elif miss.path[0] == "json" and len(miss.path) == 2:
            name = str(miss.path[1])
            wanted = expect.json[name]
            words = in_words(wanted) if isinstance(wanted, dict) else miss.wanted  # both in JSON then
            yield Miss(act, at, words, miss.got, _near_key(last.body, name))
        elif at == "json":  # no JSON at all
            yield Miss(act, "body", miss.wanted, miss.got)
        elif miss.path[0] == "headers":
            yield Miss(act, at, in_words(expect.headers[str(miss.path[1])], textual=True), miss.got)
        elif at == "body":
            body = last.body.decode("utf-8", "replace")
            yield Miss(act, at, in_words(expect.body), differ.place_of(expect.body, body, miss.got))
        else:
            yield Miss(act, at, in_words(getattr(expect, at, None)), miss.got)


def _status(wanted: Any) -> str:
    """A status with its reason phrase, or a comparison with one in words."""
    known = status(wanted) if isinstance(wanted, int) else None
    return f"{wanted} {known.phrase}" if known else in_words(wanted)


def _near_key(body: bytes, path: str) -> str:
    """A name in JSON that is like the one that is wanted and missing, as a place."""
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    parent, _dot, name = path.rpartition(".")
    around = at_path(data, parent or "$")
    if path == "$" or not isinstance(around, dict) or name in around:
        return ""
    near = difflib.get_close_matches(name, map(str, around), 1)
    return _("there is {name}").format(name=near[0]) if near else ""


# ── Calls ────────────────────────────────────────────────────────────────────────────────────────


def _python(check: PythonCheck, seen: Sequence[Seen]) -> Iterator[Miss]:
    (one,) = seen
    raised = list(_raised(check.raises, one))
    yield from raised
    if raised:
        return
    if check.returns is not msgspec.UNSET and not holds(one.value, check.returns):
        yield Miss(0, "returns", in_words(check.returns), differ.value(one.value))
    if check.prints is not None:
        yield from _printed(check.prints, one.printed)


def _printed(wanted: Any, printed: str) -> Iterator[Miss]:
    if isinstance(wanted, dict):
        if not holds(printed.removesuffix("\n"), wanted):
            yield Miss(0, "prints", in_words(wanted), differ.short(printed) or _("nothing"))
    elif found := differ.text(str(wanted), printed):
        yield Miss(0, "prints", found.wanted, found.got, found.place)


def _raised(wanted: str | None, one: Seen) -> Iterator[Miss]:
    """What is wrong with the exception, or with there being none."""
    if wanted is None:
        if one.trouble:
            yield Miss(0, "error", got=one.trouble.type, trouble=one.trouble)
    elif one.trouble is None:
        got = differ.value(one.value) if one.text is None else differ.short(" ".join(one.text.split()))
        yield Miss(0, "raises", str(wanted), _("no exception, but {value}").format(value=got))
    elif one.trouble.type != wanted:
        yield Miss(0, "raises", str(wanted), one.trouble.type, trouble=one.trouble)


def _orm(check: OrmCheck, seen: Sequence[Seen]) -> Iterator[Miss]:
    (one,) = seen
    raised = list(_raised(check.raises, one))
    yield from raised
    if raised:
        return
    if check.rows is not None and (found := differ.rows(check.rows, one.value, ordered=check.ordered)):
        yield Miss(0, "rows", found.wanted, found.got, found.place)
    if check.returns is not msgspec.UNSET and not holds(one.value, check.returns):
        yield Miss(0, "returns", in_words(check.returns), differ.value(one.value))
    for name, rows in check.tables.items():
        if found := differ.rows(rows, one.tables.get(name), ordered=False):
            uncommitted = not any(s.sql == "COMMIT" for s in one.statements) and writes(one.statements, name)
            why = "no-commit" if uncommitted else ""
            yield Miss(0, f"tables.{name}", found.wanted, found.got, found.place, why=why)
    if check.queries is not None and not holds(one.queries, check.queries):
        wanted, got = in_words(check.queries), ngettext("{n} statement", "{n} statements", one.queries)
        why = "reloaded" if reloaded(one.statements) else "n-plus-one" if repeated(one.statements) else ""
        yield Miss(0, "queries", wanted, got.format(n=one.queries), why=why)
    if check.sql is not None and not _sql_holds(one.statements, check.sql):
        last = next((s.sql for s in reversed(one.statements) if not s.ends), _("no SQL"))
        yield Miss(0, "sql", in_words(check.sql), differ.short(" ".join(last.split())))


def writes(statements: Sequence[Statement], table: str = "") -> bool:
    """Whether one of these changes rows, of this table if one is named."""
    changes = (s.sql for s in statements if s.sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE"))
    return any(not table or table in re.findall(r"\w+", sql) for sql in changes)


def reloaded(statements: Sequence[Statement]) -> bool:
    """Whether a SELECT was sent again, with the same values, after a commit: the sign of objects that expired."""
    before: set[tuple[str, str]] = set()
    committed: set[tuple[str, str]] = set()
    for statement in statements:
        it = (statement.sql, statement.parameters)
        if statement.sql == "COMMIT":
            committed |= before
        elif it in committed:
            return True
        elif statement.sql.lstrip()[:6].upper() == "SELECT":
            before.add(it)
    return False


def repeated(statements: Sequence[Statement]) -> tuple[Statement, int] | None:
    """A SELECT that was sent more than once from one line, and how often: the sign of N+1 queries."""
    selects = [s for s in statements if s.sql.lstrip()[:6].upper() == "SELECT"]
    counts = Counter((s.sql, s.at.line if s.at else 0) for s in selects)
    most = max(counts.items(), key=lambda pair: pair[1], default=None)
    if most is None or most[1] < 2:
        return None
    return next(s for s in selects if (s.sql, s.at.line if s.at else 0) == most[0]), most[1]


def _sql_holds(statements: Sequence[Statement], wanted: Any) -> bool:
    """Whether one of the statements is as wanted, and all lack what must not be there. Case does not count."""
    sent = [" ".join(s.sql.split()).lower() for s in statements if not s.ends]
    wanted = _lower(wanted)
    if not isinstance(wanted, dict):
        return wanted in sent
    return all(
        (all if name == "not_contains" else any)(holds(sql, {name: operand}) for sql in sent)
        for name, operand in wanted.items()
    )


def _lower(wanted: Any) -> Any:
    if isinstance(wanted, str):
        return wanted.lower()
    if isinstance(wanted, list):
        return [_lower(item) for item in wanted]
    return {name: _lower(operand) for name, operand in wanted.items()} if isinstance(wanted, dict) else wanted


# ── Templates ────────────────────────────────────────────────────────────────────────────────────


def _jinja(check: JinjaCheck, seen: Sequence[Seen]) -> Iterator[Miss]:
    (one,) = seen
    raised = list(_raised(check.raises, one))
    yield from raised
    if raised or one.text is None:
        return
    if check.html is not None and (found := differ.html(check.html, one.text)):
        yield Miss(0, "html", found.wanted, found.got, found.place)
    if check.exact is not None and (found := differ.text(check.exact, one.text)):
        yield Miss(0, "exact", found.wanted, found.got, found.place)


# ── Tests ────────────────────────────────────────────────────────────────────────────────────────


def _tests(check: TestsCheck, seen: Sequence[Seen]) -> Iterator[Miss]:
    (one,) = seen
    failed = [name for name, result in one.tests if result == "failed"]
    if one.trouble:
        yield Miss(0, "error", got=one.trouble.type, trouble=one.trouble)
    elif len(one.tests) < check.least and (check.passes or not failed):
        wanted = ngettext("{n} test at least", "{n} tests at least", check.least).format(n=check.least)
        yield Miss(0, "tests", wanted, ngettext("{n} test", "{n} tests", len(one.tests)).format(n=len(one.tests)))
    elif check.passes and failed:
        yield Miss(0, "tests", _("all tests pass"), _("{name} fails").format(name=failed[0]), trouble=one.refused)
    elif not check.passes and not failed:
        yield Miss(0, "tests", _("a test that fails for this fault"), _("all tests pass"))


_JUDGES: dict[type[Check], Callable[[Any, Sequence[Seen]], Iterator[Miss]]] = {
    FlaskCheck: _flask,
    JinjaCheck: _jinja,
    OrmCheck: _orm,
    PythonCheck: _python,
    TestsCheck: _tests,
}
