"""Exceptions of a learner's code as data: at their places in the learner's files. Used by workers."""

from __future__ import annotations

import difflib
import itertools
import os
import sys
import traceback
import types
from collections.abc import Mapping
from typing import Any

SPOTS = 50
"""How much of a traceback is reported."""


class Teller:
    """Tells exceptions of code in one folder.

    Args:
        folder: of the learner's files.
        files: their texts, by path in it.
    """

    def __init__(self, folder: str, files: Mapping[str, str]) -> None:
        self.root = folder + os.sep
        self.files = files

    def tell(self, error: BaseException, depth: int = 0) -> dict[str, Any]:
        """An exception as data, in the shape of `jobs.Trouble`."""
        told: dict[str, Any] = {"type": type(error).__name__, "message": _said(error), "spots": self._spots(error)}
        if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(self.root):
            told |= {"message": error.msg or "", "spots": [_syntax(error, self.root)]}
        elif (spot := self._in_template(error)) is not None:
            told["spots"] = [spot]
        if isinstance(error, (NameError, AttributeError, ImportError)) and (hint := _suggestion(error)):
            told["hint"] = hint
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if cause is not None and depth < 3:
            told["cause"] = self.tell(cause, depth + 1)
        return told

    def place(self, frame: types.FrameType | None) -> dict[str, Any] | None:
        """The innermost place in the learner's files from a frame outwards."""
        while frame is not None:
            name = self.name_of(frame.f_code.co_filename)
            if name:
                return {"file": name, "line": frame.f_lineno, "text": self.line(name, frame.f_lineno)}
            frame = frame.f_back
        return None

    def name_of(self, path: str) -> str:
        """The path in the folder of one of the learner's files; "" for any other file."""
        name = path[len(self.root) :] if path.startswith(self.root) else ""
        return name if name in self.files else ""

    def line(self, name: str, number: int) -> str:
        lines = self.files[name].splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _spots(self, error: BaseException) -> list[dict[str, Any]]:
        spots: list[dict[str, Any]] = []
        frame = error.__traceback__
        while frame is not None:
            if name := self.name_of(frame.tb_frame.f_code.co_filename):
                spots.append(self._spot(name, frame))
            frame = frame.tb_next
        return spots[-SPOTS:]

    def _spot(self, name: str, frame: types.TracebackType) -> dict[str, Any]:
        code, number = frame.tb_frame.f_code, frame.tb_lineno
        text = self.line(name, number)
        spot: dict[str, Any] = {"file": name, "line": number, "function": code.co_name, "text": text}
        if not name.endswith(".py"):  # a template: its columns are those of the code made from it
            return spot
        nowhere = (None, None, None, None)
        first, last, column, end = next(itertools.islice(code.co_positions(), frame.tb_lasti // 2, None), nowhere)
        spot["column"] = _characters(text, column) if first == number else None
        spot["end"] = _characters(text, end) if last == number else None
        return spot

    def _in_template(self, error: BaseException) -> dict[str, Any] | None:
        """Where a template has an error of syntax, which its exception says and no frame."""
        number, path = getattr(error, "lineno", None), getattr(error, "filename", None)
        if not type(error).__module__.startswith("jinja2") or not isinstance(number, int):
            return None
        name = self.name_of(path or "") or (getattr(error, "name", None) or "")
        if name not in self.files:
            return None
        return {"file": name, "line": number, "text": self.line(name, number)}


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
