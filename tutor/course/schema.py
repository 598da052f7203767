"""The JSON Schema of the files of a course, made from the types.

`python -m tutor.course.schema > lessons/lesson.schema.json` writes the one that editors use. The branch of a step is
chosen by its `type` first, that of an exercise by its `kind` (if, then), so that an editor or validator complains
about that one alone.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from tutor.course.problem import Path
from tutor.course.types import Lesson, Record, Text

Schema = dict[str, Any]
TEXT = ["string", "number", "boolean", "null"]  # a text is taken as written, so 401 is one too
OPTIONAL_TEXT = TEXT[:-1]  # null would leave it out
_DRAFT = "https://json-schema.org/draft/2020-12/schema"


@cache
def schema_of(kind: type[Record]) -> Schema:
    """The schema of a file of this type. Not to be changed by who asks."""
    return {"$schema": _DRAFT, **_tidy(msgspec.json.schema(kind, schema_hook=_text))}


def schema_text(kind: type[Record] = Lesson) -> str:
    """The schema as it stands in a file."""
    import json

    return json.dumps(schema_of(kind), ensure_ascii=False, indent=1) + "\n"


def holds_text(root: Schema, data: Any, path: Path) -> bool:
    """Whether the schema takes the scalar at `path` of `data` as text: prose or code, or a text where all is open."""
    schema = root
    for key in path:
        schema = _inside(_resolved(root, schema, data), key)
        data = data[key]
    schema = _resolved(root, schema, data)
    return schema.get("type") in (TEXT, OPTIONAL_TEXT) or (not schema and isinstance(data, str))


def _text(kind: type) -> Schema:
    if issubclass(kind, Text):
        return {"type": TEXT}
    raise NotImplementedError(kind)


def _tidy(node: Any) -> Any:
    """msgspec's schema with branches chosen by their tag, without null: what has no value is left out in a lesson."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _tidy(value) for key, value in node.items()}
    if "discriminator" in node:
        return _by_tag(node["discriminator"]["propertyName"], node["discriminator"]["mapping"])
    if "anyOf" in node:
        branches = [branch for branch in node.pop("anyOf") if branch != {"type": "null"}]
        node |= _only(branches[0]) if len(branches) == 1 else _either(branches)
    if node.get("default", 0) is None:
        del node["default"]
    return node


def _only(branch: Schema) -> Schema:
    return {"type": OPTIONAL_TEXT} if branch == {"type": TEXT} else branch


def _either(branches: list[Schema]) -> Schema:
    """Numbers, whole or not, as one type; or a text or a list of texts."""
    kinds = {branch["type"] for branch in branches}
    if kinds == {"string", "array"}:
        listed = next(branch for branch in branches if branch["type"] == "array")
        return {**listed, "type": ["string", "array"]}
    assert kinds == {"integer", "number"}, f"no schema is made for {branches}"
    return {**branches[0], "type": "number"}


def _by_tag(tag: str, mapping: dict[str, str]) -> Schema:
    return {
        "type": "object",
        "required": [tag],
        "properties": {tag: {"enum": list(mapping)}},
        "allOf": [
            {"if": {"required": [tag], "properties": {tag: {"const": name}}}, "then": {"$ref": ref}}
            for name, ref in mapping.items()
        ],
    }


def _resolved(root: Schema, schema: Schema, data: Any) -> Schema:
    """The schema itself where a reference or the choice by `type` or `kind` stands for it."""
    for choice in schema.get("allOf", ()):
        ((tag, wanted),) = choice["if"]["properties"].items()
        if isinstance(data, dict) and data.get(tag) == wanted["const"]:
            schema = choice["then"]
    if "$ref" in schema:
        found: Schema = root["$defs"][schema["$ref"].rpartition("/")[2]]
        return found
    return schema


def _inside(schema: Schema, key: str | int) -> Schema:
    others = schema.get("additionalProperties" if isinstance(key, str) else "items")
    inner = schema.get("properties", {}).get(key, others)
    return inner if isinstance(inner, dict) else {}


if __name__ == "__main__":
    print(schema_text(), end="")
