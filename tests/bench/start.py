"""How fast the program starts and what it needs, against a bare Textual program and bare Python in the same run.

    python -m tests.bench.start [--runs 9]

Times are from just before the process is made until the text stands on the screen, in a pseudo-terminal of 80x24.
Ratios are of medians of interleaved runs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tests.bench.course import generate
from tests.terminal import Terminal
from tutor.settings import change

HERE = Path(__file__).parent
TUTOR = [str(Path(sys.executable).with_name("tutor"))]  # the command that the README's installation makes


def painted(command: list[str], text: str, quit_key: str, environ: dict[str, str]) -> tuple[float, float]:
    """(seconds until the text was there, MiB of memory then)."""
    with Terminal(command, environ=environ) as terminal:
        seconds = terminal.wait_for(text) - terminal.started
        terminal.settle()
        memory = terminal.memory()
        terminal.press(quit_key)
        terminal.wait_exit()
    return seconds, memory


def run(command: list[str], environ: dict[str, str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environ)
    return time.perf_counter() - begin


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    import os

    with tempfile.TemporaryDirectory() as folder:
        big = generate(Path(folder) / "lessons", 2000)
        small = {"TUTOR_HOME": f"{folder}/small"}
        large = {"TUTOR_HOME": f"{folder}/large", "TUTOR_LESSONS": str(big)}
        plain = {**os.environ, "TUTOR_HOME": f"{folder}/small"}
        for home in (small, large):  # the questions of the first start come once
            change(Path(home["TUTOR_HOME"]) / "config", {"welcomed": True})
        cases: dict[str, Callable[[], tuple[float, float]]] = {
            "hello": lambda: painted([sys.executable, str(HERE / "hello.py")], "Hello", "\x11", {}),
            "home": lambda: painted(TUTOR, "Modules", "q", small),
            "home, 2,000 lessons": lambda: painted(TUTOR, "Modules", "q", large),
            "python": lambda: (run([sys.executable, "-c", "pass"], plain), 0.0),
            "tutor --version": lambda: (run([*TUTOR, "--version"], plain), 0.0),
            "tutor lessons": lambda: (run([*TUTOR, "lessons"], plain), 0.0),
        }
        taken: dict[str, list[tuple[float, float]]] = {name: [] for name in cases}
        for n in range(runs + 1):  # the first is a warm-up: it compiles the catalogue
            for name, case in cases.items():
                measured = case()
                if n:
                    taken[name].append(measured)
    ms = {name: 1000 * median(s for s, _m in values) for name, values in taken.items()}
    for name, value in ms.items():
        memory = median(m for _s, m in taken[name])
        print(f"{name:22}{value:8.1f} ms" + (f"{memory:8.1f} MiB" if memory else ""))
    bounds = [
        ("home / hello", ms["home"] / ms["hello"], 1.5),
        ("2,000 lessons / home", ms["home, 2,000 lessons"] / ms["home"], 1.15),
        ("tutor --version / python", ms["tutor --version"] / ms["python"], 6.0),
        ("home, MiB", median(m for _s, m in taken["home"]), 60.0),
    ]
    for name, figure, bound in bounds:
        print(f"{name:26}{figure:8.2f}   bound {bound:g}   {'ok' if figure <= bound else 'MISSED'}")
    return 0 if all(figure <= bound for _name, figure, bound in bounds) else 1


if __name__ == "__main__":
    sys.exit(main())
