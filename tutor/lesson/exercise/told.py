"""What is said of a run, as rows that screens, plain lines and commands show: one root cause first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal, NamedTuple

from tutor.lesson.exercise.causes import of_end, of_miss
from tutor.lesson.exercise.judge import Judged, Miss, Result
from tutor.words import _, ngettext
from tutor.workshop.jobs import Ended, Seen, Spot, Statement, Trouble

RowKind = Literal["wanted", "got", "words", "code", "error", "soft", "head"]


class Row(NamedTuple):
    """A row. `mark` is the part of a line of code that the fault is at, in characters; `>` and `<` are directions."""

    kind: RowKind
    text: str
    label: str = ""
    mark: tuple[int, int] | None = None


BACKGROUND = " (Background on this error at:"
"""From here on SQLAlchemy names a page of its own, which would leave no row for what we have to say."""


def safe(text: str, most: int = 400) -> str:
    """Text of a learner's program for a terminal: no control or bidi characters."""
    shown = "".join(c if c == "\t" or (c.isprintable() and c not in "\u202a\u202b\u202d\u202e\u2066\u2067\u2068\u2069")
                    else "\ufffd" for c in text)  # fmt: skip
    return shown if len(shown) <= most else shown[: most - 1] + "…"


# ── The verdict ──────────────────────────────────────────────────────────────────────────────────


def headline(result: Result) -> str:
    """The verdict in one line."""
    if result.passed:
        count = len(result.checks)
        return ngettext("{n} check passes", "All {n} checks pass", count).format(n=count)
    if result.ended != "done":
        return _ended(result)
    failed = sum(check.state == "failed" for check in result.shown)
    failing = result.failing
    if failing is None:
        return _("It did not run to its end")
    head = ngettext("{n} of {total} checks fails: {name}", "{n} of {total} checks fail: {name}", failed)
    head = head.format(n=failed, total=len(result.shown), name=failing.name)
    return f"{head}, {where}" if (where := _act(failing)) else head


def _act(check: Judged) -> str:
    """Which act of a check it is about, where it has several."""
    if len(check.labels) < 2 or not check.misses:
        return ""
    act = min(check.misses[0].act, len(check.labels) - 1)
    return _("{label} ({n} of {total})").format(label=check.labels[act], n=act + 1, total=len(check.labels))


def _ended(result: Result) -> str:
    place = _place(result.at)
    words: dict[Ended, str] = {
        "error": _("It does not run"), "exit": _("It ended itself"), "output": _("It printed too much"),
        "disk": _("It wrote too much"), "memory": _("It took too much memory"),
        "results": _("It gave back too much"), "died": _("It broke down"),
        "timeout": _("Still running after {n} s").format(n=f"{result.seconds:.0f}"),
    }  # fmt: skip
    if result.ended == "error" and result.trouble is not None and result.trouble.spots:
        place = _place(result.trouble.spots[-1])
    return words.get(result.ended, result.ended) + (f": {place}" if place else "")


def _place(spot: Spot | None) -> str:
    return _("{file}, line {n}").format(file=safe(spot.file), n=spot.line) if spot else ""


def said(result: Result) -> list[Row]:
    """Why it does not pass: the root cause, what was wanted and what there is, and what that usually means."""
    if result.passed:
        return []
    if result.ended != "done":
        rows = error_rows(result.trouble) if result.trouble and result.ended == "error" else []
        rows += [code_row(result.at)] if result.at and not rows else []
        return [*rows, *_words(of_end(result))]
    failing = result.failing
    return miss_rows(failing.misses[0]) if failing and failing.misses else []


def miss_rows(miss: Miss) -> list[Row]:
    """One thing that is not as wanted."""
    if miss.trouble is not None and miss.at not in ("status", "tests"):
        wanted = [Row("wanted", safe(miss.wanted), _("expected"))] if miss.at == "raises" else []
        return [*wanted, *error_rows(miss.trouble), *_words(of_miss(miss))]
    if miss.at == "lacks":
        return _words(of_miss(miss))
    what = _what(miss)
    rows = [Row("soft", what)] if what else []
    if miss.wanted:
        rows.append(Row("wanted", safe(miss.wanted), _("expected")))
    rows.append(Row("got", safe(miss.got), _("got")))
    if miss.trouble is not None and miss.trouble.spots:
        rows += error_rows(miss.trouble) if miss.at == "tests" else [code_row(miss.trouble.spots[-1])]
    return [*rows, *_words(of_miss(miss))]


def _words(text: str) -> list[Row]:
    return [Row("words", text)] if text else []


def _what(miss: Miss) -> str:
    """What of the result a miss is about, where the values alone do not say it."""
    kind, _dot, name = miss.at.partition(".")
    names = {
        "headers": _("the field {name}"), "body": _("the body"),
        "json": _("the whole JSON") if name == "$" else _("in the JSON, {name}"),
        "returns": _("what it returns"), "prints": _("what it prints"), "rows": _("the rows"),
        "tables": _("the table {name} afterwards"), "sql": _("the SQL"), "queries": _("how many statements it sends"),
        "html": _("the HTML"), "exact": _("the text"), "raises": _("the exception"), "read": _("the request's {name}"),
        "sent": _("the request cannot be sent"),
    }  # fmt: skip
    what = names.get(kind, "").replace("{name}", safe(name or ""))
    return ", ".join(filter(None, (what, miss.place)))


def error_rows(trouble: Trouble) -> list[Row]:
    """An exception at the learner's own line."""
    message = safe(" ".join(trouble.message.split()).partition(BACKGROUND)[0])
    rows = [Row("error", f"{safe(trouble.type)}: {message}" if message else safe(trouble.type))]
    if trouble.spots:
        rows.append(code_row(trouble.spots[-1]))
    if trouble.hint:
        rows.append(Row("words", safe(trouble.hint)))
    return rows


def code_row(spot: Spot) -> Row:
    """A line of the learner's, and which part of it."""
    lead = len(spot.text) - len(spot.text.lstrip())
    mark = None
    if spot.column is not None:
        start = max(0, spot.column - lead)
        mark = (start, max(start + 1, (spot.end if spot.end is not None else spot.column + 1) - lead))
    return Row("code", safe(spot.text.strip(), 200), _place(spot), mark)


# ── What happened ────────────────────────────────────────────────────────────────────────────────


def details(check: Judged) -> list[Row]:
    """What a check did and what came of it: exchanges, SQL, rows, output. The act that failed, else the last."""
    if not check.seen:
        return []
    act = min(check.misses[0].act if check.misses else len(check.seen) - 1, len(check.seen) - 1)
    one = check.seen[act]
    label = check.labels[act] if act < len(check.labels) else ""
    rows = [Row("head", f"{check.name}: {label}" if label else check.name)]
    return rows + (rows_of_seen(one) if isinstance(one, Seen) else _wire(one))


def rows_of_seen(seen: Seen) -> list[Row]:
    """All that one act gave."""
    rows = error_rows(seen.trouble) if seen.trouble and not seen.response else []
    return [*rows, *message_rows(seen), *_given(seen), *_sql(seen.statements), *_tables(seen), *printed_rows(seen)]


def message_rows(seen: Seen) -> list[Row]:
    """The request and the response, each row with its direction."""
    rows = []
    for sign, message in ((">", seen.request), ("<", seen.response)):
        if message is not None:
            rows.append(Row("code", safe(message.start), sign))
            rows += [Row("soft", safe(f"{name}: {value}"), sign) for name, value in message.fields]
            body = message.body.replace("\r\n", "\n").removesuffix("\n").split("\n") if message.body else []
            rows += [Row("soft", "", sign)] if body else []
            rows += [Row("code", safe(line), sign) for line in body[:40]]
    return rows


def _wire(exchange: Any) -> list[Row]:
    """An exchange that went over a socket."""
    from tutor.wire.lines import visible, wire_lines

    rows = []
    for line in list(wire_lines(exchange))[:60]:
        kind: RowKind = "soft" if line.kind == "field" else "code"
        rows.append(Row(kind, safe(visible(line.data)), line.direction))
    return rows


def _given(seen: Seen) -> list[Row]:
    from tutor.lesson.exercise.differ import value

    if seen.tests:
        signs = {"passed": "✓", "failed": "✗", "skipped": "◦"}
        return [Row("code", safe(f"{signs[result]} {name}")) for name, result in seen.tests[:30]]
    if seen.text is not None:
        return [Row("code", safe(line)) for line in seen.text.split("\n")[:60]]
    if seen.request is not None or seen.trouble is not None or seen.value is None:
        return []
    if isinstance(seen.value, list) and seen.statements:
        count = len(seen.value)
        rows = [Row("soft", ngettext("{n} row", "{n} rows", count).format(n=count))]
        return rows + [Row("code", safe(value(item))) for item in seen.value[:12]]
    return [Row("code", safe(value(seen.value)), _("returns"))]


def _sql(statements: Sequence[Statement]) -> list[Row]:
    rows = [Row("soft", "SQL")] if statements else []
    for statement in statements[:30]:
        line = f"{safe(statement.at.file)}:{statement.at.line}" if statement.at else ""
        rows.append(Row("soft" if statement.ends else "code", safe(" ".join(statement.sql.split())), line))
        if statement.parameters:
            rows.append(Row("soft", safe(statement.parameters)))
    return rows


def _tables(seen: Seen) -> list[Row]:
    from tutor.lesson.exercise.differ import value

    rows = []
    for name, items in seen.tables.items():
        rows.append(Row("soft", _("{name} afterwards").format(name=safe(name))))
        rows += [Row("code", safe(value(list(item.values())))) for item in items[:12]] or [Row("soft", _("no row"))]
    return rows


def printed_rows(seen: Seen) -> list[Row]:
    """What was printed meanwhile."""
    if not seen.printed.strip():
        return []
    return [Row("soft", _("printed")), *(Row("code", safe(line)) for line in seen.printed.splitlines()[:20])]


def output_rows(result: Result) -> list[Row]:
    """What a run printed that did not come to its checks."""
    if not result.output.strip():
        return []
    return [Row("soft", _("printed")), *(Row("code", safe(line)) for line in result.output.splitlines()[-20:])]
