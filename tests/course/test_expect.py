"""Responses are compared with what a lesson expects."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from tutor.course.expect import ABSENT, COMPARISONS, at, comparisons, flaws, holds, misses
from tutor.course.types import Expect


@dataclass
class Reply:
    """A response."""

    status: int = 200
    fields: list[tuple[str, str]] = field(default_factory=list)
    body: bytes = b""


HOLDS: list[tuple[Any, Any]] = [
    (200, 200), ("2", "2"), (1, 1.0), (None, None), ([1, "a"], [1, "a"]),
    ({"a": 1}, {"equals": {"a": 1}}), ("abc", {"equals": "abc"}),
    ("abc", {"contains": "b"}), ("a2c", {"contains": 2}), ([1, 2], {"contains": 2}), ({"a": 1}, {"contains": "a"}),
    ("abc", {"not_contains": "x"}), ([1], {"not_contains": 2}), (ABSENT, {"not_contains": "x"}),
    ("abc", {"starts_with": "ab"}), ("404 x", {"starts_with": 404}), ("abc", {"ends_with": "c"}),
    (204, {"one_of": [200, 204]}), ("a", {"one_of": ["b", "a"]}),
    (ABSENT, {"absent": True}), ("x", {"absent": False}),
    (5, {"min": 5, "max": 5}), ("12", {"min": 10}), (1.5, {"max": 2}),
    ("a", {"type": "string"}), (1, {"type": "integer"}), (1, {"type": "number"}), (1.5, {"type": "number"}),
    (True, {"type": "boolean"}), (None, {"type": "null"}), ([], {"type": "array"}), ({}, {"type": "object"}),
    ("abc", {"length": 3}), ([1, 2], {"length": {"min": 1, "max": 2}}), ({"a": 1}, {"length": 1}),
]  # fmt: skip
FAILS: list[tuple[Any, Any]] = [
    (200, 201), (200, "200"), ("2", 2), ("true", True), (["2"], [2]),
    (1, True), (True, 1), (False, 0), (None, False), ("", None), ("abc", {"equals": "ab"}),
    ([1], ["1"]), ([1], [1, 2]), ({"a": 1}, {"equals": {"a": 1, "b": 2}}), ({"a": 1}, {"equals": {"a": True}}),
    ("abc", {"contains": "x"}), (5, {"contains": 5}), ("abc", {"not_contains": "a"}), ([2], {"not_contains": 2}),
    ("abc", {"starts_with": "b"}), (12, {"starts_with": 1}), ("abc", {"ends_with": "b"}), (5, {"one_of": [4]}),
    ("x", {"absent": True}), (ABSENT, {"absent": False}), (ABSENT, "x"), (ABSENT, {"contains": "x"}),
    (4, {"min": 5}), (6, {"max": 5}), ("x", {"min": 1}), (True, {"min": 0}), (ABSENT, {"min": 0}),
    (True, {"type": "integer"}), (1, {"type": "string"}), (1.5, {"type": "integer"}), (True, {"type": "number"}),
    ("abc", {"length": 2}), (5, {"length": 1}), ("abc", {"contains": "a", "length": 2}),
]  # fmt: skip
FLAWED: list[Any] = [
    {}, {"equal": 1}, {"one_of": 1}, {"absent": "yes"}, {"min": "1"}, {"max": True}, {"type": "text"},
    {"length": "3"}, {"length": {"mni": 1}}, {"starts_with": ["a"]}, {"ends_with": {}},
]  # fmt: skip


@pytest.mark.parametrize(("actual", "wanted"), HOLDS)
def test_a_comparison_that_holds(actual: Any, wanted: Any) -> None:
    assert holds(actual, wanted)
    assert not list(flaws(wanted))


@pytest.mark.parametrize(("actual", "wanted"), FAILS)
def test_a_comparison_that_does_not_hold(actual: Any, wanted: Any) -> None:
    assert not holds(actual, wanted)


@pytest.mark.parametrize("wanted", FLAWED)
def test_a_comparison_that_is_none_is_named_and_never_holds(wanted: Any) -> None:
    assert len(list(flaws(wanted))) == 1
    anything: list[Any] = [1, "", None, [], {}, ABSENT]
    assert not any(holds(actual, wanted) for actual in anything)


def test_every_comparison_is_tested_both_ways() -> None:
    for samples in (HOLDS, FAILS):
        assert {name for _actual, wanted in samples if isinstance(wanted, dict) for name in wanted} >= set(COMPARISONS)


def test_a_path_leads_into_json() -> None:
    data = {"notes": [{"text": "a"}, {"text": None}], "1": "one"}
    assert at(data, "$") is data
    assert at(data, "notes.0.text") == "a"
    assert at(data, "$.notes.1.text") is None
    assert at(data, "1") == "one"
    for missing in ("notes.2", "notes.text", "note", "notes.0.text.0", "notes.-1", ""):
        assert at(data, missing) is ABSENT


def missed(expect: Expect, *replies: Reply, closed: bool = False) -> list[str]:
    return [".".join(map(str, miss.path)) for miss in misses(expect, replies, closed)]


def test_an_expectation_is_about_the_last_response() -> None:
    assert missed(Expect(status=200), Reply(100), Reply(200)) == []
    assert missed(Expect(status=100), Reply(100), Reply(200)) == ["status"]


def test_everything_that_is_not_met_is_named() -> None:
    expect = Expect(status=201, headers={"location": "/a"}, body="x", json={"a": 1}, closed=True)
    assert missed(expect, Reply(body=b'{"a": 2}')) == ["status", "headers.location", "body", "json.a", "closed"]


def test_names_of_fields_are_compared_in_any_case_and_one_line_is_enough() -> None:
    reply = Reply(fields=[("Set-Cookie", "a=1; Path=/"), ("set-cookie", "b=2"), ("Content-Length", "12")])
    assert missed(Expect(headers={"SET-COOKIE": {"starts_with": "b="}, "content-length": 12}), reply) == []
    assert missed(Expect(headers={"Set-Cookie": {"starts_with": "a=", "ends_with": "2"}}), reply) == []
    assert missed(Expect(headers={"Set-Cookie": {"not_contains": "Path"}}), reply) == ["headers.Set-Cookie"]
    assert missed(Expect(headers={"Set-Cookie": {"absent": True}, "Age": {"absent": True}}), reply) == [
        "headers.Set-Cookie"
    ]
    assert missed(Expect(headers={"Set-Cookie": {}}), reply) == ["headers.Set-Cookie"]


def test_numbers_and_booleans_are_compared_with_text_as_they_are_written() -> None:
    reply = Reply(fields=[("Content-Length", "12"), ("X-Cached", "true")], body=b"1.5")
    headers = {"Content-Length": {"one_of": [11, 12]}, "X-Cached": True}
    assert missed(Expect(headers=headers, body=1.5), reply) == []
    assert missed(Expect(headers={"Content-Length": {"equals": 12}}, body={"equals": 1.5}), reply) == []
    assert missed(Expect(json={"a": 1}), Reply(body=b'{"a": "1"}')) == ["json.a"]


def test_the_length_of_a_body_counts_bytes_and_text_is_utf8() -> None:
    reply = Reply(body="한글".encode())
    assert missed(Expect(body={"length": 6, "contains": "글"}), reply) == []
    assert missed(Expect(body={"length": 2}), reply) == ["body"]
    assert missed(Expect(body=""), Reply()) == []


def test_a_body_that_is_not_json_misses_all_of_it() -> None:
    assert missed(Expect(json={"a": 1, "b": 2}), Reply(body=b"<p>")) == ["json"]
    assert missed(Expect(json={"$": {"equals": []}}), Reply(body=b"[]")) == []
    assert missed(Expect(json={"a": {"absent": True}}), Reply(body=b"{}")) == []


def test_each_response_can_be_expected() -> None:
    expect = Expect(status=200, responses=[Expect(status=100), Expect(status=200)])
    assert missed(expect, Reply(100), Reply(200)) == []
    assert missed(expect, Reply(103), Reply(200)) == ["responses.0.status"]
    assert missed(expect, Reply(200)) == ["responses"]


def test_no_response_is_one_miss() -> None:
    assert missed(Expect(status=200, body="x")) == ["status"]
    assert missed(Expect(closed=True), closed=True) == []


def test_what_was_wanted_and_what_came_is_said() -> None:
    (miss,) = misses(
        Expect(headers={"Allow": {"contains": "PUT"}}), [Reply(fields=[("Allow", "GET"), ("Allow", "HEAD")])], False
    )
    assert (miss.wanted, miss.got) == ('{"contains": "PUT"}', "GET | HEAD")
    (miss,) = misses(Expect(body="a" * 200), [Reply(body=b"b")], False)
    assert len(miss.wanted) == 80


def test_all_comparisons_of_an_expectation_are_found() -> None:
    expect = Expect(status=1, body="b", headers={"A": 2}, json={"x": 3}, responses=[Expect(status=4)])
    assert dict(comparisons(expect)) == {
        ("status",): 1, ("body",): "b", ("headers", "A"): 2, ("json", "x"): 3, ("responses", 0, "status"): 4,
    }  # fmt: skip
