"""How fast code of a learner is run and judged: by a worker that waits warm, and by a process that is started for it.

    python -m tests.bench.workshop [--rounds 9]

Also how much memory a waiting worker takes, and how long it is from the key to the verdict on the screen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from statistics import median

from tests.lesson.test_exercises import exercise
from tests.terminal import Terminal
from tutor.course.exercise import Exercise
from tutor.lesson.exercise.jobs import job_of
from tutor.lesson.exercise.judge import judge
from tutor.lesson.exercise.run import KINDS, Workshop
from tutor.settings import change
from tutor.wire.server import ServerHandle
from tutor.workshop.process import Worker

EXERCISES = Path(__file__).parents[1] / "exercises"
CASES = {"flask": "put", "orm": "query", "jinja": "list"}
WARM, RATIO, MEMORY, SHOWN = 0.100, 10, 70, 0.060
"""The bounds: seconds of a warm run and verdict, times faster than a cold one, MB of a worker, seconds to be shown."""


def timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def no_server() -> ServerHandle:
    raise AssertionError("no request is sent")


def cold(one: Exercise) -> None:
    """A run by a process that is started for it."""
    with closing(Worker(20.0, KINDS)) as worker:
        assert judge(one, worker.run(job_of(one, one.solved), 20.0)).passed


def memory() -> float:
    """MB that a waiting worker holds."""
    with closing(Worker(20.0, KINDS)) as worker:
        pages = int(Path(f"/proc/{worker._process.pid}/statm").read_text().split()[1])
    return pages * 4096 / (1 << 20)


def key_to_verdict(rounds: int, folder: str) -> list[float]:
    command = [sys.executable, "-m", "tutor", "--lessons", str(EXERCISES), "open", "demo.code"]
    taken = []
    with Terminal(command, environ={"TUTOR_HOME": folder}) as terminal:
        terminal.wait_for("Nothing has run yet")
        for n in range(rounds):
            time.sleep(3.0)  # until a spare is ready again
            begun = time.perf_counter()
            terminal.press("f5")
            terminal.wait_for(f"try {n + 1}, saved" if n > 1 else ("first try, saved", "second try, saved")[n])
            taken.append(time.perf_counter() - begun)
        terminal.press("\x11")
        terminal.wait_exit()
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    failed = False

    def told(name: str, value: float, bound: float, unit: str, *, least: bool = False) -> None:
        nonlocal failed
        holds = value >= bound if least else value <= bound
        failed = failed or not holds
        print(f"{'ok ' if holds else 'NOT'} {name:<34} {value:8.1f} {unit}  (bound {bound:g})")

    with closing(Workshop(no_server)) as workshop:
        for kind, id in CASES.items():
            one = exercise(id)
            warm, fresh = [], []
            for _ in range(rounds):
                while workshop.starting(one):
                    time.sleep(0.05)
                time.sleep(1.5)  # until the processor is idle
                warm.append(timed(partial(workshop.run, one, one.solved)))
                fresh.append(timed(partial(cold, one)))
            told(f"{kind}: warm run and verdict", median(warm) * 1000, WARM * 1000, "ms")
            told(f"{kind}: cold ÷ warm", median(fresh) / median(warm), RATIO, "x ", least=True)
    if sys.platform == "linux":
        told("memory of a worker", memory(), MEMORY, "MB")
    with tempfile.TemporaryDirectory() as folder:
        change(Path(folder) / "config", {"welcomed": True})
        from tutor.lesson.trust import Trust

        Trust(Path(folder) / "data").add(EXERCISES, always=True)
        shown = median(key_to_verdict(rounds, folder))
    told("key to verdict on screen", shown * 1000, (WARM + SHOWN) * 1000, "ms")
    sys.exit(failed)


if __name__ == "__main__":
    main()
