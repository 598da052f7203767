"""A new lesson: its template is sound, and course.yaml keeps what its author wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.course.samples import PLAIN, write
from tutor.check import run_check
from tutor.course.compile import read
from tutor.course.new import NewError, new_lesson
from tutor.course.types import CourseFile

BLOCK = """    lessons:
      - first
      # the second follows
      - second
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, PLAIN)


def lessons(folder: Path) -> list[str]:
    course = read(folder, "course.yaml", CourseFile).value
    assert course is not None
    return course.modules[0].lessons


def test_the_template_is_sound_and_named_in_the_course(folder: Path) -> None:
    path = new_lesson(folder, "wire.third")
    assert path == folder / "wire" / "third.yaml"
    assert lessons(folder) == ["first", "second", "third"]
    report = run_check(folder, [path])
    assert [str(problem) for problem in report.problems if problem.rule != "translation-missing"] == []
    assert report.demos == 1, "its demo was really sent"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_list_in_rows_and_its_comments_stay(folder: Path, ending: str) -> None:
    text = (folder / "course.yaml").read_text().replace("    lessons: [first, second]\n", BLOCK)
    (folder / "course.yaml").write_bytes(text.replace("\n", ending).encode())
    new_lesson(folder, "wire.third")
    wanted = text.replace("      - second\n", "      - second\n      - third\n").replace("\n", ending)
    assert (folder / "course.yaml").read_bytes() == wanted.encode()


def test_a_list_over_several_rows_is_extended_at_its_end(folder: Path) -> None:
    text = (folder / "course.yaml").read_text().replace("[first, second]", "[first,\n      second]")
    (folder / "course.yaml").write_text(text)
    new_lesson(folder, "wire.third")
    assert lessons(folder) == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("third", "no id of a lesson"),
        ("Wire.third", "no id of a lesson"),
        ("wire.../evil", "no id of a lesson"),
        ("cable.third", "no module cable"),
        ("wire.first", "there already"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_changed(folder: Path, id: str, said: str) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(NewError, match=said):
        new_lesson(folder, id)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
