"""Lines of a terminal measured in cells: a Hangul syllable takes two."""

from __future__ import annotations

import unicodedata


def cells(text: str) -> int:
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in unicodedata.normalize("NFC", text)
    )


def padded(text: str, width: int) -> str:
    """Text padded to so many cells; one blank at least."""
    return text + " " * max(1, width - cells(text))


def wrapped(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, broken at blanks; a word that is longer, such as a path, stays whole."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in paragraph.split():
            if line and cells(line) + 1 + cells(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines
