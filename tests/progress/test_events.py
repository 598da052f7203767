from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.samples import NOON, Hands, answer
from tutor.progress.events import (
    COLUMNS,
    DamagedError,
    Draft,
    Event,
    as_dict,
    as_row,
    canonical,
    from_dict,
    from_row,
    seal,
    study_day,
    study_day_now,
    system_clock,
    uuid7,
)  # fmt: skip

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def event(draft: Draft | None = None, at: int = NOON, offset: int = 540) -> Event:
    return seal(draft or answer(), device="d" * 16, seq=7, at=at, offset=offset)


def test_a_study_day_begins_at_four_in_the_morning_where_the_learner_is() -> None:
    four_in_seoul = 20_000 * 86_400_000 + (4 - 9) * 3_600_000
    assert study_day(four_in_seoul, 540) == 20_000
    assert study_day(four_in_seoul - 1, 540) == 19_999


def test_the_study_day_is_frozen_with_the_offset_of_the_moment() -> None:
    night = 20_000 * 86_400_000 + 3 * 3_600_000  # 03:00 UTC
    assert event(at=night, offset=0).study_day == 19_999
    assert event(at=night, offset=60).study_day == 20_000  # summer time: 04:00 already


def test_the_study_day_of_now_uses_the_given_clock() -> None:
    assert study_day_now(Hands(NOON)) == 20_000
    at, offset = system_clock()
    assert study_day_now() in (study_day(at, offset), study_day(at, offset) + 1)


def test_ids_are_version_7_and_sort_by_time() -> None:
    early, late = uuid7(NOON), uuid7(NOON + 1)
    assert early < late and early != uuid7(NOON)
    assert early[:6] == NOON.to_bytes(6, "big")
    assert early[6] >> 4 == 7 and early[8] >> 6 == 0b10


@pytest.mark.parametrize("at", [-1, 1 << 60])
def test_a_clock_that_is_far_off_still_gives_ids(at: int) -> None:
    assert len(uuid7(at)) == 16


def test_canonical_json_depends_on_the_data_alone() -> None:
    assert canonical({"b": [1, 2.5], "a": None}) == canonical({"a": None, "b": [1, 2.5]}) == '{"a":null,"b":[1,2.5]}'


def test_text_that_is_no_unicode_can_be_kept() -> None:
    sealed = event(Draft("answer", "a#b", {"answer": "caf\udce9 한글"}))
    assert sealed.data == {"answer": "caf\udce9 한글"}
    assert from_row(as_row(sealed)) == sealed
    assert canonical(sealed.data).isascii()


@pytest.mark.parametrize("data", [{"ms": float("nan")}, {"visit": {1, 2}}, {"x": b"bytes"}])
def test_data_that_is_no_json_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        event(Draft("answer", "a#b", data))


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": ""}, {"item": ""}, {"kind": "undo"}, {"kind": "undo", "target": b"short"}, {"target": b"short"},
    ],
)  # fmt: skip
def test_a_draft_without_what_it_needs_is_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"kind and an item|16-byte id"):
        Draft(**{"kind": "answer", "item": "a#b", **fields})


def test_a_sealed_event_holds_what_reading_it_back_gives() -> None:
    sealed = event(Draft("answer", "a#b", {"answer": ("x", "y")}))
    assert sealed.data == {"answer": ["x", "y"]}
    assert from_dict(as_dict(sealed)) == from_row(as_row(sealed)) == sealed


@given(st.dictionaries(st.text(), json_values, max_size=4))
def test_any_json_survives_with_its_checksum(data: dict[str, Any]) -> None:
    sealed = event(Draft("answer", "a#b", data))
    assert from_row(as_row(sealed)).intact
    assert from_dict(as_dict(sealed)).intact


@pytest.mark.parametrize("field", [name for name in COLUMNS if name != "crc"])
def test_the_checksum_covers_every_field(field: str) -> None:
    sealed = event(Draft("undo", "a#b", {"visit": "v"}, target=bytes(16), seed=3))
    value = getattr(sealed, field)
    others: dict[type, Any] = {bytes: b"x" * 16, str: "other", int: 99, dict: {"visit": "w"}}
    other = others[type(value)]
    assert sealed.intact
    assert not replace(sealed, **{field: other}).intact


@pytest.mark.parametrize(
    "change",
    [
        {"seq": "1"}, {"seq": True}, {"at": 1.5}, {"crc": 1 << 64}, {"device": None}, {"kind": 3}, {"item": "\ud800"},
        {"data": []}, {"data": "{}"}, {"id": "00"}, {"id": "zz" * 16}, {"id": 5}, {"target": "00"}, {"seed": "1"},
        {"unknown": 1},
    ],
)  # fmt: skip
def test_a_mapping_that_is_no_event_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        from_dict({**as_dict(event()), **change})


@pytest.mark.parametrize("data", [None, [], "text", {}, {"id": "00" * 16}])
def test_json_that_is_no_event_is_refused(data: object) -> None:
    with pytest.raises(ValueError, match="exactly the fields"):
        from_dict(data)


def test_a_row_whose_data_is_no_json_is_damage() -> None:
    row = list(as_row(event()))
    row[COLUMNS.index("data")] = '{"visit"'
    with pytest.raises(DamagedError, match="d/7"):
        from_row(row)
