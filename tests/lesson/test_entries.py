"""Entries of the reference as questions: sound for every entry, in every form and language."""

from __future__ import annotations

import re

import pytest

from tutor import reference
from tutor.course.types import Choice, Posed, Typed
from tutor.lesson.cards import KNOWN, Turned
from tutor.lesson.entries import Entry, entries, entry_of, lessons_of
from tutor.lesson.grading import grade, right_answer

ALL = [
    (entry, turn, language, lesson.steps[0])
    for entry in entries()
    for turn in range(6)
    for language, lesson in lessons_of(entry, turn).items()
]


def test_each_entry_can_be_asked_and_its_answer_is_right() -> None:
    for entry, _turn, _language, step in ALL:
        assert isinstance(step, Posed)
        answer = [KNOWN] if isinstance(step, Turned) else right_answer(step)
        assert grade(step, answer).right, entry
        assert step.id == entry.name


def test_no_question_and_no_title_has_its_answer_in_it() -> None:
    for entry, _turn, _language, step in ALL:
        if isinstance(step, Typed):
            words = re.split(r"[^a-z0-9-]+", f"{step.question} {step.title}".lower())
            assert entry.name.lower() not in words, step.question


def test_wrong_answers_are_told_what_they_are() -> None:
    for entry, _turn, _language, step in ALL:
        if isinstance(step, Choice):
            assert sum(option.correct for option in step.options.values()) == 1, entry
            assert len({option.text for option in step.options.values()}) == len(step.options) >= 3, entry
        if isinstance(step, Typed):
            assert len(step.near) > 5
            assert all(not grade(step, near.text).right for near in step.near), entry


def test_what_is_asked_for_by_its_meaning_is_the_only_one_of_it() -> None:
    owners: dict[tuple[str, str], set[Entry]] = {}
    for entry, _turn, language, step in ALL:
        if isinstance(step, Typed):
            owners.setdefault((language, step.question), set()).add(entry)
    assert [question for question, owner in owners.items() if len(owner) > 1] == []


def test_the_forms_of_an_entry_take_turns() -> None:
    forms = [lessons_of(Entry("status", "404"), turn)["en"].steps[0] for turn in range(3)]
    assert [type(step) for step in forms] == [Choice, Typed, Choice]
    asked = {lessons_of(Entry("method", "PUT"), turn)["ko"].steps[0].question for turn in range(6)}  # type: ignore[union-attr]
    assert len(asked) == 3


def test_the_entry_itself_is_the_explanation() -> None:
    step = lessons_of(Entry("status", "405"), 1)["en"].steps[0]
    assert isinstance(step, Typed)
    assert "It must carry Allow. RFC 9110 §15.5.6" in (step.explanation or "")
    said = grade(step, "404").said
    assert said and said[0].startswith("404 Not Found: ")


@pytest.mark.parametrize("item", ["ref:status#999", "ref:set#status-codes", "ref:status", "a.b#404", "keys:x#y"])
def test_what_the_reference_does_not_have_is_no_entry(item: str) -> None:
    assert entry_of(item) is None


def test_an_item_is_an_entry_and_back() -> None:
    entry = Entry("field", "Allow")
    assert entry_of(entry.item) == entry
    assert reference.field(entry.name)
