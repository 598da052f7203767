"""The doctor: each thing that can be wrong is made wrong for real, is found, and stays as it was."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.progress.samples import ROOT, Hands, answer
from tests.terminal import Terminal
from tutor import doctor, words
from tutor.cli import main
from tutor.doctor import CHECKS, Check, Finding, Subject, examine, terminal
from tutor.doctor import files as files_checked
from tutor.doctor import machine as machine_checked
from tutor.doctor import progress as progress_checked
from tutor.doctor.finding import Verdict
from tutor.keyboard.chords import parse
from tutor.keyboard.machine import identity
from tutor.keyboard.tried import Tried, keep
from tutor.progress.open import open_store
from tutor.settings import Loaded, Settings, load, paths

COURSE = Path(__file__).parent / "ui" / "course"
TUTOR = [sys.executable, "-m", "tutor"]
NO_LOCALE = dict.fromkeys(("LANGUAGE", "LC_ALL", "LC_CTYPE", "LC_MESSAGES", "TMUX", "STY"))


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """The sample course without its broken lesson."""
    folder = tmp_path / "lessons"
    shutil.copytree(COURSE, folder)
    (folder / "wire" / "broken.yaml").unlink()
    index = folder / "course.yaml"
    index.write_text(index.read_text().replace(", broken", ""))
    return folder


@pytest.fixture
def home(tmp_path: Path, course: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in NO_LOCALE:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("TUTOR_LESSONS", str(course))
    return tmp_path / "home"


def subject_of(home: Path, lessons: Path | None = None) -> Subject:
    places = paths({"TUTOR_HOME": str(home)})
    return Subject(places, lessons or home / "nowhere", load(places.config), {"LANG": "C.UTF-8", "TERM": "xterm"})


def found(home: Path, id: str, lessons: Path | None = None) -> Finding:
    return next(finding for finding in examine(subject_of(home, lessons), CHECKS) if finding.id == id)


def answered(home: Path, count: int = 3, clock: Callable[[], tuple[int, int]] | None = None) -> Path:
    """A log with so many answers; its file."""
    store = open_store(home / "data", clock=clock or Hands())
    store.append([answer(f"wire.first#step-{n}") for n in range(count)])
    store.close()
    return home / "data" / "progress.db"


def contents(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Every file below, with its bytes and the time of its last change."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


# ── The report ───────────────────────────────────────────────────────────────────────────────────


def test_a_sound_machine_has_nothing_to_mend(home: Path) -> None:
    answered(home)
    result = CliRunner().invoke(main, ["doctor"])
    assert result.exit_code == 0, result.output
    assert "✗" not in result.output
    assert "✓ Progress" in result.output
    assert "is sound: 3 entries" in result.output
    assert "✓ Bundled server    It starts, and answers HTTP/1.1 200 OK." in result.output
    assert result.output.endswith("Nothing to mend.\n")


def test_json_says_the_same_for_programs(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text("theme = 3\n")
    result = CliRunner().invoke(main, ["doctor", "--json"])
    rows = {row["id"]: row for row in json.loads(result.stdout)}
    assert result.exit_code == 1
    assert set(rows["settings"]) == {"id", "ok", "what", "found", "mend"}
    assert {row["ok"] for row in rows.values()} <= {"yes", "no", "warning"}
    assert rows["settings"]["ok"] == "no"
    assert rows["settings"]["mend"]


def test_every_finding_that_is_not_right_says_the_mend(home: Path) -> None:
    (home).mkdir()
    (home / "data").write_text("a file where the folder should be")
    (home / "config").write_text("")
    findings = list(examine(subject_of(home), CHECKS))
    assert {finding.id for finding in findings if finding.ok == "no"} >= {"data", "config", "settings", "lessons"}
    assert [finding for finding in findings if finding.ok != "yes" and not finding.mend] == []


def test_a_check_that_crashes_is_a_finding_and_the_others_run(home: Path) -> None:
    def crash(subject: Subject) -> Verdict | None:
        raise RuntimeError("made to crash")

    checks = [Check("first", "First", crash), Check("second", "Second", lambda subject: Verdict("yes", "fine"))]
    first, second = examine(subject_of(home), checks)
    assert first.ok == "no"
    assert "RuntimeError: made to crash" in first.found
    assert second.ok == "yes"


def test_the_ids_of_checks_are_unique() -> None:
    assert len({check.id for check in CHECKS}) == len(CHECKS)


def test_looking_changes_nothing(home: Path) -> None:
    answered(home)
    before = contents(home / "data")
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 0
    assert contents(home / "data") == before
    assert {path.name for path in home.iterdir()} <= {"data", "cache"}  # the course, compiled, may be kept


def test_a_broken_settings_file_is_told_once(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text('language = "en"\ntheme = "blue"\n')
    result = CliRunner().invoke(main, ["doctor"])
    assert result.output.count("settings.toml:2:") == 1


# ── Machine and terminal ─────────────────────────────────────────────────────────────────────────


def test_an_old_python_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine_checked, "WANTED", (99, 0))
    assert found(home, "python").mend == "Python 99.0 or newer is needed."


def test_the_language_says_where_it_comes_from(home: Path) -> None:
    assert found(home, "language").found == "English, by LANG=C.UTF-8"
    chosen = Subject(paths({"TUTOR_HOME": str(home)}), home, Loaded(Settings(language="en")), {"LANG": "ko_KR.UTF-8"})
    assert next(f for f in examine(chosen, CHECKS) if f.id == "language").found == "English, by the settings"


def in_terminal(home: Path, course: Path, size: tuple[int, int] = (80, 50), **environ: str | None) -> tuple[int, str]:
    """(exit status, what the doctor wrote) in a real terminal."""
    usual = {**NO_LOCALE, "LANG": "C.UTF-8", "TUTOR_HOME": str(home), "TUTOR_LESSONS": str(course), **environ}
    with Terminal([*TUTOR, "doctor"], size=size, environ=usual) as shown:
        status = shown.wait_exit()
        return status, shown.received.decode(errors="replace")


def test_in_a_good_terminal_all_is_well(home: Path, course: Path) -> None:
    status, said = in_terminal(home, course)
    assert status == 0, said
    assert "✓ Terminal          TERM=xterm-256color" in said
    assert "✓ Size              80x50" in said
    assert "✓ Colours           16 million" in said
    assert "! Clipboard" in said


def test_a_window_that_is_too_small_is_an_error_and_a_small_one_a_warning(home: Path, course: Path) -> None:
    status, said = in_terminal(home, course, size=(50, 10))
    assert status == 1
    assert "✗ Size              50x10" in said
    status, said = in_terminal(home, course, size=(70, 22))
    assert status == 0
    assert "! Size              70x22, usable" in said


def test_a_dumb_terminal_cannot_show_the_screens(home: Path, course: Path) -> None:
    status, said = in_terminal(home, course, TERM="dumb")
    assert status == 1
    assert "✗ Terminal          TERM=dumb" in said
    assert "tutor --plain" in said
    assert "\x1b" not in said


def test_what_the_environment_says_of_colours_and_multiplexers_is_told(home: Path, course: Path) -> None:
    _status, said = in_terminal(home, course, NO_COLOR="1", TMUX="/tmp/tmux-0/default,1,0", TERM="screen-256color")
    assert "none, as NO_COLOR asks" in said
    assert "inside tmux" in said
    _status, said = in_terminal(home, course, COLORTERM=None, TERM="xterm")
    assert "! Colours           16, or not said (TERM=xterm)" in said


def test_a_locale_without_utf8_warns_and_an_output_without_it_is_an_error(home: Path, course: Path) -> None:
    status, said = in_terminal(home, course, LANG="C")
    assert status == 0, said
    assert "! Encoding          UTF-8, though LANG=C does not say so" in said
    status, said = in_terminal(home, course, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert status == 1
    assert "x Encoding          ANSI_X3.4-1968" in said.replace("ascii", "ANSI_X3.4-1968")


def test_the_keyboard_is_asked_and_its_answer_does_not_reach_the_shell(home: Path, course: Path) -> None:
    code = "from tutor.doctor.terminal import ask_keyboard\nprint('told', ask_keyboard())\nprint('left', repr(input()))"
    with Terminal([sys.executable, "-c", code]) as shown:
        shown.wait_for("told False")  # tests.terminal answers DA1 and knows no kitty protocol
        shown.press("typed", "enter")
        shown.wait_for("left 'typed'")
        assert b"\x1b[?u\x1b[c" in shown.received


def test_chords_that_did_not_come_when_they_were_tried_are_told_with_the_day(home: Path) -> None:
    subject = subject_of(home)
    assert terminal.chords(subject) is None, "nothing was tried here"
    strokes = [parse(text).strokes[0] for text in ("ctrl+b", "ctrl+alt+b")]
    came = Tried(1_760_000_000_000, {strokes[0]: "ctrl+b", strokes[1]: "alt+ctrl+b"})
    keep(home / "data", identity(True, subject.environ), came)
    assert found(home, "chords").ok == "yes"
    keep(home / "data", identity(True, subject.environ), came.with_one(strokes[1], None, 1_760_000_000_000))
    one = found(home, "chords")
    assert one.ok == "warning"
    assert "did not come: Ctrl+Alt+B (2025-10-" in one.found
    assert "This terminal" in one.mend


def test_keys_that_wait_are_not_swallowed(home: Path) -> None:
    code = (
        "import time\nfrom tutor.doctor.terminal import ask_keyboard\nprint('ready')\nimport select, sys\n"
        "select.select([sys.stdin], [], [])\nprint('told', ask_keyboard())\nprint('left', repr(input()))"
    )
    with Terminal([sys.executable, "-c", code]) as shown:
        shown.wait_for("ready")
        shown.press("typed", "enter")
        shown.wait_for("told None")
        shown.wait_for("left 'typed'")


def test_the_keyboard_is_not_asked_where_there_is_no_terminal(home: Path) -> None:
    assert terminal.keys(subject_of(home)) is None


# ── Files ────────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_that_is_a_file_cannot_be_made(home: Path) -> None:
    home.write_text("a file")
    finding = found(home, "data")
    assert finding.ok == "no"
    assert f"{home / 'data'} cannot be made" in finding.found
    assert "TUTOR_HOME" in finding.mend
    assert home.read_text() == "a file"


@pytest.mark.skipif(os.name == "nt", reason="permissions of POSIX")
def test_a_folder_that_may_not_be_written_is_found_by_trying() -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom tests.test_doctor import found\n"
        "if os.getuid() == 0: os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "finding = found(Path(sys.argv[1]), 'data')\nprint(finding.ok, finding.found)"
    )
    with tempfile.TemporaryDirectory() as folder:  # whom root becomes may not pass through pytest's own folders
        data = Path(folder) / "data"
        data.mkdir()
        data.chmod(0o555)
        Path(folder).chmod(0o755)
        done = subprocess.run(
            [sys.executable, "-c", code, folder], capture_output=True, text=True, check=False, cwd=ROOT
        )
    assert done.stdout == f"no {data} cannot be written: Permission denied\n", done.stderr


def test_folders_that_are_made_for_the_trial_are_gone_afterwards(home: Path) -> None:
    assert found(home, "log").ok == "yes"
    assert not home.exists()


def test_the_trial_in_a_folder_is_removed(home: Path) -> None:
    (home / "log").mkdir(parents=True)
    assert found(home, "log").found == str(home / "log")
    assert list((home / "log").iterdir()) == []


def test_each_flaw_of_the_settings_is_named_with_its_line(home: Path) -> None:
    (home / "config").mkdir(parents=True)
    (home / "config" / "settings.toml").write_text('theme = "blue"\n\nminutes = "many"\n')
    finding = found(home, "settings")
    assert finding.ok == "no"
    assert [line.split("settings.toml:")[1][:2] for line in finding.found.splitlines()] == ["1:", "3:"]


def test_a_disk_that_is_nearly_full_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files_checked, "TOO_LOW", 1 << 70)
    assert found(home, "space").ok == "no"
    monkeypatch.setattr(files_checked, "TOO_LOW", 0)
    monkeypatch.setattr(files_checked, "LOW", 1 << 70)
    assert found(home, "space").ok == "warning"


# ── Progress ─────────────────────────────────────────────────────────────────────────────────────


def test_without_a_log_there_is_nothing_to_mend(home: Path) -> None:
    finding = found(home, "progress")
    assert (finding.ok, finding.found) == ("yes", "none yet: the first answer begins it")


def damaged_pages(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4096:] = os.urandom(len(data) - 4096)
    path.write_bytes(data)


def no_database(path: Path) -> None:
    path.write_bytes(b"this is no database, and long enough to be looked at" * 100)


def flipped_answer(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("UPDATE event SET rev=rev+1 WHERE seq=2")
    db.close()


def table_gone(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("DROP TABLE day_stat")
    db.close()


@pytest.mark.parametrize("damage", [damaged_pages, no_database, flipped_answer, table_gone])
def test_damage_is_found_and_left_to_the_program(home: Path, damage: Callable[[Path], None]) -> None:
    path = answered(home)
    damage(path)
    before = contents(home / "data")
    finding = found(home, "progress")
    assert finding.ok == "no"
    assert "is damaged" in finding.found
    assert "deletes nothing" in finding.mend
    assert contents(home / "data") == before


def test_a_log_of_a_newer_version_or_another_program_is_not_called_damaged(home: Path) -> None:
    path = answered(home)
    with sqlite3.connect(path) as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    assert found(home, "progress").mend == "Update tutor."
    path.unlink()
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE other(x)")
    db.close()
    assert "another program" in found(home, "progress").found


def test_a_log_that_another_program_holds_is_told_soon(home: Path) -> None:
    path = answered(home)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    finding = found(home, "progress")
    holder.close()
    assert finding.ok == "no"
    assert "Close other programs" in finding.mend


def test_a_write_that_was_cut_short_is_left_to_the_program(home: Path) -> None:
    path = answered(home, 30)
    writer = sqlite3.connect(path, isolation_level=None)
    writer.execute("PRAGMA cache_size=1")
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE event SET data=data || printf('%5000s', '')")
    names = (path.name, f"{path.name}-journal")
    cut_short = [(path.with_name(name).read_bytes(), name) for name in names]  # as a power cut leaves them
    writer.execute("ROLLBACK")
    writer.close()
    for data, name in cut_short:
        path.with_name(name).write_bytes(data)
    before = contents(home / "data")
    finding = found(home, "progress")
    assert finding.ok == "warning"
    assert "the journal beside it takes that back" in finding.found
    assert contents(home / "data") == before
    store = open_store(home / "data")
    assert (store.problem, store.notice, store.verify()) == (None, None, [])
    store.close()


def test_a_log_that_is_gone_while_its_copy_is_there_warns(home: Path) -> None:
    answered(home).unlink()
    finding = found(home, "progress")
    assert finding.ok == "warning"
    assert "second copy has 3 entries" in finding.found


def test_a_second_copy_that_lags_or_leads_is_found(home: Path) -> None:
    path = answered(home)
    assert found(home, "copy").ok == "yes"
    mirror = next((home / "data" / "mirror").iterdir())
    lines = mirror.read_bytes().splitlines(keepends=True)
    mirror.write_bytes(b"".join(lines[:1]))
    assert found(home, "copy").found == "2 entries behind"
    mirror.write_bytes(b"".join(lines))
    with sqlite3.connect(path) as db:
        db.execute("DELETE FROM event WHERE seq=3")
    db.close()
    assert found(home, "copy").found == "1 entry ahead of the database"


def test_a_clock_that_was_set_back_is_found(home: Path) -> None:
    answered(home, clock=Hands(at=4_102_444_800_000))  # 2100-01-01
    finding = found(home, "clock")
    assert finding.ok == "no"
    assert "earlier than the last answer (2100-01-01" in finding.found


def test_checksums_are_looked_at_for_a_bounded_time(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(home)
    monkeypatch.setattr(progress_checked, "CHECKSUM_SECONDS", -1.0)
    assert "3 entries, 1 of them checked" in found(home, "progress").found


# ── Lessons and server ───────────────────────────────────────────────────────────────────────────


def test_lessons_are_counted_with_their_translations(home: Path, course: Path) -> None:
    assert "2 lessons" in found(home, "lessons", course).found
    assert found(home, "translations", course).found == "ko: 1 of 2 lessons"


def test_a_broken_lesson_is_named_with_its_place(home: Path) -> None:
    finding = found(home, "lessons", COURSE)
    assert finding.ok == "no"
    assert "1 of them is broken:" in finding.found
    assert "wire/broken.yaml:4:1" in finding.found
    assert "tutor check" in finding.mend


def test_a_translation_that_cannot_be_used_warns(home: Path, course: Path) -> None:
    (course / "wire" / "first.ko.yaml").write_text("of: [")
    words.use("ko")
    try:
        finding = found(home, "translations", course)
    finally:
        words.use("en")
    assert finding.ok == "warning"
    assert "first.ko.yaml" in finding.found


def test_a_folder_without_a_course_is_found(home: Path, tmp_path: Path) -> None:
    assert "it has no course.yaml" in found(home, "lessons", tmp_path).found
    assert CliRunner().invoke(main, ["--lessons", str(tmp_path), "doctor"]).exit_code == 1


@pytest.mark.parametrize(
    ("missing", "ok", "told"),
    [
        ((), "yes", "Confined: files, the network, other processes, memory, disk space, and time."),
        (("files", "network"), "warning", "Only time and output are limited, and not: files, the network."),
    ],
)
def test_it_is_said_what_code_of_lessons_is_kept_from(
    home: Path, monkeypatch: pytest.MonkeyPatch, missing: tuple[str, ...], ok: str, told: str
) -> None:
    class Ready:
        def __init__(self, seconds: float) -> None:
            names = ("files", "network", "processes", "memory", "disk")
            self.enforced = {name: name not in missing for name in names}

        def close(self) -> None: ...

    monkeypatch.setattr("tutor.workshop.process.Worker", Ready)
    finding = found(home, "workshop")
    assert (finding.ok, finding.found) == (ok, told)


def test_a_worker_that_cannot_start_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", str(home / "none"))
    finding = found(home, "workshop")
    assert finding.ok == "no"
    assert "No such file" in finding.found


def test_a_server_that_cannot_start_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(port: int = 0) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tutor.lesson.server.start_server", refused)
    finding = found(home, "server")
    assert (finding.ok, finding.found) == ("no", "It cannot start: Permission denied.")
    assert "127.0.0.1" in finding.mend


def test_the_doctor_does_not_import_the_screens(home: Path) -> None:
    code = (
        "import sys\nfrom tutor.cli import main\n"
        "try: main(['doctor'])\nexcept SystemExit: pass\n"
        "heavy = {'textual', 'rich', 'jsonschema'} & set(sys.modules)\nsys.exit(f'imported: {heavy}' if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_registry_is_what_the_report_shows(home: Path, course: Path) -> None:
    shown = [finding.id for finding in examine(subject_of(home, course), CHECKS)]
    assert shown == [check.id for check in doctor.CHECKS if check.id in shown]


def test_backups_are_counted_and_one_that_cannot_be_read_is_named(home: Path) -> None:
    from tutor.progress.backup import back_up

    assert [f for f in examine(subject_of(home), CHECKS) if f.id == "backups"] == []
    answered(home)
    assert found(home, "backups").ok == "warning"
    made = back_up(home / "data", clock=Hands())
    assert made is not None
    assert found(home, "backups").found == f"1 backup, the newest of {made.day.isoformat()}"
    made.path.write_bytes(b"damaged")
    finding = found(home, "backups")
    assert finding.ok == "warning"
    assert made.path.name in finding.mend
