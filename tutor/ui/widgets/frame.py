"""The frame that every screen has: where am I, the rule under it, and the keys that work now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from textual import events
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from tutor.ui.text import between, styled

StepMark = Literal["done", "now", "open"]


class Line(Widget):
    """One row with something at its left and at its right end."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; }"

    def __init__(
        self,
        left: Content | str = "",
        right: Content | str = "",
        *,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.left, self.right = self._content(left), self._content(right)

    @staticmethod
    def _content(text: Content | str) -> Content:
        return text if isinstance(text, Content) else styled(text, "$soft")

    def set(self, left: Content | str = "", right: Content | str = "") -> None:
        """Show something else on this row."""
        self.left, self.right = self._content(left), self._content(right)
        self.refresh()

    def render(self) -> Content:
        return between(self.left, self.right, self.content_size.width)


class Tabs(Line):
    """Names of panes, the chosen one underlined; a click chooses another."""

    class Picked(Message):
        """A name was clicked; `index` counts from 0."""

        def __init__(self, tabs: Tabs, index: int) -> None:
            super().__init__()
            self.tabs, self.index = tabs, index

        @property
        def control(self) -> Tabs:
            return self.tabs

    _names: Sequence[Content] = ()
    _chosen = 0

    def choose(self, names: Sequence[str], chosen: int, right: Content | str = "") -> None:
        """Show these names; where there is no room for all, the first ones go until the chosen one is there."""
        self._names = [styled(name, "bold $you underline" if n == chosen else "$soft") for n, name in enumerate(names)]
        self._chosen = chosen
        self.set("", right)

    @property
    def _gap(self) -> int:
        """Blanks between two names: fewer where they would not all fit."""
        return 3 if self._width(self._names, 3) <= self._room else 2

    @property
    def _room(self) -> int:
        return self.content_size.width - (self.right.cell_length + 2 if self.right.cell_length else 0)

    def render(self) -> Content:
        return between(Content(" " * self._gap).join(self._shown()), self.right, self.content_size.width)

    def _shown(self) -> list[Content]:
        """The names that there is room for, the chosen one in any case; "…" for those that are left out."""
        more, first, last = styled("…", "$soft"), self._first(), len(self._names)

        def shown() -> list[Content]:
            return [more] * bool(first) + list(self._names[first:last]) + [more] * (last < len(self._names))

        while last > self._chosen + 1 and self._width(shown(), self._gap) > self._room:
            last -= 1
        return shown()

    def _first(self) -> int:
        """The first name that is shown, so that the chosen one is not cut."""
        first, gap, end = 0, self._gap, self._chosen + 1
        after = 1 + gap if end < len(self._names) else 0
        while first < self._chosen:
            before = 1 + gap if first else 0
            if before + self._width(self._names[first:end], gap) + after <= self._room:
                break
            first += 1
        return first

    def _width(self, names: Sequence[Content], gap: int) -> int:
        return sum(name.cell_length for name in names) + gap * (len(names) - 1)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        first, gap = self._first(), self._gap
        start = 1 + gap if first else 0
        for n, name in enumerate(self._names[first:], first):
            if offset and start <= offset.x < start + name.cell_length:
                event.stop()
                self.post_message(self.Picked(self, n))
            start += name.cell_length + gap


class Top(Widget):
    """Where am I: the path at the left, its last part bold; how far at the right."""

    DEFAULT_CSS = "Top { height: 1; }"
    right: reactive[str] = reactive("")
    path: reactive[tuple[str, ...]] = reactive(())

    def __init__(self, path: Sequence[str] = (), right: str = "") -> None:
        super().__init__(classes="bar")
        self.set_reactive(Top.path, tuple(path))
        self.set_reactive(Top.right, right)

    def render(self) -> Content:
        width = self.content_size.width
        right = styled(self.right, "$soft")
        *before, last = self.path or ("",)
        row = styled(last, "bold $strong")
        for part in reversed(before):
            longer = styled(part, "$soft") + styled("  ›  ", "$faint") + row
            if longer.cell_length + right.cell_length + 2 > width:
                break
            row = longer
        return between(row, right, width)


class Rule(Widget):
    """The rule under the path. In a lesson it is cut into its steps: thick done, thick accent now, thin to come."""

    DEFAULT_CSS = "Rule { height: 1; }"
    steps: reactive[tuple[StepMark, ...]] = reactive(())

    class Picked(Message):
        """A step was clicked; `index` counts from 0."""

        def __init__(self, index: int) -> None:
            super().__init__()
            self.index = index

    def __init__(self) -> None:
        super().__init__(classes="bar")

    def render(self) -> Content:
        width = self.content_size.width
        count = len(self.steps)
        if not count or width < 2 * count:
            return styled("─" * width, "$rule")
        look = {"done": ("━", "$soft"), "now": ("━", "$you"), "open": ("─", "$rule")}
        parts = []
        for n, mark in enumerate(self.steps):
            glyph, style = look[mark]
            cells = width * (n + 1) // count - width * n // count - (n < count - 1)
            parts.append(styled(glyph * cells, style))
        return Content(" ").join(parts)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset and self.steps:
            self.post_message(self.Picked(offset.x * len(self.steps) // max(1, self.content_size.width)))


class Keys(Widget):
    """The keys that work now: Enter's act first, in accent; help keeps the right end. Each can be clicked.

    Args:
        keys: gives (command id, cap, title) in order; asked at each drawing.
        end: the same for the right end.
    """

    DEFAULT_CSS = "Keys { height: 1; dock: bottom; background: $raised; }"

    class Pressed(Message):
        """A key of the row was clicked."""

        def __init__(self, command: str) -> None:
            super().__init__()
            self.command = command

    def __init__(
        self, keys: Callable[[], Sequence[tuple[str, str, str]]], end: Callable[[], tuple[str, str, str]]
    ) -> None:
        super().__init__(classes="bar")
        self._keys, self._end = keys, end
        self._said = ""
        self._places: list[tuple[int, int, str]] = []

    def say(self, text: str) -> None:
        """Show a sentence in place of the keys; nothing shows them again."""
        if text != self._said:
            self._said = text
            self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        if self._said:
            self._places = []
            return styled(self._said, "bold $you").truncate(width, ellipsis=True)
        id, cap, title = self._end()
        right = styled(cap, "bold $ink") + styled(f" {title}", "$soft")
        self._places = [(width - right.cell_length, width, id)]
        left = Content("")
        for n, (id, cap, title) in enumerate(self._keys()):
            more = styled(cap, "bold $you" if n == 0 else "bold $ink") + styled(f" {title}", "$soft")
            gap = "   " if n else ""
            if left.cell_length + len(gap) + more.cell_length + right.cell_length + 3 > width:
                break
            start = left.cell_length + len(gap)
            left = left + Content(gap) + more
            self._places.append((start, left.cell_length, id))
        return between(left, right, width)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        for start, end, id in self._places:
            if offset and start <= offset.x < end:
                self.post_message(self.Pressed(id))
