"""The keymaps of the product are sound, and what the learner changes is applied or told."""

from __future__ import annotations

import copy
from pathlib import Path

import pytest

from tutor.keyboard.chords import parse
from tutor.keyboard.keymaps import (
    FIRST,
    NAMES,
    OWN,
    SETS,
    _data,
    actions,
    called,
    keymap,
    keymap_with_own,
    name_for,
    names,
    nearest,
    note_of,
    problems_in,
    problems_of,
    short_name,
)


@pytest.mark.parametrize("name", NAMES)
def test_a_keymap_is_sound(name: str) -> None:
    assert list(problems_of(name)) == []
    for key in keymap(name).keys.values():
        for chord in key.all:
            assert parse(chord.text) == chord
        assert key.source or key.chord is None


def test_every_action_has_its_set_and_the_first_three_come_first() -> None:
    assert len(actions()) == 122
    assert {action.set for action in actions().values()} == set(SETS)
    assert tuple(actions())[:3] == FIRST
    assert {id for name in NAMES for id in keymap(name).keys} == set(actions())


@pytest.mark.parametrize(
    ("name", "action", "chord"),
    [
        ("intellij-windows", "implementation", "ctrl+alt+b"),
        ("intellij-macos", "type_declaration", "shift+cmd+b"),
        ("intellij-linux-gnome", "back", "alt+shift+left"),
        ("intellij-linux-kde", "back", "ctrl+alt+left"),  # its parent is XWin, which leaves the default
        ("intellij-linux-kde", "file_structure", "ctrl+0"),
        ("vscode-linux", "declaration", "f12"),
        ("vscode-linux", "type_declaration", None),
        ("vscode-macos", "implementation", "cmd+f12"),
        ("neovim", "implementation", "g r i"),
    ],
)
def test_chords_that_are_known(name: str, action: str, chord: str | None) -> None:
    found = keymap(name).keys[action].chord
    assert (found.text if found else None) == chord


def test_what_is_wrong_in_a_keymap_is_found() -> None:
    sound = _data("keymaps/vscode-linux.yaml")
    assert not list(problems_in(sound))

    def said(change: dict[str, object], **rest: object) -> list[str]:
        data = copy.deepcopy(sound)
        data["keys"].update(change)
        data.update(rest)
        return list(problems_in(data))

    source = {"source": "dump"}
    assert said({"rename": {"chord": "alt+ctrl+b", **source}}) == ["rename: alt+ctrl+b is written ctrl+alt+b"]
    assert "hello is no key" in said({"rename": {"chord": "ctrl+hello", **source}})[0]
    assert "f12 is that of declaration, rename" in said({"rename": {"chord": "f12", **source}})[0]
    assert said({"nonsense": {"chord": None}}) == ["nonsense is no action"]
    assert "its source" in said({"rename": {"chord": "f2"}})[0]
    assert "ctrl+y is not shared" in said({}, shared={**sound["shared"], "ctrl+y": ["redo"]})[0]
    del sound["keys"]["rename"]
    assert list(problems_in(sound)) == ["rename is missing"]


def test_the_settings_name_a_keymap() -> None:
    assert name_for("pycharm", "linux-kde") == "intellij-linux-kde"
    assert name_for("vscode", "linux-gnome") == "vscode-linux"
    assert name_for("neovim", "windows") == "neovim"
    assert name_for("auto", "macos") == "intellij-macos"
    assert "vscode-macos" in nearest("vscode_mac")


def test_own_changes_take_the_place_of_default_keys(tmp_path: Path) -> None:
    (tmp_path / OWN).write_text("vscode-linux:\n  declaration: alt+ctrl+d\n  rename: null\n")
    changed, problems = keymap_with_own("vscode-linux", tmp_path)
    assert not problems
    key = changed.keys["declaration"]
    assert (key.chord, key.own) == (parse("ctrl+alt+d"), True)
    assert changed.keys["rename"].chord is None
    assert keymap("vscode-linux").keys["declaration"].chord == parse("f12")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nonsense:\n  rename: f2\n", "no keymap nonsense"),
        ("neovim:\n  nonsense: f2\n", "no action nonsense"),
        ("neovim:\n  rename: ctrl+ctrl+b\n", "twice"),
        ("- a\n", "has no keymaps"),
        ("a: [\n", "no YAML"),
    ],
)
def test_what_is_wrong_in_own_changes_is_told_and_left_out(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / OWN).write_text(text)
    found, problems = keymap_with_own("neovim", tmp_path)
    assert found == keymap("neovim")
    assert said in " ".join(problems)


def test_every_action_and_keymap_has_a_korean_name_of_its_own(korean: None) -> None:
    assert set(names("ko").titles) == set(actions())
    assert set(names("ko").keymaps) == set(NAMES)
    assert set(names("ko").notes) == {id for id, action in actions().items() if action.note}
    titles = [called(action) for action in actions().values()]
    assert len(set(titles)) == len(titles) == 122
    for title in titles:
        assert any("가" <= sign <= "힣" for sign in title), title
    assert called(actions()["implementation"]) == "구현으로 이동"
    assert called(keymap("intellij-macos")).startswith("PyCharm과")
    assert note_of(actions()["push"]).endswith("없습니다.")


def test_in_english_names_are_those_of_the_data() -> None:
    assert [called(action) for action in actions().values()] == [action.title for action in actions().values()]
    assert called(keymap("neovim")) == "Neovim"


def test_a_keymap_has_a_short_name_for_narrow_places() -> None:
    assert [short_name(keymap(name)) for name in ("intellij-linux-gnome", "vscode-linux", "neovim")] == [
        "PyCharm Linux GNOME", "VS Code Linux", "Neovim",
    ]  # fmt: skip
