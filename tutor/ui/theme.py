"""The colours, what each means, and how code is set.

Four voices: `you` is the learner, `server` what the machine answers, `good` and `bad` are verdicts. Everything else is
ink on paper. A colour is never the only sign.
"""

from __future__ import annotations

import os

from textual.theme import Theme

DARK = {
    "paper": "#17191e", "raised": "#20232a", "lit": "#2b2f38", "rule": "#363b45",
    "ink": "#d9d7d0", "strong": "#f5f3ec", "soft": "#9b9fa8", "faint": "#6f747e",
    "you": "#e8ad62", "server": "#82b5e0", "good": "#93c58a", "bad": "#ec8a7d", "quote": "#c9b98f",
}  # fmt: skip
LIGHT = {
    "paper": "#faf8f3", "raised": "#f1eee6", "lit": "#e6e1d5", "rule": "#d5cfc2",
    "ink": "#2c2b28", "strong": "#12110f", "soft": "#625e56", "faint": "#8a857a",
    "you": "#96520a", "server": "#1d5c96", "good": "#2c6b35", "bad": "#ab3327", "quote": "#6b5a1e",
}  # fmt: skip


def _theme(name: str, colours: dict[str, str], *, dark: bool) -> Theme:
    return Theme(
        name=name, dark=dark, primary=colours["you"], secondary=colours["server"], accent=colours["you"],
        success=colours["good"], error=colours["bad"], warning=colours["you"], foreground=colours["ink"],
        background=colours["paper"], surface=colours["paper"], panel=colours["raised"], variables=colours,
    )  # fmt: skip


THEMES = {"dark": _theme("dark", DARK, dark=True), "light": _theme("light", LIGHT, dark=False)}


def from_environment() -> str:
    """The theme that suits the terminal, as far as it tells by COLORFGBG (background 7 or 15 is light)."""
    background = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return "light" if background in ("7", "15") else "dark"
