"""The bundled lessons are found from a checkout and from an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course import where


def test_the_folder_of_an_installed_package_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "tutor" / "course" / "where.py"
    monkeypatch.setattr(where, "__file__", str(module))
    assert where.find_lessons_dir() == (tmp_path / "lessons").resolve()
    (tmp_path / "tutor" / "_lessons").mkdir(parents=True)
    assert where.find_lessons_dir() == (tmp_path / "tutor" / "_lessons").resolve()


def test_it_does_not_depend_on_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = where.find_lessons_dir()
    monkeypatch.chdir(tmp_path)
    assert where.find_lessons_dir() == before
    assert (before / "lesson.schema.json").is_file()
