"""What the ends of a lesson and of a review share: words, and a list of what to do next."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.containers import VerticalScroll

from tutor.ui.widgets.rows import Rows


class EndView(VerticalScroll, can_focus=False):
    """Counts, not praise, and the next things with the best first, in `list`."""

    KIND = HELP = ""
    DEFAULT_CSS = """
    EndView { height: 1fr; }
    EndView > * { max-width: 96; }
    EndView Static { height: auto; max-width: 90; }
    EndView .part { margin: 1 0 0 0; }
    """
    list: Rows

    @property
    def choices_shown(self) -> Sequence[object]:
        """What the digits choose from."""
        raise NotImplementedError

    def arrived(self) -> None:
        self.scroll_home(animate=False)

    def go(self) -> None:
        """Take what is at the cursor."""
        raise NotImplementedError

    def do_up(self) -> None:
        self.list.move(-1)

    def do_down(self) -> None:
        self.list.move(1)

    def do_choose(self) -> None:
        number = int(self.screen.pressed or 1)  # type: ignore[attr-defined]  # a Page
        if number <= len(self.choices_shown):
            self.list.point(number - 1)
            self.go()

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        self.list.point(message.index)
        self.go()
