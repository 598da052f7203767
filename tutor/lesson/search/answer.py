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
    """

    query: str
    filters: Filters
    hits: list[Hit]
    without: int = 0

    @property
    def empty(self) -> bool:
        """Whether nothing is found with or without filters: time to look for a query like this one."""
        return not self.hits and not self.without and bool(self.query.strip())


def answer(
    search: Search,
    query: str,
    filters: Filters,
    progress: Mapping[str, LessonProgress],
    marks: Mapping[str, Marked],
) -> Answer:
    """Ask the index: for a thread, since it may take longer than a key."""
    hits = search.find(query, filters, progress=progress, marks=marks, limit=LIMIT)
    without = len(search.find(query, limit=LIMIT)) if filters.any and query.strip() and not hits else 0
    return Answer(query, filters, hits, without)
