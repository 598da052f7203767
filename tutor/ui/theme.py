"""The colours, what each means, and how code is set.

Four voices: `you` is the learner, `server` what the machine answers, `good` and `bad` are verdicts. Everything else is
ink on paper. A colour is never the only sign.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

from textual.theme import BUILTIN_THEMES, Theme

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


# The colours are the terminal's own: what reads well is its user's choice. The lit row is reversed instead.
ANSI = {
    "paper": "ansi_default", "raised": "ansi_default", "lit": "ansi_default", "rule": "ansi_bright_black",
    "ink": "ansi_default", "strong": "ansi_default", "soft": "ansi_bright_black", "faint": "ansi_bright_black",
    "you": "ansi_yellow", "server": "ansi_blue", "good": "ansi_green", "bad": "ansi_red", "quote": "ansi_cyan",
}  # fmt: skip
CONTRAST_DARK = {
    "paper": "#000000", "raised": "#141414", "lit": "#262626", "rule": "#8a8a8a",
    "ink": "#ffffff", "strong": "#ffffff", "soft": "#d6d6d6", "faint": "#a0a0a0",
    "you": "#ffc24d", "server": "#8fd0ff", "good": "#8dff8d", "bad": "#ffb0a3", "quote": "#ffe39a",
}  # fmt: skip
CONTRAST_LIGHT = {
    "paper": "#ffffff", "raised": "#f2f2f2", "lit": "#e4e4e4", "rule": "#5c5c5c",
    "ink": "#000000", "strong": "#000000", "soft": "#333333", "faint": "#666666",
    "you": "#663600", "server": "#003c78", "good": "#0a4712", "bad": "#7a1009", "quote": "#463700",
}  # fmt: skip


def _theme(name: str, colours: dict[str, str], *, dark: bool, ansi: bool = False) -> Theme:
    return Theme(
        name=name, dark=dark, ansi=ansi, primary=colours["you"], secondary=colours["server"], accent=colours["you"],
        success=colours["good"], error=colours["bad"], warning=colours["you"], foreground=colours["ink"],
        background=colours["paper"], surface=colours["paper"], panel=colours["raised"],
        boost=colours["paper"] if ansi else None,
        variables={**(BUILTIN_THEMES["ansi-dark"].variables if ansi else {}), **colours},
    )  # fmt: skip


THEMES = {
    "dark": _theme("dark", DARK, dark=True),
    "light": _theme("light", LIGHT, dark=False),
    "ansi": _theme("ansi", ANSI, dark=True, ansi=True),
    "contrast-dark": _theme("contrast-dark", CONTRAST_DARK, dark=True),
    "contrast-light": _theme("contrast-light", CONTRAST_LIGHT, dark=False),
}

RGB = tuple[int, int, int]


def chosen(setting: str, background: RGB | None = None, environ: Mapping[str, str] = os.environ) -> str:
    """The theme for a setting.

    Args:
        background: of the terminal, if it told; else COLORFGBG is asked, and dark is the last resort.
    """
    light = is_light(background, environ)
    if environ.get("NO_COLOR"):
        return "ansi"  # Textual then sends no colour at all; bold, reverse and underline carry everything
    if setting == "contrast":
        return "contrast-light" if light else "contrast-dark"
    if setting in THEMES:
        return setting
    return "ansi" if few_colours(environ) else "light" if light else "dark"


def is_light(background: RGB | None, environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal's background is light, as far as anything tells."""
    if background is not None:
        red, green, blue = background
        return 0.299 * red + 0.587 * green + 0.114 * blue > 127
    return environ.get("COLORFGBG", "").rpartition(";")[2] in ("7", "15")


def few_colours(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the terminal has 16 colours, which ours would be rounded to: then its own fit better."""
    if environ.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return False
    return environ.get("TERM", "").rpartition("-")[2] not in ("256color", "kitty", "direct") and os.name != "nt"
