"""Text as plain lines: wrapped by cells, Markdown without its marks, nothing that moves a cursor."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

WIDTH = 79


def cells(text: str) -> int:
    """Cells a text takes in a terminal: a Hangul syllable takes two."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in unicodedata.normalize("NFC", text)
    )


def safe(text: str) -> str:
    """Text in which no control character is left that could move a cursor or hide other text."""
    return "".join(c if c.isprintable() or c in "\n " else f"\\x{ord(c):02x}" for c in text.replace("\t", "    "))


def wrapped(text: str, *, lead: str = "", hang: int | None = None, width: int = WIDTH) -> list[str]:
    """Lines of at most `width` cells, broken at blanks; a word that is longer stays whole.

    Args:
        lead: stands before the first line; the others begin as far in, or `hang` cells.
    """
    indent = " " * (cells(lead) if hang is None else hang)
    lines: list[str] = []
    line, begun = lead, False
    for word in safe(text).split():
        if begun and cells(line) + 1 + cells(word) > width:
            lines.append(line.rstrip())
            line, begun = indent, False
        line += f" {word}" if begun else word
        begun = True
    return [*lines, line.rstrip()]


def inline(text: str) -> str:
    """One line of Markdown as plain words: code, stress and links without their marks."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).parseInline(text.strip())
    return _plain(tokens[0].children or [])


def _plain(tokens: Sequence[Token]) -> str:
    return "".join(" " if t.type in ("softbreak", "hardbreak") else t.content for t in tokens)


def markdown(text: str) -> list[str]:
    """A page of Markdown: one blank line between its blocks; code is set in by four blanks and never wrapped."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(text)
    lines: list[str] = []
    for block in _blocks(tokens):
        if lines:
            lines.append("")
        lines += _block(block)
    return lines


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _block(block: list[Token]) -> list[str]:
    kind = block[0].type
    if kind in ("fence", "code_block"):
        return [f"    {safe(line)}".rstrip() for line in block[0].content.rstrip("\n").split("\n")]
    if kind in ("bullet_list_open", "ordered_list_open"):
        return _list(block)
    if kind == "table_open":
        return _table(block)
    return [line for t in block if t.type == "inline" for line in wrapped(_plain(t.children or []))]


def _list(block: list[Token]) -> list[str]:
    number = int(block[0].attrGet("start") or 1) if block[0].type == "ordered_list_open" else 0
    lines: list[str] = []
    lead = ""
    for token in block:
        if token.type == "list_item_open":
            lead = f"  {number}. " if number else "  - "
            number += bool(number)
        elif token.type == "inline":
            lines += wrapped(_plain(token.children or []), lead=lead)
            lead = " " * cells(lead)
    return lines


def _table(block: list[Token]) -> list[str]:
    """Columns aligned by cells; the last one is wrapped in its own column."""
    rows: list[list[str]] = []
    for token in block:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(safe(_plain(token.children or [])))
    rows = [row for row in rows if any(row)]
    widths = [max(cells(row[n]) for row in rows) for n in range(len(rows[0]))]
    lines: list[str] = []
    for row in rows:
        lead = "".join(cell + " " * (width - cells(cell) + 3) for cell, width in zip(row[:-1], widths, strict=False))
        lines += wrapped(row[-1], lead=lead) if cells(lead) < WIDTH - 12 else wrapped(" ".join(row))
    return lines
