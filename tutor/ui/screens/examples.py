"""Requests to begin with, found by typing a part of a status, a path or what it is about."""

from __future__ import annotations

from textual.content import Content

from tutor.lesson.examples import Example, examples
from tutor.ui.screens.finding import FindingOverlay
from tutor.ui.text import padded, styled
from tutor.ui.widgets.rows import Row
from tutor.words import _

NAME = 22


class ExamplesScreen(FindingOverlay[tuple[str, bool]]):
    """Gives the text of a request, and whether it is sent just as it stands."""

    DEFAULT_CSS = """
    ExamplesScreen Rows { max-height: 13; }
    ExamplesScreen.-short Rows { max-height: 9; margin: 0; }
    """

    def __init__(self, language: str) -> None:
        super().__init__(_("Examples"), _("a status, a path, a word"), _("take it"))
        self.all = examples(language)
        self.found: list[Example] = []

    def matching(self, text: str) -> tuple[list[Row], int]:
        """Those that have every word."""
        words = text.lower().split()
        self.found = [
            example
            for example in self.all
            if all(word in f"{example.name} {example.what} {example.text}".lower() for word in words)
        ]
        rows = [Row(Content(e.what), lead=styled(padded(e.name, NAME), "bold $strong")) for e in self.found]
        return rows, len(self.all)

    def chosen(self, index: int) -> tuple[str, bool]:
        return self.found[index].text, self.found[index].raw
