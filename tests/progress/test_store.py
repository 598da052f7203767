from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from tests.progress.samples import DAY, NOON, Hands, answer
from tests.progress.tables import derived
from tutor.progress import caches, mend
from tutor.progress.events import Draft, Event
from tutor.progress.mirror import events_in
from tutor.progress.open import FILE, MIRROR, memory_store, open_store
from tutor.progress.store import LessonProgress, StepProgress, Store, StoreUnreadable, StoreUnwritable


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def store(tmp_path: Path, clock: Hands) -> Iterator[Store]:
    opened = open_store(tmp_path, clock=clock)
    assert opened.durable, opened.problem
    yield opened
    opened.close()


def ids(events: list[Event]) -> list[bytes]:
    return [event.id for event in events]


def test_an_answer_is_on_the_disk_when_append_returns(store: Store, tmp_path: Path) -> None:
    (event,) = store.append([answer()])
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        assert other.execute("SELECT id FROM event").fetchall() == [(event.id,)]


def test_an_event_has_every_field(store: Store) -> None:
    draft = Draft(
        "answer", "http.intro#first", {"answer": ["a"]}, rev=3, content="h0123456789ab", language="ko", seed=5
    )  # fmt: skip
    (event,) = store.append([draft])
    assert (event.rev, event.content, event.language, event.seed, event.data) == (
        3, "h0123456789ab", "ko", 5, {"answer": ["a"]},
    )  # fmt: skip
    assert (event.at, event.offset, event.study_day, event.rule) == (NOON + 1000, 0, 20_000, 1)
    assert event.device == store.device and event.intact
    assert list(store.events()) == [event]


def test_numbers_of_a_device_have_no_gaps(store: Store, tmp_path: Path) -> None:
    store.append([answer(), answer()])
    store.append([])
    with pytest.raises(ValueError):
        store.append([answer(), answer(ms=float("nan"))])
    store.append([answer()])
    with closing(open_store(tmp_path)) as other:
        other.append([answer()])
        assert [event.seq for event in other.events()] == [1, 2, 3, 4]
        assert other.device == store.device


def test_an_append_saves_all_or_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(ValueError):
        store.append([answer(), answer(ms=float("nan"))])
    assert list(store.events()) == []
    assert not any(derived(tmp_path))


def test_what_was_logged_is_on_the_disk_and_figures_follow_when_it_settles(store: Store, tmp_path: Path) -> None:
    store.append([answer("http.intro#first")])
    (event,) = store.log([answer("http.intro#second")])
    with closing(sqlite3.connect(tmp_path / FILE)) as other:
        assert (event.id,) in other.execute("SELECT id FROM event").fetchall()
    assert not store.settled and store.totals().answers == 1
    store.settle()
    assert store.settled and store.totals().answers == 2
    assert [e.seq for e in events_in(tmp_path / MIRROR)] == [1, 2]


def test_what_was_logged_before_the_program_was_killed_counts_at_the_next_start(tmp_path: Path) -> None:
    killed = open_store(tmp_path)
    killed.log([answer("http.intro#first")])
    (second,) = killed.log([answer("http.intro#second")])
    assert mend.verify(tmp_path).wrong == [], "figures that lag are not wrong"
    with closing(open_store(tmp_path)) as store:
        assert store.lessons()["http.intro"].done_steps == {"first", "second"}
        assert [e.seq for e in events_in(tmp_path / MIRROR)] == [1, 2]
        store.merge([replace(second, id=bytes(16), device="other", seq=1)])
        assert caches.differing(store._db) == []


def test_two_instances_that_log_by_turns_leave_no_gap_in_the_second_copy(store: Store, tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as other:
        store.log([answer("http.intro#first")])
        other.log([answer("http.intro#second")])
        store.log([answer("http.intro#third")])
        store.settle()
        other.settle()
        assert [e.seq for e in events_in(tmp_path / MIRROR)] == [1, 2, 3]
        assert other.totals().answers == 3 and caches.differing(store._db) == []


def test_a_merge_counts_what_was_only_logged(store: Store, tmp_path: Path) -> None:
    (event,) = store.log([answer("http.intro#first")])
    store.merge([replace(event, id=bytes(16), device="other", seq=1)])
    assert store.totals().answers == 2 and caches.differing(store._db) == []
    store.settle()
    assert store.totals().answers == 2 and caches.differing(store._db) == []


def test_a_log_that_goes_on_in_memory_counts_all_of_it(store: Store) -> None:
    store.log([answer("http.intro#first")])
    assert store.to_memory("full").totals().answers == 1 and store.settled


def test_lessons_say_what_is_done_and_where_the_learner_was(store: Store) -> None:
    store.append([answer("http.intro#first"), Draft("read", "http.intro#second"), answer("web.url#a", right=False)])
    store.append([Draft("visit", "http.intro#third", {"visit": "v1"})])
    assert store.lessons() == {
        "http.intro": LessonProgress(2, NOON + 2000, "third", frozenset({"first", "second"})),
        "web.url": LessonProgress(0, NOON + 1000, "a", frozenset()),
    }


def test_steps_say_how_each_one_went(store: Store) -> None:
    store.append([answer("http.intro#first", right=False), answer("http.intro#first", tries=2, unsure=True)])
    store.append([answer("http.intro-two#other")])
    assert store.steps("http.intro") == {"first": StepProgress(True, "helped", 2, 0, NOON + 1000, False, True)}
    assert store.steps("http") == {}


def test_the_last_visit_is_the_latest_act(store: Store) -> None:
    assert store.last_visit() is None
    store.append([answer("http.intro#first"), Draft("visit", "web.url#b", {"visit": "v2"})])
    assert store.last_visit() == ("web.url#b", NOON + 1000)


def test_days_are_those_practised_among_the_last(store: Store, clock: Hands) -> None:
    store.append([answer()])
    clock.at += 29 * DAY
    store.append([Draft("visit", "http.intro#first"), answer("http.intro#second")])
    clock.at += 100
    assert store.days(30) == {20_000, 20_029}
    assert store.days(29) == {20_029}
    clock.at += DAY
    store.append([Draft("visit", "http.intro#first")])
    assert store.days(2) == {20_029}


def test_totals_count_everything(store: Store, clock: Hands) -> None:
    store.append([answer(right=False, ms=50_000), answer(tries=2, ms=130_000), answer("web.url#a", ms=60_000)])
    clock.at += DAY
    store.append([Draft("visit", "http.status#a"), Draft("read", "http.intro#second", {"visit": "v2", "ms": 20_000})])
    totals = store.totals()
    assert (totals.answers, totals.first_tries, totals.first_try_right) == (3, 2, 1)
    assert (totals.lessons_begun, totals.steps_done) == (3, 3)
    assert (totals.minutes, totals.days) == (4, 2)


def test_an_empty_store_counts_nothing(store: Store) -> None:
    assert set(vars_of(store)) == {0}
    assert (store.lessons(), store.days(30)) == ({}, set())


def vars_of(store: Store) -> list[int]:
    totals = store.totals()
    return [getattr(totals, name) for name in totals._fields]


def test_an_undo_takes_an_answer_back(store: Store) -> None:
    (first,) = store.append([answer(right=False)])
    (second,) = store.append([answer(visit="v2")])
    store.append([Draft("undo", second.item, target=second.id)])
    assert store.steps("http.intro")["first"].result == "missed"
    assert store.totals().answers == 1
    assert ids(list(store.events()))[:2] == ids([first, second])


@pytest.mark.parametrize("target", [bytes(16), "of another item"])
def test_an_undo_of_what_is_not_there_is_refused(store: Store, target: bytes | str) -> None:
    (other,) = store.append([answer("web.url#a")])
    with pytest.raises(ValueError, match="no event"):
        store.append([Draft("undo", "http.intro#first", target=target if isinstance(target, bytes) else other.id)])


def test_a_clock_set_back_puts_no_answer_before_an_earlier_one(store: Store, clock: Hands) -> None:
    (first,) = store.append([answer(right=True)])
    clock.at -= 10 * DAY
    (second,) = store.append([answer(right=False, visit="v0")])
    assert (second.at, second.study_day, second.seq) == (first.at, first.study_day, first.seq + 1)
    step = store.steps("http.intro")["first"]
    assert (step.done, step.result, step.first_right) == (True, "missed", True), "the latest answer is the latest"
    grown = store.lessons(), store.totals()
    store.rebuild()
    assert (store.lessons(), store.totals()) == grown


def test_a_store_may_be_used_by_another_thread_than_the_one_that_opened_it(store: Store) -> None:
    saver = threading.Thread(target=lambda: store.append([answer()]))
    saver.start()
    saver.join()
    assert store.lessons()["http.intro"].done == 1


def test_changed_tells_of_other_instances_only(store: Store, tmp_path: Path) -> None:
    store.append([answer()])
    assert not store.changed()
    with closing(open_store(tmp_path)) as other:
        other.append([answer("web.url#a")])
    assert store.changed()
    assert not store.changed()
    assert set(store.lessons()) == {"http.intro", "web.url"}


def test_verify_finds_one_flipped_bit(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer(), answer("web.url#a", tries=2)])
        assert store.verify() == []
    content = (tmp_path / FILE).read_bytes()
    assert content.count(b'"tries":2') == 1
    (tmp_path / FILE).write_bytes(content.replace(b'"tries":2', b'"tries":3'))
    with closing(open_store(tmp_path)) as store:
        assert store.verify() == [f"event {store.device}/2: the checksum does not hold"]


def test_closing_twice_does_no_harm(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.close()
    store.close()


# ── When the disk fails ──────────────────────────────────────────────────────────────────────────


def fill_the_disk(store: Store) -> None:
    """The next page that SQLite wants is refused as on a full disk."""
    pages = store._db.execute("PRAGMA page_count").fetchone()[0]
    store._db.execute(f"PRAGMA max_page_count={pages}")


def long(n: int) -> Draft:
    return answer("http.intro#first", visit=f"v{n}", answer="x" * 5000)


def test_a_full_disk_is_said_and_nothing_of_the_answer_is_saved(store: Store, tmp_path: Path) -> None:
    store.append([answer()])
    fill_the_disk(store)
    with pytest.raises(StoreUnwritable, match=r"the disk is full\. Free some space") as raised:
        store.append([answer("web.url#a"), long(1)])
    assert str(tmp_path) in str(raised.value)
    assert [event.item for event in store.events()] == ["http.intro#first"]
    store.append([])


def test_in_memory_everything_answered_so_far_is_there_and_numbers_go_on(store: Store, tmp_path: Path) -> None:
    store.append([answer()])
    fill_the_disk(store)
    with pytest.raises(StoreUnwritable) as raised:
        store.append([long(1)])
    again = store.to_memory(str(raised.value))
    assert again is store
    assert (store.durable, store.problem) == (False, str(raised.value))
    (event,) = store.append([long(1)])
    assert event.seq == 2
    assert store.lessons()["http.intro"].done == 1 and store.totals().answers == 2
    assert not store.changed()
    with closing(open_store(tmp_path)) as later:
        assert later.totals().answers == 1


def test_a_disk_that_cannot_even_be_read_loses_nothing_of_this_session(store: Store, tmp_path: Path) -> None:
    store.append([answer(), answer("web.url#a")])
    with closing(open_store(tmp_path)) as other:
        other.append([answer("web.url#b")])
    spoil(tmp_path / FILE)
    with pytest.raises(StoreUnwritable, match=r"the file is damaged\. Start tutor again"):
        store.append([answer("web.url#c")])
    with pytest.raises(StoreUnreadable, match="the file is damaged"):
        store.lessons()
    store.to_memory("gone")
    store.append([answer("web.url#c")])
    assert store.lessons()["web.url"].done_steps == {"a", "b", "c"}  # b came from the mirror


def test_without_disk_and_mirror_the_answers_of_this_session_are_still_there(store: Store, tmp_path: Path) -> None:
    store.append([answer("http.intro#first")])
    (tmp_path / MIRROR / f"{store.device}.jsonl").unlink()
    spoil(tmp_path / FILE)
    store.to_memory("gone")
    assert store.lessons()["http.intro"].done == 1


def spoil(path: Path) -> None:
    """Overwrite the file under open connections, as a dying disk does."""
    with path.open("r+b") as file:
        file.write(b"\xff" * path.stat().st_size)


def test_a_locked_file_is_said_plainly(store: Store, tmp_path: Path) -> None:
    store._db.execute("PRAGMA busy_timeout=1")
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnwritable, match="another program holds the file"):
            store.append([answer()])
        assert store.to_memory().lessons() == {}  # reading goes on meanwhile


def test_a_file_locked_against_reading_does_not_hang_the_change_to_memory(store: Store, tmp_path: Path) -> None:
    store.append([answer()])
    store._db.execute("PRAGMA busy_timeout=1")
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert store.to_memory("locked").lessons()["http.intro"].done == 1


def test_an_interruption_leaves_no_transaction_open(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("tutor.progress.caches.log", interrupted)
        store.append([answer()])
    store.append([answer()])
    assert store.totals().answers == 1


def test_a_store_in_memory_works_like_one_on_disk(clock: Hands) -> None:
    with closing(memory_store(clock=clock, problem="why")) as store:
        (event,) = store.append([answer()])
        assert not store.durable and store.problem == "why"
        assert store.lessons()["http.intro"].done == 1
        assert store.verify() == [] and not store.changed()
        assert store.to_memory() is store
    with closing(memory_store(clock=clock, events=[event, replace(event, seq=9)])) as other:
        assert other.totals().answers == 1
