"""Starting the screens. Store and catalogue open in threads while Textual is imported."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.lesson.server import Bundled
from tutor.ui.saver import Saver
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue
    from tutor.progress.store import LessonProgress

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Known:
    """What the log says, as home shows it."""

    lessons: dict[str, LessonProgress] = field(default_factory=dict)
    days: frozenset[int] = frozenset()  # study days practised of the last 30
    today: int = 0


@dataclass
class Services:
    """What the screens work with; all of it outlives any screen."""

    catalogue: Future[Catalogue]
    saver: Saver
    bundled: Bundled
    language: str
    known: Future[Known]
    seed: int | None = None  # of the order of options; None draws one

    def ask_known(self) -> Future[Known]:
        """Ask the log anew."""
        return self.saver.ask(_known)


def _known(store: object) -> Known:
    from tutor.progress.events import study_day_now

    return Known(store.lessons(), frozenset(store.days(30)), study_day_now())  # type: ignore[attr-defined]


def _in_thread(future: Future[Catalogue], lessons: Path, cache: Path, language: str) -> None:
    from tutor.course.catalogue import open_catalogue

    try:
        future.set_result(open_catalogue(lessons, cache, language))
    except BaseException as error:
        future.set_exception(error)


def services(*, lessons: Path, data: Path, cache: Path, language: str) -> Services:
    """Begin to open everything; returns at once."""

    def open_store() -> object:
        from tutor.progress.open import open_store

        return open_store(data)

    saver = Saver(open_store)  # type: ignore[arg-type]  # typed as object so that nothing is imported here
    catalogue: Future[Catalogue] = Future()
    threading.Thread(
        target=_in_thread, args=(catalogue, lessons, cache, language), name="catalogue", daemon=True
    ).start()
    return Services(catalogue, saver, Bundled(), language, saver.ask(_known))


def run(
    *, lessons: Path, data: Path, cache: Path, log_file: Path | None, language: str, target: str | None = None
) -> int:
    """Show the program until the learner quits; the exit status.

    Args:
        target: id of a lesson or module to open at once.
    """
    gc.disable()  # while everything is made that stays; on again after the first paint
    work = services(lessons=lessons, data=data, cache=cache, language=language)
    from tutor.ui.app import TutorApp

    app = TutorApp(work, target=target)
    try:
        app.run()
    finally:
        work.bundled.stop()
        if not work.saver.close():
            print(_("tutor: progress could not be saved within 10 seconds."), file=sys.stderr)
    if app.crashed:
        where = _("The log says more: {path}").format(path=log_file) if log_file else ""
        print(
            _("tutor stopped because of a fault of its own. Progress is saved.") + f" {where}",
            file=sys.stderr,
        )
    return app.return_code or 0
