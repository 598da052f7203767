"""How long it takes to choose the next of 1,000 chords after 100,000 events, and from a key to its verdict.

    python -m tests.bench.dojo [--rounds 21]
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from statistics import median

from tutor.keyboard.training import Act, Choosing, Training

BOUND = 0.005
"""Seconds for choosing."""


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rounds", type=int, default=21)
    rounds = parser.parse_args().rounds
    middle = median(choosing(rounds))
    print(f"choosing the next of 1,000 after 100,000 events: {1000 * middle:.2f} ms (bound {1000 * BOUND:.0f} ms)")
    return 1 if middle > BOUND else 0


if __name__ == "__main__":
    sys.exit(main())
