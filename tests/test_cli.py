"""The commands without a screen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tutor import __version__, words
from tutor.cli import main

COURSE = Path(__file__).parent / "ui" / "course"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with the sample course and English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    monkeypatch.setenv("TUTOR_LESSONS", str(COURSE))
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    words.use("en")
    return result


def test_version_says_name_and_version() -> None:
    assert run("--version").output == f"tutor {__version__}\n"


def test_lessons_lists_each_with_its_state_and_the_broken_one_with_its_place(home: Path) -> None:
    result = run("lessons")
    assert result.exit_code == 0
    assert "On the wire\n" in result.output
    assert "  wire.first                        A first request                 ◦ 8 min\n" in result.output
    assert "✗ broken" in result.output
    assert "wire/broken.yaml:4:1" in result.output


def test_lessons_as_json_has_every_field_a_program_needs(home: Path) -> None:
    result = CliRunner().invoke(main, ["lessons", "--json"])
    rows = {row["id"]: row for row in json.loads(result.stdout)}
    assert rows["wire.first"]["steps"] == 7
    assert rows["wire.first"]["done"] == 0
    assert rows["wire.broken"]["problems"]


def test_stats_of_a_new_learner_are_zeroes_and_a_suggestion(home: Path) -> None:
    result = run("stats", "--json")
    data = json.loads(result.stdout)
    assert (data["answers"], data["lessons_done"], data["next"]) == (0, 0, "wire.first")
    assert "A first request" in run("stats").output


def test_an_unknown_lesson_suggests_the_nearest_and_is_wrong_usage(home: Path) -> None:
    result = run("open", "wire.frist")
    assert result.exit_code == 2
    assert "There is no lesson or module wire.frist. Did you mean wire.first" in result.output


def test_an_unknown_command_suggests_the_nearest(home: Path) -> None:
    result = run("lesons")
    assert result.exit_code == 2
    assert "Did you mean lessons?" in result.output


def test_without_a_terminal_the_screens_are_refused_in_words(home: Path) -> None:
    result = run()
    assert result.exit_code == 2
    assert "needs a terminal" in result.output
    assert "lessons, stats" in result.output


def test_locate_prints_where_things_are(home: Path) -> None:
    assert run("locate", "data").output.strip() == str(home / "data")
    assert run("locate", "lessons").output.strip() == str(COURSE)


@pytest.mark.parametrize(
    "arguments", [("--lessons", "{}", "locate", "lessons"), ("locate", "--lessons", "{}", "lessons")]
)
def test_the_course_can_be_named_before_and_after_the_command(
    home: Path, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "course.yaml").write_text("format: 1\nid: o\ntitle: Other\nlanguage: en\nmodules: []\n")
    result = run(*(argument.format(other) for argument in arguments))
    assert result.output.strip() == str(other)


def test_a_folder_without_a_course_is_named(home: Path, tmp_path: Path) -> None:
    result = run("--lessons", str(tmp_path), "lessons")
    assert result.exit_code == 2
    assert "it has no course.yaml" in result.output


def test_check_fails_for_a_broken_lesson_and_passes_for_a_sound_one(home: Path) -> None:
    result = run("check")
    assert result.exit_code == 1
    assert "wire/broken.yaml:4:1" in result.output
    assert run("check", str(COURSE / "wire" / "second.yaml")).exit_code == 0


def test_check_of_what_is_not_there_is_wrong_usage(home: Path) -> None:
    assert run("check", "nowhere.yaml").exit_code == 2


@pytest.mark.parametrize("command", [["--version"], ["lessons"], ["stats"]])
def test_quick_commands_import_nothing_heavy(home: Path, command: list[str]) -> None:
    code = (
        "import sys\nfrom tutor.cli import main\n"
        f"try: main({command!r})\nexcept SystemExit: pass\n"
        "heavy = {'textual', 'flask', 'sqlalchemy', 'httpx', 'jsonschema', 'rich'} & set(sys.modules)\n"
        "sys.exit(f'imported: {sorted(heavy)}' if heavy else 0)"
    )
    subprocess.run([sys.executable, "-m", "tutor", "lessons"], check=True, capture_output=True)  # compiles the course
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_serve_prints_its_address_and_answers(home: Path) -> None:
    import urllib.request

    server = subprocess.Popen(
        [sys.executable, "-u", "-m", "tutor", "serve"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert server.stdout is not None
        url = next(word for word in server.stdout.readline().split() if word.startswith("http://")).rstrip(";")
        with urllib.request.urlopen(f"{url}/get?a=1", timeout=10) as answer:
            assert json.load(answer)["args"] == {"a": "1"}
        assert "/get?a=1" in server.stdout.readline()
    finally:
        server.terminate()
        server.communicate(timeout=10)
