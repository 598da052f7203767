"""A course read as a whole, broken files and files that nobody names included, for the rules to look at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from tutor.course.compile import COURSE, scan
from tutor.course.decode import Decoded, decode
from tutor.course.overlay import Translated, apply
from tutor.course.problem import Problem
from tutor.course.strict import Loaded, load
from tutor.course.types import CourseFile, CourseOverlay, Lesson, Overlay, Record
from tutor.words import _

R = TypeVar("R", bound=Record)
_REFERS = re.compile(r"^(?:aliases|prerequisites):.*\n?(?:(?:[ \t#-].*)?\n)*", re.MULTILINE)
"""Those keys of a lesson with all that belongs to them."""


@dataclass
class Translation:
    """A translation of a lesson. `translated` is the lesson as it reads in it, if both can be used."""

    language: str
    decoded: Decoded[Overlay]
    translated: Translated | None = None


@dataclass
class LessonFile:
    """A lesson with its translations. `id` is that of its place, MODULE.FILE, whatever the file says."""

    id: str
    file: str
    decoded: Decoded[Lesson]
    translations: list[Translation] = field(default_factory=list)

    @property
    def aliases(self) -> list[str]:
        """Former ids, also of a lesson that cannot be decoded, as far as they can be read."""
        return self.decoded.value.aliases if self.decoded.value is not None else self._texts("aliases")

    @property
    def prerequisites(self) -> list[str]:
        """Ids of lessons that this one needs, as far as they can be read."""
        return self.decoded.value.prerequisites if self.decoded.value is not None else self._texts("prerequisites")

    def _texts(self, key: str) -> list[str]:
        data = self.decoded.loaded.data
        texts = data.get(key) if isinstance(data, dict) else None
        return [text for text in texts if isinstance(text, str)] if isinstance(texts, list) else []


@dataclass
class Course:
    """All YAML files of a course.

    Attributes:
        lessons: by the ids of their places.
        strays: files that are translations of nothing, or stand where no lesson can be.
        whole: whether all files were read; else, of lessons nobody asks about, only what others may refer to.
    """

    folder: Path
    decoded: Decoded[CourseFile]
    translations: dict[str, Decoded[CourseOverlay]] = field(default_factory=dict)
    lessons: dict[str, LessonFile] = field(default_factory=dict)
    strays: dict[str, Loaded] = field(default_factory=dict)
    whole: bool = True

    def readings(self) -> Iterator[tuple[str, Loaded, list[Problem]]]:
        """Each file with what was found while it was read."""
        yield COURSE, self.decoded.loaded, self.decoded.problems
        for language, overlay in self.translations.items():
            yield f"course.{language}.yaml", overlay.loaded, overlay.problems
        for lesson in self.lessons.values():
            yield lesson.file, lesson.decoded.loaded, lesson.decoded.problems
            for translation in lesson.translations:
                file = f"{lesson.file.removesuffix('.yaml')}.{translation.language}.yaml"
                yield file, translation.decoded.loaded, translation.decoded.problems
        for file, loaded in self.strays.items():
            yield file, loaded, []


def name_of(path: Path) -> str:
    """A file as problems name it: from the working folder where it is inside, so that editors find it."""
    path = path.resolve()
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def read_course(folder: Path, asked: Callable[[str], bool] = lambda _file: True) -> Course:
    """Read every YAML file of a course. Never raises: what cannot be read is a problem of its file.

    Args:
        asked: tells by its name whether what is wrong in a file is wanted. Unless that of the course is, only the
            ids that it brings into the course are read of a lesson that is not, and nothing of its translations.
    """
    whole = asked(COURSE)

    def read(file: str, kind: type[R]) -> Decoded[R]:
        return _read(folder, file, kind, asked(file))

    files = scan(folder)
    wanted = {file.partition(".")[0] for file in files if whole or asked(file)}
    course = Course(folder, read(COURSE, CourseFile), whole=whole)
    later: list[tuple[str, str, str]] = []
    for file in sorted(files):
        stem, _dot, language = file.removesuffix(".yaml").partition(".")
        if stem == "course":
            if language:
                course.translations[language] = read(file, CourseOverlay)
        elif language:
            if stem in wanted:
                later.append((file, stem, language))
        elif "/" in stem:
            id = stem.replace("/", ".")
            course.lessons[id] = LessonFile(id, file, read(file, Lesson) if stem in wanted else _refers(folder, file))
        else:
            course.strays[file] = Loaded(name_of(folder / file))
    for file, stem, language in later:
        lesson = course.lessons.get(stem.replace("/", "."))
        if lesson is None:
            course.strays[file] = Loaded(name_of(folder / file))
        else:
            lesson.translations.append(_translation(read(file, Overlay), language, lesson))
    return course


def _refers(folder: Path, file: str) -> Decoded[Lesson]:
    """What other files may refer to, or lead to from this one: its former ids and what it needs."""
    name = name_of(folder / file)
    try:
        text = (folder / file).read_text(encoding="utf-8", errors="replace")
    except OSError:
        return Decoded(Loaded(name))
    return Decoded(load("".join(found[0] for found in _REFERS.finditer(text)), name))


def _translation(decoded: Decoded[Overlay], language: str, lesson: LessonFile) -> Translation:
    english, overlay = lesson.decoded.value, decoded.value
    translated = apply(english, overlay) if english is not None and overlay is not None else None
    return Translation(language, decoded, translated)


def _read(folder: Path, file: str, kind: type[R], thorough: bool) -> Decoded[R]:
    name = name_of(folder / file)
    try:
        return decode((folder / file).read_bytes(), name, kind, thorough=thorough)
    except OSError as error:
        message = _("The file cannot be read: {why}.").format(why=error.strerror)
        problem = Problem(name, 1, 1, "file-unreadable", message, _("Write it, or look at its permissions."))
        return Decoded(Loaded(name), None, [problem])
