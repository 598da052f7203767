"""The course as the rest of the program sees it: modules, lessons, their titles and problems, and lessons on demand.

Opening it reads the compiled index from the cache folder: no YAML, no look at a lesson file. `refresh` compares with
the files. A broken file never stops the program: it is listed with its problems, and the others work.
"""

from __future__ import annotations

import contextlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

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


KEPT = 8
"""Lessons that stay read until their files change, and as many translations."""


class Catalogue:
    """A course in one language. Reading is safe while another thread refreshes."""

    def __init__(self, lessons_dir: Path, cache_dir: Path | None, language: str, index: Index) -> None:
        self.lessons_dir = lessons_dir
        self.language = language
        self._cache_dir = cache_dir
        self._lesson = lru_cache(KEPT)(self._read_lesson)
        self._translated = lru_cache(KEPT)(self._read_translation)
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
    def state(self) -> bytes:
        """What tells the files as they were read from those of another time, whoever called `refresh`."""
        return bytes(self._index.stamps)

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
        translated = self._translation(lesson_id, language)
        return translated.lesson if translated else lesson

    def translated(self, lesson_id: str, language: str) -> Translated | None:
        """A lesson in another language, with what of it is stale or missing; None without a translation to use.

        Raises: as `lesson`.
        """
        self._original(lesson_id)
        return self._translation(lesson_id, language)

    def read_ahead(self, lesson_id: str) -> None:
        """Read a lesson in all its languages, so that it is there once it is asked for; nothing is raised."""
        with contextlib.suppress(KeyError, LessonBrokenError):
            for language in self.course.translations:
                self.translated(lesson_id, language)
            self.lesson(lesson_id)

    def _original(self, lesson_id: str) -> Lesson:
        entry = self._by_id[lesson_id]
        return self._lesson(entry.file, entry.id, _stamp(self.lessons_dir / entry.file))

    def _translation(self, lesson_id: str, language: str) -> Translated | None:
        from tutor.course.compile import translation_of

        file = self._by_id[lesson_id].file
        stamp = _stamp(self.lessons_dir / translation_of(file, language))
        if language == self.course.language or stamp is None:
            return None
        return self._translated(file, lesson_id, language, stamp, _stamp(self.lessons_dir / file))

    # The stamps are taken before a file is read: one that changes meanwhile is read again.

    def _read_lesson(self, file: str, lesson_id: str, _stamp: Stamp | None) -> Lesson:
        from tutor.course.compile import misplaced, read
        from tutor.course.types import Lesson

        decoded = read(self.lessons_dir, file, Lesson)
        problems = decoded.problems or misplaced(decoded, lesson_id)
        if decoded.value is None or problems:
            raise LessonBrokenError(problems)
        return decoded.value

    def _read_translation(self, file: str, lesson_id: str, language: str, *_stamps: Stamp | None) -> Translated | None:
        from tutor.course.compile import translate

        return translate(self.lessons_dir, file, self._original(lesson_id), language)[0]

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
