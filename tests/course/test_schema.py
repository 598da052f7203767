"""The schema for editors says the same as the types."""

from __future__ import annotations

import copy
import json
from typing import Any

import jsonschema
import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.course.samples import FIRST
from tutor.course.decode import decode
from tutor.course.diagnose import diagnose
from tutor.course.schema import schema_of, schema_text
from tutor.course.strict import Loaded, load
from tutor.course.types import STEP_TYPES, Lesson, Overlay
from tutor.course.where import find_lessons_dir


def test_the_shipped_schema_is_made_from_the_types_of_today() -> None:
    shipped = (find_lessons_dir() / "lesson.schema.json").read_text(encoding="utf-8")
    assert shipped == schema_text(), "python -m tutor.course.schema > lessons/lesson.schema.json writes it anew"


def test_it_is_a_schema_and_takes_a_sound_lesson() -> None:
    schema = schema_of(Lesson)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(load(FIRST, "f").data, schema)


def test_every_step_type_is_a_branch_chosen_by_its_type() -> None:
    steps = schema_of(Lesson)["$defs"]["Lesson"]["properties"]["steps"]["items"]
    assert steps["properties"]["type"]["enum"] == list(STEP_TYPES)
    assert [branch["then"]["$ref"] for branch in steps["allOf"]] == [
        f"#/$defs/{kind.__name__}" for kind in STEP_TYPES.values()
    ]


def _places(data: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [path, *(inner for key, value in items for inner in _places(value, (*path, key)))]


DATA = load(FIRST, "f").data
VALUES = st.sampled_from([None, True, 0, -1, 3, 1.5, "", "x", "demo", [], ["a"], {}, {"a": 1}, 10**6])


@given(st.sampled_from([path for path in _places(DATA) if path]), st.sampled_from(["drop", "add", "put"]), VALUES)
def test_schema_and_types_refuse_the_same(path: tuple[str | int, ...], how: str, value: object) -> None:
    data = copy.deepcopy(DATA)
    around = data
    for key in path[:-1]:
        around = around[key]
    if how == "put":
        around[path[-1]] = copy.deepcopy(value)
    elif how == "drop":
        del around[path[-1]]
    elif isinstance(around, dict):
        around["surplus"] = value
    encoded = json.dumps(data, ensure_ascii=False)
    decoded = decode(encoded.encode(), "f", Lesson)
    shape = [p for p in decoded.problems if p.rule.startswith("schema-")]
    said = diagnose(load(encoded, "f"), Lesson)
    if value is not None:  # a field that may be left out may be null for the types
        assert [(p.rule, p.line, p.column, p.message) for p in sorted(said)] == [
            (p.rule, p.line, p.column, p.message) for p in shape
        ]
    assert not any("`$" in p.message for p in decoded.problems), "msgspec never has to speak for itself"


def test_what_only_msgspec_refuses_is_still_said_with_its_place() -> None:
    from tutor.course.decode import _diagnosed

    loaded = load(FIRST, "f")
    refused = msgspec.ValidationError("Expected `int`, got `str` - at `$.steps[1].title`")
    (problem,) = _diagnosed(loaded, Lesson, refused)
    assert (problem.rule, problem.line) == ("schema-type", loaded.place(("steps", 1, "title"))[0])
    assert "Expected `int`" in problem.message


def test_the_schema_of_a_translation_needs_what_it_is_of() -> None:
    (problem,) = diagnose(Loaded("f", data={"format": 1}), Overlay)
    assert problem.message == "The field `of` is missing here."
