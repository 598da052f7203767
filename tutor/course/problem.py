"""What is wrong in a file of a course: where, by which rule, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]
Path = tuple[str | int, ...]
"""Where something stands in the data of a file: keys of mappings and indices of lists, from the top."""


@dataclass(frozen=True)
class Finding:
    """What a rule found at one place of the data; `message` and `mend` are whole sentences.

    `key` tells that the key at `path` is meant and not its value.
    """

    path: Path
    message: str
    mend: str
    key: bool = False


@dataclass(frozen=True, order=True)
class Problem:
    """A finding with its place in a file. Line and column count from 1, columns in characters."""

    file: str
    line: int
    column: int
    rule: str
    message: str
    mend: str
    severity: Severity = "error"

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message} {self.mend}".rstrip()
