"""Backups: made once a day, verified, thinned out, and used when all else is lost."""

from __future__ import annotations

import os
import shutil
import threading
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.progress.samples import DAY, NOON, Hands, answer
from tutor.progress import schema
from tutor.progress.backup import FOLDER, Rotation, back_up, backups, kept_days
from tutor.progress.events import Draft
from tutor.progress.open import FILE, MIRROR, open_store

FIRST = date(1970, 1, 1) + timedelta(days=20_000)


def learn(folder: Path, *items: str, at: int = NOON) -> None:
    with closing(open_store(folder, clock=Hands(at))) as store:
        store.append([answer(item) for item in items])


def items(folder: Path) -> set[str]:
    with closing(open_store(folder)) as store:
        return {event.item for event in store.events()}


def test_a_backup_is_a_whole_database_that_opens_by_itself(tmp_path: Path) -> None:
    learn(tmp_path, "a.b#one", "a.b#two")
    made = back_up(tmp_path, clock=Hands())
    assert made is not None
    assert (made.day, made.events, made.sound) == (FIRST, 2, True)
    assert made.path.name == f"progress-{FIRST}.db"
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    shutil.copy(made.path, elsewhere / FILE)
    assert items(elsewhere) == {"a.b#one", "a.b#two"}
    assert [path.name for path in (tmp_path / FOLDER).iterdir()] == [made.path.name], "nothing half-made stays"


def test_one_a_day_and_none_when_nothing_is_new(tmp_path: Path) -> None:
    assert back_up(tmp_path, clock=Hands()) is None, "nothing to back up"
    learn(tmp_path, "a.b#one")
    assert back_up(tmp_path, clock=Hands()) is not None
    learn(tmp_path, "a.b#two")
    assert back_up(tmp_path, clock=Hands()) is None, "today has one"
    assert back_up(tmp_path, clock=Hands(NOON + DAY)) is not None
    assert back_up(tmp_path, clock=Hands(NOON + 2 * DAY)) is None, "nothing new"
    assert [backup.events for backup in backups(tmp_path)] == [2, 1]


def test_seven_days_four_weeks_and_six_months_are_kept() -> None:
    days = [FIRST - timedelta(days=n) for n in range(400)]
    kept = sorted(kept_days(days, Rotation()), reverse=True)
    assert kept[:7] == days[:7]
    assert len({day.isocalendar()[:2] for day in kept[:10]}) >= 4
    assert len({(day.year, day.month) for day in kept}) == 6
    assert len(kept) <= 7 + 4 + 6


@given(st.sets(st.integers(0, 2000), min_size=1, max_size=60), st.integers(0, 9), st.integers(0, 5), st.integers(0, 7))
def test_the_newest_backup_is_never_thinned_out(days: set[int], daily: int, weekly: int, monthly: int) -> None:
    there = [FIRST + timedelta(days=n) for n in days]
    kept = kept_days(there, Rotation(max(1, daily), weekly, monthly))
    assert max(there) in kept
    assert kept <= set(there)


def test_thinning_out_leaves_files_of_others_alone(tmp_path: Path) -> None:
    learn(tmp_path, "a.b#one")
    back_up(tmp_path, clock=Hands())
    mine = tmp_path / FOLDER / "progress-mine.db"
    mine.write_text("keep")
    for n in range(1, 40):
        learn(tmp_path, f"a.b#{n}", at=NOON + n * DAY)
        back_up(tmp_path, clock=Hands(NOON + n * DAY))
    assert mine.read_text() == "keep"
    assert 7 <= len(backups(tmp_path)) <= 7 + 4 + 6
    assert backups(tmp_path)[0].events == 40


def test_a_damaged_database_is_not_backed_up(tmp_path: Path) -> None:
    learn(tmp_path, *(f"a.b#{n}" for n in range(300)))
    with closing(schema.connect(tmp_path / FILE)) as db:
        db.execute("UPDATE event SET item = 'a.b#changed' WHERE seq = 7")
    assert back_up(tmp_path, clock=Hands()) is None
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_when_database_and_mirror_are_lost_the_backup_brings_back_what_it_has(tmp_path: Path) -> None:
    learn(tmp_path, "a.b#one", "a.b#two")
    back_up(tmp_path, clock=Hands())
    learn(tmp_path, "a.b#three")
    (tmp_path / FILE).write_bytes(b"no database at all")
    shutil.rmtree(tmp_path / MIRROR)
    with closing(open_store(tmp_path)) as store:
        assert store.durable
        assert {event.item for event in store.events()} == {"a.b#one", "a.b#two"}
        assert store.notice is not None
        assert "2 entries were brought back" in store.notice
        assert "-damaged-" in store.notice
    assert len(list(tmp_path.glob("*-damaged-*"))) == 1, "set aside, not deleted"


def test_database_mirror_and_backup_together_lose_nothing(tmp_path: Path) -> None:
    learn(tmp_path, "a.b#one")
    back_up(tmp_path, clock=Hands())
    learn(tmp_path, "a.b#two")
    mirror = next((tmp_path / MIRROR).glob("*.jsonl"))
    lines = mirror.read_bytes().splitlines(keepends=True)
    mirror.write_bytes(b"damaged\n" + b"".join(lines[1:]))
    (tmp_path / FILE).write_bytes(b"damaged")
    assert items(tmp_path) == {"a.b#one", "a.b#two"}


def test_a_missing_database_comes_back_from_a_backup_alone(tmp_path: Path) -> None:
    learn(tmp_path, "a.b#one")
    back_up(tmp_path, clock=Hands())
    shutil.rmtree(tmp_path / MIRROR)
    (tmp_path / FILE).unlink()
    assert items(tmp_path) == {"a.b#one"}


def test_who_writes_meanwhile_is_not_kept_waiting_and_the_copy_is_sound(tmp_path: Path) -> None:
    learn(tmp_path, *(f"a.b#{n}" for n in range(2000)))
    made: list[object] = []
    copying = threading.Thread(target=lambda: made.append(back_up(tmp_path, clock=Hands())))
    with closing(open_store(tmp_path, clock=Hands())) as store:
        copying.start()
        while copying.is_alive():
            store.append([Draft("visit", "a.b#x", {"visit": "v"})])
        copying.join()
    assert made != [None]
    assert backups(tmp_path)[0].events is not None
    assert (backups(tmp_path)[0].events or 0) >= 2000


@pytest.mark.parametrize("place", ["a file in the way", "no folder"])
def test_a_place_that_cannot_be_written_is_no_error(tmp_path: Path, place: str) -> None:
    if place == "no folder":
        assert back_up(tmp_path / "nowhere") is None
        return
    learn(tmp_path, "a.b#one")
    (tmp_path / FOLDER).write_text("")
    assert back_up(tmp_path) is None


def test_what_was_left_unfinished_is_swept_after_a_day(tmp_path: Path) -> None:
    folder = tmp_path / FOLDER
    folder.mkdir()
    old, fresh = folder / "progress-2020-01-01.1.new", folder / "progress-2020-01-02.2.new"
    old.touch()
    fresh.touch()
    os.utime(old, (1, 1))
    back_up(tmp_path)
    assert (old.exists(), fresh.exists()) == (False, True)
