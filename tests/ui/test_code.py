"""Code steps and predictions of code on screen: written, run, mended, left and taken up again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from textual.pilot import Pilot

from tests.ui.conftest import Start, screen_text, until
from tutor.course.where import find_lessons_dir
from tutor.lesson.trust import Trust
from tutor.ui.app import TutorApp
from tutor.ui.steps.code import CodeView
from tutor.ui.widgets.code_area import CodeArea

EXERCISES = Path(__file__).parents[1] / "exercises"
LESSON = "demo.code"


def app_of(pilot: Pilot[None]) -> TutorApp:
    assert isinstance(pilot.app, TutorApp)
    return pilot.app


@pytest.fixture
def begin(start: Start, tmp_path: Path) -> Start:
    """Starts the program with the exercises, which are trusted."""
    Trust(tmp_path / "data").add(EXERCISES, always=True)

    def started(**given: object) -> object:
        return start(lessons=EXERCISES, target=LESSON, **given)

    return started  # type: ignore[return-value]  # as the fixture that it stands for


async def go(pilot: Pilot[None], step: int) -> None:
    """Go to a step; the editor takes letters, so by the session."""
    screen = app_of(pilot).screen
    screen.session.go(step - 1)  # type: ignore[attr-defined]  # a lesson is on screen
    await screen.show()  # type: ignore[attr-defined]
    await pilot.pause()


def area(pilot: Pilot[None]) -> CodeArea:
    return app_of(pilot).screen.query_one(CodeArea)


async def test_it_begins_in_the_editor_with_the_starter_and_its_checks(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        shown = await until(pilot, "F4 hint")  # the keys of a field come with the focus
        assert "Make PUT /notes/<id> create with 201" in shown
        assert " 7  def put_note(id):" in shown
        assert "◦ creates   ◦ replaces   ◦ keeps the other notes" in shown
        assert "F5 run" in shown and "F4 hint" in shown
        assert pilot.app.focused is area(pilot)


async def test_a_run_that_fails_says_why_and_one_that_passes_goes_on(begin: Start, tmp_path: Path) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        await pilot.press("f5")
        await until(pilot, "first try, saved")
        shown = await until(pilot, "got       201 Created")  # rows come with the next layout
        assert "✗ 1 of 3 checks fails: replaces, PUT /notes/1 (2 of 2)" in shown
        assert "expected  204 No Content" in shown
        assert "got       201 Created" in shown
        assert "first try, saved" in shown
        editor = area(pilot)
        text = editor.text.replace("    notes[id]", "    new = id not in notes\n    notes[id]", 1)
        editor.text = text.replace('return "", 201,', 'if not new:\n        return "", 204\n    return "", 201,')
        await pilot.press("f5")
        await until(pilot, "All 3 checks pass")
        shown = await until(pilot, "201 is for what this very request created.")
        assert "second try" in shown
        assert "201 is for what this very request created." in shown
        on_disk = tmp_path / "data" / "work" / LESSON / "put" / "app.py"
        assert on_disk.read_text() == editor.text
        await pilot.press("enter")
        await until(pilot, "Show each name in its own")


async def test_what_was_typed_is_there_after_leaving_in_the_middle(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        await pilot.press("x")
    async with begin() as pilot:
        await until(pilot, "xfrom flask import")


async def test_a_fault_is_marked_in_the_editor_and_reached_by_a_key(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        area(pilot).text = "x = 1\ny = x +\n"
        await pilot.press("f5")
        await until(pilot, "It does not run: app.py, line 2")
        await until(pilot, "SyntaxError: invalid syntax")
        assert area(pilot).fault is not None
        await pilot.press("ctrl+g")
        assert area(pilot).cursor_location[0] == 1


async def test_what_happened_is_one_key_away(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        await pilot.press("f5")
        await until(pilot, "first try")
        await pilot.press("f6")
        shown = await until(pilot, "> PUT /notes/1 HTTP/1.1")
        assert "✗ replaces" in shown
        await pilot.press("f6")
        assert "def put_note" in screen_text(app_of(pilot))


async def test_beginning_anew_keeps_what_was_there_and_gives_it_back(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        area(pilot).text = "mine = 1\n"
        await pilot.press("escape")
        await pilot.press("R")
        await until(pilot, "Begun anew")
        assert "def put_note" in area(pilot).text
        await pilot.press("R")
        await until(pilot, "Your version is back.")
        assert area(pilot).text == "mine = 1\n"


async def test_the_solution_is_shown_beside_what_the_learner_wrote(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        area(pilot).text = "mine = 1\n"
        await pilot.press("f9")
        shown = await until(pilot, "Answer shown")
        assert "new = id not in notes" in shown
        assert area(pilot).text == "mine = 1\n"


async def test_saving_in_another_editor_runs_the_checks(begin: Start, tmp_path: Path) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        await pilot.press("f5")
        await until(pilot, "first try, saved")
        folder = tmp_path / "data" / "work" / LESSON / "put"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "app.py").write_text("1 / 0\n")
        await until(pilot, "ZeroDivisionError")
        assert area(pilot).text == "1 / 0\n"


async def test_several_files_are_tabs_and_given_ones_cannot_be_changed(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        await go(pilot, 3)
        shown = await until(pilot, "query.py   models.py")
        assert "def report(session)" in shown
        await pilot.press("ctrl+t")
        shown = await until(pilot, "to read")
        assert "class Author(Base)" in shown
        assert area(pilot).read_only
        await pilot.press("x")
        assert not area(pilot).text.startswith("x")


async def test_at_60x20_and_wide_all_of_it_is_there(begin: Start) -> None:
    async with begin(size=(60, 20)) as pilot:
        await until(pilot, "Nothing has run yet")
        await pilot.press("f5")
        shown = await until(pilot, "got       201 Created")
        assert "✗ replaces" in shown and "F5 run again" in shown
    async with begin(size=(140, 45)) as pilot:
        await until(pilot, "F5 run")
        await pilot.press("f5")
        shown = await until(pilot, "> PUT /notes/1 HTTP/1.1")
        assert "def put_note" in shown


async def test_a_course_from_elsewhere_is_asked_about_once(start: Start, tmp_path: Path) -> None:
    async with start(lessons=EXERCISES, target=LESSON) as pilot:
        await until(pilot, "Nothing has run yet")
        await pilot.press("f5")
        await until(pilot, "Let code of this course run?")
        await pilot.press("n")
        assert "Nothing has run yet" in screen_text(app_of(pilot))
        await pilot.press("f5")
        await until(pilot, "Let code of this course run?")
        await pilot.press("y")
        await until(pilot, "1 of 3 checks fails")
    assert Trust(tmp_path / "data").holds(EXERCISES)


async def test_a_prediction_of_code_is_run_and_graded(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        await go(pilot, 6)
        shown = await until(pilot, "Predict the text, then run it")
        assert "{{ name | upper }}" in shown and "name = 'ada'" in shown
        await pilot.press("a", "d", "a", "enter")
        shown = await until(pilot, "Not right: ada")
        assert "it brings ADA" in shown
        assert "{{ name | upper }}" in shown, "the code that an explanation speaks of"
        assert "The filter changes it." in shown
        await pilot.press("enter")
        await until(pilot, "note.txt")


async def test_an_attempt_is_in_the_log_with_its_files(begin: Start, tmp_path: Path) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        await pilot.press("f5")
        await until(pilot, "first try, saved")
    lines = [line for file in (tmp_path / "data").rglob("*.jsonl") for line in file.read_text().splitlines()]
    (attempt,) = [line for line in lines if '"files"' in line]
    assert "def put_note" in attempt


# ── The editor ───────────────────────────────────────────────────────────────────────────────────


async def test_the_editor_indents_comments_and_finds(begin: Start) -> None:
    async with begin() as pilot:
        await until(pilot, "Nothing has run yet")
        editor = area(pilot)
        editor.text = "def f():"
        editor.move_cursor((0, 8))
        await pilot.press("enter", "a", "enter", "backspace", "b")
        assert editor.text == "def f():\n    a\nb"
        editor.select_all()
        await pilot.press("ctrl+underscore")
        assert editor.text == "# def f():\n    # a\n# b"
        await pilot.press("ctrl+underscore")
        assert editor.text == "def f():\n    a\nb"
        await pilot.press("tab")
        assert editor.text == "    def f():\n        a\n    b"
        await pilot.press("shift+tab")
        assert editor.text == "def f():\n    a\nb"
        await pilot.press("f3")
        view = app_of(pilot).screen.query_one(CodeView)
        assert view.query_one("#find").display
        await pilot.press("a", "enter")
        assert editor.selected_text == "a"


async def test_the_file_in_the_editor_is_named_even_where_its_name_is_the_last_of_many(start: Start) -> None:
    async with start(lessons=find_lessons_dir(), target="capstone.message-board") as pilot:
        await until(pilot, "step 1 of")
        await go(pilot, 7)
        shown = await until(pilot, "Nothing has run yet")
        (row,) = [line for line in shown.splitlines() if "line 1" in line]
        assert row.split() == ["…", "templates/message.html", "store.py", "app.py", "Flask", "line", "1"]
        await pilot.click("Tabs", offset=(row.index("store.py"), 0))
        await until(pilot, "def add")
        assert app_of(pilot).screen.query_one(CodeView).shown == "store.py"


async def test_the_folder_of_a_passed_exercise_works_by_itself(start: Start, tmp_path: Path) -> None:
    async with start(lessons=find_lessons_dir(), target="capstone.message-board") as pilot:
        await until(pilot, "step 1 of")
        await go(pilot, 14)
        await until(pilot, "Nothing has run yet")
        view = app_of(pilot).screen.query_one(CodeView)
        folder = tmp_path / "data" / "work" / "capstone.message-board" / view.step.id
        for name, text in view.step.exercise.solved.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        await until(pilot, "checks pass")
        await pilot.pause(0.3)
        names = [*view.step.exercise.files, *view.step.exercise.given]
        assert [name for name in names if not (folder / name).exists()] == []
    there = [sys.executable, "-c", "import app; print(app.app.test_client().get('/').status_code)"]
    assert subprocess.run(there, cwd=folder, capture_output=True, text=True).stdout == "200\n"
