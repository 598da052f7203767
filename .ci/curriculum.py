"""docs/curriculum.md: what each lesson teaches and how it is tested, made from the lessons.

    python .ci/curriculum.py          writes it
    python .ci/curriculum.py check    fails if it is not as the lessons are, or if something is left out
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from tutor.course.compile import read
from tutor.course.sound import options_of
from tutor.course.types import Code, CourseFile, Demo, Lesson, Output, Question


class Mistake(NamedTuple):
    """A mistake of `.ci/mistakes.yaml`; `holds` is a text that stands in the first of its steps."""

    mistake: str
    lesson: str
    steps: list[str]
    holds: str


ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "curriculum.md"
HEAD = """# The curriculum

Made from the lessons by `.ci/curriculum.py`. An objective is followed by the types of the steps that test it. "Live"
counts steps that send something or run something; "misconceptions" those that are met by a wrong option, of all that
are named; "mistakes" those of the list at the end that it treats.

"""
MISTAKES = """## Mistakes

What learners of Flask, SQLAlchemy and Jinja get wrong again and again, and the steps that treat it.

| Mistake | Lesson | Steps |
|---|---|---|
"""


def lessons() -> list[tuple[str, list[Lesson]]]:
    """The lessons of each module, in order."""
    folder = ROOT / "lessons"
    course = read(folder, "course.yaml", CourseFile).value
    assert course is not None
    found = []
    for module in course.modules:
        decoded = [read(folder, f"{module.id}/{name}.yaml", Lesson) for name in module.lessons]
        found.append((str(module.title), [one.value for one in decoded if one.value is not None]))
    return found


@lru_cache(maxsize=1)
def mistakes() -> list[Mistake]:
    """The mistakes, and where they are treated."""
    return [Mistake(**row) for row in yaml.safe_load((ROOT / ".ci" / "mistakes.yaml").read_text(encoding="utf-8"))]


def testing(lesson: Lesson, objective: str) -> Counter[str]:
    """The types of the steps that test an objective."""
    return Counter(step.type for step in lesson.steps if isinstance(step, Question) and objective in step.objectives)


def met(lesson: Lesson) -> set[str]:
    """The misconceptions that a wrong option stands for."""
    options = [option for _path, some, _many in options_of(lesson) for option in some.values()]
    return {option.misconception for option in options if option.misconception}


def rows(lesson: Lesson) -> list[str]:
    live = sum(isinstance(step, Demo | Output) for step in lesson.steps)
    code = sum(isinstance(step, Code) for step in lesson.steps)
    head = (
        f"### {lesson.title} (`{lesson.id}`)\n\n"
        f"{lesson.summary.strip()} {len(lesson.steps)} steps, {code} code, {live} live, {len(lesson.cards)} cards, "
        f"{len(met(lesson))} of {len(lesson.misconceptions)} misconceptions{_treated(lesson)}.\n"
    )
    told = []
    for id, text in lesson.objectives.items():
        types = testing(lesson, id)
        said = ", ".join(f"{name} {count}" if count > 1 else name for name, count in types.items())
        told.append(f"- {text.strip()}: {said or 'nothing'}")
    return [head, "\n".join(told) + "\n"]


def _treated(lesson: Lesson) -> str:
    n = sum(one.lesson == lesson.id for one in mistakes())
    return f", {n} {'mistake' if n == 1 else 'mistakes'}" if n else ""


def page() -> str:
    parts = [HEAD]
    for title, found in lessons():
        parts.append(f"## {title}\n")
        for lesson in found:
            parts += rows(lesson)
    treated = [
        f"| {one.mistake} | `{one.lesson}` | {', '.join(f'`{step}`' for step in one.steps)} |" for one in mistakes()
    ]
    return "\n".join([*parts, MISTAKES + "\n".join(treated) + "\n"])


def gaps() -> list[str]:
    """What is not as it should be: an objective without steps, a misconception or a mistake that nothing is about."""
    found = []
    for one in mistakes():
        text = (ROOT / "lessons" / f"{one.lesson.replace('.', '/')}.yaml").read_text(encoding="utf-8")
        bodies = {step: _step_in(text, step) for step in one.steps}
        found += [f"{one.mistake}: {one.lesson} has no step {step}" for step, body in bodies.items() if not body]
        if one.holds not in bodies[one.steps[0]]:
            found.append(f"{one.mistake}: {one.holds!r} does not stand in {one.lesson}#{one.steps[0]}")
    for _title, some in lessons():
        for lesson in some:
            found += [f"{lesson.id}: {o} is not tested" for o in lesson.objectives if not testing(lesson, o)]
            found += [f"{lesson.id}: {m} is met by nothing" for m in lesson.misconceptions if m not in met(lesson)]
    return found


def _step_in(text: str, step: str) -> str:
    """A step as its file has it; "" for none."""
    found = re.search(rf"^  - id: {step}\n.*?(?=^  - id: |^\S|\Z)", text, re.MULTILINE | re.DOTALL)
    return found[0] if found else ""


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        problems = gaps()
        if PAGE.read_text(encoding="utf-8") != page():
            problems.append("docs/curriculum.md is not as the lessons are: python .ci/curriculum.py writes it anew")
        print("\n".join(problems) or "docs/curriculum.md: as the lessons are, without a gap")
        sys.exit(bool(problems))
    PAGE.write_text(page(), encoding="utf-8")
