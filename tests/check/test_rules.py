"""Each rule rejects what it is for, alone and at its place, and lets pass what is only like it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.check.samples import RUNNING, SAMPLES, Sample, apply
from tests.course.samples import PLAIN, TRANSLATED, write
from tutor.check import run_check
from tutor.check.registry import Rule, rules
from tutor.check.run import Start
from tutor.course.problem import Problem

CASES = [
    pytest.param(rule, sample, id=f"{rule}-{n}") for rule, all_ in SAMPLES.items() for n, sample in enumerate(all_)
]
ELSEWHERE = {
    "yaml-encoding": "tests/course/test_strict.py",
    "file-outside": "tests/check/test_run.py",
    "step-fits": "tests/check/test_fits.py",
    "keymap-sound": "tests/check/test_keymaps.py",
}


def problems(folder: Path, files: dict[str, str], start: Start | None) -> list[Problem]:
    return run_check(write(folder, files), start=start).problems


@pytest.mark.parametrize(("rule", "sample"), CASES)
def test_a_sample_is_rejected_by_this_rule_alone(rule: str, sample: Sample, tmp_path: Path, servers: Start) -> None:
    files = apply(sample, sample.wrong)
    found = problems(tmp_path, files, servers if rule in RUNNING else None)
    assert [problem.rule for problem in found] == [rule], "\n".join(map(str, found))
    (problem,) = found
    assert problem.severity in {entry.severity for entry in rules()[rule]}
    assert problem.message.endswith((".", "?")) and problem.mend.endswith((".", "?"))
    text = files.get(str(Path(problem.file).relative_to(tmp_path)), "")
    rows = text.splitlines() if "\u2028" not in text else text.split("\n")
    rest = "\n".join([rows[problem.line - 1][problem.column - 1 :], *rows[problem.line :]]) if rows else ""
    assert rest.startswith(sample.at), problem


@pytest.mark.parametrize(("rule", "sample"), CASES)
def test_what_is_only_like_it_passes(rule: str, sample: Sample, tmp_path: Path, servers: Start) -> None:
    found = problems(tmp_path, apply(sample, sample.right), servers if rule in RUNNING else None)
    assert found == []


@pytest.mark.parametrize("files", [PLAIN, TRANSLATED])
def test_the_sound_course_has_no_problem(files: dict[str, str], tmp_path: Path, servers: Start) -> None:
    assert problems(tmp_path, files, servers) == []


def test_every_rule_has_a_sample() -> None:
    assert {rule for rule, samples in SAMPLES.items() if samples} | set(ELSEWHERE) == set(rules())


@pytest.mark.parametrize("rule", [rule for same in rules().values() for rule in same], ids=lambda rule: rule.id)
def test_every_rule_says_what_holds(rule: Rule) -> None:
    assert rule.about.endswith(".")
    assert rule.id == rule.id.lower().replace("_", "-")
