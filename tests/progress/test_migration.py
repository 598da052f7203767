"""An older file becomes the present form whole or not at all, also when the program is killed in the middle."""

from __future__ import annotations

import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.progress.samples import NOON, ROOT, Hands, answer
from tutor import start
from tutor.progress import caches, schema
from tutor.progress.backup import FOLDER
from tutor.progress.events import Draft, seal
from tutor.progress.open import FILE, is_older, open_store

KILLED = """
import os, signal, sys
from pathlib import Path
from tutor.progress import schema
from tutor.progress.open import open_store

after = int(sys.argv[2])

def heavy(db, told):
    for n in range(6):
        if n == after:
            os.kill(os.getpid(), signal.SIGKILL)
        db.execute(f"CREATE TABLE extra{n} AS SELECT * FROM event")
        db.execute("DELETE FROM event WHERE seq % 6 = ?", (n,))

migrate, all_of_them = schema.migrate, (*schema.MIGRATIONS, heavy)
schema.migrate = lambda db, **options: migrate(db, all_of_them, **options)
open_store(Path(sys.argv[1]))
"""


def old_file(folder: Path) -> set[bytes]:
    """A file in the first form with 300 events; their ids."""
    with closing(schema.connect(folder / FILE)) as db:
        schema.migrate(db, schema.MIGRATIONS[:1])
        device = schema.device(db)
        events = [seal(answer(f"a.b#{n}"), device=device, seq=n, at=n * 1000, offset=0) for n in range(1, 301)]
        with schema.transaction(db):
            caches.bring(db, events)
    return {event.id for event in events}


def test_the_first_form_becomes_the_present_one_and_a_copy_stays(tmp_path: Path) -> None:
    ids = old_file(tmp_path)
    with closing(open_store(tmp_path, clock=Hands())) as store:
        assert store.durable
        assert {event.id for event in store.events()} == ids
        assert store.verify() == []
    with closing(schema.connect(tmp_path / FILE, read_only=True)) as db:
        assert schema.version(db) == len(schema.MIGRATIONS)
    copy = tmp_path / FOLDER / "before-version-2.db"
    with closing(schema.connect(copy, read_only=True)) as db:
        assert schema.version(db) == 1
        assert db.execute("SELECT count(*) FROM event").fetchone() == (300,)


@pytest.mark.parametrize("after", range(6))
def test_a_migration_killed_half_way_loses_nothing(tmp_path: Path, after: int) -> None:
    ids = old_file(tmp_path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), str(after)], cwd=ROOT, timeout=30)
    assert done.returncode == -signal.SIGKILL
    with closing(open_store(tmp_path, clock=Hands())) as store:
        assert store.durable, store.problem
        assert {event.id for event in store.events()} == ids
        assert store.verify() == []
        assert len(store.steps("a.b")) == 300
        assert len(store.cards()) == 300


def test_days_of_practice_in_the_dojo_before_they_were_counted_are_counted_now(tmp_path: Path) -> None:
    with closing(schema.connect(tmp_path / FILE)) as db:
        schema.migrate(db, schema.MIGRATIONS[:3])
        chord = Draft("answer", "keys:vscode-linux#rename", {"right": True, "ms": 900})
        with schema.transaction(db):
            caches.bring(db, [seal(chord, device=schema.device(db), seq=1, at=NOON, offset=0)])
        assert db.execute("SELECT * FROM day_stat").fetchall() == []
    with closing(open_store(tmp_path, clock=Hands())) as store:
        assert len(store.days(30)) == 1
        assert store.verify() == []


def test_a_large_file_of_an_older_form_is_brought_up_to_date_with_progress_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old_file(tmp_path)
    monkeypatch.setattr(caches, "_EVERY", 100)
    start.bring_up_to_date(tmp_path)
    assert is_older(tmp_path), "a small file is left to who opens it"
    monkeypatch.setattr(start, "BIG", 1000)
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    start.bring_up_to_date(tmp_path)
    said = capsys.readouterr().err
    assert [f"{n} entries" in said for n in (0, 100, 200, 300)] == [True] * 4
    assert not is_older(tmp_path)
    start.bring_up_to_date(tmp_path)
    assert capsys.readouterr().err == ""
    assert start.PROGRESS == FILE
