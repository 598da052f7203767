"""Helping a translator: what a translation lacks is added as comments with the English, and reviews are recorded.

A comment translates nothing, so `tutor check` and the screens go on calling it missing until somebody takes the `# `
away and writes. The file is edited as text at the right places: nothing that its author wrote is touched.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tutor.course.compile import read, translation_of
from tutor.course.overlay import untranslated
from tutor.course.problem import Path as Where
from tutor.course.problem import Problem
from tutor.course.prose import prose_of, source_hash
from tutor.course.strict import Loaded
from tutor.course.types import Lesson, Near, Overlay, Patch, Record
from tutor.words import _

LESSON = "lesson"
"""Name of the lesson's own prose among the ids of its steps and cards."""
ALL = "all"


class TranslateError(Exception):
    """A translation cannot be completed or stamped; the text says what is wrong, where, and how to mend it."""


@dataclass
class Outcome:
    """What a translation is like now.

    Attributes:
        added: ids of parts that were added as comments.
        stale: ids of parts translated from an older English.
        stamped: ids whose translation was recorded as fitting.
    """

    path: Path
    added: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    stamped: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Part:
    """A piece of a lesson that is translated by itself: its head, a step or a card."""

    id: str
    section: str  # lesson | steps | cards
    record: Record
    names: tuple[str, ...]  # today's id and former ones


def complete(lessons_dir: Path, file: str, language: str) -> Outcome:
    """Add what a translation lacks, each part in its place; the file is made when it is missing.

    Raises:
        TranslateError: the lesson or its translation is broken, or the file cannot be written. Nothing was written.
    """
    lesson = _lesson(lessons_dir, file)
    path = lessons_dir / translation_of(file, language)
    text = path.read_text(encoding="utf-8") if path.exists() else f"format: 1\nof: {lesson.id}\n"
    overlay, loaded = _overlay(lessons_dir, file, language)
    outcome = Outcome(path, stale=_stale(lesson, overlay))
    text = _with_missing(text, lesson, overlay, loaded, outcome)
    if outcome.added or not path.exists():
        _write(path, text)
    return outcome


def stamp(lessons_dir: Path, file: str, language: str, ids: Sequence[str]) -> Outcome:
    """Record that these parts were compared with today's English.

    Args:
        ids: of steps or cards, `lesson` for its head, or `all` for every stale part.

    Raises:
        TranslateError: one is not translated, or unknown. Nothing was written.
    """
    lesson = _lesson(lessons_dir, file)
    overlay, loaded = _overlay(lessons_dir, file, language)
    path = lessons_dir / translation_of(file, language)
    if not path.exists():
        raise TranslateError(
            _("{path} is not there yet.").format(path=path) + " " + _("`tutor translate` without --stamp begins it.")
        )
    stale = _stale(lesson, overlay)
    wanted = stale if ALL in ids else list(dict.fromkeys(ids))
    parts = {part.id: part for part in _parts(lesson)}
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    outcome = Outcome(path, stale=[id for id in stale if id not in wanted])
    for id in wanted:
        if id not in parts:
            known = ", ".join(parts)
            raise TranslateError(
                _("{id} is no part of {lesson}.").format(id=id, lesson=lesson.id)
                + " " + _("Its parts are {names}.").format(names=known)
            )  # fmt: skip
        if _stamped(rows, parts[id], overlay, loaded):
            outcome.stamped.append(id)
    if outcome.stamped:
        _write(path, "".join(rows))
    return outcome


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def _lesson(lessons_dir: Path, file: str) -> Lesson:
    decoded = read(lessons_dir, file, Lesson)
    if decoded.value is None:
        raise TranslateError(_said(decoded.problems))
    return decoded.value


def _overlay(lessons_dir: Path, file: str, language: str) -> tuple[Overlay | None, Loaded]:
    name = translation_of(file, language)
    if not (lessons_dir / name).exists():
        return None, Loaded(name)
    decoded = read(lessons_dir, name, Overlay)
    if decoded.value is None:
        raise TranslateError(_said(decoded.problems))
    return decoded.value, decoded.loaded


def _said(problems: Sequence[Problem]) -> str:
    return "\n".join(map(str, problems))


def _parts(lesson: Lesson) -> list[_Part]:
    """All that is translated, in the order of the file."""
    parts = [_Part(LESSON, "lesson", lesson, (LESSON,))]
    parts += [_Part(step.id, "steps", step, (step.id, *step.aliases)) for step in lesson.steps]
    parts += [_Part(id, "cards", card, (id, *card.aliases)) for id, card in lesson.cards.items()]
    return [part for part in parts if prose_of(part.record)]


def _patch(part: _Part, overlay: Overlay | None) -> tuple[str, Patch] | None:
    """The translation of a part, and the name it stands under."""
    if overlay is None:
        return None
    if part.section == "lesson":
        return (LESSON, overlay.lesson) if overlay.lesson else None
    patches = overlay.steps if part.section == "steps" else overlay.cards
    return next(((name, patches[name]) for name in part.names if name in patches), None)


def _stale(lesson: Lesson, overlay: Overlay | None) -> list[str]:
    found = []
    for part in _parts(lesson):
        patch = _patch(part, overlay)
        if patch is not None and patch[1].get("source") != source_hash(part.record):
            found.append(part.id)
    return found


# ── Adding ───────────────────────────────────────────────────────────────────────────────────────


def _with_missing(text: str, lesson: Lesson, overlay: Overlay | None, loaded: Loaded, outcome: Outcome) -> str:
    """The text with the English, as comments, of each part or piece that is not translated."""
    rows = text.splitlines()
    inserts: list[tuple[int, list[str]]] = []  # after so many rows of the file as it is
    for section in ("lesson", "steps", "cards"):
        parts = [part for part in _parts(lesson) if part.section == section]
        missing = section != "lesson" and (section,) not in loaded.keys
        if missing and parts:
            inserts.append((len(rows), [f"{section}:"]))
        for part in parts:
            patch = _patch(part, overlay)
            if patch is None:
                at = len(rows) if missing else _before(rows, loaded, part, parts)
                inserts.append((at, _whole(part)))
            else:
                end = _end(rows, loaded, part, patch[0])
                block = _pieces(part, patch[1], rows[_start(loaded, part, patch[0]) : end])
                if not block:
                    continue
                inserts.append((end, block))
            outcome.added.append(part.id)
    for at, block in reversed(inserts):
        rows[at:at] = block
    return "\n".join(rows) + "\n"


def _key(part: _Part, name: str) -> Where:
    return ("lesson",) if part.section == "lesson" else (part.section, name)


def _start(loaded: Loaded, part: _Part, name: str) -> int:
    """Rows before the one that a part begins in."""
    return loaded.place(_key(part, name), key=True)[0] - 1


def _end(rows: list[str], loaded: Loaded, part: _Part, name: str) -> int:
    """Rows up to the end of a part: comments and blank rows at its end belong to it if they are set in as far."""
    start = _start(loaded, part, name)
    depth = 0 if part.section == "lesson" else 2
    at = start + 1
    while at < len(rows) and (not rows[at].strip() or len(rows[at]) - len(rows[at].lstrip()) > depth):
        at += 1
    while at > start + 1 and not rows[at - 1].strip():
        at -= 1
    return at


def _before(rows: list[str], loaded: Loaded, part: _Part, parts: Sequence[_Part]) -> int:
    """Rows before the place of a part that is not there: behind the nearest earlier part of its section that is."""
    if part.section == "lesson":
        return next((n for n, row in enumerate(rows) if row.startswith(("steps:", "cards:"))), len(rows))
    line, _column = loaded.keys[part.section,]
    if rows[line - 1].partition(":")[2].strip().startswith("{"):
        raise TranslateError(
            f"{loaded.file}:{line}: "
            + _("{section} stands on one line, so nothing can be added to it.").format(section=part.section)
            + " " + _("Write each entry on a line of its own.")
        )  # fmt: skip
    earlier = [one for one in parts[: parts.index(part)] if any((part.section, n) in loaded.keys for n in one.names)]
    if not earlier:
        return line
    name = next(n for n in earlier[-1].names if (part.section, n) in loaded.keys)
    return _end(rows, loaded, earlier[-1], name)


def _whole(part: _Part) -> list[str]:
    """A part with its hash and, as comments, all of its English."""
    indent = "" if part.section == "lesson" else "  "
    pieces = _commented(_nested(prose_of(part.record), part.record), indent + "  ")
    return [f"{indent}{part.id}:", f"{indent}  source: {source_hash(part.record)}", *pieces]


def _pieces(part: _Part, patch: Patch, rows: Sequence[str]) -> list[str]:
    """The English of what a part lacks, as comments; nothing of what stands in a comment already."""
    missing = set(untranslated(part.record, patch))
    prose = [(path, text) for path, text in prose_of(part.record) if path in missing]
    there = {found[1] for row in rows if (found := re.match(r"\s*# (?:missing in )?([\w-]+):", row))}
    indent = "  " if part.section == "lesson" else "    "
    block: list[str] = []
    for name, value in _nested([pair for pair in prose if pair[0][0] not in there], part.record).items():
        lead = "missing in " if name in patch else ""
        block += _commented({f"{lead}{name}": value}, indent)
    return block


def _nested(prose: Sequence[tuple[Where, str]], record: Record) -> dict[str, Any]:
    """Prose by path as mappings, in the shape of a translation."""
    found: dict[str, Any] = {}
    for path, text in prose:
        if "near" in path:  # entries of near go by their text
            near: list[Near] = record.near  # type: ignore[attr-defined]  # only records with near have such a path
            entry = {"text": str(near[int(path[1])].text), "feedback": str(text)}
            found.setdefault("near", []).append(entry)
            continue
        inner: Any = found
        for name in path[:-1]:
            inner = inner.setdefault(name, {})
        inner[path[-1]] = str(text)
    return {name: _lists(value) for name, value in found.items()}


def _lists(value: Any) -> Any:
    """Mappings with numbers as keys become lists."""
    if not isinstance(value, dict):
        return value
    inner = {key: _lists(item) for key, item in value.items()}
    return list(inner.values()) if all(isinstance(key, int) for key in inner) else inner


def _commented(data: dict[str, Any], indent: str) -> list[str]:
    import yaml

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

    def text(dumper: Any, value: str) -> Any:
        style = "|" if "\n" in value else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    dumped = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=1000)
    return [f"{indent}# {row}".rstrip() for row in dumped.splitlines()]


# ── Stamping ─────────────────────────────────────────────────────────────────────────────────────


def _stamped(rows: list[str], part: _Part, overlay: Overlay | None, loaded: Loaded) -> bool:
    """Put today's hash of a part into its row; whether it was another one.

    Raises:
        TranslateError: the part is not translated.
    """
    patch = _patch(part, overlay)
    if patch is None or "source" not in patch[1]:
        raise TranslateError(
            _("{id} is not translated yet, so there is nothing to stamp.").format(id=part.id)
            + " " + _("Write its translation first.")
        )  # fmt: skip
    line, column = loaded.place((*_key(part, patch[0]), "source"))
    row, today = rows[line - 1], source_hash(part.record)
    if str(patch[1]["source"]) == today:
        return False
    rows[line - 1] = row[: column - 1] + re.sub(r"^(['\"]?)\w*\1", today, row[column - 1 :], count=1)
    return True


def _write(path: Path, text: str) -> None:
    """At once or not at all."""
    fresh = path.with_suffix(f".{os.getpid()}.new")
    try:
        fresh.write_text(text, encoding="utf-8")
        os.replace(fresh, path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        raise TranslateError(_("{path} cannot be written: {why}.").format(path=path, why=error.strerror)) from error
