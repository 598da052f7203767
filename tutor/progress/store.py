"""The store of progress: the event log and what it comes to.

One answer is one transaction. `append` and `log` return after COMMIT, never before; then the event goes to the mirror,
whose failure is told and harms nothing. A store is used by one thread at a time, whichever opened it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from tutor.progress import caches, schema, trouble
from tutor.progress.caches import Told
from tutor.progress.events import Clock, DamagedError, Draft, Event, seal, study_day, study_day_now
from tutor.progress.marks import Mark, marks_of
from tutor.progress.mirror import Mirror, events_in, keep_others
from tutor.progress.reducer import Result, effective
from tutor.progress.rescue import findings, in_memory, suspect
from tutor.progress.reviewing import Reviewing
from tutor.progress.schema import transaction
from tutor.progress.trouble import StoreFailed, StoreUnreadable, StoreUnwritable

if TYPE_CHECKING:
    from tutor.progress.drills import Run

__all__ = [
    "LessonProgress", "Mark", "StepProgress", "Store", "StoreFailed", "StoreUnreadable", "StoreUnwritable", "Totals",
]  # fmt: skip


class LessonProgress(NamedTuple):
    """A lesson that was begun. `last_at` is ms UTC of the latest act, at `last_step`; `done` counts `done_steps`."""

    done: int
    last_at: int
    last_step: str
    done_steps: frozenset[str]


class StepProgress(NamedTuple):
    """A step that was begun; `tries`, `hints` and `unsure` belong to `result`, `last_at` is ms UTC."""

    done: bool
    result: Result
    tries: int
    hints: int
    last_at: int
    first_right: bool
    unsure: bool


class Totals(NamedTuple):
    """Everything so far. Of `answers`, predictions included, `first_tries` were the first of a visit, and of these
    `first_try_right` were right without a hint."""

    answers: int
    first_tries: int
    first_try_right: int
    lessons_begun: int
    steps_done: int
    minutes: int
    days: int


class Act(NamedTuple):
    """What of an event says what was done; `at` is ms UTC."""

    kind: str
    item: str
    day: int
    data: dict[str, Any]
    at: int


CLOCK_MS = 5 * 60_000
"""A clock may be set right by so much without a word."""
JUMP_DAYS = 180
"""So long a break is named, since it may be none: a clock that jumped ahead makes everything due."""


class Store(Reviewing):
    """An open log. `tutor.progress.open` makes it.

    Attributes:
        durable: whether answers reach the disk.
        problem: why they do not, and what to do, in plain words.
        notice: what was brought back when the store was opened.
        mirror_problem: why the second copy lags behind, None while it is complete.
    """

    def __init__(
        self, db: sqlite3.Connection, *, clock: Clock, path: Path | None = None, mirror: Mirror | None = None,
        problem: str | None = None, notice: str | None = None,
    ) -> None:  # fmt: skip
        self.durable = path is not None
        self.problem = problem
        self.notice = notice
        self.mirror_problem: str | None = None
        self.device = schema.device(db)
        self._db = db
        self._clock = clock
        self._path = path
        self._mirror = mirror
        self._unsettled: list[Event] = []  # only in the log so far
        self._appended: list[Event] = []  # what would be missed if the disk could not be read any more
        self._seen = self._data_version()

    # ── Writing ──────────────────────────────────────────────────────────────────────────────────

    def append(self, drafts: Sequence[Draft]) -> list[Event]:
        """Save what happened, all of it or nothing, and return it once it is saved.

        Raises:
            StoreUnwritable: nothing was saved. `to_memory` and another `append` lose nothing.
            ValueError, TypeError: data is not JSON, or an undo names an event that is not of its item.
        """
        with self._words(StoreUnwritable), transaction(self._db):
            events = self._seal(drafts)
            caches.settle(self._db)
        self._appended += events
        self.fill_mirror([*self._unsettled, *events])
        self._unsettled = []
        return events

    def log(self, drafts: Sequence[Draft]) -> list[Event]:
        """The same, without what follows from it: a learner who waits for an answer to be saved waits for no more.

        Until `settle`, which makes up for it, figures and the second copy lag. The next start makes up for it, too.
        """
        with self._words(StoreUnwritable), transaction(self._db):
            events = self._seal(drafts)
        self._appended += events
        self._unsettled += events
        return events

    @property
    def settled(self) -> bool:
        """Whether all that this store has logged is in the figures, and was offered to the second copy."""
        return not self._unsettled

    def settle(self) -> None:
        """Bring figures and the second copy up to the log.

        Raises:
            StoreUnwritable: it stays as it was.
        """
        with self._words(StoreUnwritable):
            if not caches.settled(self._db):
                with transaction(self._db):
                    caches.settle(self._db)
        self.fill_mirror(self._unsettled)
        self._unsettled = []

    def _seal(self, drafts: Sequence[Draft]) -> list[Event]:
        at, offset = self._clock()
        last, last_at, last_day = self._last()
        events = []
        for number, draft in enumerate(drafts, last + 1):
            if draft.target and not any(caches.events(self._db, "id=? AND item=?", (draft.target, draft.item))):
                raise ValueError(f"{draft.item} has no event {draft.target.hex()} to undo")
            event = seal(
                draft, device=self.device, seq=number, at=max(at, last_at), offset=offset, earliest_day=last_day
            )
            caches.log(self._db, event)
            events.append(event)
        return events

    def fill_mirror(self, latest: Sequence[Event] = ()) -> None:
        """Bring the second copy up to date. A failure is kept in `mirror_problem`.

        Args:
            latest: of this device's events, which need not be read from the log again unless another instance wrote
                between them.
        """
        if self._mirror is None:
            return

        def later(number: int) -> Iterable[Event]:
            known = [event.seq for event in latest] == list(range(number + 1, number + 1 + len(latest)))
            return latest if latest and known else self._later(number)

        try:
            # The write lock keeps other instances from the mirror; nothing is written to the database.
            with transaction(self._db):
                self._mirror.catch_up(later)
            self.mirror_problem = None
        except OSError as error:
            self.mirror_problem = trouble.uncopied(self._mirror.path.parent, error)
        except sqlite3.DatabaseError:
            pass  # the lines are written after the next answer, or at the next start

    def bring_from_mirror(self) -> int:
        """Take in this device's events that only the mirror has, as after a database came from a backup; how many."""
        if self._mirror is None:
            return 0
        with suppress(OSError), transaction(self._db):
            if self._mirror.last() <= self._last_number():
                return 0
            own = (e for e in events_in(self._mirror.path.parent) if e.device == self.device)
            count = caches.bring(self._db, own)
            caches.rebuild(self._db)
            return count
        return 0

    def rebuild(self, told: Told = lambda count: None) -> None:
        """Make everything derived anew from the log.

        Args:
            told: is called now and then with the number of events told so far.

        Raises:
            StoreUnwritable: it stays as it was.
        """
        with self._words(StoreUnwritable), self._room(), transaction(self._db):
            caches.rebuild(self._db, told)

    def merge(
        self, found: Iterable[Event], told: Told = lambda count: None, lines: Mapping[bytes, bytes] | None = None
    ) -> int:
        """Take in intact events from elsewhere, each id once; how many were new.

        Args:
            told: is called now and then while much is worked out anew.
            lines: of the events by id, each with its line end, if they are at hand.

        Raises:
            StoreUnwritable: nothing was taken in.
        """
        with self._words(StoreUnwritable), self._room(), transaction(self._db):
            new = caches.merge(self._db, found, told)
            if self._mirror is not None and new:
                with suppress(OSError):  # a second copy; the log has them
                    keep_others(self._mirror.path.parent, (e for e in new if e.device != self.device), lines or {})
        self._appended += [event for event in new if event.device == self.device]
        self.fill_mirror()
        return len(new)

    def write_to(self, copy: Mirror) -> int:
        """Bring another copy of this device's events up to date; how many were written.

        Raises:
            OSError: it cannot be written.
            StoreUnreadable: the log cannot be read.
        """
        with self._words(StoreUnreadable), transaction(self._db):
            written: int = copy.catch_up(self._later)
        return written

    def note(self, key: str, value: str) -> None:
        """Keep something that is no event beside the log; losing it does no harm. Raises StoreUnwritable."""
        with self._words(StoreUnwritable), transaction(self._db):
            self._db.execute("INSERT OR REPLACE INTO meta VALUES(?, ?)", (key, value))

    def noted(self, key: str) -> str | None:
        """What was kept. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            row = self._db.execute("SELECT value FROM meta WHERE key=?", (key,)).fetchone()
        return row and str(row[0])

    def to_memory(self, problem: str | None = None) -> Store:
        """Go on in memory with everything answered so far. This store changes; it is also returned.

        Args:
            problem: why, in plain words.
        """
        self.problem = problem or self.problem
        if self.durable:
            copied = events_in(self._mirror.path.parent) if self._mirror else ()
            memory = in_memory(self._db, chain(self._appended, copied))
            with suppress(sqlite3.Error):
                self._db.close()
            self._db, self._path, self._mirror, self.durable = memory, None, None, False
            self._unsettled = []
            self.device = schema.device(memory)
            self._seen = self._data_version()
        return self

    def close(self) -> None:
        """Let go of the file. Closing twice does no harm."""
        if self._mirror is not None and self._appended:
            with suppress(OSError):
                self._mirror.sync()
        self._db.close()

    # ── Reading ──────────────────────────────────────────────────────────────────────────────────

    def lessons(self) -> dict[str, LessonProgress]:
        """Every lesson that was begun, by id as it was then. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            rows = self._db.execute(_LESSONS).fetchall()
        return {
            lesson: LessonProgress(done, last_at, last_step, frozenset(steps.split(" ")) if steps else frozenset())
            for lesson, last_at, last_step, done, steps in rows
        }

    def steps(self, lesson_id: str) -> dict[str, StepProgress]:
        """Every step of a lesson that was begun, by id as it was then. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            states = caches.states(self._db, "lesson=?", (lesson_id,))
        return {
            s.step: StepProgress(s.done, s.result, s.tries, s.hints, s.last_at, s.first_right, s.unsure) for s in states
        }

    def last_visit(self) -> tuple[str, int] | None:
        """Item and ms UTC of the latest act in any lesson. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            row = self._db.execute(
                "SELECT lesson, step, last_at FROM step_state "
                "ORDER BY last_at DESC, last_seq DESC, lesson, step LIMIT 1"
            ).fetchone()
        return row and (f"{row[0]}#{row[1]}", row[2])

    def days(self, n: int) -> set[int]:
        """Study days with practice among today and the n-1 days before. Raises StoreUnreadable."""
        today = study_day_now(self._clock)
        with self._words(StoreUnreadable):
            rows = self._db.execute(
                "SELECT day FROM day_stat WHERE day > ? AND day <= ? AND acts > 0", (today - n, today)
            ).fetchall()
        return {row[0] for row in rows}

    def totals(self) -> Totals:
        """Figures over everything. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            answers, tries, right, ms, days = self._db.execute(_DAYS).fetchone()
            lessons, steps = self._db.execute(_STEPS).fetchone()
        return Totals(answers, tries, right, lessons, steps, round(ms / 60_000), days)

    def minutes_on(self, day: int) -> int:
        """Whole minutes practised on a study day. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            row = self._db.execute("SELECT ms FROM day_stat WHERE day=?", (day,)).fetchone()
        return round(row[0] / 60_000) if row else 0

    def minutes_since(self, day: int) -> int:
        """Whole minutes practised on a study day and after it. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            row = self._db.execute("SELECT ifnull(sum(ms), 0) FROM day_stat WHERE day>=?", (day,)).fetchone()
        return round(int(row[0]) / 60_000)

    def marks(self) -> dict[str, Mark]:
        """Notes and bookmarks by item. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            return marks_of(caches.events(self._db, schema.MARKS))

    def drills(self, items: Iterable[str]) -> dict[str, list[Run]]:
        """Runs of these drills, by item, in the order they were made. Raises StoreUnreadable."""
        from tutor.progress.drills import runs_of  # not needed to start

        with self._words(StoreUnreadable):
            return {item: runs_of(caches.events(self._db, "item=?", (item,))) for item in items}

    def events_below(self, prefix: str) -> list[Event]:
        """Events of all items whose id begins with this, in the order of replay. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            return list(caches.events(self._db, "item>=? AND item<? ORDER BY at, device, seq", caches.below(prefix)))

    def acts_below(self, prefix: str) -> list[Act]:
        """What was done about all items whose id begins with this, in the order of replay; undone acts are left out.

        Takes a fraction of `events_below`, since it looks at no more than it gives.

        Raises:
            StoreUnreadable: it cannot be read.
        """
        with self._words(StoreUnreadable):
            rows = self._db.execute(_ACTS, caches.below(prefix)).fetchall()
        if any(row[0] == "undo" for row in rows):
            events = effective(self.events_below(prefix))
            return [Act(e.kind, e.item, e.study_day, e.data, e.at) for e in events]
        try:
            return [Act(kind, item, day, json.loads(data), at) for kind, item, day, data, at in rows]
        except ValueError as error:
            raise StoreUnreadable(trouble.unread(self._path or Path(":memory:"), DamagedError(str(error)))) from error

    def events(self) -> Iterator[Event]:
        """The whole log in the order of replay. Raises StoreUnreadable."""
        with self._words(StoreUnreadable):
            yield from caches.events(self._db)

    def clock_notice(self) -> str | None:
        """What is odd about the clock, so that days may be counted wrongly; None if nothing is.

        It is behind this machine's latest event by more than a few minutes; or the log, perhaps by another machine, has
        days to come; or it is so far ahead of the latest event that it may have jumped.

        Raises:
            StoreUnreadable: the log cannot be read.
        """
        with self._words(StoreUnreadable):
            latest = self._last()[1]
            row = self._db.execute("SELECT max(day) FROM day_stat").fetchone()
        now, offset = self._clock()
        if latest and latest - now > CLOCK_MS:
            return trouble.clock_behind(latest - now)
        if row[0] is None:
            return None
        days = study_day(now, offset) - row[0]
        if days < -1:  # one machine may be a zone ahead
            return trouble.days_to_come(-days)
        return trouble.clock_ahead(days) if days >= JUMP_DAYS else None

    def verify(self) -> list[str]:
        """Findings about the file and every event's checksum, for a log or a report; [] when all is sound.

        Takes about a second for 100,000 events.
        """
        return findings(self._db)

    def changed(self) -> bool:
        """Whether another instance wrote since the last time this was asked."""
        before, self._seen = self._seen, self._data_version()
        return before != self._seen

    @contextmanager
    def _room(self) -> Iterator[None]:
        """More memory for pages, for as long as much is written."""
        self._db.execute("PRAGMA cache_size=-65536")
        try:
            yield
        finally:
            with suppress(sqlite3.Error):
                self._db.execute("PRAGMA cache_size=-2000")

    # ── Inside ───────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _words(self, failure: type[StoreFailed]) -> Iterator[None]:
        """Say SQLite's errors in plain words, and remember damage for the next start."""
        try:
            yield
        except sqlite3.ProgrammingError:
            raise  # ours to mend, not the learner's
        except sqlite3.DatabaseError as error:
            place = self._path or Path(":memory:")
            if self._path and trouble.is_damage(error):
                suspect(self._path)
            say = trouble.unsaved if failure is StoreUnwritable else trouble.unread
            raise failure(say(place, error)) from error

    def _last_number(self) -> int:
        return self._last()[0]

    def _last(self) -> tuple[int, int, int]:
        return caches.last(self._db, self.device)

    def _later(self, number: int) -> Iterable[Event]:
        return caches.events(self._db, "device=? AND seq>? ORDER BY seq", (self.device, number))

    def _data_version(self) -> int:
        try:
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])
        except sqlite3.DatabaseError:
            return -1


# Step ids hold no blank. Beside max() SQLite gives the step of the very row that has the maximum.
_LESSONS = """
    SELECT lesson, max(last_at), step, sum(done), group_concat(CASE WHEN done THEN step END, ' ')
    FROM step_state GROUP BY lesson"""
_DAYS = """
    SELECT ifnull(sum(answers), 0), ifnull(sum(first_tries), 0), ifnull(sum(first_right), 0), ifnull(sum(ms), 0),
        count(*) FILTER (WHERE acts > 0) FROM day_stat"""
_ACTS = "SELECT kind, item, study_day, data, at FROM event WHERE item>=? AND item<? ORDER BY at, device, seq"
_STEPS = "SELECT count(DISTINCT lesson), ifnull(sum(done), 0) FROM step_state"
