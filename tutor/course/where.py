"""Where the bundled lessons are."""

from __future__ import annotations

from pathlib import Path


def find_lessons_dir() -> Path:
    """The folder of the bundled course: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_lessons"
    return installed if installed.is_dir() else package.parent / "lessons"
