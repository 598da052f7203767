"""How soon the template lab shows what was typed: from the key byte to the output on the terminal.

    python -m tests.bench.lab [--rounds 15]

The pause after the last key that the lab waits for is in it; the echo of the key in the editor is given beside it, and
the key echo of a bare Textual program in the same run.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from statistics import median

from tests.bench.keys import echo
from tests.terminal import Terminal
from tutor.settings import change
from tutor.ui.screens.code_lab import PAUSE

BURST, APART = 12, 0.06
"""Keys of a burst, and seconds between them."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def typed(terminal: Terminal, letters: Iterator[str], rest: float, rounds: int) -> dict[str, list[float]]:
    """One key at a time, with a rest after each output."""
    taken: dict[str, list[float]] = {"echo": [], "output": []}
    for _ in range(rounds):
        letter = next(letters)
        begin = time.perf_counter()
        terminal.press(letter)
        taken["echo"].append(terminal.wait_for(f"{letter}<h1>{{{{") - begin)
        taken["output"].append(terminal.wait_for(f"{letter}<h1>Tea") - begin)
        until = time.perf_counter() + rest
        while time.perf_counter() < until:
            terminal.read(0.01)
    return taken


def burst(terminal: Terminal, letters: Iterator[str], rounds: int) -> dict[str, list[float]]:
    """Many keys without a pause: only what was there after the last one counts."""
    taken: dict[str, list[float]] = {"echo": [], "output": []}
    for _ in range(rounds):
        for _n in range(BURST):
            letter = next(letters)
            begin = time.perf_counter()
            terminal.press(letter)
            taken["echo"].append(terminal.wait_for(f"{letter}<h1>{{{{") - begin)
            time.sleep(max(0.0, APART - (time.perf_counter() - begin)))
        taken["output"].append(terminal.wait_for(f"{letter}<h1>Tea") - begin)
        for _n in range(BURST):
            terminal.press("\x7f")
        terminal.settle(0.5)
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    print(f"bare program, echo: {median(echo(rounds)) * 1000:.0f} ms; the lab waits {PAUSE * 1000:.0f} ms after a key")
    with tempfile.TemporaryDirectory() as folder:
        change(Path(folder, "config"), {"welcomed": True})
        with Terminal([sys.executable, "-m", "tutor"], environ={"TUTOR_HOME": folder}) as terminal:
            terminal.wait_for("Next")
            terminal.press("w")
            terminal.wait_for("Template lab")
            begin = time.perf_counter()
            terminal.press("2")
            print(f"from home to the first output: {(terminal.wait_for('escaped') - begin) * 1000:.0f} ms")
            terminal.settle(1.0)
            letters = cycle(LETTERS)
            for name, taken in (
                ("a key every 1.5 s", typed(terminal, letters, 1.5, rounds)),
                ("a key after each output", typed(terminal, letters, 0.02, rounds)),
                (f"{BURST} keys, {APART * 1000:.0f} ms apart", burst(terminal, letters, rounds)),
            ):
                echoes, outputs = taken["echo"], taken["output"]
                print(
                    f"{name:<24} echo {median(echoes) * 1000:.0f} ms, most {max(echoes) * 1000:.0f}; "
                    f"output {median(outputs) * 1000:.0f} ms, most {max(outputs) * 1000:.0f}"
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
