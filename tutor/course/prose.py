"""Prose in a lesson: where it stands, and hashes that tell when it, or a whole step, was changed."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec

from tutor.course.problem import Path
from tutor.course.types import Lesson, Prose, Record

_CODE_SPAN = re.compile(r"\s*(`+)(?!`)(?:(?!\1).)+\1\s*", re.DOTALL)


def is_code(text: str) -> bool:
    """Whether a text is one code span, and so is never translated."""
    return _CODE_SPAN.fullmatch(text) is not None


def part_id(item: Any, index: int) -> str | int:
    """What an entry of a list is called in a path: its id where it has one, else its index."""
    return item.id if isinstance(item, Record) and hasattr(item, "id") else index


def prose_of(record: Record) -> list[tuple[Path, Prose]]:
    """All prose that is to be translated, with its path: names of fields, keys, ids or indices of entries.

    Of a lesson it is that of its head; steps and cards have theirs.
    """
    apart = ("steps", "cards") if isinstance(record, Lesson) else ()
    names = [name for name in record.__struct_fields__ if name not in apart and name not in record.code_fields]
    return [pair for name in names for pair in _walk(getattr(record, name), (name,))]


def _walk(value: Any, path: Path) -> Iterator[tuple[Path, Prose]]:
    if isinstance(value, Prose):
        if not is_code(value):
            yield path, value
    elif isinstance(value, Record):
        for name in value.__struct_fields__:
            yield from _walk(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _walk(item, (*path, part_id(item, index)))


def source_hash(record: Record) -> str:
    """The hash of a record's prose, as a translation records it: "h" and 12 hex digits.

    SHA-256 over the compact UTF-8 JSON of the sorted [path, text], the path joined by dots, the text in NFC and
    without line ends at its end. Of a lesson only its head counts.
    """
    pairs = sorted([".".join(map(str, path)), _normal(text.rstrip("\r\n"))] for path, text in prose_of(record))
    return _hash(pairs)


def content_hash(step: Record) -> str:
    """The hash of all of a record, such as a step: "h" and 12 hex digits. Fields at their default do not count."""
    return _hash(_canonical(step))


def _canonical(value: Any) -> Any:
    """As JSON: fields by name and without defaults, entries of mappings in their order, which may be the answer."""
    if isinstance(value, Record):
        kind: Any = value.__struct_config__.tag
        defaults = _defaults(type(value))
        fields = ((name, getattr(value, name)) for name in sorted(value.__struct_fields__))
        return [kind, {name: _canonical(item) for name, item in fields if item != defaults.get(name, msgspec.UNSET)}]
    if isinstance(value, dict):
        return [[key, _canonical(item)] for key, item in value.items()]
    if isinstance(value, list):
        return [_canonical(item) for item in value]
    return _normal(value) if isinstance(value, str) else value


@cache
def _defaults(kind: type[Record]) -> dict[str, Any]:
    fields = msgspec.structs.fields(kind)
    return {f.name: f.default_factory() if f.default_factory is not msgspec.NODEFAULT else f.default for f in fields}


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", str(text))


def _hash(data: Any) -> str:
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return "h" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
