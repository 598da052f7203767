"""docs/curriculum.md: what each lesson teaches and how it is tested, made from the lessons.

    python .ci/curriculum.py          writes it
    python .ci/curriculum.py check    fails if it is not as the lessons are, or if something is left out
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from tutor.course.compile import read
from tutor.course.sound import options_of
from tutor.course.types import Code, CourseFile, Demo, Lesson, Output, Question

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "curriculum.md"
HEAD = """# The curriculum

Made from the lessons by `.ci/curriculum.py`. An objective is followed by the types of the steps that test it. "Live"
counts steps that send something or run something; "misconceptions" those that are met by a wrong option, of all that
are named.

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
        f"{len(met(lesson))} of {len(lesson.misconceptions)} misconceptions.\n"
    )
    told = []
    for id, text in lesson.objectives.items():
        types = testing(lesson, id)
        said = ", ".join(f"{name} {count}" if count > 1 else name for name, count in types.items())
        told.append(f"- {text.strip()}: {said or 'nothing'}")
    return [head, "\n".join(told) + "\n"]


def page() -> str:
    parts = [HEAD]
    for title, found in lessons():
        parts.append(f"## {title}\n")
        for lesson in found:
            parts += rows(lesson)
    return "\n".join(parts)


def gaps() -> list[str]:
    """What is not as it should be: an objective without steps, a misconception that no option stands for."""
    found = []
    for _title, some in lessons():
        for lesson in some:
            found += [f"{lesson.id}: {o} is not tested" for o in lesson.objectives if not testing(lesson, o)]
            found += [f"{lesson.id}: {m} is met by nothing" for m in lesson.misconceptions if m not in met(lesson)]
    return found


if __name__ == "__main__":
    if sys.argv[1:] == ["check"]:
        problems = gaps()
        if PAGE.read_text(encoding="utf-8") != page():
            problems.append("docs/curriculum.md is not as the lessons are: python .ci/curriculum.py writes it anew")
        print("\n".join(problems) or "docs/curriculum.md: as the lessons are, without a gap")
        sys.exit(bool(problems))
    PAGE.write_text(page(), encoding="utf-8")
