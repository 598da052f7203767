"""The facts that a step is about: those it marks, and the names of methods, statuses and fields in its texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from tutor import reference
from tutor.course.prose import prose_of

if TYPE_CHECKING:
    from tutor.course.types import Lesson, Step


class Named(NamedTuple):
    """A fact by what it is ("status", "method", "field") and its name."""

    kind: str
    name: str


SECRET = {"feedback", "explanation", "hints", "near"}
MARK = re.compile(r"(status|method|field):([\w-]+)(?:#([\w-]+))?")
"""The address of a link that marks a fact: what it is, its name, and what is claimed of it."""
_MARKED = re.compile(rf"\]\({MARK.pattern}\)")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]+|\b\d{3}\b")
_CODE = re.compile(r"`([^`\n]+)`|^ {0,3}```.*?^ {0,3}```", re.M | re.S)


def facts_of(step: Step, *, answered: bool = True) -> list[Named]:
    """Marked ones first, then by how often they are named; nothing twice.

    Args:
        answered: whether what stands in feedback, explanations, hints and answers counts too, which would tell an
            answer that has not been given yet.
    """
    texts = [str(text) for path, text in prose_of(step) if answered or not SECRET & {*path}] + _written(step, answered)
    marked = [Named(kind, name) for text in texts for kind, name, _claim in _MARKED.findall(text)]
    counts: dict[Named, int] = {}
    for text in texts:
        code = {word for match in _CODE.finditer(text) for word in _WORD.findall(match[0])}
        for word in _WORD.findall(text):
            if found := _named(word, word in code):
                counts[found] = counts.get(found, 0) + 1
    return list(dict.fromkeys([*marked, *sorted(counts, key=lambda fact: -counts[fact])]))


def _written(step: Step, answered: bool) -> list[str]:
    """What of a step is code by its place: answers, and requests of a demo."""
    answers = [f"`{answer}`" for answer in getattr(step, "answers", ())] if answered else []
    return answers + [f"`{spec.request}`" for spec in getattr(step, "exchanges", ()) if spec.request]


def _named(word: str, is_code: bool) -> Named | None:
    """The fact that a word names. `Date` or `GET` may be plain words: without a dash only code counts."""
    if word.isdecimal():
        return Named("status", word) if reference.status(int(word)) else None
    if word.isupper() and reference.method(word):
        return Named("method", word)
    field = reference.field(word) if ("-" in word or is_code) and word[0].isupper() else None
    return Named("field", field.name) if field else None


def named_span(kind: str, name: str, text: str) -> Named | None:
    """The fact that a labelled span of a message is an example of; a part of a message is one too.

    Args:
        kind, name: of the span.
        text: its bytes.
    """
    if kind == "method" and reference.method(text):
        return Named("method", text)
    if kind in ("status", "reason") and (found := re.match(r"\d{3}", text)) and reference.status(int(found[0])):
        return Named("status", found[0])
    if kind in ("name", "value", "trailer") and (field := reference.field(name)):
        return Named("field", field.name)
    return Named("label", kind) if kind in reference.span_kinds() else None


def sources_of(lesson: Lesson, step: Step) -> list[tuple[str, str, str]]:
    """(title, address, version) of each source that a step names."""
    refs = [lesson.refs[id] for id in step.refs if id in lesson.refs]
    return [(str(ref.title), str(ref.url or ""), str(ref.version or "")) for ref in refs]
