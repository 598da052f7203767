"""A worker's process as its parent has it, and what it is held to: time, output, results, memory and files.

Nothing of the learner's is evaluated here.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO, Any

import msgspec

from tutor.decoding import convert
from tutor.workshop.confine import MEMORY
from tutor.workshop.jobs import FRAME, JOB, Ended, Job, Outcome, Seen, Spot, Trouble

OUTPUT = 256 << 10
"""Bytes of output that are kept; a run with eight times as many is stopped."""
DISK, ENTRIES = 16 << 20, 2000
"""Bytes and entries that the folder of a run may have."""
LOOK = 0.05
"""Seconds between two looks at the folder."""
LOOK_AT_MEMORY = 0.3
"""Seconds between two looks at its memory, each of which starts a program."""
START = 30.0
"""Seconds that a worker may take to be ready."""
PREFIX = "tutor-work-"
DOOR = "fd:"
"""How an argument begins that is the number of a socket to listen on."""
Visit = Callable[[tuple[str, int]], None]
DUMP = "Timeout ("
"""How what Python says of a run that takes too long begins."""


class StartError(Exception):
    """No worker could be started; the text says why."""


class Worker:
    """A process that waits for its one job, in a folder of its own.

    Raises:
        StartError: it could not be started.
    """

    def __init__(self, seconds: float, kinds: Sequence[str] = ()) -> None:
        self._kinds = kinds
        self._folder = os.path.realpath(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
        self._seconds = seconds
        self._visit_over = secrets.token_hex(8)  # the event of a frame that only this process can make
        self._frames: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._output = bytearray()
        self._printed = 0
        self._over: Ended | None = None
        self._looked = 0.0
        self._code: int | None = None
        # It may not open sockets itself, so that of an app which is to be visited is opened here.
        self._door = socket.create_server(("127.0.0.1", 0)) if os.name == "posix" and "flask" in kinds else None
        self.address: tuple[str, int] | None = self._door.getsockname() if self._door else None
        try:
            self._process = self._start()
        except OSError as error:
            shutil.rmtree(self._folder, ignore_errors=True)
            if self._door:
                self._door.close()
            raise StartError(str(error)) from error
        self._readers = [
            threading.Thread(target=read, args=(pipe,), daemon=True, name="workshop")
            for read, pipe in ((self._read_frames, self._process.stdout), (self._read_output, self._process.stderr))
        ]
        for reader in self._readers:
            reader.start()
        ready = self._next(START)
        if ready is None or ready.get("event") != "ready":
            code = self._end()
            for reader in self._readers:
                reader.join(1.0)  # what it said last may not be read yet
            self.close()
            raise StartError(self._text().strip() or f"it ended with {code} before it was ready")
        self.enforced: dict[str, bool] = ready["enforced"]

    def _start(self) -> subprocess.Popen[bytes]:
        kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
        environ = {**kept, "HOME": self._folder, "TMPDIR": self._folder, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
        command = [sys.executable, "-I", "-B", "-X", "utf8", "-m", "tutor.workshop.worker"]
        door = [self._door.fileno()] if self._door else []
        process = subprocess.Popen(
            [*command, self._folder, str(self._seconds), *self._kinds, *(f"{DOOR}{fd}" for fd in door)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, pass_fds=door,
            cwd=self._folder, env=environ, bufsize=0, start_new_session=True,
        )  # fmt: skip
        if self._door:
            self._door.close()  # the process has it
        return process

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def run_all(self, jobs: Sequence[tuple[Job, float]]) -> list[Outcome]:
        """Run jobs one after the other in this one process, each so many seconds at most, and end it. Blocks.

        Only for code that is trusted not to reach for the next: the outcomes end with the first that has not ended by
        itself, which may not be its own fault.
        """
        nonce = secrets.token_hex(8)
        told = [{**msgspec.to_builtins(job), "nonce": nonce, "seconds": seconds} for job, seconds in jobs]
        self._give({"jobs": told})
        outcomes: list[Outcome] = []
        for job, seconds in jobs:
            begun = time.perf_counter()
            frames, ended = self._collect(begun + min(seconds, self._seconds), nonce, None)
            outcomes.append(self._outcome(frames, ended, time.perf_counter() - begun, 0, job))
            if not frames or frames[-1].get("event") != "end":
                break
        self._end()
        return outcomes

    def _give(self, what: object) -> None:
        """Send what is to be done; there is nothing more after it."""
        body = json.dumps(what).encode()
        assert self._process.stdin
        with contextlib.suppress(OSError):  # it is dead, which is seen below
            self._process.stdin.write(struct.pack(">I", len(body)) + body)
            self._process.stdin.close()

    def run(self, job: Job, seconds: float, visit: Visit | None = None) -> Outcome:
        """Run the job, at most so long, and end the process. Blocks.

        Args:
            visit: called, in a thread, with the address of an app as soon as it listens; the run ends when it returns.
        """
        nonce = secrets.token_hex(8)
        seconds = min(seconds, self._seconds)
        begun = time.perf_counter()
        self._give({"jobs": [{**msgspec.to_builtins(job), "nonce": nonce, "seconds": seconds}]})
        frames, ended = self._collect(begun + seconds, nonce, visit)
        took = time.perf_counter() - begun
        code = self._end()
        for reader in self._readers:
            reader.join(1.0)
        return self._outcome(frames, ended, took, code, job)

    def _collect(self, until: float, nonce: str, visit: Visit | None) -> tuple[list[dict[str, Any]], Ended]:
        """Frames as they come, until the run is over or has to be stopped."""
        frames: list[dict[str, Any]] = []
        while self._over is None:
            left = until - time.perf_counter()
            if left <= 0:
                return frames, "timeout"
            if _is_full(self._folder):
                return frames, "disk"
            if self._takes_too_much():
                return frames, "memory"
            try:
                frame = self._frames.get(timeout=min(left, LOOK))
            except queue.Empty:
                continue
            if frame is None:
                return frames, self._over or "died"
            frames.append(frame)
            if frame.get("event") == "listening" and visit and self.address:
                threading.Thread(target=self._visited, args=(visit, self.address), daemon=True).start()
            if frame.get("event") == self._visit_over:
                return frames, "done"
            if frame.get("event") == "end" and frame.get("nonce") == nonce:
                return frames, frame.get("ended", "done")
        return frames, self._over

    def _takes_too_much(self) -> bool:
        """Whether it holds more memory than it may; looked at where the system does not hold it to that."""
        now = time.perf_counter()
        if self.enforced.get("memory") or os.name != "posix" or now - self._looked < LOOK_AT_MEMORY:
            return False
        self._looked = now
        return resident(self._process.pid) > MEMORY

    def _visited(self, visit: Visit, address: tuple[str, int]) -> None:
        try:
            visit(address)
        finally:
            self._frames.put({"event": self._visit_over})

    def _outcome(self, frames: list[dict[str, Any]], ended: Ended, seconds: float, code: int, job: Job) -> Outcome:
        output, at = _without_dump(self._text(), self._folder + os.sep, job)
        seen = {str(frame.get("probe")): _seen(frame) for frame in frames if frame.get("event") == "seen"}
        last = frames[-1] if frames else {}
        trouble = _as(Trouble, last["trouble"]) if last.get("event") == "end" and "trouble" in last else None
        return Outcome(
            ended=ended, output=output, seen=seen, trouble=trouble,
            at=at if ended in ("timeout", "died") else None, code=code if ended == "died" else None, seconds=seconds,
            enforced=self.enforced,
        )  # fmt: skip

    def close(self) -> None:
        """End the process and remove its folder; its pipes are closed by who reads them. Idempotent."""
        self._end()
        assert self._process.stdin
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self) -> int:
        """Kill the process, once: its number may be that of another afterwards. With what it ended."""
        if self._code is None:
            end_group(self._process)
            self._code = self._process.wait()
        return self._code

    # ── Reading, in threads ──────────────────────────────────────────────────────────────────────
    # Each closes the pipe that it reads: closed by another, its number could be that of the next worker's pipe by the
    # time it is read, and this worker's thread would take what that one says.

    def _next(self, seconds: float) -> dict[str, Any] | None:
        try:
            return self._frames.get(timeout=seconds)
        except queue.Empty:
            return None

    def _read_frames(self, pipe: IO[bytes]) -> None:
        left = JOB
        with contextlib.suppress(OSError, ValueError), pipe:
            while head := _exactly(pipe, 4):
                (size,) = struct.unpack(">I", head)
                left -= size
                if size > FRAME or left < 0:
                    self._over = "results"
                    break
                body = _exactly(pipe, size)
                frame = _decoded(body) if body is not None else None
                if frame is None:
                    self._over = "results"
                    break
                self._frames.put(frame)
        self._frames.put(None)

    def _read_output(self, pipe: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError), pipe:
            while data := pipe.read(1 << 16):
                self._printed += len(data)
                self._output += data[: max(0, OUTPUT - len(self._output))]
                if self._printed > OUTPUT * 8 and self._code is None:
                    self._over = "output"
                    end_group(self._process)

    def _text(self) -> str:
        return bytes(self._output).decode("utf-8", "replace")


# ── Helpers ──────────────────────────────────────────────────────────────────────────────────────


def end_group(process: subprocess.Popen[Any]) -> None:
    """End a process and whatever it may have started: they are one group, if it began a session of its own."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def resident(pid: int) -> int:
    """Bytes of memory that a process holds, as `ps` says; 0 if that does not tell."""
    try:
        said = subprocess.run(["ps", "-o", "rss=", "-p", str(pid)], capture_output=True, timeout=2.0, check=False)
        return int(said.stdout) * 1024
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return 0


def _is_full(folder: str) -> bool:
    """Whether a folder has more in it than a run may write."""
    size = count = 0
    waiting = [folder]
    while waiting:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    count += 1
                    size += entry.stat(follow_symlinks=False).st_size
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    if size > DISK or count > ENTRIES:
                        return True
        except OSError:
            continue  # it went away while we looked
    return False


def _exactly(pipe: IO[bytes], size: int) -> bytes | None:
    data = b""
    while len(data) < size:
        piece = pipe.read(size - len(data))
        if not piece:
            return None
        data += piece
    return data


def _decoded(body: bytes) -> dict[str, Any] | None:
    try:
        frame = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return frame if isinstance(frame, dict) and isinstance(frame.get("event"), str) else None


def _as(kind: Any, data: object) -> Any:
    """Data of a frame as a struct; None where it has another shape, which the learner's code may have sent."""
    try:
        return convert(data, kind)
    except msgspec.ValidationError:
        return None


def _seen(frame: dict[str, Any]) -> list[Seen]:
    """What a frame says was seen; what has another shape is left out."""
    given = frame.get("seen")
    found = [_as(Seen, one) for one in given] if isinstance(given, list) else []
    return [one for one in found if one is not None]


def _without_dump(output: str, root: str, job: Job) -> tuple[str, Spot | None]:
    """The output without what Python said about the time, and the innermost place of the learner's in that."""
    begin = output.rfind(DUMP)
    if begin < 0 or (begin and output[begin - 1] != "\n"):
        return output, None
    for row in output[begin:].splitlines():
        head, _quote, rest = row.partition(f'File "{root}')
        name, _quote, place = rest.partition('", line ')
        number = place.partition(" ")[0]
        if not head.strip() and name in job.files and number.isdecimal():
            lines = job.files[name].splitlines()
            text = lines[int(number) - 1] if 0 < int(number) <= len(lines) else ""
            return output[:begin], Spot(file=name, line=int(number), text=text)
    return output[:begin], None
