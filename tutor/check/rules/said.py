"""What is said about an answer, before and after: the question standards on it, by their numbers in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.check.cells import visible
from tutor.check.registry import lesson_rule
from tutor.check.rules.wording import asked, offered, words
from tutor.course.problem import Finding, Path
from tutor.course.prose import is_code
from tutor.course.sound import options_of, steps_of
from tutor.course.types import Lesson, Question
from tutor.words import _

QUESTION_WORDS, OPTION_WORDS, EXPLANATION_WORDS = 45, 20, 60
FEWEST_SAID = 12
CARD_WORDS = 12
OVERLAP = 0.7
FEWEST_HINTS = 2
ENUMERATION = re.compile(r"[^,;]+[,;][^,;]+[,;]")
YES_NO = re.compile(r"(yes|no|예|네|아니요|아닙니다)([,.]|$)", re.IGNORECASE)


@lesson_rule("text-long", "Questions, options and explanations are short enough to be read (Q30).", "warning")
def text_long(lesson: Lesson) -> Iterator[Finding]:
    def over(path: Path, text: str | None, most: int) -> Iterator[Finding]:
        if text and (count := len(text.split())) > most:
            message = _("This has {n} words; {most} are read.").format(n=count, most=most)
            yield Finding(path, message, _("Shorten it."))

    for path, _step, question in asked(lesson):
        yield from over(path, question, QUESTION_WORDS)
    for path, options, _multiple in options_of(lesson):
        for id, option in options.items():
            yield from over((*path, id, "text"), option.text, OPTION_WORDS)
            yield from over((*path, id, "feedback"), option.feedback, EXPLANATION_WORDS)
    for path, step in steps_of(lesson, Question):
        yield from over((*path, "explanation"), step.explanation, EXPLANATION_WORDS)


@lesson_rule("feedback-short", f"After an answer {FEWEST_SAID} words at least are said about it (Q30).", "warning")
def feedback_short(lesson: Lesson) -> Iterator[Finding]:
    for path, step, _question in asked(lesson):
        for id, option in offered(step).items():
            count = len(option.feedback.split()) + len((step.explanation or "").split())
            if count < FEWEST_SAID:
                message = _("Whoever takes this option reads {n} words on it, the explanation included.")
                mend = _("Say why it is right or wrong, in {wanted} words at least.").format(wanted=FEWEST_SAID)
                yield Finding((*path[:-1], "options", id, "feedback"), message.format(n=count), mend)


@lesson_rule("feedback-restates", "Feedback says more than its option (Q31).", translated=True)
def feedback_restates(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        for id, option in options.items():
            said, known = words(option.feedback), set(words(option.text))
            if said and sum(word in known for word in said) >= OVERLAP * len(said):
                message = _("Of this {share:.0%} stands in the option already.")
                message = message.format(share=sum(word in known for word in said) / len(said))
                yield Finding((*path, id, "feedback"), message, _("Say why it is right, or what was misunderstood."))


@lesson_rule("hints-few", f"Where there are hints there are {FEWEST_HINTS} at least (Q24).")
def hints_few(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Question):
        if 0 < len(step.hints) < FEWEST_HINTS:
            message = _("There is {n} hint; {wanted} levels are wanted.").format(n=len(step.hints), wanted=FEWEST_HINTS)
            mend = _("First say where to look, then what to see there; or leave hints out.")
            yield Finding((*path, "hints"), message, mend, key=True)


@lesson_rule("card-size", "A card asks for one fact, and not for yes or no (Q32).", "warning", translated=True)
def card_size(lesson: Lesson) -> Iterator[Finding]:
    for id, card in lesson.cards.items():
        back, path = visible(card.back), ("cards", id, "back")
        first = back.split(".")[0]
        if YES_NO.match(back):
            yield Finding(path, _("Yes and no can be guessed."), _("Ask what is the case, not whether it is."))
        elif len(first.split()) > CARD_WORDS:
            message = _("The answer has {n} words; {most} can be recalled as one fact.")
            message = message.format(n=len(first.split()), most=CARD_WORDS)
            yield Finding(path, message, _("Begin with the fact in one short sentence, or make two cards of it."))
        elif ENUMERATION.match(first) and not is_code(card.back):
            message = _("This lists more than two things, which are never recalled together.")
            yield Finding(path, message, _("Make a card of each, or a question to sort them."))
