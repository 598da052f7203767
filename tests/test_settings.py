from __future__ import annotations

import logging
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tutor.settings import open_log, paths


@pytest.fixture
def logger() -> Iterator[logging.Logger]:
    """The program's logger, as it was before afterwards."""
    logger = logging.getLogger("tutor")
    before = logger.handlers[:], logger.propagate, logger.level
    yield logger
    for handler in logger.handlers:
        handler.close()
    logger.handlers, logger.propagate, logger.level = before


def test_tutor_home_puts_everything_under_one_folder(tmp_path: Path) -> None:
    found = paths({"TUTOR_HOME": str(tmp_path)})
    assert found == (tmp_path / "data", tmp_path / "config", tmp_path / "cache", tmp_path / "log")
    assert list(tmp_path.iterdir()) == []


def test_a_relative_home_and_a_tilde_become_whole_paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "me"))
    assert paths({"TUTOR_HOME": "here"}).data == tmp_path / "here" / "data"
    assert paths({"TUTOR_HOME": "~/there"}).data == tmp_path / "me" / "there" / "data"


@pytest.mark.parametrize("environ", [{}, {"TUTOR_HOME": ""}])
def test_without_it_the_folders_are_those_of_the_system(environ: dict[str, str]) -> None:
    found = paths(environ)
    assert all(path.is_absolute() and "tutor" in path.parts for path in found)
    assert len(set(found)) == 4


def test_where_files_are_is_known_without_heavy_imports() -> None:
    code = "import sys, tutor.settings as s; s.paths({'TUTOR_HOME': 'x'}); print('platformdirs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "False"


def test_the_log_is_written_to_its_file(tmp_path: Path, logger: logging.Logger) -> None:
    path = open_log(tmp_path / "new" / "log")
    assert path == tmp_path / "new" / "log" / "tutor.log"
    logging.getLogger("tutor.ui").warning("한글 \udce9")
    assert path.read_text("utf-8").endswith("WARNING tutor.ui: 한글 \\udce9\n")


def test_opening_it_twice_writes_lines_once(tmp_path: Path, logger: logging.Logger) -> None:
    open_log(tmp_path)
    path = open_log(tmp_path)
    logger.error("once")
    assert path and path.read_text().count("once") == 1


def test_the_log_does_not_grow_without_end(tmp_path: Path, logger: logging.Logger) -> None:
    open_log(tmp_path)
    for _ in range(12):
        logger.error("x" * 100_000)
    assert {path.name for path in tmp_path.iterdir()} == {"tutor.log", "tutor.log.1", "tutor.log.2"}
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) < 3 * 257_000


def test_a_folder_that_cannot_be_written_gives_no_log_and_no_noise(
    tmp_path: Path, logger: logging.Logger, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert open_log(tmp_path / "file" / "log") is None
    logger.error("nobody hears this")
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_disk_that_is_full_later_makes_no_noise(
    tmp_path: Path, logger: logging.Logger, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tutor.log").symlink_to("/dev/full")
    assert open_log(tmp_path)
    logger.error("nobody hears this")
    assert capfd.readouterr() == ("", "")
