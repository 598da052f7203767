"""Korean particles by how the word before them is read aloud; for `tutor.words`, when a message needs one."""

from __future__ import annotations

import re
import string
from typing import Any

_PAIRS = ("은는", "이가", "을를", "과와", "아야", "으로로")
"""Of each pair the first form follows a word that ends in a consonant, the rest one that ends in a vowel."""
_FORMS = {form: (pair[:-1], pair[-1]) for pair in _PAIRS for form in (pair[:-1], pair[-1])}
_WITH_PARTICLE = re.compile(r"\{\w*:(?:" + "|".join(_FORMS) + r")\}")
_DIGITS = {**dict.fromkeys("013678", True), **dict.fromkeys("2459", False)}
_DIGITS_IN_L = "178"
_LETTERS = "LMNR"  # read 엘 엠 엔 알; every other letter is read with a vowel at its end
_READ = {
    # Words that are not spelled letter by letter → whether their Korean reading ends in a consonant.
    "get": True, "put": True, "json": True, "quic": True, "python": True, "pycharm": True, "vim": True, "neovim": True,
    "cookie": False, "yaml": True, "toml": True, "git": True, "pip": True, "html": True, "url": True, "sql": True,
    "orm": True, "tls": False, "header": False, "host": False, "token": True, "session": True, "field": False,
    "curl": True, "shell": True, "file": True, "null": True, "import": False, "export": False, "post": False,
    "delete": False, "patch": False, "head": False, "options": False, "trace": False, "connect": False, "http": False,
    "api": False, "css": False, "flask": False, "jinja": False, "sqlalchemy": False, "uri": False, "origin": True,
    "location": True, "etag": False, "connection": True, "date": False, "accept": False, "allow": False, "type": True,
    "version": True, "home": True, "system": True, "step": True, "lesson": True, "open": True, "check": False,
    "main": True, "terminal": True, "table": True, "limit": True, "offset": True, "commit": True, "rollback": True,
}  # fmt: skip
_READ_IN_L = frozenset({"html", "url", "sql", "yaml", "toml", "curl", "shell", "file", "null", "terminal", "table"})


def particle(word: str, form: str) -> str:
    """The form of a Korean particle that follows a word, by how the word is read aloud.

    Signs at the end, such as quotes and brackets, are passed over. English words are looked up; of those that are not
    known, capitals are spelled out and others end in a consonant when they end in l, m or n, or in ng.

    Args:
        form: either form of the pair: 은/는, 이/가, 을/를, 과/와, 아/야, 으로/로.

    Raises:
        KeyError: there is no such particle.
    """
    after_consonant, after_vowel = _FORMS[form]
    bare = re.sub(r"[\W_]+$", "", word)
    closed, in_l = _ending(bare)
    if after_vowel == "로":
        closed = closed and not in_l
    return after_consonant if closed else after_vowel


def is_known(word: str) -> bool:
    """Whether the reading of a word is certain: Korean, a number, capitals that are spelled out, or one looked up."""
    looked_up = "가" <= word[-1:] <= "힣" or word[-1:] in _DIGITS or word.lower() in _READ
    return looked_up or (word.isupper() and word.isascii())


def _ending(word: str) -> tuple[bool, bool]:
    """Whether a word's reading ends in a consonant, and whether that is ㄹ."""
    last = word[-1:]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return final != 0, final == 8
    if last in _DIGITS:
        return _DIGITS[last], last in _DIGITS_IN_L
    tail = re.sub(r".*[^A-Za-z]", "", word)
    if tail.lower() in _READ:
        return _READ[tail.lower()], tail.lower() in _READ_IN_L
    if tail.isupper():
        return last in _LETTERS, last in "LR"
    return tail.lower().endswith(("l", "m", "n", "ng")), tail.lower().endswith("l")


class _Particles(string.Formatter):
    def format_field(self, value: Any, format_spec: str) -> Any:
        if format_spec in _FORMS:
            return f"{value}{particle(str(value), format_spec)}"
        return super().format_field(value, format_spec)


class _Spoken(str):
    """A Korean message with a gap that a particle follows."""

    __slots__ = ()

    def format(self, *args: Any, **values: Any) -> str:
        return _Particles().vformat(self, args, values)


def spoken(text: str) -> str:
    """A message whose `format` chooses the particles of its gaps; itself if it has none."""
    return _Spoken(text) if _WITH_PARTICLE.search(text) else text
