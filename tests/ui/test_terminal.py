"""Asking the terminal: what it says is understood, what is typed meanwhile is kept, and it is always given back."""

from __future__ import annotations

import os
import pty
import termios
import threading
import time
from collections.abc import Iterator

import pytest

from tutor.ui.terminal import BACKGROUND, KITTY, WHO, Asking, Told, understood

LIGHT = b"\x1b]11;rgb:fafa/f8f8/f3f3\x1b\\"
DA1 = b"\x1b[?62;22c"


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[int, int]]:
    """The terminal's end of a pseudo-terminal, and the program's."""
    monkeypatch.setenv("TERM", "xterm-256color")
    master, slave = pty.openpty()
    yield master, slave
    os.close(master)
    os.close(slave)


def answering(master: int, reply: bytes) -> threading.Thread:
    """A terminal that answers once it was asked all."""

    def play() -> None:
        asked = b""
        while WHO not in asked:
            asked += os.read(master, 100)
        assert asked == BACKGROUND + KITTY + WHO
        os.write(master, reply)

    thread = threading.Thread(target=play, daemon=True)
    thread.start()
    return thread


def test_a_terminal_tells_its_background_and_whether_it_knows_kittys_keys(line: tuple[int, int]) -> None:
    master, slave = line
    terminal = answering(master, LIGHT + b"\x1b[?0u" + DA1)
    assert Asking(slave, slave).told(5) == Told((250, 248, 243), True)
    terminal.join()


def test_a_terminal_that_knows_only_the_last_question_costs_no_waiting(line: tuple[int, int]) -> None:
    master, slave = line
    answering(master, DA1)
    begin = time.monotonic()
    assert Asking(slave, slave).told(5) == Told(None, False)
    assert time.monotonic() - begin < 2


def test_a_terminal_that_answers_nothing_is_left_at_the_limit(line: tuple[int, int]) -> None:
    _master, slave = line
    begin = time.monotonic()
    assert Asking(slave, slave).told(0.05) == Told(None, None)
    assert time.monotonic() - begin < 2


def test_while_something_else_is_done_a_slow_terminal_has_more_time_than_the_limit(line: tuple[int, int]) -> None:
    master, slave = line
    asking = Asking(slave, slave)
    time.sleep(0.05)
    answering(master, LIGHT + DA1)
    time.sleep(0.1)
    assert asking.told(0.01).background == (250, 248, 243)


def test_what_is_typed_meanwhile_is_kept_and_not_echoed(line: tuple[int, int]) -> None:
    master, slave = line
    terminal = answering(master, "j한".encode() + LIGHT + b"\r" + DA1)
    told = Asking(slave, slave).told(5)
    assert told == Told((250, 248, 243), False, "j한\r".encode())
    terminal.join()
    os.set_blocking(master, False)
    with pytest.raises(BlockingIOError):
        os.read(master, 100)


def test_the_terminal_is_as_before_whether_it_answers_or_not(line: tuple[int, int]) -> None:
    master, slave = line
    before = termios.tcgetattr(slave)
    answering(master, DA1)
    Asking(slave, slave).told(5)
    assert termios.tcgetattr(slave) == before
    asking = Asking(slave, slave)
    assert asking.told(0.01) == Told()
    assert termios.tcgetattr(slave) == before


def test_a_window_closed_meanwhile_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    master, slave = pty.openpty()
    asking = Asking(slave, slave)
    os.close(master)
    assert asking.told(1) == Told()
    os.close(slave)


@pytest.mark.parametrize("term", ["dumb", "linux"])
def test_a_terminal_that_would_show_the_question_is_not_asked(
    line: tuple[int, int], monkeypatch: pytest.MonkeyPatch, term: str
) -> None:
    master, slave = line
    monkeypatch.setenv("TERM", term)
    assert Asking(slave, slave).told(5) == Told()
    os.set_blocking(master, False)
    with pytest.raises(BlockingIOError):
        os.read(master, 100)


def test_where_there_is_no_terminal_nothing_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    reading, writing = os.pipe()
    assert Asking(reading, writing).told(5) == Told()
    os.close(writing)
    assert os.read(reading, 10) == b""
    os.close(reading)


@pytest.mark.parametrize(
    ("data", "background"),
    [
        (b"\x1b]11;rgb:ff/80/00\x07" + DA1, (255, 128, 0)),  # two digits, the old end
        (b"\x1b]11;rgba:0000/0000/0000/ffff\x1b\\" + DA1, (0, 0, 0)),
        (b"\x1b]11;rgb:f/f/f\x1b\\" + DA1, (255, 255, 255)),
        (b"\x1b]11;#ffffff\x1b\\" + DA1, None),
        (b"\x1b]11;\x1b\\" + DA1, None),
    ],
)
def test_colours_are_understood_in_every_spelling_that_terminals_use(
    data: bytes, background: tuple[int, int, int] | None
) -> None:
    assert understood(data) == Told(background, False)
