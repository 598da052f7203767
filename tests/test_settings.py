from __future__ import annotations

import logging
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tutor.settings import CHOICES, FILE, Loaded, Settings, SettingsError, _simple, change, load, open_log, paths


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


# ── The settings file ────────────────────────────────────────────────────────────────────────────


def test_without_a_file_all_is_as_usual(tmp_path: Path) -> None:
    assert load(tmp_path) == Loaded(Settings())
    assert list(tmp_path.iterdir()) == []


def test_the_file_that_is_written_first_says_the_defaults_and_explains_them(tmp_path: Path) -> None:
    change(tmp_path, {})
    text = (tmp_path / FILE).read_text()
    assert load(tmp_path) == Loaded(Settings())
    for name in Settings._fields:
        assert re.search(rf"^#[^\n]*\n(?:[#\w][^\n]*\n)?(?:\w+ = .*\n)?\[?{name}\b", text, re.M), name
    for choice in (choice for choices in CHOICES.values() for choice in choices):
        assert f'"{choice}"' in text


def test_a_change_keeps_comments_order_and_everything_else(tmp_path: Path) -> None:
    written = '# mine\nminutes = 5   # not more\n\n[keys]\nnext = "x"\n'
    (tmp_path / FILE).write_text(written)
    change(tmp_path, {"minutes": 40})
    assert (tmp_path / FILE).read_text() == written.replace("5 ", "40 ")
    change(tmp_path, {"theme": "light"})
    assert load(tmp_path) == Loaded(Settings(minutes=40, theme="light", keys={"next": "x"}))
    assert "# not more" in (tmp_path / FILE).read_text()
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("text", "line", "what", "mend"),
    [
        ('theme = "ligt"', 1, 'theme is "ligt"', '"light"'),
        ("\nminutes = 601", 2, "minutes is 601", "0 to 600"),
        ("minutes = true", 1, "minutes is true", "a number"),
        ("reduced_motion = 1", 1, "reduced_motion is 1", "true or false"),
        ("editor = 5", 1, "editor is 5", "in quotes"),
        ('\n\nthme = "dark"', 3, "no setting thme", "theme"),
        ('nothing_like_it = "dark"', 1, "no setting nothing_like_it", "Take the line out"),
        ("[keys]\nnext = 5", 2, "keys.next", 'next = "n,f8"'),
        ('keys = "n"', 1, 'keys is "n"', "[keys]"),
        ('language = "fr"', 1, 'language is "fr"', '"ko"'),
    ],
)
def test_what_cannot_be_used_is_told_with_its_line_and_the_mend(
    tmp_path: Path, text: str, line: int, what: str, mend: str
) -> None:
    (tmp_path / FILE).write_text(text + "\n")
    loaded = load(tmp_path)
    assert loaded.settings == Settings()
    (flaw,) = loaded.flaws
    assert flaw.line == line
    assert what in flaw.what
    assert mend in flaw.mend


def test_one_bad_line_leaves_the_others_in_force(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('theme = "ligt"\nminutes = 40\n')
    assert load(tmp_path).settings == Settings(minutes=40)


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"theme = dark\n", 1),
        (b"minutes = 5\ntheme = 'da\n", 2),
        (b"[keys\n", 1),
        (b"\n\na = [1,\n", 3),
        (b"\n\xff\n", 2),
    ],
)
def test_a_broken_file_is_reported_with_its_line_and_is_not_touched(tmp_path: Path, content: bytes, line: int) -> None:
    (tmp_path / FILE).write_bytes(content)
    loaded = load(tmp_path)
    assert loaded.settings == Settings()
    assert [flaw.line for flaw in loaded.flaws] == [line]
    with pytest.raises(SettingsError, match="nothing in it was touched"):
        change(tmp_path, {"theme": "light"})
    assert (tmp_path / FILE).read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be")
    with pytest.raises(SettingsError, match="cannot be written"):
        change(tmp_path / "config", {"theme": "light"})
    assert load(tmp_path / "config").settings == Settings()


def test_a_link_to_the_file_stays_a_link(tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text("minutes = 5\n")
    (tmp_path / FILE).symlink_to(kept)
    change(tmp_path, {"minutes": 6})
    assert (tmp_path / FILE).is_symlink()
    assert kept.read_text() == "minutes = 6\n"


PIECES = [
    "a = 1", "a = 01", 'b = "x"', 'b = "x\\n"', "[keys]", "[keys] # c", "c = true", "c=false#x", " d = 0 ", "# x", "",
    "e", "f =", "g = 1_0", "h.i = 1", '"j" = 1', "k = 1.5", "[other]", "l = 'x'", "\t", 'm = "é"', "# \x01",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_the_quick_reader_says_what_toml_says_or_nothing(lines: list[str], end: str) -> None:
    text = end.join(lines)
    quick = _simple(text)
    if quick is not None:
        assert quick == tomllib.loads(text)


def test_the_quick_reader_is_enough_for_our_own_file(tmp_path: Path) -> None:
    change(tmp_path, {"keys": {"next": "n,f8"}, "minutes": 40, "theme": "light"})
    assert _simple((tmp_path / FILE).read_text()) is not None
    code = f"import sys, pathlib, tutor.settings as s; s.load(pathlib.Path({str(tmp_path)!r}));"
    code += "print('tomllib' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
