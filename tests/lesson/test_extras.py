"""Exercises about packages that are an optional extra: run where those are installed, said where they are not."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tutor.check import report_text, run_check
from tutor.course.catalogue import open_catalogue
from tutor.course.types import Code
from tutor.course.where import find_lessons_dir
from tutor.lesson.exercise import extras
from tutor.lesson.exercise.run import Workshop
from tutor.lesson.verdict import NoAnswerError

LESSON = "orm.migrations"


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if a package of the extra had never been installed."""
    monkeypatch.setattr(extras, "EXTRAS", {"migrations": {"no_such_module": "alembic", "json": "flask-sqlalchemy"}})


@pytest.fixture
def workshop() -> Iterator[Workshop]:
    def no_server() -> None:
        raise AssertionError("nothing is sent here")

    with closing(Workshop(no_server, 1)) as workshop:  # type: ignore[arg-type]
        yield workshop


def exercises(tmp_path: Path) -> list[Code]:
    lesson = open_catalogue(find_lessons_dir(), tmp_path).lesson(LESSON)
    return [step for step in lesson.steps if isinstance(step, Code) and step.exercise.needs]


def test_real_packages_run_where_they_are_installed(tmp_path: Path, workshop: Workshop) -> None:
    steps = exercises(tmp_path)
    assert len(steps) == 3
    for step in steps:
        assert workshop.run(step.exercise, step.exercise.solved).passed, step.id


def test_without_the_packages_nothing_runs_and_it_is_said_how_to_get_them(
    tmp_path: Path, workshop: Workshop, without: None
) -> None:
    step = exercises(tmp_path)[0]
    with pytest.raises(NoAnswerError) as said:
        workshop.run(step.exercise, step.exercise.solved)
    head, _why, command = str(said.value).split("\n")
    assert head.endswith(": alembic"), "what is there is not named"
    assert command.startswith(sys.prefix) and command.endswith("-m pip install alembic")


def test_a_check_says_what_it_passed_over(without: None) -> None:
    folder = find_lessons_dir()
    report = run_check(folder, [folder / "orm/migrations.yaml"])
    assert report.problems == []
    assert report.passed_over == {"migrations": 3}
    assert "3 exercises were not run, since alembic is not installed" in report_text(report)
    assert '"passed_over": {' in report.as_json()


def test_the_command_is_that_of_the_way_in_which_the_program_came() -> None:
    packages = ["alembic", "flask-sqlalchemy"]
    pipx = Path("/home/kim/.local/pipx/venvs/tutor")
    uv = Path("/home/kim/.local/share/uv/tools/tutor")
    assert extras.how_to_install(packages, pipx) == "pipx inject tutor alembic flask-sqlalchemy"
    assert extras.how_to_install(packages, uv) == "uv tool install tutor --with alembic --with flask-sqlalchemy"
    assert extras.how_to_install(packages, Path("/a")).endswith("-m pip install alembic flask-sqlalchemy")


def test_the_extra_of_the_program_has_these_packages() -> None:
    from importlib.metadata import requires

    wanted = [one for one in requires("tutor") or [] if "migrations" in one.partition("extra ==")[2]]
    assert {one.split(">")[0] for one in wanted} == set(extras.EXTRAS["migrations"].values())
