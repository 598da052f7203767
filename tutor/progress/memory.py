"""The model of memory, FSRS-6: what a review does to stability and difficulty, and what they mean for the next day.

Time is counted in study days. The model itself (`fsrs`) is read in when the first review is graded; what a queue needs
of it is one formula, which stands here: the forgetting curve R(t) = (1 + F·t/S)^D with D = -w20 of FSRS-6 and F such
that R(S) = 0.9.
"""

from __future__ import annotations

import threading
import zlib
from functools import lru_cache

from tutor.progress.grades import Grade

RETENTION = 0.9
LEAST_RETENTION, MOST_RETENTION = 0.8, 0.95
MOST_DAYS = 365
DECAY = -0.1542
FACTOR = 0.9 ** (1 / DECAY) - 1
SPREAD = 0.05
"""How far an interval may be moved, as a share of it: what was learned in one sitting comes back on several days."""


class _Model:
    """FSRS-6 on study days: no learning steps, and no fuzz, which would draw from the global dice."""

    def __init__(self) -> None:
        from datetime import datetime, timedelta, timezone

        from fsrs import Card, Rating, Scheduler, State

        self._scheduler = Scheduler(
            learning_steps=(), relearning_steps=(), enable_fuzzing=False, maximum_interval=MOST_DAYS
        )
        self._epoch = datetime(2000, 1, 1, tzinfo=timezone.utc)  # noqa: UP017 - fsrs compares with this very object
        self._day = timedelta(days=1)
        self._ratings = {rating.value: rating for rating in Rating}
        self._new = Card(card_id=1, due=self._epoch)
        self._known = Card(card_id=1, state=State.Review, due=self._epoch, last_review=self._epoch)

    def reviewed(self, stability: float, difficulty: float, elapsed: int, grade: int) -> tuple[float, float]:
        card = self._new
        if stability > 0:  # the scheduler works on a copy
            card = self._known
            card.stability, card.difficulty = stability, difficulty
        after, _log = self._scheduler.review_card(card, self._ratings[grade], self._epoch + elapsed * self._day)
        assert after.stability is not None and after.difficulty is not None
        return after.stability, after.difficulty


_model = lru_cache(maxsize=1)(_Model)
_lock = threading.Lock()


def reviewed(stability: float, difficulty: float, elapsed: int, grade: Grade) -> tuple[float, float]:
    """Stability in days and difficulty (1 to 10) after a review.

    Args:
        stability: before; 0 for what was never graded.
        elapsed: study days since the last graded review, at least 1; of no account for what is new.
    """
    with _lock:
        after = _model().reviewed(stability, difficulty, max(1, elapsed), grade)
    # Rounded, so that another build of the mathematics library gives the same caches.
    return round(after[0], 6), round(after[1], 6)


def recall(stability: float, elapsed: float) -> float:
    """The share of learners, or of times, that would still know it after so many days."""
    return (1 + FACTOR * max(0.0, elapsed) / stability) ** DECAY if stability > 0 else 0.0


@lru_cache(maxsize=16)
def scale(retention: float) -> float:
    """Interval over stability at a target retention: 1 at 0.9, longer below it."""
    wanted = min(MOST_RETENTION, max(LEAST_RETENTION, retention))
    return float((wanted ** (1 / DECAY) - 1) / FACTOR)


def interval(stability: float, stretch: float = 1.0, retention: float = RETENTION) -> int:
    """Study days until the next review, 1 to 365."""
    return max(1, min(MOST_DAYS, int(stability * stretch * scale(retention) + 0.5)))


def spread(item: str, reps: int) -> float:
    """A factor near 1 by which an interval is stretched: the same on every device for an item and a repetition."""
    share = zlib.crc32(f"{item} {reps}".encode()) / 0xFFFFFFFF
    return round(1 - SPREAD + 2 * SPREAD * share, 4)
