"""Which lab: the choice between them, and the way from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.ui.commands import COMMANDS
from tutor.words import _

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

NAMES = ("request", "template", "orm", "flask")


def choose_lab(app: TutorApp) -> None:
    """Ask which one; the cursor is on the one that was last worked in."""
    from tutor.lesson.labs import last_used
    from tutor.ui.screens.choose import ChooseScreen

    def chosen(id: str | None) -> None:
        if id:
            open_lab(app, id)

    commands = [(id, COMMANDS[f"{id}-lab"]) for id in NAMES]
    choices = [(id, _upper(_(command.title)), _(command.help)) for id, command in commands]
    here = getattr(app.screen, "lab", "")
    app.push_screen(ChooseScreen(_("Labs"), choices, here or last_used(app.services.data)), chosen)


def open_lab(app: TutorApp, id: str) -> None:
    """Show a lab. One that is open already is gone back to; a code lab gives way, since it keeps its drafts."""
    from tutor.ui.page import Page

    screens = [screen for screen in app.screen_stack if isinstance(screen, Page)]
    if any(screen.lab == id for screen in screens):
        while not (isinstance(app.screen, Page) and app.screen.lab == id):
            app.pop_screen()
        return
    if id == "request":
        from tutor.ui.screens.lab import LabScreen

        screen: Page = LabScreen()
    else:
        from tutor.lesson.labs import LABS
        from tutor.ui.screens.code_lab import CodeLabScreen

        screen = CodeLabScreen(LABS[id])
    if isinstance(app.screen, Page) and app.screen.lab not in ("", "request"):
        app.switch_screen(screen)
    else:
        app.push_screen(screen)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
