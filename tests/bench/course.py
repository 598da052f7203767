"""A generated course of any size, for measuring."""

from __future__ import annotations

from pathlib import Path

LESSON = """\
format: 1
id: {module}.{name}
title: Lesson {name}
summary: One of many lessons, made to measure how the program carries them.
minutes: 10
difficulty: 3
objectives:
  tell: tell the one from the other
steps:
  - id: intro
    type: read
    title: Something to read
    text: |
      A short page.
  - id: pick
    type: choice
    title: Something to choose
    objectives: [tell]
    question: Which one is it?
    options:
      one: {{text: the first, correct: true, feedback: It is.}}
      two: {{text: the second, feedback: It is the other.}}
      three: {{text: the third, feedback: There are two.}}
"""


def generate(folder: Path, lessons: int, per_module: int = 50) -> Path:
    """Write a course with that many lessons."""
    names = [f"m{n:03}" for n in range(-(-lessons // per_module))]
    rows = ["format: 1", "id: big", "title: A course of many lessons", "language: en", "modules:"]
    left = lessons
    for module in names:
        files = [f"l{n:03}" for n in range(min(per_module, left))]
        left -= len(files)
        rows += [f"  - id: {module}", f"    title: Module {module}", "    summary: Fifty lessons.",
                 f"    lessons: [{', '.join(files)}]"]  # fmt: skip
        (folder / module).mkdir(parents=True, exist_ok=True)
        for name in files:
            (folder / module / f"{name}.yaml").write_text(LESSON.format(module=module, name=name))
    (folder / "course.yaml").write_text("\n".join(rows) + "\n")
    return folder
