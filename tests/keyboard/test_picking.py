"""A chord is put together key by key."""

from __future__ import annotations

from tutor.keyboard.chords import parse
from tutor.keyboard.picking import Picking, keys_of


def test_modifiers_add_up_and_another_key_takes_the_place_of_the_first() -> None:
    picking = Picking()
    assert picking.chord is None
    for key in ("ctrl", "alt", "x", "b"):
        picking.toggle(key)
    assert picking.chord == parse("ctrl+alt+b")
    picking.toggle("alt")
    assert picking.chord == parse("ctrl+b")


def test_strokes_follow_each_other_and_an_empty_one_is_none() -> None:
    picking = Picking()
    assert not picking.next_stroke()
    picking.toggle("ctrl")
    picking.toggle("k")
    assert picking.next_stroke()
    assert picking.chord == parse("ctrl+k")
    picking.toggle("f12")
    assert picking.chord == parse("ctrl+k f12")
    picking.clear()
    assert picking.chord is None


def test_the_keys_of_a_chord_are_those_of_all_its_strokes() -> None:
    assert keys_of(parse("ctrl+k ctrl+shift+f12")) == {"ctrl", "k", "shift", "f12"}
    assert keys_of(None) == set()
