"""Which lesson to take next, and why: one suggestion with its reason."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue, LessonEntry
    from tutor.progress.store import LessonProgress


class Suggestion(NamedTuple):
    """`begun` tells whether Enter continues or starts."""

    lesson: LessonEntry
    reason: str
    begun: bool


def done_steps(entry: LessonEntry, progress: Mapping[str, LessonProgress]) -> int:
    """How many steps of a lesson are done, former ids of lesson and steps counted as today's."""
    known: set[str] = set()
    for id in (entry.id, *entry.aliases):
        if id in progress:
            known |= progress[id].done_steps
    if not known:
        return 0  # without a look at its steps: of most lessons they are not even decoded
    return sum(bool(known & {step.id, *step.aliases}) for step in entry.steps)


def is_done(entry: LessonEntry, progress: Mapping[str, LessonProgress]) -> bool:
    return (done := done_steps(entry, progress)) > 0 and done == len(entry.steps)


def ago(at: int, now: float | None = None) -> str:
    """When that was, in days as people count them; `at` in ms UTC."""
    now = time.time() if now is None else now

    def day(seconds: float) -> int:
        return int((seconds + time.localtime(seconds).tm_gmtoff) // 86400)

    days = day(now) - day(at / 1000)
    if days <= 0:
        return _("today")
    if days == 1:
        return _("yesterday")
    return ngettext("{n} day ago", "{n} days ago", days).format(n=days)


def suggest(
    catalogue: Catalogue, progress: Mapping[str, LessonProgress], *, after: str | None = None, path: str = ""
) -> Suggestion | None:
    """The lesson to take next: the one begun last, else the first open one in the order of the course or of a path.

    Args:
        after: a lesson just finished; the search for an open one begins behind it.
        path: id of the path that is followed, as long as it has open lessons.
    """
    entries = [e for module in catalogue.modules for e in module.lessons if not e.problems]
    followed = path_of(catalogue, path)
    if followed and not all(is_done(entry, progress) for entry in followed[1]):
        entries = followed[1]
    else:
        followed = None
    open_ = [e for e in entries if e.id != after and not is_done(e, progress)]
    if not open_:
        return None
    begun = [(e, max(progress[i].last_at for i in (e.id, *e.aliases) if i in progress)) for e in open_
             if done_steps(e, progress)]  # fmt: skip
    if begun and after is None:
        entry, at = max(begun, key=lambda pair: pair[1])
        return Suggestion(entry, _continued(entry, done_steps(entry, progress), at), True)
    ids = [e.id for e in entries]
    start = ids.index(after) + 1 if after in ids else 0
    order = entries[start:] + entries[:start]
    entry = next(e for e in order if e in open_)
    reason = _on_path(*followed, progress) if followed else _new(entry, entries, progress)
    return Suggestion(entry, reason, bool(done_steps(entry, progress)))


def path_of(catalogue: Catalogue, id: str) -> tuple[str, list[LessonEntry]] | None:
    """Title and sound lessons of a path; None if the course has none with this id."""
    for path in catalogue.course.paths:
        if path.id == id:
            found = [entry for name in path.lessons if (entry := catalogue.entry(name)) and not entry.problems]
            return path.title, found
    return None


def _on_path(title: str, entries: list[LessonEntry], progress: Mapping[str, LessonProgress]) -> str:
    done = sum(is_done(entry, progress) for entry in entries)
    return _("On the path “{title}”: {done} of {total} lessons done.").format(
        title=title, done=done, total=len(entries)
    )  # fmt: skip


def _continued(entry: LessonEntry, done: int, at: int) -> str:
    total = len(entry.steps)
    minutes = max(1, round(entry.minutes * (total - done) / total))
    return ngettext(
        "{done} of {total} steps done, last {when}; about {n} minute is left.",
        "{done} of {total} steps done, last {when}; about {n} minutes are left.",
        minutes,
    ).format(done=done, total=total, when=ago(at), n=minutes)


def _new(entry: LessonEntry, entries: list[LessonEntry], progress: Mapping[str, LessonProgress]) -> str:
    by_id = {e.id: e for e in entries}
    missing = [by_id[id] for id in entry.prerequisites if id in by_id and not is_done(by_id[id], progress)]
    if missing:
        return _("Builds on “{title}”, which is still open.").format(title=missing[0].title)
    if not progress:
        return _("The first lesson. Nothing is needed before it.")
    if entry.prerequisites and entry.prerequisites[0] in by_id:
        return _("Follows “{title}”.").format(title=by_id[entry.prerequisites[0]].title)
    return _("The next lesson in the order of the course.")
