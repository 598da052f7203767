"""Settings on screen: each holds at once, is kept in the file, and what hinders that is said."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.ui.conftest import Start, until
from tutor.settings import FILE, Settings, load
from tutor.ui.commands import remapped


async def test_a_change_holds_at_once_and_is_kept_in_the_file(start: Start, tmp_path: Path) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("comma")
        await until(pilot, "kept at once")
        await pilot.press("down", "right", "right")
        assert "light" in await until(pilot, "Colours             light")
        assert pilot.app.theme == "light"
        await pilot.press("escape")
        await until(pilot, "Enter start")
        await pilot.pause(0.2)
    assert load(tmp_path / "config").settings == Settings(theme="light")


async def test_the_whole_interface_changes_its_language_and_back(start: Start) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("comma")
        await until(pilot, "kept at once")
        await pilot.press("right", "right")
        shown = await until(pilot, "설정")
        assert "Language" not in shown
        assert "Settings" not in shown
        await pilot.press("escape")
        shown = await until(pilot, "첫 번째 요청")
        assert "step 1 of 7" not in shown
        assert "help" not in shown
        await pilot.press("escape")
        shown = await until(pilot, "Enter 시작")
        assert "Enter start" not in shown
        await pilot.press("comma", "left")
        await until(pilot, "Language            English")


@pytest.mark.parametrize("last", ["ko", "en"])
async def test_a_language_that_is_changed_again_at_once_ends_as_the_last_one(start: Start, last: str) -> None:
    said = {"ko": ("2/7단계", "step 2"), "en": ("step 2 of 7", "단계")}
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "step 2 of 7")
        for n in range(12):
            pilot.app.set_setting("language", "ko" if n % 2 == 0 else "en")  # type: ignore[attr-defined]  # TutorApp
            await asyncio.sleep(0.004 * n)
        pilot.app.set_setting("language", last)  # type: ignore[attr-defined]  # as above
        there, gone = said[last]
        for _ in range(3):  # and it stays so
            assert gone not in await until(pilot, there)
            await pilot.pause(0.1)


async def test_a_file_that_cannot_be_changed_is_told_and_nothing_in_it_is_touched(
    start: Start, tmp_path: Path
) -> None:
    (tmp_path / "config").mkdir()
    (tmp_path / "config" / FILE).write_text("theme = dark\n")
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("comma")
        await until(pilot, "kept at once")
        await pilot.press("down", "right", "right")
        shown = await until(pilot, "not kept")
        assert "nothing in it was touched" in " ".join(shown.split())
        assert pilot.app.theme == "light", "it holds until the end of the sitting"
    assert (tmp_path / "config" / FILE).read_text() == "theme = dark\n"


async def test_flaws_of_the_file_are_on_home_and_in_the_settings_with_their_line(start: Start, tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / FILE).write_text('minutes = 40\ntheme = "ligt"\nwelcomed = true\n')
    async with start(loaded=load(config)) as pilot:
        shown = await until(pilot, f"{FILE}:2")
        assert 'theme is "ligt"' in shown
        await pilot.press("comma")
        shown = await until(pilot, "40 minutes")
        assert f"{FILE}:2" in shown


async def test_minutes_are_typed_or_turned(start: Start, tmp_path: Path) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("comma")
        await until(pilot, "kept at once")
        await pilot.press("down", "down", "down", "down", "right")
        await until(pilot, "25 minutes")
        await pilot.press("enter")
        await until(pilot, "0 sets no goal")
        await pilot.press("0", "0", "enter")
        await until(pilot, "from 0 to 600")
        await pilot.press("backspace", "backspace", "backspace", "8", "enter")
        await until(pilot, "Minutes a day       28 minutes")
        await pilot.pause(0.2)
    assert load(tmp_path / "config").settings.minutes == 28


async def test_a_command_takes_another_key_and_gives_it_back(start: Start, tmp_path: Path) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("comma", "end", "up", "enter")
        await until(pilot, "0 changed")
        for _ in range(90):
            await pilot.press("down")
            if "▸ /" in await until(pilot, "changed"):
                break
        await pilot.press("enter")
        await until(pilot, "Press the key")
        await pilot.press("T")
        shown = await until(pilot, "1 changed")
        assert "usually /" in shown
        await pilot.press("escape", "escape")
        await until(pilot, "T search")
        await pilot.pause(0.2)
    assert load(tmp_path / "config").settings.keys == {"search": "T"}
    async with start(settings=Settings(welcomed=True, keys={"quit": "z"})) as pilot:
        await until(pilot, "Enter start")
        await pilot.press("q")
        await pilot.pause()
        assert pilot.app.is_running
        await pilot.press("z")
        await pilot.pause()
        assert not pilot.app.is_running


def test_keys_from_the_file_are_spelled_as_people_spell_them() -> None:
    assert remapped({"next": " n, f8 "}) == ({"next": "n,f8"}, [])
    assert remapped({"light": "L"}) == ({"light": "L"}, [])
    assert remapped({"map": "%"}) == ({"map": "percent_sign"}, [])


@pytest.mark.parametrize(
    ("id", "key", "said"),
    [
        ("nxt", "n", "Did you mean next?"),
        ("choose", "x", "the digits stay"),
        ("next", "ctrl+bananas", "ctrl+bananas is no key"),
        ("next", "", "is no key"),
        ("next", "p", "that of previous already"),
        ("search", "question_mark", "that of help already"),
        ("search", "?", "that of help already"),
    ],
)
def test_keys_that_cannot_be_are_refused_one_by_one(id: str, key: str, said: str) -> None:
    good, problems = remapped({id: key, "map": "w"})
    assert good == {"map": "w"}
    assert len(problems) == 1
    assert said in problems[0]
    assert problems[0].startswith(f"keys.{id}:")


def test_two_commands_may_change_places() -> None:
    assert remapped({"next": "p", "previous": "n"}) == ({"next": "p", "previous": "n"}, [])
