"""Notes and bookmarks are kept, and are no practice."""

from __future__ import annotations

from pathlib import Path

from tutor.progress.events import Draft
from tutor.progress.open import open_store
from tutor.progress.store import Mark


def test_marks_are_there_at_the_next_start_and_change_no_figure(tmp_path: Path) -> None:
    store = open_store(tmp_path, clock=lambda: (1_700_000_000_000, 0))
    store.append([Draft("bookmark", "a.b#c", {"on": True, "ms": 5000}), Draft("note", "a.b#c", {"text": "차 한 잔"})])
    store.append([Draft("note", "a.b#d", {"text": "two"})])
    assert store.lessons() == {}
    assert store.steps("a.b") == {}
    assert store.days(30) == set()
    assert store.totals().minutes == 0
    store.close()
    again = open_store(tmp_path)
    assert again.marks() == {
        "a.b#c": Mark(True, "차 한 잔", 1_700_000_000_000),
        "a.b#d": Mark(False, "two", 1_700_000_000_000),
    }
    again.close()


def test_a_mark_that_is_taken_away_is_gone(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append([Draft("bookmark", "a.b#c", {"on": True}), Draft("note", "a.b#c", {"text": "x"})])
    store.append([Draft("bookmark", "a.b#c", {"on": False})])
    assert not store.marks()["a.b#c"].bookmarked
    store.append([Draft("note", "a.b#c", {"text": ""})])
    assert store.marks() == {}
    store.close()


def test_taking_a_mark_away_can_be_undone(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append([Draft("note", "a.b#c", {"text": "first"})])
    (second,) = store.append([Draft("note", "a.b#c", {"text": ""})])
    store.append([Draft("undo", "a.b#c", target=second.id)])
    assert store.marks()["a.b#c"].note == "first"
    store.close()


def test_data_that_is_no_mark_changes_nothing(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.append([Draft("note", "a.b#c", {"text": 5}), Draft("bookmark", "a.b#c", {"on": "yes"})])
    assert store.marks() == {}
    store.close()


def test_all_marks_are_found_by_their_index(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    plan = store._db.execute("EXPLAIN QUERY PLAN SELECT * FROM event WHERE kind IN ('bookmark', 'note', 'undo')")
    assert "event_mark" in str(plan.fetchall())
    store.close()
