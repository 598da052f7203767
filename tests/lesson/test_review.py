"""A review without a screen: what is asked, why, what is taken back, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.lesson.sample import PICK, TYPED
from tests.progress.samples import DAY, Hands
from tutor.course.catalogue import open_catalogue
from tutor.course.types import Card, Lesson, Prose, Question, Text
from tutor.lesson import reviewable
from tutor.lesson.backlog import backlog
from tutor.lesson.cards import KNOWN, UNKNOWN, Turned
from tutor.lesson.review import Review, comes_back, why
from tutor.progress.due import Known
from tutor.progress.events import Draft, study_day_now
from tutor.progress.store import Store

FRONT = Card(front=Prose("What is 404?"), back=Prose("Not Found"))
WRITTEN = Card(front=Prose("Type the status of “I am a teapot”."), back=Prose("RFC 2324"), answers=[Text("418")])
LESSON = Lesson(
    format=1, id="a.b", title=Prose("A lesson"), summary=Prose("."), minutes=5, difficulty=1,
    steps=[msgspec.structs.replace(PICK, pretest=True), TYPED], cards={"front": FRONT, "written": WRITTEN},
)  # fmt: skip
ITEMS = {f"a.b#{id}": Known(f"a.b#{id}") for id in ("pick", "typed", "front", "written")}


class Kept:
    """A recorder that saves at once, and a review's caller that undoes."""

    def __init__(self, store: Store) -> None:
        self.store, self.count = store, 0

    def record(self, draft: Draft) -> int:
        self.store.append([draft])
        self.count += 1
        return self.count


@pytest.fixture
def store(hands: Hands, store: Store) -> Store:
    data = {"visit": "first", "right": True, "tries": 1, "ms": 10_000}
    store.append([Draft("answer", item, data) for item in ITEMS])
    hands.at += 30 * DAY
    return store


def begun(store: Store, hands: Hands, *ids: str) -> Review:
    found = {due.item: due for due in store.due(ITEMS)}
    items = [found[f"a.b#{id}"] for id in ids]
    return Review(items, lambda _id: {"en": LESSON}, Kept(store), today=study_day_now(hands), seed=1)


def test_each_item_is_asked_alone_and_not_as_a_guess(store: Store, hands: Hands) -> None:
    review = begun(store, hands, "pick", "typed")
    assert [step.id for step in review.session.steps] == ["pick"]
    assert (review.session.trial, review.session.state.phase) == (None, "open")
    assert review.session.answer(["yes"]).right
    review.forward()
    assert review.session.step.id == "typed"


def test_an_answer_is_a_graded_review_of_its_item(store: Store, hands: Hands) -> None:
    review = begun(store, hands, "pick")
    review.session.answer(["no"])
    card = store.cards()["a.b#pick"]
    assert (card.grade, card.now.reps, card.now.lapses) == (1, 2, 1)
    review.session.try_again()
    review.session.answer(["yes"])
    assert store.cards()["a.b#pick"].grade == 2
    assert comes_back(store.cards()["a.b#pick"], review.today).startswith("comes back in ")


def test_a_card_with_answers_is_typed_and_says_its_back(store: Store, hands: Hands) -> None:
    review = begun(store, hands, "written")
    assert not review.session.answer("404").right
    review.session.try_again()
    assert review.session.answer("418").right
    assert review.turn.outcome == "strengthened"
    step = review.session.step
    assert getattr(step, "explanation", None) == "RFC 2324"


@pytest.mark.parametrize(("said", "unsure", "grade"), [(KNOWN, False, 3), (KNOWN, True, 2), (UNKNOWN, False, 1)])
def test_a_card_without_answers_is_graded_by_the_learner(
    store: Store, hands: Hands, said: str, unsure: bool, grade: int
) -> None:
    review = begun(store, hands, "front")
    step = review.session.step
    assert isinstance(step, Turned)
    assert step.back == "Not Found"
    review.session.state.unsure = unsure
    review.session.answer([said])
    assert store.cards()["a.b#front"].grade == grade


def test_the_last_grade_is_taken_back_and_asked_again(store: Store, hands: Hands) -> None:
    before = store.cards()
    review = begun(store, hands, "pick", "typed")
    review.session.answer(["no"])
    review.forward()
    undone = review.undo()
    assert undone is not None
    assert store.undo_visit(*undone) == 1
    assert store.cards() == before
    assert (review.index, review.session.state.phase) == (0, "open")
    review.session.answer(["yes"])
    assert store.cards()["a.b#pick"].grade == 3


def test_without_an_answer_there_is_nothing_to_take_back(store: Store, hands: Hands) -> None:
    review = begun(store, hands, "pick", "typed")
    assert review.undo() is None
    review.forward()
    assert review.undo() is None


def test_ending_keeps_what_was_answered_and_the_rest_stays_due(store: Store, hands: Hands) -> None:
    review = begun(store, hands, "pick", "typed", "front")
    review.session.answer(["yes"])
    review.forward()
    review.leave()
    assert {due.item for due in store.due(ITEMS)} == {"a.b#typed", "a.b#front", "a.b#written"}
    summary = review.summary()
    assert (summary.strengthened, summary.slipped, summary.left) == (("One",), (), 2)


def test_the_summary_tells_what_slipped(store: Store, hands: Hands) -> None:
    review = begun(store, hands, "pick", "front", "typed")
    review.session.answer(["no"])
    review.forward()
    review.session.answer([UNKNOWN])
    review.forward()
    review.session.show_answer()
    review.forward()
    assert review.finished
    assert review.summary().slipped == ("One", "What is 404?", "Typed")


def test_what_no_lesson_has_any_more_is_passed_over(store: Store, hands: Hands) -> None:
    items = store.due(ITEMS)
    bare = msgspec.structs.replace(LESSON, cards={}, steps=[TYPED])
    review = Review(items, lambda _id: {"en": bare}, Kept(store), today=study_day_now(hands))
    assert [turn.due.item for turn in review.turns if turn.session] == ["a.b#typed"]
    review.forward()
    assert review.finished


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "You knew it 30 days ago; by now 1 in 3 would have forgotten."),
        ({"changed": True}, "Its question was changed since you answered it 30 days ago."),
        ({"item": "a.b#harder"}, "You knew its easier form 30 days ago; this one asks more."),
        ({"grade": 1}, "You did not know it 30 days ago."),
        ({"lapses": 8}, "Last met 30 days ago; forgotten 8 times so far."),
        ({"reps": 0}, "You asked to keep it."),
    ],
)
def test_why_it_is_asked_is_said_in_a_line(
    store: Store, hands: Hands, changes: Mapping[str, Any], said: str
) -> None:
    due = next(due for due in store.due(ITEMS) if due.item == "a.b#pick")
    card = due.card
    memory = card.now._replace(**{key: n for key, n in changes.items() if key in card.now._fields})
    card = card._replace(now=memory, **{key: n for key, n in changes.items() if key == "grade"})
    due = replace(due, card=card, **{key: n for key, n in changes.items() if key in ("changed", "item")})
    assert why(due, study_day_now(hands)) == said


# ── The list of items ────────────────────────────────────────────────────────────────────────────

COURSE = Path(__file__).parents[1] / "ui" / "course"


def test_the_list_of_a_course_is_kept_and_read_back(tmp_path: Path) -> None:
    catalogue = open_catalogue(COURSE, None)
    items = reviewable.of_course(catalogue, tmp_path)
    asked = {f"wire.first#{step.id}" for step in catalogue.lesson("wire.first").steps if isinstance(step, Question)}
    assert asked <= items.known.keys()
    assert all(known.topic and known.field for known in items.known.values())
    assert not any(known.kind in ("read", "drill") for known in items.known.values())
    assert reviewable.kept(tmp_path, COURSE) == items


@pytest.mark.parametrize("text", ["", "{}", '{"format": 1}', '{"format": 99, "known": [], "aliases": {}}'])
def test_a_list_that_cannot_be_used_is_none(tmp_path: Path, text: str) -> None:
    reviewable.of_course(open_catalogue(COURSE, None), tmp_path)
    (file,) = tmp_path.iterdir()
    file.write_text(text)
    assert reviewable.kept(tmp_path, COURSE) is None


def test_former_ids_are_carried_over_when_what_is_due_is_asked_for(store: Store) -> None:
    renamed = {"a.c#pick": Known("a.c#pick")}
    found = backlog(store, reviewable.Reviewable(renamed, {"a.b#pick": "a.c#pick"}))
    assert [due.item for due in found.items] == ["a.c#pick"]
    assert found.days(20) == 1
    assert [due.item for due in found.session(20)] == ["a.c#pick"]

