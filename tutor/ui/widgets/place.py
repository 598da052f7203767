"""A piece of code with the cursor on a symbol, as an editor shows it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath

from textual.content import Content

from tutor.keyboard.situations import Spot, excerpt
from tutor.ui.code import highlighted
from tutor.ui.text import styled

_LANGUAGES = {".py": "python", ".pyi": "python", ".html": "html+jinja", ".sql": "sql", ".json": "json", ".toml": "toml"}


@lru_cache(maxsize=32)
def _lines(file: str, lines: tuple[str, ...]) -> tuple[Content, ...]:
    """The lines of a file, set like print."""
    language = _LANGUAGES.get(PurePath(file).suffix, "text")
    return tuple(highlighted("\n".join(lines), language).split("\n"))


def place(at: Spot, rows: int, *, head: str = "", left: bool = False) -> Content:
    """The name of the file and some lines around a place, its symbol under the cursor.

    Args:
        head: in place of the file's name.
        left: whether it was left: the symbol is underlined then, and no longer under the cursor.
    """
    out = [styled(head or at.file, "$soft")]
    for n, _text in excerpt(at, rows):
        line = _lines(at.file, at.lines)[n - 1]
        if n == at.line:
            line = line.stylize("underline" if left else "bold reverse", at.start, at.end)
        mark = styled("▸" if n == at.line else " ", "$you") + styled(f" {n:>3}  ", "$faint")
        out.append(mark + line)
    return Content("\n").join(out)
