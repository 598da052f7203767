"""`tutor keys`: the shortcuts of a keymap without a screen."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.test_cli import home, run, settings_of
from tutor.keyboard.chords import parse
from tutor.keyboard.keymaps import NAMES
from tutor.keyboard.machine import identity
from tutor.keyboard.tried import Tried, keep

__all__ = ["home"]  # the fixture


@pytest.mark.parametrize("name", NAMES)
def test_json_has_one_object_an_action(home: Path, name: str) -> None:
    rows = json.loads(run("keys", "--keymap", name, "--json").output)
    assert len(rows) == (21 if name == "neovim" else 122)
    for row in rows:
        assert {"action", "title", "chord", "also"} <= set(row)
        for text in filter(None, [row["chord"], *row["also"]]):
            assert parse(text).text == text


def test_an_action_is_found_by_id_by_the_ides_own_id_by_chord_and_by_title(home: Path) -> None:
    options = ("--keymap", "intellij-windows", "--json")
    for term in ("type_declaration", "type-declaration", "GotoTypeDeclaration", "ctrl+shift+b", "type decl"):
        rows = json.loads(run("keys", term, *options).output)
        assert [(row["action"], row["chord"]) for row in rows] == [("type_declaration", "ctrl+shift+b")], term


def test_no_default_key_is_said(home: Path) -> None:
    assert json.loads(run("keys", "type_declaration", "--keymap", "vscode-linux", "--json").output)[0]["chord"] is None
    assert "no default key" in run("keys", "type_declaration", "--keymap", "vscode-linux").output


def test_the_keymap_is_that_of_the_settings(home: Path) -> None:
    settings_of(home, 'ide = "vscode"\nsystem = "macos"\n')
    assert "(vscode-macos)" in run("keys").output


def test_own_changes_are_listed_and_what_is_wrong_in_them_is_told(home: Path) -> None:
    settings_of(home, "")
    (home / "config" / "shortcuts.yaml").write_text("vscode-linux:\n  rename: f6\n  foo: f7\n")
    result = run("keys", "rename", "--keymap", "vscode-linux", "--json")
    assert (json.loads(result.stdout)[0]["chord"], json.loads(result.stdout)[0]["own"]) == ("f6", True)
    assert "no action foo" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("keys", "renmae"), "Did you mean rename"), (("keys", "--keymap", "vscode"), "Did you mean vscode-")],
)
def test_what_there_is_not_is_said_with_the_nearest(home: Path, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


def test_the_sheet_is_a_picture_with_every_action_that_has_a_key(home: Path) -> None:
    file = home / "sheet.svg"
    assert run("keys", "--keymap", "vscode-macos", "--svg", str(file)).exit_code == 0
    texts = [element.text for element in ElementTree.parse(file).iter() if element.tag.endswith("text")]
    rows = json.loads(run("keys", "--keymap", "vscode-macos", "--json").output)
    assert {row["title"] for row in rows if row["chord"]} <= set(texts)
    assert "Cmd+F12" in texts


def test_what_was_tried_in_this_terminal_is_told_with_the_day(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-of-the-test")
    assert "This terminal" not in run("keys", "--keymap", "vscode-linux").output
    keep(home / "data", identity(False), Tried(1_760_000_000_000, {parse("f12").strokes[0]: None}))
    listed = run("keys", "--keymap", "vscode-linux").output
    assert "This terminal: 0 of 1 tried chords come as themselves; did not come: F12 (2025-10-" in listed
    assert "did not arrive when it was tried, 2025-10-" in run("keys", "declaration", "--keymap", "vscode-linux").output
    assert "did not arrive" not in run("keys", "implementation", "--keymap", "vscode-linux").output
    assert json.loads(run("keys", "--keymap", "vscode-linux", "--json").output)[0]["action"] == "declaration"


def test_in_korean_titles_are_korean_and_json_keeps_the_english_one_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = ("keys", "implementation", "--keymap", "vscode-linux")
    (row,) = json.loads(run(*options, "--json").output)
    assert (row["title"], row["local_title"]) == ("Go to implementation(s)", "Go to implementation(s)")
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    monkeypatch.setenv("LC_ALL", "ko_KR.UTF-8")
    (row,) = json.loads(run(*options, "--json").output)
    assert (row["title"], row["local_title"]) == ("Go to implementation(s)", "구현으로 이동")
    assert "구현으로 이동" in run(*options).output
    assert "구현으로 이동" in run("keys", "--keymap", "vscode-linux").output
    (row,) = json.loads(run("keys", "구현으로", "--keymap", "vscode-linux", "--json").output)
    assert row["action"] == "implementation"
