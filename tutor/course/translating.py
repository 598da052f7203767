"""Helping a translator: what a translation lacks is added as comments with the English, and reviews are recorded.

A comment translates nothing, so `tutor check` and the screens go on calling it missing until somebody takes the `# `
away and writes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tutor.course.compile import COURSE, read, translation_of
from tutor.course.overlay import untranslated
from tutor.course.problem import Path as Where
from tutor.course.problem import Problem
from tutor.course.prose import prose_of, source_hash
from tutor.course.strict import Loaded, load_bytes
from tutor.course.translation_sheet import Sheet, TranslateError
from tutor.course.types import CourseFile, CourseOverlay, Lesson, Overlay, Record, as_written
from tutor.words import _

__all__ = ["Outcome", "TranslateError", "complete", "stamp"]

LESSON = "lesson"
"""Name of the lesson's own prose among the ids of its steps and cards; that of the course file is `course`."""
ALL = "all"

_ROOT = ("format", "of", "source", "lesson", "steps", "cards")
_INSIDE = "# add inside: "
_FOLDED = 80  # characters of a text that is written over several rows
_WIDTH = 112


@dataclass
class Outcome:
    """What a translation is like now.

    Attributes:
        added: ids of parts that something was added to, as comments.
        stale: ids of parts translated from an older English.
        stamped: ids whose translation was recorded as fitting.
    """

    path: Path
    added: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    stamped: list[str] = field(default_factory=list)


def complete(lessons_dir: Path, file: str, language: str) -> Outcome:
    """Add what a translation lacks, each piece in its place; the file is made when it is missing.

    Args:
        file: of a lesson, such as `web/urls.yaml`, or `course.yaml`.

    Raises:
        TranslateError: a file is broken, cannot be written, or the course has no such language. Nothing was written.
    """
    parts, sheet = _opened(lessons_dir, file, language)
    outcome = Outcome(sheet.path, stale=_stale(parts, sheet))
    inserts: list[tuple[int, list[str]]] = []
    for part in parts:
        base = part.place(sheet)
        added = list(_missing_pieces(sheet, part, base) if base is not None else _whole(sheet, part, parts, inserts))
        if added:
            outcome.added.append(part.id)
            inserts += added
    if inserts or not sheet.path.exists():
        sheet.write(sheet.with_inserted(inserts))
    return outcome


def stamp(lessons_dir: Path, file: str, language: str, ids: Sequence[str]) -> Outcome:
    """Record that these parts were compared with today's English; of each, only the scalar `source` is changed.

    Args:
        ids: of steps or cards, `lesson` (of course.yaml: `course`) for the head, or `all` for every stale part.

    Raises:
        TranslateError: one is unknown or not translated, or a file is broken. Nothing was written.
    """
    parts, sheet = _opened(lessons_dir, file, language)
    if not sheet.path.exists():
        raise TranslateError(
            _("{path} is not there yet.").format(path=sheet.path)
            + " " + _("`tutor translate` without --stamp begins it.")
        )  # fmt: skip
    stale, known = _stale(parts, sheet), {part.id: part for part in parts}
    wanted = stale if ALL in ids else list(dict.fromkeys(ids))
    outcome = Outcome(sheet.path, stale=[id for id in stale if id not in wanted])
    rows = list(sheet.rows)
    for id in wanted:
        if id not in known:
            raise TranslateError(
                _("{id} is no part of {lesson}.").format(id=id, lesson=sheet.data["of"])
                + " " + _("Its parts are {names}.").format(names=", ".join(known))
            )  # fmt: skip
        if _stamped(rows, sheet, known[id]):
            outcome.stamped.append(id)
    if outcome.stamped:
        sheet.write("".join(rows))
    return outcome


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


class _Part(NamedTuple):
    """A piece of a lesson that is translated by itself: its head, a step or a card; of a course, all of it."""

    names: tuple[str, ...]  # today's id and former ones
    home: Where | None  # the mapping that it stands in; None of a course, whose prose stands at the top
    record: Record
    prose: list[tuple[Where, str]]  # in the order of the English file

    @property
    def id(self) -> str:
        return self.names[0]

    def place(self, sheet: Sheet) -> Where | None:
        """Where its translation stands, if it has one."""
        if self.home is None:
            return ()
        return next(((*self.home, name) for name in self.names if (*self.home, name) in sheet.loaded.keys), None)


def _opened(lessons_dir: Path, file: str, language: str) -> tuple[list[_Part], Sheet]:
    _known_language(lessons_dir, language)
    of_course = file == COURSE
    english = read(lessons_dir, file, CourseFile if of_course else Lesson)
    if english.value is None:
        raise TranslateError(_said(english.problems))
    value: Any = english.value
    parts = _parts(value, english.loaded)
    path = lessons_dir / translation_of(file, language)
    if path.exists():
        decoded = read(lessons_dir, translation_of(file, language), CourseOverlay if of_course else Overlay)
        if decoded.value is None:
            raise TranslateError(_said(decoded.problems))
        sheet = Sheet(path, path.read_bytes().decode("utf-8"), decoded.loaded)
    else:
        begun = f"format: 1\nof: {value.id}\n" + (f"source: {source_hash(value)}\n" if of_course else "")
        sheet = Sheet(path, begun, load_bytes(begun.encode(), str(path)))
    if sheet.data["of"] != value.id:
        raise sheet.error(
            ("of",),
            _("This says that it translates {got}.").format(got=sheet.data["of"]),
            _("Write `of: {wanted}`.").format(wanted=value.id),
        )
    return parts, sheet


def _known_language(lessons_dir: Path, language: str) -> None:
    course = read(lessons_dir, COURSE, CourseFile)
    if course.value is None:
        raise TranslateError(_said(course.problems))
    if language not in course.value.translations:
        raise TranslateError(
            _("The course has no translation into {language}.").format(language=language)
            + " " + _("Mend the language, or add it to `translations` in course.yaml.")
        )  # fmt: skip


def _said(problems: Sequence[Problem]) -> str:
    return "\n".join(map(str, problems))


def _parts(english: Any, loaded: Loaded) -> list[_Part]:
    """All that is translated, in the order of the file."""
    if isinstance(english, CourseFile):
        return [_Part(("course",), None, english, _prose(english, (), loaded))]
    parts = [_Part((LESSON,), (), english, _prose(english, (), loaded))]
    for n, step in enumerate(english.steps):
        parts.append(_Part((step.id, *step.aliases), ("steps",), step, _prose(step, ("steps", n), loaded)))
    for id, card in english.cards.items():
        parts.append(_Part((id, *card.aliases), ("cards",), card, _prose(card, ("cards", id), loaded)))
    return [part for part in parts if part.prose]


def _prose(record: Record, base: Where, loaded: Loaded) -> list[tuple[Where, str]]:
    """The prose of a record in the order in which its author wrote it."""

    def place(path: Where) -> tuple[int, int]:
        node, where = loaded.data, base
        for name in base:
            node = node[name]
        for name in path:
            if isinstance(node, list) and isinstance(name, str):  # entries of a list go by their id
                name = next(n for n, entry in enumerate(node) if entry.get("id") == name)
            node, where = node[name], (*where, name)
        return loaded.place(where)

    return sorted(prose_of(record), key=lambda pair: place(pair[0]))


def _stale(parts: Sequence[_Part], sheet: Sheet) -> list[str]:
    """Ids of parts translated from another English; one of which nothing is translated is only missing."""
    found = []
    for part in parts:
        base = part.place(sheet)
        patch = sheet.get(base) if base is not None else {}
        if patch.keys() - {"source", "format", "of"} and patch.get("source") != source_hash(part.record):
            found.append(part.id)
    return found


# ── Adding ───────────────────────────────────────────────────────────────────────────────────────


def _whole(
    sheet: Sheet, part: _Part, parts: Sequence[_Part], inserts: Sequence[tuple[int, list[str]]]
) -> Iterator[tuple[int, list[str]]]:
    """A part that is not there: its id, its hash and, as comments, all of its English."""
    home = part.home or ()
    if home and home not in sheet.loaded.keys:
        at, indent = sheet.after((), _ROOT, str(home[0])), 2
        if not any(block == [f"{home[0]}:"] for _at, block in inserts):
            yield at, [f"{home[0]}:"]
    elif sheet.is_flow(home):
        name = home[0] if home else sheet.path.name
        raise sheet.error(
            home,
            _("{section} stands on one line, so nothing can be added to it.").format(section=name),
            _("Write each entry on a line of its own."),
        )
    else:
        places = [(one, one.place(sheet)) for one in parts if one.home == home]
        siblings = [one.id if place is None else str(place[-1]) for one, place in places] if home else _ROOT
        at, indent = sheet.after(home, siblings, part.id), sheet.inner(home)
    tree: dict[str, Any] = {}
    for names, value in _units(part, set(path for path, _text in part.prose)):
        _put(tree, names, value)
    lead = " " * indent
    yield at, [f"{lead}{part.id}:", f"{lead}  source: {source_hash(part.record)}", *_commented(tree, indent + 2)]


def _missing_pieces(sheet: Sheet, part: _Part, base: Where) -> Iterator[tuple[int, list[str]]]:
    """The English of what a part lacks, as comments where each piece belongs; nothing that a comment holds already."""
    there = sheet.offered(base)
    last = sheet.end(base) if base else len(sheet.rows)
    rows = {row.strip() for row in sheet.rows[sheet.start(base) if base else 0 : last]}
    found: dict[_Spot, Any] = {}
    # All of them first: the texts of a list are gathered while this goes on.
    for names, value in [*_units(part, set(untranslated(part.record, sheet.get(base))))]:
        if names in there or ("near" in names and names[: names.index("near") + 1] in there):
            continue
        spot, left = _spot(sheet, part, base, names)
        if left:
            _put(found.setdefault(spot, {}), left, value)
        else:
            found.setdefault(spot, []).extend(value if isinstance(value, list) else [value])
    for spot, tree in found.items():
        if not spot.flow:
            yield spot.at, _commented(tree, spot.column)
        elif (row := _INSIDE + _dumped(tree, flow=True)[0]) not in rows:
            yield spot.at, [" " * spot.column + row]


class _Spot(NamedTuple):
    """Where pieces go: behind so many rows, set in so far, in this mapping or list."""

    at: int
    column: int
    path: Where
    flow: bool = False  # inside braces or brackets, where no comment can stand


def _spot(sheet: Sheet, part: _Part, base: Where, names: Where) -> tuple[_Spot, Where]:
    """The place of a piece, and what of its path is still to be written there."""
    node, depth = sheet.get(base), 0
    while depth < len(names) - 1 and isinstance(node.get(names[depth]), dict):
        node, depth = node[names[depth]], depth + 1
    path, name = (*base, *names[:depth]), names[depth]
    in_list = isinstance(node.get(name), list)
    whole = (*path, name) if in_list else path
    for k in range(max(len(base), 1), len(whole) + 1):
        if sheet.is_flow(whole[:k]):
            outer = whole[:k]
            left = names[k - len(base) :] if not in_list or k < len(whole) else ()
            return _Spot(sheet.end(outer), sheet.column(outer) + 2, outer, flow=True), left
    if in_list:
        line, column = sheet.loaded.values[(*whole, 0)]
        dash = sheet.rows[line - 1].rfind("-", 0, column - 1)
        return _Spot(sheet.end(whole), dash, whole), ()
    if name in node:  # there, and empty
        return _Spot(sheet.end((*path, name)), sheet.column((*path, name)), path), names[depth:]
    prefix = names[:depth]
    prose = [str(where[depth]) for where, _text in part.prose if where[:depth] == prefix and len(where) > depth]
    siblings = list(dict.fromkeys([*(_ROOT[:3] if not base else ("source",)), *prose]))
    return _Spot(sheet.after(path, siblings, str(name)), sheet.inner(path), path), names[depth:]


def _units(part: _Part, missing: set[Where]) -> Iterator[tuple[Where, Any]]:
    """What is added as one: a text, all missing texts of a list, an entry of `near`, which goes by its text."""
    lists: dict[Where, list[str]] = {}
    for path, text in part.prose:
        if path in missing and "near" not in path and isinstance(path[-1], int):
            lists.setdefault(path[:-1], []).append(str(text))
    for path, text in part.prose:
        if path not in missing:
            continue
        if "near" in path:
            at = path.index("near")
            near = _inside(part.record, path[: at + 2])
            yield (*path[: at + 1], str(near.text)), {"text": str(near.text), "feedback": str(text)}
        elif not isinstance(path[-1], int):
            yield path, str(text)
        elif path[:-1] in lists:
            yield path[:-1], lists.pop(path[:-1])


def _inside(record: Any, path: Where) -> Any:
    """What stands at a path of names, keys and indices."""
    for name in path:
        record = getattr(record, str(name)) if isinstance(record, Record) else record[name]
    return record


def _put(tree: dict[str, Any], names: Where, value: Any) -> None:
    listed = "near" in names
    *before, last = names[: names.index("near") + 1] if listed else names
    for name in before:
        tree = tree.setdefault(str(name), {})
    if listed:
        tree.setdefault("near", []).append(value)
    else:
        tree[str(last)] = value


def _commented(data: Any, column: int) -> list[str]:
    return [f"{' ' * column}# {row}".rstrip() for row in _dumped(data)]


def _dumped(data: Any, flow: bool = False) -> list[str]:
    """Data as an author would write it: long texts folded, those of several lines as they are."""
    import yaml

    class Dumper(yaml.SafeDumper):
        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: Any) -> bool:
            return True

    def text(dumper: Any, value: str) -> Any:
        style = None if flow else "|" if "\n" in value else ">" if len(value) > _FOLDED else None
        return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=style)

    Dumper.add_representer(str, text)
    width = 100_000 if flow else _WIDTH
    dumped = yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False, width=width, default_flow_style=flow)
    return str(dumped).splitlines()


# ── Stamping ─────────────────────────────────────────────────────────────────────────────────────


def _stamped(rows: list[str], sheet: Sheet, part: _Part) -> bool:
    """Put today's hash of a part into its row; whether it was another one."""
    base = part.place(sheet)
    patch = sheet.get(base) if base is not None else {}
    if base is None or not patch.keys() - {"source", "format", "of"}:
        raise TranslateError(
            _("{id} is not translated yet, so there is nothing to stamp.").format(id=part.id)
            + " " + _("Write its translation first.")
        )  # fmt: skip
    place, today = (*base, "source"), source_hash(part.record)
    line, column = sheet.loaded.place(place)
    old, row = as_written(patch.get("source")), rows[line - 1]
    written = next((text for text in (old, f"'{old}'", f'"{old}"') if row.startswith(text, column - 1)), None)
    if place not in sheet.loaded.keys or written is None:
        mend = _("Add `source: {hash}`.").format(hash=today)
        raise sheet.error(place, _("The hash of the English is missing."), mend)
    if old == today:
        return False
    rows[line - 1] = row[: column - 1] + today + row[column - 1 + len(written) :]
    return True
