"""How questions are asked: the question standards on questions, by their numbers in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.check.cells import visible
from tutor.check.course import Course
from tutor.check.registry import Located, course_rule, lesson_rule
from tutor.check.rules.wording import asked, offered
from tutor.course.problem import Finding
from tutor.course.sound import steps_of
from tutor.course.types import Cloze, Lesson, Question, Typed
from tutor.words import _

ENOUGH = 10
"""Questions from which on a share says something."""
MOST_NEGATIVE = 0.1
MOST_RECALL, LEAST_APPLY, LEAST_ANALYSE = 0.5, 0.35, 0.1
LONG_ANSWER = 8
"""Letters from which on an answer is recognised in another question."""
NEGATIVE = re.compile(
    r"\b(which|what|who)\b[^.?]*\b(not|except)\b[^.?]*\?|\ball\b[^.?]*\bexcept\b|(아닌|틀린|않은|않는) (것|줄|말)",
    re.IGNORECASE,
)
STRESSED = re.compile(r"\*(not|except|아닌|틀린|않은|않는)\*", re.IGNORECASE)


@lesson_rule(
    "negative-unmarked",
    "What is asked in the negative says so: `negative: true`, and *not* (Q12).",
    translated=True,
)
def negative_unmarked(lesson: Lesson) -> Iterator[Finding]:
    for path, step, question in asked(lesson):
        if NEGATIVE.search(visible(question)) and not (step.negative and STRESSED.search(question)):
            message = _("This asks in the negative, which is easily overread.")
            mend = _("Ask for what is so; else write `negative: true` in the step and *not* with stars.")
            yield Finding(path, message, mend)


@course_rule("negative-many", f"At most {MOST_NEGATIVE:.0%} of the questions are asked in the negative (Q12).")
def negative_many(course: Course) -> Iterator[Located]:
    lessons = [file.decoded.value for file in course.lessons.values() if file.decoded.value]
    steps = [step for lesson in lessons for _path, step in steps_of(lesson, Question)]
    count = sum(step.negative for step in steps)
    if len(steps) >= ENOUGH and count > MOST_NEGATIVE * len(steps):
        message = _("{n} of {total} questions are asked in the negative.").format(n=count, total=len(steps))
        yield Located(course.decoded.loaded, Finding(("modules",), message, _("Ask for what is so."), key=True))


@lesson_rule("question-form", "A question ends as one, or as an instruction (Q13).", translated=True)
def question_form(lesson: Lesson) -> Iterator[Finding]:
    for path, _step, question in asked(lesson):
        if not visible(question).rstrip().endswith(("?", ".", ":")):
            message = _("This ends neither as a question nor as an instruction.")
            yield Finding(path, message, _("Ask a whole question, so that it can be answered without its options."))


@lesson_rule("question-answers", "No question tells the answer of a later one (Q27).")
def question_answers(lesson: Lesson) -> Iterator[Finding]:
    questions = list(asked(lesson))
    for n, (path, step, question) in enumerate(questions):
        said = visible(question).casefold()
        for _path, later, _question in questions[n + 1 :]:
            for answer in _answers(later):
                if re.search(rf"(?<!\w){re.escape(answer)}(?!\w)", said) and not _is_asked_again(step, later):
                    message = _("This holds the answer of `{id}`: {answer}.").format(id=later.id, answer=answer)
                    yield Finding(path, message, _("Say it in other words, or ask the other first."))


def _answers(step: Question) -> Iterator[str]:
    """Answers that are long enough to be recognised, in small letters."""
    texts: list[str] = [option.text for option in offered(step).values() if option.correct]
    texts += step.answers if isinstance(step, Typed) else []
    texts += [answer for gap in step.gaps.values() for answer in gap.answers] if isinstance(step, Cloze) else []
    for text in texts:
        answer = visible(text).strip().rstrip(".").casefold()
        if len(answer) >= LONG_ANSWER:
            yield answer


def _is_asked_again(step: Question, later: Question) -> bool:
    return later.same_as in (step.id, *step.aliases)


@course_rule("level-spread", "Of a module's questions at most half are recall (Q26).", "warning")
def level_spread(course: Course) -> Iterator[Located]:
    for m, module in enumerate(course.decoded.value.modules if course.decoded.value else ()):
        lessons = [file.decoded.value for id, file in course.lessons.items() if id.startswith(f"{module.id}.")]
        levels = [step.level for lesson in lessons if lesson for _path, step in steps_of(lesson, Question)]
        total = len(levels)
        shares = {level: levels.count(level) / max(1, total) for level in ("recall", "apply", "analyse")}
        fair = shares["recall"] <= MOST_RECALL and shares["apply"] >= LEAST_APPLY and shares["analyse"] >= LEAST_ANALYSE
        if total >= ENOUGH and not fair:
            message = _("Of {total} questions {recall:.0%} are recall, {apply:.0%} apply, {analyse:.0%} analyse.")
            mend = _("Wanted are at most {most:.0%}, at least {apply:.0%} and at least {analyse:.0%}.")
            mend = mend.format(most=MOST_RECALL, apply=LEAST_APPLY, analyse=LEAST_ANALYSE)
            finding = Finding(("modules", m, "id"), message.format(total=total, **shares), mend)
            yield Located(course.decoded.loaded, finding)
