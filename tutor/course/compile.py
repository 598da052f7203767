"""Compiling a course: every file read, what home needs of it kept, what is wrong with it said. Never raises."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TypeVar

from tutor.course.decode import Decoded, decode
from tutor.course.index import (
    CourseEntry,
    Details,
    Index,
    ItemEntry,
    LessonEntry,
    ModuleEntry,
    PathEntry,
    Stamp,
    StepEntry,
    key_of,
    pack,
    stamps_of,
)
from tutor.course.overlay import Translated, apply, apply_course
from tutor.course.problem import Finding, Problem
from tutor.course.types import CourseFile, CourseOverlay, Lesson, Module, Overlay, Prose, Question, Record
from tutor.words import _

COURSE = "course.yaml"

R = TypeVar("R", bound=Record)


def scan(lessons_dir: Path) -> dict[str, Stamp]:
    """Time and size of each YAML file in the folder and the folders in it, by path with slashes."""
    found: dict[str, Stamp] = {}
    for folder, prefix in _folders(lessons_dir):
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if entry.name.endswith(".yaml") and entry.is_file():
                        status = entry.stat()
                        found[prefix + entry.name] = (status.st_mtime_ns, status.st_size)
        except OSError:
            continue  # what cannot be read is said where the course names it
    return found


def _folders(lessons_dir: Path) -> Iterable[tuple[Path, str]]:
    yield lessons_dir, ""
    try:
        inner = sorted(path for path in lessons_dir.iterdir() if path.is_dir() and not path.name.startswith("."))
    except OSError:
        inner = []
    for path in inner:
        yield path, f"{path.name}/"


def translation_of(file: str, language: str) -> str:
    """The file that translates another: a/b.yaml → a/b.ko.yaml."""
    return f"{file.removesuffix('.yaml')}.{language}.yaml"


def compile_course(lessons_dir: Path, language: str, old: Index | None = None) -> Index:
    """Read the course in this language. What of `old` was made from files that did not change is taken over."""
    stamps = scan(lessons_dir)
    course, problems = _course(lessons_dir, language, stamps)
    before = stamps_of(old) if old else {}
    known = {entry.id: entry for module in old.modules for entry in module.lessons} if old else {}
    taken: set[str] = set()

    def lesson(module: Module, name: str) -> LessonEntry:
        id, file = f"{module.id}.{name}", f"{module.id}/{name}.yaml"
        taken.add(id)
        sources = (file, translation_of(file, language))
        if id in known and all(before.get(source) == stamps.get(source) for source in sources):
            return known[id]
        return compile_lesson(lessons_dir, module.id, name, language if sources[1] in stamps else None)

    modules = [
        ModuleEntry(
            module.id, str(module.title), str(module.summary),
            [lesson(module, name) for name in module.lessons if f"{module.id}.{name}" not in taken],
        )
        for module in course.modules
    ]  # fmt: skip
    paths = [PathEntry(path.id, str(path.title), str(path.summary), path.lessons) for path in course.paths]
    entry = CourseEntry(course.id, str(course.title), course.language, course.translations, paths)
    return Index(key_of(lessons_dir, language), entry, modules, problems, pack(stamps))


def compile_lesson(lessons_dir: Path, module: str, name: str, language: str | None) -> LessonEntry:
    """One lesson; broken if its file is missing, cannot be decoded, or is another lesson's.

    Args:
        language: that of the translation beside it, if it has one.
    """
    id, file = f"{module}.{name}", f"{module}/{name}.yaml"
    decoded = read(lessons_dir, file, Lesson)
    lesson = decoded.value
    problems = decoded.problems
    if lesson is None or (problems := misplaced(decoded, id)):
        return LessonEntry(id, module, file, title=id, problems=problems)
    translation_problems: list[Problem] = []
    if language:
        translated, translation_problems = translate(lessons_dir, file, lesson, language)
        lesson = translated.lesson if translated else lesson
    steps = [StepEntry(s.id, s.type, str(s.title), s.aliases, s.asks) for s in lesson.steps]
    objectives = {key: str(text) for key, text in lesson.objectives.items()}
    return LessonEntry(
        id, module, file, str(lesson.title), str(lesson.summary), lesson.minutes, lesson.difficulty,
        lesson.prerequisites, lesson.aliases, decoded.hash, [], translation_problems,
        pack(Details(objectives, steps, _items(lesson))),
    )  # fmt: skip


def _items(lesson: Lesson) -> list[ItemEntry]:
    """What of a lesson can be reviewed."""
    questions = [
        ItemEntry(s.id, s.type, str(s.title), s.rev, s.aliases, s.same_as or "", s.objectives)
        for s in lesson.steps if isinstance(s, Question)
    ]  # fmt: skip
    cards = [ItemEntry(id, "card", str(card.front), card.rev, card.aliases) for id, card in lesson.cards.items()]
    return questions + cards


def misplaced(decoded: Decoded[Lesson], id: str) -> list[Problem]:
    """The problem of a lesson that is not at its place: its progress would go to another."""
    finding = misplacement(decoded.value, id) if decoded.value is not None else None
    return [decoded.loaded.problem("id-place", finding)] if finding else []


def misplacement(lesson: Lesson, id: str) -> Finding | None:
    """What is wrong if the id of a lesson is not `id`, that of its place."""
    if lesson.id == id:
        return None
    message = _("The id is `{got}`, but the file's place makes it `{id}`.").format(got=lesson.id, id=id)
    return Finding(("id",), message, _("Write `id: {id}`, or move the file.").format(id=id))


def translate(lessons_dir: Path, file: str, lesson: Lesson, language: str) -> tuple[Translated | None, list[Problem]]:
    """A lesson with the translation beside its file; problems, as warnings, if that cannot be used."""
    decoded = read(lessons_dir, translation_of(file, language), Overlay)
    if decoded.value is None:
        return None, [_warning(problem) for problem in decoded.problems]
    return apply(lesson, decoded.value), []


def read(lessons_dir: Path, file: str, kind: type[R]) -> Decoded[R]:
    """Decode a file of the course; one that cannot be read has that as its problem."""
    from tutor.course.strict import Loaded

    path = lessons_dir / file
    try:
        return decode(path.read_bytes(), str(path), kind)
    except FileNotFoundError:
        message = _("The course names this file, and it is not there.")
        rule, mend = "file-missing", _("Write it, or take it out of course.yaml.")
    except OSError as error:
        message = _("The file cannot be read: {why}.").format(why=error.strerror)
        rule, mend = "file-unreadable", _("Look at its permissions.")
    return Decoded(Loaded(str(path)), None, [Problem(str(path), 1, 1, rule, message, mend)])


def _warning(problem: Problem) -> Problem:
    """The same as a warning: without a translation the lesson still works."""
    return Problem(problem.file, problem.line, problem.column, problem.rule, problem.message, problem.mend, "warning")


def _course(lessons_dir: Path, language: str, stamps: dict[str, Stamp]) -> tuple[CourseFile, list[Problem]]:
    """The course file, translated if it can be; what the folders tell if it cannot be used."""
    decoded = read(lessons_dir, COURSE, CourseFile)
    course, problems = decoded.value, decoded.problems
    if course is None:
        course = _from_folders(lessons_dir, stamps)
    overlay_file = translation_of(COURSE, language)
    if overlay_file in stamps:
        overlay = read(lessons_dir, overlay_file, CourseOverlay)
        problems = problems + [_warning(problem) for problem in overlay.problems]
        if overlay.value is not None:
            course = apply_course(course, overlay.value)
    return course, problems


def _from_folders(lessons_dir: Path, stamps: dict[str, Stamp]) -> CourseFile:
    """A course of all lesson files by folder and name, when course.yaml does not say."""
    folders: dict[str, list[str]] = {}
    for file in sorted(stamps):
        folder, slash, name = file.removesuffix(".yaml").partition("/")
        if slash and "." not in name:
            folders.setdefault(folder, []).append(name)
    modules = [Module(id=id, title=Prose(id), summary=Prose(""), lessons=names) for id, names in folders.items()]
    name = lessons_dir.name or "course"
    return CourseFile(format=1, id=name, title=Prose(name), language="en", modules=modules)
