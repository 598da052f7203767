"""What a learner last had in a lab, kept for the next sitting: one file for each lab, a draft for each example."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

LONGEST = 400_000
"""Characters of a draft that are kept."""


class Example(NamedTuple):
    """Something small and good to begin with. `title` and `about` are for `_()`."""

    id: str
    title: str
    about: str
    files: Mapping[str, str]
    given: str


@dataclass(frozen=True, slots=True)
class Draft:
    """The files of a lab as they are now, and what goes in."""

    files: Mapping[str, str]
    given: str

    @property
    def size(self) -> int:
        return sum(map(len, self.files.values())) + len(self.given)


def starter(example: Example) -> Draft:
    """An example as nobody has touched it."""
    return Draft(dict(example.files), example.given)


class Drafts:
    """The drafts of one lab. A file that cannot be read or written is no error: then each example is at its start.

    Args:
        folder: where the learner's data are; None keeps nothing.
        lab: id of the lab.
    """

    def __init__(self, folder: Path | None, lab: str, examples: Sequence[Example]) -> None:
        self._path = path_of(folder, lab) if folder else None
        self._examples = {example.id: example for example in examples}
        self._writing = threading.Lock()
        self.at, self._drafts = self._read()

    @property
    def example(self) -> Example:
        """The one that is worked on."""
        return self._examples[self.at]

    @property
    def draft(self) -> Draft:
        """What it has become."""
        return self._drafts.get(self.at) or starter(self.example)

    def keep(self, draft: Draft) -> None:
        """Take what the example has become; `write` puts it on disk."""
        self._drafts = {**self._drafts, self.at: draft}  # as a whole, since a thread may be writing the old ones

    def choose(self, id: str) -> Draft:
        """Work on another example; what it had become."""
        self.at = id
        return self.draft

    def write(self) -> None:
        """Put everything on disk, as a whole or not at all. For any thread."""
        if self._path is None:
            return
        with self._writing:
            drafts = {id: {"files": dict(d.files), "given": d.given} for id, d in self._drafts.items()
                      if d.size <= LONGEST}  # fmt: skip
            fresh = self._path.with_suffix(f".{os.getpid()}.new")
            try:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                fresh.write_text(json.dumps({"at": self.at, "drafts": drafts}, ensure_ascii=False), encoding="utf-8")
                os.replace(fresh, self._path)
            except (OSError, UnicodeError):
                return

    def _read(self) -> tuple[str, dict[str, Draft]]:
        first = next(iter(self._examples))
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8")) if self._path else {}
            drafts = {id: _draft(self._examples[id], one) for id, one in kept.get("drafts", {}).items()
                      if id in self._examples}  # fmt: skip
            at = kept.get("at")
        except (OSError, ValueError, TypeError, AttributeError, KeyError):
            return first, {}
        return (at if at in self._examples else first), drafts


def _draft(example: Example, kept: Any) -> Draft:
    """A draft as it was kept; files that the example no longer has are dropped."""
    files = {name: str(kept["files"].get(name, text)) for name, text in example.files.items()}
    return Draft(files, str(kept["given"]))


def path_of(folder: Path, lab: str) -> Path:
    """Where the drafts of a lab are."""
    return folder / f"lab-{lab}.json"
