"""What the store of progress takes: saving an answer, opening, and what home asks, on a log of 100,000 events.

    python -m tests.bench.progress_store [--events 100000] [--answers 500]

A saved answer, which is what a learner waits for, is also given against a bare SQLite insert with the same settings,
both interleaved in one run; what follows from it is worked out after it.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles

from tutor.progress import caches, schema
from tutor.progress.events import Draft, seal
from tutor.progress.open import FILE, MIRROR, memory_store, open_store

START = 1_700_000_000_000


def draft(dice: random.Random, lessons: int) -> Draft:
    right, tries = dice.random() < 0.7, dice.choice((1, 1, 1, 2, 3))
    data = {
        "visit": dice.randbytes(6).hex(), "answer": ["an-option"], "right": right, "tries": tries, "hints": 0,
        "ms": dice.randrange(1000, 60_000), "unsure": False, "near": None,
    }  # fmt: skip
    item = f"module-{dice.randrange(12)}.lesson-{dice.randrange(lessons)}#step-{dice.randrange(12)}"
    return Draft("answer", item, data, content="h0123456789ab", seed=dice.randrange(1 << 31))


def fill(folder: Path, count: int, lessons: int) -> float:
    """A log that another device brought; seconds that it took to derive everything."""
    dice = random.Random(1)
    with closing(open_store(folder)) as store:
        device = store.device
    with closing(schema.connect(folder / FILE)) as db:
        with schema.transaction(db):
            drafts = ((n, draft(dice, lessons)) for n in range(1, count + 1))
            caches.bring(db, (seal(d, device=device, seq=n, at=START + n * 300_000, offset=60) for n, d in drafts))
        begin = time.perf_counter()
        with schema.transaction(db):
            caches.rebuild(db)
        return time.perf_counter() - begin


def ms(act: Callable[[], object], rounds: int = 15) -> float:
    taken = []
    for _ in range(rounds):
        begin = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - begin))
    return median(taken)


def saved(folder: Path, answers: int) -> tuple[list[float], list[float], list[float]]:
    """ms for each saved answer, for each bare insert, and for what follows when the learner has the answer."""
    dice = random.Random(2)
    ours: list[float] = []
    bare: list[float] = []
    after: list[float] = []
    with closing(open_store(folder)) as store, closing(schema.connect(folder / "bare.db")) as db:
        db.execute("CREATE TABLE event(id INTEGER PRIMARY KEY, data TEXT)")
        for _ in range(answers):
            one = draft(dice, 5)
            begin = time.perf_counter()
            store.log([one])
            ours.append(1000 * (time.perf_counter() - begin))
            begin = time.perf_counter()
            store.settle()
            after.append(1000 * (time.perf_counter() - begin))
            begin = time.perf_counter()
            db.execute("BEGIN IMMEDIATE")
            db.execute("INSERT INTO event(data) VALUES(?)", ("x" * 400,))
            db.execute("COMMIT")
            bare.append(1000 * (time.perf_counter() - begin))
    return ours, bare, after


def main() -> int:
    parser = argparse.ArgumentParser(description="What the store of progress takes.")
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--answers", type=int, default=500)
    parser.add_argument("--lessons", type=int, default=5, help="of each of 12 modules")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        rebuilt = fill(folder, options.events, options.lessons)
        begin = time.perf_counter()
        open_store(folder).close()
        print(f"first opening, which fills the mirror: {time.perf_counter() - begin:.2f} s")
        print(f"rebuild of {options.events} events: {rebuilt:.2f} s")
        print(f"open and close: {ms(lambda: open_store(folder).close()):.2f} ms")
        with closing(open_store(folder)) as store:
            lessons = store.lessons()
            print(f"lessons() of {len(lessons)} lessons, {store.totals().steps_done} steps: {ms(store.lessons):.2f} ms")
            print(f"steps(): {ms(lambda: store.steps(next(iter(lessons)))):.3f} ms")
            print(f"totals(): {ms(store.totals):.2f} ms, days(30): {ms(lambda: store.days(30)):.3f} ms")
            print(f"changed(): {ms(store.changed, 100):.4f} ms, verify(): {ms(store.verify, 1) / 1000:.2f} s")
        ours, bare, after = saved(folder, options.answers)
        print(
            f"answer saved: p50 {median(ours):.2f} ms, p99 {quantiles(ours, n=100)[98]:.1f} ms; "
            f"bare insert: p50 {median(bare):.2f} ms, p99 {quantiles(bare, n=100)[98]:.1f} ms; "
            f"ratio of medians {median(ours) / median(bare):.2f}"
        )
        print(f"figures and mirror, after it: p50 {median(after):.2f} ms, p99 {quantiles(after, n=100)[98]:.1f} ms")
        (folder / FILE).unlink()
        begin = time.perf_counter()
        store = open_store(folder)
        print(f"database made anew from the mirror: {time.perf_counter() - begin:.2f} s ({store.notice})")
        store.close()
        print(f"mirror: {sum(p.stat().st_size for p in (folder / MIRROR).iterdir()) / 1e6:.1f} MB, ", end="")
        print(f"database: {(folder / FILE).stat().st_size / 1e6:.1f} MB")
        with closing(memory_store()) as memory:
            print(f"answer in memory: {ms(lambda: memory.append([draft(random.Random(), 5)]), 300):.3f} ms")
            print(f"sqlite {sqlite3.sqlite_version}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
