"""Places in the code of a keys step: which name is meant, and what cannot be one."""

from __future__ import annotations

import pytest

from tutor.course.record import Prose, Text
from tutor.course.situation import Place, Situation, Word, flaws_in

FILES = {
    "app.py": Text("from store import Store\n\nstore: Store = Store()\nid = store.save(1)\n"),
    "store.py": Text("class Store:\n    def save(self, x):\n        ...\n"),
}


def situation(**places: Place) -> Situation:
    return Situation(files=FILES, places=places)


CALL = Place(cursor="app.py:4:12", lands=["store.py:2"])


@pytest.mark.parametrize(
    ("target", "symbol", "name"),
    [
        ("app.py:4:6", "", "store"), ("app.py:4:10", "", "store"), ("app.py:4:12", "", "save"),
        ("store.py:2", "save", "save"), ("store.py:2", "", "save"), ("store.py:1", "x", "Store"),
        ("app.py:3", "", "store"), ("app.py:3", "Store", "Store"), ("app.py:4", "", "id"), ("app.py:1", "", "Store"),
    ],
)  # fmt: skip
def test_a_name_is_found_by_its_column_by_the_symbol_or_as_what_the_line_introduces(
    target: str, symbol: str, name: str
) -> None:
    word = situation(call=CALL).word(target, symbol)
    assert word is not None
    assert FILES[word.file].split("\n")[word.line - 1][word.start : word.end] == name


@pytest.mark.parametrize("target", ["app.py:4:11", "app.py:2", "app.py:9", "none.py:1", "store.py:3", "app.py:1:99"])
def test_where_no_name_is_there_is_no_place(target: str) -> None:
    assert situation(call=CALL).word(target) is None
    assert [flaw.path for flaw in flaws_in(situation(call=Place(cursor="app.py:4:12", lands=[target])), ["a"])] == [
        ("places", "call", "lands", 0)
    ]


def test_a_place_without_an_action_is_that_of_all_that_have_none_of_their_own() -> None:
    own = Place(action="b", cursor="app.py:4:6")
    both = situation(call=CALL, own=own)
    assert both.places_of("a") == [CALL]
    assert both.places_of("b") == [own]
    assert list(flaws_in(both, ["a", "b"])) == []
    assert [flaw.path for flaw in flaws_in(situation(own=own), ["a", "b"])] == [("places",)]


def test_prose_of_a_place_is_translated_and_its_code_is_not() -> None:
    from tutor.course.prose import prose_of

    told = situation(call=Place(cursor="app.py:4:12", ask=Prose("Go there."), said=Prose("There it is.")))
    assert [path for path, _text in prose_of(told)] == [("places", "call", "ask"), ("places", "call", "said")]


def test_a_word_is_counted_in_characters_from_0() -> None:
    assert situation(call=CALL).word("app.py:4:12") == Word("app.py", 4, 11, 15)
