"""Files and course.yaml agree in both directions."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from tutor.check.course import Course
from tutor.check.registry import Located, course_rule
from tutor.course.problem import Finding, Path
from tutor.course.strict import Loaded
from tutor.course.types import Module
from tutor.words import _


def _on_disk(course: Course) -> dict[str, list[str]]:
    """Names of the lessons in each folder."""
    folders: dict[str, list[str]] = {}
    for id in course.lessons:
        folder, _dot, name = id.partition(".")
        folders.setdefault(folder, []).append(name)
    return folders


def _modules(course: Course) -> list[Module]:
    return course.decoded.value.modules if course.decoded.value else []


def _meant(course: Course) -> dict[str, str]:
    """For each name that course.yaml has and the folder has not: the like one that it must mean, or ""."""
    folders, modules = _on_disk(course), _modules(course)
    free = [folder for folder in folders if folder not in {module.id for module in modules}]
    meant = {module.id: _nearest(module.id, free) for module in modules if module.id not in folders}
    for module in modules:
        there = folders.get(module.id, [])
        unnamed = [name for name in there if name not in module.lessons]
        for name in module.lessons if there else ():
            if name not in there:
                meant[f"{module.id}.{name}"] = _nearest(name, unnamed)
    return meant


def _nearest(name: str, names: list[str]) -> str:
    return next(iter(difflib.get_close_matches(name, names, 1)), "")


@course_rule("file-missing", "Every module that course.yaml names has a folder, every lesson a file.")
def file_missing(course: Course) -> Iterator[Located]:
    meant = _meant(course)
    for m, module in enumerate(_modules(course)):
        if module.id in meant:
            message = _("There is no folder `{name}` with lessons.").format(name=module.id)
            yield _named(course, ("modules", m, "id"), message, meant[module.id])
        for n, name in enumerate(module.lessons):
            if f"{module.id}.{name}" in meant:
                message = _("There is no file `{module}/{name}.yaml`.").format(module=module.id, name=name)
                yield _named(course, ("modules", m, "lessons", n), message, meant[f"{module.id}.{name}"])


def _named(course: Course, path: Path, message: str, meant: str) -> Located:
    mend = _("Did you mean `{name}`?").format(name=meant) if meant else _("Write it, or take it out here.")
    return Located(course.decoded.loaded, Finding(path, message, mend))


@course_rule("file-unlisted", "Every lesson file is named in course.yaml.")
def file_unlisted(course: Course) -> Iterator[Located]:
    if course.decoded.value is None:
        return
    named = {f"{module.id}.{name}" for module in _modules(course) for name in module.lessons}
    meant = _meant(course)
    guessed = set(meant.values()) | {f"{id.partition('.')[0]}.{near}" for id, near in meant.items() if "." in id}
    for id, lesson in course.lessons.items():
        if id not in named and id not in guessed and id.partition(".")[0] not in guessed:
            module, _dot, name = id.partition(".")
            mend = _("Add `{name}` to the lessons of the module `{module}`.").format(name=name, module=module)
            yield _whole(lesson.decoded.loaded, _("course.yaml does not name this lesson."), mend)
    for file, loaded in course.strays.items():
        if file.count(".") == 1:
            mend = _("Lessons stand in the folder of their module: move it there.")
            yield _whole(loaded, _("No lesson can be here."), mend)


@course_rule("translation-orphan", "Every translation stands beside its lesson, in a language that the course names.")
def translation_orphan(course: Course) -> Iterator[Located]:
    for file, loaded in course.strays.items():
        if file.count(".") > 1:
            mend = _("Name it like the lesson, with the language before .yaml.")
            yield _whole(loaded, _("This translates no lesson that is beside it."), mend)
    if course.decoded.value is None:
        return
    all_of_them = [(language, overlay.loaded) for language, overlay in course.translations.items()]
    all_of_them += [(t.language, t.decoded.loaded) for lesson in course.lessons.values() for t in lesson.translations]
    for language, loaded in all_of_them:
        if language not in course.decoded.value.translations:
            message = _("The course has no translation into {language}.").format(language=language)
            yield _whole(loaded, message, _("Add it to `translations` in course.yaml, or mend the file's name."))


def _whole(loaded: Loaded, message: str, mend: str) -> Located:
    return Located(loaded, Finding((), message, mend))
