"""Which results fit: by module, by what the learner did with the lesson, by difficulty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol, get_args

from tutor.lesson.suggest import done_steps

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue, LessonEntry
    from tutor.progress.store import LessonProgress

State = Literal["new", "begun", "done", "bookmarked", "noted"]
STATES: tuple[State, ...] = get_args(State)


class Marked(Protocol):
    """A bookmark, a note, or both."""

    @property
    def bookmarked(self) -> bool: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Filters:
    """None lets everything through.

    Attributes:
        module: its id.
        state: any of these fits. "new", "begun" and "done" are those of the lesson; "bookmarked" and "noted" those of
            the very step, and of a lesson that has such a step.
        difficulty: of the lesson, lowest and highest.
    """

    module: str | None = None
    state: frozenset[State] | None = None
    difficulty: tuple[int, int] | None = None

    @property
    def any(self) -> bool:
        """Whether something is filtered at all."""
        return (self.module, self.state, self.difficulty) != (None, None, None)


def source_of_module(id: str) -> str:
    """What a module is called in the index; ids of lessons have no colon."""
    return f":{id}"


class Fitting:
    """The lessons and steps of a course that fit some filters, worked out once for many results.

    Args:
        progress: by lesson.
        marks: by item, `LESSON#STEP`.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        filters: Filters,
        progress: Mapping[str, LessonProgress],
        marks: Mapping[str, Marked],
    ) -> None:
        self._filters, self._progress = filters, progress
        self._states = filters.state or frozenset()
        self._items = {item for item, mark in marks.items() if self._is_marked(mark)}
        self._marked = {item.partition("#")[0] for item in self._items}
        self._catalogue = catalogue

    @cached_property
    def lessons(self) -> dict[str, LessonEntry]:
        """Those that fit, in the order of the course."""
        entries = (entry for module in self._catalogue.modules for entry in module.lessons)
        return {entry.id: entry for entry in entries if self._fits(entry)}

    def _is_marked(self, mark: Marked) -> bool:
        return ("bookmarked" in self._states and mark.bookmarked) or ("noted" in self._states and bool(mark.note))

    def _fits(self, entry: LessonEntry) -> bool:
        filters = self._filters
        if filters.module is not None and entry.module != filters.module:
            return False
        if filters.difficulty is not None and not filters.difficulty[0] <= entry.difficulty <= filters.difficulty[1]:
            return False
        return filters.state is None or self._as_a_whole(entry) or self._has_marks(entry)

    def _as_a_whole(self, entry: LessonEntry) -> bool:
        done = done_steps(entry, self._progress)
        known = any(id in self._progress for id in (entry.id, *entry.aliases))
        state: State = "done" if done and done == len(entry.steps) else "begun" if known else "new"
        return state in self._states

    def _has_marks(self, entry: LessonEntry) -> bool:
        return any(id in self._marked for id in (entry.id, *entry.aliases))

    @property
    def sources(self) -> frozenset[str] | None:
        """Ids of the sources in the index that may have something that fits; None if nothing is filtered."""
        module = self._filters.module
        own = (source_of_module(module),) if module is not None else ()
        return frozenset((*self.lessons, *own)) if self._filters.any else None

    def fits(self, kind: str, id: str, step: str) -> bool:
        """Whether a result does: a module only where modules alone are filtered, a fact only where nothing is."""
        filters = self._filters
        if not filters.any:
            return True
        if kind == "module":
            return filters.module == id and filters.state is None and filters.difficulty is None
        entry = self.lessons.get(id) if kind in ("lesson", "step", "card") else None
        if entry is None:
            return False
        if kind == "lesson" or filters.state is None or self._as_a_whole(entry):
            return True
        former = next(([s.id, *s.aliases] for s in entry.steps if s.id == step), [step])
        return any(f"{lesson}#{name}" in self._items for lesson in (entry.id, *entry.aliases) for name in former)
