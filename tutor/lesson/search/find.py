"""The search over a course: what is in its index, and the answer to a query."""

from __future__ import annotations

import hashlib
import sqlite3
import threading
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

from tutor.course.index import key_of
from tutor.lesson.search.documents import Document, of_broken, of_lesson, of_module, of_reference
from tutor.lesson.search.filters import Filters, Fitting, Marked, source_of_module
from tutor.lesson.search.index import Index
from tutor.lesson.search.terms import Marker, Range, Term, expression, parse, words_of

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue, LessonEntry
    from tutor.progress.store import LessonProgress

REFERENCE = ":reference"  # the source of all facts; ids of lessons have no colon
HEADS = "title title_tail other_title goal also"
"""Columns of the index that are short and weigh most."""


@dataclass(frozen=True)
class Hit:
    """Something that was found. Where its words stand is worked out when it is asked for, since most hits stay unseen.

    Attributes:
        kind: "module", "lesson", "step", "card", "status", "class", "method", "field" or "label".
        id: of the module, the lesson (also of a step or card in it), or the fact.
        step: id of the step, if it is one.
        where: title of the lesson it is in, or of the lesson's module; "" for modules and facts.
        texts: its own text, then what else may have the words.
        score: higher is better; comparable within one answer.
    """

    kind: str
    id: str
    step: str | None
    title: str
    where: str
    texts: tuple[str, ...]
    score: float = 0.0
    marker: Marker = field(default_factory=Marker, repr=False, compare=False)

    @cached_property
    def title_marks(self) -> tuple[Range, ...]:
        """Where the words stand in the title."""
        return self.marker.marks(self.title)

    @cached_property
    def _excerpt(self) -> tuple[str, tuple[Range, ...]]:
        marked = (text for text in self.texts if self.marker.marks(text))
        return self.marker.excerpt(next(marked, self.texts[0]))

    @property
    def excerpt(self) -> str:
        """A part of its text, on one line, with the words if they stand there."""
        return self._excerpt[0]

    @property
    def marks(self) -> tuple[Range, ...]:
        """Where the words stand in the excerpt."""
        return self._excerpt[1]


class Search:
    """Finds in one course, in one language with the course's own beside it, and in the reference.

    `update` fills the index and may take long; `find` works meanwhile, on what is there.

    Args:
        cache_dir: where the index is kept; None keeps it in memory.
    """

    def __init__(self, catalogue: Catalogue, cache_dir: Path | None) -> None:
        self.catalogue = catalogue
        key = _key(catalogue)
        place = key.rpartition("\n")[0].encode("utf-8", "surrogateescape")
        self._index = Index(cache_dir, f"search-{zlib.crc32(place):08x}.db", key)
        self._words: list[tuple[str, int]] | None = None
        self._closed = threading.Event()
        self._updating = threading.Lock()
        self.behind = True
        """Whether the index may lack something that `update` would bring."""
        self.how_far = (0, 0)
        """How many lessons are up to date, of how many, while it is updated."""

    @property
    def in_memory(self) -> bool:
        """Whether the index is lost when the program ends, since the cache folder cannot be written."""
        return self._index.in_memory

    def close(self) -> None:
        """End an update that runs, and let go of the file."""
        self._closed.set()
        with self._updating:
            self._index.close()

    # ── Filling ──────────────────────────────────────────────────────────────────────────────────

    def update(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Bring the index up to date with the catalogue; only lessons whose files changed are read.

        Slow: for a thread of its own. One lesson after the other, so that others get their turn.

        Args:
            progress: told how many lessons are up to date, of how many.
        """
        with self._updating:
            for attempt in range(3):
                try:
                    self._fill(progress)
                    return
                except sqlite3.Error as error:
                    if self._closed.is_set() or attempt == 2:
                        return
                    self._index.start_over(error)

    def _fill(self, progress: Callable[[int, int], None] | None) -> None:
        known = self._index.sources()
        entries = [entry for module in self.catalogue.modules for entry in module.lessons]
        wanted = {entry.id: self._hash(entry) for entry in entries}
        modules = dict(self._modules())
        self._put(known, REFERENCE, "", partial(of_reference, self.catalogue.language))
        for id, document in modules.items():
            self._put(known, source_of_module(id), str(document), partial(list, (document,)))
        for gone in known.keys() - wanted.keys() - {source_of_module(id) for id in modules} - {REFERENCE}:
            self._index.remove(gone)
        self._tell(progress, 0, len(entries))
        for done, entry in enumerate(entries, 1):
            if self._closed.is_set():
                return
            self._put(known, entry.id, wanted[entry.id], partial(self._read, entry))
            self._tell(progress, done, len(entries))
        self.behind = False
        self._words = None

    def _tell(self, progress: Callable[[int, int], None] | None, done: int, total: int) -> None:
        self.how_far = done, total
        if progress:
            progress(done, total)

    def _put(self, known: Mapping[str, str], id: str, digest: str, read: Callable[[], list[Document]]) -> None:
        if known.get(id) != digest:
            self._index.put(id, digest, read())

    def _hash(self, entry: LessonEntry) -> str:
        """Of a lesson and its translation; of a broken one, that of what is said of it."""
        if entry.problems:
            return f"broken {entry.title}"
        return f"{entry.hash} {self._hash_of_translation(entry)}"

    def _hash_of_translation(self, entry: LessonEntry) -> str:
        from tutor.course.compile import translation_of

        if self.catalogue.language == self.catalogue.course.language:
            return ""
        try:
            data = (self.catalogue.lessons_dir / translation_of(entry.file, self.catalogue.language)).read_bytes()
        except OSError:
            return ""
        return hashlib.sha256(data).hexdigest()[:12]

    def _read(self, entry: LessonEntry) -> list[Document]:
        from tutor.course.catalogue import LessonBrokenError
        from tutor.course.compile import translate, translation_of

        if entry.problems:
            return of_broken(entry.id, entry.title)
        folder, language = self.catalogue.lessons_dir, self.catalogue.language
        try:
            lesson = self.catalogue.lesson(entry.id)
        except (LessonBrokenError, KeyError):
            return of_broken(entry.id, entry.title)  # changed since; the catalogue will say so
        if language == self.catalogue.course.language or not (folder / translation_of(entry.file, language)).is_file():
            return of_lesson(entry.id, lesson)
        translated, _problems = translate(folder, entry.file, lesson, language)
        return of_lesson(entry.id, translated.lesson, lesson) if translated else of_lesson(entry.id, lesson)

    def _modules(self) -> Iterator[tuple[str, Document]]:
        """Every module, with its title in the course's own language beside it."""
        from tutor.course.compile import COURSE, read
        from tutor.course.types import CourseFile

        course = read(self.catalogue.lessons_dir, COURSE, CourseFile).value
        own = {module.id: (str(module.title), str(module.summary)) for module in course.modules} if course else {}
        for module in self.catalogue.modules:
            other = own.get(module.id)
            under = other if other != (module.title, module.summary) else None
            yield module.id, of_module(module.id, module.title, module.summary, under)

    # ── Asking ───────────────────────────────────────────────────────────────────────────────────

    def find(
        self,
        query: str,
        filters: Filters | None = None,
        *,
        progress: Mapping[str, LessonProgress] | None = None,
        marks: Mapping[str, Marked] | None = None,
        limit: int = 200,
    ) -> list[Hit]:
        """The best results first; without a word in the query, the lessons that fit in the order of the course.

        Args:
            progress: what the learner did, by lesson.
            marks: notes and bookmarks, by item `LESSON#STEP`.
        """
        fitting = Fitting(self.catalogue, filters or Filters(), progress or {}, marks or {})
        terms = parse(query)
        if not terms:
            return [self._lesson(entry) for entry in list(fitting.lessons.values())[:limit]]
        try:
            found = self._matches(terms, fitting, limit)
        except sqlite3.Error as error:
            if self._closed.is_set():
                return []
            self._index.start_over(error)
            self.behind = True
            return []
        ranked = [(document, score * _boost(document, terms)) for document, score in found]
        ranked.sort(key=lambda pair: -pair[1])
        marker = Marker(terms)
        return [self._hit(document, score, marker) for document, score in ranked]

    def _matches(self, terms: tuple[Term, ...], fitting: Fitting, limit: int) -> list[tuple[Document, float]]:
        """Of one word, above all of a first letter, a course is full: titles are enough if they fill the list."""

        def fits(document: Document) -> bool:
            return fitting.fits(document.kind, document.id, document.step)

        query, sources = expression(terms), fitting.sources
        if len(terms) == 1 or len(terms[-1].words[-1]) <= 2:
            found = self._index.matches(f"{{{HEADS}}} : {query}", limit, fits, sources)
            if len(found) == limit:
                return found
        return self._index.matches(query, limit, fits, sources)

    def nearest(self, query: str) -> str | None:
        """The query with words that are there in place of those that nothing has; None if that would not help."""
        terms = parse(query)
        parts = [word for term in terms for word in term.words]
        if not parts:
            return None
        try:
            self._words = self._words or self._index.vocabulary()
        except sqlite3.Error:
            return None
        mended = " ".join(self._alike(word) for word in parts)
        return mended if mended != " ".join(parts) and self.find(mended, limit=1) else None

    def _alike(self, word: str) -> str:
        """The word most like this one, letter by letter in Hangul too, unless it begins words that are there."""
        import difflib

        assert self._words is not None
        if any(term.startswith(word) for term, _count in self._words):
            return word
        spelled = normalize("NFD", word)
        near = {
            letters: (term, count)
            for term, count in self._words
            if abs(len(term) - len(word)) <= 2 and (letters := normalize("NFD", term))[0] == spelled[0]
        }
        best = difflib.get_close_matches(spelled, near, 5, 0.7)
        alike = {letters: round(difflib.SequenceMatcher(None, spelled, letters).ratio(), 1) for letters in best}
        return near[max(best, key=lambda letters: (alike[letters], near[letters][1]))][0] if best else word

    def _lesson(self, entry: LessonEntry) -> Hit:
        return Hit("lesson", entry.id, None, entry.title, self._module_title(entry.module), (entry.summary,))

    def _module_title(self, id: str) -> str:
        return next((module.title for module in self.catalogue.modules if module.id == id), "")

    def _hit(self, document: Document, score: float, marker: Marker) -> Hit:
        whole = " · ".join(filter(None, (document.text, document.goal)))
        texts = (whole, document.other_title, document.other)
        step = document.step or None
        return Hit(document.kind, document.id, step, document.title, self._where(document), texts, score, marker)

    def _where(self, document: Document) -> str:
        entry = self.catalogue.entry(document.id) if document.kind in ("lesson", "step", "card") else None
        if entry is None:
            return ""
        return self._module_title(entry.module) if document.kind == "lesson" else entry.title


def _key(catalogue: Catalogue) -> str:
    """Where the course is, its language, and the program: that which read it and that which cuts it into documents."""
    changed = max(file.stat().st_mtime_ns for file in Path(__file__).parent.glob("*.py"))
    return f"{key_of(catalogue.lessons_dir, catalogue.language)} {changed} {sqlite3.sqlite_version}"


BOOST = {"module": 1.5, "lesson": 1.5, "label": 0.5}
"""What of two equally good results comes first."""


def _boost(document: Document, terms: tuple[Term, ...]) -> float:
    """A title that is what was typed, or begins with it, comes before one that only has the words in it."""
    typed = [word for term in terms for word in term.words]
    boost = BOOST.get(document.kind, 1.0)
    for title in (document.title, document.other_title):
        words = words_of(title)
        if words == typed or (document.kind == "status" and words[:1] == typed):
            return 8.0 * boost
        if words[: len(typed)] == typed:
            return 2.0 * boost
    return boost
