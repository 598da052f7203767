"""How long the doctor takes, against `tutor --version` in the same run.

    python -m tests.bench.doctor [--runs 9] [--events 20000]

Without a terminal, with the bundled course compiled and a log of so many answers. Medians of interleaved runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from tests.progress.samples import Hands, answer
from tutor.progress.open import open_store

TUTOR = str(Path(sys.executable).with_name("tutor"))
BOUND = 2.0
"""Seconds."""
STEPS = 480


def run(arguments: list[str], home: str) -> float:
    begin = time.perf_counter()
    subprocess.run([TUTOR, *arguments], check=True, capture_output=True, env={**os.environ, "TUTOR_HOME": home})
    return time.perf_counter() - begin


def fill(home: str, count: int) -> None:
    store = open_store(Path(home) / "data", clock=Hands())
    for first in range(0, count, STEPS):  # a step once in each batch: later answers to it come at later times
        store.append([answer(f"wire.l{n // 12}#s{n % 12}") for n in range(min(STEPS, count - first))])
    store.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--events", type=int, default=20_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        new, used = f"{folder}/new", f"{folder}/used"
        fill(used, options.events)
        cases = {
            "tutor --version": (["--version"], new),
            "tutor doctor, new learner": (["doctor"], new),
            f"tutor doctor, {options.events:,} entries": (["doctor"], used),
        }
        taken: dict[str, list[float]] = {name: [] for name in cases}
        for n in range(options.runs + 1):  # the first is a warm-up: it compiles the course
            for name, case in cases.items():
                seconds = run(*case)
                if n:
                    taken[name].append(seconds)
    medians = {name: median(values) for name, values in taken.items()}
    version = medians["tutor --version"]
    for name, value in medians.items():
        print(f"{name:32}{1000 * value:8.1f} ms{value / version:8.1f} x")
    worst = max(max(values) for values in taken.values())
    print(f"{'slowest run':32}{1000 * worst:8.1f} ms   bound {BOUND:g} s   {'ok' if worst <= BOUND else 'MISSED'}")
    return 0 if worst <= BOUND else 1


if __name__ == "__main__":
    sys.exit(main())
