"""Where a learner stands: the figures of the log, and what they mean in the course."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.lesson.backlog import askable
from tutor.lesson.review import title_of
from tutor.lesson.reviewable import REFERENCE, SHORTCUTS, reviewable
from tutor.lesson.suggest import Suggestion, is_done, suggest
from tutor.progress.drills import Run, best_of
from tutor.progress.figures import LASTING, Figures, lasting_of
from tutor.progress.memory import RETENTION
from tutor.progress.reducer import CHORDS
from tutor.reference.sets import SETS
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue, LessonEntry
    from tutor.progress.store import Store


MOST_CHORDS = 20


class Trend(NamedTuple):
    """A drill that was run: its latest scores, oldest first, and its best."""

    item: str
    title: str
    right: tuple[int, ...]
    best: Run


class ChordTrend(NamedTuple):
    """A chord that was practised: ms of its latest right presses, oldest first, and of the latency to reach."""

    item: str
    title: str
    times: tuple[int, ...]
    target: int | None
    right: int  # of the latest answers
    asked: int


class Standing(NamedTuple):
    """Everything that the progress screen and `tutor stats` show. `titles` has modules and items by id."""

    figures: Figures
    lessons_done: int
    lessons: int
    objectives_reached: int
    objectives: int
    mastery: Mapping[str, tuple[int, int]]  # module → lessons done, lessons
    lasting: Mapping[str, tuple[int, int]]  # module → items that last a week, items
    drills: Sequence[Trend]
    chords: Sequence[ChordTrend]  # of the keymap in use, the weakest first
    next: Suggestion | None
    titles: Mapping[str, str]

    def as_data(self) -> dict[str, Any]:
        """All figures for programs; docs/progress.md defines each."""
        f = self.figures
        return {
            "today": f.today, "lessons_done": self.lessons_done, "lessons": self.lessons,
            "objectives_reached": self.objectives_reached, "objectives": self.objectives,
            "minutes": f.total_minutes, "week_minutes": f.week_minutes, "days_of_30": f.days_of_30,
            "minutes_by_day": {str(day): minutes for day, minutes in sorted(f.minutes_by_day.items())},
            "answers": f.answers, "first_tries": f.first_tries, "first_try_right": f.first_right,
            "due": f.due, "due_minutes": f.due_minutes, "overdue": f.ahead.overdue, "ahead": list(f.ahead.days),
            "reviewed_30": f.reviewed, "recalled_30": f.recalled, "retention": f.measured,
            "retention_target": f.retention, "reviews_a_day": round(f.load, 2), "items": f.items,
            "leeches": f.leeches,
            "durability": {
                field: {str(days): count for days, count in zip(LASTING, row, strict=True)}
                for field, row in f.durability.items()
            },
            "modules": {
                id: {"done": done, "lessons": total, "lasting": lasting, "items": items}
                for id, (done, total) in self.mastery.items()
                for lasting, items in [self.lasting.get(id, (0, 0))]
            },
            "shakiest": [item._asdict() for item in f.shakiest],
            "slowest": [item._asdict() for item in f.slowest],
            "drills": {trend.item: {"right": list(trend.right), "best": trend.best.right} for trend in self.drills},
            "chords": {
                t.item: {"ms": list(t.times), "target": t.target, "right": t.right, "asked": t.asked}
                for t in self.chords
            },
            "next": self.next.lesson.id if self.next else None,
        }  # fmt: skip

    def title(self, id: str) -> str:
        return self.titles.get(id) or title_of(id)


def standing(
    store: Store, catalogue: Catalogue, *, retention: float = RETENTION, keymap: Callable[[], str] | None = None
) -> Standing:
    """Where the learner stands in a course now.

    Args:
        keymap: names the one whose chords are reviewed.

    Raises:
        StoreUnreadable: the log cannot be read.
    """
    items, progress = reviewable(catalogue), store.lessons()
    modules = [(module, [e for e in module.lessons if not e.problems]) for module in catalogue.modules]
    entries = [entry for _module, lessons in modules for entry in lessons]
    mastery = {module.id: (sum(is_done(e, progress) for e in lessons), len(lessons)) for module, lessons in modules}
    reached, total = _objectives(entries, store.right_steps())
    titles = {module.id: module.title for module, _lessons in modules}
    titles |= {f"{entry.id}#{part.id}": part.title for entry in entries for part in entry.items}
    titles |= {REFERENCE: _("Facts"), SHORTCUTS: _("Shortcuts")}
    figures = store.figures(askable(store, items, keymap), retention=retention)
    return Standing(
        figures, sum(done for done, _total in mastery.values()), len(entries),
        reached, total, mastery, lasting_of(figures.durability, items.known), _drills(store, entries),
        _chords(store, keymap), suggest(catalogue, progress), titles,
    )  # fmt: skip


def _objectives(entries: Iterable[LessonEntry], right: set[str]) -> tuple[int, int]:
    """Can-do statements reached, and all of them. One is reached when at least two thirds of the questions that test
    it were right at the first try and alone, the last time they were asked."""
    reached = total = 0
    for entry in entries:
        total += len(entry.objectives)
        former = (entry.id, *entry.aliases)
        for objective in entry.objectives:
            tests = [part for part in entry.items if objective in part.objectives]
            good = sum(
                any(f"{lesson}#{step}" in right for lesson in former for step in (part.id, *part.aliases))
                for part in tests
            )
            reached += bool(tests) and good * 3 >= len(tests) * 2
    return reached, total


def _chords(store: Store, keymap: Callable[[], str] | None) -> list[ChordTrend]:
    if keymap is None or not store.has_cards(CHORDS):
        return []
    from tutor.keyboard.keymaps import actions, called  # not needed by who practises no chords
    from tutor.lesson.dojo import item_of, training_of

    name = keymap()
    known = [(id, item) for id, item in training_of(store, name).items.items() if item.latest and id in actions()]
    known.sort(key=lambda pair: (-pair[1].weakness, pair[0]))
    return [
        ChordTrend(
            item_of(name, id), called(actions()[id]), tuple(item.times), item.target_ms, sum(item.latest),
            len(item.latest),
        )
        for id, item in known[:MOST_CHORDS]
    ]  # fmt: skip


def _drills(store: Store, entries: Iterable[LessonEntry]) -> list[Trend]:
    titles = {f"ref:set#{name}": found.title() for name, found in SETS.items()}
    titles |= {f"{e.id}#{step.id}": step.title for e in entries for step in e.steps if step.type == "drill"}
    found = []
    for item, runs in store.drills(titles).items():
        if best := best_of(runs):
            found.append(Trend(item, titles[item], tuple(run.right for run in runs[-8:]), best))
    return found

