"""Words on a row: cutting, padding and placing by cells, and the Markdown that lessons are written in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

MAX_PROSE = 90
"""Longest row of prose, in cells: wider terminals get more beside it, not longer lines."""


def styled(text: str, style: str = "") -> Content:
    """Text taken as it is, never as markup."""
    return Content.styled(text, style) if style else Content(text)


def padded(text: str, cells: int) -> str:
    """Text and blanks up to a width in cells, so that Korean lines up too."""
    return text + " " * max(0, cells - cell_len(text))


def between(left: Content, right: Content, width: int) -> Content:
    """One row: the left text is cut first, the right text keeps its place."""
    if right.cell_length >= width:
        right = right.truncate(max(0, width), ellipsis=True)
    room = max(0, width - right.cell_length - (2 if right.cell_length else 0))
    left = left.truncate(room, ellipsis=True)
    return left + Content(" " * max(0, width - left.cell_length - right.cell_length)) + right


def wrapped(content: Content, width: int, *, hang: int = 0, lead: Content | None = None) -> list[Content]:
    """Content as rows of at most `width` cells; rows after the first begin `hang` cells further in.

    Args:
        lead: stands before the first row, in the `hang` cells.
    """
    rows = content.wrap(max(1, width - hang)) or [Content("")]
    first = lead or Content(" " * hang)
    return [(first if n == 0 else Content(" " * hang)) + row.rstrip() for n, row in enumerate(rows)]


# ── Markdown ─────────────────────────────────────────────────────────────────────────────────────


@lru_cache(1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # home is drawn without it

    return MarkdownIt("commonmark", {"html": False}).enable("table")


def inline(text: str, style: str = "") -> Content:
    """A line of Markdown: code, stress, links. `style` is that of plain words."""
    return _spans(_parser().parseInline(text.strip())[0].children or [], style)


def _spans(tokens: Sequence[Token], base: str) -> Content:
    parts: list[Content] = []
    strong = em = 0
    link = ""
    for token in tokens:
        style = base
        if token.type in ("link_open", "link_close"):
            link = _opening(str(token.attrGet("href") or ""))
        elif token.type in ("strong_open", "strong_close"):
            strong += token.nesting
        elif token.type in ("em_open", "em_close"):
            em += token.nesting
        elif token.type == "code_inline":
            parts.append(styled(token.content, (f"{base} $strong" if "bold" in base else f"$strong {link}").strip()))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append(Content("\n" if token.type == "hardbreak" else " "))
        elif token.content:
            if strong:
                style = "bold $strong"
            if em:
                style = f"{style} italic".strip()
            parts.append(styled(token.content, f"{style} {link}".strip()))
    return Content("").join(parts)


def _opening(address: str) -> str:
    """The style of a link that opens a fact at a click; links to elsewhere are plain words."""
    from tutor.lesson.facts import MARK  # brings the reference and the types of lessons, which home is drawn without

    mark = MARK.fullmatch(address)
    return f"underline @click=app.fact('{mark[1]}','{mark[2]}')" if mark else ""


def markdown(text: str, width: int) -> list[Content]:
    """A page of Markdown as rows: paragraphs, lists, tables, quoted code; one blank row between them."""
    tokens = _parser().parse(text)
    rows: list[Content] = []
    for block in _blocks(tokens):
        lines = list(_block(block, min(width, MAX_PROSE)))
        if rows and lines:
            rows.append(Content(""))
        rows += lines
    return rows


def _blocks(tokens: list[Token]) -> Iterator[list[Token]]:
    """Top-level blocks, each with all of its tokens."""
    block: list[Token] = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting <= 0:
            yield block
            block = []


def _block(block: list[Token], width: int) -> Iterable[Content]:
    kind = block[0].type
    if kind == "fence" or kind == "code_block":
        return quoted(block[0].content, block[0].info.split(" ")[0] if block[0].info else "")
    if kind in ("bullet_list_open", "ordered_list_open"):
        return list(_list(block, width))
    if kind == "table_open":
        return list(_table(block, width))
    if kind == "blockquote_open":
        return [styled("│ ", "$rule") + row for row in _paragraphs(block, width - 2, "$soft")]
    return list(_paragraphs(block, width, "bold $strong" if kind == "heading_open" else ""))


def _paragraphs(block: list[Token], width: int, style: str = "") -> Iterator[Content]:
    for token in block:
        if token.type == "inline":
            for part in _spans(token.children or [], style).split("\n"):
                yield from wrapped(part, width)


def _list(block: list[Token], width: int) -> Iterator[Content]:
    number = int(block[0].attrGet("start") or 1) if block[0].type == "ordered_list_open" else 0
    lead: Content | None = None
    for token in block:
        if token.type == "list_item_open":
            mark = f"{number}." if number else "·"
            number += bool(number)
            lead = styled(padded(f"  {mark}", 5 if number else 4), "$soft")
        elif token.type == "inline":
            hang = lead.cell_length if lead else 4
            yield from wrapped(_spans(token.children or [], ""), width, hang=hang, lead=lead)
            lead = Content(" " * hang)


NARROWEST = 14
"""Cells that the last column of a table has at least beside the others."""


def _table(block: list[Token], width: int) -> Iterator[Content]:
    table: list[list[Content]] = []
    head = 0
    in_head = False
    for token in block:
        if token.type == "thead_open":
            in_head = True
        elif token.type == "tbody_open":
            in_head = False
        elif token.type == "tr_open":
            table.append([])
            head += in_head
        elif token.type == "inline":
            table[-1].append(_spans(token.children or [], "$soft" if in_head else ""))
    widths = [max(row[n].cell_length for row in table if n < len(row)) for n in range(len(table[0]))]
    left = sum(widths[:-1]) + 3 * (len(widths) - 1)
    for number, row in enumerate(table):
        if number < head and not any(cell.plain.strip() for cell in row):
            continue
        cells = [cell + Content(" " * (w - cell.cell_length + 3)) for cell, w in zip(row[:-1], widths, strict=False)]
        lead = Content("").join(cells)
        if width - left >= min(NARROWEST, widths[-1]):
            yield from wrapped(row[-1], width, hang=left, lead=lead)
        else:  # no room for the last column beside the others
            yield from wrapped(lead.rstrip(), width)
            yield from wrapped(row[-1], width, hang=4)


def quoted(text: str, language: str) -> list[Content]:
    """Code or wire text with a thin rule at its left."""
    content = wire_text(text) if language in ("http", "") and _is_wire(text) else code(text, language)
    return [styled("│ ", "$rule") + row for row in content.split("\n")]


def _is_wire(text: str) -> bool:
    return text.startswith("HTTP/") or " HTTP/" in text.split("\n", 1)[0]


def wire_text(text: str) -> Content:
    """A request or response as authors write it: start lines bold in the colour of who speaks, names soft."""
    rows: list[Content] = []
    for line in text.rstrip("\n").split("\n"):
        name, colon, value = line.partition(":")
        if line.startswith("HTTP/"):
            rows.append(styled(line, "bold $server"))
        elif " HTTP/" in line:
            rows.append(styled(line, "bold $you"))
        elif colon and name and " " not in name and not line.startswith(("{", '"')):
            rows.append(styled(name + colon, "$soft") + Content(value))
        else:
            rows.append(Content(line))
    return Content("\n").join(rows)


def code(text: str, language: str) -> Content:
    """Code set like print: keywords bold, strings and numbers in one tint, comments italic."""
    from tutor.ui.code import highlighted

    return highlighted(text.rstrip("\n"), language)
