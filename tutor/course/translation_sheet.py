"""A translation as rows of text: where each entry stands, what its comments offer, and writing it back whole.

It is edited as text at the right places, so nothing that its author wrote is touched; what would change any of it is
not written.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tutor.course.problem import Path as Where
from tutor.course.strict import Loaded, load_bytes
from tutor.course.types import as_written
from tutor.words import _

_COMMENT = re.compile(r"( *)# ( *)(- )?(?:(['\"]?)([\w.-]+)\4:(?: +(.*))?)?")


class TranslateError(Exception):
    """A translation cannot be completed or stamped; the text says what is wrong, where, and how to mend it."""


class Sheet:
    """A translation as rows of text, with the places of all that stands in it. Rows and columns count from 0."""

    def __init__(self, path: Path, text: str, loaded: Loaded) -> None:
        self.path, self.loaded, self.data = path, loaded, loaded.data
        self.rows = text.splitlines(keepends=True)
        self.newline = "\r\n" if "\r\n" in text else "\n"

    def error(self, place: Where, what: str, mend: str) -> TranslateError:
        line, column = self.loaded.place(place)
        return TranslateError(f"{self.path}:{line}:{column}: {what} {mend}")

    def get(self, path: Where) -> Any:
        node = self.data
        for name in path:
            node = node[name]
        return node

    def is_flow(self, path: Where) -> bool:
        """Whether a mapping or list stands in braces or brackets."""
        line, column = self.loaded.values[path]
        return self.rows[line - 1][column - 1] in "{["

    def start(self, path: Where) -> int:
        return self.loaded.keys[path][0] - 1

    def column(self, path: Where) -> int:
        return self.loaded.keys[path][1] - 1

    def inner(self, path: Where) -> int:
        """The column of the keys of a mapping."""
        return next(self.column(key) for key in self.loaded.keys if key[:-1] == path)

    def end(self, path: Where) -> int:
        """Rows up to the end of a key's value, with the comments that are set in deeper than the key."""
        depth = self.column(path)
        end = at = self.start(path) + 1
        while at < len(self.rows) and (not self.rows[at].strip() or _is_inside(self.rows[at], depth)):
            at += 1
            end = at if self.rows[at - 1].strip() else end
        return end

    def after(self, path: Where, siblings: Sequence[str], name: str) -> int:
        """Rows before the place of a key that is not there: behind the nearest earlier sibling that is."""
        for earlier in reversed(siblings[: siblings.index(name)]):
            if (*path, earlier) in self.loaded.keys:
                return self.end((*path, earlier))
        return self.start(path) + 1 if path else 0

    def offered(self, base: Where) -> set[Where]:
        """Paths of what comments in a part hold already, as if their `# ` were taken away."""
        first, last = (self.start(base), self.end(base)) if base else (0, len(self.rows))
        real: dict[int, list[tuple[int, Where]]] = {}
        for path, (line, column) in self.loaded.keys.items():
            if path[: len(base)] == base:
                real.setdefault(line - 1, []).append((column - 1, path[len(base) :]))
        found: set[Where] = set()
        stack: list[tuple[int, Where]] = [(-1, ())]
        for n in range(first, last):
            for column, path in real.get(n, ()):
                while stack[-1][0] >= column and len(stack) > 1:
                    stack.pop()
                stack.append((column, path))
            comment = _COMMENT.match(self.rows[n].rstrip("\r\n"))
            if not comment or not (comment[3] or comment[5]):
                continue
            column, dash = len(comment[1]) + len(comment[2]), bool(comment[3])
            while len(stack) > 1 and (stack[-1][0] > column or (stack[-1][0] == column and not dash)):
                stack.pop()
            around = stack[-1][1]
            if dash:  # an entry of near goes by its text; of another list, all is taken for offered
                found.add((*around, _scalar(comment[6])) if comment[5] == "text" else around)
            else:
                stack.append((column, (*around, comment[5])))
                found.add(stack[-1][1])
        return found

    def with_inserted(self, inserts: Sequence[tuple[int, list[str]]]) -> str:
        """The text with rows put in behind so many of its own.

        Behind the same one, comments come before new parts, and what is set in further before the rest: it belongs to
        what stands there.
        """
        rows = list(self.rows)
        for at, block in sorted(reversed(inserts), key=lambda pair: (-pair[0], _belongs(pair[1][0]))):
            if at and not rows[at - 1].endswith(("\n", "\r")):
                rows[at - 1] += self.newline
            rows[at:at] = [row + self.newline for row in block]
        return "".join(rows)

    def write(self, text: str) -> None:
        """Put this into its file: at once or not at all, and only if all that stood in the file is still there."""
        data, path = text.encode("utf-8"), self.path.resolve()
        fresh = load_bytes(data, str(self.path))
        if fresh.problems or not _holds(fresh.data, self.data):
            mend = _("Write each entry on a line of its own.")
            raise self.error((), _("The way in which this is laid out leaves no place to add to it."), mend)
        draft = path.with_name(f".{path.name}.{os.getpid()}.new")
        try:
            with draft.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                shutil.copymode(path, draft)
            os.replace(draft, path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            why = _("{path} cannot be written: {why}.").format(path=self.path, why=error.strerror)
            raise TranslateError(why) from error


def _belongs(row: str) -> int:
    """How closely rows that begin with this one belong to what they are put behind."""
    return _depth(row) if row.lstrip().startswith("#") else -1


def _depth(row: str) -> int:
    return len(row) - len(row.lstrip())


def _is_inside(row: str, depth: int) -> bool:
    column = _depth(row)
    return column > depth or (column == depth and row.lstrip().startswith(("- ", "}", "]")))


def _scalar(text: str | None) -> str:
    value = load_bytes(f"text: {text}".encode(), "").data
    return as_written(value["text"]) if isinstance(value, dict) else ""


def _holds(new: Any, old: Any) -> bool:
    """Whether new data has all of the old; hashes may differ."""
    if isinstance(old, dict):
        return isinstance(new, dict) and all(
            key in new and (key == "source" or _holds(new[key], value)) for key, value in old.items()
        )
    return bool(new == old)
