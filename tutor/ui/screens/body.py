"""A body for the request in the lab: rows of name=value become a form, JSON or parts."""

from __future__ import annotations

from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from tutor.lesson.lab import BODIES, body_of
from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import styled
from tutor.ui.widgets.area import Area
from tutor.ui.widgets.frame import Keys, Line, Rule, Tabs
from tutor.words import _

NAMES = {
    "form": lambda: _("Form"),
    "json": lambda: _("JSON"),
    "multipart": lambda: _("Multipart"),
    "text": lambda: _("Text"),
}
ROWS = {
    "form": lambda: _("One name=value on each row."),
    "json": lambda: _("JSON as it is, or one name=value on each row."),
    "multipart": lambda: _("One name=value on each row; name=@path sends that file."),
    "text": lambda: _("The body as it is."),
}


class Body(NamedTuple):
    """What follows the head, and what it says it is."""

    text: str
    content_type: str


class BodyScreen(Overlay[Body]):
    """Gives a body, made by the rules of its media type."""

    DEFAULT_CSS = """
    BodyScreen TextArea, BodyScreen TextArea:focus { border: none; height: 8; background: $lit; margin: 1 0 0 0; }
    BodyScreen #said { height: auto; margin: 1 0 0 0; }
    BodyScreen.-short TextArea, BodyScreen.-short TextArea:focus { height: 5; margin: 0; }
    BodyScreen.-short #said { margin: 0; }
    """
    BINDINGS = [("f5,ctrl+r", "put"), ("f6", "turn(1)"), ("tab", "turn(1)"), ("shift+tab", "turn(-1)")]  # noqa: RUF012

    def __init__(self) -> None:
        super().__init__()
        self.kind = BODIES[0]

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(styled(_("Body"), "bold $strong"))
            yield Rule()
            yield Tabs()
            yield Area(soft_wrap=False, show_line_numbers=False, tab_behavior="focus", classes="several-rows")
            yield Static(id="said")
            yield Keys(
                lambda: [("put", "F5", _("put it in")), ("turn", "Tab", _("other kind"))],
                lambda: ("close", "Esc", _("close")),
            )

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.focus()
        self.show()

    def show(self, problem: str = "") -> None:
        """Which kind it is and what is written in it, or why that is none."""
        self.query_one(Tabs).choose([NAMES[kind]() for kind in BODIES], BODIES.index(self.kind))
        said = styled(problem, "$bad") if problem else styled(ROWS[self.kind](), "$soft")
        self.query_one("#said", Static).update(said)

    def action_turn(self, by: int) -> None:
        self.kind = BODIES[(BODIES.index(self.kind) + by) % len(BODIES)]
        self.show()

    @on(Tabs.Picked)
    def _clicked(self, message: Tabs.Picked) -> None:
        self.kind = BODIES[message.index]
        self.show()

    def action_put(self) -> None:
        from tutor.wire.build import BuildError

        try:
            self.dismiss(Body(*body_of(self.kind, self.query_one(TextArea).text)))
        except BuildError as error:
            self.show(str(error))

    @on(Keys.Pressed)
    def _key_clicked(self, message: Keys.Pressed) -> None:
        if message.command == "put":
            self.action_put()
        elif message.command == "turn":
            self.action_turn(1)
        else:
            self.action_close()
