"""Opening the screens, and what that shares with the commands. Reads in nothing that is heavy."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from tutor import words
from tutor.words import _

FAILED, USAGE = 1, 2


def fail(status: int, what: str, mend: str) -> NoReturn:
    """Say what is wrong and how to mend it, and end with this status."""
    print(f"tutor: {what} {mend}".rstrip(), file=sys.stderr)
    sys.exit(status)


def course_folder(chosen: Path | None) -> Path:
    """The course to use: the chosen one, else TUTOR_LESSONS, else the bundled one. Ends the program if it is none."""
    from tutor.course.where import find_lessons_dir

    named = chosen or os.environ.get("TUTOR_LESSONS")
    folder = Path(named) if named else find_lessons_dir()
    if not (folder / "course.yaml").is_file():
        fail(
            USAGE,
            _("There is no course in {folder}: it has no course.yaml.").format(folder=folder),
            _("--lessons and TUTOR_LESSONS name a folder that has one."),
        )
    return folder


def show(target: str | None, chosen: Path | None) -> NoReturn:
    """Run the screens; ends the process with their exit status.

    Args:
        target: id of a lesson or module to open at once.
        chosen: folder of another course.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        fail(
            USAGE,
            _("The course needs a terminal, and this is none (input or output is redirected)."),
            _("These work without one: {names}.").format(names="lessons, stats, check, locate, serve"),
        )
    from tutor.settings import open_log, paths
    from tutor.ui.launch import run

    folder, places = course_folder(chosen), paths()
    sys.exit(
        run(
            lessons=folder,
            data=places.data,
            cache=places.cache,
            log_file=open_log(places.log),
            language=words.language(),
            target=target,
        )
    )
