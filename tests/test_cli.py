"""The commands without a screen."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from tutor import __version__, words
from tutor.cli import main
from tutor.commands import spoken
from tutor.commands.cells import cells, wrapped
from tutor.progress.events import Draft, system_clock
from tutor.progress.open import open_store

COURSE = Path(__file__).parent / "ui" / "course"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with the sample course and English."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    monkeypatch.setenv("TUTOR_LESSONS", str(COURSE))
    return tmp_path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments), prog_name="tutor")
    words.use("en")
    spoken.click_in("en")
    return result


def settings_of(home: Path, text: str) -> Path:
    path = home / "config" / "settings.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return path


def replaced(monkeypatch: pytest.MonkeyPatch, name: str, **contents: object) -> None:
    """A module in place of one that has tests of its own."""
    module = ModuleType(name)
    vars(module).update(contents)
    monkeypatch.setitem(sys.modules, name, module)


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
    docs = (Path(__file__).parents[1] / "docs" / "progress.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in docs for name in data)
    assert "A first request" in run("stats").output


def test_an_unknown_lesson_suggests_the_nearest_and_is_wrong_usage(home: Path) -> None:
    result = run("open", "wire.frist")
    assert result.exit_code == 2
    assert "There is no lesson or module wire.frist. Did you mean wire.first" in result.output


def test_a_step_that_the_lesson_does_not_have_is_wrong_usage_and_those_it_has_are_named(home: Path) -> None:
    result = run("open", "wire.first#nope")
    assert result.exit_code == 2
    assert "There is no step wire.first#nope." in result.output and "Its steps are" in result.output


def test_an_unknown_command_suggests_the_nearest(home: Path) -> None:
    result = run("lesons")
    assert result.exit_code == 2
    assert "Did you mean lessons?" in result.output


def test_without_a_terminal_the_screens_are_refused_in_words(home: Path) -> None:
    result = run()
    assert result.exit_code == 2
    assert "needs a terminal" in result.stderr
    assert result.stderr.index("`tutor --plain`") < result.stderr.index("lessons, stats")


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


@pytest.mark.parametrize("command", [["--version"], ["lessons"], ["stats"], ["due"], ["progress", "verify"]])
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


# ── Help ─────────────────────────────────────────────────────────────────────────────────────────


def test_english_help_is_as_click_writes_it(home: Path) -> None:
    said = run("--help").output
    assert said.startswith(
        "Usage: tutor [OPTIONS] [COMMAND] [ARGS]...\n\n  Learn web development at a terminal by doing"
    )
    assert "\n  --version      Show the version and exit.\n" in said
    assert "\n  -h, --help     Show this message and exit.\n" in said
    assert "\n  lessons    List the lessons with their progress.\n" in said
    assert run("lessons", "--nope").output == (
        "Usage: tutor lessons [OPTIONS]\nTry 'tutor lessons --help' for help.\n\nError: No such option '--nope'.\n"
    )


def test_every_command_has_help_and_an_example_in_the_docs() -> None:
    docs = (Path(__file__).parents[1] / "docs" / "commands.md").read_text(encoding="utf-8")
    for name, command in main.commands.items():
        assert command.help, name
        assert re.search(rf"^    tutor (--plain )?{name}\b", docs, re.MULTILINE), name
        for option in command.params:
            assert not isinstance(option, click.Option) or option.help, (name, option.name)


@pytest.mark.parametrize("arguments", [["--version"], ["-m", "tutor", "--version"]])
def test_the_version_is_the_same_with_and_without_click(home: Path, arguments: list[str]) -> None:
    command = [sys.executable, *arguments] if arguments[0] == "-m" else [sys.executable, "-m", "tutor", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == run("--version").output


# ── Settings ─────────────────────────────────────────────────────────────────────────────────────


def test_the_language_of_the_settings_wins_over_the_environment(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings_of(home, 'language = "ko"\n')
    assert run("lessons", "--nope").output.startswith("사용법:")
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    monkeypatch.setenv("LANGUAGE", "ko")
    settings_of(home, 'language = "en"\n')
    assert run("lessons", "--nope").output.startswith("Usage:")
    settings_of(home, 'language = "auto"\n')
    assert run("lessons", "--nope").output.startswith("사용법:")


def test_a_broken_settings_file_is_told_in_one_line_and_stops_nothing(home: Path) -> None:
    path = settings_of(home, 'language = "en"\n\ntheme = "blue"\n')
    result = run("locate", "data")
    assert result.exit_code == 0
    assert result.stdout == f"{home / 'data'}\n"
    assert result.stderr.splitlines() == [
        f'tutor: {path}:3: theme is "blue". Known are "auto", "dark", "light", "ansi", "contrast".'
    ]


def test_the_flaws_of_the_settings_are_told_in_the_language_of_the_settings(home: Path) -> None:
    settings_of(home, 'language = "ko"\ntheme = "blue"\n')
    assert "Known are" not in run("locate", "data").stderr


def test_without_a_settings_file_no_reader_of_toml_is_imported(home: Path) -> None:
    code = (
        "import sys\nfrom tutor.start import begin\nbegin()\n"
        "sys.exit(str({'tomllib', 'tomlkit', 'click'} & set(sys.modules)) if {'tomllib', 'tomlkit', 'click'} "
        "& set(sys.modules) else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


# ── Plain lines ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        (("--plain",), None),
        (("--plain", "open", "wire.first"), "wire.first"),
        (("open", "wire.first", "--plain"), "wire.first"),
        (("open", "--plain", "wire.first"), "wire.first"),
    ],
)
def test_plain_works_before_and_after_the_command_and_needs_no_terminal(
    home: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], target: str | None
) -> None:
    asked: list[dict[str, Any]] = []

    def run_plain(**values: Any) -> int:
        asked.append(values)
        return 7

    replaced(monkeypatch, "tutor.plain", run=run_plain)
    settings_of(home, 'minutes = 35\nide = "vscode"\nsystem = "macos"\n')
    assert run(*arguments).exit_code == 7
    assert asked == [
        {
            "lessons": COURSE, "data": home / "data", "cache": home / "cache", "language": "en", "target": target,
            "minutes": 35, "keymap": "vscode-macos", "config": home / "config", "retention": 0.9, "review": None,
        }
    ]  # fmt: skip


def test_plain_is_taken_by_commands_that_are_plain_anyway(home: Path) -> None:
    assert run("lessons", "--plain").output == run("--plain", "lessons").output == run("lessons").output


# ── Translating ──────────────────────────────────────────────────────────────────────────────────


class TranslateError(Exception):
    pass


@pytest.fixture
def translating(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, ...]]:
    """What the command asks of the module that translates, which here finds one part missing and two stale."""
    asked: list[tuple[Any, ...]] = []

    def outcome(stale: list[str], stamped: list[str]) -> SimpleNamespace:
        return SimpleNamespace(path=COURSE / "wire" / "first.ko.yaml", added=["title"], stale=stale, stamped=stamped)

    def complete(folder: Path, file: str, language: str) -> SimpleNamespace:
        asked.append((folder, file, language))
        if language == "xx":
            raise TranslateError("There is no language xx. The course has ko.")
        return outcome(["ask", "tell"], [])

    def stamp(folder: Path, file: str, language: str, ids: list[str]) -> SimpleNamespace:
        asked.append((file, language, ids))
        return outcome([id for id in ("ask", "tell") if id not in ids], ids)

    replaced(monkeypatch, "tutor.course.translating", complete=complete, stamp=stamp, TranslateError=TranslateError)
    return asked


def test_translate_says_where_what_was_added_and_what_is_stale(translating: list[tuple[Any, ...]]) -> None:
    result = run("translate", "wire.first", "ko")
    assert result.exit_code == 0
    assert result.output.splitlines() == [
        str(COURSE / "wire" / "first.ko.yaml"),
        "1 part was added, with the English as comments: title.",
        "The English has changed since these were translated: ask, tell.",
        "Compare each, then: tutor translate wire.first ko --stamp STEP (all: every one).",
    ]
    assert translating == [(COURSE, "wire/first.yaml", "ko")]


def test_translate_stamps_the_named_steps_or_all_that_are_stale(translating: list[tuple[Any, ...]]) -> None:
    assert "Stamped as fitting: ask." in run("translate", "wire.first", "ko", "--stamp", "ask").output
    assert "Stamped as fitting: ask, tell." in run("translate", "wire.first", "ko", "--stamp", "all").output
    assert [call[2] for call in translating if isinstance(call[2], list)] == [["ask"], ["ask", "tell"]]


def test_translate_of_an_unknown_lesson_or_language_says_what_there_is(translating: list[tuple[Any, ...]]) -> None:
    result = run("translate", "wire.frist", "ko")
    assert result.exit_code == 2
    assert "There is no lesson wire.frist. Did you mean wire.first" in result.stderr
    result = run("translate", "wire.first", "xx")
    assert result.exit_code == 1
    assert result.stderr == "tutor: There is no language xx. The course has ko.\n"


# ── Korean ───────────────────────────────────────────────────────────────────────────────────────

ENGLISH = re.compile(r"\b[A-Za-z][a-z]+ [a-z]+ [a-z]+\b")
"""Three English words in a row; names of commands, options and metavars never stand like that."""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",), ("open", "--help"), ("lessons", "--help"), ("stats", "--help"), ("check", "--help"),
        ("translate", "--help"), ("locate", "--help"), ("serve", "--help"), ("doctor", "--help"),
        ("lessons", "--nope"), ("open",), ("open", "a", "b"), ("lesons",), ("serve", "--port", "x"),
        ("serve", "--port", "70000"), ("serve", "--port"), ("locate", "nothing"), ("lessons", "--json=1"), (),
        ("open", "wire.frist"), ("check", "nowhere.yaml"), ("translate", "wire.frist", "ko"), ("stats",),
    ],
)  # fmt: skip
def test_korean_has_no_english_sentence(
    home: Path, monkeypatch: pytest.MonkeyPatch, translating: list[tuple[Any, ...]], arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    said = run(*arguments).output
    assert re.search("[가-힣]", said)
    assert ENGLISH.findall(said) == []
    if "--help" in arguments:
        assert max(map(cells, said.splitlines())) <= 80


def test_korean_columns_line_up_by_cells() -> None:
    spoken.click_in("ko")
    formatter = spoken._Formatter(width=40)
    rows = [("--plain", "화면 없이 줄로 봅니다. 화면 낭독기나 느린 연결에 알맞습니다."), ("명령", "끝냅니다")]
    formatter.write_usage("tutor", "[OPTIONS] " + "ARGUMENT " * 4)
    formatter.write_dl(rows)
    formatter.write_text("한국어 문장은 글자 수가 아니라 칸의 수로 접힙니다.")
    spoken.click_in("en")
    lines = formatter.getvalue().splitlines()
    assert all(cells(line) <= 40 for line in lines)
    assert lines[0].startswith("사용법: tutor [OPTIONS]")
    assert [cells(line) - cells(line.lstrip()) for line in lines[1:2]] == [cells("사용법: tutor ")]
    starts = [cells(line[: line.index(word)]) for word in ("화면 없이", "끝냅니다") for line in lines if word in line]
    assert starts == [9, 9]


def test_lines_are_broken_by_cells_and_long_words_stay_whole() -> None:
    assert wrapped("가나다 라마바 사아", 10) == ["가나다", "라마바", "사아"]
    assert wrapped("see /a/very/long/path here", 8) == ["see", "/a/very/long/path", "here"]
    assert wrapped("one\ntwo", 8) == ["one", "two"]


def test_the_catalogues_are_complete_and_miss_what_is_taken_out(tmp_path: Path) -> None:
    """The checker of CI is tested by what it must reject."""
    root = Path(__file__).parents[1]
    shutil.copytree(root / ".ci", tmp_path / ".ci")
    shutil.copytree(root / "tutor" / "locale", tmp_path / "tutor" / "locale")
    catalogue = tmp_path / "tutor" / "locale" / "ko" / "LC_MESSAGES" / "click.po"
    text = catalogue.read_text(encoding="utf-8")
    assert 'msgstr "사용법:"' in text
    catalogue.write_text(
        text.replace('msgstr "사용법:"', 'msgstr ""').replace('msgstr "오류: {message}"', 'msgstr "오류: {massage}"'),
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, str(tmp_path / ".ci" / "words.py"), "check"],
        capture_output=True, text=True, check=False, cwd=root,
    )  # fmt: skip
    assert done.returncode == 1
    assert "ko, click: not translated: 'Usage:'" in done.stdout
    assert "ko, click: other gaps: 'Error: {message}' and '오류: {massage}'" in done.stdout
    assert "click.mo is not what its .po compiles to" in done.stdout


def test_an_unknown_rule_is_told_with_those_like_it(home: Path) -> None:
    result = run("check", "--only", "width-stepp")
    assert result.exit_code == 2
    assert "There is no rule width-stepp." in result.stderr
    assert "width-step" in result.stderr
    assert run("check", "--skip", "nothing-like-it").exit_code == 2


# ── Reviews ──────────────────────────────────────────────────────────────────────────────────────


def answered_long_ago(home: Path, *steps: str) -> None:
    at, offset = system_clock()
    with closing(open_store(home / "data", clock=lambda: (at - 40 * 86_400_000, offset))) as store:
        data = {"visit": "v", "right": True, "tries": 1, "ms": 20_000}
        store.append([Draft("answer", f"wire.first#{step}", data) for step in steps])


def test_due_says_how_many_and_how_long(home: Path) -> None:
    assert run("due").output == "Nothing is due.\n"
    answered_long_ago(home, "write", "digits", "gone")
    assert run("due").output == "2 reviews, about 1 minute\n"
    data = json.loads(run("due", "--json").stdout)
    items = ["wire.first#digits", "wire.first#write"]
    assert data == {"due": 2, "overdue": 2, "minutes": 1, "later": 0, "items": items}


def test_due_reads_no_screen_no_lessons_and_no_model_in(home: Path) -> None:
    answered_long_ago(home, "write")
    run("due")  # keeps the list of items
    code = """
import sys
from tutor.__main__ import main
sys.argv = ["tutor", "due"]
try:
    main()
finally:
    print(sorted({"textual", "msgspec", "fsrs", "flask", "sqlalchemy", "httpx", "yaml"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert done.stdout == "1 review, about 1 minute\n[]\n", done.stderr


def test_a_review_in_plain_lines_is_graded_undone_and_summed_up(home: Path) -> None:
    answered_long_ago(home, "write", "digits")
    done = subprocess.run(
        [sys.executable, "-m", "tutor", "review", "--plain"], input=":a\n:z\n:a\n\n:q\n", capture_output=True,
        text=True, timeout=30,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    for said in ("Review 1 of 2", "Why now: You knew it 40 days ago", "comes back", "The grade is taken back.",
                 "Answer shown", "1 item reviewed.", "Slipped: ", "1 more is due."):  # fmt: skip
        assert said in done.stdout
    with closing(open_store(home / "data")) as store:
        assert sorted(card.grade for card in store.cards().values()) == [1, 3]


def test_a_backlog_is_spread_from_the_command_line_and_that_is_taken_back(home: Path) -> None:
    answered_long_ago(home, "write", "digits")
    before = json.loads(run("due", "--json").stdout)

    def review(*options: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "tutor", "review", "--plain", *options], input=":q\n", capture_output=True,
            text=True, timeout=30,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert "Review 1 of 1" in review("--spread", "2")
    now = json.loads(run("due", "--json").stdout)
    assert (now["due"], now["later"]) == (1, 1)
    assert run("due").output == "1 review, about 1 minute; 1 more over 1 day\n"
    assert "Review 1 of 2" in review("--spread", "0")
    assert json.loads(run("due", "--json").stdout) == before


def test_entries_and_chords_are_due_too_and_read_nothing_heavy_in(home: Path) -> None:
    at, offset = system_clock()
    with closing(open_store(home / "data", clock=lambda: (at - 40 * 86_400_000, offset))) as store:
        store.append([
            Draft("keep", "ref:status#404", {"on": True}),
            Draft("answer", "keys:intellij-linux-gnome#declaration", {"right": True, "first": True}),
        ])  # fmt: skip
    (home / "config").mkdir(exist_ok=True)
    (home / "config" / "settings.toml").write_text('ide = "pycharm"\nsystem = "linux-gnome"\n')
    run("due")
    code = """
import sys
from tutor.__main__ import main
sys.argv = ["tutor", "due", "--json"]
try:
    main()
finally:
    print(sorted({"textual", "msgspec", "fsrs", "flask", "sqlalchemy", "httpx", "yaml"} & sys.modules.keys()))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30)
    assert "ref:status#404" in done.stdout and "keys:intellij-linux-gnome#declaration" in done.stdout
    assert done.stdout.endswith("[]\n"), done.stderr
