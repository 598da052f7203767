"""Damaged files: put aside, never deleted, and a new one filled with what can be read."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.progress.samples import answer
from tests.progress.tables import derived
from tutor.progress.backup import back_up
from tutor.progress.events import Event
from tutor.progress.mend import repair, verify
from tutor.progress.open import FILE, MIRROR, open_store
from tutor.progress.rescue import put_aside, readable_events
from tutor.progress.schema import ForeignError, NewerError
from tutor.progress.store import Store


def practised(folder: Path, count: int = 60) -> list[Event]:
    with closing(open_store(folder)) as store:
        for n in range(count // 6):
            store.append([answer(f"http.intro#s{n}", visit=f"v{n}-{k}", answer="x" * 300) for k in range(6)])
        return list(store.events())


def leaf_of(content: bytes, events: list[Event]) -> int:
    """Where a page begins that holds rows of these events and no others' whereabouts."""
    for event in events:
        place = content.find(f'"visit":"{event.data["visit"]}"'.encode())
        start = place // 4096 * 4096
        if content[start] == 0x0A:  # a leaf; SQLite, "Database File Format", §1.6
            return start
    raise AssertionError("no leaf")


def aside(folder: Path) -> list[Path]:
    return sorted(folder.glob("progress-damaged-*.db"))


def overwrite(path: Path, start: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


def test_a_file_that_is_no_database_is_put_aside_and_rebuilt_from_the_mirror(tmp_path: Path) -> None:
    events = practised(tmp_path)
    grown = derived(tmp_path)
    (tmp_path / FILE).write_bytes(b"my shopping list\n" * 400)
    with closing(open_store(tmp_path)) as store:
        assert store.durable and store.problem is None
        (kept,) = aside(tmp_path)
        assert store.notice == (
            f"The file of progress was damaged. It is kept as {kept.name}, and a new one was begun. "
            "60 entries were brought back."
        )
        assert kept.read_bytes().startswith(b"my shopping list")
        assert list(store.events()) == events and derived(tmp_path) == grown
        store.append([answer("http.intro#more")])
    with closing(open_store(tmp_path)) as store:
        assert store.notice is None and store.totals().answers == 61


def test_without_a_mirror_what_is_readable_is_brought_back(tmp_path: Path) -> None:
    events = practised(tmp_path)
    shutil.rmtree(tmp_path / MIRROR)
    overwrite(tmp_path / FILE, leaf_of((tmp_path / FILE).read_bytes(), events[25:40]), b"\x00" * 4096)
    with closing(open_store(tmp_path)) as store:
        brought = list(store.events())
        assert store.notice and f"{len(brought)} entries were brought back" in store.notice
        assert all(event.intact and event in events for event in brought)
        assert 30 <= len(brought) < 60  # one leaf of the table was lost


def test_with_nothing_left_to_read_it_says_so(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"\xff" * 9000)
    with closing(open_store(tmp_path)) as store:
        assert store.durable and store.notice and store.notice.endswith("Nothing could be brought back.")


def test_answers_that_only_the_damaged_file_has_are_brought_back_too(tmp_path: Path) -> None:
    events = practised(tmp_path)
    mirror = next((tmp_path / MIRROR).iterdir())
    os.truncate(mirror, mirror.stat().st_size // 2)
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("DROP TABLE day_stat")
    with closing(open_store(tmp_path)) as store:
        assert list(store.events()) == events and len(aside(tmp_path)) == 1


@pytest.mark.parametrize("seed", range(12))
def test_random_damage_loses_nothing_that_the_mirror_has(tmp_path: Path, seed: int) -> None:
    events = practised(tmp_path)
    dice = random.Random(seed)
    size = (tmp_path / FILE).stat().st_size
    overwrite(tmp_path / FILE, dice.randrange(100, size - 600), dice.randbytes(dice.choice((8, 64, 512))))
    with closing(open_store(tmp_path, thorough=True)) as store:
        assert store.durable, store.problem
        assert list(store.events()) == events
        assert store.verify() == []
        grown = derived(tmp_path)
        store.rebuild()
        assert derived(tmp_path) == grown


@pytest.mark.parametrize("seed", range(60))
def test_damage_anywhere_is_found_and_mended_from_what_is_left(tmp_path: Path, seed: int) -> None:
    """The file, and now and then its second copy too; a backup of before has what that lost."""
    events = practised(tmp_path)
    assert back_up(tmp_path) is not None
    dice = random.Random(seed)
    path = tmp_path / FILE
    whole, sound = path.read_bytes(), derived(tmp_path)
    place = dice.randrange(len(whole))
    length = dice.choice((1, 1, 2, 8, 64, 512, 4096))
    damage = bytes(byte ^ dice.randrange(1, 256) for byte in whole[place : place + length])
    overwrite(path, place, damage)
    mirror = next((tmp_path / MIRROR).iterdir())
    if seed % 3 == 0:
        lines = mirror.read_bytes()
        overwrite(mirror, dice.randrange(len(lines) - 64), dice.randbytes(64))
    try:
        found = bool(verify(tmp_path).wrong)
    except (sqlite3.Error, ForeignError, NewerError):
        found = True
    repair(tmp_path)
    with closing(open_store(tmp_path)) as store:
        if store.durable:  # else the damage made it a file of another program, or of a newer version
            assert list(store.events()) == events
            assert store.verify() == []
    if not found:  # then the damage is in bytes that hold nothing
        assert derived(tmp_path) == sound
    if store.durable:
        assert derived(tmp_path) == sound
        assert verify(tmp_path).wrong == []


def test_a_flipped_byte_that_sqlite_does_not_see_is_found_by_a_thorough_opening(tmp_path: Path) -> None:
    events = practised(tmp_path)
    overwrite(tmp_path / FILE, (tmp_path / FILE).read_bytes().index(b"xxxx"), b"y")
    with closing(open_store(tmp_path)) as store:
        assert store.notice is None and len(store.verify()) == 1
    with closing(open_store(tmp_path, thorough=True)) as store:
        assert store.notice and list(store.events()) == events


def test_damage_met_while_running_makes_the_next_opening_thorough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = practised(tmp_path)
    monkeypatch.setattr("tutor.progress.open.CHECKED_AT_START", 0)
    overwrite(tmp_path / FILE, leaf_of((tmp_path / FILE).read_bytes(), events[25:40]), b"\x00" * 4096)
    with closing(open_store(tmp_path)) as store:
        assert store.notice is None  # a large file is not read through at each start
        with pytest.raises(Exception, match="the file is damaged"):
            list(store.events())
    with closing(open_store(tmp_path)) as store:
        assert store.notice and "damaged" in store.notice
        assert list(store.events()) == events
    assert sorted(path.name for path in tmp_path.iterdir() if "suspect" in path.name or "new" in path.name) == []


def test_a_suspicion_that_proves_wrong_is_dropped(tmp_path: Path) -> None:
    practised(tmp_path, 6)
    (tmp_path / f"{FILE}-suspect").touch()
    with closing(open_store(tmp_path)) as store:
        assert store.notice is None
    assert not (tmp_path / f"{FILE}-suspect").exists()


def test_a_damaged_file_that_cannot_be_replaced_is_still_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    practised(tmp_path)
    (tmp_path / FILE).write_bytes(b"\xff" * 9000)

    def held(path: Path) -> Path:
        raise PermissionError(13, "another process uses it")

    monkeypatch.setattr("tutor.progress.rescue.put_aside", held)
    with closing(open_store(tmp_path)) as store:
        assert not store.durable and store.problem and "not allowed" in store.problem
        assert store.totals().answers == 60
    assert (tmp_path / FILE).read_bytes() == b"\xff" * 9000


def test_several_that_open_a_damaged_file_at_once_put_it_aside_once(tmp_path: Path) -> None:
    events = practised(tmp_path)
    (tmp_path / FILE).write_bytes(b"\xff" * 9000)
    together, stores = threading.Barrier(3), list[Store]()

    def one() -> None:
        together.wait()
        stores.append(open_store(tmp_path))

    threads = [threading.Thread(target=one) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [store.durable for store in stores] == [True] * 3
    assert len(aside(tmp_path)) == 1
    for store in stores:
        store.append([answer("http.intro#more")])
        store.close()
    with closing(open_store(tmp_path)) as store:
        assert store.totals().answers == len(events) + 3


def test_a_second_damage_of_the_same_second_gets_a_name_of_its_own(tmp_path: Path) -> None:
    names = set()
    for _ in range(3):
        (tmp_path / FILE).write_bytes(b"x")
        (tmp_path / f"{FILE}-journal").write_bytes(b"j")
        names.add(put_aside(tmp_path / FILE))
    assert len(names) == 3
    assert all(path.with_name(f"{path.name}-journal").exists() for path in names)
    assert not (tmp_path / f"{FILE}-journal").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="the file is open")
def test_reading_a_damaged_file_changes_nothing(tmp_path: Path) -> None:
    practised(tmp_path)
    overwrite(tmp_path / FILE, 5000, b"\x00" * 3000)
    before = (tmp_path / FILE).read_bytes()
    readable_events(tmp_path / FILE)
    assert (tmp_path / FILE).read_bytes() == before
    assert readable_events(tmp_path / "missing.db") == []
    assert not (tmp_path / "missing.db").exists()
