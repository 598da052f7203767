"""A backlog spread over days: fair shares, the most overdue first, undone, the same on every machine."""

from __future__ import annotations

import pytest

from tests.progress.samples import DAY, Hands, answer
from tutor.lesson.backlog import Backlog, backlog
from tutor.lesson.reviewable import Reviewable
from tutor.progress.due import Known
from tutor.progress.events import Draft
from tutor.progress.open import memory_store
from tutor.progress.spread import ITEM
from tutor.progress.store import Store

COUNT = 40
NAMES = [f"a.b#{n:02}" for n in range(COUNT)]
ITEMS = Reviewable({name: Known(name) for name in [*NAMES, "a.b#new"]})


@pytest.fixture
def store(hands: Hands, store: Store) -> Store:
    store.append([answer(name, ms=60_000) for name in NAMES])
    hands.at += 60 * DAY
    return store


def now(store: Store) -> Backlog:
    return backlog(store, ITEMS, minutes=10)


def review(store: Store, found: Backlog, count: int | None = None) -> None:
    visit = f"v{store.today()}"
    store.append([answer(one.item, visit=visit) for one in list(found.items)[:count]])


def test_it_is_offered_when_more_is_due_than_several_days_hold(store: Store) -> None:
    found = now(store)
    assert (len(found.items), found.offered(10), found.offered(15), found.offered(20), found.offered(0)) == (
        40, 4, 3, 0, 0
    )  # fmt: skip
    assert found.pauses(10) and not found.pauses(0)


def test_each_day_has_its_share_the_most_overdue_first(store: Store, hands: Hands) -> None:
    order = [one.item for one in now(store).items]
    store.spread_over(4)
    asked: list[str] = []
    for day in range(4):
        found = now(store)
        assert (len(found.items), len(found.later)) == (10, 30 - 10 * day)
        assert (found.left, found.offered(10)) == (4 - day if found.later else 0, 0)
        asked += [one.item for one in found.items]
        review(store, found)
        assert now(store).items == []
        assert now(store).pauses(10) == (day < 3)
        hands.at += DAY
    assert asked == order
    assert store.spread() is None


def test_a_day_half_done_and_one_missed_go_to_those_that_remain(store: Store, hands: Hands) -> None:
    store.spread_over(4)
    review(store, now(store), 4)
    assert len(now(store).items) == 6
    hands.at += 2 * DAY
    found = now(store)
    assert (len(found.items), len(found.later)) == (18, 18)


def test_what_comes_due_meanwhile_is_asked_on_its_day(store: Store, hands: Hands) -> None:
    store.spread_over(4)
    store.append([answer("a.b#new", right=False)])
    hands.at += DAY
    assert "a.b#new" in [one.item for one in now(store).items]
    assert len(now(store).items) == 1 + 14


def test_the_choice_is_taken_back_and_comes_again(store: Store) -> None:
    before = now(store)
    store.spread_over(4)
    store.spread_over(0)
    assert now(store) == before
    assert [event.kind for event in store.events() if event.item == ITEM] == ["spread", "undo"]
    store.spread_over(8)
    assert len(now(store).items) == 5
    store.spread_over(0)
    store.spread_over(0)
    assert now(store) == before


def test_another_machine_with_the_same_log_asks_the_same(store: Store, hands: Hands) -> None:
    store.spread_over(4)
    review(store, now(store), 3)
    other = memory_store(clock=hands)
    other.merge(list(store.events()))
    assert now(other) == now(store)
    other.close()


@pytest.mark.parametrize("days", ["4", None, 1, -3, 10_000, True])
def test_what_is_no_number_of_days_is_no_choice(store: Store, days: object) -> None:
    store.append([Draft("spread", ITEM, {"days": days})])
    assert store.spread() is None


def test_no_form_that_would_be_new_is_asked_while_a_backlog_lasts(store: Store, hands: Hands) -> None:
    items = Reviewable({**ITEMS.known, "a.b#hard": Known("a.b#hard", easier="a.b#00")})
    assert "a.b#hard" in [one.item for one in backlog(store, items).items]
    paused = [one.item for one in backlog(store, items, minutes=10).items]
    assert "a.b#00" in paused and "a.b#hard" not in paused
