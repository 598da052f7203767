"""A learner in a lesson, without a screen."""

from __future__ import annotations

import msgspec
import pytest

from tests.lesson.sample import LESSON, Notebook, session
from tutor.course.prose import content_hash
from tutor.course.record import Prose
from tutor.course.types import Question
from tutor.lesson.session import LessonSession, NoAnswerError
from tutor.lesson.summary import result, summarise
from tutor.progress.reducer import Result
from tutor.progress.store import StepProgress


def done(result: Result = "right") -> StepProgress:
    return StepProgress(
        done=True, result=result, tries=1, hints=0, last_at=0, first_right=result == "right", unsure=False
    )


def phase(lesson: LessonSession) -> str:
    return lesson.state.phase


def test_a_lesson_begins_at_its_first_step() -> None:
    lesson, notebook = session()
    assert lesson.step.id == "intro"
    assert notebook.kinds() == ["visit"]


def test_a_lesson_resumes_at_the_first_step_not_yet_done() -> None:
    lesson, _notebook = session({"intro": done("read"), "pick": done(), "typed": done()})
    assert lesson.step.id == "several"


def test_a_skipped_step_is_where_a_lesson_resumes() -> None:
    skipped = StepProgress(done=False, result="skipped", tries=0, hints=0, last_at=0, first_right=False, unsure=False)
    lesson, _notebook = session({"intro": done("read"), "pick": skipped, "several": done()})
    assert lesson.step.id == "pick"


def test_going_on_from_a_page_marks_it_read() -> None:
    lesson, notebook = session()
    lesson.forward()
    assert notebook.kinds() == ["visit", "read", "visit"]
    assert lesson.states["intro"].done


def test_a_wrong_answer_is_recorded_and_can_be_tried_again() -> None:
    lesson, notebook = session(at="pick")
    assert not lesson.answer(["no"]).right
    assert phase(lesson) == "wrong"
    lesson.try_again()
    assert phase(lesson) == "open"
    assert lesson.answer(["yes"]).right
    first, second = notebook.drafts
    assert first.item == "m.sample#pick"
    assert (first.data["right"], first.data["tries"], first.data["answer"]) == (False, 1, ["no"])
    assert (second.data["right"], second.data["tries"]) == (True, 2)
    assert first.content.startswith("h")
    assert first.seed == second.seed == lesson.state.seed
    assert first.data["visit"] == second.data["visit"]


def test_nothing_given_costs_no_try_and_is_not_recorded() -> None:
    lesson, notebook = session(at="typed")
    with pytest.raises(NoAnswerError):
        lesson.answer("")
    assert lesson.state.tries == 0
    assert notebook.drafts == []


def test_nothing_advances_by_itself() -> None:
    lesson, _notebook = session(at="pick")
    lesson.answer(["yes"])
    assert lesson.step.id == "pick"


def test_hints_come_one_by_one_and_end() -> None:
    lesson, notebook = session(at="pick")
    assert [lesson.hint(), lesson.hint(), lesson.hint()] == ["Think.", "Think again.", None]
    assert [draft.data["n"] for draft in notebook.drafts] == [1, 2]


def test_skipping_is_recorded_once_and_loses_nothing() -> None:
    lesson, notebook = session(at="pick")
    lesson.state.draft = ["no"]
    lesson.forward()
    lesson.back()
    lesson.forward()
    lesson.back()
    assert lesson.state.draft == ["no"]
    assert notebook.kinds().count("skip") == 1
    assert not lesson.state.done


def test_going_back_keeps_the_verdict() -> None:
    lesson, _notebook = session(at="pick")
    lesson.answer(["yes"])
    lesson.forward()
    lesson.back()
    assert lesson.state.phase == "right"


def test_a_shown_answer_makes_the_step_done_but_not_known() -> None:
    lesson, notebook = session(at="typed")
    assert lesson.show_answer() == "Host: example.com"
    assert lesson.state.done
    assert result(lesson.step, lesson.state) == "shown"
    assert notebook.kinds() == ["reveal"]


def test_options_stand_in_the_order_that_the_seed_gives() -> None:
    orders = set()
    for seed in range(12):
        lesson, _notebook = session(at="pick", seed=seed)
        assert lesson.shuffled() == lesson.shuffled()
        orders.add(tuple(lesson.shuffled()))
    assert len(orders) > 2


def test_lines_to_order_never_begin_in_order() -> None:
    for seed in range(40):
        lesson, _notebook = session(at="lines", seed=seed)
        shown = [id for id in lesson.shuffled() if id != "status"]
        assert shown != ["start", "host", "blank"]


def test_options_that_begin_with_numbers_are_sorted_by_them() -> None:
    for seed in range(5):
        lesson, _notebook = session(at="demo", seed=seed)
        assert lesson.shuffled() == ["ok", "bad"], "200 before 404"


def test_sending_grades_the_prediction_once() -> None:
    lesson, notebook = session(at="demo")
    lesson.state.draft = ["bad"]
    verdict = lesson.sent([])
    assert verdict is not None and not verdict.right
    assert lesson.state.tries == 1
    run = notebook.drafts[-1]
    assert (run.kind, run.data["prediction"], run.data["right"], run.data["edited"]) == ("run", "bad", False, False)


def test_an_edited_request_is_no_prediction() -> None:
    lesson, notebook = session(at="demo")
    lesson.state.draft = ["bad"]
    assert lesson.sent([], edited=True) is None
    assert notebook.drafts[-1].data["prediction"] is None


def test_another_language_says_the_verdict_again() -> None:
    import msgspec

    lesson, _notebook = session(at="pick")
    lesson.answer(["no"])
    options = {**LESSON.steps[1].options}  # type: ignore[union-attr]  # a choice
    options["no"] = msgspec.structs.replace(options["no"], feedback="다른 쪽입니다.")
    steps = list(LESSON.steps)
    steps[1] = msgspec.structs.replace(steps[1], options=options)
    lesson.speak(msgspec.structs.replace(LESSON, steps=steps), "ko")
    assert lesson.state.verdict is not None
    assert lesson.state.verdict.said == ("다른 쪽입니다.",)
    assert lesson.state.phase == "wrong"


def test_progress_under_a_former_id_counts() -> None:
    import msgspec

    steps = [msgspec.structs.replace(step, aliases=["old"]) if step.id == "pick" else step for step in LESSON.steps]
    _lesson, notebook = session()
    renamed = LessonSession(
        msgspec.structs.replace(LESSON, steps=steps), {"intro": done("read"), "old": done()}, notebook
    )
    assert renamed.step.id == "several"


def test_the_summary_counts_by_objective_and_names_what_to_see_again() -> None:
    lesson, _notebook = session()
    lesson.forward()
    lesson.answer(["no"])
    lesson.try_again()
    lesson.answer(["yes"])
    lesson.forward()
    lesson.answer(["get", "head"])
    lesson.forward()
    lesson.answer("Hosts: a")
    lesson.forward()
    lesson.forward()
    lesson.show_answer()
    lesson.forward()
    summary = summarise(lesson)
    assert (summary.asked, summary.right, summary.left) == (6, 1, 3)
    assert {o.id: (o.right, o.asked) for o in summary.objectives} == {"tell": (1, 3), "write": (0, 3)}
    assert [(a.step.id, a.how) for a in summary.again] == [
        ("pick", "helped"), ("typed", "missed"), ("count", "skipped"), ("lines", "shown"), ("demo", "open"),
    ]  # fmt: skip
    assert [a.confident for a in summary.again][:2] == [False, True]


# ── Asked in advance ─────────────────────────────────────────────────────────────────────────────


def in_advance(earlier: dict[str, StepProgress] | None = None) -> tuple[LessonSession, Notebook]:
    """A session of the sample lesson, two questions of which are asked in advance."""
    steps = [
        msgspec.structs.replace(step, pretest=step.id in ("pick", "count"))
        if isinstance(step, Question)
        else step
        for step in LESSON.steps
    ]
    notebook = Notebook()
    return LessonSession(msgspec.structs.replace(LESSON, steps=steps), earlier or {}, notebook, seed=1), notebook


def test_questions_asked_in_advance_count_for_nothing_and_come_again() -> None:
    session, notebook = in_advance()
    assert (session.place, session.step.id) == ((0, 0), "pick")
    assert not session.answer(["no"]).right
    session.forward()
    assert session.step.id == "count"
    session.back()
    assert session.step.id == "pick"
    session.forward()
    session.forward()
    assert (session.place, session.step.id) == ((None, 0), "intro")
    assert all(kind.startswith("pretest-") for kind in notebook.kinds()[:-1])
    assert not any(state.done or state.tries for state in session.states.values())
    session.go(session.index_of("pick") or 0)
    assert session.state.phase == "open"
    session.answer(["yes"])
    assert notebook.kinds()[-1] == "answer"


def test_nothing_is_asked_in_advance_of_a_lesson_that_was_begun() -> None:
    begun = StepProgress(True, "read", 0, 0, 1, False, False)
    session, _notebook = in_advance({"intro": begun})
    assert session.trial is None
    assert session.step.id == "pick"


def test_a_jump_ends_what_is_asked_in_advance() -> None:
    session, _notebook = in_advance()
    session.go(2)
    assert session.place == (None, 2)
    session.back()
    assert session.place == (None, 1)


def test_what_counts_its_own_time_adds_none_to_the_step() -> None:
    now, notebook = [100.0], Notebook()
    lesson = LessonSession(LESSON, {}, notebook, monotonic=lambda: now[0])
    now[0] += 2
    lesson.leave()
    now[0] += 60  # a sitting in the dojo
    lesson.drilled({"right": 3, "asked": 4})
    now[0] += 60  # another
    lesson.come_back()
    now[0] += 1
    lesson.bookmark(True)
    assert [(draft.kind, draft.data["ms"]) for draft in notebook.drafts[1:]] == [("drill", 2000), ("bookmark", 3000)]
    assert notebook.drafts[1].data["asked"] == 4


def test_an_answer_in_another_language_is_kept_as_one_to_the_original_step() -> None:
    notebook = Notebook()
    steps = [msgspec.structs.replace(step, title=Prose(f"옮긴 {step.title}")) for step in LESSON.steps]
    translated = msgspec.structs.replace(LESSON, steps=steps)
    lesson = LessonSession(translated, {}, notebook, language="ko", original=LESSON)
    index = lesson.index_of("pick")
    assert index is not None
    lesson.go(index)
    lesson.answer(["yes"])
    answer = notebook.drafts[-1]
    assert (answer.language, answer.content) == ("ko", content_hash(LESSON.steps[index]))
    assert answer.content != content_hash(steps[index])
