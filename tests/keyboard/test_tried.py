"""What was tried in a terminal is known at the next start, there and nowhere else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tutor.keyboard.chords import Stroke, parse
from tutor.keyboard.machine import identity
from tutor.keyboard.tried import FILE, Tried, all_tried, in_words, keep, known_here

NOON = 1_760_000_000_000


def stroke(text: str) -> Stroke:
    return parse(text).strokes[0]


BOTH = Tried().with_one(stroke("ctrl+b"), "ctrl+b", NOON).with_one(stroke("ctrl+alt+b"), None, NOON + 1)


def test_what_was_kept_is_read_again_and_other_terminals_keep_theirs(tmp_path: Path) -> None:
    keep(tmp_path, "one", BOTH)
    keep(tmp_path, "two", Tried().with_one(stroke("alt+1"), "alt+1", NOON))
    assert all_tried(tmp_path)["one"] == BOTH
    keep(tmp_path, "one", None)
    assert set(all_tried(tmp_path)) == {"two"}
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_later_try_replaces_an_earlier_one() -> None:
    again = BOTH.with_one(stroke("ctrl+alt+b"), "alt+ctrl+b", NOON + 2)
    assert not again.missing("kitty")
    assert again.at == NOON + 2


def test_nothing_and_something_else_are_both_missing() -> None:
    other = BOTH.with_one(stroke("alt+1"), "f5", NOON)
    assert other.missing("kitty") == {stroke("ctrl+alt+b"), stroke("alt+1")}
    merged = Tried().with_one(stroke("ctrl+alt+b"), "ctrl+b", NOON)
    assert not merged.missing("legacy"), "it arrived, like others"
    assert merged.missing("kitty") == {stroke("ctrl+alt+b")}


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "{", '{"one": 3}', '{"one": {"at": "x", "came": {}}}',
        '{"one": {"at": 1, "came": {"ctrl+nokey": "x"}}}',
        '{"one": {"at": 1, "came": {"ctrl+b": "\\u001b[2J"}}}', '{"one": {"at": -1, "came": {"ctrl+b": "ctrl+b"}}}',
        '{"one": {"at": 1e400, "came": {"ctrl+b": "ctrl+b"}}}', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_damaged_file_is_as_if_nothing_was_tried(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert all_tried(tmp_path) == {}
    keep(tmp_path, "one", BOTH)
    assert json.loads((tmp_path / FILE).read_text())["one"]["came"] == {"ctrl+b": "ctrl+b", "ctrl+alt+b": None}


def test_terminals_differ_by_kind_program_tmux_and_protocol() -> None:
    plain = {"TERM": "xterm-256color"}
    others = [{**plain, "TERM_PROGRAM": "WezTerm"}, {**plain, "TMUX": "/x"}, {**plain, "STY": "1"}, {"TERM": "foot"}]
    names = {identity(kitty, environ) for environ in (plain, *others) for kitty in (True, False)}
    assert len(names) == 10
    assert identity(True, others[0]) == "xterm-256color, WezTerm, kitty keys"


def test_the_terminal_around_is_known_by_whichever_keys_it_was_tried_with(tmp_path: Path) -> None:
    here = {"TERM": "foot"}
    assert known_here(tmp_path, here) == []
    keep(tmp_path, identity(False, here), BOTH._replace(at=NOON - 5))
    keep(tmp_path, identity(True, here), BOTH)
    assert [encoding for encoding, _tried in known_here(tmp_path, here)] == ["kitty", "legacy"]
    assert known_here(tmp_path, {**here, "TMUX": "/x"}) == []


def test_it_is_told_with_what_did_not_come_and_from_when() -> None:
    said = in_words(BOTH, "kitty")
    assert said.startswith("1 of 2 tried chords come as themselves; did not come: Ctrl+Alt+B (2025-10-")
