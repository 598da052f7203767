"""What a lesson must have to work at all, beyond its schema: without it a step could not be answered or sent.

A lesson that fails here is not opened. Each rule is a function from the lesson to findings, found by its id in `SOUND`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from tutor.course.compare import number
from tutor.course.exercise_sound import flaws_of
from tutor.course.problem import Finding, Path
from tutor.course.situation import flaws_in
from tutor.course.types import (
    Choice,
    Cloze,
    Code,
    Compare,
    Demo,
    Drill,
    ExchangeSpec,
    Keys,
    Lesson,
    Match,
    Near,
    Numeric,
    Option,
    Order,
    Output,
    Record,
    Sort,
    Spot,
    Step,
    Typed,
)
from tutor.words import _

S = TypeVar("S", bound=Step)
Examine = Callable[[Any], Iterator[Finding]]


def steps_of(lesson: Lesson, kind: type[S]) -> Iterator[tuple[Path, S]]:
    """The steps of a type, with their paths."""
    for n, step in enumerate(lesson.steps):
        if isinstance(step, kind):
            yield ("steps", n), step


def options_of(lesson: Lesson) -> Iterator[tuple[Path, Mapping[str, Option], bool]]:
    """All sets of options with their path, and whether several may be right."""
    for path, choice in steps_of(lesson, Choice):
        yield (*path, "options"), choice.options, choice.multiple
    for path, demo in steps_of(lesson, Demo):
        yield (*path, "predict", "options"), demo.predict.options, False


def exchanges_of(lesson: Lesson) -> Iterator[tuple[Path, ExchangeSpec]]:
    """All exchanges with their path."""
    for path, demo in steps_of(lesson, Demo):
        yield from (((*path, "exchanges", i), spec) for i, spec in enumerate(demo.exchanges))


def no_correct_option(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        if not any(option.correct for option in options.values()):
            message = _("No option is correct, so this cannot be answered.")
            yield Finding(path, message, _("Write `correct: true` in the right one."), key=True)


def exchange_shape(lesson: Lesson) -> Iterator[Finding]:
    mend = _("Write `request` for a whole request, or `script` for bytes and pauses.")
    for path, spec in exchanges_of(lesson):
        if spec.request is not None and spec.script:
            yield Finding(path, _("This exchange has both a request and a script."), mend)
        elif spec.request is None and not spec.script:
            yield Finding(path, _("This exchange sends nothing."), mend)


def script_step_shape(lesson: Lesson) -> Iterator[Finding]:
    for path, spec in exchanges_of(lesson):
        for i, act in enumerate(spec.script):
            if (act.send is not None) + (act.pause is not None) + act.close != 1:
                message = _("An act of a script is one of `send`, `pause` and `close: true`.")
                yield Finding((*path, "script", i), message, _("Make each an act of its own."))


def lines_twice(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Order):
        for id in step.items.keys() & step.extra.keys():
            message = _("`{id}` is a line in its place and one that belongs nowhere.").format(id=id)
            yield Finding((*path, "extra", id), message, _("Give one of them another id."), key=True)


def other_orders(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Order):
        for i, order in enumerate(step.also):
            if sorted(order) != sorted(step.items):
                message = _("This order does not hold each of the items once.")
                mend = _("Write their ids in another accepted order: {ids}.").format(ids=", ".join(step.items))
                yield Finding((*path, "also", i), message, mend)


def near_numbers(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Numeric):
        for i, near in enumerate(step.near):
            if number(near.text) is None:
                message = _("{text} is not a number, so nobody can type it here.").format(text=near.text)
                yield Finding((*path, "near", i, "text"), message, _("Write the wrong number in digits."))


GAP = re.compile(r"\[\[([\w-]+)\]\]")
MOST = 9
"""Bins, or rights of a match, at most: each has a digit."""


def matches_shape(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Match):
        for id in step.pairs.keys() & step.extra.keys():
            message = _("`{id}` is a pair and a right without a left.").format(id=id)
            yield Finding((*path, "extra", id), message, _("Give one of them another id."), key=True)
        if len(step.pairs) + len(step.extra) > MOST:
            message = _("There are more than {n} to choose from, and each has a digit.").format(n=MOST)
            yield Finding((*path, "pairs"), message, _("Make two steps of it."), key=True)


def bins_shape(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Sort):
        if len(step.bins) > MOST:
            message = _("There are more than {n} to choose from, and each has a digit.").format(n=MOST)
            yield Finding((*path, "bins"), message, _("Make two steps of it."), key=True)
        for id, item in step.items.items():
            for name in item.bins:
                if name not in step.bins:
                    message = _("There is no bin `{name}`.").format(name=name)
                    mend = _("Write one of these: {names}.").format(names=", ".join(step.bins))
                    yield Finding((*path, "items", id, "bin"), message, mend)


def gaps_shape(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Cloze):
        names = GAP.findall(step.text)
        for name in step.gaps:
            if names.count(name) != 1:
                message = _("The text has {n} places for the gap `{name}`.").format(n=names.count(name), name=name)
                yield Finding((*path, "gaps", name), message, _("Write [[{name}]] once.").format(name=name), key=True)


def lines_shape(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Spot):
        count = len(step.rows)
        told = [((*path, "lines", n), str(line)) for n, line in enumerate(step.lines)]
        told += [((*path, "feedback", line), line) for line in step.feedback]
        for where, line in told:
            if not (line.isdecimal() and 1 <= int(line) <= count):
                message = _("The code has no line {line}.").format(line=line)
                yield Finding(where, message, _("Write a number from 1 to {n}.").format(n=count))


def drill_shape(lesson: Lesson) -> Iterator[Finding]:
    ids = {id for _path, id in ids_in_lesson(lesson)}
    for path, step in steps_of(lesson, Drill):
        if not step.items and not step.sources:
            message, mend = _("This drill has nothing to ask."), _("Write `items`, or `from` with ids or a set.")
            yield Finding(path, message, mend)
        for n, source in enumerate(step.sources):
            if not source.startswith("set:") and source not in ids:
                message = _("This lesson has no step or card `{id}`.").format(id=source)
                yield Finding((*path, "from", n), message, _("Write the id of one, or set:NAME."))
        for id, item in step.items.items():
            for n, answer in enumerate(item.answers):
                if step.choices and answer not in step.choices:
                    message = _("{answer} is none of the choices.").format(answer=answer)
                    mend = _("Write one of these: {names}.").format(names=", ".join(step.choices))
                    yield Finding((*path, "items", id, "answers", n), message, mend)


def keys_shape(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Keys):
        if bool(step.actions) == (step.set is not None):
            message = _("A keys step has either actions or a set.")
            yield Finding(path, message, _("Write `actions` with their ids, or `set` with the name of one."))
        for flaw in flaws_in(step.situation, step.actions) if step.situation else ():
            yield replace(flaw, path=(*path, "situation", *flaw.path))


def output_shape(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Output):
        shows = step.run.shows
        if not any(step.show == name or (name.endswith(".") and step.show.startswith(name)) for name in shows):
            message = _("{show} is nothing that a run of kind {kind} shows.").format(show=step.show, kind=step.run.kind)
            yield Finding((*path, "show"), message, _("Write one of these: {names}.").format(names=", ".join(shows)))


def exercise_shape(lesson: Lesson) -> Iterator[Finding]:
    before: set[str] = set()
    for path, step in steps_of(lesson, Code):
        if step.exercise.continues is not None and step.exercise.continues not in before:
            message = _("No exercise before this one is `{id}`.").format(id=step.exercise.continues)
            yield Finding((*path, "exercise", "continues"), message, _("Name a code step that stands before it."))
        before.add(step.id)
        for flaw in flaws_of(step.exercise):
            yield replace(flaw, path=(*path, "exercise", *flaw.path))


def nears_of(lesson: Lesson) -> Iterator[tuple[Path, Sequence[str] | None, Compare, Sequence[Near]]]:
    """(path, answers or None where running gives them, comparison, frequent wrong answers) of all that is typed."""

    for path, typed in steps_of(lesson, Typed):
        yield path, typed.answers, typed.compare, typed.near
    for path, cloze in steps_of(lesson, Cloze):
        for name, gap in cloze.gaps.items():
            yield (*path, "gaps", name), gap.answers, gap.compare, gap.near
    for path, output in steps_of(lesson, Output):
        yield path, None, output.compare, output.near


def ids_in_lesson(lesson: Lesson) -> Iterator[tuple[Path, str]]:
    """Ids and former ids of steps and cards, which share one space, with their paths."""
    for n, step in enumerate(lesson.steps):
        yield ("steps", n, "id"), step.id
        yield from ((("steps", n, "aliases", i), id) for i, id in enumerate(step.aliases))
    for name, card in lesson.cards.items():
        yield ("cards", name), name
        yield from ((("cards", name, "aliases", i), id) for i, id in enumerate(card.aliases))


def ids_twice(lesson: Lesson) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, id in ids_in_lesson(lesson):
        if id in seen:
            message = _("The id `{id}` is taken: steps and cards of a lesson share one space, former ids too.")
            yield Finding(path, message.format(id=id), _("Give it another id."), key=len(path) == 2)
        seen.add(id)


SOUND: dict[type[Record], dict[str, Examine]] = {
    Lesson: {
        "option-none-correct": no_correct_option,
        "exchange-shape": exchange_shape,
        "script-step-shape": script_step_shape,
        "order-line-twice": lines_twice,
        "order-also": other_orders,
        "numeric-near": near_numbers,
        "match-shape": matches_shape,
        "sort-bin": bins_shape,
        "cloze-gap": gaps_shape,
        "spot-line": lines_shape,
        "drill-shape": drill_shape,
        "keys-shape": keys_shape,
        "output-shape": output_shape,
        "exercise-shape": exercise_shape,
        "id-duplicate": ids_twice,
    },
}
