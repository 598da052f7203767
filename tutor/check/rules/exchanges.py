"""What a demo expects and points out, as it is written; `tutor.check.live` looks whether it is so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.check.registry import lesson_rule
from tutor.course.exercise_sound import comparisons_of
from tutor.course.expect import comparisons, flaws
from tutor.course.problem import Finding
from tutor.course.sound import exchanges_of, steps_of
from tutor.course.types import Code, Demo, Lesson
from tutor.words import _

_NOTICE = re.compile(r"status-line|request-line|body|(?:request\.)?field\.[-!#$%&'*+.^_`|~0-9A-Za-z]+")


@lesson_rule("expect-comparison", "`expect` uses the comparisons that exist, as they are meant.")
def expect_comparison(lesson: Lesson) -> Iterator[Finding]:
    mend = _("docs/lesson-format.md lists the comparisons; a mapping as value stands under equals.")
    for path, spec in exchanges_of(lesson):
        for inner, wanted in comparisons(spec.expect) if spec.expect else ():
            yield from (Finding((*path, "expect", *inner), message, mend) for message in flaws(wanted))
    for path, step in steps_of(lesson, Code):
        for inner, wanted in comparisons_of(step.exercise):
            yield from (Finding((*path, "exercise", *inner), message, mend) for message in flaws(wanted))


@lesson_rule("notice-form", "`notice` names status-line, request-line, body, field.NAME or request.field.NAME.")
def notice_form(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Demo):
        for i, name in enumerate(step.notice):
            if not _NOTICE.fullmatch(name):
                message = _("`{name}` names no part of an exchange.").format(name=name)
                mend = _("Write status-line, request-line, body, field.NAME or request.field.NAME.")
                yield Finding((*path, "notice", i), message, mend)
