"""Code that a lesson shows and says the output of: it is run, confined, and has to print that."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from tutor.check.rules.facts import prose_at
from tutor.course.problem import Finding, Path
from tutor.course.types import Lesson
from tutor.words import _

if TYPE_CHECKING:
    from tutor.workshop.jobs import Outcome
    from tutor.workshop.pool import Pool

RUN = re.compile(
    r"^(?P<f>`{3,})python run *\n(?P<code>.*?)^(?P=f) *$(?:\n+^(?P=f)output *\n(?P<output>.*?)^(?P=f) *$)?",
    re.DOTALL | re.MULTILINE,
)
SECONDS = 5.0


class Fence(NamedTuple):
    """Code marked `python run`, and what is marked `output` right after it; None if nothing is."""

    path: Path
    code: str
    output: str | None


def fences_of(lesson: Lesson) -> list[Fence]:
    """All code of a lesson that is to be run."""
    return [
        Fence(path, found["code"], found["output"]) for path, text in prose_at(lesson) for found in RUN.finditer(text)
    ]


def run_fence(fence: Fence, pool: Pool) -> Iterator[Finding]:
    """Run the code and compare. Blocks."""
    from tutor.workshop.jobs import Job

    outcome = pool.run(Job(kind="python", files={"example.py": fence.code}, entry="example.py"), SECONDS)
    got = _printed(outcome)
    if fence.output is None and outcome.ended != "done":
        message = _("This code ends so: {got}.").format(got=_last(got) or outcome.ended)
        yield Finding(fence.path, message, _("Mend it, or show that with a fence marked `output` right after it."))
    elif fence.output is not None and _rows(got) != _rows(fence.output):
        wanted, real = _differing(_rows(fence.output), _rows(got))
        message = _("The output is said to be {wanted}, and is {got}.").format(wanted=wanted, got=real)
        yield Finding(fence.path, message, _("Mend the code, or write what it prints."))


def _printed(outcome: Outcome) -> str:
    """What went to the output, the last line of an exception included."""
    trouble = outcome.trouble
    if outcome.ended == "error" and trouble:
        return outcome.output + (f"{trouble.type}: {trouble.message}" if trouble.message else trouble.type) + "\n"
    return outcome.output


def _rows(text: str) -> list[str]:
    return [row.rstrip() for row in text.rstrip().split("\n")]


def _last(text: str) -> str:
    return _rows(text)[-1]


def _differing(wanted: list[str], got: list[str]) -> tuple[str, str]:
    """The first row in which the two differ, as each has it."""
    n = next((n for n, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got)))
    return tuple(repr(rows[n]) if n < len(rows) else _("no more") for rows in (wanted, got))  # type: ignore[return-value]
