"""Colours that can be read, the theme that suits a terminal, and plain signs."""

from __future__ import annotations

import pytest
from rich.segment import Segment
from textual.color import Color

from tests.ui.conftest import Start, screen_text, until
from tutor.settings import Settings
from tutor.ui import theme
from tutor.ui.glyphs import PLAIN, PlainGlyphs

TEXTS = ("ink", "strong", "soft", "you", "server", "good", "bad", "quote")
RGB = {"dark": theme.DARK, "light": theme.LIGHT, "contrast-dark": theme.CONTRAST_DARK,
       "contrast-light": theme.CONTRAST_LIGHT}  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [part / 255 for part in Color.parse(colour).rgb]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio, WCAG 2.2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", RGB)
@pytest.mark.parametrize("ground", ["paper", "raised", "lit"])
def test_every_text_colour_can_be_read_on_every_ground(name: str, ground: str) -> None:
    colours = RGB[name]
    least = 7.0 if name.startswith("contrast") else 4.5
    poor = {text: contrast(colours[text], colours[ground]) for text in TEXTS}
    assert {text: ratio for text, ratio in poor.items() if ratio < least} == {}
    if ground == "paper":
        assert contrast(colours["faint"], colours["paper"]) >= 2.8


@pytest.mark.parametrize(
    ("setting", "background", "environ", "name"),
    [
        ("auto", (255, 255, 255), {"COLORTERM": "truecolor"}, "light"),
        ("auto", (20, 20, 30), {"COLORTERM": "truecolor", "COLORFGBG": "0;15"}, "dark"),
        ("auto", None, {"TERM": "xterm-256color", "COLORFGBG": "0;15"}, "light"),
        ("auto", None, {"TERM": "xterm-256color", "COLORFGBG": "15;0"}, "dark"),
        ("auto", None, {"TERM": "xterm-256color"}, "dark"),
        ("auto", None, {"TERM": "xterm"}, "ansi"),
        ("auto", (255, 255, 255), {"TERM": "linux"}, "ansi"),
        ("light", (0, 0, 0), {"TERM": "xterm"}, "light"),
        ("contrast", (255, 255, 255), {}, "contrast-light"),
        ("contrast", None, {}, "contrast-dark"),
        ("dark", None, {"NO_COLOR": "1", "COLORTERM": "truecolor"}, "ansi"),
        ("auto", None, {"NO_COLOR": "", "COLORTERM": "truecolor"}, "dark"),
    ],
)
def test_the_theme_follows_the_setting_then_the_terminal(
    setting: str, background: tuple[int, int, int] | None, environ: dict[str, str], name: str
) -> None:
    assert theme.chosen(setting, background, environ) == name


def test_all_themes_name_the_same_colours() -> None:
    names = [set(colours) for colours in (*RGB.values(), theme.ANSI)]
    assert all(name == names[0] for name in names)


def test_plain_signs_are_ascii_of_one_cell_and_letters_stay() -> None:
    assert all(ord(plain) < 128 for plain in PLAIN.values() if isinstance(plain, str))
    assert all(len(str(plain)) == 1 for plain in PLAIN.values())
    (drawn,) = PlainGlyphs().apply([Segment("✓ 맞았습니다 · é → ─")], Color(0, 0, 0))
    assert drawn.text == "+ 맞았습니다 . é > -"


async def test_plain_signs_hold_for_the_whole_screen(start: Start) -> None:
    async with start(settings=Settings(welcomed=True, glyphs="plain"), target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        (plain,) = [one for one in pilot.app.get_line_filters() if isinstance(one, PlainGlyphs)]
        drawn = plain.apply([Segment(screen_text(pilot.app))], Color(0, 0, 0))[0].text  # type: ignore[arg-type]
        assert drawn.replace("한국어", "").isascii()


async def test_line_ends_are_escapes_or_signs(start: Start) -> None:
    async with start(target="wire.first", settings=Settings(welcomed=True, glyphs="symbols")) as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("n")
        await until(pilot, "HTTP/1.1␍␊")
        pilot.app.set_setting("glyphs", "unicode")  # type: ignore[attr-defined]  # the only app there is
    async with start(target="wire.first") as pilot:
        await until(pilot, "HTTP/1.1\\r\\n")
