"""What can be found: of modules, lessons, steps, cards and the reference, the texts that give no answer away.

A result is read before its question is. So answers, feedback, explanations and hints stay out, and options and lines
are put in alphabetical order, since authors often write the right one first.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from tutor import reference
from tutor.course.sound import GAP
from tutor.course.types import (
    Choice,
    Cloze,
    Code,
    Demo,
    Drill,
    ExchangeSpec,
    Keys,
    Lesson,
    Match,
    Numeric,
    Order,
    Output,
    Posed,
    Read,
    Ref,
    Sort,
    Spot,
    Step,
)  # fmt: skip
from tutor.keyboard.keymaps import actions
from tutor.lesson.search.terms import normal

FACTS = ("status", "class", "method", "field", "label")
"""Kinds of what is found in the reference."""


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found.

    Attributes:
        kind: "module", "lesson", "step", "card", or one of FACTS.
        id: of the module, of the lesson (also of a step or card in it), or of the fact.
        step: id of the step, else "".
        goal: objectives, which weigh more than text.
        text: plain words.
        other_title, other: title and texts in the course's own language, if `title` and `text` are a translation.
        also: further words it is found by, never shown.
    """

    kind: str
    id: str
    title: str
    text: str = ""
    goal: str = ""
    step: str = ""
    other_title: str = ""
    other: str = ""
    also: str = ""


_FENCE = re.compile(r"^\s*(```|~~~).*$", re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_TABLE = re.compile(r"^\s*\|?[\s:|-]+\|[\s:|-]*$", re.MULTILINE)
_STRESS = re.compile(r"(?<![\w*])([*_]{1,3})(?=[\w“\"`])(.+?)(?<=[\w.”\"`])\1(?![\w*])", re.DOTALL)
_HEAD = re.compile(r"^\s{0,3}(#{1,6}|>|[-*+])\s+", re.MULTILINE)


def plain(markdown: str) -> str:
    """The words of a Markdown text on one line."""
    text = _TABLE.sub(" ", _FENCE.sub(" ", markdown))
    text = _HEAD.sub("", _LINK.sub(r"\1", text))
    text = _STRESS.sub(r"\2", text).replace("`", "").replace("|", " ")
    return normal(" ".join(text.split()))


# ── The course ───────────────────────────────────────────────────────────────────────────────────


def of_module(id: str, title: str, summary: str, other: tuple[str, str] | None = None) -> Document:
    """A module; `other` is its title and summary in the course's own language."""
    other_title, other_text = other or ("", "")
    return Document(
        "module", id, plain(title), plain(summary), also=id, other_title=plain(other_title), other=plain(other_text)
    )


def of_lesson(id: str, lesson: Lesson, original: Lesson | None = None) -> list[Document]:
    """A lesson with its steps and cards.

    Args:
        original: the same in the course's own language, if `lesson` is a translation.
    """
    shown, under = _parts(id, lesson), _parts(id, original) if original else ()
    return [_beside(one, other) for one, other in zip(shown, under, strict=True)] if under else list(shown)


def of_broken(id: str, title: str) -> list[Document]:
    """A lesson that cannot be read: found by id and title alone."""
    return [Document("lesson", id, normal(title), also=id)]


def _beside(shown: Document, under: Document) -> Document:
    return Document(
        shown.kind, shown.id, shown.title, shown.text, shown.goal, shown.step, also=shown.also,
        other_title=under.title if under.title != shown.title else "",
        other=" ".join(_different((under.goal, shown.goal), (under.text, shown.text))),
    )  # fmt: skip


def _different(*pairs: tuple[str, str]) -> Iterator[str]:
    return (under for under, shown in pairs if under != shown)


def _parts(id: str, lesson: Lesson) -> tuple[Document, ...]:
    goal = " · ".join(map(plain, lesson.objectives.values()))
    parts = [Document("lesson", id, plain(lesson.title), plain(lesson.summary), goal, also=id)]
    for step in lesson.steps:
        text = " · ".join(filter(None, map(plain, [*_texts(step), *_titles(step.refs, lesson.refs)])))
        parts.append(Document("step", id, plain(step.title), text, step=step.id))
    parts += [Document("card", id, plain(card.front)) for card in lesson.cards.values()]
    return tuple(parts)


def _titles(names: Iterable[str], refs: dict[str, Ref]) -> list[str]:
    return [refs[name].title for name in names if name in refs]


def _texts(step: Step) -> list[str]:
    """What a step shows before it is answered; of a type not listed here its title alone is found."""
    texts = TEXTS.get(type(step))
    return texts(step) if texts else [step.question] if isinstance(step, Posed) else []


def _demo(step: Demo) -> list[str]:
    lines = [line for exchange in step.exchanges for line in _first_lines(exchange)]
    return [step.predict.question, *sorted(option.text for option in step.predict.options.values()), *lines]


def _first_lines(exchange: ExchangeSpec) -> list[str]:
    sent = [exchange.request or "", *(act.send or "" for act in exchange.script)]
    return [text.lstrip().split("\n", 1)[0] for text in sent if " HTTP/" in text]


def _rights(step: Match) -> list[str]:
    return sorted([*(pair.right for pair in step.pairs.values()), *step.extra.values()])


def _output(step: Output) -> list[str]:
    return [step.question, *(line for exchange in step.exchanges for line in _first_lines(exchange))]


TEXTS: dict[type[Step], Callable[[Any], list[str]]] = {
    Read: lambda step: [step.text],
    Demo: _demo,
    Choice: lambda step: [step.question, *sorted(option.text for option in step.options.values())],
    Numeric: lambda step: [step.question, step.unit or ""],
    Order: lambda step: [step.question, *sorted([*step.items.values(), *step.extra.values()])],
    Match: lambda step: [step.question, *sorted(p.left for p in step.pairs.values()), *_rights(step)],
    Sort: lambda step: [step.question, *step.bins.values(), *sorted(item.text for item in step.items.values())],
    Cloze: lambda step: [step.question or "", GAP.sub("…", step.text)],
    Spot: lambda step: [step.question, step.code],
    Output: _output,
    Code: lambda step: [step.goal],
    Drill: lambda step: [step.question or "", *sorted(item.prompt for item in step.items.values())],
    Keys: lambda step: [actions()[id].title for id in step.actions if id in actions()],
}
"""For each type of step that shows more than a question: its texts, the right answer told by nothing."""


# ── The reference ────────────────────────────────────────────────────────────────────────────────


def of_reference(language: str) -> list[Document]:
    """Every fact, in this language with the English beside it."""
    shown, under = list(_facts(language)), list(_facts("en"))
    return shown if language == "en" else [_beside(one, other) for one, other in zip(shown, under, strict=True)]


def _facts(language: str) -> Iterator[Document]:
    for status in reference.statuses():
        names = ", ".join(field.name for field in status.fields)
        text = _sentences(status.summary(language), names, status.reference)
        also = " ".join(status.accept_also)
        yield Document("status", str(status.code), f"{status.code} {status.phrase}", text, also=also)
    for group in reference.status_classes():
        name = group.name_ko if language == "ko" else group.name
        text = _sentences(group.summary(language), group.reference)
        yield Document("class", str(group.digit), f"{group.digit}xx {name}", normal(text))
    for method in reference.methods():
        yield Document("method", method.name, method.name, _sentences(method.summary(language), method.reference))
    for header in reference.fields():
        text = _sentences(
            header.summary(language), reference.field_text(header.name, language),
            reference.field_note(header.name, "", language), header.reference,
        )  # fmt: skip
        yield Document("field", header.name, header.name, text)
    for kind in reference.span_kinds():
        label = reference.span_label(*_key(kind), language)
        yield Document("label", kind, normal(label.title), _sentences(label.text, label.reference))


def _key(kind: str) -> tuple[str, str]:
    name, _slash, detail = kind.partition("/")
    return name, detail


def _sentences(*texts: str) -> str:
    return normal(" · ".join(filter(None, texts)))
