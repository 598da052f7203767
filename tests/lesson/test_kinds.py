"""Match, sort, cloze, spot and output: what is right, what is said to what is not, row by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lesson.sample import Notebook
from tutor.course.catalogue import open_catalogue
from tutor.course.types import Lesson, Match, Sort, Step
from tutor.lesson.grading import Answer, NoAnswerError, grade, right_answer
from tutor.lesson.session import LessonSession

COURSE = Path(__file__).parents[1] / "kinds"


@pytest.fixture(scope="module")
def lesson(tmp_path_factory: pytest.TempPathFactory) -> Lesson:
    return open_catalogue(COURSE, tmp_path_factory.mktemp("cache"), "en").lesson("all.kinds")


def step(lesson: Lesson, id: str) -> Step:
    found = lesson.step(id)
    assert found is not None
    return found


@pytest.mark.parametrize("id", ["m", "s", "g", "c", "c2", "sp"])
def test_the_shown_answer_is_a_right_one(lesson: Lesson, id: str) -> None:
    verdict = grade(step(lesson, id), right_answer(step(lesson, id)))
    assert verdict.right
    assert all(good for _id, good in verdict.marks)


def test_each_row_of_a_match_has_its_own_mark_and_the_first_wrong_ones_their_feedback(lesson: Lesson) -> None:
    verdict = grade(step(lesson, "m"), ["ok:ok", "created:accepted", "accepted:created", "nothing:partial"])
    assert dict(verdict.marks) == {"ok": True, "created": False, "accepted": False, "nothing": False}
    assert verdict.said == (
        "1 of 4 are right.",
        "`201`: 201 says that something new exists.",
        "`202`: 202 promises nothing but that it was taken.",
    )


def test_rights_that_read_the_same_may_be_exchanged(lesson: Lesson) -> None:
    match = step(lesson, "m")
    assert isinstance(match, Match)
    pairs = dict(match.pairs)
    pairs["twin"] = pairs["ok"]
    import msgspec

    twins = msgspec.structs.replace(match, pairs=pairs)
    answer = [f"{id}:{id}" for id in match.pairs if id != "ok"]
    assert grade(twins, ["ok:twin", "twin:ok", *answer]).right


def test_a_row_of_a_grid_is_right_with_all_its_bins_and_no_other(lesson: Lesson) -> None:
    grid = step(lesson, "g")
    assert isinstance(grid, Sort)
    assert grid.is_grid
    assert grade(grid, ["get:safe", "get:idempotent", "put:idempotent"]).right
    verdict = grade(grid, ["get:safe", "put:idempotent", "post:idempotent"])
    assert dict(verdict.marks) == {"get": False, "put": True, "post": False}


def test_each_gap_has_its_own_mark_and_a_known_slip_is_answered(lesson: Lesson) -> None:
    verdict = grade(step(lesson, "c"), ["method:get", "field:host"])
    assert dict(verdict.marks) == {"method": False, "field": True}
    assert (verdict.said, verdict.near) == (("Gap 1: Methods are written in capitals.",), "get")
    assert "".join(piece.text for piece in verdict.got) == "get"


def test_a_text_with_colons_fills_a_gap(lesson: Lesson) -> None:
    assert dict(grade(step(lesson, "c"), ["method:GET", "field:a:b"]).marks) == {"method": True, "field": False}


def test_a_line_that_is_sound_is_told_so_with_its_feedback_if_it_has_one(lesson: Lesson) -> None:
    assert grade(step(lesson, "sp"), ["1"]).said == ("This line is as it should be.",)
    assert grade(step(lesson, "sp"), ["3"]).said == ("Line 3 does what it should.",)
    assert grade(step(lesson, "sp"), ["2"]).said[0].startswith("A space before the colon")


@pytest.mark.parametrize(
    ("id", "answer"),
    [
        ("m", []), ("m", ["ok:ok"]), ("s", []), ("s", ["host:request"]), ("g", []), ("c", []), ("c", ["method:GET"]),
        ("c", ["method:GET", "field: "]), ("sp", []), ("sp", ["x"]), ("o", ["", "405"]),
    ],
)  # fmt: skip
def test_what_is_not_whole_is_no_answer(lesson: Lesson, id: str, answer: Answer) -> None:
    with pytest.raises(NoAnswerError):
        grade(step(lesson, id), answer)


def test_a_prediction_is_graded_by_what_came(lesson: Lesson) -> None:
    assert grade(step(lesson, "o"), ["405", "405"]).right
    verdict = grade(step(lesson, "o"), ["404", "405"])
    assert (verdict.right, verdict.near) == (False, "404")


def test_rows_and_partners_are_shuffled_by_the_seed_and_bins_stand_as_written(lesson: Lesson) -> None:
    orders, partners = set(), set()
    for seed in range(12):
        session = LessonSession(lesson, {}, Notebook(), seed=seed)
        orders.add(tuple(session.shuffled()))
        partners.add(tuple(session.partners()))
        assert session.shuffled() == session.shuffled()
        session.go(1)
        assert session.partners() == ["request", "response"]
    assert len(orders) > 3
    assert len(partners) > 3
    assert {frozenset(order) for order in partners} == {frozenset({"ok", "created", "accepted", "nothing", "partial"})}
