"""The course as the rest of the program sees it: modules, lessons, their titles and problems, and lessons on demand.

Opening it reads the compiled index from the cache folder: no YAML, no look at a lesson file. `refresh` compares with
the files. A broken file never stops the program: it is listed with its problems, and the others work.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from tutor.course.index import (
    CourseEntry,
    Index,
    LessonEntry,
    ModuleEntry,
    PathEntry,
    Stamp,
    StepEntry,
    key_of,
    read_index,
    stamps_of,
    write_index,
)
from tutor.course.problem import Problem

if TYPE_CHECKING:
    from tutor.course.overlay import Translated
    from tutor.course.types import Lesson

__all__ = [
    "Catalogue", "CourseEntry", "LessonBrokenError", "LessonEntry", "ModuleEntry", "PathEntry", "StepEntry",
    "open_catalogue",
]  # fmt: skip


class LessonBrokenError(Exception):
    """A lesson cannot be opened because of what is wrong in its file."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


KEPT = 16
"""Files of lessons that stay read until they change."""


class Catalogue:
    """A course in one language. Reading is safe while another thread refreshes."""

    def __init__(self, lessons_dir: Path, cache_dir: Path | None, language: str, index: Index) -> None:
        self.lessons_dir = lessons_dir
        self.language = language
        self._cache_dir = cache_dir
        self._read: dict[str, tuple[object, Any]] = {}  # by file: what it was read from, and what that gave
        self._use(index)

    def _use(self, index: Index) -> None:
        by_id: dict[str, LessonEntry] = {}
        for module in index.modules:
            for entry in module.lessons:
                for alias in entry.aliases:
                    by_id.setdefault(alias, entry)
        by_id.update((entry.id, entry) for module in index.modules for entry in module.lessons)
        self._by_id = by_id
        self._index = index

    @property
    def course(self) -> CourseEntry:
        return self._index.course

    @property
    def modules(self) -> list[ModuleEntry]:
        return self._index.modules

    @property
    def problems(self) -> list[Problem]:
        """Of the course file, of broken lessons, and of translations that cannot be used (those are warnings)."""
        lessons = [entry for module in self.modules for entry in module.lessons]
        ours = [*(e.problems for e in lessons), *(e.translation_problems for e in lessons)]
        return [*self._index.problems, *(problem for problems in ours for problem in problems)]

    def entry(self, lesson_id: str) -> LessonEntry | None:
        """The lesson with this id or former id."""
        return self._by_id.get(lesson_id)

    def nearest(self, text: str) -> list[str]:
        """Ids of lessons and modules like this text, best first, three at most."""
        import difflib

        ids = [id for module in self.modules for id in (module.id, *(entry.id for entry in module.lessons))]
        wanted = text.lower().strip()
        parts = {id: {id, id.rpartition(".")[2]} for id in ids}
        named = [id for id in ids if wanted in parts[id]]
        within = [id for id in ids if wanted and wanted in id]
        alike = difflib.get_close_matches(wanted, [part for id in ids for part in parts[id]], 3)
        found = named + [id for part in alike for id in ids if part in parts[id]] + within
        return list(dict.fromkeys(found))[:3]

    def lesson(self, lesson_id: str, language: str = "en") -> Lesson:
        """Read a lesson from its file, translated as far as it goes.

        Raises:
            KeyError: there is no lesson with this id or former id.
            LessonBrokenError: its file cannot be used; `problems` says why.
        """
        lesson = self._original(lesson_id)
        translated = self._translation(lesson_id, lesson, language)
        return translated.lesson if translated else lesson

    def translated(self, lesson_id: str, language: str) -> Translated | None:
        """A lesson in another language, with what of it is stale or missing; None without a translation to use.

        Raises: as `lesson`.
        """
        return self._translation(lesson_id, self._original(lesson_id), language)

    def read_ahead(self, lesson_id: str) -> None:
        """Read a lesson in all its languages, so that it is there once it is asked for; nothing is raised."""
        with contextlib.suppress(KeyError, LessonBrokenError):
            for language in self.course.translations:
                self.translated(lesson_id, language)
            self.lesson(lesson_id)

    def _original(self, lesson_id: str) -> Lesson:
        file = self._by_id[lesson_id].file
        stamp = _stamp(self.lessons_dir / file)
        return cast("Lesson", self._once(file, stamp, lambda: self._from_file(file, self._by_id[lesson_id].id)))

    def _from_file(self, file: str, lesson_id: str) -> Lesson:
        from tutor.course.compile import misplaced, read
        from tutor.course.types import Lesson

        decoded = read(self.lessons_dir, file, Lesson)
        problems = decoded.problems or misplaced(decoded, lesson_id)
        if decoded.value is None or problems:
            raise LessonBrokenError(problems)
        return decoded.value

    def _translation(self, lesson_id: str, lesson: Lesson, language: str) -> Translated | None:
        from tutor.course.compile import translate, translation_of

        if language == self.course.language:
            return None
        file = self._by_id[lesson_id].file
        overlay = translation_of(file, language)
        stamp = _stamp(self.lessons_dir / overlay)
        if stamp is None:
            return None
        made_from = (stamp, _stamp(self.lessons_dir / file))
        translated = self._once(overlay, made_from, lambda: translate(self.lessons_dir, file, lesson, language)[0])
        return cast("Translated | None", translated)

    def _once(self, file: str, made_from: object, make: Callable[[], object]) -> object:
        """What a file gives, read again only if it is not what it was. `made_from` must have been taken before."""
        kept = self._read.get(file)
        if kept is None or kept[0] != made_from or made_from is None:
            kept = made_from, make()
            self._read.pop(file, None)
            self._read[file] = kept
            while len(self._read) > KEPT:
                self._read.pop(next(iter(self._read)), None)
        return kept[1]

    def refresh(self) -> bool:
        """Compare with the files and read what changed; whether anything did. Slow: for a thread of its own."""
        from tutor.course.compile import compile_course, scan

        if scan(self.lessons_dir) == stamps_of(self._index):
            return False
        self._use(compile_course(self.lessons_dir, self.language, self._index))
        self._keep()
        return True

    def _keep(self) -> None:
        if self._cache_dir is not None:
            write_index(self._cache_dir, self._index)


def _stamp(path: Path) -> Stamp | None:
    """Time and size of a file; None if there is none to be read."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def open_catalogue(lessons_dir: Path, cache_dir: Path | None, language: str = "en") -> Catalogue:
    """Open a course. What is in the cache folder may be older than the files: see `Catalogue.refresh`.

    Args:
        cache_dir: where compiled courses are kept; None keeps nothing.
        language: of titles, as far as there are translations.
    """
    index = read_index(cache_dir, key_of(lessons_dir, language)) if cache_dir else None
    if index is not None:
        return Catalogue(lessons_dir, cache_dir, language, index)
    from tutor.course.compile import compile_course

    catalogue = Catalogue(lessons_dir, cache_dir, language, compile_course(lessons_dir, language))
    catalogue._keep()
    return catalogue
