"""The drawn keyboard has room for its keys, and every key that chords need."""

from __future__ import annotations

import pytest

from tutor.keyboard.board import NARROW_WIDTH, WIDTH, board, keys_of
from tutor.keyboard.keymaps import NAMES, keymap


@pytest.mark.parametrize("mac", [False, True])
@pytest.mark.parametrize(("narrow", "width"), [(False, WIDTH), (True, NARROW_WIDTH)])
def test_caps_stand_apart_and_within_the_width(mac: bool, narrow: bool, width: int) -> None:
    for row in board(mac=mac, narrow=narrow):
        end = -1
        for cap in row:
            assert cap.x > end
            assert len(cap.label) <= cap.width
            end = cap.x + cap.width
        assert end <= width, (row[-2], end)


@pytest.mark.parametrize("name", NAMES)
def test_every_chord_can_be_picked(name: str) -> None:
    map_ = keymap(name)
    for id, key in map_.keys.items():
        if key.chord:
            chords = [{part for s in c.strokes for part in (*s.modifiers, s.key) if part} for c in key.all]
            assert any(chord <= keys_of(mac=map_.mac) for chord in chords), id
