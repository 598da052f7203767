"""Answers and what is said to them."""

from __future__ import annotations

import pytest

from tests.lesson.sample import COUNT, DEMO, LINES, PICK, SEVERAL, TYPED
from tutor.course.exercise import OrmRun
from tutor.course.types import STEP_TYPES, Near, Output, Prose, Step, Text
from tutor.lesson.cards import Turned
from tutor.lesson.chord import Pressed
from tutor.lesson.grading import GRADERS, Answer, NoAnswerError, grade, right_answer


def test_every_step_type_that_asks_has_a_grader() -> None:
    assert {cls for cls in STEP_TYPES.values() if cls.asks} | {Pressed, Turned} == set(GRADERS)


@pytest.mark.parametrize("step", [PICK, SEVERAL, TYPED, COUNT, LINES, DEMO], ids=lambda step: step.id)
def test_the_shown_answer_is_a_right_one(step: Step) -> None:
    assert grade(step, right_answer(step)).right


def test_a_wrong_option_gets_its_own_feedback_and_names_what_is_behind_it() -> None:
    verdict = grade(PICK, ["no"])
    assert not verdict.right
    assert verdict.said == ("It is the other.",)
    assert verdict.misconception == "second"
    assert verdict.mark("no") is False
    assert verdict.mark("yes") is None, "the right option stays hidden"


def test_several_options_are_marked_one_by_one() -> None:
    verdict = grade(SEVERAL, ["get", "post"])
    assert not verdict.right
    assert (verdict.mark("get"), verdict.mark("post"), verdict.mark("head")) == (True, False, None)
    assert verdict.said == ("POST: It asks for work.", "1 more belongs to the answer.")


def test_a_part_of_several_right_options_is_not_right() -> None:
    verdict = grade(SEVERAL, ["get"])
    assert not verdict.right
    assert verdict.said == ("1 more belongs to the answer.",)


def test_a_typed_answer_is_compared_as_its_step_says() -> None:
    assert grade(TYPED, "host:   example.com").right
    assert not grade(TYPED, "Host: EXAMPLE.com").right


def test_a_near_miss_is_answered_by_name() -> None:
    verdict = grade(TYPED, "Hosts: example.com")
    assert verdict.said == ("Without the s.",)
    assert verdict.near == "Hosts: example.com"


def test_what_differs_in_a_typed_answer_is_cut_out_of_it() -> None:
    got = grade(TYPED, "Host; example.com").got
    assert "".join(piece.text for piece in got) == "Host; example.com"
    assert [piece.text for piece in got if not piece.same] == [";"]


def test_a_place_where_something_is_missing_is_a_piece_without_text() -> None:
    got = grade(TYPED, "Host: examplecom").got
    assert [(piece.text, piece.same) for piece in got] == [("Host: example", True), ("", False), ("com", True)]


def test_decomposed_korean_is_the_same_answer() -> None:
    import unicodedata

    from tutor.course.types import Prose, Text, Typed

    step = Typed(id="k", title=Prose("k"), question=Prose("k"), answers=[Text("안녕")])
    assert grade(step, unicodedata.normalize("NFD", "안녕")).right


def test_a_number_too_small_is_told_so_and_a_known_slip_by_name() -> None:
    assert grade(COUNT, "3").said == ("It is more than that.",)
    assert grade(COUNT, "14").said == ("The line end counts too.",)
    assert grade(COUNT, " 16 ").right


@pytest.mark.parametrize(
    ("step", "answer"),
    [
        (PICK, []),
        (PICK, "unknown"),
        (SEVERAL, []),
        (TYPED, "  "),
        (COUNT, ""),
        (COUNT, "many"),
        (COUNT, "nan"),
        (LINES, []),
    ],
)
def test_nothing_given_is_no_answer(step: Step, answer: Answer) -> None:
    with pytest.raises(NoAnswerError):
        grade(step, answer)


def test_lines_in_order_without_the_stray_one_are_right() -> None:
    assert grade(LINES, ["start", "host", "blank"]).right


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (["host", "start", "blank"], "1 line is in its place."),
        (["start", "host", "blank", "status"], "3 lines are in their place. 1 line does not belong here at all."),
        (["host", "start"], "No line is in its place yet. 1 line is left out that belongs here."),
        (["start", "host"], "2 lines are in their place. 1 line is left out that belongs here."),
    ],
)
def test_lines_out_of_order_say_how_many_are_right(answer: list[str], said: str) -> None:
    verdict = grade(LINES, answer)
    assert not verdict.right
    assert verdict.said == (said,)


@pytest.mark.parametrize(
    ("show", "typed", "shown", "right"),
    [
        ("queries", "6개", "6", True),
        ("queries", "6 statements", "6", True),
        ("queries", "2개", "6", False),
        ("queries", "5 or 6", "6", False),
        ("status", "404 Not Found", "404", True),
        ("prints", "12행", "12", True),
        ("prints", "12 None", "12", False),
        ("prints", "6개", "6개", True),
    ],
)
def test_what_a_predicted_number_counts_may_stand_behind_it(show: str, typed: str, shown: str, right: bool) -> None:
    near = [Near(text=Text("2"), feedback=Prose("Each list is asked for."))]
    run = OrmRun(files={"task.py": Text("")}, call=Text("run"))
    step = Output(id="count", title=Prose("Count"), question=Prose("How many?"), run=run, show=show, near=near)
    verdict = grade(step, [typed, shown])
    assert verdict.right is right
    assert (verdict.said == ("Each list is asked for.",)) is (typed == "2개")
