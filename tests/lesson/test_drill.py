"""A drill without a screen: what it asks, how it ends, what comes back, and what is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course.catalogue import open_catalogue
from tutor.course.types import Card, Drill, Lesson, Prose, Text, Typed
from tutor.lesson.cards import as_step
from tutor.lesson.drill import AGAIN, Plan, Prompt, Run, plan_of, plan_of_set
from tutor.progress.drills import best_of, runs_of
from tutor.progress.events import Draft, seal
from tutor.progress.open import open_store
from tutor.reference.sets import SETS

KINDS = Path(__file__).parents[1] / "kinds"
PROMPTS = [Prompt(str(n), f"ask {n}", (f"a{n}",), kind="x") for n in range(6)]


class Hand:
    """A clock that is moved by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_clock_ends_a_run_and_nothing_counts_after_it() -> None:
    clock = Hand()
    run = Run(Plan("m.l#d", "D", PROMPTS, seconds=60), 1, clock)
    assert run.now is not None
    assert run.answer(run.now.answers[0])
    clock.now += 59.9
    assert not run.tick()
    clock.now += 0.2
    assert run.tick()
    assert not run.answer("a1")
    assert (run.asked, run.right, round(run.spent)) == (1, 1, 60)


def test_a_count_ends_a_run_and_its_time_stands_still() -> None:
    clock = Hand()
    run = Run(Plan("m.l#d", "D", PROMPTS, count=3), 1, clock)
    for _ in range(3):
        assert run.now is not None
        clock.now += 2
        run.answer(run.now.answers[0])
    clock.now += 100
    assert (run.now, run.asked, run.right, run.spent, run.left) == (None, 3, 3, 6.0, None)


def test_what_is_missed_comes_back_after_a_few_with_what_it_was_taken_for() -> None:
    run = Run(Plan("m.l#d", "D", PROMPTS, count=50), 3)
    missed = run.now
    assert missed is not None
    other = next(prompt for prompt in PROMPTS if prompt != missed)
    assert not run.answer(other.answers[0])
    asked = []
    for _ in range(AGAIN + 1):
        assert run.now is not None
        asked.append(run.now)
        run.answer(run.now.answers[0])
    assert missed in asked[AGAIN - 1 :]
    assert other in asked
    assert run.missed == [missed]


def test_no_question_comes_twice_in_a_row() -> None:
    run = Run(Plan("m.l#d", "D", PROMPTS, count=200), 5)
    before = None
    for n in range(190):
        assert run.now is not None
        assert run.now != before
        before = run.now
        run.answer(run.now.answers[0] if n % 3 else "wrong")


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_question_of_a_set_can_be_answered_and_is_asked_once(name: str, language: str) -> None:
    plan = plan_of_set(name, language)
    assert len(plan.prompts) > 4
    assert plan.question == SETS[name].question(language)
    assert any(plan.question.endswith(end) for end in (".", "?"))
    assert len({prompt.id for prompt in plan.prompts}) == len(plan.prompts)
    for prompt in plan.prompts:
        assert prompt.accepts(prompt.answers[0])
        assert prompt.wanted
        assert not prompt.accepts("nothing of the kind")
        if prompt.choices:
            assert sum(prompt.accepts(id) for id, _text in prompt.choices) == 1
            assert len({text for _id, text in prompt.choices}) == len(prompt.choices)


def test_where_content_range_is_sent_is_not_asked_since_a_put_of_a_part_may_have_it() -> None:
    assert "Content-Range" not in {ask.id for ask in SETS["field-directions"].asks("en")}


def test_a_lesson_s_drill_has_its_own_questions_and_those_of_its_cards(tmp_path: Path) -> None:
    lesson = open_catalogue(KINDS, tmp_path, "en").lesson("all.kinds")
    step = lesson.step("d")
    assert isinstance(step, Drill)
    plan = plan_of(lesson, step)
    assert {prompt.id for prompt in plan.prompts} == {"a", "b", "e", "turned"}
    assert (plan.item, plan.count, plan.seconds) == ("all.kinds#d", 4, None)
    assert plan.question == "Type the status code, three digits."


def test_a_drill_of_a_set_alone_asks_what_the_set_asks(tmp_path: Path) -> None:
    lesson = open_catalogue(KINDS, tmp_path, "en").lesson("all.kinds")
    alone = Drill(id="s", title=Prose("S"), sources=["set:obliged-fields"])
    assert plan_of(lesson, alone).question == "Type the name of the field."
    assert plan_of(lesson, alone, "ko").question == "필드의 이름을 입력하십시오."
    mixed = Drill(id="s", title=Prose("S"), sources=["set:obliged-fields", "turned"])
    assert plan_of(lesson, mixed).question == "", "a card is no name of a field"


def kept(right: int, asked: int, ms: int, *, timed: bool) -> Draft:
    return Draft("drill", "m.l#d", {"right": right, "asked": asked, "ms": ms, "timed": timed})


def test_the_best_run_is_the_most_right_against_the_clock_and_the_fastest_of_the_rightest_by_count() -> None:
    def best(*drafts: Draft) -> int:
        events = [seal(d, device="d", seq=n, at=n, offset=0) for n, d in enumerate(drafts, 1)]
        found = best_of(runs_of(events))
        assert found is not None
        return found.at

    assert best(kept(9, 9, 60, timed=True), kept(12, 20, 60, timed=True)) == 2
    assert best(kept(9, 10, 5, timed=False), kept(10, 10, 90, timed=False), kept(10, 10, 60, timed=False)) == 3
    assert best(kept(9, 10, 90, timed=False), kept(1, 1, 5, timed=False)) == 1, "left early, it is no better"
    assert best(kept(0, 13, 90, timed=False), kept(0, 1, 5, timed=False)) == 1, "nothing right is never better"
    assert best_of([]) is None


def test_runs_are_kept_and_what_is_not_one_is_left_out(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    drafts = [
        kept(3, 4, 9000, timed=False), Draft("drill", "m.l#d", {"right": 5, "asked": 2}), Draft("read", "m.l#d"),
        Draft("drill", "ref:set#status-codes", {"right": 1, "asked": 1, "ms": 1}),
    ]  # fmt: skip
    store.append(drafts)
    found = store.drills(["m.l#d", "ref:set#status-codes", "m.l#none"])
    assert [(run.right, run.asked, run.ms) for run in found["m.l#d"]] == [(3, 4, 9000)]
    assert len(found["ref:set#status-codes"]) == 1
    assert found["m.l#none"] == []
    assert store.steps("m.l")["d"].done, "a drill that was run is done"
    store.close()


def test_a_card_is_compared_as_it_says_in_a_drill_and_in_a_review() -> None:
    card = Card(front=Prose("Upgrade?"), back=Prose("`-U`"), answers=[Text("-U")], compare="command")
    posed = as_step("c", card)
    assert isinstance(posed, Typed)
    assert posed.compare == "command"
    lesson = Lesson(
        format=1, id="m.l", title=Prose("L"), summary=Prose("S"), minutes=1, difficulty=1, cards={"c": card},
        steps=[Drill(id="d", title=Prose("D"), sources=["c"])],
    )  # fmt: skip
    step = lesson.step("d")
    assert isinstance(step, Drill)
    (prompt,) = plan_of(lesson, step).prompts
    assert prompt.accepts("-U")
    assert not prompt.accepts("-u"), "in commands small and capital letters differ"
