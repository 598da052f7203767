"""Titles, options and questions fit 80x24."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.check.cells import cells, rows, visible
from tutor.check.course import Course
from tutor.check.registry import Located, course_rule, lesson_rule
from tutor.course.overlay import apply_course
from tutor.course.problem import Finding, Path
from tutor.course.sound import options_of
from tutor.course.types import CourseFile, Lesson
from tutor.words import _

MODULE, LESSON, STEP, OPTION = 28, 24, 26, 68
QUESTION_ROWS, QUESTION_WIDTH = 2, 76


def _too_wide(path: Path, text: str, limit: int) -> Iterator[Finding]:
    width = cells(visible(text).strip())
    if width > limit:
        message = _("This is {width} cells wide; {limit} fit.").format(width=width, limit=limit)
        yield Finding(path, message, _("Shorten it."))


@course_rule("width-module", f"Titles of modules have at most {MODULE} cells.", "warning")
def width_module(course: Course) -> Iterator[Located]:
    value = course.decoded.value
    if value is None:
        return
    yield from (Located(course.decoded.loaded, finding) for finding in _module_titles(value))
    for overlay in course.translations.values():
        if overlay.value is not None:
            translated = apply_course(value, overlay.value)
            titles = {module.id for module in value.modules if "title" in overlay.value.modules.get(module.id, {})}
            for m, module in enumerate(translated.modules):
                if module.id in titles:
                    path = ("modules", value.modules[m].id, "title")
                    yield from (Located(overlay.loaded, f) for f in _too_wide(path, module.title, MODULE))


def _module_titles(course: CourseFile) -> Iterator[Finding]:
    for m, module in enumerate(course.modules):
        yield from _too_wide(("modules", m, "title"), module.title, MODULE)


@lesson_rule("width-lesson", f"Titles of lessons have at most {LESSON} cells.", "warning", translated=True)
def width_lesson(lesson: Lesson) -> Iterator[Finding]:
    yield from _too_wide(("title",), lesson.title, LESSON)


@lesson_rule("width-step", f"Titles of steps have at most {STEP} cells.", "warning", translated=True)
def width_step(lesson: Lesson) -> Iterator[Finding]:
    for n, step in enumerate(lesson.steps):
        yield from _too_wide(("steps", n, "title"), step.title, STEP)


@lesson_rule("width-option", f"Options have at most {OPTION} cells.", "warning", translated=True)
def width_option(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        for id, option in options.items():
            yield from _too_wide((*path, id, "text"), option.text, OPTION)


@lesson_rule("width-question", f"Questions have at most two rows of {QUESTION_WIDTH}.", "warning", translated=True)
def width_question(lesson: Lesson) -> Iterator[Finding]:
    for n, step in enumerate(lesson.steps):
        path: Path = ("steps", n, "question")
        text = getattr(step, "question", None)
        if hasattr(step, "predict"):
            path, text = ("steps", n, "predict", "question"), step.predict.question
        count = rows(visible(text), QUESTION_WIDTH) if text else 0
        if count > QUESTION_ROWS:
            message = _("The question has {n} rows of {width} cells; {limit} fit.")
            message = message.format(n=count, width=QUESTION_WIDTH, limit=QUESTION_ROWS)
            yield Finding(path, message, _("Shorten it, or move what leads to it into the step before."))
