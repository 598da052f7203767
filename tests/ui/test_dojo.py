"""The dojo on screens: menu, a sitting in its three ways, what the terminal delivers, and all shortcuts."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import Start, screen_text, until
from tutor.keyboard.chords import parse
from tutor.keyboard.delivery import Terminal
from tutor.keyboard.keymaps import FIRST, keymap
from tutor.keyboard.training import Act, Training
from tutor.lesson.dojo import PLANS, prefix_of
from tutor.settings import Settings, load
from tutor.ui.app import TutorApp
from tutor.ui.keys import terminal_of
from tutor.ui.screens.dojo import DojoScreen
from tutor.ui.screens.practise import PractiseScreen
from tutor.ui.widgets.frame import Rule
from tutor.ui.widgets.keyboard import Keyboard

LINUX = Settings(welcomed=True, ide="vscode", system="linux-gnome")
VSCODE = keymap("vscode-linux")


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("KITTY_WINDOW_ID", "VTE_VERSION", "TMUX", "TERM_PROGRAM", "XDG_CURRENT_DESKTOP", "NVIM"):
        monkeypatch.delenv(name, raising=False)


def app_of(pilot: Pilot[None]) -> TutorApp:
    return pilot.app  # type: ignore[return-value]  # the only app there is


def known(*ids: str) -> Training:
    training = Training()
    for id in ids:
        training.add_all([Act("copy", id, 1, {"mode": "press", "ms": 500})] * 2)
        training.add(Act("answer", id, 1, {"mode": "press", "right": True, "first": True, "ms": 800}))
    return training


async def practise(pilot: Pilot[None], *ids: str, plan: str = "practise") -> None:
    """Begin a sitting that asks for these alone."""
    screen = PractiseScreen(VSCODE, Terminal("kitty"), known(*ids), PLANS[plan], day=1, only=ids)
    await pilot.app.push_screen(screen)
    await until(pilot, "leave")


async def test_from_home_d_opens_the_dojo_with_the_keymap_of_the_settings(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await until(pilot, "A first request")
        await pilot.press("d")
        shown = await until(pilot, "VS Code Linux")
        assert "no default key" in shown
        assert "0 of 82 begun" in shown
        await pilot.press("enter")
        await until(pilot, "Copy it")


async def test_another_keymap_is_kept_in_the_settings(start: Start, tmp_path: Path) -> None:
    async with start(settings=LINUX) as pilot:
        await pilot.press("d")
        await until(pilot, "VS Code Linux")
        await pilot.press("down", "down", "down", "down", "enter")
        await until(pilot, "intellij-macos")
        for _ in range(2):
            await pilot.press("up")
        await pilot.press("enter")
        await until(pilot, "Option+Cmd+B")
        for _ in range(50):
            await pilot.pause(0.02)
            if load(tmp_path / "config").settings.system == "macos":
                break
        found = load(tmp_path / "config").settings
        assert (found.ide, found.system) == ("pycharm", "macos")


async def test_a_right_press_lights_the_keys_and_shows_where_one_lands(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "declaration")
        assert "[F12]" not in screen_text(app_of(pilot))
        await pilot.press("f12")
        shown = await until(pilot, "✓ F12: Go to declaration")
        assert "store.py" in shown
        assert pilot.app.screen.query_one(Keyboard).lit == {"f12"}


async def test_what_it_was_taken_for_is_said(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "declaration")
        await pilot.press("ctrl+f12")
        shown = await until(pilot, "Ctrl+F12 is: Go to implementation(s).")
        assert "✗ Not right" in shown


async def test_it_is_typed_after_enter_and_backspace_mends(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "implementation")
        await pilot.press("enter")
        await until(pilot, "Type it as text")
        await pilot.press("f", "1", "3", "backspace", "2", "plus", "c", "t", "r", "l", "enter")
        await until(pilot, "✓ Ctrl+F12")
        assert "by text: recall" in screen_text(app_of(pilot))


async def test_keys_are_picked_with_arrows_and_with_the_mouse(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "implementation")
        await pilot.press("enter", "tab")
        await until(pilot, "Pick the keys")
        keyboard = pilot.app.screen.query_one(Keyboard)
        n, index = keyboard.place_of("f12")
        cap = keyboard.rows[n][index]
        await pilot.click(Keyboard, offset=(cap.x + 1, n))
        await until(pilot, "> F12")
        for _ in range(6):
            await pilot.press("down")
        for _ in range(14):
            await pilot.press("left")
        await pilot.press("space", "enter")
        await until(pilot, "✓ Ctrl+F12")
        assert "by picking: recall" in screen_text(app_of(pilot))


async def test_no_default_key_is_said_by_typing_none(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "type_declaration")
        await until(pilot, "Type it as text")
        await pilot.press(*"none", "enter")
        await until(pilot, "✓ no default key")


async def test_space_shows_the_answer_and_m_and_i_are_the_learners(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "declaration")
        await pilot.press("space")
        await until(pilot, "shown, comes back last")
        await pilot.press("i")
        await until(pilot, "It comes more often now.")
        await pilot.press("m")
        await until(pilot, "It is not asked for any more.")


async def test_escape_three_times_leaves_and_fewer_do_not(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "declaration")
        await pilot.press("escape", "escape")
        await until(pilot, "Esc leave")
        await pilot.press("f9")
        await until(pilot, "Esc Esc Esc leave")
        await pilot.press("escape", "escape", "escape")
        await until(pilot, "A first request")


async def test_a_sprint_goes_on_by_itself(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "declaration", plan="sprint")
        await pilot.press("f12")
        shown = await until(pilot, "✓ F12")
        assert "Press it" in shown


async def test_the_review_says_what_it_came_to(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        screen = PractiseScreen(VSCODE, Terminal("kitty"), known("declaration"), PLANS["review"], day=5)
        await pilot.app.push_screen(screen)
        await until(pilot, "Press it")
        await pilot.press("f12")
        await until(pilot, "✓ F12")
        await pilot.press("enter")
        shown = await until(pilot, "1 of 1 right at the first try")
        assert "once more" not in shown, "nothing is left to be reviewed"
        await pilot.press("escape")
        await until(pilot, "A first request")


async def test_five_chords_are_tried_and_what_did_not_arrive_counts_as_kept(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        app_of(pilot).services.kitty = True
        await pilot.press("d")
        await until(pilot, "VS Code Linux")
        await pilot.press("down", "down", "down", "down", "down", "enter")
        await until(pilot, "Press Ctrl+B")
        await pilot.press("ctrl+b", "ctrl+shift+b")
        await until(pilot, "Press Ctrl+Alt+B")
        await pilot.press("space", "alt+1", "shift+f6")
        shown = await until(pilot, "All five were tried")
        assert shown.count("arrives as itself") == 4
        assert "nothing arrived" in shown
        assert terminal_of(app_of(pilot)).missing == set(parse("ctrl+alt+b").strokes)
        await pilot.press("l")
        await until(pilot, "switched off")
        assert app_of(pilot).services.legacy
        assert not terminal_of(app_of(pilot)).missing, "these keys were not tried yet"
        await pilot.press("escape")
        await until(pilot, "chords are merged, not tried yet")


async def test_what_was_tried_is_known_at_the_next_start_until_it_is_forgotten(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await pilot.press("d")
        await until(pilot, "not tried yet")
        await pilot.press("down", "down", "down", "down", "down", "enter")
        await until(pilot, "Press Ctrl+B")
        await pilot.press("ctrl+b", "space")
        await until(pilot, "Press Ctrl+Alt+B")
        await pilot.press("escape")  # half-way
        await until(pilot, "tried 2")
    async with start(settings=LINUX) as pilot:
        await pilot.press("d")
        await until(pilot, "tried 2")
        assert terminal_of(app_of(pilot)).missing == set(parse("ctrl+shift+b").strokes)
        await pilot.press("down", "down", "down", "down", "down", "enter")
        shown = await until(pilot, "Press Ctrl+Alt+B")
        assert "nothing arrived" in shown
        await pilot.press("ctrl+b", "alt+1", "shift+f6")
        await until(pilot, "All five were tried")
        await pilot.press("enter")
        await until(pilot, "Press Ctrl+B")
        assert terminal_of(app_of(pilot)).missing, "what is known holds while it is tried again"
        await pilot.press("ctrl+b", "ctrl+b", "ctrl+b", "alt+1", "shift+f6")
        await until(pilot, "All five were tried")
        assert not terminal_of(app_of(pilot)).missing
        await pilot.press("x")
        await until(pilot, "Press Ctrl+B")
        await pilot.press("escape")
        await until(pilot, "not tried yet")
    async with start(settings=LINUX) as pilot:
        await pilot.press("d")
        await until(pilot, "not tried yet")


async def test_all_shortcuts_say_how_each_goes_and_which_keys_are_weak(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        training = known(*FIRST[:2])
        training.add_all([Act("answer", "implementation", 2, {"right": False, "first": True, "mode": "press"})] * 4)
        from tutor.ui.screens.chords import ChordsScreen

        await pilot.app.push_screen(ChordsScreen(VSCODE, training, Terminal("kitty"), 2, lambda: None))
        shown = await until(pilot, "Weak keys")
        assert "0.80 / 0.90 s" in shown
        assert "latest     ✓\n" in shown
        assert "latency    0.80 s, target 0.90 s" in shown
        await pilot.press("m")
        await until(pilot, "muted")
        await pilot.press("tab")
        shown = await until(pilot, "missed most")
        assert "Ctrl        80 % of 5" in shown


async def test_a_sitting_is_kept_and_told_to_the_menu(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await pilot.press("d")
        await until(pilot, "0 of 82 begun")
        await pilot.press("enter")
        await until(pilot, "Copy it")
        app_of(pilot).services.kitty = True
        await pilot.press("f12")
        await until(pilot, "✓")
        await pilot.press("escape", "escape", "escape")
        await until(pilot, "1 of 82 begun")
        events = app_of(pilot).services.saver.ask(lambda store: store.events_below(prefix_of("vscode-linux"))).result()
        assert [event.kind for event in events] == ["copy"]
        assert isinstance(pilot.app.screen, DojoScreen)


async def test_a_small_window_shows_the_whole_keyboard_while_keys_are_picked(start: Start) -> None:
    async with start(settings=LINUX, size=(60, 20)) as pilot:
        screen = PractiseScreen(VSCODE, Terminal("legacy"), known("declaration"), PLANS["practise"], day=1,
                                only=["declaration"])  # fmt: skip
        await pilot.app.push_screen(screen)
        await until(pilot, "leave")
        await pilot.press("enter", "tab")
        shown = await until(pilot, "Pick the keys")
        for end in ("Ins", "Del", "Hom", "End", "PgU", "PgD"):
            assert [row for row in shown.split("\n") if row.endswith(f" {end}")], end


async def test_long_lines_of_code_are_cut_and_not_wrapped(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "super_method")
        shown = screen_text(app_of(pilot))
        assert "CREATE TABLE" in shown
        row = next(row for row in shown.split("\n") if "CREATE TABLE" in row)
        assert row.rstrip().endswith("…")


async def test_the_rail_and_the_count_stay_at_a_prompt_until_the_next(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        await practise(pilot, "declaration")
        await pilot.press("f12")
        await until(pilot, "✓ F12")
        steps = pilot.app.screen.query_one(Rule).steps
        assert (steps[0], steps[1]) == ("now", "open")
        await pilot.press("enter")
        await until(pilot, "2 of 20")
        assert pilot.app.screen.query_one(Rule).steps[:2] == ("done", "now")


async def test_in_korean_titles_situations_and_the_list_are_korean(start: Start) -> None:
    async with start(settings=LINUX, language="ko") as pilot:
        await pilot.press("d")
        await until(pilot, "구현으로 이동")
        await pilot.press("enter")
        await until(pilot, "커서가 save에 있습니다.")
        await pilot.press("escape", "escape", "escape")
        await until(pilot, "모든 단축키")
        await pilot.press(*["down"] * 6, "enter")
        shown = await until(pilot, "형식 선언으로 이동")
        assert "Go to" not in shown


async def test_nothing_is_shown_that_is_shown_already(start: Start) -> None:
    async with start(settings=LINUX) as pilot:
        screen = PractiseScreen(VSCODE, Terminal("kitty"), Training(), PLANS["practise"], day=1)
        await pilot.app.push_screen(screen)
        shown = await until(pilot, "new, 1 of 20")
        assert "show me" not in shown
        assert "F12   Go to declaration" in shown
        await practise(pilot, "declaration")
        assert "show me" in screen_text(app_of(pilot))
