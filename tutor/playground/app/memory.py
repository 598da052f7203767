"""What the app remembers besides notes: small stores, each bounded, each for any thread."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from dataclasses import dataclass
from math import ceil

MAX_JOBS = 100
MAX_NONCES = 200
MAX_FILES = 20
REQUESTS, WINDOW_SECONDS = 3, 10.0


@dataclass(frozen=True, slots=True)
class Job:
    """Counting the letters of a text, done when `done_at` on the monotonic clock has come."""

    id: int
    text: str
    done_at: float

    @property
    def seconds_left(self) -> int:
        """Rounded up; 0 when it is done."""
        return max(0, ceil(self.done_at - time.monotonic()))


class Jobs:
    """The last `MAX_JOBS`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: OrderedDict[int, Job] = OrderedDict()
        self._last_id = 0

    def add(self, text: str, seconds: float) -> Job:
        with self._lock:
            self._last_id += 1
            job = self._jobs[self._last_id] = Job(self._last_id, text, time.monotonic() + seconds)
            while len(self._jobs) > MAX_JOBS:
                self._jobs.popitem(last=False)
        return job

    def find(self, job_id: int) -> Job | None:
        with self._lock:
            return self._jobs.get(job_id)


class Window:
    """At most `REQUESTS` in any `WINDOW_SECONDS`."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._times: deque[float] = deque()

    def enter(self) -> int:
        """0 for a request that may pass, else the seconds until one may."""
        now = time.monotonic()
        with self._lock:
            while self._times and self._times[0] <= now - WINDOW_SECONDS:
                self._times.popleft()
            if len(self._times) >= REQUESTS:
                return max(1, ceil(self._times[0] + WINDOW_SECONDS - now))
            self._times.append(now)
            return 0


class Maintenance:
    """A time in which the notes are closed."""

    def __init__(self) -> None:
        self._until = 0.0

    def begin(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def end(self) -> None:
        self._until = 0.0

    @property
    def seconds_left(self) -> int:
        """Rounded up; 0 when they are open."""
        return max(0, ceil(self._until - time.monotonic()))


@dataclass(frozen=True, slots=True)
class File:
    type: str
    data: bytes


class Files:
    """What was uploaded, by name, in memory: nothing of it ever touches a disk."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._files: dict[str, File] = {}

    def names(self) -> list[str]:
        with self._lock:
            return list(self._files)

    def find(self, name: str) -> File | None:
        with self._lock:
            return self._files.get(name)

    def put(self, name: str, file: File) -> bool | None:
        """Keep it; True if the name is new, None when there are `MAX_FILES` already."""
        with self._lock:
            is_new = name not in self._files
            if is_new and len(self._files) >= MAX_FILES:
                return None
            self._files[name] = file
            return is_new

    def remove(self, name: str) -> bool:
        """Whether there was one to remove."""
        with self._lock:
            return self._files.pop(name, None) is not None


class Nonces:
    """The last `MAX_NONCES` numbers of Digest challenges, and how often each may still be used."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._left: OrderedDict[str, float] = OrderedDict()

    def add(self, nonce: str, uses: float) -> None:
        with self._lock:
            self._left[nonce] = uses
            while len(self._left) > MAX_NONCES:
                self._left.popitem(last=False)

    def use(self, nonce: str) -> bool:
        """Whether it was given out here and is not worn out."""
        with self._lock:
            left = self._left.get(nonce, 0)
            if left <= 0:
                return False
            self._left[nonce] = left - 1
            return True
