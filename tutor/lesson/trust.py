"""Which courses from elsewhere the learner lets run code here. The bundled one needs no leave.

A course is known by what its files say: one that changed is asked about again. An author may trust a folder whatever it
holds, since they change it all the time.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path
from typing import NamedTuple

FILE = "trust.json"
ANY = "*"
"""In place of a hash: the folder is trusted whatever it holds."""


class Trusted(NamedTuple):
    """A course that is trusted: its folder, the hash of its files or ANY, and when that was said (Unix seconds)."""

    folder: str
    hash: str
    at: int


def is_bundled(lessons: Path) -> bool:
    """Whether a folder is the course that comes with the program."""
    from tutor.course.where import find_lessons_dir

    return lessons.resolve() == find_lessons_dir().resolve()


def hash_of(lessons: Path) -> str:
    """The hash of a course: SHA-256 over the names and bytes of its YAML files. Reads all of them."""
    total = hashlib.sha256()
    for path in sorted(lessons.rglob("*.yaml")):
        data = path.read_bytes()
        total.update(f"{path.relative_to(lessons).as_posix()}\0{len(data)}\0".encode())
        total.update(data)
    return total.hexdigest()


class Trust:
    """What is trusted, kept in a file.

    Args:
        data: the folder of the learner's data.
    """

    def __init__(self, data: Path) -> None:
        self._file = data / FILE

    def all(self) -> list[Trusted]:
        """Every course that is trusted. A file that cannot be read trusts nothing."""
        try:
            entries = json.loads(self._file.read_text(encoding="utf-8"))
            return [Trusted(str(e["folder"]), str(e["hash"]), int(e["at"])) for e in entries]
        except (OSError, ValueError, TypeError, KeyError):
            return []

    def holds(self, lessons: Path) -> bool:
        """Whether code of a course may run."""
        if is_bundled(lessons):
            return True
        folder = str(lessons.resolve())
        entries = self.all()
        if any(entry.hash == ANY and entry.folder == folder for entry in entries):
            return True
        return bool(entries) and hash_of(lessons) in {entry.hash for entry in entries}

    def add(self, lessons: Path, *, always: bool = False) -> None:
        """Trust a course as it is now, or its folder for good.

        Raises:
            OSError: that cannot be written down.
        """
        folder = str(lessons.resolve())
        entry = Trusted(folder, ANY if always else hash_of(lessons), int(time.time()))
        self._write([*(e for e in self.all() if e.folder != folder), entry])

    def remove(self, lessons: Path) -> bool:
        """Trust a course no more; whether it was trusted.

        Raises:
            OSError: that cannot be written down.
        """
        folder, before = str(lessons.resolve()), self.all()
        after = [entry for entry in before if entry.folder != folder]
        if len(after) < len(before):
            self._write(after)
        return len(after) < len(before)

    def _write(self, entries: list[Trusted]) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        beside = self._file.with_name(f".{FILE}.new")
        beside.write_text(json.dumps([entry._asdict() for entry in entries], indent=1) + "\n", encoding="utf-8")
        os.replace(beside, self._file)
