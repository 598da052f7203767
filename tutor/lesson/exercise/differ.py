"""Where two things differ, so that a reader sees it: texts by line, HTML by structure, rows by cell.

Every function gives None where both are the same to it, else a `Difference`.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html.parser import HTMLParser
from typing import Any, NamedTuple

from tutor.course.expect import same
from tutor.words import _

LONGEST = 160
"""Characters of a value that are shown."""
NEAR = 80
"""How much of a long text is shown around a place, in characters."""
ALIKE = 5
"""Fewer characters in common say nothing of a place."""
VISIBLE = str.maketrans({" ": "·", "\t": "→", "\r": "␍", "\u00a0": "⍽"})


class Difference(NamedTuple):
    """What was wanted and what there is, at a place named in a word or two."""

    place: str
    wanted: str
    got: str


# ── Texts ────────────────────────────────────────────────────────────────────────────────────────


def text(wanted: str, got: str) -> Difference | None:
    """By line. White space is made visible where nothing else differs. A line end at the end does not count."""
    mine, theirs = _lines(wanted), _lines(got)
    if mine == theirs:
        return None
    n = next((n for n, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs)))
    a, b = (lines[n] if n < len(lines) else None for lines in (mine, theirs))
    if a is not None and b is not None and "".join(a.split()) == "".join(b.split()):
        a, b = a.translate(VISIBLE), b.translate(VISIBLE)
    place = _("line {n}").format(n=n + 1)
    return Difference(place, _line(a), _line(b))


def _lines(text: str) -> list[str]:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").removesuffix("\n").split("\n")


def _line(line: str | None) -> str:
    if line is None:
        return _("no such line")
    return short(line) if line else _("an empty line")


def short(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def place_of(wanted: Any, got: str, miss: str) -> str:
    """The piece of a long text that a comparison is about: what should not be in it, or what is most like what should.

    `miss` is what is shown otherwise, its beginning.
    """
    if not isinstance(wanted, dict) or len(got) <= NEAR:
        return miss
    refused, sought = wanted.get("not_contains"), wanted.get("contains")
    if isinstance(refused, str) and refused in got:
        at, size = got.index(refused), len(refused)
    elif isinstance(sought, str) and sought not in got:
        found = SequenceMatcher(None, sought, got, autojunk=False).find_longest_match()
        at, size = found.b, found.size
        if size < ALIKE:
            return miss
    else:
        return miss
    start, end = max(0, at - NEAR // 2), at + size + NEAR // 2
    piece = " ".join(got[start:end].split())
    return f"{'…' if start else ''}{piece}{'…' if end < len(got) else ''}"


# ── HTML ─────────────────────────────────────────────────────────────────────────────────────────


SWITCHES = {
    "async", "autofocus", "checked", "defer", "disabled", "multiple", "novalidate", "open", "readonly", "required",
    "selected",
}  # fmt: skip
"""Attributes that are on by being there: without a value, with an empty one and with their own name it is the same."""


class _Reader(HTMLParser):
    """HTML as a list of what it consists of. White space between words is one space, around tags nothing."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[tuple[str, str]] = []
        self._raw = 0  # inside of pre and textarea, where white space counts

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._raw += tag in ("pre", "textarea")
        said = (
            name if value is None or (name in SWITCHES and value in ("", name)) else f'{name}="{value}"'
            for name, value in sorted(attrs, key=str)
        )
        self.parts.append(("tag", f"<{' '.join([tag, *said])}>"))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self._raw -= tag in ("pre", "textarea")
        self.parts.append(("tag", f"</{tag}>"))

    def handle_data(self, data: str) -> None:
        said = data if self._raw > 0 else " ".join(data.split())
        if said:
            self.parts.append(("text", said))

    def handle_comment(self, data: str) -> None:
        self.parts.append(("comment", f"<!-- {data.strip()} -->"))

    def handle_decl(self, decl: str) -> None:
        self.parts.append(("tag", f"<!{decl.lower()}>"))


def _parts(source: str) -> list[tuple[str, str]]:
    reader = _Reader()
    reader.feed(unicodedata.normalize("NFC", source))
    reader.close()
    merged: list[tuple[str, str]] = []
    for kind, said in reader.parts:
        if merged and kind == "text" == merged[-1][0]:
            merged[-1] = ("text", f"{merged[-1][1]} {said}")
        else:
            merged.append((kind, said))
    return merged


def html(wanted: str, got: str) -> Difference | None:
    """By structure: tags with their attributes in any order, and texts; white space around them does not count."""
    mine, theirs = _parts(wanted), _parts(got)
    if mine == theirs:
        return None
    n = next((n for n, (a, b) in enumerate(zip(mine, theirs, strict=False)) if a != b), min(len(mine), len(theirs)))
    opened = [said for kind, said in mine[:n] if kind == "tag" and not said.startswith(("</", "<!"))]
    place = _("after {tag}").format(tag=opened[-1]) if opened else _("at the beginning")
    a, b = (short(parts[n][1]) if n < len(parts) else _("nothing more") for parts in (mine, theirs))
    return Difference(place, a, b)


# ── Rows ─────────────────────────────────────────────────────────────────────────────────────────


def rows(wanted: Sequence[Any], got: Any, *, ordered: bool) -> Difference | None:
    """By row, or by cell where one row differs in one. A wanted row that is a mapping leaves other columns open."""
    if not isinstance(got, list):
        return Difference("", _rows(len(wanted)), value(got))
    missing, left = [], list(got)
    for row in wanted:
        found = next((n for n, other in enumerate(left) if _fits(row, other)), None)
        if found is None:
            missing.append(row)
        else:
            del left[found]
    if missing and len(missing) == len(left) == 1 and (cell := _cell(missing[0], left[0])):
        return cell
    if missing or left:
        first = value(missing[0]) if missing else _("no further row")
        return Difference(_counts(wanted, got), first, value(left[0]) if left else _("no such row"))
    if ordered:
        n = next((n for n, (a, b) in enumerate(zip(wanted, got, strict=True)) if not _fits(a, b)), None)
        if n is not None:
            return Difference(_("in another order, row {n}").format(n=n + 1), value(wanted[n]), value(got[n]))
    return None


def _rows(count: int) -> str:
    return _("{n} rows").format(n=count)


def _counts(wanted: Sequence[Any], got: Sequence[Any]) -> str:
    if len(wanted) == len(got):
        return ""
    return _("{n} rows, wanted {wanted}").format(n=len(got), wanted=len(wanted))


def _fits(wanted: Any, got: Any) -> bool:
    if isinstance(wanted, dict) and isinstance(got, dict):
        return all(key in got and same(got[key], item) for key, item in wanted.items())
    return same(got, wanted)


def _cell(wanted: Any, got: Any) -> Difference | None:
    """The one cell in which two rows differ; None where more do."""
    pairs = list(_cells(wanted, got))
    differing = [(name, a, b) for name, a, b in pairs if not same(b, a)]
    if len(pairs) > 1 and len(differing) == 1:
        name, a, b = differing[0]
        return Difference(_("column {name}").format(name=name), value(a), value(b))
    return None


def _cells(wanted: Any, got: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(wanted, dict) and isinstance(got, dict):
        yield from ((key, item, got.get(key)) for key, item in wanted.items())
    elif isinstance(wanted, list) and isinstance(got, list) and len(wanted) == len(got):
        yield from ((str(n), a, b) for n, (a, b) in enumerate(zip(wanted, got, strict=True), 1))


def value(value: Any) -> str:
    """A value as it is shown: as in JSON, but None, True and False as Python has them."""
    return short(_shown(value))


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return str(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_shown, value))}]"
    if isinstance(value, dict):
        if value.keys() == {"type", "repr"}:
            return str(value["repr"])
        return f"{{{', '.join(f'{_shown(name)}: {_shown(item)}' for name, item in value.items())}}}"
    return json.dumps(value, ensure_ascii=False)
