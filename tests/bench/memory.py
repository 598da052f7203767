"""What memory takes on a log of a million events: opening, what is due, the figures, home; rebuilding and importing.

    python -m tests.bench.memory [--events 1000000] [--rebuild 100000]

The log is generated: three years of reviews of 1,500 items, with later tries, reveals and visits between.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from statistics import median

from tutor.progress import caches, schema
from tutor.progress.due import Known
from tutor.progress.events import Draft, Event, seal
from tutor.progress.mend import import_lines
from tutor.progress.mirror import line_of
from tutor.progress.open import FILE, open_store

START = 1_700_000_000_000
DAY = 86_400_000


def known(items: int) -> dict[str, Known]:
    names = (f"module-{n % 12}.lesson-{n % 60}#step-{n}" for n in range(items))
    return {name: Known(name, "choice", 1, name.partition("#")[0], name.partition(".")[0]) for name in names}


def story(count: int, items: list[str], device: str, days: int = 1100) -> Iterator[Event]:
    """Events in the order of their numbers."""
    dice, seq = random.Random(4), 0
    while seq < count:
        day = seq * days // count
        visit, item = dice.randbytes(6).hex(), items[dice.randrange(len(items))]
        kinds = ["visit", "answer"] if dice.random() < 0.8 else ["visit", "answer", "answer"]
        for n, kind in enumerate(kinds):
            seq += 1
            data = {
                "visit": visit, "right": n == len(kinds) - 2, "tries": max(1, n), "hints": 0, "unsure": False,
                "ms": 5000 * (n + 1),
            }  # fmt: skip
            at = START + day * DAY + (seq * 1500) % (DAY // 2)
            yield seal(Draft(kind, item, data), device=device, seq=seq, at=at, offset=0)


def fill(folder: Path, count: int, items: list[str]) -> tuple[float, float]:
    """A log of so many events; seconds that it took to derive everything, by the wall and of CPU."""
    with closing(open_store(folder)) as store:
        device = store.device
    with closing(schema.connect(folder / FILE)) as db:
        db.execute("PRAGMA synchronous=OFF")
        with schema.transaction(db):
            caches.bring(db, story(count, items, device))
        begin, cpu = time.perf_counter(), time.process_time()
        with schema.transaction(db):
            caches.rebuild(db)
        return time.perf_counter() - begin, time.process_time() - cpu


def ms(act: Callable[[], object], rounds: int = 11) -> str:
    """Medians of wall and CPU time: on a busy machine the first tells of its other work."""
    wall, cpu = [], []
    for _ in range(rounds):
        begin, busy = time.perf_counter(), time.process_time()
        act()
        wall.append(1000 * (time.perf_counter() - begin))
        cpu.append(1000 * (time.process_time() - busy))
    return f"{median(wall):.2f} ms ({median(cpu):.2f} ms of CPU)"


def main() -> int:
    parser = argparse.ArgumentParser(description="What memory takes on a large log.")
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--rebuild", type=int, default=100_000)
    parser.add_argument("--items", type=int, default=1500)
    options = parser.parse_args()
    items = known(options.items)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        wall, cpu = fill(folder / "small", options.rebuild, list(items))
        print(f"rebuilding the caches of {options.rebuild} events: {wall:.2f} s ({cpu:.2f} s of CPU)")
        with closing(open_store(folder / "small")) as store:
            lines = folder / "lines.jsonl"
            lines.write_bytes(b"".join(map(line_of, store.events())))
        with closing(open_store(folder / "other")) as other:
            begin, cpu = time.perf_counter(), time.process_time()
            brought = import_lines(other, lines).brought
            taken = time.perf_counter() - begin
            print(f"importing {brought} lines: {taken:.2f} s ({time.process_time() - cpu:.2f} s of CPU)")
        wall, cpu = fill(folder / "large", options.events, list(items))
        open_store(folder / "large").close()  # fills the mirror
        print(f"with {options.events} events (derived in {wall:.1f} s, {cpu:.1f} s of CPU):")
        print(f"  open: {ms(lambda: open_store(folder / 'large').close())}")
        end = START + 1100 * DAY
        with closing(open_store(folder / "large", clock=lambda: (end, 0))) as store:
            last = store.last_visit()
            assert last is not None
            print(f"  due queue: {ms(lambda: store.due(items))} for {len(store.due(items))} due")
            print(f"  figures of the progress screen: {ms(lambda: store.figures(items))}")
            print(f"  lessons(): {ms(store.lessons)}, days(30): {ms(lambda: store.days(30))}")
            print(f"  marks(): {ms(store.marks)}, right_steps(): {ms(store.right_steps)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
