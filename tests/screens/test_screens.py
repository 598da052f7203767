"""What the screens look like, kept as text.

`TUTOR_KEEP=1 pytest tests/screens` keeps them anew, after a look at each.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import COURSE, Start, screen_text, start, until
from tutor.ui.app import TutorApp
from tutor.ui.widgets.view import WIDE

__all__ = ["start"]  # the fixture

KEPT = Path(__file__).parent / "kept"
SIZES = [(80, 24), (60, 20), (120, 40)]
VARIES = [
    (re.compile(r"127\.0\.0\.1:\d{4,5}"), "127.0.0.1:40000"),
    (re.compile(r"\d\d:\d\d(:\d\d GMT|:?…)"), "12:00:00 GMT"),
    (re.compile(r"(Date: )\w{3}, \d\d \w{3} \d{4}"), r"\1Wed, 25 Nov 2026"),
    (re.compile(r" +(\d+ exchanges?) +\d+\.\d ms"), r"  \1  0.0 ms"),
    (re.compile(r" *\d+\.\d ms"), " 0.0 ms"),
    (re.compile(r" +\d+ ms$", re.M), "   0 ms"),
    (re.compile(r"(Settings file +).*config/settings\.toml"), r"\1…/config/settings.toml"),
    (re.compile(r"(Settings file +)\S*…$", re.M), r"\1…/config/settings.toml"),
    (re.compile(r"Werkzeug/[\d.]+"), "Werkzeug/3"),
    (re.compile(r"sent \d+, received \d+ bytes"), "sent 000, received 000 bytes"),
]
# screen: the keys that lead there from the start of the lesson, each with what is then on screen
WALKS: dict[str, list[tuple[tuple[str, ...], str]]] = {
    "read": [((), "step 1 of 7")],
    "demo": [(("n",), "to 127.0.0.1:")],
    "exchange": [(("n",), "to 127.0.0.1:"), (("enter",), "saved")],
    "meaning": [(("n",), "to 127.0.0.1:"), (("enter",), "saved"), (("tab",), "method, target, version")],
    "editor": [(("n",), "to 127.0.0.1:"), (("enter",), "saved"), (("e",), "Edit the request")],
    "choice": [(("n", "n"), "Choose one")],
    "choice-wrong": [(("n", "n"), "Choose one"), (("1", "enter"), "first try, saved")],
    "several": [(("n", "n", "n"), "Mark 2"), (("1", "3", "enter"), "first try, saved")],
    "typed-wrong": [(("n", "n", "n", "n"), "Type it"), (("x", "enter"), "first try, saved")],
    "numeric": [(("n", "n", "n", "n", "f8"), "Type a number")],
    "order": [(("n", "n", "n", "n", "f8", "f8"), "Put the request"), (("space", "down"), "put down")],
    "summary": [(("n", "n", "n", "n", "f8", "f8", "n"), "What next")],
    "help": [(("n", "n"), "Choose one"), (("question_mark",), "Help: ")],
    "palette": [(("n", "n"), "Choose one"), (("colon",), "All commands")],
    "inside": [(("n",), "to 127.0.0.1:"), (("enter",), "saved"), (("tab",), "Inside"), (("tab",), "route")],
    "map": [(("n", "n"), "Choose one"), (("b",), "bookmark   step"), (("o",), "go there")],
    "step-facts": [(("n",), "to 127.0.0.1:"), (("enter",), "saved"), (("f",), "This step")],
    "note": [(("n", "n"), "Choose one"), (("m",), "Note to:"), (("t", "e", "a"), "tea")],
}


# the same from home
HOME: dict[str, list[tuple[tuple[str, ...], str]]] = {
    "home": [],
    "problems": [(("x",), "broken.yaml")],
    "module": [(("o",), "You will be able to")],
    "settings": [(("comma",), "kept at once"), (("down",), "Colours never")],
    "keys": [(("comma",), "kept at once"), (("end", "up", "enter"), "changed")],
    "marks": [(("b",), "Nothing is marked")],
    "search": [(("slash",), "lessons"), (tuple("line"), "found")],
    "labs": [(("w",), "2  Template")],
    "lab": [(("w",), "2  Template"), (("1",), "Write a request")],
    "lab-template": [(("w",), "2  Template"), (("2",), "6 signs escaped"), (("f8", "down", "x"), "✗ context.json")],
    "lab-orm": [(("w",), "2  Template"), (("3",), "Nothing has run"), (("f5",), "Stanisław Lem   Solaris")],
    "lab-flask": [(("w",), "2  Template"), (("4",), "Nothing has run"), (("f5",), "POST /notes HTTP/1.1")],
    "facts": [(("f",), "of 64"), (("slash",), "F1 help"), (tuple("40"), "Bad Request"), (("down",), "Unauthorized")],
    "live": [(("f",), "of 64"), (("down",) * 5, "▸ 200"), (("enter",), "1 exchange")],
}


def keep(name: str, size: tuple[int, int], app: TutorApp) -> None:
    """Compare what is on screen with what was kept."""
    text = screen_text(app) + "\n"
    text = text.replace(f"{COURSE}/", "")
    for pattern, fixed in VARIES:
        text = pattern.sub(fixed, text)
    path = KEPT / f"{name}-{size[0]}x{size[1]}.txt"
    if os.environ.get("TUTOR_KEEP"):
        path.write_text(text)
    assert text == path.read_text(), f"{path.name} differs; look at it, then keep it anew with TUTOR_KEEP=1"


async def settle(pilot: Pilot[None]) -> None:
    """Until the screen stands still."""
    before = ""
    for _ in range(50):
        await pilot.pause(0.04)
        now = screen_text(pilot.app)  # type: ignore[arg-type]  # the only app there is
        if now == before:
            return
        before = now


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", WALKS)
async def test_a_screen_of_a_lesson_looks_as_kept(start: Start, name: str, size: tuple[int, int]) -> None:
    async with start(size=size, target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        walk = WALKS[name]
        if size[0] >= WIDE and name in ("meaning", "inside"):
            walk = [step for step in walk if step != walk[2]]  # the meaning stands beside the bytes, and is no tab
        for keys, text in walk:
            await pilot.press(*keys)
            await until(pilot, text)
        await settle(pilot)
        keep(name, size, pilot.app)  # type: ignore[arg-type]  # the only app there is


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", HOME)
async def test_a_screen_of_the_course_looks_as_kept(start: Start, name: str, size: tuple[int, int]) -> None:
    async with start(size=size) as pilot:
        await until(pilot, "A first request")
        for keys, text in HOME[name]:
            await pilot.press(*keys)
            await until(pilot, text, 2000)  # labs start their workers first
        await settle(pilot)
        keep(name, size, pilot.app)  # type: ignore[arg-type]  # the only app there is
