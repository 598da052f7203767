"""The drill of shortcuts in plain lines: by text, kept as such."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tutor.keyboard.keymaps import FIRST, actions, keymap
from tutor.keyboard.situations import situation
from tutor.lesson.dojo import Plan, prefix_of
from tutor.plain.dojo import run_dojo
from tutor.progress.open import open_store

GNOME = keymap("intellij-linux-gnome")
SHORT = Plan("short", "Short", "", prompts=2)


class Knowing(io.StringIO):
    """Someone who reads what is asked and writes the chord, or what else is to be said first."""

    def __init__(self, out: io.StringIO, first: list[str] | None = None) -> None:
        super().__init__()
        self.out, self.first = out, first or []

    def readline(self, *_size: int) -> str:  # type: ignore[override]  # as Talk calls it
        if self.first:
            return self.first.pop(0) + "\n"
        said = " ".join(self.out.getvalue().split())
        found = {
            said.rfind(situation(actions()[id], n).ask): id for id in FIRST for n in range(3)
        }  # fmt: skip
        chord = GNOME.keys[found[max(found)]].chord
        return f"{chord.text if chord else 'none'}\n"


def drilled(folder: Path, first: list[str] | None = None) -> str:
    out = io.StringIO()
    status = run_dojo(
        GNOME.name, data=folder, config=None, language="en", plan=SHORT, source=Knowing(out, first), out=out, seed=3
    )
    assert status == 0
    return out.getvalue()


def kinds(folder: Path) -> list[tuple[str, object]]:
    store = open_store(folder)
    events = store.events_below(prefix_of(GNOME.name))
    store.close()
    return [(event.kind, event.data.get("mode")) for event in events]


def test_new_chords_are_written_once_and_then_asked_for(tmp_path: Path) -> None:
    said = drilled(tmp_path)
    assert said.count("New: ") == 3
    assert "2 of 2 right at the first try" in said
    assert kinds(tmp_path) == [("copy", "text")] * 3 + [("answer", "text")] * 2


def test_what_is_wrong_is_said_and_what_is_no_chord_is_refused(tmp_path: Path) -> None:
    said = drilled(tmp_path, ["ctrl+u", "ctrl+hello", "none"])
    assert "ctrl+u is: Go to super method." in said
    assert "hello is no key" in said
    assert said.count("✗ Not right") == 2


def test_the_place_is_shown_as_code_with_the_symbol_marked(tmp_path: Path) -> None:
    said = drilled(tmp_path)
    row = next(line for line in said.splitlines() if line.lstrip().startswith(">") and "store.save(note)" in line)
    mark = said.splitlines()[said.splitlines().index(row) + 1]
    assert row[mark.index("^") : mark.rindex("^") + 1] in ("save", "store", "note")


@pytest.mark.parametrize("first", [["show"], ["q"]])
def test_the_answer_can_be_shown_and_the_drill_left(tmp_path: Path, first: list[str]) -> None:
    said = drilled(tmp_path, [*first])
    assert ("It comes back last." if first == ["show"] else "All is saved.") in said
