"""The first start: short questions with a guess, all skippable, and a tour by doing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.conftest import Start, until
from tutor.keyboard.machine import guessed_ide, guessed_system
from tutor.settings import Settings, load
from tutor.ui.screens.welcome import language_unclear, questions

NEW = Settings()


@pytest.fixture(autouse=True)
def _locale(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "TERM_PROGRAM", "TERMINAL_EMULATOR", "NVIM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")


@pytest.mark.parametrize(
    ("environ", "unclear"),
    [
        ({}, True),
        ({"LANG": "C.UTF-8"}, True),
        ({"LC_ALL": "POSIX"}, True),
        ({"LANG": "fr_FR.UTF-8"}, True),
        ({"LANG": "ko_KR.UTF-8"}, False),
        ({"LANG": "en_GB.UTF-8"}, False),
        ({"LANGUAGE": "fr:ko"}, False),
    ],
)
def test_the_language_is_asked_only_when_the_locale_does_not_tell(environ: dict[str, str], unclear: bool) -> None:
    assert language_unclear(environ) is unclear
    assert (questions(NEW, environ)[0].name == "language") is unclear
    assert len(questions(NEW, environ)) <= 3


def test_guesses_come_from_the_machine() -> None:
    assert guessed_system("darwin", {}) == "macos"
    assert guessed_system("win32", {}) == "windows"
    assert guessed_system("linux", {"WSL_DISTRO_NAME": "Debian"}) == "windows"
    assert guessed_system("linux", {"XDG_CURRENT_DESKTOP": "KDE"}) == "linux-kde"
    assert guessed_system("linux", {}) == "linux-gnome"
    assert guessed_ide({"TERM_PROGRAM": "vscode"}) == "vscode"
    assert guessed_ide({"TERMINAL_EMULATOR": "JetBrains-JediTerm"}) == "pycharm"
    assert guessed_ide({"NVIM": "/tmp/x"}) == "neovim"
    assert guessed_ide({}) == "auto"


async def test_answers_are_kept_and_the_tour_begins(start: Start, tmp_path: Path) -> None:
    async with start(settings=NEW) as pilot:
        await until(pilot, "question 1 of 2")
        await pilot.press("1")
        await until(pilot, "question 2 of 2")
        await pilot.press("down", "enter")
        await until(pilot, "Begin the tour")
        await pilot.press("enter")
        await until(pilot, "How it works")
        await pilot.press("escape")
        await until(pilot, "Enter start")
        await pilot.pause(0.3)
    kept = load(tmp_path / "config").settings
    assert (kept.ide, kept.minutes, kept.welcomed) == ("pycharm", 40, True)
    assert kept.system in ("linux-gnome", "linux-kde", "windows", "macos")


async def test_everything_can_be_skipped_and_is_not_asked_again(start: Start, tmp_path: Path) -> None:
    async with start(settings=NEW) as pilot:
        await until(pilot, "question 1 of 2")
        await pilot.press("s")
        await until(pilot, "Enter start")
        await pilot.pause(0.3)
    assert load(tmp_path / "config").settings == Settings(welcomed=True)


async def test_one_question_can_be_skipped(start: Start) -> None:
    async with start(settings=NEW) as pilot:
        await until(pilot, "question 1 of 2")
        await pilot.press("escape")
        await until(pilot, "question 2 of 2")
        await pilot.press("escape")
        await until(pilot, "Begin the tour")
        await pilot.press("escape")
        await until(pilot, "Enter start")


async def test_quitting_half_way_keeps_what_was_answered_and_asks_the_rest_next_time(
    start: Start, tmp_path: Path
) -> None:
    async with start(settings=NEW) as pilot:
        await until(pilot, "question 1 of 2")
        await pilot.press("2")
        await until(pilot, "question 2 of 2")
        await pilot.pause(0.3)
        await pilot.press("q")
    kept = load(tmp_path / "config")
    assert (kept.settings.ide, kept.settings.welcomed) == ("vscode", False)
    async with start(loaded=kept) as pilot:
        await until(pilot, "question 1 of 1")


async def test_choosing_korean_changes_everything_at_once(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "C.UTF-8")
    async with start(settings=NEW) as pilot:
        await until(pilot, "question 1 of 3")
        await pilot.press("1")
        shown = await until(pilot, "단축키")
        assert "question" not in shown


async def test_the_tour_is_found_later_and_its_progress_is_not_on_home(start: Start) -> None:
    async with start() as pilot:
        await until(pilot, "Enter start")
        await pilot.press("colon")
        await until(pilot, "All commands")
        await pilot.press("t", "o", "u", "r")
        await until(pilot, "Tour:")
        await pilot.press("enter")
        await until(pilot, "How it works")
        await pilot.press("enter")
        await until(pilot, "step 2 of 7")
        await pilot.press("escape")
        shown = await until(pilot, "Enter start")
        assert "start.tour" not in shown
