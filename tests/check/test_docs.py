"""docs/lesson-format.md says what is so: its examples are sound, its lists complete."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.course.samples import PLAIN, SECOND, write
from tutor.check import run_check
from tutor.check.registry import rules
from tutor.cli import main
from tutor.course.expect import COMPARISONS, TYPES
from tutor.course.types import STEP_TYPES

PAGE = Path(__file__).parents[2] / "docs" / "lesson-format.md"


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def example(page: str, heading: str) -> str:
    """The first YAML under a heading."""
    return page.split(f"\n## {heading}", 1)[1].split("```yaml\n", 1)[1].split("```", 1)[0]


def test_its_examples_are_a_sound_course(page: str, tmp_path: Path) -> None:
    classes = SECOND.replace("wire.second", "http-status.classes").replace("prerequisites: [wire.first]\n", "")
    files = {
        "course.yaml": example(page, "lessons/course.yaml"),
        "http-status/classes.yaml": classes,
        "http-status/client-errors.yaml": example(page, "A lesson"),
        "http-status/client-errors.ko.yaml": example(page, "A translation"),
    }
    report = run_check(write(tmp_path, files))
    assert report.demos == 1
    expected = {"translation-incomplete", "translation-missing"}
    assert {problem.rule for problem in report.problems} == expected, "\n".join(map(str, report.problems))


def test_it_names_every_rule_and_none_that_is_not(page: str) -> None:
    proves = page.split("## What `tutor check` proves", 1)[1].split("\n## ", 1)[0]
    named = set(re.findall(r"`([a-z]+(?:-[a-z0-9]+)+)`", proves))
    assert named == set(rules())


def test_it_names_every_step_type_and_comparison(page: str) -> None:
    today = page.split("## Planned", 1)[0]
    assert set(re.findall(r"^\| `(\w+)` \|", today, re.MULTILINE)) == set(STEP_TYPES)
    assert all(re.search(rf"^\| .*`{name}: ", today, re.MULTILINE) for name in COMPARISONS)
    assert all(f"`{name}`" in today for name in TYPES)


def test_the_lesson_of_the_authors_guide_is_sound(tmp_path: Path) -> None:
    guide = (PAGE.parent / "authoring.md").read_text(encoding="utf-8")
    lesson = guide.split("```yaml\n", 1)[1].split("```", 1)[0]
    course = PLAIN["course.yaml"].replace("[first, second]", "[first, second, teapot]")
    report = run_check(write(tmp_path, {**PLAIN, "course.yaml": course, "wire/teapot.yaml": lesson}))
    assert [str(problem) for problem in report.problems] == []
    assert report.demos == 2


def test_the_authors_guide_names_commands_and_files_that_there_are() -> None:
    guide = (PAGE.parent / "authoring.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"\btutor ([a-z]+)\b", guide)) - {"request"}
    assert commands <= set(main.commands)
    assert all((PAGE.parent / name).exists() for name in re.findall(r"\]\(([\w-]+\.md)\)", guide))


def test_the_keys_step_of_the_authors_guide_is_sound(tmp_path: Path) -> None:
    guide = (PAGE.parent / "authoring.md").read_text(encoding="utf-8")
    step = next(block.split("```", 1)[0] for block in guide.split("```yaml\n")[1:] if "type: keys" in block)
    course = {**PLAIN, "wire/first.yaml": PLAIN["wire/first.yaml"].replace("steps:\n", f"steps:\n{step}", 1)}
    assert "type: keys" in course["wire/first.yaml"]
    report = run_check(write(tmp_path, course))
    assert [problem.rule for problem in report.problems if "keys" in problem.rule or "schema" in problem.rule] == []
    broken = {**course, "wire/first.yaml": course["wire/first.yaml"].replace("app.py:1:7", "app.py:1:6")}
    report = run_check(write(tmp_path, broken))
    assert "keys-shape" in {problem.rule for problem in report.problems}
