"""What a chord is, how it is written, and how what people write becomes one spelling.

`ctrl+alt+b` is one stroke: modifiers in the order ctrl alt shift cmd, the key last, of a US layout. Strokes with a
blank between follow each other (`ctrl+k ctrl+c`); a modifier alone is a tap (`shift shift`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tutor.words import _

MODIFIERS = ("ctrl", "alt", "shift", "cmd")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
DIGITS = "1234567890"
SIGNS = "`-=[]\\;',./"
SHIFTED = dict(zip("~!@#$%^&*()_+{}|:\"<>?", "`1234567890-=[]\\;',./", strict=True))
"""What Shift makes of digits and signs on a US layout."""
NAMED = (
    "esc", "tab", "enter", "space", "backspace", "insert", "delete", "home", "end", "pageup", "pagedown", "up",
    "down", "left", "right",
)  # fmt: skip
KEYPAD = tuple(f"num{sign}" for sign in "0123456789+-*/.")
FUNCTION = tuple(f"f{n}" for n in range(1, 25))
KEYS = frozenset({*LETTERS, *DIGITS, *SIGNS, *NAMED, *KEYPAD, *FUNCTION})

MODIFIER_NAMES = {
    "ctrl": "ctrl", "control": "ctrl", "ctl": "ctrl", "strg": "ctrl", "⌃": "ctrl",
    "alt": "alt", "opt": "alt", "option": "alt", "⌥": "alt",
    "shift": "shift", "⇧": "shift",
    "cmd": "cmd", "command": "cmd", "super": "cmd", "meta": "cmd", "win": "cmd", "windows": "cmd", "⌘": "cmd",
}  # fmt: skip
KEY_NAMES = {
    "escape": "esc", "return": "enter", "ret": "enter", "spacebar": "space", "bksp": "backspace", "del": "delete",
    "ins": "insert", "pgup": "pageup", "page_up": "pageup", "pgdn": "pagedown", "page_down": "pagedown",
    "↑": "up", "↓": "down", "←": "left", "→": "right", "⏎": "enter", "↩": "enter", "⌫": "backspace", "⌦": "delete",
    "⎋": "esc", "⇥": "tab", "comma": ",", "period": ".", "dot": ".", "slash": "/", "backslash": "\\", "minus": "-",
    "equals": "=", "semicolon": ";", "quote": "'", "backtick": "`",
}  # fmt: skip
HANGUL = dict(zip("ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔㅁㄴㅇㄹㅎㅗㅓㅏㅣㅋㅌㅊㅍㅠㅜㅡ", "qwertyuiopasdfghjklzxcvbnm", strict=True))
"""The letters of the Korean two-set layout on the keys where they lie."""
HANGUL_SHIFTED = dict(zip("ㅃㅉㄸㄲㅆㅒㅖ", "qwertop", strict=True))
_BLANKS = re.compile(rf"(?i)\s+\+\s*(?=\S)|(?<![^\s+])({'|'.join(MODIFIER_NAMES)})\+\s+(?=\S)")
"""Blanks around a + that joins keys; after `num+` a blank begins the next stroke."""
_SIGNS_OF_MODIFIERS = re.compile("[⌃⌥⇧⌘]")


class ChordError(ValueError):
    """A text that is no chord; its words say why and how to write one."""


class Stroke(NamedTuple):
    """Keys held together. `key` is empty when a modifier is tapped alone."""

    modifiers: frozenset[str]
    key: str

    @property
    def text(self) -> str:
        held = [name for name in MODIFIERS if name in self.modifiers]
        return "+".join([*held, self.key] if self.key else held)

    @property
    def is_tap(self) -> bool:
        """Whether it is a modifier and nothing else."""
        return not self.key


class Chord(NamedTuple):
    """One stroke or several, in their order."""

    strokes: tuple[Stroke, ...]

    @property
    def text(self) -> str:
        """The one spelling of this chord; `parse` reads it back."""
        return " ".join(stroke.text for stroke in self.strokes)

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Chord:
    """The chord that a text means.

    Modifiers and key may come in any order and by any of their names, with or without blanks around `+`; the signs of
    Mac menus need no `+`. Letters of the Korean layout stand for the keys where they lie.

    Raises:
        ChordError: there is none.
    """
    tidy = _BLANKS.sub(lambda found: f"{found[1] or ''}+", text.strip())
    tidy = re.sub(r"(?<=[^+\s]),\s+", " ", tidy)
    words = tidy.split()
    if not words:
        raise ChordError(_("Nothing is written. A chord looks like {chord}.").format(chord="ctrl+alt+b"))
    return Chord(tuple(stroke_of(word) for word in words))


def parse_sequence(text: str) -> Chord:
    """As `parse`, and bare letters in a row are strokes of their own, as Vim's users write them: gri → g r i.

    Raises:
        ChordError: it is neither.
    """
    try:
        return parse(text)
    except ChordError:
        word = text.strip()
        if "+" in word or len(word) > 4:
            raise
        return Chord(tuple(stroke_of(sign) for sign in word if not sign.isspace()))


def stroke_of(word: str) -> Stroke:
    """One stroke from a word without blanks.

    Raises:
        ChordError: it is none.
    """
    modifiers: set[str] = set()
    keys: list[str] = []
    for part in _parts(word):
        if modifier := MODIFIER_NAMES.get(part.lower()):
            if modifier in modifiers:
                raise ChordError(_("{key} is there twice.").format(key=modifier))
            modifiers.add(modifier)
        else:
            key, shifted = key_of(part, bare=part == word)
            keys.append(key)
            modifiers |= {"shift"} if shifted else set()
    if len(keys) > 1:
        what = _("{word} has {n} keys that are no modifiers.").format(word=word, n=len(keys))
        raise ChordError(what + " " + _("Strokes that follow each other have a blank between."))
    if not keys and len(modifiers) > 1:
        raise ChordError(_("{word} has no key beside the modifiers.").format(word=word))
    return Stroke(frozenset(modifiers), keys[0] if keys else "")


def _parts(word: str) -> list[str]:
    """Names in a word: `ctrl++` has ctrl and +, `ctrl+num+` has ctrl and num+, `⌘⌥b` has three."""
    spread = _SIGNS_OF_MODIFIERS.sub(lambda found: f"{found[0]}+", word)
    spread = re.sub(r"(?<=[⌃⌥⇧⌘]\+)\+(?=.)", "", spread)
    if spread.endswith("+") and not word.endswith("+"):  # modifiers alone, as signs
        spread = spread[:-1]
    last: list[str] = []
    for plus in ("num+", "+"):
        if spread.lower().endswith(plus):
            spread, last = spread[: -len(plus)], [plus]
            break
    spread = spread.removesuffix("+") if last else spread
    parts = [*(spread.split("+") if spread else []), *last]
    if "" in parts:
        raise ChordError(_("{word} has a + too many.").format(word=word))
    return parts


def key_of(name: str, *, bare: bool = False) -> tuple[str, bool]:
    """A key by any of its names, and whether the name says that Shift is held (`?`, or `K` alone).

    Raises:
        ChordError: no key of a US keyboard has this name.
    """
    if name in HANGUL:
        return HANGUL[name], False
    if name in HANGUL_SHIFTED:
        return HANGUL_SHIFTED[name], True
    if name in SHIFTED:
        return SHIFTED[name], True
    lower = name.lower()
    lower = KEY_NAMES.get(lower, lower)
    if lower not in KEYS:
        if len(name) == 1 and name.isalpha():
            what = _("{key} lies on no key of a US layout.").format(key=name)
            raise ChordError(what + " " + _("Switch to the Latin layout and write it again."))
        raise ChordError(_("{key} is no key. A chord looks like {chord}.").format(key=name, chord="ctrl+alt+b"))
    return lower, bare and len(name) == 1 and name.isupper()


# ── As it is printed on caps ─────────────────────────────────────────────────────────────────────

CAPS = {
    "esc": "Esc", "tab": "Tab", "enter": "Enter", "space": "Space", "backspace": "Backspace", "insert": "Ins",
    "delete": "Del", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn", "up": "↑", "down": "↓",
    "left": "←", "right": "→",
}  # fmt: skip
MODIFIER_CAPS = {"ctrl": "Ctrl", "alt": "Alt", "shift": "Shift", "cmd": "Super"}
MAC_CAPS = {"ctrl": "Control", "alt": "Option", "shift": "Shift", "cmd": "Cmd"}


def shown(chord: Chord, *, mac: bool = False) -> str:
    """A chord as its keys are printed: Ctrl+Alt+B, on a Mac Option+Cmd+B."""
    return " ".join(shown_stroke(stroke, mac=mac) for stroke in chord.strokes)


def cap_of(name: str, *, mac: bool = False) -> str:
    """A key or a modifier as it is printed."""
    modifiers = MAC_CAPS if mac else MODIFIER_CAPS
    return modifiers.get(name) or CAPS.get(name) or (f"Num{name[3:]}" if name in KEYPAD else name.upper())


def shown_stroke(stroke: Stroke, *, mac: bool = False) -> str:
    held = [name for name in MODIFIERS if name in stroke.modifiers]
    return "+".join(cap_of(name, mac=mac) for name in (*held, stroke.key) if name)
