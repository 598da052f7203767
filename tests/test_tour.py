"""The tour is a sound lesson in both languages."""

from __future__ import annotations

from tutor.check import run_check
from tutor.course.catalogue import open_catalogue
from tutor.tour import ID, folder


def test_the_checker_has_nothing_against_it_in_either_language() -> None:
    report = run_check(folder())
    assert [str(problem) for problem in report.problems] == []


def test_it_is_short_and_has_both_languages() -> None:
    catalogue = open_catalogue(folder(), None)
    lesson = catalogue.lesson(ID)
    assert len(lesson.steps) <= 8
    words = sum(len(str(getattr(step, name, "")).split()) for step in lesson.steps for name in ("text", "question"))
    assert words / 200 <= 2, "two minutes for who reads 200 words a minute"
    translated = catalogue.translated(ID, "ko")
    assert translated is not None
    assert not translated.stale
    assert not translated.missing
