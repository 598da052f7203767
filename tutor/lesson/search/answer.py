"""What a query finds in all, and what would help where that is nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tutor.lesson.search.filters import Filters, Marked
from tutor.lesson.search.find import Hit, Search

if TYPE_CHECKING:
    from tutor.progress.store import LessonProgress

LIMIT = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, and what was found.

    Attributes:
        hits: at most LIMIT, the best first.
        without: if there are none, how many there are without filters.
        nearest: if there are none, a query like this one that finds something.
    """

    query: str
    filters: Filters
    hits: list[Hit]
    without: int = 0
    nearest: str | None = None


def answer(
    search: Search,
    query: str,
    filters: Filters,
    progress: Mapping[str, LessonProgress],
    marks: Mapping[str, Marked],
) -> Answer:
    """Ask the index. May take as long as a key, so it is for a thread."""
    hits = search.find(query, filters, progress=progress, marks=marks, limit=LIMIT)
    if hits or not (query.strip() or filters.any):
        return Answer(query, filters, hits)
    without = len(search.find(query, limit=LIMIT)) if filters.any else 0
    return Answer(query, filters, hits, without, None if without else search.nearest(query))
