"""Putting a chord together from keys that are picked one by one."""

from __future__ import annotations

from dataclasses import dataclass, field

from tutor.keyboard.chords import MODIFIERS, Chord, Stroke

_HELD = frozenset(MODIFIERS)


@dataclass
class Picking:
    """Keys that were picked so far.

    Attributes:
        strokes: those that are whole.
        keys: of the stroke that is being picked: modifiers, and at most one other key.
    """

    strokes: list[Stroke] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    def toggle(self, key: str) -> None:
        """Take a key to the stroke or out of it; another key that is no modifier takes the place of the first."""
        if key in self.keys:
            self.keys.discard(key)
        else:
            if key not in _HELD:
                self.keys &= _HELD
            self.keys.add(key)

    def next_stroke(self) -> bool:
        """Begin another stroke; whether there was one to end."""
        if self.keys:
            self.strokes.append(self._stroke())
            self.keys.clear()
            return True
        return False

    def clear(self) -> None:
        self.strokes.clear()
        self.keys.clear()

    @property
    def chord(self) -> Chord | None:
        """What was picked; None for nothing."""
        strokes = [*self.strokes, *([self._stroke()] if self.keys else [])]
        return Chord(tuple(strokes)) if strokes else None

    def _stroke(self) -> Stroke:
        return Stroke(frozenset(self.keys & _HELD), next(iter(self.keys - _HELD), ""))


def keys_of(chord: Chord | None) -> set[str]:
    """All keys of a chord as a board names them."""
    return {part for stroke in (chord.strokes if chord else ()) for part in (*stroke.modifiers, stroke.key) if part}
