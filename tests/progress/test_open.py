"""Places in which progress cannot be kept: a store comes back in each, and says what is wrong and what to do."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.progress.samples import answer, run
from tutor.progress import schema
from tutor.progress.open import FILE, MIRROR, open_store
from tutor.progress.store import Store

posix = pytest.mark.skipif(sys.platform == "win32", reason="rights and limits of POSIX")

OPEN_AND_ANSWER = """
import sys
from pathlib import Path
from tests.progress.samples import answer
from tutor.progress.open import open_store
store = open_store(Path(sys.argv[1]))
store.append([answer("web.url#new")])
print(store.durable, sorted(store.lessons()), store.problem, sep="|")
"""


def goes_on_in_memory(store: Store) -> str:
    """The problem of a store that keeps answers in memory only."""
    with closing(store):
        assert not store.durable
        store.append([answer("web.url#new")])
        assert store.lessons()["web.url"].done == 1
        assert store.problem and "kept in memory and ends with this session" in store.problem
        return store.problem


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter, unlike those that pytest makes."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "not" / "yet")) as store:
        assert (store.durable, store.problem, store.notice) == (True, None, None)
    assert (tmp_path / "not" / "yet" / FILE).exists()


def test_a_file_in_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for place in (tmp_path / "file", tmp_path / "file" / "data"):
        problem = goes_on_in_memory(open_store(place))
        assert str(place) in problem
        assert "there is a file where a folder should be. Set TUTOR_HOME to a folder that can be written." in problem


def test_a_folder_in_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    assert "cannot be written" in goes_on_in_memory(open_store(tmp_path))


def test_a_name_that_no_file_can_have_is_survived() -> None:
    goes_on_in_memory(open_store(Path("nul\0byte")))


@posix
def test_a_folder_of_another_user_is_said(open_folder: Path) -> None:
    open_folder.chmod(0o555)
    said = run(OPEN_AND_ANSWER, open_folder / "data", nobody=True)
    assert said.startswith("False|['web.url']|Progress cannot be saved in")
    assert "you are not allowed to write there. Set TUTOR_HOME" in said


@posix
@pytest.mark.parametrize("closed", ["folder", "file", "both"])
def test_progress_that_may_only_be_read_is_shown(open_folder: Path, closed: str) -> None:
    with closing(open_store(open_folder)) as store:
        store.append([answer("http.intro#first")])
    (open_folder / FILE).chmod(0o444 if closed in ("file", "both") else 0o666)
    open_folder.chmod(0o555 if closed in ("folder", "both") else 0o777)
    said = run(OPEN_AND_ANSWER, open_folder, nobody=True)
    assert said.startswith("False|['http.intro', 'web.url']|")
    assert "cannot be written. Set TUTOR_HOME" in said


@posix
def test_a_file_that_may_not_be_read_gives_way_to_the_mirror(open_folder: Path) -> None:
    with closing(open_store(open_folder)) as store:
        store.append([answer("http.intro#first")])
    (open_folder / FILE).chmod(0o000)
    assert run(OPEN_AND_ANSWER, open_folder, nobody=True).startswith("False|['http.intro', 'web.url']|")


LIMITED = """
import resource, sys
from pathlib import Path
from tests.progress.samples import answer
from tutor.progress.open import open_store
from tutor.progress.store import StoreUnwritable
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
store = open_store(Path(sys.argv[1]))
started = store.durable
saved = 0
try:
    for n in range(200):
        store.append([answer(f"web.url#s{n}", answer="x" * 2000)])
        saved += 1
except StoreUnwritable as error:
    store.to_memory(str(error))
    store.append([answer(f"web.url#s{n}")])
print(started, store.durable, store.lessons()["web.url"].done - saved, store.problem, sep="|")
"""


@posix
def test_a_disk_without_room_for_a_new_file_is_said(tmp_path: Path) -> None:
    said = run(LIMITED, tmp_path, "2000")
    assert said.startswith("False|False|0|Progress cannot be saved in")
    assert "disk" in said.rpartition("|")[2]
    with closing(open_store(tmp_path)) as store:  # once there is room
        assert store.durable and store.notice is None


@posix
def test_a_disk_that_fills_up_later_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    said = run(LIMITED, tmp_path, "300000")
    assert said.startswith("True|False|1|Progress cannot be saved in")
    with closing(open_store(tmp_path)) as store:
        assert store.durable and store.verify() == []
        assert store.lessons()["web.url"].done > 20


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    for mark in (0, 42):
        (tmp_path / FILE).unlink(missing_ok=True)
        with closing(sqlite3.connect(tmp_path / FILE)) as db:
            db.execute("CREATE TABLE theirs(a)")
            db.execute(f"PRAGMA application_id={mark}")
        before = (tmp_path / FILE).read_bytes()
        problem = goes_on_in_memory(open_store(tmp_path))
        assert "belongs to another program. Move it away" in problem
        assert (tmp_path / FILE).read_bytes() == before


def test_a_newer_file_is_shown_but_not_written(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer("http.intro#first")])
    with closing(sqlite3.connect(tmp_path / FILE)) as db:
        db.execute("ALTER TABLE event ADD COLUMN mood TEXT")
        db.execute("DROP TABLE step_state")
        db.execute("UPDATE event SET crc = 0")  # a newer version may count it otherwise
        db.execute("PRAGMA user_version=99")
        db.commit()
    shutil.rmtree(tmp_path / MIRROR)
    before = (tmp_path / FILE).read_bytes()
    store = open_store(tmp_path)
    assert store.lessons()["http.intro"].done == 1
    assert "written by a newer version of tutor. Update tutor." in goes_on_in_memory(store)
    assert (tmp_path / FILE).read_bytes() == before
    assert not (tmp_path / MIRROR).exists()


def test_a_locked_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer("http.intro#first")])
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.01)
    with closing(sqlite3.connect(tmp_path / FILE, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        store = open_store(tmp_path)
        assert store.lessons()["http.intro"].done == 1  # from the mirror
        assert "another program holds the file. Close it" in goes_on_in_memory(store)


def test_an_empty_file_is_a_new_log(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    with closing(open_store(tmp_path)) as store:
        assert store.durable and store.notice is None


def test_names_with_signs_that_mean_something_to_sqlite_are_plain_names(tmp_path: Path) -> None:
    folder = tmp_path / "file:a?mode=ro#100%25 한글"
    with closing(open_store(folder)) as store:
        store.append([answer("http.intro#first")])
    assert {path.name for path in folder.iterdir()} == {FILE, MIRROR}
    os.truncate(folder / FILE, 5000)
    with closing(open_store(folder)) as store:
        assert store.durable and store.lessons()["http.intro"].done == 1


def test_nothing_heavy_is_imported() -> None:
    heavy = run(
        "import sys; from pathlib import Path; import tutor.progress.open; import tutor.settings; "
        "print([m for m in ('textual', 'flask', 'msgspec', 'platformdirs', 'logging', 'h11') if m in sys.modules])"
    )
    assert heavy == "[]"
