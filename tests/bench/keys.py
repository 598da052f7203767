"""How fast an answer is judged, a request shown and a lesson opened: from the key to the text on the terminal.

    python -m tests.bench.keys [--rounds 15]

Also given against the key echo of a bare Textual program in the same run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.terminal import Terminal
from tutor.course.catalogue import open_catalogue
from tutor.course.where import find_lessons_dir
from tutor.settings import change

HERE = Path(__file__).parent
LESSON = "web.urls"
OPEN = 0.150
"""Seconds that opening any lesson may take."""


def pressed(terminal: Terminal, key: str, text: str) -> float:
    """Seconds from the key to the text."""
    terminal.settle(0.05)
    begin = time.perf_counter()
    terminal.press(key)
    return terminal.wait_for(text) - begin


def echo(rounds: int) -> list[float]:
    with Terminal([sys.executable, str(HERE / "hello.py")]) as terminal:
        terminal.wait_for("Hello")
        taken = [pressed(terminal, "ab"[n % 2], f"pressed {'ab'[n % 2]}") for n in range(rounds)]
        terminal.press("\x11")
        terminal.wait_exit()
    return taken


def to_step(terminal: Terminal, instruction: str) -> None:
    """Skip to the next step that has this instruction."""
    for _ in range(20):
        terminal.settle(0.1)
        if instruction in terminal.text():
            return
        terminal.press("f8")
    raise AssertionError(terminal.text())


def lesson(rounds: int, folder: str) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {"answer": [], "try again": [], "first send": [], "send": []}
    command = [sys.executable, "-m", "tutor", "open", LESSON]
    with Terminal(command, environ={"TUTOR_HOME": folder}) as terminal:
        terminal.wait_for("step 1 of")
        to_step(terminal, "Choose one")
        for n in range(rounds):
            terminal.press("123"[n % 3])
            taken["answer"].append(pressed(terminal, "enter", "saved"))
            if "Right" in terminal.text() or n % 3 == 2:
                terminal.press("up" if n % 2 else "down")
            else:
                taken["try again"].append(pressed(terminal, "enter", "◦ Not right yet"))
        to_step(terminal, "Predict, then send")
        taken["send"].append(pressed(terminal, "enter", "received "))
        for _ in range(rounds):
            terminal.press("e")
            terminal.wait_for("Edit the request")
            terminal.settle(0.05)
            taken["send"].append(pressed(terminal, "f5", "received "))
        terminal.press("f6")
    return taken


def opening(folder: str) -> dict[str, float]:
    """Open each lesson of the course from home, for the first time: seconds by lesson."""
    course = open_catalogue(find_lessons_dir(), None)
    taken: dict[str, float] = {}
    for module in course.modules:
        command = [sys.executable, "-m", "tutor", "open", module.id]
        with Terminal(command, environ={"TUTOR_HOME": folder}) as terminal:
            for n, entry in enumerate(module.lessons):
                terminal.wait_for("module")
                for _ in range(n):
                    terminal.press("down")
                terminal.settle(0.4)  # home has done what can wait
                taken[entry.id] = pressed(terminal, "enter", "━━")  # the rule of steps comes with the first step
                terminal.settle(0.2)
                terminal.press("escape")
                terminal.settle(0.2)
                if "module" not in terminal.text():  # it left a field
                    terminal.press("escape")
            terminal.press("\x11")
            terminal.wait_exit()
    return taken


def cold(folder: str) -> float:
    """Send at once after opening a lesson whose second step is a demo, before the server can be there."""
    command = [sys.executable, "-m", "tutor", "open", "http-messages.request"]
    with Terminal(command, environ={"TUTOR_HOME": folder}) as terminal:
        terminal.wait_for("step 1 of")
        terminal.press("n")
        terminal.wait_for("Predict, then send")
        begin = time.perf_counter()
        terminal.press("enter")
        return terminal.wait_for("received ") - begin


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder:
        base = median(echo(rounds))
        taken = lesson(rounds, folder)
    with tempfile.TemporaryDirectory() as folder:
        change(Path(folder) / "config", {"welcomed": True})
        opened = opening(folder)
    taken["open a lesson"] = list(opened.values())
    with tempfile.TemporaryDirectory() as folder:
        taken["first send"] = [cold(f"{folder}/{n}") for n in range(3)]
    print(f"{'key echo of a bare program':28}{1000 * base:8.1f} ms")
    for name, values in taken.items():
        if values:
            middle = median(values)
            print(f"{name:28}{1000 * middle:8.1f} ms  {middle / base:6.2f} x echo  ({len(values)} times)")
    bounds = {"answer": 0.060, "send": 0.100, "first send": 1.0}
    missed = [name for name, bound in bounds.items() if median(taken[name]) > bound]
    for id, seconds in sorted(opened.items(), key=lambda one: -one[1])[:5]:
        print(f"{'  slow: ' + id:38}{1000 * seconds:8.1f} ms")
    missed += ["open a lesson"] if max(opened.values()) > OPEN else []
    print("all bounds kept" if not missed else f"MISSED: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
