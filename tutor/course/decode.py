"""From the bytes of a file to a lesson, course or translation, or to all that is wrong with it."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import msgspec

from tutor.course.exercise import Exercise, carried
from tutor.course.problem import Finding, Path, Problem
from tutor.course.sound import SOUND
from tutor.course.strict import BROKEN, Loaded, load_bytes
from tutor.course.types import Code, Lesson, Record, Text, as_written
from tutor.decoding import convert
from tutor.words import _

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Decoded(Generic[R]):
    """A file as read: `value` is None when it has problems. `hash` is "h" and 12 hex digits over its bytes."""

    loaded: Loaded
    value: R | None = None
    problems: list[Problem] = field(default_factory=list)
    hash: str = ""


def decode(data: bytes, file: str, kind: type[R], *, thorough: bool = False) -> Decoded[R]:
    """Read a file of this kind: `Lesson`, `CourseFile`, `Overlay` or `CourseOverlay`. Never raises.

    Args:
        file: its name in problems.
        thorough: ask the schema too when msgspec has nothing against the file, as `tutor check` does.
    """
    loaded = load_bytes(data, file)
    digest = "h" + hashlib.sha256(data).hexdigest()[:12]
    if loaded.data is BROKEN:
        return Decoded(loaded, None, loaded.problems, digest)
    value: R | None = None
    refused: msgspec.ValidationError | None = None
    try:
        if not loaded.problems:
            value = convert(loaded.data, kind, _text)
    except msgspec.ValidationError as error:
        refused = error
    problems = [*loaded.problems, *_cut_texts(loaded, kind)]
    if thorough or value is None:
        problems += _diagnosed(loaded, kind, refused)
    if isinstance(value, Lesson):
        value = with_carried(value)  # type: ignore[assignment]  # R is Lesson
    if value is not None:
        for rule, examine in SOUND.get(kind, {}).items():
            problems += [loaded.problem(rule, finding) for finding in examine(value)]
    problems.sort()
    return Decoded(loaded, None if problems else value, problems, digest)


def with_carried(lesson: Lesson) -> Lesson:
    """The lesson with the files that its exercises continue with; what continues nothing there is left as it is."""
    done: dict[str, Exercise] = {}
    steps = []
    for step in lesson.steps:
        if isinstance(step, Code):
            before = done.get(step.exercise.continues or "")
            if before is not None:
                step = msgspec.structs.replace(step, exercise=carried(step.exercise, before))
            done[step.id] = step.exercise
        steps.append(step)
    return msgspec.structs.replace(lesson, steps=steps)


def _text(kind: type, scalar: Any) -> Any:
    if issubclass(kind, Text) and not isinstance(scalar, list | dict):
        return kind(as_written(scalar))
    raise TypeError(f"{kind.__name__} is a scalar")


def _cut_texts(loaded: Loaded, kind: type[Record]) -> list[Problem]:
    """Comments right after a plain text: the author may have meant them as part of it."""
    if not loaded.cut:
        return []
    from tutor.course.schema import holds_text, schema_of

    message = _("What follows # is a comment, so the text ends before it.")
    mend = _("Put the text in quotes or in a block scalar, or the comment in a line of its own.")
    return [
        Problem(loaded.file, line, column, "yaml-comment-cuts-text", message, mend)
        for path, (line, column) in loaded.cut.items()
        if holds_text(schema_of(kind), loaded.data, path)
    ]


def _diagnosed(loaded: Loaded, kind: type[Record], refused: msgspec.ValidationError | None) -> list[Problem]:
    from tutor.course.diagnose import diagnose

    problems = diagnose(loaded, kind)
    if not problems and refused is not None:
        finding = Finding(_path_in(str(refused)), f"{refused}.", _("docs/lesson-format.md has the shape."))
        problems.append(loaded.problem("schema-type", finding))
    return problems


def _path_in(message: str) -> Path:
    """The path in a message of msgspec: `… - at `$.steps[0].title``, as far as it names one."""
    found = re.search(r"`\$([^`]*)`$", message)
    parts = re.findall(r"\.([\w-]+)|\[(\d+)\]", found[1]) if found else []
    return tuple(name or int(index) for name, index in parts)
