"""Exercises, proved by running them: the solution passes, the starter fails as announced, wrong and blank fail."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tutor.check.live import wrong_prediction
from tutor.check.proved import Proved
from tutor.course.exercise import Exercise, HttpExercise, LiveExercise, TestsExercise, VenvRun
from tutor.course.exercise_sound import edited
from tutor.course.problem import Finding, Path
from tutor.course.sound import steps_of
from tutor.course.types import Code, Lesson, Output, Step
from tutor.lesson.exercise.extras import lacking
from tutor.words import _

if TYPE_CHECKING:
    from tutor.lesson.exercise import Result
    from tutor.lesson.exercise.run import Workshop

Found = Iterator[tuple[str, Finding]]
ALONE = (HttpExercise, LiveExercise)
"""Kinds that cannot share a worker with others."""


Proof = tuple[list[int], Callable[["Workshop"], Found]]
"""Numbers of steps with what proves them: it gives ids of rules with what they find, and blocks."""


def proofs_of(lesson: Lesson, proved: Proved) -> list[Proof]:
    """What runs the exercises of a lesson in all the ways that say something about them, and what it predicts of code.

    All that is quickly done in one worker is one of them; what was proved before is none.
    """
    quick: list[tuple[Path, Exercise]] = []
    proofs: list[Proof] = []
    for path, exercise in _code_steps(lesson):
        if proved.has(*_rests_on(lesson.steps[_step(path)])):
            continue
        if isinstance(exercise, ALONE):
            proofs.append(([_step(path)], partial(_alone, path, exercise)))
        elif isinstance(exercise, TestsExercise):
            proofs.append(([_step(path)], partial(_together, [(path, exercise)], [])))
        else:
            quick.append((path, exercise))
    steps = [(path, step) for path, step in _run_steps(lesson) if not proved.has(*_rests_on(step))]
    venvs = [(path, step) for path, step in steps if isinstance(step.run, VenvRun)]
    proofs += [([_step(path)], partial(_performed, path, step)) for path, step in venvs]
    predicted = [(path, step) for path, step in steps if not isinstance(step.run, VenvRun)]
    if quick or predicted:
        proofs.append(([_step(path) for path, _what in [*quick, *predicted]], partial(_together, quick, predicted)))
    return proofs


def remember(lesson: Lesson, steps: Iterable[int], proved: Proved) -> None:
    """Remember that nothing was found against these steps."""
    for n in steps:
        proved.add(*_rests_on(lesson.steps[n]))


def _rests_on(step: Step) -> tuple[object, ...]:
    """What the proof of a step rests on; the texts around it do not matter."""
    if isinstance(step, Code):
        return (step.exercise,)
    assert isinstance(step, Output)
    return (step.run, step.show, step.compare, step.near)


def _together(
    codes: Sequence[tuple[Path, Exercise]], steps: Sequence[tuple[Path, Output]], workshop: Workshop
) -> Found:
    from tutor.lesson.exercise.jobs import job_of
    from tutor.lesson.exercise.judge import judge
    from tutor.lesson.exercise.predicted import SECONDS, job_of_run, ran

    jobs = [(job_of(exercise, files), exercise.seconds) for _path, exercise in codes for files in _variants(exercise)]
    jobs += [(job_of_run(step.run), SECONDS) for _path, step in steps]
    outcomes = iter(workshop.run_jobs(jobs))
    for path, exercise in codes:
        results = [judge(exercise, next(outcomes)) for _files in _variants(exercise)]
        yield from _proved(exercise, path, results)
    for path, step in steps:
        yield from _predicted(step, path, ran(step.show, next(outcomes)).brought)


def _alone(path: Path, exercise: Exercise, workshop: Workshop) -> Found:
    yield from _proved(exercise, path, [_run(exercise, files, workshop) for files in _variants(exercise)])


def _performed(path: Path, step: Output, workshop: Workshop) -> Found:
    yield from _predicted(step, path, workshop.perform(step).brought)


def _code_steps(lesson: Lesson) -> list[tuple[Path, Exercise]]:
    """The exercises of a lesson that can be run here."""
    return [
        ((*path, "exercise"), step.exercise)
        for path, step in steps_of(lesson, Code)
        if not step.exercise.needs or not lacking(step.exercise.needs)
    ]


def passed_over(lesson: Lesson) -> dict[str, int]:
    """How many exercises of a lesson need packages that are not installed here, by the extra that has them."""
    needs = (step.exercise.needs for _path, step in steps_of(lesson, Code))
    return dict(Counter(extra for extra in needs if extra and lacking(extra)))


def _run_steps(lesson: Lesson) -> list[tuple[Path, Output]]:
    """The predictions of a lesson that are no requests."""
    return [(path, step) for path, step in steps_of(lesson, Output) if not step.exchanges]


def _step(path: Path) -> int:
    """The number of the step that a path is in."""
    number = path[1]
    assert isinstance(number, int)
    return number


def _variants(exercise: Exercise) -> list[dict[str, str]]:
    """Files to be run: the solution, the starter, each wrong fix, and empty ones."""
    starter, blank = {name: str(text) for name, text in exercise.files.items()}, dict.fromkeys(exercise.files, "")
    return [exercise.solved, starter, *(edited(exercise, n) for n in range(len(exercise.wrong))), blank]


def _run(exercise: Exercise, files: dict[str, str], workshop: Workshop) -> Result | None:
    """What a run came to; None for a request that is empty, which cannot be sent."""
    empty = isinstance(exercise, HttpExercise) and not files[exercise.entry].strip()
    return None if empty else workshop.run(exercise, files)


def _predicted(step: Output, path: Path, brought: str) -> Found:
    yield from (("output-near", found) for found in wrong_prediction(step, path, brought))


def _proved(exercise: Exercise, path: Path, results: Sequence[Result | None]) -> Found:
    solution, begun, *failing, empty = results
    yield from _solution(exercise, path, solution)
    yield from _starter(exercise, path, begun)
    for n, result in enumerate(failing):
        if result is not None and result.passed:
            message = _("This wrong fix passes: {name}.").format(name=exercise.wrong[n].name)
            yield "exercise-wrong", Finding((*path, "wrong", n), message, _("Add a check that it fails."))
    if empty is not None and empty.passed:
        message = _("Empty files pass.")
        yield "exercise-blank", Finding((*path, "checks"), message, _("Add a check of what has to be there."), key=True)


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
