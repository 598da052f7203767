"""A clock that tests set, and drafts as a lesson makes them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tutor.progress.events import Draft

ROOT = Path(__file__).parents[2]
NOON = 20_000 * 86_400_000 + 12 * 3_600_000  # of study day 20,000, UTC
MINUTE = 60_000
DAY = 86_400_000


class Hands:
    """A clock: `at` in ms UTC, `offset` in minutes. It stands still unless it is told to tick."""

    def __init__(self, at: int = NOON, offset: int = 0, tick: int = 1000) -> None:
        self.at, self.offset, self.tick = at, offset, tick

    def __call__(self) -> tuple[int, int]:
        self.at += self.tick
        return self.at, self.offset


def answer(item: str = "http.intro#first", *, right: bool = True, tries: int = 1, **data: Any) -> Draft:
    """An answer of visit "v1", without hints, unless said otherwise."""
    return Draft("answer", item, {"visit": "v1", "right": right, "tries": tries, "hints": 0, "ms": 1000, **data})


def run(code: str, *arguments: str | Path, nobody: bool = False, timeout: float = 30) -> str:
    """What a Python program of its own prints. With `nobody`, root becomes a user who may not write everywhere."""
    if nobody and hasattr(os, "getuid") and os.getuid() == 0:
        # The imports come first: the folder of the program may be closed to that user.
        imports = "import os, urllib.parse, fsrs, tutor.progress.open, tests.progress.samples"
        code = f"{imports}\nos.setgroups([]); os.setgid(65534); os.setuid(65534)\n{code}"
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], cwd=ROOT, capture_output=True, text=True, timeout=timeout
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
