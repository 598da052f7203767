"""What is due, in which order, and what a session takes of it."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from pathlib import Path

from tests.progress.samples import DAY, Hands, answer, run
from tutor.progress import due as queue
from tutor.progress.due import Due, Known
from tutor.progress.events import Draft
from tutor.progress.store import Store


def known(*items: Known) -> Mapping[str, Known]:
    return {item.item: item for item in items}


def asked(store: Store, items: Mapping[str, Known] | None = None) -> list[str]:
    return [one.item for one in store.due(items)]


def test_nothing_is_due_on_its_day_and_all_of_it_later(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#one"), answer("a.b#two", right=False)])
    assert asked(store) == []
    hands.at += DAY
    assert asked(store) == ["a.b#two"]
    hands.at += 9 * DAY
    assert asked(store) == ["a.b#two", "a.b#one"]  # more intervals late


def test_lateness_is_counted_in_intervals(store: Store, hands: Hands) -> None:
    for n in range(4):  # "firm" is met again and again, "new" once
        hands.at += (0, 3, 10, 30)[n] * DAY
        store.append([answer("a.b#firm", visit=f"v{n}")])
    store.append([answer("a.b#new")])
    hands.at += 150 * DAY
    found = {one.item: one for one in store.due()}
    assert found["a.b#new"].lateness > found["a.b#firm"].lateness > 1
    assert asked(store) == ["a.b#new", "a.b#firm"]


def test_what_the_course_no_longer_has_is_not_asked_and_stays_in_the_log(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#here"), answer("a.b#gone")])
    hands.at += 30 * DAY
    assert asked(store, known(Known("a.b#here"))) == ["a.b#here"]
    assert len(list(store.events())) == 2


def test_a_changed_question_is_due_until_it_was_answered(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#one")])
    hands.at += 60_000
    items = known(Known("a.b#one", rev=2))
    assert [(one.item, one.changed) for one in store.due(items)] == [("a.b#one", True)]
    store.append([Draft("answer", "a.b#one", {"visit": "v2", "right": True}, rev=2)])
    assert asked(store, items) == []


def test_a_renamed_item_keeps_its_memory(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#old")])
    before = store.cards()["a.b#old"].now
    store.append([Draft("rename", "a.b#new", {"from": "a.b#old"})])
    assert {item: card.now for item, card in store.cards().items()} == {"a.b#new": before}
    hands.at += 30 * DAY
    assert asked(store, known(Known("a.b#new"))) == ["a.b#new"]
    store.append([answer("a.b#new", visit="v2")])
    assert store.cards()["a.b#new"].now.reps == 2


def test_the_undo_of_a_rename_takes_the_memory_apart_again(store: Store) -> None:
    store.append([answer("a.b#old"), answer("a.b#new", right=False)])
    apart = store.cards()
    (rename,) = store.append([Draft("rename", "a.b#new", {"from": "a.b#old"})])
    assert list(store.cards()) == ["a.b#new"]
    store.append([Draft("undo", "a.b#new", target=rename.id)])
    assert store.cards() == apart


def test_what_was_known_is_asked_in_its_harder_form(store: Store, hands: Hands) -> None:
    items = known(Known("a.b#easy"), Known("a.b#hard", easier="a.b#easy"))
    store.append([answer("a.b#easy")])
    hands.at += 5 * DAY
    (one,) = store.due(items)
    assert (one.item, one.card.item, one.harder) == ("a.b#hard", "a.b#easy", True)
    store.append([answer("a.b#hard")])
    assert asked(store, items) == []  # the easier form rests
    hands.at += 60 * DAY
    assert asked(store, items) == ["a.b#hard"]
    assert store.ahead(1, items) == (1, (0,)), "the easier form, which is not asked, does not count as overdue"
    assert store.load(0.9, items) == store.load(0.9, known(Known("a.b#hard")))
    store.append([answer("a.b#hard", visit="v2", right=False)])
    assert asked(store, items) == ["a.b#easy"]  # what failed is built up again


def test_what_was_not_known_stays_in_its_easier_form(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#easy", right=False)])
    hands.at += 5 * DAY
    assert asked(store, known(Known("a.b#easy"), Known("a.b#hard", easier="a.b#easy"))) == ["a.b#easy"]


def test_a_session_has_as_many_as_fit_into_its_minutes(store: Store, hands: Hands) -> None:
    store.append([answer(f"a.b#{n}", ms=60_000) for n in range(10)])
    hands.at += 30 * DAY
    found = store.due()
    assert queue.minutes(found) == 10
    assert len(queue.within(found, 4)) == 4
    assert len(queue.within(found, 0)) == 10
    assert queue.days_needed(found, 4) == 3
    assert queue.days_needed(found, 0) == 1


def test_one_long_item_still_is_a_session(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#code", ms=500_000, files={"app.py": ""})])
    hands.at += 90 * DAY
    assert len(queue.within(store.due(), 2)) == 1


def test_topics_of_a_field_come_in_turns(store: Store, hands: Hands) -> None:
    items = known(
        *(Known(f"http.{topic}#{n}", topic=topic, field="http") for topic in ("get", "post") for n in range(3)),
        *(Known(f"orm.session#{n}", topic="session", field="orm") for n in range(2)),
    )
    store.append([answer(item) for item in items])
    hands.at += 30 * DAY
    order: list[Due] = queue.mixed(store.due(items))
    topics = [one.known.topic for one in order]
    assert sorted(one.item for one in order) == sorted(items)
    assert sum(one == other for one, other in itertools.pairwise(topics)) <= 1
    fields = [one.known.field for one in order]
    assert sum(one != other for one, other in itertools.pairwise(fields)) <= 3


def test_the_days_ahead_keep_what_is_overdue_apart(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#late", right=False)])
    hands.at += 10 * DAY
    store.append([answer("a.b#soon", right=False)])
    ahead = store.ahead(7)
    assert ahead.overdue == 1
    assert ahead.days[:3] == (0, 1, 0)


def test_a_higher_target_means_more_reviews(store: Store) -> None:
    store.append([answer(f"a.b#{n}") for n in range(20)])
    assert store.load(0.95) > store.load(0.9) > store.load(0.8) > 0


def test_the_queue_reads_neither_the_model_nor_the_course_in(tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from tutor.progress.open import open_store
open_store(Path(sys.argv[1])).due()
print(sorted({"fsrs", "msgspec", "textual", "click"} & sys.modules.keys()))
"""
    assert run(code, tmp_path) == "[]"


def test_a_visit_can_be_undone_as_if_it_had_not_been(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#one")])
    before = store.cards()
    hands.at += 5 * DAY
    store.append([answer("a.b#one", visit="v2", right=False), answer("a.b#one", visit="v2", tries=2)])
    assert store.undo_visit("a.b#one", "v2") == 2
    assert store.cards() == before
    assert asked(store) == ["a.b#one"]
    store.append([answer("a.b#one", visit="v3")])
    assert store.cards()["a.b#one"].now.reps == 2


def test_a_reset_forgets_and_can_be_undone(store: Store, hands: Hands) -> None:
    store.append([answer("a.b#one"), answer("c.d#one"), answer("keys:pycharm#rename")])
    cards, lessons = store.cards(), store.lessons()
    since = hands.at + 1
    assert store.forget(lambda item: item.startswith("a.b#")) == 1
    assert set(store.lessons()) == {"c.d"}
    assert set(store.cards()) == {"c.d#one", "keys:pycharm#rename"}
    assert store.forget(lambda item: True) == 2
    assert store.cards() == {}
    assert store.remember(since) == 3
    assert (store.cards(), store.lessons()) == (cards, lessons)
    assert store.remember(since) == 0


def test_former_ids_are_carried_over_once(store: Store) -> None:
    store.append([answer("a.old#one")])
    aliases = {"a.old#one": "a.new#one", "a.old#two": "a.new#two"}
    assert store.rename(aliases) == 1
    assert store.rename(aliases) == 0
    assert set(store.cards()) == {"a.new#one"}
