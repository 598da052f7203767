"""The real program in terminals of every kind: what it sends, looked at as bytes."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.test_program import TUTOR, environ

SGR = re.compile(rb"\x1b\[([\d;]*)m")
COLOUR = re.compile(r"(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])")
needs_tmux = pytest.mark.skipif(not shutil.which("tmux"), reason="tmux is not installed: nothing is tried inside it")


def codes(received: bytes) -> set[str]:
    """Every code of SGR that was sent; an RGB or indexed colour counts as `38;2`, `48;5` and so on."""
    found: set[str] = set()
    for parameters in SGR.findall(received):
        parts = parameters.decode().split(";")
        while parts:
            part = parts.pop(0)
            if part in ("38", "48") and parts:
                kind = parts.pop(0)
                del parts[: 3 if kind == "2" else 1]
                part = f"{part};{kind}"
            found.add(part)
    return found


def sent(folder: Path, **variables: str | None) -> set[str]:
    """SGR codes of home, a lesson, a wrong answer and help."""
    chosen = {**environ(folder), "NO_COLOR": None, "COLORTERM": None, "TERM": "xterm-256color", **variables}
    with Terminal([*TUTOR, "open", "wire.first"], environ=chosen) as terminal:
        terminal.wait_for("step 1 of 7")
        terminal.press("n", "n")
        terminal.wait_for("Choose one")
        terminal.press("1", "enter")
        terminal.wait_for("first try, saved")
        terminal.press("?")
        terminal.wait_for("Help: ")
        return codes(terminal.received)


def test_no_color_means_no_colour_and_bold_and_reverse_carry_it(tmp_path: Path) -> None:
    found = sent(tmp_path, NO_COLOR="1", COLORTERM="truecolor")
    assert [code for code in found if COLOUR.fullmatch(code.split(";")[0])] == []
    assert {"1", "7"} <= found


def test_a_terminal_of_16_colours_gets_its_own_16(tmp_path: Path) -> None:
    found = sent(tmp_path, TERM="xterm")
    assert not {"38;2", "48;2", "38;5", "48;5"} & found
    assert {"33", "1", "7"} <= found


def test_a_terminal_of_256_gets_indexed_colours_and_no_others(tmp_path: Path) -> None:
    found = sent(tmp_path)
    assert "38;5" in found
    assert "38;2" not in found


def test_truecolor_gets_rgb(tmp_path: Path) -> None:
    assert "38;2" in sent(tmp_path, COLORTERM="truecolor")


@needs_tmux
def test_inside_tmux_a_lesson_is_taken_as_anywhere(tmp_path: Path) -> None:
    socket = str(tmp_path / "tmux")
    tutor = f"{sys.executable} -m tutor open wire.first"
    variables = {name: value for name, value in environ(tmp_path).items() if value}
    exports = " ".join(f"{name}='{value}'" for name, value in variables.items())
    root = Path(__file__).parent.parent

    def tmux(*words: str) -> str:
        return subprocess.run(["tmux", "-S", socket, *words], capture_output=True, text=True, timeout=20).stdout

    def wait(text: str) -> str:
        for _ in range(200):
            if text in (shown := tmux("capture-pane", "-p")):
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{text!r} did not come:\n{shown}")

    tmux("new-session", "-d", "-x", "80", "-y", "24", f"cd '{root}' && {exports} {tutor}")
    try:
        wait("step 1 of 7")
        tmux("send-keys", "n", "n")
        wait("Choose one")
        tmux("send-keys", "1", "Enter")
        wait("first try, saved")
    finally:
        tmux("kill-server")


