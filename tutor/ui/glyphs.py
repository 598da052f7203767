"""Plain signs: every glyph of ours as ASCII of the same width, for fonts and terminals that lack them."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PLAIN = str.maketrans(
    {
        "✓": "+", "✗": "x", "◔": "~", "◦": ".", "▸": ">", "◂": "<", "↻": "@", "▮": "#", "›": "/", "␍": "r", "␊": "n",
        "↕": "|", "↑": "^", "↓": "v", "←": "<", "→": ">", "·": ".", "…": ".", "–": "-", "—": "-", "“": '"', "”": '"',
        "‘": "'", "’": "'", "─": "-", "━": "=", "│": "|", "▌": "|", "▏": "|", "▎": "|", "▊": "|", "▐": "|", "█": "#",
        "▁": "_", "▂": "_", "▃": "_", "▄": "_", "▅": "#", "▆": "#", "▇": "#", "▉": "#", "▋": "#", "▍": "|", "▔": "-",
        "▀": "'",
    }
)  # fmt: skip


class PlainGlyphs(LineFilter):
    """Replaces the glyphs in everything that is drawn. Letters of all scripts stay."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments with plain signs."""
        return [
            text if text.text.isascii() else Segment(text.text.translate(PLAIN), text.style, text.control)
            for text in segments
        ]
