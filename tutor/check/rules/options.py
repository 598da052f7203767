"""Options and other prose: something is said to each answer, and to each something of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.check.registry import lesson_rule
from tutor.course.problem import Finding
from tutor.course.prose import prose_of
from tutor.course.sound import options_of
from tutor.course.types import Lesson
from tutor.words import _


@lesson_rule("option-correct-count", "One option is correct; with `multiple`, not all of them are (Q02).")
def option_correct_count(lesson: Lesson) -> Iterator[Finding]:
    for path, options, multiple in options_of(lesson):
        correct = sum(option.correct for option in options.values())
        if not multiple and correct > 1:
            message = _("{n} options are correct, and the learner chooses one.").format(n=correct)
            yield Finding(path, message, _("Leave one correct, or write `multiple: true` in a choice."), key=True)
        elif multiple and correct == len(options):
            message = _("All options are correct, so there is nothing to tell apart.")
            yield Finding(path, message, _("Add an option that is wrong."), key=True)


@lesson_rule("option-right-misconception", "No right option shows a misconception.")
def option_right_misconception(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        for id, option in options.items():
            if option.correct and option.misconception is not None:
                message = _("This option is correct, and tied to a misconception.")
                mend = _("Take one of the two out: what is right shows no misconception.")
                yield Finding((*path, id, "misconception"), message, mend)


BANNED = re.compile(
    r"\b(all|none|both|neither) of (the above|these (options|answers))\b|\bboth (a and b|answers)\b"
    r"|모두 맞음|위의 모두|모두 정답|정답 없음|해당 없음",
    re.IGNORECASE,
)


@lesson_rule("option-banned", "No option speaks of the others, as in “all of the above” (Q03).", translated=True)
def option_banned(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        for id, option in options.items():
            if found := BANNED.search(option.text):
                message = _("The words “{words}” speak of the other options.").format(words=found[0])
                mend = _("Options are shuffled. Say what this one claims, or write `multiple: true`.")
                yield Finding((*path, id, "text"), message, mend)


@lesson_rule("feedback-same", "Every option has feedback of its own (Q01).", translated=True)
def feedback_same(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        said: dict[str, str] = {}
        for id, option in options.items():
            feedback = " ".join(option.feedback.split()).casefold()
            if feedback and feedback in said:
                message = _("The feedback is that of `{id}`.").format(id=said[feedback])
                yield Finding((*path, id, "feedback"), message, _("Say what is right or wrong about this very option."))
            said.setdefault(feedback, id)


@lesson_rule("prose-empty", "No text for the learner is empty.")
def prose_empty(lesson: Lesson) -> Iterator[Finding]:
    pairs = [*prose_of(lesson)]
    for n, step in enumerate(lesson.steps):
        pairs += [(("steps", n, *path), text) for path, text in prose_of(step)]
    for id, card in lesson.cards.items():
        pairs += [(("cards", id, *path), text) for path, text in prose_of(card)]
    for path, text in pairs:
        if not text.strip():
            yield Finding(path, _("The text is empty."), _("Write it, or leave the field out."))
