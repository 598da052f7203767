"""Where a learner stands: the trends of chords, and that every figure for programs is defined."""

from __future__ import annotations

from pathlib import Path

from tests.progress.samples import DAY, NOON
from tutor.course.catalogue import open_catalogue
from tutor.course.where import find_lessons_dir
from tutor.lesson.standing import Standing, standing
from tutor.progress.events import Draft
from tutor.progress.open import open_store

KEYMAP = "vscode-linux"
DOCS = Path(__file__).parents[2] / "docs" / "progress.md"


def stands(tmp_path: Path, chords: list[tuple[str, bool, int]]) -> Standing:
    """After these answers in the dojo: action, whether it was right, ms."""
    at = NOON

    def clock() -> tuple[int, int]:
        return at, 60

    catalogue = open_catalogue(find_lessons_dir(), tmp_path / "cache")
    store = open_store(tmp_path / "data", clock=clock)
    try:
        for n, (action, right, ms) in enumerate(chords):
            at += DAY // 4
            data = {"mode": "press", "right": right, "first": True, "ms": ms, "visit": f"v{n}", "tries": 1}
            store.append([Draft("answer", f"keys:{KEYMAP}#{action}", data)])
        return standing(store, catalogue, keymap=lambda: KEYMAP)
    finally:
        store.close()


def test_chords_have_their_latest_times_the_weakest_first(tmp_path: Path) -> None:
    acts = [("implementation", True, 2000), ("rename", False, 3000), ("implementation", True, 900)]
    acts.append(("rename", True, 2500))
    rename, implementation = stands(tmp_path, acts).chords
    assert implementation.times == (2000, 900)
    assert (implementation.right, implementation.asked) == (2, 2)
    assert (rename.times, rename.right, rename.asked) == ((2500,), 1, 2)
    assert rename.item == f"keys:{KEYMAP}#rename"


def test_who_practised_no_chords_has_none(tmp_path: Path) -> None:
    assert stands(tmp_path, []).chords == []


def test_every_figure_for_programs_is_defined_in_the_docs(tmp_path: Path) -> None:
    text = DOCS.read_text(encoding="utf-8")
    missing = [key for key in stands(tmp_path, []).as_data() if f"`{key}`" not in text]
    assert missing == []
