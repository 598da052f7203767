"""Lessons as plain lines: by a person, by a file of answers, and on in the other form."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.ui.conftest import COURSE, Start, until
from tutor import plain, words
from tutor.course.types import Drill, Keys, Read
from tutor.lesson.grading import GRADERS
from tutor.plain.forms import FORMS
from tutor.plain.lines import WIDTH, cells
from tutor.progress.open import open_store

__all__ = ["start"]
from tests.ui.conftest import start

KINDS = Path(__file__).parents[1] / "kinds"


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    words.use("en")


def sitting(
    folder: Path, *lines: str, target: str | None = "wire.first", language: str = "en", lessons: Path = COURSE
) -> str:
    """What is written when these lines are typed, and then input ends."""
    words.use(language)
    out = io.StringIO()
    status = plain.run(
        lessons=lessons, data=folder / "data", cache=folder / "cache", language=language, target=target,
        source=io.StringIO("".join(f"{line}\n" for line in lines)), out=out, seed=7,
    )  # fmt: skip
    assert status == 0
    return out.getvalue()


def number_of(text: str, option: str) -> str:
    """The number that an option has in what was last written."""
    row = next(row for row in reversed(text.splitlines()) if row.endswith(option))
    return row.strip().split(".")[0]


def test_every_step_type_has_its_plain_form() -> None:
    assert set(FORMS) == {*GRADERS, Drill, Keys, Read}


def test_a_whole_lesson_is_taken_from_start_to_end(tmp_path: Path) -> None:
    before = sitting(tmp_path, "", "n")
    right = number_of(before, "method, target, version")
    wrong = number_of(before, "URL, method, version")
    text = sitting(tmp_path / "2", "", "1", "", wrong, "h", right, "", target="wire.first")
    assert "Step 1 of 7: One line asks (read)" in text
    assert "  > GET /get HTTP/1.1\\r\\n" in text
    assert "  < HTTP/1.1 200 OK\\r\\n" in text
    assert "✗ Not right (saved)" in text
    assert "The target is the second part." in text
    assert "Behind it: “The URL comes first”" in text
    assert "Hint: Look at the line that was sent." in text
    assert "✓ Right (saved)" in text
    assert "RFC 9112 §3" in text
    assert text.rstrip().endswith("All is saved.")


def test_the_last_steps_and_the_end(tmp_path: Path) -> None:
    typed = ["h", ":h", "wrong", ":a", "", "12", ":o 7", "1 1", "2 1 3", "n", "2"]
    text = sitting(tmp_path, "o 4", "1 2", "o 5", *typed)
    assert "Step 4 of 7" in text
    assert "Step 5 of 7" in text
    assert "differs: " in text, "a letter is an answer where one types"
    assert "↻ Answer shown (saved)" in text
    assert "Each number once." in text
    assert "steps are still open." in text
    assert "1. Next lesson: A second request" in text


def test_a_script_is_quiet_about_nothing_and_every_line_stands_by_itself(tmp_path: Path) -> None:
    text = sitting(tmp_path, "", "1", "", "9", "x", "1", "?", "o", "u", "b", "m a note", "c", "zzz", "p", "e",
                   "GET /ip HTTP/1.1", "Host: a.test", "", ".", "q", "q")  # fmt: skip
    assert all(c.isprintable() or c == "\n" for c in text)
    wide = [row for row in text.splitlines() if cells(row) > WIDTH]
    assert all(row.startswith(("  > ", "  < ", "    ")) for row in wide), wide
    assert "Type a number from 1 to 3" in text
    assert "Bookmark set." in text
    assert "Note kept." in text
    assert "Sent as you wrote it" in text
    with closing(open_store(tmp_path / "data")) as store:
        assert [(m.bookmarked, m.note) for m in store.marks().values()] == [(True, "a note")]


def test_it_goes_on_where_the_learner_stopped(tmp_path: Path) -> None:
    sitting(tmp_path, "", "1", "")
    assert "Step 3 of 7" in sitting(tmp_path)
    home = sitting(tmp_path, "", target=None)
    assert "2 of 7 steps done" in home
    assert "Step 3 of 7" in home


async def test_a_lesson_is_opened_at_a_step(start: Start, tmp_path: Path) -> None:
    assert "Step 3 of 7" in sitting(tmp_path, target="wire.first#order-of-parts")
    async with start(target="wire.first#order-of-parts") as pilot:
        await until(pilot, "step 3 of 7")


async def test_plain_goes_on_where_the_screens_stopped_and_the_reverse(start: Start, tmp_path: Path) -> None:
    async with start(target="wire.first") as pilot:
        await until(pilot, "step 1 of 7")
        await pilot.press("enter")
        await until(pilot, "to 127.0.0.1:")
        await pilot.press("enter")
        await until(pilot, "saved")
    assert "Step 3 of 7" in sitting(tmp_path, "n")
    async with start() as pilot:
        await until(pilot, "2 of 7 steps done")


def test_korean_is_korean(tmp_path: Path) -> None:
    text = sitting(tmp_path, "", "1", "", "1", "q", "q", language="ko")
    assert "구성 요소의 순서" in text
    assert "Step " not in text
    assert "Enter goes on" not in text


def test_a_broken_lesson_and_an_unknown_one_are_told_and_home_goes_on(tmp_path: Path) -> None:
    text = sitting(tmp_path, "wire.broken", "wire.frist", "1", "7", "q", target=None)
    assert "✗ " in text
    assert "Did you mean wire.first" in text
    assert "There are 3 of them." in text


def test_progress_that_cannot_be_saved_is_said(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file where a folder should be")
    text = sitting(tmp_path, "", "q", "q")
    assert "cannot be saved" in text
    assert "Nothing could be saved." in text


def test_nothing_of_the_screens_is_imported() -> None:
    code = (
        "import io, sys, tempfile, pathlib; from tutor import plain; d = pathlib.Path(tempfile.mkdtemp());"
        f"plain.run(lessons=pathlib.Path({str(COURSE)!r}), data=d, cache=d, language='en',"
        " source=io.StringIO('q\\n'), out=io.StringIO());"
        "print([n for n in ('textual', 'rich', 'flask', 'sqlalchemy') if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=True)
    assert done.stdout.strip() == "[]"


def kinds(folder: Path, *lines: str) -> str:
    """What is written when the lesson with one step of each kind is taken with these lines."""
    return sitting(folder, *lines, target="all.kinds", lessons=KINDS)


def test_every_kind_of_question_is_answered_in_lines(tmp_path: Path) -> None:
    text = kinds(tmp_path, "q", "q")
    rows = [row.strip() for row in text.splitlines()]

    def number(of: str) -> str:
        return next(row for row in rows if row.endswith(f". {of}")).split(".")[0]

    def letter(of: str) -> str:
        return next(row for row in rows if row.endswith(f"  {of}")).split(" ")[0]

    pairs = {"200": "OK", "201": "Created", "202": "Accepted", "204": "No Content"}
    matched = " ".join(f"{number(left)}{letter(right)}" for left, right in pairs.items())
    text = kinds(
        tmp_path / "2", "1z", "x", "1a", matched, "", "a", "", "a", "", "get | Host", "GET | Host | x", "GET|host", "",
        ":a", "", "1", "2", "", "404", "", "s", "404", "no", "", "", "q", "q",
    )  # fmt: skip
    assert text.count("Type each row with its letter, as in 1b 2a.") == 2
    assert "3 rows have no partner yet." in text
    assert "GET → safe, idempotent" in text
    assert "Host → a request" in text
    assert "Methods are written in capitals." in text
    assert "There are fewer gaps than that." in text
    assert "wanted: status | empty" in text
    assert "This line is as it should be." in text
    assert "✗ Not right: 404" in text
    assert "< HTTP/1.1 405 Method Not Allowed" in text
    assert " of 2 right in " in text
    assert text.count("✓ Right") >= 3
