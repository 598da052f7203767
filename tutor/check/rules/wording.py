"""How options are worded, as far as it shows: the question standards on options, by their numbers in brackets."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping

from tutor.check.cells import visible
from tutor.check.course import Course
from tutor.check.registry import Located, course_rule, lesson_rule
from tutor.course.problem import Finding, Path
from tutor.course.prose import is_code
from tutor.course.sound import options_of, steps_of
from tutor.course.types import Choice, Demo, Lesson, Option, Question
from tutor.words import _

FEWEST_OPTIONS, MOST_OPTIONS = 3, 4
ENOUGH = 10
"""Wrong options with an absolute word from which on it is no chance that no right one has any."""
LONG_CUE = 5
"""Letters from which on a word of the question gives an option away."""
ABSOLUTE = re.compile(r"\b(always|never|only|must)\b", re.IGNORECASE)


def asked(lesson: Lesson) -> Iterator[tuple[Path, Question, str]]:
    """What is asked, in words, with its path; a text with gaps asks by itself."""
    for path, step in steps_of(lesson, Question):
        if isinstance(step, Demo):
            yield (*path, "predict", "question"), step, step.predict.question
        elif (question := getattr(step, "question", None)) is not None:
            yield (*path, "question"), step, question


def offered(step: Question) -> Mapping[str, Option]:
    """The options of a step by id; none of a step without."""
    if isinstance(step, Demo):
        return step.predict.options
    return step.options if isinstance(step, Choice) else {}


def words(text: str) -> list[str]:
    """The words of a text in small letters."""
    return re.findall(r"\w+", visible(text).casefold())


def _normal(text: str) -> str:
    """An option as it is compared with others: code keeps its case."""
    plain = " ".join(unicodedata.normalize("NFC", visible(text)).split()).rstrip(".")
    return plain if "`" in text else plain.casefold()


@lesson_rule("option-twice", "No two options say the same (Q04).", translated=True)
def option_twice(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        said: dict[str, str] = {}
        for id, option in options.items():
            if (other := said.setdefault(_normal(option.text), id)) != id:
                message = _("This says the same as `{id}`.").format(id=other)
                yield Finding((*path, id, "text"), message, _("Take one out, or say what differs."))


@lesson_rule("option-within", "No option in words is a part of another (Q04).", "warning", translated=True)
def option_within(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        said = {id: _normal(option.text) for id, option in options.items() if "`" not in option.text}
        for id, text in said.items():
            inside = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
            other = next((name for name, all_ in said.items() if all_ != text and text and inside.search(all_)), None)
            if other is not None:
                message = _("All of this stands in `{id}` too, so that both may be right.").format(id=other)
                yield Finding((*path, id, "text"), message, _("Make the two exclude each other."))


@lesson_rule("option-count", f"A choice of one has {FEWEST_OPTIONS} or {MOST_OPTIONS} options (Q05).")
def option_count(lesson: Lesson) -> Iterator[Finding]:
    for path, options, multiple in options_of(lesson):
        if not multiple and not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
            message = _("There are {n} options; {fewest} or {most} are wanted.")
            message = message.format(n=len(options), fewest=FEWEST_OPTIONS, most=MOST_OPTIONS)
            mend = _("Add what somebody with a misconception would choose, or take out what nobody chooses.")
            yield Finding(path, message, mend, key=True)


@lesson_rule("option-style", "All options are code, or none; all end with a full stop, or none (Q14).", "warning")
def option_style(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        texts = [option.text.strip() for option in options.values()]
        if len({text.startswith("`") and text.endswith("`") for text in texts}) > 1 and not _shows_code(texts):
            message = _("Some options are code, others are words: the odd one stands out.")
            yield Finding(path, message, _("Write all as code, or all in words."), key=True)
        elif len({text.endswith(".") for text in texts}) > 1:
            message = _("Some options end with a full stop, others do not.")
            yield Finding(path, message, _("End all of them alike."), key=True)


def _shows_code(texts: list[str]) -> bool:
    """Whether code stands in all of the options, or in all but one, which says that there is none."""
    return all("`" in text for text in texts) or sum(not is_code(text) for text in texts) == 1


@lesson_rule("option-status", "Status codes are written alike in all options of a question (Q15).")
def option_status(lesson: Lesson) -> Iterator[Finding]:
    code, phrase = re.compile(r"[1-5]\d\d"), re.compile(r"[1-5]\d\d [A-Z].*")
    for path, options, _multiple in options_of(lesson):
        texts = [visible(option.text).strip() for option in options.values()]
        bare = sum(bool(code.fullmatch(text)) for text in texts)
        if bare and any(phrase.fullmatch(text) for text in texts):
            message = _("Some options are a status code, others a code with its phrase.")
            yield Finding(path, message, _("Write the phrase everywhere, or nowhere."), key=True)


@lesson_rule("option-cue", "No word of the question stands in the right option alone (Q11).", "warning")
def option_cue(lesson: Lesson) -> Iterator[Finding]:
    for path, step, question in asked(lesson):
        options = offered(step)
        right = [id for id, option in options.items() if option.correct]
        if len(right) != 1:
            continue
        wrong = {word for id, option in options.items() if id != right[0] for word in words(option.text)}
        cued = {word for word in words(question) if len(word) >= LONG_CUE}
        cues = sorted(cued & set(words(options[right[0]].text)))
        if cues and not cued & wrong:
            message = _("Of the options this alone has a word of the question, “{word}”: that gives it away.")
            mend = _("Use the word in a wrong option too, or another word here.")
            where = (*path[:-1], "options", right[0], "text")
            yield Finding(where, message.format(word=cues[0]), mend)


@course_rule("option-absolute", "Words like “always” and “only” stand in right options too (Q10).", "warning")
def option_absolute(course: Course) -> Iterator[Located]:
    right, wrong, first = 0, 0, None
    for file in course.lessons.values():
        for path, options, _multiple in options_of(file.decoded.value) if file.decoded.value else ():
            for id, option in options.items():
                if ABSOLUTE.search(option.text):
                    right += option.correct
                    wrong += not option.correct
                    if not option.correct and first is None:
                        first = (file.decoded.loaded, (*path, id, "text"))
    if first and wrong >= ENOUGH and not right and course.whole:
        message = _("Words like “always”, “never”, “only” and “must” stand in {n} wrong options and in no right one.")
        mend = _("Whoever notices needs no knowledge. Use them in right options, or not at all.")
        yield Located(first[0], Finding(first[1], message.format(n=wrong), mend))
