"""Copying: by the terminal (OSC 52), and into a file, since no terminal tells whether it took it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App

FILE = "copied.txt"
LONGEST = 74_000
"""Bytes that terminals are sure to take; some cut longer ones in the middle, which would be worse than none."""


def copy(app: App[Any], text: str, folder: Path) -> Path | None:
    """Put text on the clipboard, as far as the terminal lets us, and into a file.

    Returns:
        The file, or None if it cannot be written.
    """
    if len(text.encode("utf-8", "replace")) <= LONGEST:
        app.copy_to_clipboard(text)
    path = folder / FILE
    fresh = path.with_suffix(f".{os.getpid()}.new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(fresh, path)
    except OSError:
        with suppress(OSError):
            fresh.unlink()
        return None
    return path
