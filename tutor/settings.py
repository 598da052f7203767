"""Where files are, and the log file. `cli` and `ui` alone import this; the rooms below are handed values."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple


class Paths(NamedTuple):
    """Folders of this program; they need not exist."""

    data: Path  # progress: never deleted
    config: Path
    cache: Path  # may be deleted at any time
    log: Path


def paths(environ: Mapping[str, str] = os.environ) -> Paths:
    """The folders of this user, by the custom of the system, or all under TUTOR_HOME if that is set."""
    if home := environ.get("TUTOR_HOME"):
        root = Path(os.path.abspath(os.path.expanduser(home)))
        return Paths(root / "data", root / "config", root / "cache", root / "log")

    from platformdirs import PlatformDirs

    folders = PlatformDirs("tutor", appauthor=False)
    return Paths(folders.user_data_path, folders.user_config_path, folders.user_cache_path, folders.user_log_path)


def open_log(folder: Path) -> Path | None:
    """Write the log of the program to a file there: 256 kB, two older files kept. The file, or None.

    Nothing is raised when the folder cannot be written, nor later when the disk is full; and nothing ever goes to the
    terminal, where it would disturb the screen.
    """
    import logging
    from contextlib import suppress
    from logging.handlers import RotatingFileHandler

    class Quiet(RotatingFileHandler):
        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name logging calls
            return

        def close(self) -> None:
            with suppress(OSError):  # the last line may not fit on the disk
                super().close()

    logger = logging.getLogger("tutor")
    for old in logger.handlers[:]:
        logger.removeHandler(old)
        old.close()
    logger.propagate = False
    logger.setLevel(logging.INFO)
    path = folder / "tutor.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = Quiet(path, maxBytes=256_000, backupCount=2, encoding="utf-8", errors="backslashreplace")
    except OSError:
        logger.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    return path
