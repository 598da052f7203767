"""How long `tutor check` takes for single lessons and for all of them, nothing remembered from before, against a bare
Python in the same run.

    python -m tests.bench.check [--lessons ID…] [--runs 3] [--all]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from tutor.course.where import find_lessons_dir

TUTOR = [str(Path(sys.executable).with_name("tutor"))]
SOME = (
    "web.urls", "http-messages.request", "http-methods.properties", "http-status.redirection", "http-headers.cookies",
    "http-connections.versions", "flask.routing", "orm.select", "jinja.inheritance",
)  # fmt: skip
LESSON, HTTP, COURSE = 2.0, 20.0, 120.0
"""Bounds, in seconds on two cores: a lesson, the 24 lessons on HTTP, and the course of 60."""


def taken(command: list[str]) -> float:
    begin = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - begin


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--lessons", nargs="*", default=SOME)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--all", action="store_true", help="the whole course too, once")
    options = parser.parse_args()
    folder = find_lessons_dir()
    print(f"bare python: {median(taken([sys.executable, '-c', 'pass']) for _run in range(options.runs)):.3f} s")
    late = False

    def tell(name: str, paths: list[str], bound: float, runs: int) -> None:
        nonlocal late
        seconds = median(taken([*TUTOR, "check", "--anew", *paths]) for _run in range(runs))
        late |= seconds > bound
        print(f"{name:32}{seconds:6.2f} s   bound {bound:g}   {'ok' if seconds <= bound else 'MISSED'}", flush=True)

    for lesson in options.lessons:
        tell(lesson, [str(folder / f"{lesson.replace('.', '/')}.yaml")], LESSON, options.runs)
    if options.all:
        tell("HTTP", [str(folder / "web"), *(str(path) for path in folder.glob("http-*"))], HTTP, 1)
        tell("all", [], COURSE, 1)
    return int(late)


if __name__ == "__main__":
    sys.exit(main())
