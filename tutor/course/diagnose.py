"""All that the schema has against a file, in an author's words; one slip gives one problem.

jsonschema is imported here and nowhere else, by `tutor check` and for a file that msgspec refused.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema

from tutor.course.problem import Finding, Path, Problem
from tutor.course.schema import Schema, schema_of
from tutor.course.strict import BROKEN, Loaded
from tutor.course.types import Record
from tutor.words import _, ngettext

RULES = ("schema-unknown-field", "schema-missing-field", "schema-type", "schema-value")


def diagnose(loaded: Loaded, kind: type[Record]) -> list[Problem]:
    """What the schema of `kind` has against the data. Says nothing of what the strict reader refused already."""
    if loaded.data is BROKEN:
        return []
    fields: dict[Path, list[Any]] = {}
    problems: list[Problem] = []
    for error in _validator(kind).iter_errors(loaded.data):
        path: Path = tuple(error.absolute_path)
        if error.validator in ("required", "additionalProperties"):
            fields.setdefault(path, []).append(error)
        elif error.instance is not BROKEN:
            rule = "schema-type" if error.validator == "type" else "schema-value"
            problems.append(loaded.problem(rule, _about_value(error, path)))
    for path, errors in fields.items():
        problems += [loaded.problem(rule, finding) for rule, finding in _about_fields(path, errors)]
    return problems


@cache
def _validator(kind: type[Record]) -> Any:
    base: Any = jsonschema.Draft202012Validator
    extend: Any = jsonschema.validators.extend

    def whole(_checker: object, value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)  # 1.0 is not whole to msgspec either

    strict = extend(base, type_checker=base.TYPE_CHECKER.redefine("integer", whole))
    return strict(schema_of(kind))


# ── Fields that are missing or unknown ───────────────────────────────────────────────────────────


def _about_fields(path: Path, errors: list[Any]) -> Iterator[tuple[str, Finding]]:
    """Pair what is missing with what is unknown in one mapping, by likeness of the names."""
    data: dict[str, Any] = errors[0].instance
    known: list[str] = []
    missing: list[str] = []
    unknown: list[str] = []
    for error in errors:
        known += _names(error.schema)
        if error.validator == "required":
            missing += [name for name in error.validator_value if name not in data and name not in missing]
        else:
            unknown += [name for name in data if name not in error.schema["properties"]]
    if not unknown and missing == ["type"]:  # no branch was chosen: its fields are not known yet
        unknown = [name for name in data if difflib.get_close_matches(name, missing)]
    free = [name for name in known if name not in data]
    for name in unknown:
        near = difflib.get_close_matches(name, missing, 1) or difflib.get_close_matches(name, free, 1)
        meant = near[0] if near else None
        if meant in missing:
            missing.remove(meant)
        yield "schema-unknown-field", _unknown(path, name, meant, free)
    for name in missing:
        message = _("The field `{name}` is missing here.").format(name=name)
        yield "schema-missing-field", Finding(path, message, _("Add it."))


def _names(schema: Schema) -> list[str]:
    return list(schema.get("properties", {}))


def _unknown(path: Path, name: str, meant: str | None, free: list[str]) -> Finding:
    if meant:
        message = _("Unknown field `{name}`, did you mean `{meant}`?").format(name=name, meant=meant)
        return Finding((*path, name), message, _("Write `{meant}`.").format(meant=meant), key=True)
    message = _("Unknown field `{name}`.").format(name=name)
    mend = _("Remove it; these are still free here: {names}.").format(names=", ".join(free))
    return Finding((*path, name), message, mend if free else _("Remove it."), key=True)


# ── Values ───────────────────────────────────────────────────────────────────────────────────────


def _about_value(error: Any, path: Path) -> Finding:
    wanted, value = error.validator_value, error.instance
    if error.validator == "type":
        return _about_type(wanted if isinstance(wanted, str) else "text", value, path)
    if error.validator in ("enum", "const"):
        choices = wanted if isinstance(wanted, list) else [wanted]
        message = _("{value} is none of {choices}.") if len(choices) > 1 else _("{value} is not {choices}.")
        message = message.format(value=_shown(value), choices=", ".join(map(str, choices)))
        near = difflib.get_close_matches(str(value), [str(choice) for choice in choices], 1)
        mend = _("Did you mean {choices}?") if near else _("Write {choices}.")
        mend = mend.format(choices=_(" or ").join(near or map(str, choices)))
        return Finding(path, message, mend)
    if error.validator in ("minItems", "minProperties"):
        message = ngettext("Here stands fewer than {n} entry.", "Here stand fewer than {n} entries.", wanted)
        return Finding(path, message.format(n=wanted), _("Add what is missing."))
    low, high = error.schema.get("minimum"), error.schema.get("maximum")
    mend = _("Write {low} or more.") if high is None else _("Write a number from {low} to {high}.")
    message = _("{value} is out of bounds.").format(value=_shown(value))
    return Finding(path, message, mend.format(low=low, high=high))


def _about_type(wanted: str, value: object, path: Path) -> Finding:
    names = {
        "string": _("a text"), "text": _("a text"), "integer": _("a whole number"), "number": _("a number"),
        "boolean": _("true or false"), "array": _("a list"), "object": _("a mapping"),
    }  # fmt: skip
    mends = {
        "string": _('Put it in quotes: "{value}".'),
        "text": _("Put the text in quotes, or in a block scalar: | and the text indented below it."),
        "integer": _("Write it without quotes, and as Python prints it: 10, not 010."),
        "number": _("Write it without quotes, and as Python prints it: 1.1, not 1.10."),
        "boolean": _("Write true or false, in small letters and without quotes."),
        "array": _("Write [one, two], or one line with a dash for each entry."),
        "object": _("Write {{key: value}}, or one line for each key, indented."),
    }
    if wanted == "string" and isinstance(value, list | dict):
        wanted = "text"
    message = _("{value} stands where {wanted} is expected.").format(value=_shown(value), wanted=names[wanted])
    mend = mends[wanted] if value is not None else _("Write a value, or leave the field out.")
    return Finding(path, message, mend.format(value=value))


def _shown(value: object) -> str:
    """A value in a sentence, short."""
    if isinstance(value, list):
        return _("A list")
    if isinstance(value, dict):
        return _("A mapping")
    if value is None or isinstance(value, bool):
        return str({None: "null", True: "true", False: "false"}[value])
    text = str(value)
    text = text if len(text) <= 40 else text[:39] + "…"
    return _("The text {text}").format(text=repr(text)) if isinstance(value, str) else text
