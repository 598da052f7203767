"""What is typed into the search: its words, the question they make for SQLite, and where they stand in a text.

Texts and queries are cut into words in the same way, so whatever is typed, only words reach SQLite and no sign of its
query language does. Korean runs words together and puts particles behind them: a word in Hangul always matches the
beginning of a word, the index holds the ends of long words too (`tails`), and blanks inside do not matter.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

WORD = re.compile(r"[가-힣]+|[^\W_가-힣]+")
"""A run of Hangul, or of other letters and digits: in `401은` there are two words."""

MAX_TERMS = 12
MAX_WORDS = 12  # of one term: `If-None-Match` has three
MAX_CELLS = 64  # of one word, as typed
MAX_COMPOUND = 12  # longest word in Hangul that is also looked for with a blank inside

Range = tuple[int, int]


class Term(NamedTuple):
    """Words that stand beside each other in this order; `prefix` if the last one is only the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool


def normal(text: str) -> str:
    """Text as it is kept and shown: NFC, so that Hangul is one character a syllable."""
    return unicodedata.normalize("NFC", text)


def folded(text: str) -> str:
    """A text in NFC without case and accents, of the same length, so that places in it are places in the text."""
    return text.lower() if text.isascii() else "".join(map(_folded, text))


@lru_cache(8192)
def _folded(character: str) -> str:
    if "가" <= character <= "힣":
        return character
    base = unicodedata.normalize("NFD", character)[0].lower()
    return base if len(base) == 1 else character


def words_of(text: str) -> list[str]:
    """The words of a text, folded."""
    found: list[str] = WORD.findall(folded(normal(text)))
    return found


def is_hangul(word: str) -> bool:
    return "가" <= word[:1] <= "힣"


def tails(words: Iterable[str]) -> list[str]:
    """Ends of the words in Hangul, of two syllables or more: 상태코드는 gives 태코드는, 코드는, 드는. Each once."""
    found = {word[n:]: None for word in words if is_hangul(word) for n in range(1, min(len(word), MAX_CELLS) - 1)}
    return list(found)


# ── The query ────────────────────────────────────────────────────────────────────────────────────


def parse(query: str) -> tuple[Term, ...]:
    """The terms of a query, all of which have to match; none if there is not a letter or digit in it."""
    parts = [[word[:MAX_CELLS] for word in words_of(part)[:MAX_WORDS]] for part in query.split()]
    parts = [part for part in parts if part][:MAX_TERMS]
    last = len(parts) - 1
    return tuple(Term(tuple(part), n == last or is_hangul(part[-1])) for n, part in enumerate(parts))


def expression(terms: Sequence[Term]) -> str:
    """The terms as a full-text query of SQLite. Words have no quotes in them, so none has to be escaped."""
    return " AND ".join(f"({' OR '.join(_phrases(term))})" for term in terms)


def _phrases(term: Term) -> list[str]:
    star = " *" if term.prefix else ""
    phrases = [f'"{" ".join(term.words)}"{star}']
    word = term.words[0]
    if len(term.words) == 1 and is_hangul(word) and len(word) <= MAX_COMPOUND:
        phrases += [f'"{word[:n]} {word[n:]}"{star}' for n in range(2, len(word) - 1)]
    return phrases


# ── Where it matches ─────────────────────────────────────────────────────────────────────────────


class Marker:
    """Finds the terms of a query in texts."""

    def __init__(self, terms: Sequence[Term] = ()) -> None:
        self._patterns = [re.compile(_pattern(term)) for term in terms]

    def marks(self, text: str) -> tuple[Range, ...]:
        """Where terms stand in a text in NFC, in order, those that touch as one."""
        low = folded(text)
        found = sorted(match.span() for pattern in self._patterns for match in pattern.finditer(low))
        merged: list[Range] = []
        for start, end in found:
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            else:
                merged.append((start, end))
        return tuple(merged)

    def excerpt(self, text: str, length: int = 280) -> tuple[str, tuple[Range, ...]]:
        """A part of the text of about that many characters, with the first match in its first third, and its marks."""
        marks = self.marks(text)
        if len(text) <= length:
            return text, marks
        start = max(0, min(marks[0][0] - length // 3, len(text) - length)) if marks else 0
        end = start + length
        if start:
            start = _after_blank(text, start)
        if end < len(text):
            end = text.rfind(" ", start + length // 2, end) if " " in text[start + length // 2 : end] else end
        head, tail = "… " if start else "", " …" if end < len(text) else ""
        shift = len(head) - start
        inside = tuple((a + shift, b + shift) for a, b in marks if a >= start and b <= end)
        return head + text[start:end] + tail, inside


def _after_blank(text: str, start: int) -> int:
    """The beginning of the next word, unless that is far."""
    blank = text.find(" ", start, start + 30)
    return blank + 1 if blank >= 0 else start


def _pattern(term: Term) -> str:
    first, last = term.words[0], term.words[-1]
    before = "" if is_hangul(first) else r"(?<![^\W_가-힣])"
    after = "" if term.prefix or is_hangul(last) else r"(?![^\W_가-힣])"
    return before + r"[\W_]*".join(_letters(word) for word in term.words) + after


def _letters(word: str) -> str:
    return r"\s?".join(word) if is_hangul(word) else re.escape(word)
