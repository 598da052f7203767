"""The Textual application: themes, sizes, signals, and which screen is shown."""

from __future__ import annotations

import contextlib
import logging
import signal
from typing import TYPE_CHECKING

import textual._xterm_parser
from textual.app import App
from textual.message import Message
from textual.screen import Screen

from tutor.ui import theme
from tutor.words import _

if TYPE_CHECKING:
    from tutor.ui.launch import Services

# A committed Korean sentence arrives as one sequence longer than Textual looks for; the rest of it would be garbage.
textual._xterm_parser._MAX_SEQUENCE_SEARCH_THRESHOLD = 512

log = logging.getLogger(__name__)


class TutorApp(App[None]):
    """The program.

    Args:
        services: catalogue, saver and server, opened or being opened.
        target: id of a lesson or module to open at once.
    """

    TITLE = "tutor"
    CSS_PATH = ["app.tcss", "screens/home.tcss"]  # noqa: RUF012  # home is the default screen: no CSS of its own is read
    ENABLE_COMMAND_PALETTE = False
    HORIZONTAL_BREAKPOINTS = [  # noqa: RUF012  # as Textual declares them
        (0, "-narrow"),
        (76, "-normal"),
        (116, "-wide"),
    ]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (24, "-regular"), (36, "-tall")]  # noqa: RUF012

    class Saved(Message):
        """Something was saved, or could not be."""

    def __init__(self, services: Services, *, target: str | None = None) -> None:
        super().__init__()
        self.services = services
        self.target = target
        self.crashed = False
        for look in theme.THEMES.values():
            self.register_theme(look)
        # Set before anything is styled: by the reactive the whole style sheet would be read twice.
        self.set_reactive(TutorApp.theme, theme.from_environment())
        self.stylesheet.set_variables(self.get_css_variables())

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return theme.DARK

    def get_default_screen(self) -> Screen[None]:
        """Home is what everything else lies on."""
        from tutor.ui.screens.home import HomeScreen

        return HomeScreen()

    def on_mount(self) -> None:
        self._handle_signals()
        self.services.saver.on_change = self._saved_in_thread
        if self.target:
            self.open_lesson(self.target)

    def _saved_in_thread(self) -> None:
        self.post_message(self.Saved())

    def _handle_signals(self) -> None:
        """Leave the terminal restored and progress saved when the system or a closed window ends us."""
        import asyncio

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

    def open_lesson(self, id: str) -> None:
        """Open a lesson, or home at a module."""
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
        elif entry.problems:
            self.push_screen(ProblemsScreen(entry.problems, entry.title))
        else:
            self.push_screen(LessonScreen(entry))

    def copy(self, text: str, what: str) -> None:
        """Put text on the clipboard by the terminal, and say so."""
        self.copy_to_clipboard(text)
        self.notify(_("Copied: {what}").format(what=what), timeout=2)
