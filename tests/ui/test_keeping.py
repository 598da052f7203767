"""Entries of the reference and chords in a review: kept, asked, taken back."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from tests.ui.conftest import Start, screen_text, until
from tests.ui.test_review_screen import long_ago
from tutor.progress.events import Draft
from tutor.progress.open import open_store
from tutor.settings import Settings

KEYMAP = "intellij-linux-gnome"
PYCHARM = Settings(welcomed=True, ide="pycharm", system="linux-gnome")


async def test_an_entry_is_kept_and_let_go_by_the_same_key(start: Start, tmp_path: Path) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("f")
        await until(pilot, "64 of 64")
        await pilot.press("plus")
        assert "Review        ↻ comes back tomorrow" in await until(pilot, "Kept: reviews ask it")
        await pilot.press("plus")
        assert "comes back" not in await until(pilot, "Reviews do not ask it any more")
        await pilot.press("plus")
        await until(pilot, "comes back tomorrow")
    with closing(open_store(tmp_path / "data")) as store:
        assert [event.data["on"] for event in store.events() if event.kind == "keep"] == [True, False, True]
        assert set(store.cards()) == {"ref:status#100"}


async def test_a_kept_entry_is_asked_and_explained_by_the_entry(start: Start, tmp_path: Path) -> None:
    with long_ago(tmp_path) as store:
        store.append([Draft("keep", "ref:status#405", {"on": True})])
    async with start(review=0, size=(140, 45)) as pilot:
        assert "You asked to keep it" in await until(pilot, "What does 405 Method Not Allowed mean?")
        assert "f facts" not in screen_text(pilot.app)  # type: ignore[arg-type]  # it would tell the answer
        await pilot.press("f9")
        shown = await until(pilot, "comes back tomorrow")
        assert "Known method, not supported by this resource" in shown
        assert "Facts         405 Method Not Allowed" in shown
        await pilot.press("enter")
        await until(pilot, "1 item reviewed")
    with closing(open_store(tmp_path / "data")) as store:
        assert store.cards()["ref:status#405"].grade == 1


async def test_chords_are_asked_one_after_the_other_by_the_dojo(start: Start, tmp_path: Path) -> None:
    answered = {"mode": "press", "right": True, "first": True, "ms": 800, "tries": 1}
    with long_ago(tmp_path) as store:
        for action in ("declaration", "implementation"):
            item = f"keys:{KEYMAP}#{action}"
            store.append([Draft("copy", item, {"mode": "press", "ms": 500})] * 2)
            store.append([Draft("answer", item, {**answered, "visit": action})])
    async with start(review=0, settings=PYCHARM) as pilot:
        pilot.app.services.kitty = True  # type: ignore[attr-defined]  # the only app there is
        await until(pilot, "Enter begins")
        await pilot.press("enter")
        assert "1 of 2" in await until(pilot, "Waiting for your keys")
        await pilot.press("ctrl+b")
        await until(pilot, "✓ Ctrl+B")
        await pilot.press("enter")
        await until(pilot, "2 of 2")
        await until(pilot, "Waiting for your keys")
        await pilot.press("space")
        await until(pilot, "shown")
        await pilot.press("enter")
        assert "Strengthened" in await until(pilot, "2 items reviewed")
        await pilot.press("z")
        await until(pilot, "The grade is taken back")
        await until(pilot, "Enter begins")
    with closing(open_store(tmp_path / "data")) as store:
        cards = store.cards()
        assert cards[f"keys:{KEYMAP}#declaration"].now.reps == 2
        assert cards[f"keys:{KEYMAP}#implementation"].now.reps == 1


async def test_chords_of_another_keymap_are_not_asked(start: Start, tmp_path: Path) -> None:
    with long_ago(tmp_path) as store:
        store.append([Draft("answer", "keys:vscode-linux#declaration", {"right": True, "first": True})])
    async with start(review=0, settings=PYCHARM) as pilot:
        await until(pilot, "Nothing is due.")
