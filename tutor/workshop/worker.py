"""A worker: one process, one job. Reads the job, runs it confined, reports what it saw, ends. Never judges.

    python -I -B -X utf8 -m tutor.workshop.worker FOLDER SECONDS [KIND…]

It is warm for the kinds that are named: what they need is imported and was used once.

Standard input brings the job, standard output takes the frames; learner code has neither: its input is empty, and what
it prints goes to standard error, which the parent reads apart.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import importlib.machinery
import io
import json
import linecache
import os
import shutil
import struct
import sys
import types
from collections.abc import Mapping
from typing import Any

from tutor.workshop.confine import confine
from tutor.workshop.kinds import kind
from tutor.workshop.trouble import Teller
from tutor.workshop.values import TEXT

_OURS = dict(sys.modules)
"""Modules that were there before anything of a learner's was imported."""


class Parent:
    """The pipe to the parent, hidden from learner code behind an empty input and an output of its own."""

    def __init__(self) -> None:
        self._jobs, self._frames = os.dup(0), os.dup(1)
        empty = os.open(os.devnull, os.O_RDONLY)
        os.dup2(empty, 0)
        os.close(empty)
        os.dup2(2, 1)

    def tell(self, event: str, **data: object) -> None:
        """Send a frame."""
        body = json.dumps({"event": event, **data}, default=repr).encode("utf-8", "replace")
        frame = struct.pack(">I", len(body)) + body
        while frame:
            frame = frame[os.write(self._frames, frame) :]

    def jobs(self) -> list[dict[str, Any]]:
        """Wait for what is to be done. Ends the process when the parent is gone or needs nothing."""
        (size,) = struct.unpack(">I", self._exactly(4))
        told: dict[str, Any] = json.loads(self._exactly(size))
        os.close(self._jobs)
        jobs: list[dict[str, Any]] = told["jobs"]
        return jobs

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = os.read(self._jobs, size - len(data))
            if not piece:
                os._exit(0)
            data += piece
        return data


def _text_to(fd: int) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.FileIO(fd, "w", closefd=False), "utf-8", "replace", line_buffering=True)


class Printed(io.TextIOBase):
    """`sys.stdout` of the learner: goes out at once, and is kept for the call that printed it."""

    def __init__(self) -> None:
        self._out = _text_to(1)
        self._kept: list[str] = []
        self._room = TEXT

    @property
    def buffer(self) -> Any:
        return self._out.buffer

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1

    def write(self, text: str) -> int:
        self._out.write(text)
        if self._room > 0:
            self._kept.append(text[: self._room])
            self._room -= len(text)
        return len(text)

    def flush(self) -> None:
        self._out.flush()

    def take(self) -> str:
        """What was printed since the last time."""
        kept, self._kept, self._room = "".join(self._kept), [], TEXT
        return kept


class Run:
    """One job in its folder: what a kind may use of it (`kinds.Bench`), and its course."""

    def __init__(
        self, parent: Parent, folder: str, job: Mapping[str, Any], printed: Printed, door: Any = None
    ) -> None:
        self.door = door
        self._parent, self._printed, self._job = parent, printed, job
        self.root = folder + os.sep
        self.files: dict[str, str] = job["files"]
        self.entry: str = job["entry"]
        self.kept: dict[str, bytes] = {}
        self._teller = Teller(folder, self.files)

    def write(self) -> None:
        """Put the learner's files into the folder, and take all else out of it, such as a database of a run before."""
        for name in os.listdir(self.root):
            path = os.path.join(self.root, name)
            if os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path, ignore_errors=True)
            else:
                os.remove(path)
        self.put(self.files)

    def put(self, files: Mapping[str, str]) -> None:
        """Write files into the folder."""
        for name, text in files.items():
            path = os.path.normpath(os.path.join(self.root, name))
            if not path.startswith(self.root):
                raise ValueError(f"{name} leads out of the folder")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            linecache.cache[path] = (len(text), None, text.splitlines(True), path)

    def run(self) -> None:
        """Do what each probe says; without any, run the entry file."""
        probes = self._job.get("probes") or [{"id": "", "acts": []}]
        chosen = kind(self._job["kind"])
        for n, probe in enumerate(probes):
            if n:
                self.write()
            self._parent.tell("seen", probe=probe["id"], seen=chosen.run(self, probe))

    def load(self) -> types.ModuleType:
        """Run the entry file anew, without what its modules hold from before."""
        self.forget()
        entry = self.entry
        module = types.ModuleType(os.path.splitext(os.path.basename(entry))[0])
        module.__file__ = path = os.path.join(self.root, entry)
        module.__spec__ = spec = importlib.machinery.ModuleSpec(module.__name__, None, origin=path)
        sys.modules[module.__name__] = module
        spec._initializing = True  # type: ignore[attr-defined]  # an import in a circle is then told as one
        try:
            exec(compile(self.files[entry], path, "exec", dont_inherit=True), vars(module))
        finally:
            spec._initializing = False  # type: ignore[attr-defined]
        return module

    def forget(self) -> None:
        """Forget the modules that were imported from the folder."""
        for name, module in list(sys.modules.items()):
            if _OURS.get(name) is not module and self._is_learners(module):
                del sys.modules[name]
        importlib.invalidate_caches()

    def _is_learners(self, module: Any) -> bool:
        return str(getattr(module, "__file__", "") or "").startswith(self.root)

    def trouble(self, error: BaseException) -> dict[str, Any]:
        return self._teller.tell(error)

    def place(self) -> dict[str, Any] | None:
        return self._teller.place(sys._getframe(1))

    def tell(self, event: str, **data: object) -> None:
        self._parent.tell(event, **data)

    def printed(self) -> str:
        return self._printed.take()


def _door(fd: int) -> Any:
    """What listens for an app that is visited."""
    from tutor.workshop.kinds.flask_live import Door

    return Door(fd)


def main() -> None:
    folder, seconds = os.path.realpath(sys.argv[1]), float(sys.argv[2])
    parent = Parent()
    os.chdir(folder)
    doors = [argument.removeprefix("fd:") for argument in sys.argv[3:] if argument.startswith("fd:")]
    for name in sys.argv[3:]:
        if not name.startswith("fd:"):
            kind(name).warm()
    door = _door(int(doors[0])) if doors else None
    _OURS.update(sys.modules)
    gc.freeze()  # what is imported by now stays, so it need not be looked through again and again
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    readable = {sys.prefix, sys.base_prefix, ours, *(path for path in sys.path if path and os.path.isdir(path))}
    parent.tell("ready", enforced=confine(folder, sorted(readable), seconds))
    jobs = parent.jobs()
    printed = sys.stdout = Printed()
    sys.stderr = _text_to(2)
    sys.path.insert(0, folder)
    faulthandler.enable(file=2)  # says where even a crash of the interpreter was
    for job in jobs:
        _do(Run(parent, folder, job, printed, door), parent, job, printed)
    os._exit(0)  # without what the learner left to be done at the end


def _do(run: Run, parent: Parent, job: Mapping[str, Any], printed: Printed) -> None:
    """Do one job, and tell how it ended."""
    faulthandler.dump_traceback_later(job["seconds"] * 0.9, file=2)  # says where an endless loop is
    ended: dict[str, object] = {"ended": "done"}
    try:
        run.write()
        run.run()
    except SystemExit as error:
        ended = {"ended": "exit", "trouble": run.trouble(error)}
    except BaseException as error:
        ended = {"ended": "error", "trouble": run.trouble(error)}
    faulthandler.cancel_dump_traceback_later()
    parent.tell("end", nonce=job["nonce"], printed=printed.take(), **ended)


if __name__ == "__main__":
    main()
