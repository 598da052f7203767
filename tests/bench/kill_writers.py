"""Two writers on one log, killed at random moments: every answer that was acknowledged has to be there.

    python -m tests.bench.kill_writers [--rounds 100] [--seed N]

After each round the log is opened again. Every acknowledged answer must be in it and in the mirror, numbers must have
no gap, every checksum must hold, and what is derived must equal what the log gives anew. Exit status 1 on any loss.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from tests.progress.tables import derived
from tutor.progress.events import Draft
from tutor.progress.mirror import events_in
from tutor.progress.open import MIRROR, open_store

ROOT = Path(__file__).parents[2]
ROUNDS_OF_A_LOG = 20  # then a new one: each round reads all of it


def write(folder: Path, name: str) -> None:
    """Answer without end, as a lesson does; each answer is acknowledged once `log` has returned."""
    dice = random.Random(name)
    with closing(open_store(folder)) as store:
        if not store.durable:
            sys.exit(store.problem)
        for n in range(1_000_000):
            item = f"lesson-{dice.randrange(3)}.{name}#step-{dice.randrange(8)}"
            visit = f"{name}-{n // 4}"
            drafts = [
                Draft("answer", item, {"visit": visit, "right": dice.random() < 0.6, "tries": n % 4 + 1, "ms": 900})
            ]
            if n % 5 == 0:
                drafts.append(Draft("hint", item, {"visit": visit, "n": 1}))
            events = store.log(drafts)
            print("\n".join(f"acknowledged {event.seq} {event.id.hex()}" for event in events), flush=True)
            if dice.random() < 0.7:
                store.settle()
            time.sleep(dice.uniform(0.0, 0.004))  # without a pause the other one hardly gets the lock


def start(folder: Path, name: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.bench.kill_writers", "--writer", name, "--folder", str(folder)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE)


def one_round(folder: Path, dice: random.Random, number: int) -> dict[int, str]:
    """Numbers and ids that two writers acknowledged before they were killed."""
    writers = [start(folder, f"{name}{number}") for name in "ab"]
    heard: dict[int, str] = {}
    try:
        for writer in writers:  # both are past their start, most often in the middle of an answer
            assert writer.stdout is not None
            if not (line := writer.stdout.readline()):
                raise RuntimeError("a writer ended before its first answer; it says why on stderr")
            _hear(line, heard)
        for writer in dice.sample(writers, 2):
            time.sleep(dice.uniform(0.0, 0.15))
            writer.kill()
    finally:
        for writer in writers:
            writer.kill()
            rest, _err = writer.communicate()
            for line in rest.splitlines(keepends=True):
                _hear(line, heard)
    return heard


def _hear(line: bytes, heard: dict[int, str]) -> None:
    words = line.split()
    if line.endswith(b"\n") and len(words) == 3:  # the kill may have cut the last line
        heard[int(words[1])] = words[2].decode()


def faults(folder: Path, heard: dict[int, str]) -> list[str]:
    """What is wrong with the log after a kill, in words."""
    with closing(open_store(folder)) as store:
        if not store.durable:
            return [f"the log could not be opened: {store.problem}"]
        found = store.verify()
        log = {event.seq: event.id.hex() for event in store.events()}
        found += [f"answer {seq} was acknowledged and is lost" for seq, id in heard.items() if log.get(seq) != id]
        if sorted(log) != list(range(1, len(log) + 1)):
            found.append("the numbers of the log have gaps")
        mirrored = [event.seq for event in events_in(folder / MIRROR)]
        if mirrored != sorted(log):
            found.append(f"the mirror holds {len(mirrored)} of {len(log)} events, or in another order")
        grown = derived(folder)
        store.rebuild()
        if derived(folder) != grown:
            found.append("what is derived differs from what the log gives anew")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=None, help="of the moments at which writers are killed")
    parser.add_argument("--writer", help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.writer:
        write(options.folder, options.writer)
        return 0
    seed = options.seed if options.seed is not None else random.randrange(1 << 32)
    dice, acknowledged, failed = random.Random(seed), 0, 0
    begin = time.perf_counter()
    for first in range(0, options.rounds, ROUNDS_OF_A_LOG):
        heard: dict[int, str] = {}
        with tempfile.TemporaryDirectory() as name:
            for number in range(first, min(first + ROUNDS_OF_A_LOG, options.rounds)):
                heard |= one_round(Path(name), dice, number)
                for fault in faults(Path(name), heard):
                    print(f"round {number}: {fault}", file=sys.stderr)
                    failed += 1
        acknowledged += len(heard)
    print(
        f"kill_writers: {options.rounds} rounds, 2 writers, {acknowledged} answers acknowledged, {failed} faults, "
        f"seed {seed}, {time.perf_counter() - begin:.0f} s"
    )
    return 1 if failed or not acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
