"""The Textual application: themes, sizes, signals, and which screen is shown."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import textual._xterm_parser
from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen

from tutor import settings, words
from tutor.ui import theme
from tutor.ui.terminal import replay
from tutor.words import _

if TYPE_CHECKING:
    from textual.filter import LineFilter

    from tutor.lesson.facts import Named
    from tutor.ui.launch import Services
    from tutor.ui.page import Page
    from tutor.ui.screens.preview import Examine

# A committed Korean sentence arrives as one sequence longer than Textual looks for; the rest of it would be garbage.
textual._xterm_parser._MAX_SEQUENCE_SEARCH_THRESHOLD = 512

log = logging.getLogger(__name__)
LEAST = (60, 20)
"""Columns and rows from which on everything can be used."""


class TutorApp(App[None]):
    """The program.

    Args:
        services: catalogue, saver and server, opened or being opened.
        target: id of a lesson, LESSON#STEP, or module to open at once.
        dojo: name of a keymap whose drill is begun at once; "" takes that of the settings.
        review: minutes of a review to begin at once; 0 asks all that is due.
    """

    TITLE = "tutor"
    # What the first screens need: CSS of a screen of its own has all other CSS read again when it is first shown.
    CSS_PATH = ["app.tcss", "screens/home.tcss", "screens/lesson.tcss"]  # noqa: RUF012
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares them
        (0, "-narrow"),
        (76, "-normal"),
        (116, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-regular"), (36, "-tall")]  # noqa: RUF012

    class Saved(Message):
        """Something was saved, or could not be."""

    def __init__(
        self, services: Services, *, target: str | None = None, review: int | None = None,
        examine: Examine | None = None, dojo: str | None = None,
    ) -> None:  # fmt: skip
        look = theme.chosen(services.loaded.settings.theme, services.background)
        super().__init__(ansi_color=theme.THEMES[look].ansi)
        # Thousands of rows are made at once: looking for cycles after every 700 of them would take half of the time.
        gc.set_threshold(20_000, 20, 20)
        self.services = services
        self.target = target
        self.dojo = dojo
        self.begin_review = review
        self.examine = examine  # given for a preview of the target
        self.crashed = False
        self.typed = b""  # keys that came before the screens were there
        self.settings = services.loaded.settings
        self.trouble = ""  # why a setting could not be kept
        self.keys: Mapping[str, str] = {}  # command id → keys in place of its own
        self.key_problems: list[str] = []
        self._plain: LineFilter | None = None
        self._small = False
        self._trusts = False  # whether code of the course may run
        self._writing = asyncio.Lock()  # one change of the settings file after the other
        self._retelling = asyncio.Lock()  # and one of the language
        for one in theme.THEMES.values():
            self.register_theme(one)
        # Set before anything is styled: by the reactive the whole style sheet would be read twice.
        self.set_reactive(TutorApp.theme, look)
        self.stylesheet.set_variables(self.get_css_variables())
        self._use_motion()
        self._use_glyphs()
        if self.settings.keys:
            self._use_keys()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.DARK

    def get_line_filters(self) -> Sequence[LineFilter]:
        filters = super().get_line_filters()
        return filters if self._plain is None else [*filters, self._plain]

    def get_default_screen(self) -> Screen[None]:
        """Home is what everything else lies on."""
        from tutor.ui.screens.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        self._handle_signals()
        self.services.saver.on_change = self._saved_in_thread
        if self.typed:
            replay(self, self.typed)
        if self.target:
            lesson, _sign, step = self.target.partition("#")
            self.open_lesson(lesson, step or None)
        if self.dojo is not None:
            from tutor.ui.screens.dojo import DojoScreen

            self.push_screen(DojoScreen(self.dojo or None, "practise"))
        if self.begin_review is not None:
            self.open_review(self.begin_review)

    def on_resize(self, event: events.Resize) -> None:
        """A window that is too small is said once, and the program goes on."""
        width, height = event.size
        small = width < LEAST[0] or height < LEAST[1]
        if small and not self._small:
            least, now = "{}x{}".format(*LEAST), f"{width}x{height}"
            self.call_after_refresh(self.say, _("Small: {now}. Made for {least}.").format(now=now, least=least))
        elif self._small and not small:
            self.say("")
        self._small = small

    def _saved_in_thread(self) -> None:
        self.post_message(self.Saved())

    def _handle_signals(self) -> None:
        """Leave the terminal restored and progress saved when the system or a closed window ends us."""
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP"):
            if number := getattr(signal, name, None):
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, self._ended, int(number))

    def _ended(self, number: int) -> None:
        self.exit(return_code=128 + number)

    def _handle_exception(self, error: Exception) -> None:
        self.crashed = True
        log.critical("unhandled exception", exc_info=error)
        super()._handle_exception(error)

    def on_tutor_app_saved(self) -> None:
        for screen in self.screen_stack:
            if hasattr(screen, "saved"):
                screen.saved()

    def open_lesson(self, id: str, step: str | None = None) -> None:
        """Open a lesson, at once at a step if one is named, or home at a module."""
        from tutor.ui.screens.home import HomeScreen
        from tutor.ui.screens.lesson import LessonScreen
        from tutor.ui.screens.problems import ProblemsScreen

        catalogue = self.services.catalogue.result()
        home = next(s for s in self.screen_stack if isinstance(s, HomeScreen))
        while self.screen is not home:
            self.pop_screen()
        entry = catalogue.entry(id)
        if entry is None:
            home.show_module(id)
        elif self.examine is not None and id == self.target:
            from tutor.ui.screens.preview import PreviewScreen

            self.push_screen(PreviewScreen(entry, catalogue, self.examine))
        elif entry.problems:
            self.push_screen(ProblemsScreen(entry.problems, entry.title))
        else:
            self.push_screen(LessonScreen(entry, catalogue, step=step))

    def open_review(self, minutes: int | None = None) -> None:
        """Ask what is due.

        Args:
            minutes: as many as fit into this time; 0 takes all, None the learner's minutes a day.
        """
        self.run_worker(self._open_review(minutes), group="review", exclusive=True)

    async def _open_review(self, minutes: int | None) -> None:
        from tutor.lesson.backlog import Backlog, later_text
        from tutor.ui.screens.review import ReviewScreen

        catalogue = await asyncio.wrap_future(self.services.catalogue)
        await asyncio.to_thread(self.services.list_items)
        known = await asyncio.wrap_future(self.services.ask_known())
        limit = self.settings.minutes if minutes is None else minutes
        due = known.due or Backlog()
        items = due.session(limit)
        if items:
            left = Backlog([one for one in due.items if one not in items], due.later, due.left)
            days = left.offered(self.settings.minutes)
            self.push_screen(ReviewScreen(items, catalogue, waiting=len(left.items), days=days, clock=known.clock))
        elif due.later:
            self.say(_("Today's part is done.") + f" {later_text(due)}.")
        else:
            self.say(_("Nothing is due."))

    def practise(self, item: str) -> None:
        """Ask one item now, due or not."""
        self.run_worker(self._practise(item), group="review", exclusive=True)

    async def _practise(self, item: str) -> None:
        from tutor.lesson.backlog import now
        from tutor.ui.screens.review import ReviewScreen

        catalogue = await asyncio.wrap_future(self.services.catalogue)
        items = await asyncio.to_thread(self.services.reviewable)
        due = await asyncio.wrap_future(self.services.saver.ask(lambda store: now(store, items, item)))
        if due is not None:
            self.push_screen(ReviewScreen([due], catalogue))

    def open_facts(self, named: Sequence[Named] = (), sources: Sequence[tuple[str, str, str]] = ()) -> None:
        """The reference, beginning with these facts and sources."""
        from tutor.ui.screens.facts import FactsScreen

        self.push_screen(FactsScreen(named, sources))

    def action_fact(self, kind: str, name: str) -> None:
        """A fact that a lesson marks was clicked."""
        from tutor.lesson.facts import Named

        self.open_facts([Named(kind, name)])

    def open_lab(self, id: str) -> None:
        """One of the labs, or the choice between them for ""."""
        from tutor.ui.screens import labs

        labs.open_lab(self, id) if id else labs.choose_lab(self)

    def trusted(self, act: Callable[[], None]) -> None:
        """Do what runs code of the course, once the learner trusts the course."""
        self.run_worker(self._trusted(act), group="trust", exclusive=True)

    async def _trusted(self, act: Callable[[], None]) -> None:
        from tutor.lesson.trust import Trust
        from tutor.ui.screens.trust import TrustScreen

        trust, lessons = Trust(self.services.data), self.services.lessons
        if self._trusts or await asyncio.to_thread(trust.holds, lessons):
            self._trusts = True
            act()
            return

        def answered(yes: bool | None) -> None:
            if yes:
                self._trusts = True
                with contextlib.suppress(OSError):  # then it is asked again the next time
                    trust.add(lessons)
                act()

        self.push_screen(TrustScreen(lessons, await asyncio.to_thread(confined_here)), answered)

    def open_tour(self) -> None:
        """The tour: a lesson of the program's own, on the same screens."""
        self.run_worker(self._open_tour(), group="tour", exclusive=True)

    async def _open_tour(self) -> None:
        from tutor.course.catalogue import open_catalogue
        from tutor.tour import ID, folder
        from tutor.ui.screens.lesson import LessonScreen

        cache, language = self.services.cache, self.services.language
        catalogue = await asyncio.to_thread(open_catalogue, folder(), cache, language)
        entry = catalogue.entry(ID)
        assert entry is not None
        self.push_screen(LessonScreen(entry, catalogue))

    def copy(self, text: str, what: str) -> None:
        """Put text on the clipboard by the terminal and, since no terminal tells whether it took it, into a file."""
        from tutor.ui.clipboard import copy

        file = copy(self, text, self.services.data)
        where = f" ({file})" if file else ""
        self.say(_("Copied: {what}").format(what=what) + where)

    def action_help_quit(self) -> None:
        """Ctrl+C with nothing selected ends no sitting."""
        self.say(_("Ctrl+C copies what the mouse selected. Ctrl+Q quits; all is saved."))

    def say(self, text: str) -> None:
        """Say something in the row of keys of the screen that is shown."""
        if isinstance(self.screen, _page()):
            self.screen.say(text)

    # ── Settings ─────────────────────────────────────────────────────────────────────────────────

    def set_setting(self, name: str, value: object) -> None:
        """Change a setting: it holds at once, and is written to the file; what hinders that is said."""
        self.settings = self.settings._replace(**{name: value})  # type: ignore[arg-type]  # by name
        self._apply(name)
        self.run_worker(self._write(name, value), group="settings")

    async def _write(self, name: str, value: object) -> None:
        async with self._writing:
            try:
                await asyncio.to_thread(settings.change, self.services.config, {name: value})
                self.services.loaded = await asyncio.to_thread(settings.load, self.services.config)
                self.trouble = ""
            except settings.SettingsError as error:
                self.trouble = str(error)
        for screen in self.screen_stack:
            if isinstance(screen, _page()):
                screen.settings_kept()

    def reload_settings(self, loaded: settings.Loaded) -> None:
        """Use what the settings file says now."""
        before, self.settings = self.settings, loaded.settings
        self.services.loaded, self.trouble = loaded, ""
        for name in before._fields:
            if getattr(before, name) != getattr(self.settings, name):
                self._apply(name)

    def _apply(self, name: str) -> None:
        if name == "theme":
            look = theme.chosen(self.settings.theme, self.services.background)
            self.ansi_color = theme.THEMES[look].ansi
            self.theme = look
        elif name == "language":
            self.speak(words.chosen(self.settings.language))
        elif name == "reduced_motion":
            self._use_motion()
        elif name == "keys":
            self._use_keys()
        elif name == "glyphs":
            self._use_glyphs()
        for screen in self.screen_stack:
            screen.refresh(layout=True)

    def _use_motion(self) -> None:
        self.animation_level = "none" if self.settings.reduced_motion else "basic"

    def _use_glyphs(self) -> None:
        self._plain = None
        if self.settings.glyphs == "plain":
            from tutor.ui.glyphs import PlainGlyphs

            self._plain = PlainGlyphs()
        if self.settings.glyphs == "symbols" or "tutor.ui.widgets.exchange" in sys.modules:
            from tutor.ui.widgets import exchange

            exchange.show_line_ends(as_symbols=self.settings.glyphs == "symbols")

    def _use_keys(self) -> None:
        from tutor.ui.commands import remapped

        self.keys, self.key_problems = remapped(self.settings.keys)
        self.set_keymap(dict(self.keys))

    def speak(self, language: str) -> None:
        """Show everything in another language, at once; titles follow as soon as the course was read in it."""
        words.use(language)
        self.run_worker(self._retell(language), group="language")

    async def _retell(self, language: str) -> None:
        async with self._retelling:
            if language == self.services.language or language != words.language():
                return
            await asyncio.wrap_future(self.services.speak(language))
            for screen in self.screen_stack:
                if isinstance(screen, _page()):
                    screen.call_later(screen.retell)  # each by itself, to its end, and before it can be taken off


def confined_here() -> str:
    """What code of lessons is kept from on this machine, in words."""
    from tutor.lesson.exercise.run import kept_from

    return kept_from()


def _page() -> type[Page]:
    from tutor.ui.page import Page

    return Page
