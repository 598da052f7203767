"""The same lessons as plain lines on stdin and stdout: for screen readers, pipes and bad connections.

Nothing is drawn over, no cursor is moved, no colour is sent. Input may be a person or a file.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TextIO

log = logging.getLogger(__name__)


def run(
    *,
    lessons: Path,
    data: Path,
    cache: Path,
    language: str,
    target: str | None = None,
    minutes: int = 0,
    keymap: str | None = None,
    config: Path | None = None,
    retention: float = 0.9,
    review: int | None = None,
    source: TextIO | None = None,
    out: TextIO | None = None,
    seed: int | None = None,
) -> int:
    """Take lessons until the learner leaves or input ends; the exit status.

    Args:
        target: id of a lesson or LESSON#STEP to open at once, or of a module.
        keymap: whose chords are practised; the learner's own ones are in the folder `config`.
        minutes: a day that the learner would like to practise; 0 is no goal.
        retention: how sure the learner wants to be of what comes back.
        review: minutes of a review to take in place of lessons; 0 asks all that is due.
        seed: of the order of options; None draws one.
    """
    from tutor.keyboard.keymaps import DEFAULT
    from tutor.lesson.exercise.run import Workshop
    from tutor.lesson.server import Bundled
    from tutor.plain.home import Home
    from tutor.plain.talk import EndError, Keeper, Talk
    from tutor.progress.open import open_store
    from tutor.words import _

    talk = Talk(source or sys.stdin, out or sys.stdout)
    bundled = Bundled()
    workshop = Workshop(lambda: bundled.warm().result())
    keeper = Keeper(open_store(data), talk)
    try:
        home = Home(
            lessons, cache, language, talk, keeper, bundled, data, workshop, minutes=minutes,
            keymap=keymap or DEFAULT, config=config, seed=seed,
        )  # fmt: skip
        home.retention = retention
        if review is not None:
            home.review(review)
        else:
            home.run(target)
        return 0
    except (EndError, KeyboardInterrupt):
        talk.tell(_("All is saved.") if keeper.store.durable else _("Nothing could be saved."))
        return 0
    except BrokenPipeError:  # who read our lines has gone
        _silence()
        return 0
    finally:
        workshop.close()
        bundled.stop()
        keeper.store.close()


def _silence() -> None:
    """Let the interpreter's last flush not fail."""
    import os

    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        log.info("stdout could not be silenced")
