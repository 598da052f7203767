"""The cheat sheet of a keymap: as rows, and as a picture to print."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import NamedTuple

from tutor.keyboard.keymaps import SETS, Action, Key, Keymap, actions, called
from tutor.words import _


class Line(NamedTuple):
    """One action with its key."""

    action: Action
    key: Key
    chord: str  # as printed on the caps; empty without a default key
    also: str


def lines(keymap: Keymap, *, all_of_them: bool = True) -> Iterator[tuple[str, list[Line]]]:
    """(title of a set, its lines), in order; without `all_of_them` only actions that have a key."""
    for id, title in SETS.items():
        rows = [
            Line(action, key, keymap.shown(key.chord) if key.chord else "", ", ".join(map(keymap.shown, key.also)))
            for action in actions().values()
            if action.set == id and (key := keymap.keys.get(action.id)) and (all_of_them or key.chord)
        ]
        if rows:
            yield _(title), rows


WIDTH, ROW, COLUMN = 1120, 19, 380


def svg(keymap: Keymap) -> str:
    """The sheet as an SVG, black on white, three columns of a landscape page."""
    blocks = [(title, rows) for title, rows in lines(keymap, all_of_them=False)]
    total = sum(len(rows) + 2 for _title, rows in blocks)
    entries: list[tuple[str, str, bool]] = []
    for title, rows in blocks:
        entries.append((title, "", True))
        entries += [(called(row.action), row.chord, False) for row in rows]
        entries.append(("", "", False))
    per_column = -(-total // 3)
    height = 70 + per_column * ROW + 30
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{height}" fill="white"/>',
        f'<text x="20" y="36" font-size="18" font-weight="bold">{escape(called(keymap))}</text>',
    ]
    for n, (left, right, head) in enumerate(entries):
        x, y = 20 + n // per_column * (COLUMN - 10), 70 + n % per_column * ROW
        if head:
            out.append(f'<text x="{x}" y="{y}" font-weight="bold">{escape(left)}</text>')
        elif left:
            out.append(f'<text x="{x}" y="{y}">{escape(left)}</text>')
            out.append(
                f'<text x="{x + COLUMN - 40}" y="{y}" text-anchor="end" font-family="monospace">{escape(right)}</text>'
            )
    return "\n".join([*out, "</svg>", ""])
