"""`tutor check` proves the keymaps of the program, and names the line of what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.samples import PLAIN, write
from tutor.check import run_check
from tutor.check.keymaps import KEYMAPS, keymap_problems
from tutor.keyboard import keymaps


def test_the_keymaps_that_come_with_the_program_are_sound() -> None:
    assert list(keymap_problems()) == []


def test_what_is_wrong_in_a_keymap_is_told_with_its_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def problems_of(name: str) -> list[str]:
        return ["rename: ctrl+hello is no key"] if name == "neovim" else []

    monkeypatch.setattr(keymaps, "problems_of", problems_of)
    (problem,) = run_check(write(tmp_path, PLAIN), start=None).problems
    assert problem.rule == KEYMAPS
    path = Path(problem.file)
    assert path.name == "neovim.yaml"
    assert path.read_text().splitlines()[problem.line - 1].startswith("  rename:")
