"""Exercises, proved by running them: the solution passes, the starter fails as announced, wrong and blank fail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tutor.check.live import wrong_prediction
from tutor.course.exercise import Exercise, HttpExercise
from tutor.course.exercise_sound import edited
from tutor.course.problem import Finding, Path
from tutor.course.sound import steps_of
from tutor.course.types import Code, Lesson, Output
from tutor.words import _

if TYPE_CHECKING:
    from tutor.lesson.exercise import Result
    from tutor.lesson.exercise.run import Workshop

Found = Iterator[tuple[str, Finding]]


def code_steps(lesson: Lesson) -> list[tuple[Path, Exercise]]:
    """The exercises of a lesson, with their paths."""
    return [((*path, "exercise"), step.exercise) for path, step in steps_of(lesson, Code)]


def run_steps(lesson: Lesson) -> list[tuple[Path, Output]]:
    """The predictions of a lesson that are no requests, with their paths."""
    return [(path, step) for path, step in steps_of(lesson, Output) if not step.exchanges]


def predict(step: Output, path: Path, workshop: Workshop) -> Found:
    """Run what is predicted. Blocks."""
    yield from (("output-near", found) for found in wrong_prediction(step, path, workshop.perform(step).brought))


def prove(exercise: Exercise, path: Path, workshop: Workshop) -> Found:
    """Run an exercise in all the ways that say something about it; ids of rules with what they find. Blocks."""
    starter, blank = {name: str(text) for name, text in exercise.files.items()}, dict.fromkeys(exercise.files, "")
    wrongs = [edited(exercise, n) for n in range(len(exercise.wrong))]
    solution, begun, *failing, empty = _results(exercise, [exercise.solved, starter, *wrongs, blank], workshop)
    yield from _solution(exercise, path, solution)
    yield from _starter(exercise, path, begun)
    for n, result in enumerate(failing):
        if result is not None and result.passed:
            message = _("This wrong fix passes: {name}.").format(name=exercise.wrong[n].name)
            yield "exercise-wrong", Finding((*path, "wrong", n), message, _("Add a check that it fails."))
    if empty is not None and empty.passed:
        message = _("Empty files pass.")
        yield "exercise-blank", Finding((*path, "checks"), message, _("Add a check of what has to be there."), key=True)


def _results(exercise: Exercise, variants: list[dict[str, str]], workshop: Workshop) -> list[Result | None]:
    """What each set of files came to; None for a request that is empty, which cannot be sent."""
    if not isinstance(exercise, HttpExercise):
        return list(workshop.run_all(exercise, variants))
    return [workshop.run(exercise, files) if files[exercise.entry].strip() else None for files in variants]


def first_miss(result: Result) -> tuple[str, str, str]:
    """(check, at, got) of the first thing that fails, as `fails_as` has it; a run that did not end has its end."""
    if result.trouble is not None:
        return next(iter(check.id for check in result.checks if check.state == "unknown")), "error", result.trouble.type
    failing = result.failing
    if failing is None or not failing.misses:
        unknown = next((check.id for check in result.checks if check.state == "unknown"), "")
        return unknown, result.ended, result.output.rstrip().rpartition("\n")[2]
    return failing.id, failing.misses[0].at, failing.misses[0].got


def _solution(exercise: Exercise, path: Path, result: Result | None) -> Found:
    if result is not None and result.passed:
        return
    message, mend = _("The solution is empty."), _("Mend the solution, or the checks.")
    if result is not None:
        check, at, got = first_miss(result)
        message = _("The solution does not pass: {check}, {at}: {got}.").format(check=check, at=at, got=got)
    yield "exercise-solution", Finding((*path, "solution"), message, mend, key=True)


def _starter(exercise: Exercise, path: Path, result: Result | None) -> Found:
    where = (*path, "fails_as")
    if result is None:
        message = _("The starter is empty.")
        yield "exercise-starter", Finding(where, message, _("Give the learner a beginning."), key=True)
    elif result.passed:
        yield "exercise-starter", Finding(where, _("The starter passes."), _("Take something out of it."), key=True)
    else:
        wanted, (check, at, got) = exercise.fails_as, first_miss(result)
        if (wanted.check, wanted.at) != (check, at) or (wanted.got is not None and not _is(got, wanted.got)):
            message = _("The starter fails so: check {check}, at {at}, got {got}.").format(check=check, at=at, got=got)
            yield "exercise-starter", Finding(where, message, _("Mend the starter, or write this down."), key=True)


def _is(got: str, wanted: str) -> bool:
    """Whether this is what was announced; the reason phrase of a status need not be."""
    return wanted in (got, got.partition(" ")[0], got.strip('"'))
