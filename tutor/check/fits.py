"""Steps are shown at 80x24, in processes of their own, since `check` knows no screens."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tutor.course.problem import Finding
from tutor.words import _

FEW = 4
"""Lessons that are not worth a second process."""

FRAMES = 1000
"""Frames a second that may be drawn there: a layout is waited for, and nobody looks."""

Showing = subprocess.Popen[bytes]
"""A process that shows some lessons in their languages."""


def open_one() -> Showing:
    """Start a process that waits to be told what to show, which `begin` does; returns at once."""
    command = [sys.executable, "-m", "tutor.ui.fits"]
    environment = {**os.environ, "TEXTUAL_FPS": str(FRAMES)}
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    )


def begin(opened: Showing, folder: Path, lessons: Mapping[str, Sequence[str]]) -> list[Showing]:
    """Begin to show lessons, in a process that is open and others if there are many; returns at once.

    Args:
        lessons: languages by lesson.
    """
    if not lessons:
        opened.kill()
        opened.communicate()
        return []
    ids = list(lessons)
    parts = min(os.cpu_count() or 1, len(ids)) if len(ids) > FEW else 1
    showings = [opened, *(open_one() for _more in range(1, parts))]
    for n, showing in enumerate(showings):
        assert showing.stdin is not None
        share = {id: list(lessons[id]) for id in ids[n::parts]}
        with contextlib.suppress(BrokenPipeError), showing.stdin as told:  # it failed: what it said is read in the end
            told.write(json.dumps([str(folder), share]).encode())
        showing.stdin = None
    return showings


def found(showings: Sequence[Showing]) -> Iterator[tuple[str, str, Finding]]:
    """Wait, and give language, lesson and finding of each step that is too tall; its path is of the English lesson.

    Raises:
        RuntimeError: a process failed; the text is what it said.
    """
    for process in showings:
        out, said = process.communicate()
        if process.returncode:
            raise RuntimeError(said.decode(errors="replace"))
        for language, lesson, step, needs, has in json.loads(out):
            message = _("At 80x24 this step has to be scrolled: it needs {n} rows of {room}.").format(n=needs, room=has)
            yield language, lesson, Finding(("steps", step), message, _("Shorten it, or make two steps of it."))
