"""A note to a step: a few lines of one's own. Closing keeps it."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static, TextArea

from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import styled
from tutor.ui.widgets.area import Area
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.words import _


class NoteScreen(Overlay[None]):
    """Whichever way it ends, also by a closed window, the text is kept.

    Args:
        keep: takes the text, once.
        editor: the setting of that name.
    """

    DEFAULT_CSS = """
    NoteScreen TextArea, NoteScreen TextArea:focus {
        border: none; padding: 0 2; height: 8; background: $raised; scrollbar-size-vertical: 1;
    }
    NoteScreen.-short TextArea, NoteScreen.-short TextArea:focus { height: 5; }
    """
    BINDINGS = [("f9", "editor")]  # noqa: RUF012  # Textual's way to declare them

    def __init__(self, title: str, text: str, keep: Callable[[str], None], editor: str = "") -> None:
        super().__init__()
        self.what, self.text, self.keep, self.editor = title, text, keep, editor

    def compose(self) -> ComposeResult:
        with Vertical(classes="sheet"):
            yield Line(styled(_("Note to: {what}").format(what=self.what), "bold $strong"))
            yield Rule()
            yield Area(self.text, soft_wrap=True, show_line_numbers=False)
            yield Static(styled(_("Empty it to remove the note."), "$soft"), id="said")
            yield Keys(lambda: [("close", "Esc", _("keep and close")), ("editor", "F9", _("own editor"))],
                       lambda: ("close", "Esc", _("keep")))  # fmt: skip

    def on_mount(self) -> None:
        area = self.query_one(TextArea)
        area.cursor_blink = False
        area.focus()
        area.move_cursor(area.document.end)

    def on_unmount(self) -> None:
        self.keep(self.text)

    @on(TextArea.Changed)
    def _typed(self, message: TextArea.Changed) -> None:
        self.text = message.text_area.text

    def action_editor(self) -> None:
        from tutor.ui.editor import EditorError, edit_text

        area = self.query_one(TextArea)
        try:
            area.text = edit_text(self.app, self.editor, area.text, ".txt")
        except EditorError as error:
            self.query_one("#said", Static).update(styled(f"✗ {error}", "$bad"))

    @on(Keys.Pressed)
    def _clicked(self, message: Keys.Pressed) -> None:
        if message.command == "editor":
            self.action_editor()
        else:
            self.action_close()
