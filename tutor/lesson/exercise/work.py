"""The learner's files of an exercise, one on disk for each: written by the editor of the program or by any other."""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from tutor.course.types import Code, Lesson
from tutor.words import _

FOLDER = "work"
"""The folder in that of the progress."""


class WorkError(Exception):
    """A file cannot be read or written; the text says which and why."""


class Work:
    """The folder of one exercise.

    Args:
        data: where progress is.
        lesson: that the step is of.
    """

    def __init__(self, data: Path, lesson: Lesson, step: Code) -> None:
        self.folder = data / FOLDER / lesson.id / step.id
        self.exercise = step.exercise
        before = lesson.step(step.exercise.continues) if step.exercise.continues else None
        self._before = Work(data, lesson, before) if isinstance(before, Code) else None

    @property
    def starter(self) -> dict[str, str]:
        """What the learner starts from: what they made in the step before, where this one continues it.

        Raises:
            WorkError: a file of that step cannot be read.
        """
        files = {name: str(text) for name, text in self.exercise.files.items()}
        if self._before is None or not self._before.begun:
            return files
        ours, theirs = self._before.exercise.solved, self._before.read()
        return {name: theirs.get(name, text) if ours.get(name) == text else text for name, text in files.items()}

    @property
    def begun(self) -> bool:
        """Whether there are files of the learner's."""
        return any((self.folder / name).exists() for name in self.exercise.files)

    def lay_out(self) -> None:
        """Put the starter where nothing is yet, and what is given to read beside it.

        Raises:
            WorkError: a file cannot be written.
        """
        for name, text in self.starter.items():
            if not (self.folder / name).exists():
                self.write(name, text)
        for name, text in self.exercise.given.items():
            self.write(name, text)

    def read(self) -> dict[str, str]:
        """The learner's files as they are on disk; where one is missing, its starter.

        Raises:
            WorkError: a file cannot be read.
        """
        return {name: self._read(name, starter) for name, starter in self.starter.items()}

    def _read(self, name: str, starter: str) -> str:
        path = self.folder / name
        try:
            return path.read_bytes().decode("utf-8").replace("\r\n", "\n")
        except FileNotFoundError:
            return str(starter)
        except UnicodeDecodeError as error:
            what = _("{file} is not UTF-8 (byte {n}). Save it as UTF-8 in your editor; nothing was changed.")
            raise WorkError(what.format(file=path, n=error.start + 1)) from error
        except OSError as error:
            raise WorkError(_("{file} cannot be read: {why}.").format(file=path, why=error.strerror)) from error

    def write(self, name: str, text: str) -> None:
        """Put a file there, as a whole or not at all.

        Raises:
            WorkError: it cannot be written.
        """
        path = self.folder / name
        beside = path.with_name(f".{path.name}.new")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            beside.write_bytes(text.encode("utf-8", "replace"))
            os.replace(beside, path)
        except OSError as error:
            raise WorkError(_("{file} cannot be written: {why}.").format(file=path, why=error.strerror)) from error

    def stamp(self) -> tuple[tuple[str, int, int], ...]:
        """Time and size of each file, to tell whether one was saved; files that are away are left out."""
        found = []
        for name in self.exercise.files:
            try:
                status = (self.folder / name).stat()
            except OSError:
                continue
            found.append((name, status.st_mtime_ns, status.st_size))
        return tuple(found)

    def put(self, files: Mapping[str, str]) -> None:
        """Write several files.

        Raises:
            WorkError: one cannot be written.
        """
        for name, text in files.items():
            self.write(name, text)

    def remove(self) -> None:
        """Take the folder away, with all in it."""
        shutil.rmtree(self.folder, ignore_errors=True)
