"""Faults planted in the bundled lessons are found, each kind every time, wherever it can be planted."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tutor.check import run_check
from tutor.check.run import Start

LESSONS = Path(__file__).parents[2] / "lessons"
FILES = sorted(path.relative_to(LESSONS) for path in LESSONS.glob("*/*.yaml") if path.name.count(".") == 1)
FULL = bool(os.environ.get("TUTOR_FULL"))
Plant = Callable[[str, random.Random], str | None]


def swap(pattern: str, put: str | Callable[[re.Match[str]], str]) -> Plant:
    """Change one place, chosen by chance, where a pattern matches; None where there is none."""

    def plant(text: str, dice: random.Random) -> str | None:
        found = list(re.finditer(pattern, text, re.M))
        if not found:
            return None
        place = dice.choice(found)
        new = put if isinstance(put, str) else put(place)
        return text[: place.start()] + new + text[place.end() :]

    return plant


def same_id(text: str, dice: random.Random) -> str | None:
    """The id of one step given to another."""
    ids = re.findall(r"^  - id: ([\w-]+)$", text, re.M)
    first, second = dice.sample(ids, 2)
    return text.replace(f"  - id: {second}\n", f"  - id: {first}\n", 1)


def two_right(text: str, dice: random.Random) -> str | None:
    """A wrong option of a question with one answer made right as well."""
    found = [m for m in re.finditer(r"^( +)misconception: [\w-]+\n", text, re.M)]
    blocks = [m for m in found if "multiple: true" not in text[text.rfind("  - id: ", 0, m.start()) : m.start()]]
    if not blocks:
        return None
    place = dice.choice(blocks)
    return text[: place.start()] + f"{place[1]}correct: true\n" + text[place.start() :]


EXPLANATION = r"^    explanation: (?![|>'\"]).+$"
KINDS: dict[str, tuple[str, Plant]] = {
    "another status": (
        "demo-expect exercise-solution",
        swap(r"(expect: \{status: |^ +status: |\{status: )\d{3}", lambda m: m[1] + "299"),
    ),
    "another field": (
        "demo-expect exercise-solution",
        swap(r"(headers: \{[\w-]+: )([\w/.-]+)\}", lambda m: m[1] + "no-such-value}"),
    ),
    "no feedback": (
        "schema-missing-field",
        swap(r"^( +)correct: true\n +feedback: [^>|\n]+\n", lambda m: f"{m[1]}correct: true\n"),
    ),
    "the same id twice": ("id-duplicate", same_id),
    "no such objective": ("objective-unknown", swap(r"objectives: \[[\w-]+", "objectives: [no-such")),
    "no such source": ("ref-unknown", swap(r"^    refs: \[[\w-]+", "    refs: [no-such")),
    "no such misconception": ("misconception-unknown", swap(r"misconception: [\w-]+", "misconception: no-such")),
    "nothing right": ("option-none-correct", swap(r"^ +correct: true\n", "")),
    "two right": ("option-correct-count", two_right),
    "right and a misconception": (
        "option-right-misconception",
        swap(r"^( +)misconception: ([\w-]+)\n", lambda m: f"{m[0]}{m[1]}correct: true\n"),
    ),
    "a title that is too long": (
        "width-step", swap(r"^(    type: \w+\n    title: ).+$", lambda m: m[1] + "A title that says much too much"),
    ),
    "words that speak of others": ("option-banned", swap(r"^( {8,10}text: ).+$", lambda m: m[1] + "none of the above")),
    "an unknown field": ("schema-unknown-field", swap(r"^    question: ", "    qestion: ")),
    "what must not pass passes": (
        "reject-accepted",
        swap(
            r"(    answers: \[)('[^'\n]*'|\"[^\"\n]*\")(\][\s\S]*?\n    rejects: \[)", lambda m: f"{m[0]}{m[2]}, "
        ),
    ),
    "a phrase of no code": ("status-phrase", swap(EXPLANATION, lambda m: m[0] + " 404 Missing.")),
    "a host of somebody": ("host-real", swap(EXPLANATION, lambda m: m[0] + " See tea.com.")),
    "a mark of no fact": ("fact-mark", swap(r"\]\(status:\d+", "](status:471")),
    "one hint alone": ("hints-few", swap(r"^    hints:\n(?:      - .+\n)+", "    hints:\n      - Look.\n")),
    "a row of code that is too wide": ("width-code", swap(r"^    code: \|\n", f"    code: |\n      {'x' * 73}\n")),
    "nothing asked": ("question-form", swap(r"^(    question: )(?![|>'\"]).+$", lambda m: m[1] + "The right one")),
}  # fmt: skip
SHARES = {"level-spread", "option-longest", "option-absolute", "negative-many"}
"""Rules on shares in a module or the course, which one lesson alone need not keep."""
ALONE = re.compile(r"^prerequisites: .*$", re.M)


def found(folder: Path, file: Path, text: str, start: Start | None) -> set[str]:
    """Rules that a course of this one lesson breaks."""
    (folder / file.parent).mkdir(exist_ok=True)
    (folder / file).write_text(ALONE.sub("prerequisites: []", text))
    (folder / "course.yaml").write_text(
        "format: 1\nid: c\ntitle: C\nlanguage: en\nmodules:\n"
        f"  - {{id: {file.parent}, title: M, summary: S, lessons: [{file.stem}]}}\n"
    )
    report = run_check(folder, start=start, skip=SHARES)
    return {problem.rule for problem in report.problems}


@pytest.mark.parametrize("kind", KINDS)
def test_a_planted_fault_is_found_every_time(kind: str, tmp_path: Path, servers: Start) -> None:
    rule, plant = KINDS[kind]
    dice = random.Random(kind)
    planted, enough = 0, 3 if "demo-expect" in rule else 6  # of those that are sent and run, fewer
    for n, file in enumerate(dice.sample(FILES, len(FILES))):
        if planted == enough and not FULL:
            break
        text = (LESSONS / file).read_text(encoding="utf-8")
        mutant = plant(text, dice)
        if mutant is None or mutant == text:
            continue
        (folder := tmp_path / str(n)).mkdir()
        planted += 1
        rules = set(rule.split())
        got = found(folder, file, mutant, servers if "demo-expect" in rules else None)
        assert rules & got, f"{kind} in {file}"
    assert planted, "it could be planted nowhere"


def test_nothing_is_found_where_nothing_was_planted(tmp_path: Path, servers: Start) -> None:
    for n, file in enumerate(FILES if FULL else random.Random(1).sample(FILES, 4)):
        (folder := tmp_path / str(n)).mkdir()
        assert found(folder, file, (LESSONS / file).read_text(encoding="utf-8"), servers) == set()


def test_a_circle_and_a_stale_translation_are_found(tmp_path: Path) -> None:
    import shutil

    folder = tmp_path / "lessons"
    shutil.copytree(LESSONS, folder)
    first, second = folder / "http-messages" / "request.yaml", folder / "http-messages" / "response.yaml"
    text = first.read_text(encoding="utf-8")
    first.write_text(ALONE.sub("prerequisites: [http-messages.response]", text))
    assert "prerequisite-circle" in {problem.rule for problem in run_check(folder, start=None).problems}
    first.write_text(text)
    title = re.search(r"^title: .*$", second.read_text(encoding="utf-8"), re.M)
    assert title is not None
    second.write_text(second.read_text(encoding="utf-8").replace(title[0], title[0] + " now", 1))
    assert "translation-stale" in {problem.rule for problem in run_check(folder, start=None).problems}
