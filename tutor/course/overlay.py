"""Laying a translation over a lesson: prose is replaced where it is translated, everything else exists once.

A patch has the shape of what it translates, entries of lists with an id by that id. It may add `answers`, `near` and
`rejects` where an answer is a word of the language: these widen and never replace. An entry of `near` whose text the
lesson has already translates its feedback.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, TypeVar

import msgspec

from tutor.course.problem import Path
from tutor.course.prose import is_code, part_id, source_hash
from tutor.course.types import (
    CourseFile,
    CourseOverlay,
    Lesson,
    Near,
    Overlay,
    Patch,
    Prose,
    Record,
    Text,
    as_written,
)

HEAD = ""
"""The lesson's own prose, in `Translated.stale` and `.missing` beside the ids of its steps and cards."""

WIDENED = ("answers", "rejects")

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Translated:
    """A lesson in another language.

    Attributes:
        lesson: prose translated as far as it goes, the rest English.
        stale: ids of steps and cards, or HEAD, translated from another English than today's.
        missing: ids of those with prose that is not translated.
    """

    lesson: Lesson
    stale: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()


class Flaw(NamedTuple):
    """Something in a patch that translates nothing."""

    path: Path  # inside the patch
    kind: Literal["unknown", "code", "shape", "length"]


def apply(lesson: Lesson, overlay: Overlay) -> Translated:
    """Lay a translation over a lesson. What in it translates nothing is left out; see `flaws`."""
    stale: set[str] = set()
    missing: set[str] = set()

    def laid(record: R, patch: Patch | None, id: str) -> R:
        if patch is not None and patch.get("source") != source_hash(record):
            stale.add(id)
        laying = _Laying()
        result: R = laying.record(record, patch or {})
        if laying.missing:
            missing.add(id)
        return result

    steps = [laid(step, _first(overlay.steps, step.id, *step.aliases), step.id) for step in lesson.steps]
    cards = {id: laid(card, _first(overlay.cards, id, *card.aliases), id) for id, card in lesson.cards.items()}
    head = laid(lesson, overlay.lesson or None, HEAD)
    return Translated(msgspec.structs.replace(head, steps=steps, cards=cards), frozenset(stale), frozenset(missing))


def apply_course(course: CourseFile, overlay: CourseOverlay) -> CourseFile:
    """Lay a translation over the course's own prose."""
    patch: Patch = {"modules": overlay.modules, "paths": overlay.paths}
    if overlay.title is not None:
        patch["title"] = overlay.title
    return _Laying().record(course, patch)


def _first(patches: dict[str, Patch], *ids: str) -> Patch | None:
    return next((patches[id] for id in ids if id in patches), None)


def untranslated(record: Record, patch: Patch) -> list[Path]:
    """Paths in the record of the prose that a patch does not translate."""
    laying = _Laying()
    laying.record(record, patch)
    return laying.missing


class _Laying:
    """One laying of a patch; keeps the paths of what it does not translate."""

    def __init__(self) -> None:
        self.missing: list[Path] = []

    def record(self, record: R, patch: Patch, path: Path = ()) -> R:
        apart, changes = _apart(record), {}
        for name in record.__struct_fields__:
            old, inner, where = getattr(record, name), patch.get(name), (*path, name)
            if name in apart or name in record.code_fields:
                continue
            if name in WIDENED:
                new: Any = _widened(old, inner)
            elif name == "near":
                new = self._near(old, _nears(inner), where)
            else:
                new = self._value(old, inner, where)
            if new is not old:
                changes[name] = new
        return msgspec.structs.replace(record, **changes) if changes else record

    def _value(self, old: Any, patch: Any, path: Path) -> Any:
        if isinstance(old, Prose):
            return self._prose(old, patch, path)
        if isinstance(old, Record):
            return self.record(old, patch if isinstance(patch, dict) else {}, path)
        if isinstance(old, dict):
            patches = patch if isinstance(patch, dict) else {}
            return {key: self._value(item, patches.get(key), (*path, key)) for key, item in old.items()}
        if not isinstance(old, list):
            return old
        parts = [(part_id(item, n), item) for n, item in enumerate(old)]
        return [self._value(item, _entry(patch, id), (*path, id)) for id, item in parts]

    def _prose(self, old: Prose, patch: Any, path: Path) -> Prose:
        if is_code(old):
            return old
        if patch is None or isinstance(patch, dict | list) or not as_written(patch).strip():
            self.missing.append(path)
            return old
        return Prose(as_written(patch))

    def _near(self, old: list[Near], patches: list[dict[str, Any]], path: Path) -> list[Near]:
        said = {as_written(patch["text"]): as_written(patch["feedback"]) for patch in patches}
        near = []
        for n, entry in enumerate(old):
            feedback = self._prose(entry.feedback, said.pop(entry.text, None), (*path, n, "feedback"))
            near.append(Near(text=entry.text, feedback=feedback))
        return near + [Near(text=Text(text), feedback=Prose(said_of_it)) for text, said_of_it in said.items()]


def _apart(record: Record) -> tuple[str, ...]:
    """Fields whose prose is translated in a place of its own."""
    return ("steps", "cards") if isinstance(record, Lesson) else ()


def _widened(old: list[Text], patch: Any) -> list[Text]:
    added = [Text(as_written(item)) for item in patch] if isinstance(patch, list) else []
    return [*old, *(text for text in added if text not in old)] if added else old


def _nears(patch: Any) -> list[dict[str, Any]]:
    """The entries of a patch that have the shape of a `Near`."""
    entries = patch if isinstance(patch, list) else []
    return [entry for entry in entries if isinstance(entry, dict) and entry.keys() == {"text", "feedback"}]


def _entry(patch: Any, id: str | int) -> Any:
    if isinstance(patch, dict):
        return patch.get(id)
    if isinstance(patch, list) and isinstance(id, int) and id < len(patch):
        return patch[id]
    return None


# ── What a patch must not hold ───────────────────────────────────────────────────────────────────


def flaws(record: Record, patch: Patch, skip: tuple[str, ...] = ("source",)) -> Iterator[Flaw]:
    """Everything in a patch that translates nothing of the record."""
    for name, inner in patch.items():
        if name in skip:
            continue
        if name not in record.__struct_fields__ or name in _apart(record):
            yield Flaw((name,), "unknown")
        elif name in record.code_fields:
            yield Flaw((name,), "code")
        elif name == "near" or name in WIDENED:
            if not isinstance(inner, list) or (name == "near" and len(_nears(inner)) != len(inner)):
                yield Flaw((name,), "shape")
        else:
            yield from _flaws(getattr(record, name), inner, (name,))


def _flaws(old: Any, patch: Any, path: Path) -> Iterator[Flaw]:
    if isinstance(old, Prose):
        if isinstance(patch, dict | list):
            yield Flaw(path, "shape")
        elif is_code(old):
            yield Flaw(path, "code")
    elif isinstance(old, list) and old and isinstance(old[0], Prose):
        if not isinstance(patch, list):
            yield Flaw(path, "shape")
        elif len(patch) != len(old):
            yield Flaw(path, "length")
    elif not isinstance(old, Record | dict | list) or not _holds_prose(old):
        yield Flaw(path, "unknown")
    elif not isinstance(patch, dict):
        yield Flaw(path, "shape")
    elif isinstance(old, Record):
        yield from (Flaw((*path, *flaw.path), flaw.kind) for flaw in flaws(old, patch, skip=()))
    else:
        parts = old if isinstance(old, dict) else {part_id(item, n): item for n, item in enumerate(old)}
        for key, inner in patch.items():
            if key in parts:
                yield from _flaws(parts[key], inner, (*path, key))
            else:
                yield Flaw((*path, key), "unknown")


def _holds_prose(value: Any) -> bool:
    if isinstance(value, Record):
        return any(_holds_prose(getattr(value, name)) for name in value.__struct_fields__)
    if isinstance(value, dict | list):
        return any(_holds_prose(item) for item in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, Prose)
