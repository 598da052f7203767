"""Workers kept warm for the next run.

A pool belongs to one program. Runs are made from any thread, one worker each.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import tempfile
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

from tutor.workshop.jobs import Job, Outcome
from tutor.workshop.process import PREFIX, START, StartError, Visit, Worker

SECONDS = 5.0
"""That a run may take, waiting included."""


class Pool:
    """Keeps workers ready; each run takes one, and another is started in its place.

    Args:
        spares: workers that wait; with none, each is started when a run asks for it.
        seconds: that a run may take at most.
        kinds: that the workers are warm for; others work too, slower.
    """

    def __init__(self, spares: int = 2, seconds: float = SECONDS, kinds: Sequence[str] = ()) -> None:
        self._spares = spares
        self._seconds = seconds
        self._kinds = tuple(kinds)
        self._idle: queue.SimpleQueue[Worker | StartError] = queue.SimpleQueue()
        self._wanted: queue.SimpleQueue[bool] = queue.SimpleQueue()
        for _ in range(spares):
            self._wanted.put(True)
        # One thread starts all that wait: Linux ends a worker when the thread that started it ends.
        self._spawner = threading.Thread(target=self._spawn, name="workshop-spawner", daemon=True)
        self._spawner.start()

    @property
    def starting(self) -> bool:
        """Whether a run would have to wait for a worker."""
        return self._idle.empty()

    def run(self, job: Job, seconds: float | None = None, visit: Visit | None = None) -> Outcome:
        """Run a job in a worker of its own; `visit` as in `Worker.run`. Blocks.

        Raises:
            StartError: no worker could be started.
        """
        with self._taken() as worker:
            return worker.run(job, self._seconds if seconds is None else seconds, visit)

    def run_all(self, jobs: Sequence[tuple[Job, float]]) -> list[Outcome]:
        """Run jobs in one worker, as `Worker.run_all` does. Blocks.

        Raises:
            StartError: no worker could be started.
        """
        with self._taken() as worker:
            return worker.run_all(jobs)

    @contextlib.contextmanager
    def _taken(self) -> Iterator[Worker]:
        """A worker for one run: one that waits, in whose place another is started, or a new one."""
        worker = self._take() if self._spares else Worker(self._seconds, self._kinds)
        try:
            yield worker
        finally:
            if self._spares:
                self._wanted.put(True)
            threading.Thread(target=worker.close, daemon=True, name="workshop-close").start()

    def _take(self) -> Worker:
        while True:
            try:
                found = self._idle.get(timeout=START)
            except queue.Empty:
                raise StartError(f"none was ready after {START:.0f} seconds") from None
            if isinstance(found, StartError):
                self._wanted.put(True)
                raise found
            if found.alive:
                return found
            found.close()
            self._wanted.put(True)

    def _spawn(self) -> None:
        sweep()
        while self._wanted.get():
            try:
                self._idle.put(Worker(self._seconds, self._kinds))
            except StartError as error:
                self._idle.put(error)

    def close(self) -> None:
        """End all workers that wait. Idempotent."""
        self._wanted.put(False)
        self._spawner.join(START)
        while not self._idle.empty():
            worker = self._idle.get()
            if isinstance(worker, Worker):
                worker.close()


def sweep() -> None:
    """Remove the folders of workers whose program ended without doing so."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        owner = folder.name.removeprefix(PREFIX).partition("-")[0]
        if owner.isdecimal() and not _runs(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: int) -> bool:
    if os.name != "posix":
        return True  # there a signal would end it
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True
