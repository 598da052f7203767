"""What was proved before and rests on nothing that has changed since, so that it need not be run again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

PACKAGES = (".dist-info", ".egg-info")
"""How the folders end that say which version of a package is installed."""
MOST = 5000
"""Proofs that are remembered, the latest ones."""


class Proved:
    """Proofs by a hash of all that they rest on: what was proved, this program, the Python and the packages here.

    Args:
        file: where they are remembered from one run to the next; None remembers nothing.
        anew: forget those of before.
    """

    def __init__(self, file: Path | None = None, *, anew: bool = False) -> None:
        self._file = file
        self._rests_on = _stamp() if file else ""
        self._known = dict.fromkeys(_lines(file)) if file and not anew else {}
        self.spared = 0

    def has(self, *what: object) -> bool:
        """Whether this was proved, by its `repr`; it is then spared."""
        known = self._key(what) in self._known
        self.spared += known
        return known

    def add(self, *what: object) -> None:
        """Remember that nothing was found against this."""
        if self._file:
            key = self._key(what)
            self._known.pop(key, None)  # the latest stand last
            self._known[key] = None

    def save(self) -> None:
        """Write down what is known. Where that is not possible it is proved again the next time."""
        if self._file is None:
            return
        part = self._file.with_suffix(f".{os.getpid()}")
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            part.write_text("\n".join([*self._known][-MOST:]), encoding="ascii")
            part.replace(self._file)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink()

    def _key(self, what: tuple[object, ...]) -> str:
        return hashlib.sha256(f"{self._rests_on}\n{what!r}".encode()).hexdigest()


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="ascii").split()
    except (OSError, UnicodeDecodeError):
        return []


def _stamp() -> str:
    """A hash of this Python, the versions of its packages, and the files of this program by size and time."""
    told = [sys.version, sys.executable, *sorted(_packages()), *sorted(_files(Path(__file__).parents[1]))]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()


def _packages() -> Iterator[str]:
    for folder in sys.path:
        with contextlib.suppress(OSError):
            yield from (name for name in os.listdir(folder or ".") if name.endswith(PACKAGES))


def _files(folder: Path) -> Iterator[str]:
    for path, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name != "__pycache__"]
        for name in names:
            with contextlib.suppress(OSError):  # it went away just now
                state = os.stat(file := os.path.join(path, name))
                yield f"{file} {state.st_size} {state.st_mtime_ns}"
