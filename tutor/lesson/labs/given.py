"""What goes into a lab, as it is written: a context or rows as JSON, or requests. What cannot be read has its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from tutor.words import _
from tutor.workshop.jobs import Send

LONGEST = 100_000
"""Characters that may go in."""
REQUESTS = 20
"""Requests that are sent in one run."""
DIVIDER = "###"
"""Begins the line between two requests, as in `.http` files of IDEs."""


class GivenError(ValueError):
    """What goes in cannot be read. Lines count from 1, columns in characters from 0; None means the whole line."""

    def __init__(self, said: str, line: int, column: int | None = None) -> None:
        super().__init__(said)
        self.line, self.column = line, column


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────


def context_of(text: str) -> dict[str, Any]:
    """The context of a template: names with values.

    Raises:
        GivenError: it is no JSON, or no object.
    """
    given = _json(text)
    if not isinstance(given, dict):
        raise GivenError(_("The context is an object: names with values, in braces."), 1)
    return given


def rows_of(text: str) -> dict[str, list[dict[str, Any]]]:
    """Rows by table.

    Raises:
        GivenError: it is no JSON, or not of this shape.
    """
    given = _json(text)
    if not isinstance(given, dict):
        raise GivenError(_("The rows are an object: names of tables with lists of rows."), 1)
    for table, rows in given.items():
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            said = _("{table} is a list of rows, and a row is an object: its columns with values.")
            raise GivenError(said.format(table=table), line_of(text, table))
    return given


def line_of(text: str, name: str) -> int:
    """The line in which a name of JSON stands first."""
    quoted = json.dumps(name, ensure_ascii=False)
    return next((n for n, line in enumerate(text.split("\n"), 1) if quoted in line), 1)


def _json(text: str) -> Any:
    if len(text) > LONGEST:
        raise GivenError(_("There are more than {n} characters.").format(n=LONGEST), 1)
    if not text.strip():
        return {}
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        line, column = _place(text, error.pos)
        raise GivenError(_said(error, text), line, column) from error
    except RecursionError as error:
        raise GivenError(_("This is nested too deep."), 1) from error


def _place(text: str, position: int) -> tuple[int, int]:
    """Line and column of a fault; one at the end of all is at the end of the last line with something on it."""
    position = min(position, len(text.rstrip()))
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1)


def _said(error: json.JSONDecodeError, text: str) -> str:
    """What is wrong, in words for those who know Python better than JSON."""
    rest = text[error.pos :].lstrip()
    before = text[: error.pos].rstrip()
    if not rest:
        return _("It ends too early: a bracket or a quote is still open.")
    if rest[0] == "'":
        return _("Texts and names stand in double quotes.")
    if rest[0] == "#" or rest.startswith("//"):
        return _("JSON has no comments.")
    if (before.endswith(",") and rest[0] in "]}") or error.msg.startswith("Illegal trailing comma"):
        return _("No comma stands before a closing bracket.")
    for ours, theirs in (("True", "true"), ("False", "false"), ("None", "null")):
        if rest.startswith(ours):
            return _("JSON writes {theirs} for {ours}.").format(ours=ours, theirs=theirs)
    causes = {
        "Expecting property name": _("Here a name in double quotes is expected."),
        "Expecting ',' delimiter": _("Here a comma or the closing bracket is expected."),
        "Expecting ':' delimiter": _("After a name comes a colon."),
        "Expecting value": _("Here a value is expected: a text, a number, true, false, null, a list or an object."),
        "Unterminated string": _("This text has a quote at its beginning and none at its end."),
        "Invalid control character": _("A text does not go over a line end; write \\n in it."),
        "Invalid \\": _("After a backslash comes one of \" \\ / b f n r t u."),
        "Extra data": _("Something stands behind the end."),
    }  # fmt: skip
    return next((said for begins, said in causes.items() if error.msg.startswith(begins)), error.msg)


# ── Requests ─────────────────────────────────────────────────────────────────────────────────────


def requests_of(text: str) -> list[Send]:
    """Requests as one writes them: a first line, fields, a blank line, a body; lines with ### are between two.

    Raises:
        GivenError: one cannot be read, or there is none.
    """
    if len(text) > LONGEST:
        raise GivenError(_("There are more than {n} characters.").format(n=LONGEST), 1)
    requests = [_request(lines, first) for first, lines in _blocks(text)]
    if not requests:
        raise GivenError(_("Write a request first, such as GET /."), 1)
    if len(requests) > REQUESTS:
        raise GivenError(_("More than {n} requests are too many at once.").format(n=REQUESTS), 1)
    return requests


def _blocks(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines of each request with the number of the first; blank lines around it are none of it."""
    lines = text.replace("\r\n", "\n").split("\n")
    ends = [n for n, line in enumerate(lines) if line.startswith(DIVIDER)]
    for start, end in zip([0, *(n + 1 for n in ends)], [*ends, len(lines)], strict=True):
        while start < end and not lines[start].strip():
            start += 1
        while end > start and not lines[end - 1].strip():
            end -= 1
        if start < end:
            yield start + 1, lines[start:end]


def _request(lines: list[str], first: int) -> Send:
    method, path = _start(lines[0], first)
    headers: dict[str, str] = {}
    body: str | None = None
    for n, line in enumerate(lines[1:], 1):
        if not line.strip():
            body = "\n".join(lines[n + 1 :])
            break
        name, colon, value = line.partition(":")
        if not colon or not _is_token(name):
            raise GivenError(_("A field is written as name, colon, value; the body follows a blank line."), first + n)
        between = "; " if name.lower() == "cookie" else ", "
        headers[name] = between.join(filter(None, (headers.get(name), value.strip())))
    return Send(method=method, path=path, headers=headers, body=body)


def _start(line: str, number: int) -> tuple[str, str]:
    """Method and path of a first line; a version at its end is allowed."""
    words = line.split()
    if len(words) == 3 and words[2].startswith("HTTP/"):
        words.pop()
    if len(words) != 2 or not _is_token(words[0]):
        raise GivenError(_("The first line is a method and a path, such as GET /notes."), number)
    if not words[1].startswith("/"):
        raise GivenError(_("The path begins with /."), number, line.index(words[1], len(words[0])))
    return words[0], words[1]


def _is_token(text: str) -> bool:
    return bool(text) and text.isascii() and all(c.isalnum() or c in "!#$%&'*+-.^_`|~" for c in text)
