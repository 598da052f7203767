"""The figures of progress, each defined once (docs/progress.md says them in words): for the screen, `tutor stats`, and
the report. All come from the derived tables, so that a log of a million events costs no more than its items and days.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from tutor.progress import cardrows, due
from tutor.progress.cards import FOR_GOOD, LEECH, Card
from tutor.progress.due import Ahead, Known
from tutor.progress.events import monday
from tutor.progress.memory import RETENTION
from tutor.words import _

LASTING = (1, 7, 21, 90)
"""Days of durability: a day, a week, three weeks, three months."""
RECENT = 30
"""Days over which retention is measured."""
ENOUGH = 20
"""Reviews from which on a measured retention says something."""
AHEAD = 14
MOST = 10


class Item(NamedTuple):
    """An item in a list: how often it was graded and recalled, how long the learner took last, when it is due."""

    item: str
    reps: int
    recalled: int
    lapses: int
    ms: int
    due: int  # study day
    leech: bool


class Figures(NamedTuple):
    """Everything that progress shows.

    Attributes:
        today: study day; days are counted since 1970-01-01.
        minutes_by_day: of days with practice in the year that is shown.
        days_of_30: days with practice among today and the 29 before.
        week_minutes: since Monday.
        reviewed, recalled: reviews of the last 30 days of items met before, and those of them that were not Again.
        due, due_minutes: what is due now, and how long it takes.
        items: that are remembered; `durability` has of each module how many of them will be known after a day, a week,
            three weeks and three months with the target's probability.
        load: reviews a day that the target means for what was learned so far.
    """

    today: int
    retention: float
    minutes_by_day: Mapping[int, int]
    days_of_30: int
    week_minutes: int
    total_minutes: int
    answers: int
    first_tries: int
    first_right: int
    reviewed: int
    recalled: int
    due: int
    due_minutes: int
    ahead: Ahead
    items: int
    durability: Mapping[str, tuple[int, int, int, int]]
    leeches: int
    shakiest: Sequence[Item]
    slowest: Sequence[Item]
    load: float

    @property
    def year_start(self) -> int:
        """The Monday 52 weeks before this week's."""
        return year_start(self.today)

    @property
    def measured(self) -> float | None:
        """Share of reviews at which the answer was known; None until there are enough of them."""
        return self.recalled / self.reviewed if self.reviewed >= ENOUGH else None

    def rows(self) -> list[tuple[str, str]]:
        """The totals as names and values."""
        right = f"{self.first_right} / {self.first_tries}"
        measured = f"{100 * self.measured:.0f} %" if self.measured is not None else _("not yet measured")
        return [
            (_("Answers"), str(self.answers)),
            (_("Right at the first try"), right),
            (_("Minutes"), str(self.total_minutes)),
            (_("Days of the last 30"), str(self.days_of_30)),
            (_("Remembered items"), str(self.items)),
            (_("Recall in reviews"), _("{measured}, aim {aim} %").format(
                measured=measured, aim=round(100 * self.retention)
            )),
            (_("Due now"), str(self.due)),
        ]  # fmt: skip


def year_start(today: int) -> int:
    return monday(today) - 52 * 7


def figures(
    db: sqlite3.Connection, today: int, known: Mapping[str, Known] | None = None, retention: float = RETENTION
) -> Figures:
    """All figures, as of a study day.

    Args:
        known: items of the course; others are left out. None takes all.
    """
    days = {day: ms for day, ms in db.execute("SELECT day, ms FROM day_stat WHERE acts > 0")}
    answers, tries, right, ms = db.execute(
        "SELECT ifnull(sum(answers),0), ifnull(sum(first_tries),0), ifnull(sum(first_right),0), ifnull(sum(ms),0) "
        "FROM day_stat"
    ).fetchone()
    reviewed, recalled = db.execute(
        "SELECT ifnull(sum(asked),0), ifnull(sum(recalled),0) FROM review_day WHERE day > ? AND day <= ?",
        (today - RECENT, today),
    ).fetchone()
    cards = _met(db, known)
    waiting = due.due(db, today, known, retention)
    week = sum(ms for day, ms in days.items() if monday(today) <= day <= today)
    return Figures(
        today=today, retention=retention,
        minutes_by_day={day: round(ms / 60_000) for day, ms in days.items() if year_start(today) <= day <= today},
        days_of_30=sum(today - 30 < day <= today for day in days), week_minutes=round(week / 60_000),
        total_minutes=round(ms / 60_000), answers=answers, first_tries=tries, first_right=right, reviewed=reviewed,
        recalled=recalled, due=len(waiting), due_minutes=due.minutes(waiting),
        ahead=due.ahead(db, today, AHEAD, known, retention), items=len(cards),
        durability=_durability(cards, known, retention), leeches=sum(card.leech for card in cards),
        shakiest=_shakiest(cards, retention), slowest=_slowest(cards, retention),
        load=due.load(db, retention, known),
    )  # fmt: skip


def lasting(
    db: sqlite3.Connection, known: Mapping[str, Known], retention: float = RETENTION
) -> dict[str, tuple[int, int]]:
    """By module: items that need not be asked for a week, and all that the module has."""
    return lasting_of(_durability(_met(db, known), known, retention), known)


def lasting_of(
    durability: Mapping[str, tuple[int, int, int, int]], known: Mapping[str, Known]
) -> dict[str, tuple[int, int]]:
    """The same from what `Figures` says of durability."""
    total = Counter(item.field for item in known.values())
    return {field: (durability.get(field, (0, 0))[1], count) for field, count in total.items()}


def _met(db: sqlite3.Connection, known: Mapping[str, Known] | None) -> list[Card]:
    """What is remembered, and not at rest for good."""
    cards = cardrows.cards(db, "reps > 0 AND rest < ?", (FOR_GOOD,))
    return [card for card in cards if known is None or card.item in known]


def _durability(
    cards: Sequence[Card], known: Mapping[str, Known] | None, retention: float
) -> dict[str, tuple[int, int, int, int]]:
    """By module, in the order of the course: items whose interval is at least each of LASTING."""
    from tutor.progress.memory import scale

    factor = scale(retention)
    order = list(dict.fromkeys(item.field for item in known.values())) if known else []
    counts: dict[str, list[int]] = {field: [0] * len(LASTING) for field in order}
    for card in cards:
        field = known[card.item].field if known else card.item.partition("#")[0].partition(".")[0]
        row = counts.setdefault(field, [0] * len(LASTING))
        for n, days in enumerate(LASTING):
            row[n] += card.now.stability * factor >= days
    return {field: (row[0], row[1], row[2], row[3]) for field, row in counts.items() if any(row)}


def _listed(card: Card, retention: float) -> Item:
    now = card.now
    return Item(
        card.item, now.reps, now.recalled, now.lapses, card.ms, due.due_day(card, retention), now.lapses >= LEECH
    )


def _shakiest(cards: Sequence[Card], retention: float) -> list[Item]:
    """What was recalled least often, of items that were graded at least twice and missed at least once."""
    shaky = [card for card in cards if card.now.reps > 1 and card.now.recalled < card.now.reps]
    shaky.sort(key=lambda card: (card.now.recalled / card.now.reps, -card.now.lapses, card.item))
    return [_listed(card, retention) for card in shaky[:MOST]]


def _slowest(cards: Sequence[Card], retention: float) -> list[Item]:
    """What was known, and took longest the last time; code is left out, since it takes minutes by its nature."""
    timed = [card for card in cards if card.ms and card.grade > 1 and card.stretch < 1.5]
    timed.sort(key=lambda card: (-card.ms, card.item))
    return [_listed(card, retention) for card in timed[:MOST]]
