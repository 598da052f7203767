"""The names under which strokes arrive are those of Textual's own parser, in both encodings."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from tests.keyboard.encodings import kitty_bytes, legacy_bytes, names, strokes
from tutor.keyboard.arriving import arriving, is_ignored, read, tap_of
from tutor.keyboard.chords import Stroke, stroke_of


def test_every_stroke_arrives_by_kitty_under_the_name_that_we_expect() -> None:
    for stroke in strokes():
        data = kitty_bytes(stroke)
        assert data is not None
        assert names(data) == [arriving(stroke, "kitty")], stroke.text


def test_the_table_of_legacy_names_is_what_the_installed_parser_says() -> None:
    held = json.loads((files("tutor.keyboard") / "data" / "legacy.json").read_text())
    assert len(held) == len(strokes(cmd=False))
    for stroke in strokes(cmd=False):
        data = legacy_bytes(stroke)
        found = names(data) if data else []
        assert held[stroke.text] == (found[0] if len(found) == 1 else None), stroke.text


def test_by_kitty_every_stroke_is_read_back_and_is_no_other() -> None:
    for stroke in strokes():
        reading = read(arriving(stroke, "kitty") or "", "kitty")
        if stroke.key.startswith("num") and stroke.key[3:].isdigit():
            assert reading.exact == stroke_of(stroke.text.replace("num", "")) or reading.strokes, stroke.text
        elif stroke.key != "space" and not (stroke.key.startswith("num")):
            assert reading.exact == stroke, stroke.text


def test_in_legacy_a_stroke_is_always_among_those_that_it_is_read_as() -> None:
    for stroke in strokes(cmd=False):
        if (name := arriving(stroke, "legacy")) and not stroke.key.startswith("num"):
            assert stroke in read(name, "legacy").strokes, stroke.text


def test_the_three_of_intellij_are_one_key_in_legacy() -> None:
    three = {stroke_of("ctrl+b"), stroke_of("ctrl+alt+b"), stroke_of("ctrl+shift+b")}
    assert {arriving(stroke, "legacy") for stroke in three} == {"ctrl+b"}
    assert three < read("ctrl+b", "legacy").strokes
    assert read("ctrl+b", "kitty").exact == stroke_of("ctrl+b")


def test_ctrl_space_has_one_name_in_both_encodings() -> None:
    assert stroke_of("ctrl+space") in read("ctrl+@", "legacy").strokes
    assert read("ctrl+@", "kitty").exact == read("ctrl+space", "kitty").exact == stroke_of("ctrl+space")


def test_a_letter_of_the_korean_layout_is_the_key_where_it_lies() -> None:
    assert read("ctrl+ㅠ", "kitty").exact == stroke_of("ctrl+b")
    assert read("alt+ctrl+ㅃ", "kitty").exact == stroke_of("ctrl+alt+shift+q")


def test_a_letter_of_another_layout_is_refused_with_the_reason() -> None:
    reading = read("ctrl+и", "kitty")
    assert not reading.strokes
    assert "Latin layout" in reading.unknown


@pytest.mark.parametrize("name", ["left_shift", "right_control", "left_alt", "left_super"])
def test_a_modifier_alone_is_told_from_keys(name: str) -> None:
    tap = tap_of(name)
    assert tap is not None
    assert tap.is_tap
    assert read(name, "kitty").exact == tap
    assert tap_of("left") is None


def test_locks_are_passed_over() -> None:
    assert is_ignored("caps_lock")
    assert is_ignored("left_hyper")
    assert not is_ignored("left")


def test_the_simplest_stroke_stands_for_merged_ones() -> None:
    assert read("ctrl+b", "legacy").simplest == Stroke(frozenset({"ctrl"}), "b")
