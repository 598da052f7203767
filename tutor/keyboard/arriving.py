"""What arrives when a stroke is pressed, by Textual's names, and which strokes an arriving name may be.

With kitty's protocol every stroke has a name of its own. In the legacy encoding several share one: Ctrl+B, Ctrl+Alt+B
and Ctrl+Shift+B are all `ctrl+b`. `data/legacy.json` holds those names as Textual's parser gives them for what xterm
sends; a test compares it with the parser that is installed.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from tutor.keyboard.chords import HANGUL, HANGUL_SHIFTED, KEYS, MODIFIERS, SHIFTED, Stroke
from tutor.words import _

Encoding = Literal["kitty", "legacy"]
SIGNS = {
    "`": "grave_accent", "-": "minus", "=": "equals_sign", "[": "left_square_bracket", "]": "right_square_bracket",
    "\\": "backslash", ";": "semicolon", "'": "apostrophe", ",": "comma", ".": "full_stop", "/": "slash",
    "~": "tilde", "!": "exclamation_mark", "@": "at", "#": "number_sign", "$": "dollar_sign", "%": "percent_sign",
    "^": "circumflex_accent", "&": "ampersand", "*": "asterisk", "(": "left_parenthesis", ")": "right_parenthesis",
    "_": "underscore", "+": "plus", "{": "left_curly_bracket", "}": "right_curly_bracket", "|": "vertical_line",
    ":": "colon", '"': "quotation_mark", "<": "less_than_sign", ">": "greater_than_sign", "?": "question_mark",
}  # fmt: skip
KEYPAD = {"num+": "add", "num-": "subtract", "num*": "multiply", "num/": "divide", "num.": "decimal"}
_HELD = {"ctrl": "ctrl", "alt": "alt", "shift": "shift", "cmd": "super"}
_UNSHIFTED = {plain: shifted for shifted, plain in SHIFTED.items()}
_TAPS = {"shift": "shift", "control": "ctrl", "alt": "alt", "super": "cmd"}
IGNORED = frozenset({"caps_lock", "num_lock", "scroll_lock", "ignore", "<ignore>"})
"""Keys that are no stroke of anything, and what Textual wants passed over."""


class Reading(NamedTuple):
    """What an arriving key is.

    Attributes:
        strokes: all that arrive so; several where the terminal merges them, none if `unknown`.
        unknown: why it is no stroke, in words.
    """

    strokes: frozenset[Stroke]
    unknown: str = ""

    @property
    def exact(self) -> Stroke | None:
        """The stroke, if it can be no other."""
        return next(iter(self.strokes)) if len(self.strokes) == 1 else None

    @property
    def simplest(self) -> Stroke | None:
        """The likeliest of them: the one with the fewest modifiers."""
        return min(self.strokes, key=lambda stroke: (len(stroke.modifiers), len(stroke.key), stroke.text), default=None)


def arriving(stroke: Stroke, encoding: Encoding) -> str | None:
    """Textual's name of what arrives for a stroke; None if nothing does, or nothing that has a name."""
    if encoding == "kitty":
        return _by_kitty(stroke)
    return _legacy().get(stroke.text)


def _by_kitty(stroke: Stroke) -> str | None:
    modifiers, key = stroke
    if stroke.is_tap:
        name = next((long for long, short in _TAPS.items() if short in modifiers), "")
        return f"left_{name}"
    if modifiers <= {"shift"} and len(key) == 1:  # it writes, and is named by what it writes
        written = _UNSHIFTED.get(key, key.upper()) if modifiers else key
        return SIGNS.get(written, written)
    name = {"esc": "escape"}.get(key) or KEYPAD.get(key) or SIGNS.get(key) or key.removeprefix("num") or key
    return "+".join([*sorted(_HELD[held] for held in modifiers), name])


@cache
def _legacy() -> dict[str, str | None]:
    found: dict[str, str | None] = json.loads(
        (files("tutor.keyboard") / "data" / "legacy.json").read_text(encoding="utf-8")
    )
    return found


@cache
def _strokes() -> tuple[Stroke, ...]:
    from itertools import combinations

    held = [frozenset(some) for n in range(len(MODIFIERS) + 1) for some in combinations(MODIFIERS, n)]
    return tuple(Stroke(modifiers, key) for key in sorted(KEYS) for modifiers in held)


@cache
def _by_name(encoding: Encoding) -> dict[str, frozenset[Stroke]]:
    """Strokes by the name under which they arrive."""
    found: dict[str, set[Stroke]] = {}
    for stroke in _strokes():
        if name := arriving(stroke, encoding):
            found.setdefault(name, set()).add(stroke)
    return {name: frozenset(strokes) for name, strokes in found.items()}


def tap_of(name: str) -> Stroke | None:
    """The modifier whose press this name tells of; None if it is another key."""
    side, _sign, rest = name.partition("_")
    modifier = _TAPS.get(rest) if side in ("left", "right") else None
    return Stroke(frozenset({modifier}), "") if modifier else None


def is_ignored(name: str) -> bool:
    """Whether a key is to be passed over: locks, and modifiers that no chord has."""
    side, _sign, rest = name.partition("_")
    return name in IGNORED or (side in ("left", "right") and rest in ("hyper", "meta")) or name.startswith("iso_level")


def read(name: str, encoding: Encoding) -> Reading:
    """Which strokes a name may be that Textual gave a key.

    Of two keys that do the same, the one outside of the keypad is meant. A letter of the Korean layout is the key where
    it lies; of any other layout it is refused in words.
    """
    if tap := tap_of(name):
        return Reading(frozenset({tap}))
    name = "ctrl+@" if name in ("ctrl+at", "ctrl+null") else name
    if encoding == "kitty" and name == "ctrl+@":
        name = "ctrl+space"  # what a terminal sends that keeps to the old code for this one
    strokes = _by_name(encoding).get(name) or _by_name("legacy").get(name) or _by_name("kitty").get(name)
    if strokes:
        outside = frozenset(stroke for stroke in strokes if not stroke.key.startswith("num"))
        return Reading(outside or strokes)
    return _foreign(name)


def _foreign(name: str) -> Reading:
    """A letter of another layout, with its modifiers."""
    *held, key = name.split("+")
    names = {long: short for short, long in _HELD.items()}
    if all(part in names for part in held) and key in {**HANGUL, **HANGUL_SHIFTED}:
        modifiers = {names[part] for part in held} | ({"shift"} if key in HANGUL_SHIFTED else set())
        return Reading(frozenset({Stroke(frozenset(modifiers), HANGUL.get(key) or HANGUL_SHIFTED[key])}))
    if len(key) == 1 and key.isalpha():
        what = _("{key} lies on no key of a US layout.").format(key=key)
        return Reading(frozenset(), what + " " + _("Switch to the Latin layout and press it again."))
    return Reading(frozenset(), _("The terminal sent {key}, which is no key of a US layout.").format(key=name))
