"""The bytes that a terminal sends for a stroke: in xterm's legacy encoding, and by kitty's protocol with flags 1+8+16.

As the specifications say it; a row that could not be sent is None.
"""

from __future__ import annotations

from itertools import combinations

from textual._xterm_parser import XTermParser
from textual.events import Key

from tutor.keyboard.chords import KEYS, MODIFIERS, SHIFTED, Stroke

SHIFT = {plain: shifted for shifted, plain in SHIFTED.items()}
ARROWS = {"up": "A", "down": "B", "right": "C", "left": "D", "home": "H", "end": "F"}
TILDES = {
    "insert": 2, "delete": 3, "pageup": 5, "pagedown": 6, "f5": 15, "f6": 17, "f7": 18, "f8": 19, "f9": 20, "f10": 21,
    "f11": 23, "f12": 24,
}  # fmt: skip
FIRST = {"f1": "P", "f2": "Q", "f3": "R", "f4": "S"}
KITTY = {"esc": 27, "enter": 13, "tab": 9, "backspace": 127, "space": 32}
KEYPAD = {**{f"num{n}": 57399 + n for n in range(10)}, "num.": 57409, "num/": 57410, "num*": 57411, "num-": 57412,
          "num+": 57413}  # fmt: skip
TAPS = {"shift": 57441, "ctrl": 57442, "alt": 57443, "cmd": 57444}
CONTROL = {
    "2": 0, "`": 0, "space": 0, "3": 27, "[": 27, "4": 28, "\\": 28, "5": 29, "]": 29, "6": 30, "7": 31, "/": 31,
    "8": 127,
}  # fmt: skip


def strokes(*, cmd: bool = True) -> list[Stroke]:
    """Every stroke of the keys that terminals know, up to F12."""
    names = [name for name in MODIFIERS if cmd or name != "cmd"]
    held = [frozenset(some) for n in range(len(names) + 1) for some in combinations(names, n)]
    keys = sorted(key for key in KEYS if not (key[0] == "f" and key[1:].isdigit() and int(key[1:]) > 12))
    return [Stroke(modifiers, key) for key in keys for modifiers in held]


def _number(stroke: Stroke) -> int:
    weights = {"shift": 1, "alt": 2, "ctrl": 4, "cmd": 8}
    return 1 + sum(weights[name] for name in stroke.modifiers)


def _function(stroke: Stroke) -> bytes | None:
    number = _number(stroke)
    modified = f";{number}" if number > 1 else ""
    if final := ARROWS.get(stroke.key):
        return f"\x1b[{'1' if modified else ''}{modified}{final}".encode()
    if code := TILDES.get(stroke.key):
        return f"\x1b[{code}{modified}~".encode()
    return None


def legacy_bytes(stroke: Stroke) -> bytes | None:
    """What xterm and its kin send."""
    modifiers, key = stroke
    if "cmd" in modifiers or stroke.is_tap:
        return None
    if final := FIRST.get(key):
        number = _number(stroke)
        return f"\x1b[1;{number}{final}".encode() if number > 1 else f"\x1bO{final}".encode()
    if found := _function(stroke):
        return found
    if key.startswith("num"):
        key = key[3:]
        modifiers -= {"shift"}
    return (b"\x1b" if "alt" in modifiers else b"") + _plain(modifiers, key)


def _plain(modifiers: frozenset[str], key: str) -> bytes:
    shift, ctrl = "shift" in modifiers, "ctrl" in modifiers
    if key == "tab":
        return b"\x1b[Z" if shift else b"\t"
    if key == "enter":
        return b"\r"
    if key == "esc":
        return b"\x1b"
    if key == "backspace":
        return b"\x08" if ctrl and not shift else b"\x7f"
    if ctrl and key in CONTROL:
        return bytes([CONTROL[key]])
    if ctrl and len(key) == 1 and key.isalpha():
        return bytes([ord(key) & 0x1F])
    if ctrl and shift and key == "-":
        return b"\x1f"
    if key == "space":
        return b" "
    return (SHIFT.get(key, key.upper()) if shift else key).encode()


def kitty_bytes(stroke: Stroke) -> bytes | None:
    """What a terminal sends that speaks kitty's protocol and was asked for all keys with their text."""
    number = _number(stroke)
    if stroke.is_tap:
        return f"\x1b[{TAPS[next(iter(stroke.modifiers))]}u".encode()
    if stroke.key == "f3":
        return f"\x1b[13;{number}~".encode() if number > 1 else b"\x1b[13~"
    if final := FIRST.get(stroke.key):
        return f"\x1b[1;{number}{final}".encode()
    if found := _function(stroke):
        return found
    code = KITTY.get(stroke.key) or KEYPAD.get(stroke.key) or ord(stroke.key)
    if stroke.modifiers <= {"shift"} and (len(stroke.key) == 1 or stroke.key == "space"):
        text = " " if stroke.key == "space" else stroke.key
        text = SHIFT.get(text, text.upper()) if stroke.modifiers else text
        return f"\x1b[{code};{number if number > 1 else ''};{ord(text)}u".encode()
    return f"\x1b[{code};{number}u".encode() if number > 1 else f"\x1b[{code}u".encode()


def names(data: bytes) -> list[str]:
    """Textual's names of the keys in these bytes."""
    parser = XTermParser()
    text = data.decode()
    events = [*parser.feed(text), *parser.feed("")]
    events += list(parser.tick())
    return [event.key for event in events if isinstance(event, Key)]


if __name__ == "__main__":  # prints the table that tutor/keyboard/data/legacy.json holds
    import json

    table = {}
    for stroke in strokes(cmd=False):
        data = legacy_bytes(stroke)
        found = names(data) if data else []
        table[stroke.text] = found[0] if len(found) == 1 else None
    print(json.dumps(table, indent=0, ensure_ascii=False, sort_keys=True))
