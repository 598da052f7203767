"""Which terminal the keys come from, what was tried in it, and switching kitty's keyboard protocol off and on."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import Future
from typing import TYPE_CHECKING

from tutor.keyboard.arriving import Encoding
from tutor.keyboard.delivery import Terminal
from tutor.keyboard.machine import around, family, identity
from tutor.keyboard.tried import Tried, all_tried, keep

if TYPE_CHECKING:
    from tutor.keyboard.chords import Stroke
    from tutor.ui.app import TutorApp

FLAGS = 25
"""What Textual asks for: unambiguous codes, for all keys, with the text that they write."""


def encoding_of(app: TutorApp) -> Encoding:
    """How keys arrive now."""
    return "kitty" if app.services.kitty and not app.services.legacy else "legacy"


def terminal_of(app: TutorApp) -> Terminal:
    """The terminal as far as it is known now."""
    encoding = encoding_of(app)
    return Terminal(encoding, around(), family(), tried_in(app).missing(encoding))


def use_legacy(app: TutorApp, legacy: bool) -> None:
    """Let the terminal send keys in the legacy encoding, or by kitty's protocol again."""
    app.services.legacy = legacy
    if app.services.kitty and app._driver is not None:
        app._driver.write(f"\x1b[={0 if legacy else FLAGS};1u")
        app._driver.flush()


# ── What was tried ───────────────────────────────────────────────────────────────────────────────


async def recall(app: TutorApp) -> None:
    """Read what was tried at earlier starts, the first time that it is asked for."""
    if app.services.tried is None:
        app.services.tried = await asyncio.to_thread(all_tried, app.services.data)


def tried_in(app: TutorApp) -> Tried:
    """What was tried in this terminal, by the keys that it sends now."""
    return (app.services.tried or {}).get(_identity(app), Tried())


def try_one(app: TutorApp, stroke: Stroke, name: str | None) -> Future[None]:
    """Know from now on what arrived for a stroke, by Textual's name, None for nothing; the future tells of keeping it.

    Raises, by the future:
        OSError: it holds until the program ends, but cannot be written.
    """
    return _keep(app, tried_in(app).with_one(stroke, name, int(time.time() * 1000)))


def forget(app: TutorApp) -> Future[None]:
    """Know nothing of this terminal any more; the future is as that of `try_one`."""
    return _keep(app, None)


def _keep(app: TutorApp, found: Tried | None) -> Future[None]:
    here, work = _identity(app), app.services
    others = {name: tried for name, tried in (work.tried or {}).items() if name != here}
    work.tried = others if found is None else {**others, here: found}
    return work.saver.ask(lambda _store: keep(work.data, here, found))  # one after the other, and before it ends


def _identity(app: TutorApp) -> str:
    return identity(encoding_of(app) == "kitty")
