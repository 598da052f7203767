"""A chord has one spelling, whatever people write."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.keyboard.chords import (
    HANGUL,
    KEYS,
    MODIFIER_NAMES,
    MODIFIERS,
    Chord,
    ChordError,
    Stroke,
    parse,
    parse_sequence,
    shown,
)

taps = st.sampled_from(MODIFIERS).map(lambda name: Stroke(frozenset({name}), ""))
held = st.builds(Stroke, st.frozensets(st.sampled_from(MODIFIERS)), st.sampled_from(sorted(KEYS)))
chords = st.lists(held | taps, min_size=1, max_size=3).map(lambda strokes: Chord(tuple(strokes)))


@given(chords)
def test_what_is_written_is_read_back(chord: Chord) -> None:
    assert parse(chord.text) == chord


@given(held, st.randoms(), st.sampled_from(["+", " + "]))
def test_order_names_and_blanks_do_not_matter(stroke: Stroke, dice: object, plus: str) -> None:
    names = {name: [alias for alias, of in MODIFIER_NAMES.items() if of == name] for name in MODIFIERS}
    parts = [dice.choice(names[name]) for name in stroke.modifiers]  # type: ignore[attr-defined]  # a random.Random
    if stroke.key.endswith("+"):
        parts.append(stroke.key)  # a + in the middle would be a separator
    else:
        parts.insert(dice.randint(0, len(parts)), stroke.key)  # type: ignore[attr-defined]
    assert parse(plus.join(parts)) == Chord((stroke,))


@given(st.text(max_size=12))
def test_any_text_is_a_chord_or_refused_in_words(text: str) -> None:
    try:
        chord = parse(text)
    except ChordError as error:
        assert str(error)
    else:
        assert parse(chord.text) == chord


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ctrl+Alt+B", "ctrl+alt+b"),
        ("alt+ctrl+b", "ctrl+alt+b"),
        ("ctrl+ alt +b", "ctrl+alt+b"),
        ("num+ ctrl", "num+ ctrl"),
        ("b+alt+ctrl", "ctrl+alt+b"),
        ("⌘⌥B", "alt+cmd+b"),
        ("⌃⇧F12", "ctrl+shift+f12"),
        ("⌘+⌥+b", "alt+cmd+b"),
        ("control + option + left", "ctrl+alt+left"),
        ("super+b", "cmd+b"),
        ("ctrl+k ctrl+c", "ctrl+k ctrl+c"),
        ("ctrl+k, ctrl+c", "ctrl+k ctrl+c"),
        ("Shift Shift", "shift shift"),
        ("ctrl+,", "ctrl+,"),
        ("ctrl++", "ctrl+shift+="),
        ("ctrl+num+", "ctrl+num+"),
        ("ctrl+?", "ctrl+shift+/"),
        ("ctrl+return", "ctrl+enter"),
        ("ctrl+ㅠ", "ctrl+b"),
        ("K", "shift+k"),
        ("ctrl+K", "ctrl+k"),
    ],
)
def test_what_people_write(text: str, wanted: str) -> None:
    assert parse(text).text == wanted


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Nothing"), ("ctrl+и", "Latin layout"), ("ctrl+ctrl+b", "twice"), ("ctrl+a+b", "2 keys"),
        ("ctrl+alt", "no key beside"), ("+b", "too many"), ("ctrl+hello", "hello is no key"),
    ],
)  # fmt: skip
def test_what_is_no_chord_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(ChordError, match=why):
        parse(text)


@pytest.mark.parametrize(("text", "wanted"), [("gri", "g r i"), ("gO", "g shift+o"), ("]d", "] d"), ("f12", "f12")])
def test_vim_users_write_strokes_in_a_row(text: str, wanted: str) -> None:
    assert parse_sequence(text).text == wanted


def test_korean_letters_are_the_keys_where_they_lie() -> None:
    assert sorted(HANGUL.values()) == sorted("abcdefghijklmnopqrstuvwxyz")


def test_keys_are_shown_as_they_are_printed() -> None:
    assert shown(parse("ctrl+alt+b")) == "Ctrl+Alt+B"
    assert shown(parse("alt+cmd+b"), mac=True) == "Option+Cmd+B"
    assert shown(parse("ctrl+k f12")) == "Ctrl+K F12"
