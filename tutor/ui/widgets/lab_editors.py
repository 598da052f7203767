"""The editors of a lab: its files behind tabs, and a small one for what goes in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import TextArea

from tutor.lesson.labs.drafts import Draft
from tutor.ui.widgets.code_area import CodeArea
from tutor.ui.widgets.frame import Tabs
from tutor.words import _

if TYPE_CHECKING:
    from tutor.workshop.jobs import Spot


class LabEditors(Vertical):
    """Shows a draft and changes it; each change is told.

    Args:
        into: what goes in, by its name as a file.
    """

    DEFAULT_CSS = """
    LabEditors #code { height: 3fr; min-height: 3; }
    LabEditors #into { height: 1fr; min-height: 3; max-height: 16; }
    LabEditors #into-head { margin: 1 0 0 0; }
    LabEditors CodeArea, LabEditors CodeArea:focus { scrollbar-size-horizontal: 0; }
    LabEditors CodeArea:blur .text-area--cursor-line { background: $paper; }
    LabEditors CodeArea:blur .text-area--cursor-gutter { color: $faint; background: $paper; }
    """
    draft = Draft({"": ""}, "")

    class Edited(Message):
        """The draft is another one."""

        def __init__(self, draft: Draft) -> None:
            super().__init__()
            self.draft = draft

    def __init__(self, into: str) -> None:
        super().__init__()
        self.into_name = into
        self.code, self.into = CodeArea("", "", id="code"), CodeArea(into, "", id="into")
        self.at = self.code  # the one that one is in, or was last
        self._places: dict[str, tuple[int, int]] = {}
        self._spot: Spot | None = None

    def compose(self) -> ComposeResult:
        yield Tabs(id="files")
        yield self.code
        yield Tabs(id="into-head")
        yield self.into

    @property
    def names(self) -> list[str]:
        """The files, and what goes in behind them."""
        return [*self.draft.files, self.into_name]

    @property
    def shown(self) -> str:
        """The file in the editor that one is in."""
        return self.at.file

    def open(self, draft: Draft, *, focus: bool = True) -> None:
        """Show a draft from its beginning."""
        self.draft = draft
        self._places, self._spot = {}, None
        self.into.open(self.into_name, draft.given)
        self.code.file = ""
        self.show(next(iter(draft.files)), focus=focus)

    def show(self, name: str, *, focus: bool = True) -> None:
        """Go to a file; the cursor is where it was there."""
        self.at = self.into if name == self.into_name else self.code
        if self.at is self.code and name != self.code.file:
            self._places[self.code.file] = self.code.cursor_location
            self.code.open(name, self.draft.files[name])
            self.code.move_cursor(self._places.get(name, (0, 0)))
            self._draw_mark()
        if focus:
            self.at.focus()
        self.heads()

    def other(self, by: int = 1) -> str:
        """The file that comes so many after the one that one is in."""
        names = self.names
        return names[(names.index(self.shown) + by) % len(names)]

    def heads(self) -> None:
        """Names above the editors; at the right, the line of the cursor."""
        if not self.code.file:
            return
        files = list(self.draft.files)
        line = _("line {n}").format(n=self.at.cursor_location[0] + 1)
        into = self.at is self.into
        self.query_one("#files", Tabs).choose(files, files.index(self.code.file), "" if into else line)
        self.query_one("#into-head", Tabs).choose([self.into_name], 0 if into else -1, line if into else "")

    # ── The fault ────────────────────────────────────────────────────────────────────────────────

    def mark(self, spot: Spot | None) -> None:
        """Underline a place, in whichever file it is; None takes the mark away."""
        self._spot = spot
        for area in (self.code, self.into):
            area.clear_mark()
        self._draw_mark()

    def _draw_mark(self) -> None:
        spot = self._spot
        for area in (self.code, self.into):
            if spot is not None and spot.file == area.file and spot.line <= area.document.line_count:
                length = len(area.document[spot.line - 1])
                inside = spot.column is not None and spot.column < length
                area.mark(spot.line, spot.column if inside else None, spot.end if inside else None)

    def look_at(self, spot: Spot, *, go: bool = False) -> None:
        """Bring a place into view.

        Args:
            go: the cursor goes there.
        """
        if spot.file not in self.names:
            return
        self.show(spot.file)
        row = spot.line - 1
        if go:
            self.at.move_cursor((row, spot.column or 0), center=True)
        elif not self.at.scroll_offset.y <= row < self.at.scroll_offset.y + self.at.size.height:
            self.at.scroll_to(y=max(0, row - self.at.size.height // 2), animate=False)

    # ── Typing ───────────────────────────────────────────────────────────────────────────────────

    @on(TextArea.Changed)
    def _typed(self, message: TextArea.Changed) -> None:
        message.stop()
        area, draft = message.text_area, self.draft
        if area is self.into:
            changed = replace(draft, given=area.text)
        elif self.code.file in draft.files:
            changed = replace(draft, files={**draft.files, self.code.file: area.text})
        else:
            return
        if changed != draft:
            self.draft = changed
            self.mark(None)
            self.post_message(self.Edited(changed))

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        self.heads()

    def on_descendant_focus(self) -> None:
        self.at = self.into if self.into.has_focus else self.code
        for area in (self.code, self.into):
            area.match_cursor_bracket = area.has_focus
        self.heads()

    @on(Tabs.Picked, "#files")
    def _picked(self, message: Tabs.Picked) -> None:
        message.stop()
        self.show(self.names[message.index])

    @on(Tabs.Picked, "#into-head")
    def _picked_into(self, message: Tabs.Picked) -> None:
        message.stop()
        self.show(self.into_name)
