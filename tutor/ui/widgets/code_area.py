"""An editor for the code of exercises: highlighted as code is set everywhere, with what one expects of an editor."""

from __future__ import annotations

from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.binding import Binding, BindingType
from textual.color import Color

from tutor.ui.code import tokens_of
from tutor.ui.widgets.area import Area

LANGUAGES = {
    "py": "python", "html": "html+jinja", "htm": "html+jinja", "xml": "xml+jinja", "jinja": "html+jinja",
    "txt": "jinja", "sql": "sql", "http": "http", "yaml": "yaml", "json": "json", "css": "css", "js": "javascript",
}  # fmt: skip
COMMENTS = {"html+jinja": ("{# ", " #}"), "jinja": ("{# ", " #}"), "sql": ("-- ", "")}


def language_of(file: str) -> str:
    """What pygments calls the language of a file, by its name."""
    return LANGUAGES.get(file.rpartition(".")[2], "text")


class CodeArea(Area):
    """A text with line numbers. Tab indents, Enter keeps the indentation; one place can be marked as faulty."""

    DEFAULT_CSS = """
    CodeArea, CodeArea:focus { border: none; padding: 0; background: $paper; scrollbar-size: 1 1; }
    CodeArea .text-area--gutter { color: $faint; background: $paper; }
    CodeArea .text-area--cursor-gutter { color: $you; background: $raised; }
    CodeArea .text-area--cursor-line { background: $raised; }
    CodeArea .text-area--cursor, CodeArea:focus .text-area--cursor { background: $you; color: $paper; }
    CodeArea .text-area--selection { background: $lit; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("shift+tab", "indent(-1)", "", show=False),
        Binding("ctrl+underscore,ctrl+slash", "comment", "", show=False),
        Binding("ctrl+f", "screen.command('search')", "", show=False),
        Binding("backspace", "back", "", show=False),
    ]

    def __init__(self, file: str, text: str, *, id: str | None = None) -> None:
        super().__init__(
            text, soft_wrap=False, show_line_numbers=True, tab_behavior="indent", theme="css", id=id,
            classes="several-rows",
        )  # fmt: skip
        self.cursor_blink = False
        self.file = file
        self.fault: tuple[int, int, int | None] | None = None  # row, first and last column, in characters
        self._tokens: tuple[str, dict[int, list[tuple[int, int, str]]]] = ("", {})

    @property
    def code_language(self) -> str:
        return language_of(self.file)

    @property
    def step_width(self) -> int:
        """Blanks of one level."""
        return 4 if self.code_language == "python" else 2

    def open(self, file: str, text: str) -> None:
        """Show another file, or another text of this one."""
        self.file, self.fault = file, None
        self.indent_width = self.step_width
        self.load_text(text)

    def mark(self, line: int, start: int | None = None, end: int | None = None) -> None:
        """Underline a part of a line, or the line; lines count from 1."""
        text = self.document[line - 1] if 0 < line <= self.document.line_count else ""
        first = len(text) - len(text.lstrip()) if start is None else start
        self.fault = (line - 1, first, end if start is not None else len(text))
        self._redraw()

    def clear_mark(self) -> None:
        if self.fault is not None:
            self.fault = None
            self._redraw()

    def get_component_rich_style(self, *names: str, partial: bool = False, default: Style | None = None) -> Style:
        """The line of the cursor has a ground of its own, and keeps the colours of its code."""
        partial = partial or "text-area--cursor-line" in names
        return super().get_component_rich_style(*names, partial=partial, default=default)

    def get_line(self, line_index: int) -> Text:
        """The line in its colours."""
        line = super().get_line(line_index)
        if self._tokens[0] != self.text:
            self._tokens = (self.text, tokens_of(self.text, self.code_language))
        for start, end, style in self._tokens[1].get(line_index, ()):
            line.stylize(self._style(style), start, end)
        if self.fault is not None and self.fault[0] == line_index:
            start = self.fault[1]
            line.stylize(self._style("bold $bad underline"), start, max(start + 1, self.fault[2] or start + 1))
        return line

    def _style(self, words: str) -> Style:
        """A style of Rich for words such as `bold $strong`."""
        colour, flags = None, {}
        for word in words.split():
            if word.startswith("$"):
                colour = Color.parse(self.app.theme_variables[word[1:]]).rich_color
            else:
                flags[word] = True
        return Style(color=colour, **flags)  # type: ignore[arg-type]  # the words are flags of Style

    # ── Editing ──────────────────────────────────────────────────────────────────────────────────

    async def _on_key(self, event: events.Key) -> None:
        if event.key == "enter" and not self.read_only:
            event.stop()
            event.prevent_default()
            self._new_line()
        elif event.key == "tab" and self.selection.start[0] != self.selection.end[0]:
            event.stop()
            event.prevent_default()
            self.action_indent(1)
        elif event.key == "escape":
            event.prevent_default()  # the area would give the focus to what is next

    def _new_line(self) -> None:
        """Begin a line that is as far in as this one, or further after a colon."""
        row, column = self.selection.end
        before = self.document[row][:column]
        blanks = before[: len(before) - len(before.lstrip(" "))]
        if self.code_language == "python" and before.rstrip().endswith(":"):
            blanks += " " * self.step_width
        self.replace("\n" + blanks, *self.selection, maintain_selection_offset=False)

    def action_back(self) -> None:
        """Delete what is left of the cursor; in an indentation, back to the level before."""
        row, column = self.selection.end
        before = self.document[row][:column]
        width = self.step_width
        if self.selection.is_empty and before and not before.strip() and column % width == 0 and "\t" not in before:
            self.delete((row, column - width), (row, column))
        else:
            self.action_delete_left()

    def _rows(self) -> range:
        """The rows that the selection touches."""
        first, last = sorted((self.selection.start, self.selection.end))
        end = last[0] - 1 if last[1] == 0 and last[0] > first[0] else last[0]
        return range(first[0], end + 1)

    def action_indent(self, levels: int) -> None:
        """Indent the lines of the selection further, or less."""
        rows, width = self._rows(), self.step_width
        lines = [self.document[row] for row in rows]
        if levels > 0:
            changed = [" " * width + line if line.strip() else line for line in lines]
        else:
            changed = [line[min(width, len(line) - len(line.lstrip(" "))) :] for line in lines]
        self._put(rows, lines, changed)

    def action_comment(self) -> None:
        """Make comments of the lines of the selection, or code of comments."""
        rows = self._rows()
        opens, closes = COMMENTS.get(self.code_language, ("# ", ""))
        lines = [self.document[row] for row in rows]
        full = [line for line in lines if line.strip()]
        off = bool(full) and all(line.lstrip().startswith(opens.strip()) for line in full)
        self._put(rows, lines, [_toggled(line, opens, closes, off) for line in lines])

    def _put(self, rows: range, before: list[str], lines: list[str]) -> None:
        """Replace whole lines; cursor and selection stay at the text that they were at."""
        (first, start), (last, end) = self.selection
        self.replace("\n".join(lines), (rows[0], 0), (rows[-1], len(before[-1])))
        moved = [
            max(0, column + len(lines[row - rows[0]]) - len(before[row - rows[0]])) if row in rows else column
            for row, column in ((first, start), (last, end))
        ]
        self.selection = type(self.selection)((first, moved[0]), (last, moved[1]))

    def find(self, words: str, *, back: bool = False) -> bool:
        """Select the next place where something stands, round the end; whether there is one. Case does not count."""
        text, wanted = "\n".join(self.document.lines).lower(), words.lower()
        if not wanted:
            return False
        row, column = self.selection.end
        at = sum(len(line) + 1 for line in self.document.lines[:row]) + column
        found = text.rfind(wanted, 0, max(0, at - len(wanted))) if back else text.find(wanted, at)
        if found < 0:
            found = text.rfind(wanted) if back else text.find(wanted)
        if found < 0:
            return False
        row = text.count("\n", 0, found)
        column = found - (text.rfind("\n", 0, found) + 1)
        self.selection = type(self.selection)((row, column), (row, column + len(wanted)))
        self.scroll_cursor_visible()
        return True


def _toggled(line: str, opens: str, closes: str, off: bool) -> str:
    lead, body = line[: len(line) - len(line.lstrip())], line.lstrip()
    if not body:
        return line
    if off:
        body = body.removeprefix(opens.strip()).removeprefix(" ")
        return lead + (body.removesuffix(closes.strip()).rstrip() if closes else body)
    return lead + opens + body + closes
