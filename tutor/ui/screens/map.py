"""The map of a lesson: all its steps with their state; Enter goes to one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.session import LessonSession
from tutor.lesson.summary import result
from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.ui.widgets.outline import SIGN
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _

HOW = {
    "right": lambda: _("right at once"),
    "passed": lambda: _("done"),
    "helped": lambda: _("right with help"),
    "shown": lambda: _("answer shown"),
    "missed": lambda: _("left wrong"),
    "skipped": lambda: _("skipped"),
    "open": lambda: _("open"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """A step on the map."""

    title: str
    sign: tuple[str, str]  # glyph and its style
    state: str
    bookmarked: bool = False
    note: str = ""


def places_of(session: LessonSession) -> list[Place]:
    """The steps of a lesson under way."""
    places = []
    for step in session.steps:
        state = session.states[step.id]
        how = result(step, state)
        places.append(Place(step.title, SIGN[how], HOW[how](), state.bookmarked, state.note))
    return places


class MapScreen(Overlay[int]):
    """Gives the index of the chosen step, counted from 0."""

    DEFAULT_CSS = """
    MapScreen Rows { height: auto; max-height: 12; margin: 1 0 0 0; }
    MapScreen #note { height: auto; max-height: 2; }
    MapScreen.-short Rows { max-height: 9; margin: 0; }
    MapScreen.-tall Rows { max-height: 22; }
    """
    BINDINGS = [  # noqa: RUF012  # Textual's way to declare them
        ("enter", "go"), ("down,j", "move(1)"), ("up,k", "move(-1)"), ("pagedown", "move(8)"), ("pageup", "move(-8)"),
        ("home,g", "move(-999)"), ("end,G", "move(999)"), ("o,q", "close"),
    ]  # fmt: skip

    def __init__(self, head: str, places: Sequence[Place], at: int) -> None:
        super().__init__()
        self.head, self.places, self.at = head, places, at

    def compose(self) -> ComposeResult:
        done = sum(place.sign[0] == "✓" for place in self.places)
        with Vertical(classes="sheet"):
            yield Line(
                styled(self.head, "bold $strong"), _("{n} of {total} done").format(n=done, total=len(self.places))
            )
            yield Rule()
            yield Rows([self._row(n, place) for n, place in enumerate(self.places)], cursor=self.at)
            yield Static(id="note")
            yield Keys(lambda: [("go", "Enter", _("go there")), ("move", "↑↓", _("step"))],
                       lambda: ("close", "Esc", _("close")))  # fmt: skip

    def on_mount(self) -> None:
        self._explain()

    def _row(self, n: int, place: Place) -> Row:
        glyph, style = place.sign
        marks = [_("bookmark")] * place.bookmarked + [_("note")] * bool(place.note)
        right = Content("  ").join([*(styled(mark, "$you") for mark in marks), styled(f"{place.state} ", "$soft")])
        lead = styled(f"{n + 1:>2}  ", "$soft") + styled(f"{glyph} ", style)
        return Row(Content(place.title), lead=lead, right=right)

    def _explain(self) -> None:
        note = self.query_one("#note", Static)
        text = self.places[self.query_one(Rows).cursor].note
        note.display = bool(text)
        note.update(styled(_("Note:") + " ", "$soft") + Content(text))

    def action_move(self, by: int) -> None:
        self.query_one(Rows).move(by)
        self._explain()

    def action_go(self) -> None:
        self.dismiss(self.query_one(Rows).cursor)

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        self.dismiss(message.index)

    @on(Keys.Pressed)
    def _key_clicked(self, message: Keys.Pressed) -> None:
        if message.command == "go":
            self.action_go()
        elif message.command == "close":
            self.action_close()
