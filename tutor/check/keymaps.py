"""The rule on the keymaps of the program: they are data as lessons are, and are proved with them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from tutor.check.registry import applied_elsewhere
from tutor.course.problem import Problem
from tutor.words import _

KEYMAPS = "keymap-sound"
applied_elsewhere(
    KEYMAPS, "Each chord of a keymap parses, is normalised, and is that of one action or declared shared.", "running"
)


def keymap_problems() -> Iterator[Problem]:
    """What is wrong in the keymaps that come with the program."""
    from tutor.keyboard.keymaps import NAMES, problems_of

    for name in NAMES:
        file = files("tutor.keyboard") / "data" / "keymaps" / f"{name}.yaml"
        for problem in problems_of(name):
            yield at(str(file), file.read_text(encoding="utf-8"), problem)


def at(file: str, text: str, said: str) -> Problem:
    """A problem at the line of the action that it begins with."""
    place = re.search(rf"^  {re.escape(said.split(':')[0].split(' ')[0])}:", text, re.M)
    line = text.count("\n", 0, place.start()) + 1 if place else 1
    mend = _("Mend the keymap; `shared` lists chords that several actions have on purpose.")
    return Problem(file, line, 3 if place else 1, KEYMAPS, f"{said}.", mend)
