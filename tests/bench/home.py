"""Home with a log of a million events against home with an empty one: from the start of the process to what is painted;
and the progress screen on it, from the key to what is painted, the first time and later.

    python -m tests.bench.home [--events 1000000] [--runs 9]

Runs are interleaved; the ratio is that of medians. The log is about the questions of the bundled course.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from tests.bench.memory import fill
from tests.bench.start import painted
from tests.terminal import Terminal
from tutor.course.catalogue import open_catalogue
from tutor.course.where import find_lessons_dir
from tutor.lesson.reviewable import of_course
from tutor.progress.events import study_day_now
from tutor.progress.open import open_store
from tutor.settings import change


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--runs", type=int, default=9)
    options = parser.parse_args()
    command = [sys.executable, "-m", "tutor"]
    with tempfile.TemporaryDirectory() as name:
        homes = {kind: Path(name) / kind for kind in ("empty", "large")}
        for home in homes.values():
            change(home / "config", {"welcomed": True})
            items = of_course(open_catalogue(find_lessons_dir(), home / "cache"), home / "cache")
        fill(homes["large"] / "data", options.events, list(items.known))
        for home in homes.values():
            open_store(home / "data").close()
            # That there is today's backup: else each start would copy 300 MB while the next one is timed.
            day = date(1970, 1, 1) + timedelta(study_day_now())
            (home / "data" / "backups").mkdir()
            (home / "data" / "backups" / f"progress-{day.isoformat()}.db").touch()
        taken: dict[str, list[float]] = {kind: [] for kind in homes}
        for n in range(options.runs + 1):
            for kind, home in homes.items():
                environ = {**os.environ, "TUTOR_HOME": str(home)}
                seconds, _memory = painted(command, "Modules", "q", environ)
                if n:  # the first run fills caches
                    taken[kind].append(seconds)
        opened = progress(homes["large"], options.runs)
        for kind, times in taken.items():
            print(f"home, {kind} log: median {1000 * median(times):.0f} ms, {[round(1000 * t) for t in times]}")
        print(f"ratio {median(taken['large']) / median(taken['empty']):.2f}")
        first, *later = (1000 * seconds for seconds in opened)
        print(f"progress screen, large log: first {first:.0f} ms, later median {median(later):.0f} ms")
    return 0


def progress(home: Path, runs: int) -> list[float]:
    """Seconds from the key to the figures, each time."""
    with Terminal([sys.executable, "-m", "tutor"], environ={"TUTOR_HOME": str(home)}) as terminal:
        terminal.wait_for("Modules")
        taken = []
        for _ in range(runs + 1):
            terminal.settle(0.5)
            begin = time.perf_counter()
            terminal.press("s")
            taken.append(terminal.wait_for("Reviews ahead") - begin)
            terminal.press("escape")
            terminal.wait_for("Modules")
        terminal.press("q")
        terminal.wait_exit()
    return taken


if __name__ == "__main__":
    sys.exit(main())
