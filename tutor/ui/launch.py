"""Starting the screens. Store and catalogue open in threads while Textual is imported."""

from __future__ import annotations

import gc
import logging
import sys
import threading
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from tutor.lesson.server import Bundled
from tutor.settings import Loaded, Settings
from tutor.ui.saver import Saver
from tutor.ui.terminal import Asking, drop_late_answers
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue
    from tutor.keyboard.tried import Tried
    from tutor.lesson.backlog import Backlog
    from tutor.lesson.exercise.run import Workshop
    from tutor.lesson.reviewable import Reviewable
    from tutor.progress.store import LessonProgress, Mark, Store
    from tutor.progress.sync import SharedFolder
    from tutor.ui.screens.preview import Examine

log = logging.getLogger(__name__)


class Known(msgspec.Struct, frozen=True):
    """What the log says, as home shows it."""

    lessons: dict[str, LessonProgress] = {}
    days: frozenset[int] = frozenset()  # study days practised of the last 30
    today: int = 0
    minutes: int = 0  # practised this week, which begins on a Monday
    met: bool = False  # whether anything is remembered, so that something may be due
    marks: dict[str, Mark] = {}  # notes and bookmarks by item
    due: Backlog | None = None  # None until it was asked for, which takes long enough to come after the first paint
    lasting: dict[str, tuple[int, int]] = {}  # by module, items that last a week, and items; with `due`
    clock: str = ""  # what is odd about it


class Services(msgspec.Struct):
    """What the screens work with; all of it outlives any screen.

    Attributes:
        lessons, cache: the folder of the course, and where it is kept compiled.
        data: where progress is, and what else is the learner's.
        config: folder of the settings file.
        loaded: the settings in force when the program started, and what of the file could not be used.
        language: of interface and lessons now.
        seed: of the order of options; None draws one.
        background: colour of the terminal, if it told.
        kitty: whether the terminal knows kitty's keys; None if it did not tell.
        legacy: whether the learner switched kitty's keys off.
        tried: what arrived for chords that were tried, by identity of the terminal; None until it was read.
        made: the workshop, once there is one.
        shared: the folder in which progress of several machines comes together, once it was used.
        sync_problem: why that folder could not be used the last time.
    """

    lessons: Path
    data: Path
    cache: Path
    config: Path
    loaded: Loaded
    language: str
    saver: Saver
    bundled: Bundled
    catalogue: Future[Catalogue]
    known: Future[Known]
    seed: int | None = None
    background: tuple[int, int, int] | None = None
    kitty: bool | None = None
    legacy: bool = False
    tried: dict[str, Tried] | None = None
    made: Workshop | None = None
    shared: SharedFolder | None = None
    sync_problem: str = ""

    @property
    def workshop(self) -> Workshop:
        """What code is run in; made when it is first asked for."""
        if self.made is None:
            from tutor.lesson.exercise.run import Workshop

            self.made = Workshop(lambda: self.bundled.warm().result())
        return self.made

    def ask_known(self) -> Future[Known]:
        """Ask the log anew."""
        return self.saver.ask(self._known)

    def _known(self, store: Store) -> Known:
        return _known(store, self.reviewable(), self.loaded.settings)

    def reviewable(self) -> Reviewable:
        """What can be reviewed, as the course was read last. Reads a file."""
        from tutor.lesson.reviewable import Reviewable, kept

        return kept(self.cache, self.lessons) or Reviewable()

    def exchange(self) -> Future[int]:
        """Bring progress together with that in the folder of the settings; how many events were new here."""
        return self.saver.ask(self._exchange)

    def _exchange(self, store: Store) -> int:
        setting = self.loaded.settings.sync
        if not setting:
            return 0
        from tutor.progress.sync import SharedFolder

        folder = Path(setting).expanduser()
        if self.shared is None or self.shared.folder != folder:
            self.shared = SharedFolder(folder)
        did = self.shared.exchange(store)
        self.sync_problem = did.problem
        return did.brought

    def list_items(self) -> None:
        """Keep the list of what can be reviewed, as the course is now. Slow: for a thread of its own."""
        from tutor.lesson.reviewable import of_course

        of_course(self.catalogue.result(), self.cache)

    def get_ready(self) -> None:
        """Read in what the first lesson would have to wait for. Slow: for a thread of its own. Nothing is raised."""
        from tutor.ui.code import highlighted
        from tutor.ui.text import inline

        try:
            inline("")  # reads its parser in
            for name in ("lesson", "problems"):
                import_module(f"tutor.ui.screens.{name}")
            for name in ("compose", "lines"):
                import_module(f"tutor.wire.{name}")
            import_module("tutor.lesson.exercise.run")
            for name in ("python", "html+jinja", "sql"):
                highlighted("", name)  # compiles the patterns of its lexer
        except Exception:
            log.exception("what could wait was not done")

    def prepare(self) -> None:
        """What can wait until the first paint, and makes the rest fast: other screens, other languages, a backup.

        Slow: for a thread of its own. Nothing is raised.
        """
        from tutor.course.catalogue import open_catalogue
        from tutor.progress.backup import back_up

        try:
            import_module("tutor.ui.screens.progress")
            # Who quits does not wait for it: of a large log it takes long, and the next start makes it.
            threading.Thread(target=back_up, args=(self.data,), name="backup", daemon=True).start()
            for language in self.catalogue.result().course.translations:
                if language != self.language:
                    open_catalogue(self.lessons, self.cache, language).refresh()
        except Exception:
            log.exception("what could wait was not done")

    def speak(self, language: str) -> Future[Catalogue]:
        """Open the course in another language; `catalogue` is the new one from now on."""
        self.language = language
        self.catalogue = _opening(self.lessons, self.cache, language)
        return self.catalogue


def _at_first(store: Store) -> Known:
    """What home shows at once."""
    from tutor.progress.events import monday, study_day_now

    today = study_day_now()
    return Known(
        store.lessons(), frozenset(store.days(30)), today, store.minutes_since(monday(today)), store.has_cards(""),
        clock=store.clock_notice() or "",
    )  # fmt: skip


def _known(store: Store, items: Reviewable, chosen: Settings) -> Known:
    from tutor.lesson.backlog import backlog, keymap_for

    due = backlog(
        store, items, retention=chosen.retention / 100, keymap=keymap_for(chosen.ide, chosen.system),
        minutes=chosen.minutes,
    )  # fmt: skip
    lasting = store.lasting(items.known, retention=chosen.retention / 100)
    return msgspec.structs.replace(_at_first(store), marks=store.marks(), due=due, lasting=lasting)


def _opening(lessons: Path, cache: Path, language: str) -> Future[Catalogue]:
    """The course, being opened in a thread."""
    future: Future[Catalogue] = Future()

    def opened() -> None:
        from tutor.course.catalogue import open_catalogue

        try:
            future.set_result(open_catalogue(lessons, cache, language))
        except BaseException as error:
            future.set_exception(error)

    threading.Thread(target=opened, name="catalogue", daemon=True).start()
    return future


def services(
    *, lessons: Path, data: Path, cache: Path, config: Path, language: str, loaded: Loaded | None = None
) -> Services:
    """Begin to open everything; returns at once."""

    def open_store() -> Store:
        from tutor.progress.open import open_store

        return open_store(data)

    saver, bundled, made = Saver(open_store), Bundled(), loaded or Loaded(Settings(welcomed=True))
    return Services(
        lessons, data, cache, config, made, language, saver, bundled, _opening(lessons, cache, language),
        saver.ask(_at_first),
    )  # fmt: skip


def run(
    *,
    lessons: Path,
    data: Path,
    cache: Path,
    config: Path,
    settings: Loaded,
    log_file: Path | None,
    language: str,
    target: str | None = None,
    review: int | None = None,
    examine: Examine | None = None,
    dojo: str | None = None,
) -> int:
    """Show the program until the learner quits; the exit status.

    Args:
        config: folder of the settings file.
        settings: what that file says.
        target: id of a lesson, LESSON#STEP, or module to open at once.
        review: minutes of a review to begin at once.
        examine: finds problems of the target, which is then shown while it is being written.
        dojo: name of a keymap whose drill is begun at once; "" takes that of the settings.
    """
    sys.setswitchinterval(0.001)  # work in other threads keeps a key waiting no longer than that
    gc.disable()  # while everything is made that stays; on again after the first paint
    asking = Asking()  # the answers come while Textual is being imported
    work = services(lessons=lessons, data=data, cache=cache, config=config, language=language, loaded=settings)
    from tutor.ui.app import TutorApp

    told = asking.told()
    work.background, work.kitty = told.background, told.kitty
    if told.kitty is None:
        drop_late_answers()
    app = TutorApp(work, target=target, review=review, examine=examine, dojo=dojo)
    app.typed = told.typed
    try:
        app.run()
    finally:
        if work.made is not None:
            work.made.close()
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
