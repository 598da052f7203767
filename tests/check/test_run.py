"""What is checked, what is reported of it, and how it reads."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.check.samples import SAMPLES, apply
from tests.course.samples import FIRST, PLAIN, SECOND, TRANSLATED, write
from tutor.check import Report, report_text, run_check
from tutor.check.registry import chosen
from tutor.course.problem import Finding, Problem

HINT = "    hints: ['It is `Host: example.com`.']\n"
TELLS = FIRST.replace("    hints: [It names who is asked.]\n", HINT)


def check(folder: Path, *paths: Path) -> list[tuple[str, str]]:
    """Rule and file name of each problem, without the demos."""
    report = run_check(folder, list(paths) or None, start=None)
    return [(problem.rule, Path(problem.file).name) for problem in report.problems]


@pytest.fixture
def flawed(tmp_path: Path) -> Path:
    """A course with one flaw in each of three files."""
    files = {
        **TRANSLATED,
        "wire/second.yaml": SECOND.replace("summary", "sumary"),
        "wire/first.yaml": TELLS,
        "wire/first.ko.yaml": TRANSLATED["wire/first.ko.yaml"].replace("of: wire.first", "of: wire.frist"),
    }
    return write(tmp_path, files)


def test_the_whole_course_is_reported_sorted_by_place(flawed: Path) -> None:
    assert check(flawed) == [
        ("translation-of", "first.ko.yaml"),
        ("translation-stale", "first.ko.yaml"),
        ("hint-tells-answer", "first.yaml"),
        ("schema-unknown-field", "second.yaml"),
    ]


def test_a_file_is_reported_with_its_translations(flawed: Path) -> None:
    assert [file for _rule, file in check(flawed, flawed / "wire/first.yaml")] == [
        "first.ko.yaml", "first.ko.yaml", "first.yaml"
    ]  # fmt: skip
    assert check(flawed, flawed / "wire/second.yaml") == [("schema-unknown-field", "second.yaml")]
    assert {file for _rule, file in check(flawed, flawed / "wire/first.ko.yaml")} == {"first.ko.yaml"}
    assert check(flawed, flawed / "course.yaml") == []


def test_a_folder_is_reported_with_all_that_is_in_it(flawed: Path) -> None:
    assert len(check(flawed, flawed / "wire")) == len(check(flawed)) == len(check(flawed, flawed))


def test_paths_may_be_relative_and_repeated(flawed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(flawed / "wire")
    report = run_check(flawed, [Path("second.yaml"), Path("../wire/second.yaml")], start=None)
    assert [problem.file for problem in report.problems] == ["second.yaml"]
    assert report.files == 2, "the lesson and its translation"


def test_files_are_named_from_the_working_folder_where_they_are_inside(
    flawed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(flawed)
    assert run_check(flawed, start=None).problems[0].file == "wire/first.ko.yaml"
    monkeypatch.chdir(flawed / "wire" / "..")
    (flawed / "else").mkdir()
    monkeypatch.chdir(flawed / "else")
    assert run_check(flawed, start=None).problems[0].file == str((flawed / "wire/first.ko.yaml").resolve())


@pytest.mark.parametrize("name", ["elsewhere.yaml", "lessons/notes.txt", "lessons/none.yaml"])
def test_a_path_that_leads_to_no_file_of_the_course_is_an_error(tmp_path: Path, name: str) -> None:
    folder = write(tmp_path / "lessons", {**PLAIN, "notes.txt": ""})
    (tmp_path / "elsewhere.yaml").write_text(SECOND)
    report = run_check(folder, [tmp_path / name], start=None)
    assert [(problem.rule, problem.file) for problem in report.problems] == [("file-outside", str(tmp_path / name))]
    assert (report.errors, report.files) == (1, 0)


def test_a_broken_lesson_is_not_missed_by_those_that_need_it(tmp_path: Path) -> None:
    broken = FIRST.replace("summary", "sumary")
    needs = SECOND.replace("[wire.first]", "[wire.first, wire.one]")
    folder = write(tmp_path, {**PLAIN, "wire/first.yaml": broken, "wire/second.yaml": needs})
    assert check(folder) == [("schema-unknown-field", "first.yaml")]


def test_a_missing_lesson_is_not_missed_by_those_that_need_it(tmp_path: Path) -> None:
    folder = write(tmp_path, PLAIN)
    (folder / "wire/first.yaml").unlink()
    assert check(folder) == [("file-missing", "course.yaml")]


def test_a_broken_course_file_hides_no_problem_of_lessons(tmp_path: Path) -> None:
    folder = write(tmp_path, {**PLAIN, "course.yaml": "format: [", "wire/first.yaml": TELLS})
    assert check(folder) == [("yaml-syntax", "course.yaml"), ("hint-tells-answer", "first.yaml")]


def test_a_step_silences_a_rule_with_its_reason(tmp_path: Path) -> None:
    before = run_check(write(tmp_path, PLAIN), start=None).silenced
    allowed = TELLS.replace("{hints-few: a sample}", "{hint-tells-answer: it is not asked for, hints-few: a sample}")
    report = run_check(write(tmp_path, {**PLAIN, "wire/first.yaml": allowed}), start=None)
    assert report.problems == []
    assert report.silenced == before + 1
    assert f"nothing wrong, {before + 1} silenced" in report_text(report)


def test_a_step_silences_a_rule_in_its_translation_too(tmp_path: Path) -> None:
    wide = TRANSLATED["wire/first.ko.yaml"].replace("title: 보내기", f"title: {'가' * 20}")
    folder = write(tmp_path, {**TRANSLATED, "wire/first.ko.yaml": wide})
    assert check(folder) == [("width-step", "first.ko.yaml")]
    allowed = FIRST.replace("{option-status: a sample", "{width-step: shown alone, option-status: a sample")
    write(folder, {"wire/first.yaml": allowed})
    assert check(folder) == []


def test_a_step_silences_nothing_at_other_steps(tmp_path: Path) -> None:
    elsewhere = TELLS.replace("{option-status: a sample", "{hint-tells-answer: here, option-status: a sample")
    assert check(write(tmp_path, {**PLAIN, "wire/first.yaml": elsewhere})) == [("hint-tells-answer", "first.yaml")]


def test_a_flaw_of_the_english_is_not_said_again_of_the_translation(tmp_path: Path) -> None:
    english = FIRST.replace("title: Send it", "title: This title is a good deal too wide")
    korean = TRANSLATED["wire/first.ko.yaml"].replace("    title: 보내기\n", "")
    folder = write(tmp_path, {**TRANSLATED, "wire/first.yaml": english, "wire/first.ko.yaml": korean})
    assert [file for rule, file in check(folder) if rule == "width-step"] == ["first.yaml"]


def test_bytes_that_are_no_text_are_one_problem(tmp_path: Path) -> None:
    folder = write(tmp_path, PLAIN)
    (folder / "wire/second.yaml").write_bytes(b"format: 1\nid: \xff\n")
    assert check(folder) == [("yaml-encoding", "second.yaml")]


REPORT = Report(
    [
        Problem("a.yaml", 3, 5, "id-form", "`A` is not of the form of an id.", "Use small letters."),
        Problem("b.yaml", 1, 1, "width-step", "This is 30 cells wide; 26 fit.", "Shorten it.", "warning"),
    ],
    files=2,
    demos=1,
)


def test_the_report_reads_as_editors_and_compilers_have_it() -> None:
    assert report_text(REPORT).splitlines() == [
        "a.yaml:3:5: error: `A` is not of the form of an id. Use small letters. [id-form]",
        "b.yaml:1:1: warning: This is 30 cells wide; 26 fit. Shorten it. [width-step]",
        "",
        "2 files read, 1 demo sent: 1 error, 1 warning.",
    ]
    assert report_text(Report(files=1)) == "1 file read, 0 demos sent: nothing wrong."


def test_the_report_as_json_has_every_field() -> None:
    data = json.loads(REPORT.as_json())
    assert {key: data[key] for key in data if key != "problems"} == {
        "errors": 1, "warnings": 1, "files": 2, "demos": 1, "silenced": 0, "passed_over": {}, "spared": 0
    }  # fmt: skip
    assert data["problems"][0] == {
        "file": "a.yaml", "line": 3, "column": 5, "rule": "id-form", "severity": "error",
        "message": "`A` is not of the form of an id.", "mend": "Use small letters.",
    }  # fmt: skip


def test_checking_imports_no_screen_and_without_demos_no_server(tmp_path: Path) -> None:
    folder = write(tmp_path, {**PLAIN, "course.yaml": PLAIN["course.yaml"].replace("[first, second]", "[second]")})
    (folder / "wire/first.yaml").unlink()
    code = f"""
import sys
from collections.abc import Iterator
from pathlib import Path
from tutor.check import run_check
assert run_check(Path({str(folder)!r})).demos == 0
print(*[name for name in ("textual", "rich", "flask", "httpx", "tutor.playground") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_rules_are_chosen_and_left_out(tmp_path: Path) -> None:
    text = FIRST.replace("title: Send it", f"title: {'x' * 40}").replace("status: 200\n", "status: 204\n", 1)
    folder = write(tmp_path, {**PLAIN, "wire/first.yaml": text})
    assert {problem.rule for problem in run_check(folder).problems} == {"width-step", "demo-expect"}
    assert {problem.rule for problem in run_check(folder, only=["width-step"]).problems} == {"width-step"}
    assert run_check(folder, only=["width-step"]).demos == 0, "nothing is sent for a rule that looks at the text"
    assert {problem.rule for problem in run_check(folder, skip=["width-step"]).problems} == {"demo-expect"}
    assert run_check(folder, only=["width-step"], skip=["width-step"]).problems == []
    silenced = run_check(folder, start=None).silenced
    assert 0 < run_check(folder, start=None, only=["Q24"]).silenced < silenced, "only what was asked for is counted"


def test_the_number_of_a_standard_stands_for_its_rules() -> None:
    assert chosen("Q04") == chosen("q04") == {"option-twice", "option-within"}
    assert chosen("width-step") == {"width-step"}
    assert chosen("Q99") == chosen("") == set()


def test_of_lessons_that_nobody_asks_about_what_others_refer_to_is_known(tmp_path: Path) -> None:
    needs = SECOND.replace("prerequisites: [wire.first]", "prerequisites:\n- wire.one\n\n# a note\n- wire.first")
    folder = write(tmp_path, {**PLAIN, "wire/second.yaml": needs})
    assert check(folder, folder / "wire/second.yaml") == [], "one that it needs is there under its former id"
    (folder / "wire/first.yaml").write_text(FIRST.replace("[wire.one]", "[wire.two]"))
    assert check(folder, folder / "wire/second.yaml") == [("prerequisite-unknown", "second.yaml")]
    (folder / "wire/second.yaml").write_text(SECOND.replace("prerequisites", "aliases: [wire.two]\nprerequisites"))
    assert check(folder, folder / "wire/second.yaml") == [("id-duplicate", "second.yaml")]


def test_a_circle_is_found_from_a_file_of_it(tmp_path: Path) -> None:
    circle = FIRST.replace("aliases: [wire.one]", "aliases: [wire.one]\nprerequisites: [wire.second]")
    folder = write(tmp_path, {**PLAIN, "wire/first.yaml": circle})
    assert check(folder) == [("prerequisite-circle", "first.yaml")]
    assert check(folder, folder / "wire/first.yaml") == [("prerequisite-circle", "first.yaml")]


def test_shares_of_the_course_are_not_asked_for_with_one_lesson(tmp_path: Path) -> None:
    sample = SAMPLES["option-absolute"][0]
    folder = write(tmp_path, apply(sample, sample.wrong))
    assert "option-absolute" in {rule for rule, _file in check(folder)}
    files = [file for file in sorted(folder.glob("*/*.yaml")) if "." not in file.stem]
    assert files
    assert "option-absolute" not in {rule for file in files for rule, _file in check(folder, file)}


def test_the_server_that_exercises_share_is_never_lent_to_a_demo() -> None:
    from tutor.check.run import _Servers

    class Handle:
        stopped = False

        def stop(self) -> None:
            self.stopped = True

    used: list[object] = []

    def run(_lesson: object, _n: int, server: object) -> Iterator[tuple[str, Finding]]:
        used.append(server)
        yield from ()

    with _Servers(Handle) as servers:  # type: ignore[arg-type]  # a server as far as it is asked here
        shared = servers.one()
        for _demo in range(2):
            servers.lend(run, None, 0)  # type: ignore[arg-type]
        assert used[0] is used[1] is not shared
        assert servers.one() is shared
    assert shared.stopped and used[0].stopped  # type: ignore[attr-defined]
