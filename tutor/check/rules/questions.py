"""What makes a good question, as far as a program can tell: the question standards, by their numbers in brackets."""

from __future__ import annotations

from collections.abc import Iterator

from tutor.check.cells import cells, visible
from tutor.check.course import Course
from tutor.check.registry import Located, course_rule, lesson_rule
from tutor.course.problem import Finding
from tutor.course.sound import options_of, steps_of
from tutor.course.types import Choice, Demo, Lesson, Question, Typed
from tutor.words import _

FEWEST_WRONG = 3
LONGER = 1.3
MOST_LONGEST = 0.4
ENOUGH = 10
"""Questions from which on a share says something."""
PICKED = (Choice, Demo)
"""Types in which the answer is picked from what stands there."""


@lesson_rule("objective-untested", "Each objective is tested by two steps of two types, one not picked (Q25).")
def objective_untested(lesson: Lesson) -> Iterator[Finding]:
    named = {name for _path, step in steps_of(lesson, Question) for name in step.objectives}
    if named - lesson.objectives.keys():
        return  # one of them may be meant by a name that is not there; that is told already
    for name in lesson.objectives:
        steps = [step for _path, step in steps_of(lesson, Question) if name in step.objectives]
        if len(steps) < 2 or len({step.type for step in steps}) < 2:
            message = _("This is tested by {n} steps of {kinds} types; two of two are wanted.")
            message = message.format(n=len(steps), kinds=len({step.type for step in steps}))
            yield Finding(("objectives", name), message, _("Add a step, or name the objective in one."), key=True)
        elif all(isinstance(step, PICKED) for step in steps):
            message = _("All steps that test this let the learner pick an answer.")
            mend = _("Let it be typed, ordered, sorted or filled in once.")
            yield Finding(("objectives", name), message, mend, key=True)


@lesson_rule("misconception-unused", "Each misconception is behind an option (Q06).", "warning")
def misconception_unused(lesson: Lesson) -> Iterator[Finding]:
    used = {option.misconception for _path, options, _multiple in options_of(lesson) for option in options.values()}
    for name in lesson.misconceptions:
        if name not in used:
            message = _("No option shows this misconception.")
            yield Finding(("misconceptions", name), message, _("Write an option for it, or take it out."), key=True)


@lesson_rule("option-untied", "Each wrong option is one that a misconception leads to (Q06).", "warning")
def option_untied(lesson: Lesson) -> Iterator[Finding]:
    for path, options, multiple in options_of(lesson):
        for id, option in options.items():
            if not multiple and not option.correct and option.misconception is None:
                message = _("No misconception leads to this option, so that it says nothing about who takes it.")
                mend = _("Name the one that it shows with `misconception`, or write an option for one.")
                yield Finding((*path, id), message, mend, key=True)


@lesson_rule("wrong-answers-few", "For a typed answer three wrong ones at least are listed (Q21).")
def wrong_answers_few(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Typed):
        count = len({*step.rejects, *(near.text for near in step.near)})
        if count < FEWEST_WRONG:
            message = _("{n} wrong answers are listed in `near` and `rejects`; {wanted} are wanted.")
            message = message.format(n=count, wanted=FEWEST_WRONG)
            yield Finding((*path, "answers"), message, _("Add what learners are likely to type."), key=True)


@lesson_rule("option-longer", f"The right option is {LONGER} times as long as the others at most (Q09).", "warning")
def option_longer(lesson: Lesson) -> Iterator[Finding]:
    for path, options, multiple in options_of(lesson):
        right = [(id, cells(visible(option.text))) for id, option in options.items() if option.correct]
        wrong = [cells(visible(option.text)) for option in options.values() if not option.correct]
        if multiple or len(right) != 1 or not wrong:
            continue
        (id, width), mean = right[0], sum(wrong) / len(wrong)
        if width > LONGER * mean:
            message = _("The right option has {width} cells, the others {mean} on average: its length gives it away.")
            message = message.format(width=width, mean=round(mean))
            yield Finding((*path, id, "text"), message, _("Shorten it, or say more in the others."))


@course_rule("option-longest", f"The right option is the longest in {MOST_LONGEST:.0%} of questions at most (Q08).")
def option_longest(course: Course) -> Iterator[Located]:
    for module in course.decoded.value.modules if course.decoded.value else ():
        longest = total = 0
        for file in course.lessons.values():
            lesson = file.decoded.value
            if lesson is None or not lesson.id.startswith(f"{module.id}."):
                continue
            for _path, options, multiple in options_of(lesson):
                right = [cells(visible(option.text)) for option in options.values() if option.correct]
                wrong = [cells(visible(option.text)) for option in options.values() if not option.correct]
                if not multiple and len(right) == 1 and wrong:
                    total += 1
                    longest += right[0] > max(wrong)
        if total >= ENOUGH and longest > MOST_LONGEST * total:
            message = _("In module {module} the right option is the longest in {n} of {total} questions.")
            message = message.format(module=module.id, n=longest, total=total)
            mend = _("Say more in wrong options, or less in right ones.")
            yield Located(course.decoded.loaded, Finding(("modules",), message, mend, key=True))
