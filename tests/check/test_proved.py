"""What was proved is not run again, unless anything has changed that it rests on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.samples import CODE, NEW, RUN
from tests.course.samples import FIRST, PLAIN, TRANSLATED, write
from tutor.check import Proved, proved, report_text, run_check
from tutor.check.run import Start

RULES = ["exercise-solution", "exercise-starter", "exercise-wrong", "exercise-blank", "output-near", "step-fits"]


def test_what_was_proved_is_known_the_next_time_and_nothing_else_is(tmp_path: Path) -> None:
    first = Proved(tmp_path / "deep/proved.txt")
    assert not first.has("a", 1)
    first.add("a", 1)
    first.save()
    again = Proved(tmp_path / "deep/proved.txt")
    assert again.has("a", 1)
    assert not again.has("a", 2)
    assert again.spared == 1
    assert not Proved(tmp_path / "deep/proved.txt", anew=True).has("a", 1)
    assert not Proved().has("a", 1)


@pytest.mark.parametrize("what", ["a file of the program", "a package", "a Python"])
def test_another_program_package_or_python_proves_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    kept = Proved(tmp_path / "proved.txt")
    kept.add("a")
    kept.save()
    if what == "a file of the program":
        monkeypatch.setattr(proved, "_files", lambda _folder: iter(["tutor/judge.py 1 2"]))
    elif what == "a package":
        (tmp_path / "flask-9.9.dist-info").mkdir()
        monkeypatch.syspath_prepend(tmp_path)
    else:
        monkeypatch.setattr("sys.version", "3.99")
    assert not Proved(tmp_path / "proved.txt").has("a")


@pytest.mark.parametrize("data", [b"\xff\xfe", b"", b"not a hash\n"])
def test_a_file_that_cannot_be_used_is_none(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "proved.txt").write_bytes(data)
    kept = Proved(tmp_path / "proved.txt")
    assert not kept.has("a")
    kept.add("a")
    kept.save()
    assert Proved(tmp_path / "proved.txt").has("a")


def test_where_nothing_can_be_written_the_check_goes_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    kept = Proved(tmp_path / "file" / "proved.txt")
    kept.add("a")
    kept.save()
    assert (tmp_path / "file").read_text() == ""


def test_the_latest_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proved, "MOST", 2)
    kept = Proved(tmp_path / "proved.txt")
    for what in "abac":
        kept.add(what)
    kept.save()
    again = Proved(tmp_path / "proved.txt")
    assert [again.has(what) for what in "abc"] == [True, False, True]


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many jobs each run of workers had."""
    from tutor.lesson.exercise.run import Workshop

    counted: list[int] = []
    run_jobs = Workshop.run_jobs

    def counting(self: Workshop, jobs: list[object]) -> object:
        counted.append(len(jobs))
        return run_jobs(self, jobs)  # type: ignore[arg-type]

    monkeypatch.setattr(Workshop, "run_jobs", counting)
    return counted


def test_only_what_has_changed_is_run_again_and_what_is_wrong_each_time(
    tmp_path: Path, servers: Start, runs: list[int]
) -> None:
    def checked(exercise: str, prediction: str) -> tuple[set[str], str]:
        steps = f"{NEW}{exercise}  - id: newer\n    title: Newer\n{prediction}"
        folder = write(tmp_path / "course", {**PLAIN, "wire/first.yaml": FIRST.replace("steps:\n", steps)})
        kept = Proved(tmp_path / "proved.txt")
        report = run_check(folder, start=servers, only=RULES, proved=kept)
        kept.save()
        return {problem.rule for problem in report.problems}, report_text(report)

    found, said = checked(CODE, RUN)
    assert (found, runs) == (set(), [5])  # solution, starter, a wrong fix, empty files; and the prediction
    assert "proof" not in said
    found, said = checked(CODE, RUN)
    assert (found, runs) == (set(), [5])
    assert "2 proofs of before hold" in said
    wrong = CODE.replace("put: a - b", "put: b + a")
    for _again in range(2):
        runs.clear()
        found, said = checked(wrong, RUN)
        assert (found, runs) == ({"exercise-wrong"}, [4])
        assert "1 proof of before holds" in said
    runs.clear()
    assert checked(CODE, RUN.replace('"11"', '"2"'))[0] == {"output-near"}
    assert runs == [1]
    runs.clear()
    assert checked(CODE, f"{RUN}    compare: code\n")[0] == set()
    assert runs == [1], "what counts as the same answer is part of what was proved"


def test_a_lesson_is_shown_again_when_a_text_has_changed(tmp_path: Path) -> None:
    def spared(**changed: str) -> int:
        files = {**TRANSLATED, **{f"wire/first{end}.yaml": text for end, text in changed.items()}}
        kept = Proved(tmp_path / "proved.txt")
        report = run_check(
            write(tmp_path / "course", files), start=None, only=["step-fits"], screens=True, proved=kept
        )  # fmt: skip
        kept.save()
        return report.spared

    assert spared() == 0
    shown = spared()
    assert shown > 0
    assert spared(**{"": FIRST.replace("title: Send it", "title: Send")}) == shown - 2, "in both languages"
