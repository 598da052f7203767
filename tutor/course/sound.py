"""What a lesson must have to work at all, beyond its schema: without it a step could not be answered or sent.

A lesson that fails here is not opened. Each rule is a function from the lesson to findings, found by its id in `SOUND`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from tutor.course.compare import number
from tutor.course.problem import Finding, Path
from tutor.course.types import Choice, Demo, ExchangeSpec, Lesson, Numeric, Option, Order, Record, Step
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
        "id-duplicate": ids_twice,
    },
}
