"""What the store of progress knows of reviews, and the acts that are about them."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, TypeVar

from tutor.progress import caches, cardrows
from tutor.progress.events import Clock, Draft, Event, study_day_now
from tutor.progress.grades import grade_of
from tutor.progress.memory import RETENTION
from tutor.progress.reducer import effective
from tutor.progress.trouble import StoreFailed, StoreUnreadable

if TYPE_CHECKING:
    from tutor.progress.cards import Card
    from tutor.progress.due import Ahead, Due, Known
    from tutor.progress.figures import Figures
    from tutor.progress.spread import Spread

T = TypeVar("T")


class Reviewing(ABC):
    """The part of `Store` that is about reviews. Everything here raises StoreUnreadable or StoreUnwritable."""

    _db: sqlite3.Connection
    _clock: Clock

    @abstractmethod
    def append(self, drafts: Sequence[Draft]) -> list[Event]: ...

    @abstractmethod
    def _words(self, failure: type[StoreFailed]) -> AbstractContextManager[None]: ...

    def ask(self, question: Callable[[sqlite3.Connection, int], T]) -> T:
        """Answer a question to the database and the study day of today."""
        with self._words(StoreUnreadable):
            return question(self._db, study_day_now(self._clock))

    def today(self) -> int:
        """The study day."""
        return study_day_now(self._clock)

    # ── Reading ──────────────────────────────────────────────────────────────────────────────────

    def cards(self, items: Iterable[str] | None = None) -> dict[str, Card]:
        """What is remembered of items, by id as it is today; of all that were graded if none are named."""
        if items is None:
            return self.ask(lambda db, _day: {card.item: card for card in cardrows.cards(db)})
        wanted = list(items)
        found = self.ask(lambda db, _day: [cardrows.card(db, item) for item in wanted])
        return {card.item: card for card in found if card is not None}

    def due(self, known: Mapping[str, Known] | None = None, *, retention: float = RETENTION) -> list[Due]:
        """What is due today, what is relatively most overdue first.

        Args:
            known: items that can be asked; None takes all that were ever answered.
        """
        from tutor.progress.due import due  # not needed to start

        return self.ask(lambda db, today: due(db, today, known, retention))

    def has_cards(self, prefix: str) -> bool:
        """Whether anything is remembered of items whose id begins with this."""
        query = "SELECT 1 FROM card WHERE item >= ? AND item < ? LIMIT 1"
        return self.ask(lambda db, _day: db.execute(query, caches.below(prefix)).fetchone() is not None)

    def cards_below(self, prefix: str) -> tuple[list[Card], int]:
        """What is remembered of items whose id begins with this, and the study day of today."""
        return self.ask(lambda db, day: (cardrows.cards(db, "item >= ? AND item < ?", caches.below(prefix)), day))

    def ahead(self, days: int, known: Mapping[str, Known] | None = None, *, retention: float = RETENTION) -> Ahead:
        """Reviews of the next days, today first, and those that are overdue."""
        from tutor.progress.due import ahead

        return self.ask(lambda db, today: ahead(db, today, days, known, retention))

    def load(self, retention: float, known: Mapping[str, Known] | None = None) -> float:
        """Reviews a day that a target retention means for what was learned so far."""
        from tutor.progress.due import load

        return self.ask(lambda db, _day: load(db, retention, known))

    def figures(self, known: Mapping[str, Known] | None = None, *, retention: float = RETENTION) -> Figures:
        """All figures of progress, as of today."""
        from tutor.progress.figures import figures

        return self.ask(lambda db, today: figures(db, today, known, retention))

    def lasting(self, known: Mapping[str, Known], *, retention: float = RETENTION) -> dict[str, tuple[int, int]]:
        """By module: items that need not be asked for a week, and all that the module has."""
        from tutor.progress.figures import lasting

        return self.ask(lambda db, _day: lasting(db, known, retention))

    def right_steps(self) -> set[str]:
        """Steps `LESSON#STEP` that were right at the first try and alone, the last time they were asked."""
        query = "SELECT lesson || '#' || step FROM step_state WHERE result='right' AND unsure=0"
        return self.ask(lambda db, _day: {row[0] for row in db.execute(query)})

    def spread(self) -> Spread | None:
        """Over which days the learner spreads what was due; None if that was not chosen, or is over."""
        from tutor.progress.spread import in_force

        return self.ask(in_force)

    def parts(self, spread: Spread, items: Sequence[Due], *, retention: float = RETENTION) -> tuple[
        list[Due], list[Due]
    ]:
        """What of the due items is for today, and what for later."""
        from tutor.progress.spread import parts

        return self.ask(lambda db, today: parts(db, spread, items, today, retention))

    # ── Acts ─────────────────────────────────────────────────────────────────────────────────────

    def spread_over(self, days: int) -> None:
        """Spread what is due over so many days, today the first; up to 1 takes the choice back that is in force."""
        from tutor.progress.spread import ITEM

        if days > 1:
            self.append([Draft("spread", ITEM, {"days": days})])
        elif (now := self.spread()) is not None:
            self.append([Draft("undo", ITEM, target=now.event)])

    def undo_visit(self, item: str, visit: str) -> int:
        """Undo all answers and reveals of a visit to an item, as if it had not been asked; how many there were."""
        told = self.ask(lambda db, _day: effective(caches.events(db, "item=?", (item,))))
        victims = [e for e in told if e.data.get("visit") == visit and grade_of(e) is not None]
        self.append([Draft("undo", item, target=event.id) for event in victims])
        return len(victims)

    def forget(self, wanted: Callable[[str], bool]) -> int:
        """Begin items anew, as if they had never been met; how many. The days on which they were met stay."""
        items = self.ask(lambda db, _day: sorted(_met(db)))
        drafts = [Draft("forget", item) for item in items if wanted(item)]
        self.append(drafts)
        return len(drafts)

    def remember(self, since: int) -> int:
        """Undo every `forget` of this log at or after ms UTC `since`; how many."""
        told = self.ask(lambda db, _day: list(caches.events(db, "kind IN ('forget', 'undo') AND at >= ?", (since,))))
        undone = {event.target for event in told if event.kind == "undo"}
        drafts = [Draft("undo", e.item, target=e.id) for e in told if e.kind == "forget" and e.id not in undone]
        self.append(drafts)
        return len(drafts)

    def last_forgotten(self) -> int | None:
        """When items were begun anew last, in ms UTC, unless that was undone; None if never."""
        query = """SELECT max(at) FROM event WHERE kind='forget' AND id NOT IN (
            SELECT target FROM event WHERE kind='undo' AND target IS NOT NULL)"""
        at: int | None = self.ask(lambda db, _day: db.execute(query).fetchone()[0])
        return at

    def rename(self, aliases: Mapping[str, str]) -> int:
        """Carry what is remembered of former ids over to today's; how many were carried.

        Args:
            aliases: former id → id of today.
        """
        held = self.ask(lambda db, _day: {row[0] for row in db.execute("SELECT item FROM card")})
        drafts = [Draft("rename", new, {"from": old}) for old, new in aliases.items() if old in held and old != new]
        if drafts:
            self.append(drafts)
        return len(drafts)


def _met(db: sqlite3.Connection) -> set[str]:
    """Items of which anything is known, former ids among them."""
    items = {f"{lesson}#{step}" for lesson, step in db.execute("SELECT lesson, step FROM step_state")}
    items |= {row[0] for row in db.execute("SELECT item FROM card")}
    return items | {row[0] for row in db.execute("SELECT old FROM renamed")}
