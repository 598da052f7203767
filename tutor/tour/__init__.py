"""The tour: a lesson about the program itself, taken on the screens of every other lesson."""

from __future__ import annotations

from pathlib import Path

ID = "start.tour"


def folder() -> Path:
    """The course of one lesson that the tour is."""
    return Path(__file__).parent
