"""The drawn keyboard: where each key of a US layout lies, in cells, as on a real board."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple


class Cap(NamedTuple):
    """One key. `key` is its name in chords, or the modifier's; `x` and `width` are cells."""

    label: str
    key: str
    x: int
    width: int


WIDTH, NARROW_WIDTH = 76, 58
_NARROW = {"backspace": ("bs", 2), "space": ("", 14), "tab": ("tab", 3), "enter": ("ret", 4), "\\": ("\\", 2)}
Spec = tuple[str, str, int, int]  # label, key, width, gap before it
_NAVIGATION = (("Ins", "insert"), ("Del", "delete"), ("Home", "home"), ("End", "end"), ("PgUp", "pageup"),
               ("PgDn", "pagedown"))  # fmt: skip


def _letters(keys: str) -> list[Spec]:
    return [(key.upper(), key, 4, 1) for key in keys]


def _rows(mac: bool) -> list[list[Spec]]:
    ctrl, alt, cmd = ("ctl", "opt", "cmd") if mac else ("ctrl", "alt", "super")
    function: list[Spec] = [("Esc", "esc", 6, 0)]
    for n in range(1, 13):
        function.append((f"F{n}", f"f{n}", 4, 2 if n == 1 else 3 if n in (5, 9) else 1))
    return [
        function,
        [("`", "`", 4, 0), *_letters("1234567890-="), ("bksp", "backspace", 6, 1)],
        [("tab", "tab", 6, 0), *_letters("qwertyuiop[]"), ("\\", "\\", 4, 1)],
        [("caps", "", 7, 0), *_letters("asdfghjkl;'"), ("enter", "enter", 8, 1)],
        [("shift", "shift", 9, 0), *_letters("zxcvbnm,./"), ("shift", "shift", 11, 1)],
        [
            (ctrl, "ctrl", 6, 0),
            (alt, "alt", 6, 1) if mac else (cmd, "cmd", 7, 1),
            (cmd, "cmd", 7, 1) if mac else (alt, "alt", 6, 1),
            ("", "space", 26, 1), (alt, "alt", 6, 1),
            ("←", "left", 3, 1), ("↓", "down", 3, 1), ("↑", "up", 3, 1), ("→", "right", 3, 1),
        ],
    ]  # fmt: skip


@cache
def board(*, mac: bool = False, narrow: bool = False) -> tuple[tuple[Cap, ...], ...]:
    """Rows of keys from top to bottom. A narrow one has caps of three cells."""
    rows: list[tuple[Cap, ...]] = []
    for specs, (label, key) in zip(_rows(mac), _NAVIGATION, strict=True):
        x, row = 0, []
        for text, name, width, gap in specs:
            if narrow:
                text, width = _NARROW.get(name, (text, 3 if width <= 4 else min(width, 5)))
                gap = min(gap, 1)
            x += gap
            row.append(Cap(text[:width], name, x, width))
            x += width
        side = 3 if narrow else 4
        row.append(Cap(label[:side], key, (NARROW_WIDTH if narrow else WIDTH) - side, side))
        rows.append(tuple(row))
    return tuple(rows)


def keys_of(*, mac: bool = False) -> set[str]:
    """All keys that can be picked."""
    return {cap.key for row in board(mac=mac) for cap in row if cap.key}
