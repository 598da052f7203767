"""Which terminal the keys come from, and switching kitty's keyboard protocol off and on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.keyboard.arriving import Encoding
from tutor.keyboard.delivery import Terminal
from tutor.keyboard.machine import around, family

if TYPE_CHECKING:
    from tutor.ui.app import TutorApp

FLAGS = 25
"""What Textual asks for: unambiguous codes, for all keys, with the text that they write."""


def terminal_of(app: TutorApp) -> Terminal:
    """The terminal as far as it is known now."""
    work = app.services
    encoding: Encoding = "kitty" if work.kitty and not work.legacy else "legacy"
    return Terminal(encoding, around(), family(), work.missing)


def use_legacy(app: TutorApp, legacy: bool) -> None:
    """Let the terminal send keys in the legacy encoding, or by kitty's protocol again."""
    app.services.legacy = legacy
    if app.services.kitty and app._driver is not None:
        app._driver.write(f"\x1b[={0 if legacy else FLAGS};1u")
        app._driver.flush()
