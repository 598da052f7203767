"""`tutor progress`: looking after it from the command line."""

from __future__ import annotations

import csv
import io
import json
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from tests.progress.samples import answer
from tests.test_cli import home, run
from tutor.progress.export import COLUMNS
from tutor.progress.open import FILE, MIRROR, open_store
from tutor.progress.store import Store

__all__ = ["home"]  # the fixture


@contextmanager
def progress(home: Path) -> Iterator[Store]:
    with closing(open_store(home / "data")) as store:
        yield store


@pytest.fixture
def filled(home: Path) -> Path:
    with progress(home) as store:
        store.append([answer("wire.first#write"), answer("wire.first#digits", right=False), answer("wire.second#one")])
    return home


def test_verify_counts_and_finds_what_is_damaged(filled: Path) -> None:
    result = run("progress", "verify")
    assert (result.exit_code, "All is sound." in result.output) == (0, True)
    assert json.loads(run("progress", "verify", "--json").stdout)["events"] == 3
    path = filled / "data" / FILE
    path.write_bytes(path.read_bytes().replace(b"wire.first#write", b"wire.first#wrote"))
    result = run("progress", "verify")
    assert result.exit_code == 1
    assert "tutor progress repair" in result.output


def test_repair_brings_back_what_a_damaged_file_lost(filled: Path) -> None:
    path = filled / "data" / FILE
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    result = run("progress", "repair")
    assert "3 entries" in result.output
    assert run("progress", "verify").exit_code == 0
    with progress(filled) as store:
        assert len(list(store.events())) == 3


def test_a_backup_is_listed_and_brings_back_what_is_lacking(filled: Path, tmp_path: Path) -> None:
    assert "Backed up: " in run("progress", "backup").output
    assert "Nothing new since" in run("progress", "backup").output
    day, _blank, count = run("progress", "restore").output.strip().partition("  ")
    assert count == "3 entries"
    (filled / "data" / FILE).unlink()
    shutil.rmtree(filled / "data" / MIRROR)
    backups = filled / "data" / "backups"
    backups.rename(filled / "kept")
    with progress(filled) as store:
        store.append([answer("wire.second#two")])
    (filled / "kept").rename(backups)
    assert "Brought back: 3 entries" in run("progress", "restore", day).output
    with progress(filled) as store:
        assert len(list(store.events())) == 4
    assert run("progress", "restore", "1999-01-01").exit_code == 2
    assert run("progress", "backup", str(tmp_path / "mine.db")).exit_code == 0
    assert (tmp_path / "mine.db").exists()


def test_a_reset_asks_unless_told_and_is_taken_back(filled: Path) -> None:
    assert run("progress", "reset").exit_code == 2
    assert "2 items begin anew" in run("progress", "reset", "wire.first", "--yes").output
    with progress(filled) as store:
        assert set(store.lessons()) == {"wire.second"}
    assert "2 items are as before" in run("progress", "reset", "--undo").output
    assert "no reset" in run("progress", "reset", "--undo").output
    with progress(filled) as store:
        assert set(store.lessons()) == {"wire.first", "wire.second"}


def test_json_lines_go_out_and_come_in_elsewhere(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "all.jsonl"
    assert run("progress", "export", str(file)).exit_code == 0
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "other"))
    assert "Read: 3 entries. New: 3 entries." in run("progress", "import", str(file)).output
    assert "New: 0 entries." in run("progress", "import", str(file)).output
    file.write_bytes(file.read_bytes()[:-30] + b"\nnothing of ours\n")
    result = run("progress", "import", str(file))
    assert (result.exit_code, "Damaged or nothing of ours: 2 entries." in result.output) == (1, True)
    with progress(tmp_path / "other") as store, progress(filled) as first:
        assert {e.id for e in store.events()} == {e.id for e in first.events()}
        assert store.cards() == first.cards()


def test_a_table_has_the_columns_that_are_documented(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "all.csv"
    run("progress", "export", str(file))
    rows = list(csv.DictReader(io.StringIO(file.read_text("utf-8-sig"))))
    assert [row["grade"] for row in rows] == ["3", "1", "3"]
    assert rows[0]["item"] == "wire.first#write"
    docs = (Path(__file__).parents[1] / "docs" / "progress.md").read_text("utf-8")
    assert list(rows[0]) == list(COLUMNS)
    assert all(f"| `{name}` |" in docs for name in COLUMNS)


def test_a_cell_is_never_a_formula(home: Path) -> None:
    with progress(home) as store:
        store.append([answer("=SUM(A1)#x", visit="@cmd")])
    (row,) = csv.DictReader(io.StringIO(run("progress", "export", "--format", "csv").stdout.lstrip("\ufeff")))
    assert (row["item"], row["visit"]) == ("'=SUM(A1)#x", "'@cmd")


def test_a_report_is_one_file_with_pictures_and_titles(filled: Path, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    assert run("progress", "export", str(file)).exit_code == 0
    text = file.read_text("utf-8")
    assert text.count("<svg") > 10
    assert "Reviews ahead" in text
    assert "http" not in text.replace("http-equiv", "")


def test_two_homes_merge_in_a_folder(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    assert "Written there: 3 entries." in run("progress", "merge", str(shared)).output
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "other"))
    assert "New here: 3 entries." in run("progress", "merge", str(shared)).output
    assert run("progress", "merge").exit_code == 2
    assert run("progress", "merge", str(tmp_path / "nowhere")).exit_code == 2
