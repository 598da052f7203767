"""The rules by which evidence becomes grades, and grades become the day on which an item comes back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from fsrs import Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.samples import DAY, NOON
from tutor.progress.cards import CODE_STRETCH, LEECH, Card, Reviews, elapsed, replay
from tutor.progress.due import due_day
from tutor.progress.events import Draft, Event, seal, study_day
from tutor.progress.grades import grade_of
from tutor.progress.memory import DECAY, FACTOR, MOST_DAYS, SPREAD, interval, recall, reviewed, scale, spread

ITEM = "http.intro#first"
TODAY = study_day(NOON, 0)
HOUR = 3_600_000


def act(
    kind: str = "answer", *, visit: str = "v1", at: int = NOON, item: str = ITEM, rev: int = 1, **data: Any
) -> Event:
    draft = Draft(kind, item, {"visit": visit, "tries": 1, "hints": 0, **data}, rev=rev)
    return seal(draft, device="dev", seq=at, at=at, offset=0)


def card(*events: Event) -> Card:
    found, _days = replay(events, ITEM)
    assert found is not None
    return found


def answers(*days_and_right: tuple[int, bool]) -> list[Event]:
    return [act(visit=f"v{day}", at=NOON + day * DAY, right=right) for day, right in days_and_right]


@pytest.mark.parametrize(
    ("data", "grade"),
    [
        ({"right": True}, 3),
        ({"right": True, "unsure": True}, 2),
        ({"right": True, "hints": 1}, 2),
        ({"right": True, "tries": 2}, 2),
        ({"right": True, "automatic": True}, 3),  # only a chord can be automatic
        ({"right": False}, 1),
        ({"right": None}, None),
    ],
)
def test_evidence_becomes_a_grade(data: dict[str, Any], grade: int | None) -> None:
    assert grade_of(act(**data)) == grade
    assert grade_of(act("run", **data)) == grade


def test_a_reveal_is_again_and_an_automatic_chord_is_easy() -> None:
    assert grade_of(act("reveal")) == 1
    assert grade_of(act(item="keys:pycharm#rename", right=True, automatic=True)) == 4


@pytest.mark.parametrize("kind", ["hint", "skip", "visit", "read", "drill", "pretest-answer", "note"])
def test_nothing_else_is_evidence(kind: str) -> None:
    assert grade_of(act(kind, right=True)) is None


def test_a_later_try_of_a_visit_makes_again_hard() -> None:
    wrong = act(right=False)
    assert card(wrong).grade == 1
    mended = card(wrong, act(at=NOON + 60_000, right=True, tries=2))
    assert (mended.grade, mended.now.reps, mended.ended) == (2, 1, True)
    assert mended.now.stability == reviewed(0, 0, 1, 2)[0]


def test_what_comes_after_the_right_answer_of_a_visit_does_not_count() -> None:
    assert card(act(right=True), act("reveal", at=NOON + 1000)).grade == 3


def test_of_several_visits_on_a_day_the_first_counts() -> None:
    twice = card(act(right=True), act(visit="v2", at=NOON + HOUR, right=False))
    assert (twice.grade, twice.now.reps) == (3, 1)


def test_a_day_ends_at_four_in_the_morning() -> None:
    late = [act(right=True), act(visit="v2", at=NOON + 15 * HOUR, right=True)]
    assert card(*late).now.reps == 1
    assert card(*late, act(visit="v3", at=NOON + 17 * HOUR, right=True)).now.reps == 2


def test_the_hours_that_passed_cap_the_days() -> None:
    before = card(act(right=True)).now
    assert elapsed(before, NOON + 10 * HOUR, TODAY + 2) == 1
    assert elapsed(before, NOON + 30 * HOUR, TODAY + 2) == 2
    assert elapsed(before, NOON - 30 * HOUR, TODAY + 5) == 1


def test_a_clock_set_back_makes_no_review_of_the_past() -> None:
    back = seal(Draft("answer", ITEM, {"visit": "v2", "right": True}), device="dev", seq=2, at=NOON, offset=0,
                earliest_day=TODAY)  # fmt: skip
    assert card(act(right=True), back).now.reps == 1


def test_the_days_figures_follow_the_grade() -> None:
    story = [*answers((0, True), (5, False)), act(visit="v5", at=NOON + 5 * DAY + 1000, right=True, tries=2)]
    assert replay(story[:2], ITEM)[1] == {TODAY: Reviews(new=1), TODAY + 5: Reviews(asked=1)}
    assert replay(story, ITEM)[1] == {TODAY: Reviews(new=1), TODAY + 5: Reviews(asked=1, recalled=1)}


def test_code_comes_back_half_as_often() -> None:
    plain, code = card(act(right=True)), card(act(right=True, files={"app.py": "x"}))
    assert code.stretch == pytest.approx(plain.stretch * CODE_STRETCH, abs=1e-3)


def test_lapses_make_a_leech_and_resting_ends_the_asking() -> None:
    story = answers(*((3 * n, n % 2 == 0) for n in range(2 * LEECH + 1)))
    assert card(*story[: 2 * LEECH - 1]).leech is False
    assert card(*story).leech is True
    rested = card(*story, act("rest", at=NOON + 100 * DAY, days=30))
    assert due_day(rested) == TODAY + 130
    assert due_day(card(*story, act("rest", at=NOON + 101 * DAY, days=0))) < TODAY + 100


def test_what_is_forgotten_by_a_reset_begins_anew() -> None:
    assert replay([act(right=True), act("forget", at=NOON + 1)], ITEM)[0] is None


def test_what_a_learner_keeps_is_due_the_next_day() -> None:
    assert due_day(card(act("keep", on=True))) == TODAY + 1
    assert due_day(card(act("keep", on=True), act("keep", at=NOON + 1, on=False))) > TODAY + 36_500


def test_the_newest_revision_answered_is_known() -> None:
    assert card(act(right=True), act(visit="v2", at=NOON + 1, rev=2, right=True)).rev == 2


# ── The model ────────────────────────────────────────────────────────────────────────────────────


def test_the_curve_is_that_of_the_model() -> None:
    model = Scheduler()
    assert (model._DECAY, pytest.approx(model._FACTOR)) == (DECAY, FACTOR)
    for stability in (1, 7, 33.3):
        assert interval(stability) == model._next_interval(stability=stability)
        assert recall(stability, stability) == pytest.approx(0.9)


@pytest.mark.parametrize("retention", [0.8, 0.85, 0.95])
def test_a_target_retention_stretches_intervals_as_the_model_does(retention: float) -> None:
    model = Scheduler(desired_retention=retention, maximum_interval=MOST_DAYS)
    for stability in (0.5, 3, 20, 100):
        assert interval(stability, retention=retention) == model._next_interval(stability=stability)
    assert recall(20, 20 * scale(retention)) == pytest.approx(retention)


@given(st.text(max_size=20), st.integers(0, 100))
def test_the_spread_is_small_and_always_the_same(item: str, reps: int) -> None:
    assert spread(item, reps) == spread(item, reps)
    assert 1 - SPREAD <= spread(item, reps) <= 1 + SPREAD


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 800)), min_size=1, max_size=12))
def test_whatever_happens_stability_is_positive_and_the_interval_fits_a_year(story: Sequence[tuple[int, int]]) -> None:
    stability = difficulty = 0.0
    for grade, days in story:
        stability, difficulty = reviewed(stability, difficulty, days, grade)  # type: ignore[arg-type]  # 1 to 4
        assert stability > 0
        assert 1 <= difficulty <= 10
        assert 1 <= interval(stability, CODE_STRETCH, 0.8) <= MOST_DAYS


@given(st.integers(1, 3), st.integers(1, 60), st.floats(0.5, 100))
def test_a_better_grade_is_never_asked_sooner(grade: int, days: int, stability: float) -> None:
    worse = reviewed(stability, 5.0, days, grade)[0]  # type: ignore[arg-type]  # 1 to 3
    assert worse <= reviewed(stability, 5.0, days, grade + 1)[0]  # type: ignore[arg-type]  # 2 to 4
