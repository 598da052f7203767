"""The real program in a pseudo-terminal: it gives the terminal back however it ends, and nothing answered is lost."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tutor.settings import change

COURSE = Path(__file__).parent / "ui" / "course"
TUTOR = [sys.executable, "-m", "tutor"]


def environ(folder: Path) -> dict[str, str | None]:
    language = {"LANG": "C.UTF-8", "LC_ALL": None, "LANGUAGE": None}
    change(folder / "config", {"welcomed": True})  # the questions of the first start have tests of their own
    return {"TUTOR_HOME": str(folder), "TUTOR_LESSONS": str(COURSE), **language}


def run(variables: dict[str, str | None], *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program without a terminal."""
    env = {name: value for name, value in {**os.environ, **variables}.items() if value is not None}
    return subprocess.run([*TUTOR, *arguments], env=env, capture_output=True, text=True, check=False)


def answer_one(terminal: Terminal) -> None:
    terminal.wait_for("step 1 of 7")
    terminal.press("n", "n")
    terminal.wait_for("Choose one")
    terminal.press("1", "enter")
    terminal.wait_for("first try, saved")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_restores_the_terminal_and_what_was_saved_is_there(tmp_path: Path, number: signal.Signals) -> None:
    with Terminal([*TUTOR, "open", "wire.first"], environ=environ(tmp_path)) as terminal:
        answer_one(terminal)
        terminal.signal(number)
        assert terminal.wait_exit() == 128 + number
        assert terminal.restored()
    stats = subprocess.run(
        [*TUTOR, "stats", "--json"], env={**os.environ, **{k: v or "" for k, v in environ(tmp_path).items()}},
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert '"answers": 1' in stats.stdout


def test_quitting_restores_the_terminal_and_ends_with_zero(tmp_path: Path) -> None:
    with Terminal(TUTOR, environ=environ(tmp_path)) as terminal:
        terminal.wait_for("Enter start")
        terminal.press("q")
        assert terminal.wait_exit() == 0
        assert terminal.restored()


def test_a_crash_ends_non_zero_names_the_log_and_restores_the_terminal(tmp_path: Path) -> None:
    code = (
        "import tutor.ui.screens.home as home\n"
        "def broken(self): raise RuntimeError('made to crash')\n"
        "home.HomeScreen.do_down = broken\n"
        "from tutor.cli import main\nmain()\n"
    )
    with Terminal([sys.executable, "-c", code], environ=environ(tmp_path)) as terminal:
        terminal.wait_for("Enter start")
        terminal.press("down")
        assert terminal.wait_exit() == 1
        assert terminal.restored()
        said = terminal.received.decode(errors="replace")
    log = next((tmp_path / "log").iterdir())
    assert str(log) in said
    assert "made to crash" in log.read_text()


def test_progress_that_cannot_be_written_is_said_and_the_learner_goes_on(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")
    with Terminal([*TUTOR, "open", "wire.first"], environ=environ(tmp_path)) as terminal:
        terminal.wait_for("step 1 of 7")
        terminal.press("n", "n")
        terminal.wait_for("Choose one")
        terminal.press("1", "enter")
        terminal.wait_for("first try, not saved")
        terminal.press("escape")
        terminal.wait_for("Progress cannot be")
        terminal.press("q")
        assert terminal.wait_exit() == 0


def test_a_wide_character_half_written_over_leaves_a_blank(tmp_path: Path) -> None:
    with Terminal(["printf", r"가나\033[1Ga"], environ=environ(tmp_path)) as terminal:
        terminal.wait_exit()
        assert terminal.text().splitlines()[0] == "a 나"


def test_a_long_korean_commit_arrives_whole(tmp_path: Path) -> None:
    with Terminal([*TUTOR, "open", "wire.first"], environ=environ(tmp_path)) as terminal:
        terminal.wait_for("step 1 of 7")
        terminal.press("n", "n", "n", "n")
        terminal.wait_for("Type it")
        codes = ":".join(str(ord(char)) for char in "안녕하세요반갑습니다")
        terminal.press(f"\x1b[0;;{codes}u")
        terminal.wait_for("안녕하세요반갑습니다".replace("", " ").strip().replace(" ", "")[:2])


@pytest.mark.parametrize("kind", ["dumb", "", "unknown", None])
@pytest.mark.parametrize("command", [[], ["open", "wire.first"]])
def test_a_terminal_without_a_cursor_is_told_which_commands_work(
    tmp_path: Path, kind: str | None, command: list[str]
) -> None:
    with Terminal([*TUTOR, *command], environ={**environ(tmp_path), "TERM": kind}) as terminal:
        assert terminal.wait_exit() == 2
        said = " ".join(terminal.received.decode().split())
    assert f"this one is TERM={kind or chr(34) * 2}. `tutor --plain` gives the same lessons" in said
    assert "lessons, stats, due, request, status, ref, check" in said
    assert b"\x1b" not in terminal.received


def test_a_preview_keeps_nothing_in_the_learners_progress(tmp_path: Path) -> None:
    variables = environ(tmp_path)
    with Terminal([*TUTOR, "preview", str(COURSE / "wire/first.yaml")], environ=variables) as terminal:
        answer_one(terminal)
        terminal.press("\x11")
        assert terminal.wait_exit() == 0
    assert "Answers                   0" in run(variables, "stats").stdout


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["wire.frist"], "Did you mean wire.first?"),
        (["no/such.yaml"], "There is no file or folder no/such.yaml."),
        (["--plain", "wire.first"], "A preview needs a screen."),
    ],
)
def test_what_cannot_be_previewed_is_said(tmp_path: Path, arguments: list[str], told: str) -> None:
    done = run(environ(tmp_path), "preview", *arguments)
    assert done.returncode == 2
    assert told in done.stderr
