"""The thread that saves: in order, told only when it is done, and never at an end because of the disk."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from tutor.progress.events import Draft
from tutor.progress.open import open_store
from tutor.progress.store import Store, StoreUnwritable
from tutor.ui.saver import Saver


def answered(n: int) -> Draft:
    return Draft("answer", f"m.lesson#step-{n}", {"visit": "v", "right": True, "tries": 1, "hints": 0, "ms": 10})


def test_a_ticket_is_saved_only_once_it_is_on_disk(tmp_path: Path) -> None:
    gate = threading.Event()

    def slow() -> Store:
        gate.wait(5)
        return open_store(tmp_path)

    saver = Saver(slow)
    ticket = saver.record(answered(1))
    assert saver.saved < ticket
    gate.set()
    assert saver.ask(lambda store: store.steps("m.lesson")).result(5)["step-1"].done
    assert saver.saved == ticket
    assert saver.close()
    again = open_store(tmp_path)
    assert "step-1" in again.steps("m.lesson")
    again.close()


def test_when_the_disk_fails_later_the_learner_goes_on_with_all_that_was_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = threading.Event()
    saver = Saver(lambda: open_store(tmp_path), told.set)
    saver.record(answered(1))
    saver.ask(lambda store: None).result(5)
    whole = Store.log

    def failing(self: Store, drafts: list[Draft]) -> object:
        if self.durable:
            raise StoreUnwritable("Progress cannot be saved: the disk is full.")
        return whole(self, drafts)

    monkeypatch.setattr(Store, "log", failing)
    told.clear()
    ticket = saver.record(answered(2))
    steps = saver.ask(lambda store: store.steps("m.lesson")).result(5)
    assert {"step-1", "step-2"} <= set(steps)
    assert saver.saved == ticket
    assert not saver.durable
    assert saver.problem is not None and "the disk is full" in saver.problem
    assert told.is_set(), "the screens are told"
    assert saver.close()


def test_an_event_that_is_none_does_not_end_the_thread(tmp_path: Path) -> None:
    saver = Saver(lambda: open_store(tmp_path))
    saver.record(Draft("answer", "m.lesson#bad", {"visit": object()}))
    saver.record(answered(1))
    assert "step-1" in saver.ask(lambda store: store.steps("m.lesson")).result(5)
    assert saver.close()
