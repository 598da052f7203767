"""The figures of progress, as docs/progress.md defines them."""

from __future__ import annotations

import pytest

from tests.progress.samples import DAY, NOON, Hands, answer
from tutor.progress.due import Known
from tutor.progress.events import monday, study_day
from tutor.progress.figures import ENOUGH, year_start
from tutor.progress.open import memory_store
from tutor.progress.store import Store

KNOWN = {f"{lesson}#{n}": Known(f"{lesson}#{n}", field=lesson[0]) for lesson in ("a.b", "c.d") for n in range(40)}


@pytest.fixture
def store(hands: Hands) -> Store:
    return memory_store(clock=hands)


def test_an_empty_log_has_zeroes(store: Store) -> None:
    figures = store.figures(KNOWN)
    assert (figures.items, figures.due, figures.measured, figures.load) == (0, 0, None, 0)
    assert figures.durability == {}
    assert figures.minutes_by_day == {}


def test_retention_is_measured_on_what_was_met_before(store: Store, hands: Hands) -> None:
    store.append([answer(f"a.b#{n}") for n in range(ENOUGH)])
    assert store.figures(KNOWN).measured is None
    hands.at += 3 * DAY
    store.append([answer(f"a.b#{n}", visit="v2", right=n > 4) for n in range(ENOUGH)])
    figures = store.figures(KNOWN)
    assert (figures.reviewed, figures.recalled, figures.measured) == (ENOUGH, ENOUGH - 5, 0.75)
    hands.at += 31 * DAY
    assert store.figures(KNOWN).measured is None


def test_what_lasts_is_counted_by_module(store: Store, hands: Hands) -> None:
    for visit, days in enumerate((0, 3, 12, 40)):
        hands.at += days * DAY
        store.append([answer("a.b#1", visit=f"v{visit}")])
    store.append([answer("c.d#1", right=False), answer("x.gone#1")])
    figures = store.figures(KNOWN)
    assert figures.items == 2
    assert figures.durability["a"][:3] == (1, 1, 1)
    assert "c" not in figures.durability
    assert "x" not in figures.durability
    assert store.lasting(KNOWN)["a"] == (1, sum(item.field == "a" for item in KNOWN.values()))
    assert store.lasting(KNOWN)["c"][0] == 0, "what was missed does not last"


def test_the_shakiest_come_first_and_what_was_never_missed_not_at_all(store: Store, hands: Hands) -> None:
    for visit, rights in enumerate(((1, 1, 1), (0, 1, 1), (0, 0, 1))):
        hands.at += 5 * DAY
        store.append([answer(f"a.b#{n}", visit=f"v{visit}", right=bool(right)) for n, right in enumerate(rights)])
    assert [(one.item, one.recalled, one.reps) for one in store.figures(KNOWN).shakiest] == [
        ("a.b#0", 1, 3), ("a.b#1", 2, 3),
    ]  # fmt: skip


def test_the_slowest_were_known_and_are_no_code(store: Store) -> None:
    store.append([
        answer("a.b#1", ms=9000), answer("a.b#2", ms=30_000), answer("a.b#3", ms=90_000, right=False),
        answer("a.b#4", ms=300_000, files={"app.py": ""}),
    ])  # fmt: skip
    assert [one.item for one in store.figures(KNOWN).slowest] == ["a.b#2", "a.b#1"]


def test_minutes_are_of_days_and_of_the_week(store: Store, hands: Hands) -> None:
    today = study_day(NOON, 0)
    hands.at += (monday(today) + 7 - today) * DAY  # a Monday
    store.append([answer("a.b#1", ms=120_000)])
    hands.at += DAY
    store.append([answer("a.b#2", ms=180_000)])
    figures = store.figures(KNOWN)
    assert sorted(figures.minutes_by_day.values()) == [2, 3]
    assert (figures.week_minutes, figures.days_of_30) == (5, 2)
    hands.at += 6 * DAY
    assert store.figures(KNOWN).week_minutes == 0


def test_the_year_begins_on_a_monday() -> None:
    for day in range(20_000, 20_010):
        assert (year_start(day) + 3) % 7 == 0
        assert 364 <= day - year_start(day) < 371
