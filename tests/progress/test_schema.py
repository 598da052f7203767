from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from tests.progress.samples import answer
from tutor.progress import schema
from tutor.progress.events import DamagedError
from tutor.progress.open import FILE, open_store


def versions(path: Path) -> tuple[int, int]:
    with closing(sqlite3.connect(path)) as db:
        return db.execute("PRAGMA user_version").fetchone()[0], db.execute("PRAGMA application_id").fetchone()[0]


def test_the_file_is_marked_as_ours_and_with_its_version(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    assert versions(tmp_path / FILE) == (len(schema.MIGRATIONS), schema.APPLICATION_ID)


def test_the_settings_are_those_that_lost_no_answer(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        settings = [store._db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
        assert settings == ["delete", 3]
        assert store._db.execute("PRAGMA busy_timeout").fetchone()[0] == 5000


def test_a_file_in_another_journal_mode_is_set_right(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("PRAGMA journal_mode=WAL")
    with closing(open_store(tmp_path)) as store:
        assert store._db.execute("PRAGMA journal_mode").fetchone()[0] == "delete"


def test_tables_are_strict() -> None:
    with closing(schema.connect(None)) as db:
        schema.migrate(db)
        if sqlite3.sqlite_version_info >= (3, 37):
            with pytest.raises(sqlite3.IntegrityError):
                db.execute("INSERT INTO day_stat VALUES('monday', 0, 0, 0, 0, 0)")


def test_migrating_twice_changes_nothing(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    before = (tmp_path / FILE).read_bytes()
    with closing(schema.connect(tmp_path / FILE)) as db:
        schema.migrate(db)
    assert (tmp_path / FILE).read_bytes() == before


def add_column(db: sqlite3.Connection, told: schema.Told) -> None:
    db.execute("ALTER TABLE step_state ADD COLUMN due INTEGER")


def test_an_older_file_keeps_its_events(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer()])
    with closing(schema.connect(tmp_path / FILE)) as db:
        schema.migrate(db, (*schema.MIGRATIONS, add_column))
        assert schema.version(db) == len(schema.MIGRATIONS) + 1
        assert db.execute("SELECT count(*), max(due) FROM event, step_state").fetchone() == (1, None)


def test_two_that_migrate_at_once_do_it_once(tmp_path: Path) -> None:
    open_store(tmp_path).close()
    failed: list[BaseException] = []
    together = threading.Barrier(4)

    def one() -> None:
        try:
            with closing(schema.connect(tmp_path / FILE)) as db:
                together.wait()
                schema.migrate(db, (*schema.MIGRATIONS, add_column))
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert versions(tmp_path / FILE)[0] == len(schema.MIGRATIONS) + 1


def test_a_migration_that_fails_half_way_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    def fails(db: sqlite3.Connection, told: schema.Told) -> None:
        db.execute("DROP TABLE day_stat")
        raise KeyboardInterrupt

    open_store(tmp_path).close()
    with closing(schema.connect(tmp_path / FILE)) as db:
        with pytest.raises(KeyboardInterrupt):
            schema.migrate(db, (*schema.MIGRATIONS, add_column, fails))
        assert schema.version(db) == len(schema.MIGRATIONS)
        assert schema.inspect(db) == []


def test_a_device_that_lost_its_name_is_damage() -> None:
    with closing(schema.connect(None)) as db:
        schema.migrate(db)
        db.execute("DELETE FROM meta")
        with pytest.raises(DamagedError):
            schema.device(db)


def test_missing_tables_are_found_even_without_reading_pages() -> None:
    with closing(schema.connect(None)) as db:
        schema.migrate(db)
        db.execute("DROP TABLE step_state")
        assert schema.inspect(db, pages=False) == ["missing table step_state"]


def test_two_folders_are_two_devices(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "a")) as a, closing(open_store(tmp_path / "b")) as b:
        assert len(a.device) == 16 and a.device != b.device
