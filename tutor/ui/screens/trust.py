"""Asked once before code of a course from elsewhere runs."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.widgets import Static

from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import inline, styled
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.words import _


class TrustScreen(Overlay[bool]):
    """Gives True if the learner lets code of the course run.

    Args:
        lessons: folder of the course.
        confined: what its code is kept from here, in words; "" for nothing.
    """

    DEFAULT_CSS = "TrustScreen Static { height: auto; margin: 1 2 0 2; }"
    BINDINGS: ClassVar[list[BindingType]] = [("y", "answer(True)", ""), ("n", "answer(False)", "")]

    def __init__(self, lessons: Path, confined: str) -> None:
        super().__init__()
        self.lessons, self.confined = lessons, confined

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(styled(_("Let code of this course run?"), "bold $strong"))
            yield Rule()
            yield Static(inline(_("This course did not come with tutor: `{folder}`.").format(folder=self.lessons)))
            if self.confined:
                text = _("Its code runs apart, without {names}. Virtual environments that it makes are not kept apart.")
                yield Static(inline(text.format(names=self.confined)))
            else:
                yield Static(inline(_("Here its code runs as you do: only its time and output are limited.")))
            yield Static(inline(_("Asked again when its files change; `tutor trust --revoke` takes it back."), "$soft"))
            yield Keys(lambda: [("yes", "y", _("let it run"))], lambda: ("close", "n", _("no")))

    def action_answer(self, yes: bool) -> None:
        self.dismiss(yes)

    @on(Keys.Pressed)
    def _clicked(self, message: Keys.Pressed) -> None:
        self.dismiss(message.command == "yes")
