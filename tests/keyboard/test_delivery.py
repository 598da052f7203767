"""What a terminal can deliver, and that a merged chord is never right by pressing."""

from __future__ import annotations

import pytest

from tests.keyboard.encodings import kitty_bytes, legacy_bytes, names
from tutor.keyboard.chords import Chord, parse
from tutor.keyboard.delivery import Terminal, delivery, in_words, judge, judge_text, mend
from tutor.keyboard.keymaps import NAMES, Key, keymap

KITTY, LEGACY = Terminal("kitty"), Terminal("legacy")
GNOME = keymap("intellij-linux-gnome")


def by_kitty(chord: Chord) -> list[str]:
    return [name for stroke in chord.strokes for name in names(kitty_bytes(stroke) or b"")]


def by_legacy(chord: Chord) -> list[str]:
    sent = [legacy_bytes(stroke) for stroke in chord.strokes]
    return [] if None in sent else [name for data in sent for name in names(data or b"")]


def confusable(one: Chord, other: Chord | None) -> bool:
    """Whether two chords of one stroke have the same key, with other modifiers."""
    return other is not None and len(one.strokes) == 1 and one.strokes[-1].key == other.strokes[-1].key


@pytest.mark.parametrize("name", NAMES)
def test_by_kitty_each_chord_is_right_for_its_action_and_for_no_other(name: str) -> None:
    map_ = keymap(name)
    for id, key in map_.keys.items():
        for chord in key.all:
            got = judge(by_kitty(chord), key, map_, KITTY)
            assert got.kind == "right" or "num" in chord.text, (id, chord.text, got)
        for other_id, other in map_.keys.items():
            if other.chord and other.chord not in key.all and confusable(other.chord, key.chord):
                kind = judge(by_kitty(other.chord), key, map_, KITTY).kind
                assert kind in ("wrong", "more", "unknown"), (id, other_id, kind)


@pytest.mark.parametrize("name", NAMES)
def test_in_legacy_a_press_is_right_only_where_no_other_chord_of_the_keymap_arrives_so(name: str) -> None:
    map_ = keymap(name)
    arrived: dict[tuple[str, ...], set[str]] = {}
    for key in map_.keys.values():
        for chord in key.all:
            arrived.setdefault(tuple(by_legacy(chord)), set()).add(chord.text)
    for id, key in map_.keys.items():
        for chord in key.all:
            got, found = judge(by_legacy(chord), key, map_, LEGACY), delivery(chord, map_, LEGACY)
            if len(arrived[tuple(by_legacy(chord))]) > 1:
                assert got.kind != "right", (id, chord.text)
            if found.state == "exact":
                assert got.kind == "right", (id, chord.text, got)
            elif found.state in ("merged", "never"):
                assert got.kind != "right" or any(
                    delivery(c, map_, LEGACY).state == "exact" for c in key.all
                ), (id, chord.text, got)  # fmt: skip


def test_the_three_of_intellij_are_exact_by_kitty_and_merged_in_legacy() -> None:
    for text in ("ctrl+b", "ctrl+alt+b", "ctrl+shift+b"):
        assert delivery(parse(text), GNOME, KITTY).state == "exact"
        found = delivery(parse(text), GNOME, LEGACY)
        assert found.state == "merged"
        assert len(found.others) == 2
        assert "Ctrl+" in in_words(found, GNOME)
        assert "kitty" in mend(found, LEGACY)


def test_a_function_key_is_exact_everywhere() -> None:
    map_ = keymap("vscode-linux")
    assert delivery(parse("f12"), map_, LEGACY).state == "exact"
    assert judge(["f12"], map_.keys["declaration"], map_, LEGACY).kind == "right"


def test_what_the_terminal_or_tmux_keeps_is_known() -> None:
    in_kitty = Terminal("kitty", ("kitty",))
    found = delivery(parse("ctrl+shift+b"), GNOME, in_kitty)
    assert (found.state, found.by, found.what) == ("kept", "kitty", "move_window_backward")
    in_tmux = Terminal("legacy", ("tmux",))
    assert delivery(parse("ctrl+b"), GNOME, in_tmux) == ("kept", (), "tmux", "prefix")
    assert "prefix" in mend(delivery(parse("ctrl+b"), GNOME, in_tmux), in_tmux)


def test_what_closes_the_window_is_never_asked_for_with_the_fingers() -> None:
    for text in ("alt+f4", "ctrl+shift+w", "cmd+q", "cmd+w"):
        assert delivery(parse(text), GNOME, KITTY).state == "closes"


def test_taps_never_arrive_on_windows() -> None:
    taps = parse("shift shift")
    assert delivery(taps, GNOME, KITTY).state == "exact"
    assert delivery(taps, GNOME, Terminal("kitty", family="windows")).state == "never"


def test_cmd_never_arrives_in_legacy() -> None:
    assert delivery(parse("cmd+b"), keymap("intellij-macos"), LEGACY).state == "never"


def test_what_did_not_arrive_when_it_was_tried_counts_as_kept() -> None:
    tried = Terminal("kitty", missing=frozenset(parse("ctrl+alt+b").strokes))
    assert delivery(parse("ctrl+alt+b"), GNOME, tried).state == "kept"


def test_the_first_of_two_strokes_waits_for_the_second() -> None:
    map_ = keymap("vscode-linux")
    wanted = map_.keys["last_edit"]  # ctrl+k ctrl+q
    assert judge(["ctrl+k"], wanted, map_, KITTY).kind == "more"
    assert judge(["ctrl+k", "ctrl+q"], wanted, map_, KITTY).kind == "right"
    assert judge(["ctrl+k", "ctrl+r"], wanted, map_, KITTY).kind == "wrong"


def test_shift_twice_is_two_taps_and_modifiers_alone_are_else_passed_over() -> None:
    wanted = GNOME.keys["search_everywhere"]
    assert judge(["left_shift"], wanted, GNOME, KITTY).kind == "more"
    assert judge(["left_shift", "right_shift"], wanted, GNOME, KITTY).kind == "right"
    declaration = GNOME.keys["declaration"]
    assert judge(["left_control"], declaration, GNOME, KITTY).kind == "more"
    assert judge(["left_control", "ctrl+b"], declaration, GNOME, KITTY).kind == "right"
    carets = GNOME.keys["caret_below"]  # ctrl, then ctrl+down
    assert judge(["left_control", "left_control", "ctrl+down"], carets, GNOME, KITTY).kind == "right"


def test_a_letter_that_came_without_its_alt_decides_nothing() -> None:
    wanted = GNOME.keys["project_tree"]  # alt+1
    got = judge(["1"], wanted, GNOME, KITTY)
    assert got.kind == "unknown"
    assert "Option" in got.why


def test_what_tmux_sends_as_csi_u_is_exact_although_the_terminal_is_legacy() -> None:
    assert judge(["ctrl+shift+b"], GNOME.keys["type_declaration"], GNOME, LEGACY).kind == "right"
    assert judge(["ctrl+shift+b"], GNOME.keys["declaration"], GNOME, LEGACY).kind == "wrong"


def test_no_default_key_is_an_answer() -> None:
    assert judge_text(None, Key(None))
    assert not judge_text(parse("f12"), Key(None))
    assert not judge_text(None, GNOME.keys["declaration"])
    assert judge_text(parse("alt+f7"), Key(parse("ctrl+u"), (parse("alt+f7"),)))
