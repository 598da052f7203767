"""A worker: one process, one job. Reads the job, runs it confined, reports what it saw, ends. Never judges.

    python -I -B -X utf8 -m tutor.workshop.worker FOLDER SECONDS

Standard input brings the job, standard output takes the frames; learner code has neither: its input is empty, and what
it prints goes to standard error, which the parent reads apart.
"""

from __future__ import annotations

import difflib
import faulthandler
import io
import itertools
import json
import linecache
import os
import struct
import sys
import traceback
import types
from collections.abc import Mapping
from typing import Any

from tutor.workshop.confine import confine

TEXT, ITEMS, DEEP, SPOTS = 64 << 10, 200, 6, 50
"""How much of a text, a collection, nested values and a traceback is reported."""


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

    def job(self) -> dict[str, Any]:
        """Wait for the job. Ends the process when the parent is gone or needs none."""
        (size,) = struct.unpack(">I", self._exactly(4))
        job: dict[str, Any] = json.loads(self._exactly(size))
        os.close(self._jobs)
        return job

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
    """One job in its folder."""

    def __init__(self, parent: Parent, folder: str, job: Mapping[str, Any], printed: Printed) -> None:
        self._parent, self._printed = parent, printed
        self._root = folder + os.sep
        self._files: dict[str, str] = job["files"]
        self._job = job

    def write(self) -> None:
        """Put the learner's files into the folder."""
        for name, text in self._files.items():
            path = os.path.normpath(os.path.join(self._root, name))
            if not path.startswith(self._root):
                raise ValueError(f"{name} leads out of the folder")
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            linecache.cache[path] = (len(text), None, text.splitlines(True), path)

    def run(self) -> None:
        """Run the entry file, then make the calls."""
        module = types.ModuleType(os.path.splitext(os.path.basename(self._job["entry"]))[0])
        module.__file__ = path = os.path.join(self._root, self._job["entry"])
        sys.modules[module.__name__] = module
        exec(compile(self._files[self._job["entry"]], path, "exec"), vars(module))
        self._parent.tell("loaded", printed=self._printed.take())
        for call in self._job.get("calls", ()):
            self._parent.tell("returned", **self._call(vars(module), call))

    def _call(self, names: Mapping[str, Any], call: Mapping[str, Any]) -> dict[str, object]:
        """What a call gave. exit() ends the run, all else is reported."""
        try:
            value = plain(names[call["call"]](*call.get("args", ())))
        except SystemExit:
            raise
        except BaseException as error:
            return {"trouble": self.trouble(error), "printed": self._printed.take()}
        return {"value": value, "printed": self._printed.take()}

    def trouble(self, error: BaseException, depth: int = 0) -> dict[str, Any]:
        """An exception as data."""
        told: dict[str, Any] = {"type": type(error).__name__, "message": _said(error), "spots": self._spots(error)}
        if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(self._root):
            told |= {"message": error.msg or "", "spots": [_syntax(error, self._root)]}
        if isinstance(error, (NameError, AttributeError, ImportError)) and (hint := _suggestion(error)):
            told["hint"] = hint
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is not None and depth < 3:
            told["cause"] = self.trouble(cause, depth + 1)
        return told

    def _spots(self, error: BaseException) -> list[dict[str, Any]]:
        spots: list[dict[str, Any]] = []
        frame = error.__traceback__
        while frame is not None:
            path = frame.tb_frame.f_code.co_filename
            name = path[len(self._root) :]
            if path.startswith(self._root) and name in self._files:
                spots.append(_spot(name, self._files[name], frame))
            frame = frame.tb_next
        return spots[-SPOTS:]


def _spot(name: str, source: str, frame: types.TracebackType) -> dict[str, Any]:
    code, number = frame.tb_frame.f_code, frame.tb_lineno
    lines = source.splitlines()
    text = lines[number - 1] if 0 < number <= len(lines) else ""
    first, last, column, end = next(
        itertools.islice(code.co_positions(), frame.tb_lasti // 2, None), (None, None, None, None)
    )
    return {
        "file": name, "line": number, "function": code.co_name, "text": text,
        "column": _characters(text, column) if first == number else None,
        "end": _characters(text, end) if last == number else None,
    }  # fmt: skip


def _characters(text: str, count: int | None) -> int | None:
    """A column in characters; Python counts bytes."""
    return None if count is None else len(text.encode()[:count].decode("utf-8", "replace"))


def _syntax(error: SyntaxError, root: str) -> dict[str, Any]:
    one_line = error.end_lineno == error.lineno and (error.end_offset or 0) > 0
    return {
        "file": (error.filename or "")[len(root) :], "line": error.lineno or 1, "function": "",
        "text": (error.text or "").rstrip("\n"), "column": max(0, (error.offset or 1) - 1),
        "end": (error.end_offset or 1) - 1 if one_line else None,
    }  # fmt: skip


def _said(error: BaseException) -> str:
    try:
        return str(error)[:2000]
    except BaseException:
        return ""


def _suggestion(error: NameError | AttributeError | ImportError) -> str:
    """Python's own "Did you mean", which before 3.12 only its last words at a crash have."""
    last = list(traceback.TracebackException.from_exception(error).format_exception_only())[-1]
    at = last.find("Did you mean")
    if at >= 0 or sys.version_info >= (3, 12):
        return last[at:].strip() if at >= 0 else ""
    near = difflib.get_close_matches(str(error.name), _names_near(error), 1) if error.name else []
    return f"Did you mean: {near[0]!r}?" if near else ""


def _names_near(error: BaseException) -> list[str]:
    """The names that could have been meant where an exception was raised."""
    try:
        if isinstance(error, AttributeError):
            return dir(error.obj)
    except BaseException:
        return []
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    scope = frame.tb_frame if frame else None
    return [*scope.f_locals, *scope.f_globals, *scope.f_builtins] if scope else []


def plain(value: Any, depth: int = 0) -> Any:
    """A value as JSON can hold it, bounded; what is neither number, text nor collection becomes its type and repr."""
    if value is None or isinstance(value, (bool, float)) or (isinstance(value, int) and abs(value) < 1 << 63):
        return value
    if isinstance(value, str):
        return value[:TEXT]
    if depth < DEEP and isinstance(value, dict):
        return {str(key)[:200]: plain(item, depth + 1) for key, item in itertools.islice(value.items(), ITEMS)}
    if depth < DEEP and isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item, depth + 1) for item in itertools.islice(value, ITEMS)]
    try:
        return {"type": type(value).__name__, "repr": repr(value)[:500]}
    except BaseException:
        return {"type": type(value).__name__, "repr": ""}


def main() -> None:
    folder, seconds = os.path.realpath(sys.argv[1]), float(sys.argv[2])
    parent = Parent()
    os.chdir(folder)
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    readable = {sys.prefix, sys.base_prefix, ours, *(path for path in sys.path if path and os.path.isdir(path))}
    parent.tell("ready", enforced=confine(folder, sorted(readable), seconds))
    job = parent.job()
    printed = sys.stdout = Printed()
    sys.stderr = _text_to(2)
    sys.path.insert(0, folder)
    faulthandler.enable(file=2)  # says where even a crash of the interpreter was
    faulthandler.dump_traceback_later(job["seconds"] * 0.9, file=2)  # and an endless loop
    run = Run(parent, folder, job, printed)
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
    os._exit(0)  # without what the learner left to be done at the end


if __name__ == "__main__":
    main()
