"""How long it takes to choose the next of 1,000 chords after 100,000 events, and from a key to its verdict.

    python -m tests.bench.dojo [--rounds 21]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.bench.keys import echo
from tests.test_dojo_program import VSCODE, dojo, send
from tutor.keyboard.training import Act, Choosing, Training

BOUND = 0.005
"""Seconds for choosing."""
VERDICT = 0.050
"""Seconds from a key to its verdict."""


def history(items: int, events: int) -> Training:
    """A long history of many chords."""
    dice, training = random.Random(5), Training()
    for n in range(events):
        data = {"mode": "press", "right": dice.random() < 0.9, "first": True, "ms": dice.randrange(400, 2000)}
        kind = "answer" if n >= items * 2 else "copy"
        training.add(Act(kind, f"a{n % items if kind == 'copy' else dice.randrange(items)}", n // 1000, data))
    return training


def choosing(rounds: int) -> list[float]:
    training = history(1000, 100_000)
    order = [f"a{n}" for n in range(1000)]
    near = {f"a{n}": [f"a{n ^ 1}"] for n in range(1000)}
    choice = Choosing(training, order, near, 200, random.Random(1))
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        choice.next()
        taken.append(time.perf_counter() - begin)
    return taken


def verdicts(rounds: int) -> list[float]:
    """Seconds from the bytes of a wrong chord to its verdict on the terminal."""
    taken = []
    with tempfile.TemporaryDirectory() as home, dojo(Path(home), VSCODE, kitty=True, ids=("declaration",)) as terminal:
        for n in range(rounds):
            key, said = (("f9", "F9 is:"), ("shift+f8", "Shift+F8 is:"))[n % 2]
            begin = time.perf_counter()
            send(terminal, key, kitty=True)
            taken.append(terminal.wait_for(said) - begin)
            terminal.settle(0.05)
    return taken


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    middle = median(choosing(rounds))
    print(f"choosing the next of 1,000 after 100,000 events: {1000 * middle:.2f} ms (bound {1000 * BOUND:.0f} ms)")
    verdict, bare = median(verdicts(rounds)), median(echo(rounds))
    print(f"from a key to its verdict: {1000 * verdict:.1f} ms (bound {1000 * VERDICT:.0f} ms)")
    print(f"that is {verdict / bare:.2f} times the key echo of a bare program ({1000 * bare:.1f} ms)")
    return 1 if middle > BOUND or verdict > VERDICT else 0


if __name__ == "__main__":
    sys.exit(main())
