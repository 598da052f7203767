"""Steps that have to be scrolled at 80x24 are found by showing them, in each language."""

from __future__ import annotations

from pathlib import Path

from tests.course.samples import FIRST, PLAIN, TRANSLATED, write
from tutor.check import run_check
from tutor.course.problem import Problem

PAGE = "A request begins with *one line*."
PAGE_KO = "요청은 *한 줄*로 시작합니다."


def rows(count: int, indent: str = "      ") -> str:
    return f"\n\n{indent}".join(f"Row {n}." for n in range(count))


def shown(folder: Path, files: dict[str, str]) -> list[Problem]:
    """What is found by showing alone."""
    return run_check(write(folder, files), start=None, only=["step-fits"], screens=True).problems


def test_a_page_that_fits_is_sound_and_a_longer_one_is_not(tmp_path: Path) -> None:
    assert shown(tmp_path / "fits", {**PLAIN, "wire/first.yaml": FIRST.replace(PAGE, rows(9))}) == []
    long = FIRST.replace(PAGE, rows(14))
    (problem,) = shown(tmp_path / "long", {**PLAIN, "wire/first.yaml": long})
    assert problem.rule == "step-fits"
    assert long.splitlines()[problem.line - 1] == "  - id: intro"
    assert "80x24" in problem.message


def test_a_translation_is_shown_as_well(tmp_path: Path) -> None:
    korean = TRANSLATED["wire/first.ko.yaml"]
    long = korean.replace(f"text: {PAGE_KO}", "text: |\n      " + rows(14))
    assert long != korean
    (problem,) = shown(tmp_path, {**TRANSLATED, "wire/first.ko.yaml": long})
    assert Path(problem.file).name == "first.ko.yaml"
    assert long.splitlines()[problem.line - 1] == "  intro:"


def test_a_lesson_that_cannot_be_opened_hinders_nothing(tmp_path: Path) -> None:
    broken = {**PLAIN, "wire/second.yaml": "format: 1\n"}
    assert shown(tmp_path, {**broken, "wire/first.yaml": FIRST.replace(PAGE, rows(14))})[0].rule == "step-fits"
