"""Opening the lessons, and what that shares with the commands. Reads in nothing that is heavy."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tutor import words
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.problem import Problem
    from tutor.settings import Loaded

FAILED, USAGE = 1, 2
PROGRESS = "progress.db"
"""As `tutor.progress.open` calls it, which takes too long to be imported for a look at its size."""
BIG = 8 << 20
"""Bytes from which on bringing a file of an older form up to date takes seconds."""
SCREENLESS = "lessons, stats, due, request, status, ref, check, translate, locate, serve, keys, doctor"
"""Commands that need no screen."""


class Chosen:
    """What holds for the whole command line.

    Attributes:
        loaded: the settings file.
        lessons: folder of another course.
        plain: whether lessons go out as plain lines.
    """

    def __init__(self, loaded: Loaded) -> None:
        self.loaded = loaded
        self.lessons: Path | None = None
        self.plain = False


def fail(status: int, what: str, mend: str) -> NoReturn:
    """Say what is wrong and how to mend it, and end with this status."""
    print(f"tutor: {what} {mend}".rstrip(), file=sys.stderr)
    sys.exit(status)


# ── Settings and language ────────────────────────────────────────────────────────────────────────


def begin() -> Loaded:
    """Read the settings, and speak the language that they name, else that of the environment."""
    from tutor.settings import load, paths

    config = paths().config
    words.use(words.from_environment())
    loaded = load(config)
    language = words.chosen(loaded.settings.language)
    if language != words.language():
        words.use(language)
        if loaded.flaws:
            loaded = load(config)  # its flaws are told in the language of then
    return loaded


def tell_flaws(loaded: Loaded) -> None:
    """Say on stderr what of the settings file could not be used, a line each."""
    from tutor.settings import FILE, paths

    for flaw in loaded.flaws:
        print(f"tutor: {paths().config / FILE}:{flaw.line}: {flaw.what} {flaw.mend}", file=sys.stderr)


# ── The course ───────────────────────────────────────────────────────────────────────────────────


def named_course(chosen: Path | None) -> Path:
    """The folder of the course: the chosen one, else TUTOR_LESSONS, else the bundled one. It may hold none."""
    from tutor.course.where import find_lessons_dir

    named = chosen or os.environ.get("TUTOR_LESSONS")
    return Path(named) if named else find_lessons_dir()


def course_folder(chosen: Path | None) -> Path:
    """The course to use, as `named_course` finds it. Ends the program if there is none."""
    folder = named_course(chosen)
    if not (folder / "course.yaml").is_file():
        fail(
            USAGE,
            _("There is no course in {folder}: it has no course.yaml.").format(folder=folder),
            _("--lessons and TUTOR_LESSONS name a folder that has one."),
        )
    return folder


def bring_up_to_date(data: Path) -> None:
    """Make a large file of progress that an older version wrote one of this version, and show how far it is."""
    try:
        if (data / PROGRESS).stat().st_size < BIG:
            return
    except OSError:
        return
    from tutor.progress.open import is_older, open_store

    if not is_older(data):
        return

    def told(count: int) -> None:
        if sys.stderr.isatty():
            text = _("Your progress is brought into the form of this version: {n} entries").format(n=f"{count:,}")
            print(f"\r{text}", end="", file=sys.stderr, flush=True)

    told(0)
    open_store(data, told=told).close()
    if sys.stderr.isatty():
        print(file=sys.stderr)


# ── The lessons ──────────────────────────────────────────────────────────────────────────────────


def preview(lesson: str, chosen: Chosen, examine: Callable[[], list[Problem]]) -> NoReturn:
    """Show a lesson on screens while it is being written; ends the process. What is answered there is not kept.

    Args:
        examine: finds what is wrong in the files of the lesson.
    """
    from tempfile import TemporaryDirectory

    _need_a_terminal()
    from tutor.settings import open_log, paths
    from tutor.ui.launch import run

    places = paths()
    with TemporaryDirectory(prefix="tutor-preview-") as data:
        sys.exit(
            run(
                lessons=course_folder(chosen.lessons),
                data=Path(data),
                cache=places.cache,
                config=places.config,
                settings=chosen.loaded,
                log_file=open_log(places.log),
                language=words.language(),
                target=lesson,
                examine=examine,
            )
        )


def show_dojo(chosen: Chosen, keymap: str | None) -> NoReturn:
    """Run the drill of shortcuts, on screens or as plain lines; ends the process.

    Args:
        keymap: whose keys; None takes those of the settings.
    """
    if not chosen.plain:
        show(None, chosen, dojo=keymap or "")
    from tutor.keyboard.machine import chosen_keymap
    from tutor.plain.dojo import run_dojo
    from tutor.settings import open_log, paths

    places, settings = paths(), chosen.loaded.settings
    open_log(places.log)
    sys.exit(
        run_dojo(
            keymap or chosen_keymap(settings.ide, settings.system), data=places.data, config=places.config,
            language=words.language(),
        )
    )  # fmt: skip


def show(
    target: str | None, chosen: Chosen, *, dojo: str | None = None, review: int | None = None
) -> NoReturn:
    """Run the lessons, on screens or as plain lines; ends the process with their exit status.

    Args:
        target: id of a lesson or module to open at once.
        dojo: name of a keymap whose drill is begun at once; "" takes that of the settings.
        review: minutes of a review to begin at once; 0 asks all that is due.
    """
    if not chosen.plain:
        _need_a_terminal()
    from tutor.settings import open_log, paths

    folder, places, language = course_folder(chosen.lessons), paths(), words.language()
    log_file = open_log(places.log)
    bring_up_to_date(places.data)
    if chosen.plain:
        from tutor.keyboard.machine import chosen_keymap
        from tutor.plain import run as run_plain

        settings = chosen.loaded.settings
        sys.exit(
            run_plain(
                lessons=folder,
                data=places.data,
                cache=places.cache,
                language=language,
                target=target,
                minutes=settings.minutes,
                keymap=chosen_keymap(settings.ide, settings.system),
                config=places.config,
                retention=settings.retention / 100,
                review=review,
            )
        )
    from tutor.ui.launch import run

    sys.exit(
        run(
            lessons=folder,
            data=places.data,
            cache=places.cache,
            config=places.config,
            settings=chosen.loaded,
            log_file=log_file,
            language=language,
            target=target,
            dojo=dojo,
            review=review,
        )
    )


def _need_a_terminal() -> None:
    """End the program, in words, where no screen can be drawn."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        what = _("The course needs a terminal, and this is none (input or output is redirected).")
    elif lacks_screen(os.environ):
        kind = os.environ.get("TERM", "")
        what = _("The course needs a terminal whose cursor can be moved, and this one is TERM={kind}.").format(
            kind=kind or '""'
        )
    else:
        return
    mend = _("`tutor --plain` gives the same lessons as plain lines; these work too: {names}.")
    fail(USAGE, what, mend.format(names=SCREENLESS))


def lacks_screen(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says of itself that it cannot move its cursor, or does not say what it is."""
    return os.name != "nt" and environ.get("TERM", "") in ("", "dumb", "unknown")
