"""Clocks that are wrong, set right, or carried through time zones: no answer gets lost or out of order, all is said."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.progress.samples import DAY, MINUTE, NOON, Hands, answer
from tests.progress.tables import derived
from tutor.progress.open import open_store


@pytest.mark.parametrize(
    ("behind", "said"),
    [(10 * DAY, "10 days behind"), (3 * 60 * MINUTE, "3 hours behind"), (20 * MINUTE, "20 minutes behind")],
)
def test_a_clock_set_back_is_said_at_the_start_with_what_to_do(tmp_path: Path, behind: int, said: str) -> None:
    with closing(open_store(tmp_path, clock=Hands())) as store:
        store.append([answer()])
    with closing(open_store(tmp_path, clock=Hands(NOON - behind, tick=0))) as store:
        notice = store.clock_notice()
        assert notice is not None
        assert said in notice
        assert "Set it right" in notice
        assert store.durable


@pytest.mark.parametrize("clock", [Hands(NOON - 4 * MINUTE), Hands(NOON + DAY), Hands()])
def test_a_clock_that_is_set_right_a_little_is_not_worth_a_word(tmp_path: Path, clock: Hands) -> None:
    with closing(open_store(tmp_path, clock=Hands())) as store:
        store.append([answer()])
    with closing(open_store(tmp_path, clock=clock)) as store:
        assert store.clock_notice() is None


def test_a_clock_that_may_have_jumped_ahead_is_said_until_something_is_answered(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, clock=Hands())) as store:
        store.append([answer()])
    with closing(open_store(tmp_path, clock=Hands(NOON + 400 * DAY))) as store:
        assert "your latest answer is 400 days ago" in (store.clock_notice() or "")
        store.append([answer(visit="v2")])
        assert store.clock_notice() is None


def test_days_to_come_of_another_machine_are_said(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "other", clock=Hands(NOON + 30 * DAY))) as other:
        events = other.append([answer()])
    with closing(open_store(tmp_path / "this", clock=Hands())) as store:
        store.append([answer("a.b#here")])
        store.merge(events)
        assert "30 days ahead of this clock" in (store.clock_notice() or "")


def test_after_a_clock_that_was_ahead_the_order_stays_and_time_goes_on_when_it_is_caught_up(tmp_path: Path) -> None:
    clock = Hands(NOON + 30 * DAY)
    with closing(open_store(tmp_path, clock=clock)) as store:
        (ahead,) = store.append([answer("a.b#one")])
        clock.at = NOON
        (now,) = store.append([answer("a.b#two")])
        clock.at = NOON + 31 * DAY
        (later,) = store.append([answer("a.b#three")])
        assert [ahead.at, now.at] == [now.at, ahead.at]
        assert later.at > now.at
        assert [event.item for event in store.events()] == ["a.b#one", "a.b#two", "a.b#three"]
        store.rebuild()
        assert store.verify() == []


def test_a_flight_to_the_west_brings_no_study_day_back(tmp_path: Path) -> None:
    clock = Hands(NOON - 7 * 60 * MINUTE, offset=9 * 60)  # 14:00 in Seoul
    with closing(open_store(tmp_path, clock=clock)) as store:
        (seoul,) = store.append([answer()])
        clock.offset = -8 * 60  # 21:00 of the day before in Los Angeles
        (angeles,) = store.append([answer(tries=2)])
        assert angeles.study_day == seoul.study_day
        grown = derived(tmp_path)
        store.rebuild()
        assert derived(tmp_path) == grown
