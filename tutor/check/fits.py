"""Steps are shown at 80x24, in processes of their own, since `check` knows no screens."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tutor.course.problem import Finding
from tutor.words import _

FEW = 4
"""Lessons that are not worth a second process."""


class Showing(NamedTuple):
    """A process that shows some lessons in one language."""

    language: str
    process: subprocess.Popen[bytes]


def begin(folder: Path, lessons: Mapping[str, Sequence[str]]) -> list[Showing]:
    """Begin to show lessons; returns at once.

    Args:
        lessons: ids by language.
    """
    parts = os.cpu_count() or 1
    return [
        Showing(language, _start(folder, language, part))
        for language, ids in lessons.items()
        for part in ([ids] if len(ids) <= FEW else [ids[n::parts] for n in range(parts)])
        if part
    ]


def _start(folder: Path, language: str, ids: Sequence[str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tutor.ui.fits", str(folder), language, *ids]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def found(showings: Sequence[Showing]) -> Iterator[tuple[str, str, Finding]]:
    """Wait, and give language, lesson and finding of each step that is too tall; its path is of the English lesson.

    Raises:
        RuntimeError: a process failed; the text is what it said.
    """
    for language, process in showings:
        out, said = process.communicate()
        if process.returncode:
            raise RuntimeError(said.decode(errors="replace"))
        for lesson, step, needs, has in json.loads(out):
            message = _("At 80x24 this step has to be scrolled: it needs {n} rows of {room}.").format(n=needs, room=has)
            yield language, lesson, Finding(("steps", step), message, _("Shorten it, or make two steps of it."))
