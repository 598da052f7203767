"""How wide texts are in a terminal."""

from __future__ import annotations

import re
import unicodedata

_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"(`+)(.*?)\1|(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\3", re.DOTALL)


def visible(markdown: str) -> str:
    """A text as it is read: without the marks of code, stress and links."""
    text = _LINK.sub(r"\1", markdown)
    return _MARKS.sub(lambda found: found[2] if found[1] else visible(found[4]), text)


def cells(text: str) -> int:
    """Cells of a line: two for wide characters such as Hangul, none for combining ones."""
    return sum(_cells(character) for character in unicodedata.normalize("NFC", text))


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def rows(text: str, width: int) -> int:
    """Rows of a text broken at blanks, words that are too long being cut; a blank row between paragraphs."""
    count = 0
    for paragraph in re.split(r"\n\s*\n", text.strip()) if text.strip() else ():
        count += 2 if count else 1
        used = 0
        for word in paragraph.split():
            size = cells(word)
            if used and used + 1 + size > width:
                count, used = count + 1, 0
            used += size + (1 if used else 0)
            while used > width:
                count, used = count + 1, used - width
    return count
