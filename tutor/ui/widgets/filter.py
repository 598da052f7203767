"""A filter of a list: its name and the value that lets things through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tutor.ui.text import styled


class Filter(Widget, can_focus=True):
    """One filter: its name and value. The arrows change it when it has the focus, a click turns to the next value.

    Args:
        cap: the key that turns to the next value from anywhere.
        name_of: what it is called, in the language of now.
        values: (value, its name) in order; the first lets everything through.
    """

    class Changed(Message):
        """Another value was chosen."""

    def __init__(
        self, id: str, cap: str, name_of: Callable[[], str], values: Callable[[], list[tuple[Any, str]]]
    ) -> None:
        super().__init__(id=id)
        self.cap, self.name_of, self.values = cap, name_of, values
        self.value: Any = None

    def turn(self, by: int) -> None:
        """Take the next or previous value; after the last comes the first."""
        values = [value for value, _name in self.values()]
        at = values.index(self.value) if self.value in values else 0
        self.value = values[(at + by) % len(values)]
        self.refresh(layout=True)
        self.post_message(self.Changed())

    def _content(self) -> Content:
        said = dict(self.values()).get(self.value, "")
        style = "bold $you" if self.value is not None else ""
        if self.has_focus:
            style = "bold underline $you"
        cap = "" if self.screen.has_class("-narrow") else f"{self.cap} "
        return styled(cap, "bold $soft") + styled(self.name_of() + " ", "$soft") + styled(said, style)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return self._content().cell_length

    def render(self) -> Content:
        return self._content().truncate(self.content_size.width, ellipsis=True)

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.turn(1)
