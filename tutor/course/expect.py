"""Whether responses are what a lesson expects: a fixed set of comparisons, nothing to be executed.

A bare value means `equals`; a mapping is always a comparison, so a mapping as value stands under `equals`. Fields and
bodies are text, so numbers and booleans are compared with them as they are written; JSON values keep their types.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from tutor.course.problem import Path
from tutor.course.types import Expect, as_written
from tutor.words import _


class Response(Protocol):
    """What is looked at in a response."""

    @property
    def status(self) -> int: ...

    @property
    def fields(self) -> Sequence[tuple[str, str]]: ...

    @property
    def body(self) -> bytes: ...


@dataclass(frozen=True)
class Miss:
    """An expectation that does not hold; `path` leads to it inside the `Expect`."""

    path: Path
    wanted: str
    got: str


class _Absent:
    def __repr__(self) -> str:
        return "nothing"


ABSENT: Final = _Absent()
"""A field or a part of JSON that is not there."""


# ── Comparisons ──────────────────────────────────────────────────────────────────────────────────


def same(actual: Any, wanted: Any) -> bool:
    """Whether two values of JSON are the same; a boolean is no number."""
    if isinstance(actual, bool) or isinstance(wanted, bool):
        return actual is wanted
    if isinstance(actual, list) and isinstance(wanted, list):
        return len(actual) == len(wanted) and all(map(same, actual, wanted))
    if isinstance(actual, dict) and isinstance(wanted, dict):
        return actual.keys() == wanted.keys() and all(same(actual[key], wanted[key]) for key in actual)
    return bool(actual == wanted)


def _contains(actual: Any, wanted: Any) -> bool:
    if isinstance(actual, str):
        return as_written(wanted) in actual
    if isinstance(actual, list):
        return any(same(item, wanted) for item in actual)
    return isinstance(actual, dict) and wanted in actual


def _number(value: Any) -> float | None:
    """A number, or a text that is one, as values of fields are."""
    try:
        return None if isinstance(value, bool) else float(value)
    except (TypeError, ValueError):
        return None


def _at_least(actual: Any, wanted: Any) -> bool:
    number = _number(actual)
    return number is not None and number >= wanted


def _at_most(actual: Any, wanted: Any) -> bool:
    number = _number(actual)
    return number is not None and number <= wanted


def _is_type(actual: Any, wanted: Any) -> bool:
    if wanted == "number":
        return isinstance(actual, int | float) and not isinstance(actual, bool)
    return type(actual) is TYPES[wanted]


def _length(actual: Any, wanted: Any) -> bool:
    return isinstance(actual, str | list | dict | bytes) and holds(len(actual), wanted)


TYPES: dict[str, type] = {
    "string": str, "number": float, "integer": int, "boolean": bool, "null": type(None), "array": list, "object": dict,
}  # fmt: skip
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "equals": same,
    "contains": _contains,
    "not_contains": lambda actual, wanted: not _contains(actual, wanted),
    "starts_with": lambda actual, wanted: isinstance(actual, str) and actual.startswith(as_written(wanted)),
    "ends_with": lambda actual, wanted: isinstance(actual, str) and actual.endswith(as_written(wanted)),
    "one_of": lambda actual, wanted: any(same(actual, item) for item in wanted),
    "absent": lambda actual, wanted: (actual is ABSENT) is wanted,
    "min": _at_least,
    "max": _at_most,
    "type": _is_type,
    "length": _length,
}


def holds(actual: Any, wanted: Any) -> bool:
    """Whether a value is as wanted; comparisons that `flaws` refuses do not hold."""
    if any(flaws(wanted)):
        return False
    if not isinstance(wanted, dict):
        return same(actual, wanted)
    return all(COMPARISONS[name](actual, operand) for name, operand in wanted.items())


def flaws(wanted: Any) -> Iterator[str]:
    """What is wrong with a comparison as it is written, in sentences."""
    if not isinstance(wanted, dict):
        return
    if not wanted:
        yield _("An empty mapping compares nothing.")
    for name, operand in wanted.items():
        if name not in COMPARISONS:
            yield _("{name} is no comparison.").format(name=name)
        elif name == "one_of" and not isinstance(operand, list):
            yield _("one_of takes a list.")
        elif name == "absent" and not isinstance(operand, bool):
            yield _("absent takes true or false.")
        elif name in ("min", "max") and (isinstance(operand, bool) or not isinstance(operand, int | float)):
            yield _("{name} takes a number.").format(name=name)
        elif name == "type" and operand not in TYPES:
            yield _("{name} is none of the types {types}.").format(name=operand, types=", ".join(TYPES))
        elif name in ("starts_with", "ends_with") and isinstance(operand, list | dict):
            yield _("{name} takes a text.").format(name=name)
        elif name == "length":
            if isinstance(operand, dict):
                yield from flaws(operand)
            elif isinstance(operand, bool) or not isinstance(operand, int):
                yield _("length takes a whole number or a comparison.")


def comparisons(expect: Expect) -> Iterator[tuple[Path, Any]]:
    """All comparisons in an expectation, with their paths in it."""
    for name in ("status", "body"):
        if getattr(expect, name) is not None:
            yield (name,), getattr(expect, name)
    for name in ("headers", "json"):
        yield from (((name, key), wanted) for key, wanted in getattr(expect, name).items())
    for n, inner in enumerate(expect.responses):
        yield from ((("responses", n, *path), wanted) for path, wanted in comparisons(inner))


# ── Responses ────────────────────────────────────────────────────────────────────────────────────


def misses(expect: Expect, responses: Sequence[Response], closed: bool) -> list[Miss]:
    """What of an expectation does not hold.

    Args:
        responses: all that came, interim ones included. The expectation is about the last; its `responses` about each.
        closed: whether the server closed the connection.
    """
    found = list(_of_last(expect, responses))
    if expect.closed is not None and expect.closed != closed:
        found.append(Miss(("closed",), as_written(expect.closed), as_written(closed)))
    if expect.responses and len(expect.responses) != len(responses):
        wanted = _("{n} responses").format(n=len(expect.responses))
        statuses = ", ".join(str(response.status) for response in responses)
        found.append(Miss(("responses",), wanted, _("{n}: {statuses}").format(n=len(responses), statuses=statuses)))
    else:
        for n, (inner, response) in enumerate(zip(expect.responses, responses, strict=False)):
            found += [Miss(("responses", n, *miss.path), miss.wanted, miss.got) for miss in _of_last(inner, [response])]
    return found


def _of_last(expect: Expect, responses: Sequence[Response]) -> Iterator[Miss]:
    asks = expect.status is not None or expect.body is not None or expect.headers or expect.json
    if not responses:
        if asks:
            yield Miss(("status",), _("a response"), _("none"))
        return
    last = responses[-1]
    if expect.status is not None and not holds(last.status, expect.status):
        yield Miss(("status",), in_words(expect.status), str(last.status))
    for name, wanted in expect.headers.items():
        values = [value for known, value in last.fields if known.lower() == name.lower()]
        if not _field_holds(values, wanted):
            yield Miss(("headers", name), in_words(wanted), " | ".join(values) if values else _("no such field"))
    if expect.body is not None and not _body_holds(last.body, expect.body):
        yield Miss(("body",), in_words(expect.body), in_words(last.body.decode("utf-8", "replace")))
    if expect.json:
        yield from _json_misses(last.body, expect.json)


def _field_holds(values: list[str], wanted: Any) -> bool:
    """A field may have several lines: one of them has to be as wanted, none may hold what must not be there."""
    wanted = _textual(wanted)
    if not values:
        return holds(ABSENT, wanted)
    if not isinstance(wanted, dict):
        return any(holds(value, wanted) for value in values)
    return bool(wanted) and all(
        (all if name == "not_contains" else any)(holds(value, {name: operand}) for value in values)
        for name, operand in wanted.items()
    )


def _body_holds(body: bytes, wanted: Any) -> bool:
    """Bodies are compared as UTF-8 text, but `length` counts bytes."""
    text, wanted = body.decode("utf-8", "replace"), _textual(wanted)
    if not isinstance(wanted, dict):
        return holds(text, wanted)
    return bool(wanted) and all(
        holds(body if name == "length" else text, {name: operand}) for name, operand in wanted.items()
    )


def _textual(wanted: Any) -> Any:
    """A comparison with text: its numbers and booleans as they are written."""
    if isinstance(wanted, int | float):
        return as_written(wanted)
    if not isinstance(wanted, dict):
        return wanted
    texts = dict(wanted)
    if "equals" in wanted:
        texts["equals"] = _textual(wanted["equals"])
    if isinstance(wanted.get("one_of"), list):
        texts["one_of"] = [_textual(value) for value in wanted["one_of"]]
    return texts


def _json_misses(body: bytes, wanted: Mapping[str, Any]) -> Iterator[Miss]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError):
        yield Miss(("json",), _("a JSON body"), in_words(body.decode("utf-8", "replace")))
        return
    for path, comparison in wanted.items():
        actual = at(data, path)
        if not holds(actual, comparison):
            yield Miss(("json", path), in_words(comparison), in_words(actual))


def at(data: Any, path: str) -> Any:
    """The part of JSON at `notes.0.text`; `$` is the whole, ABSENT what is not there."""
    for part in [] if path == "$" else path.removeprefix("$.").split("."):
        if isinstance(data, dict) and part in data:
            data = data[part]
        elif isinstance(data, list) and part.isdecimal() and int(part) < len(data):
            data = data[int(part)]
        else:
            return ABSENT
    return data


def in_words(value: Any) -> str:
    """A value or comparison in a sentence, at most 80 characters."""
    if value is ABSENT:
        return _("nothing")
    text = " ".join(value.split()) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:79] + "…"
