"""Runs of a drill: what each came to, the best of them, and whether it goes up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tutor.progress.events import Event
from tutor.progress.reducer import effective


class Run(NamedTuple):
    """One run that came to its end. `at` is ms UTC, `ms` how long it took, `timed` whether it ran against the clock."""

    at: int
    right: int
    asked: int
    ms: int
    timed: bool

    @property
    def score(self) -> tuple[float, float]:
        """What makes one run better than another: right answers, then the share of them against the clock, else speed.

        A run by count that was ended early is behind one that was not.
        """
        if self.timed:
            return (self.right, self.right / max(1, self.asked))
        return (self.right, -self.ms)


def runs_of(events: Iterable[Event]) -> list[Run]:
    """Runs in the order they were made, from the events of one item; what is not understood is left out."""
    runs = []
    for event in effective(events):
        data = event.data
        figures = [data.get(name) for name in ("right", "asked", "ms")]
        if event.kind == "drill" and all(isinstance(figure, int) and figure >= 0 for figure in figures):
            right, asked, ms = (int(figure or 0) for figure in figures)
            if 0 < asked >= right:
                runs.append(Run(event.at, right, asked, ms, data.get("timed") is True))
    return runs


def best_of(runs: Sequence[Run]) -> Run | None:
    """The best run, the earlier of two equals."""
    return max(runs, key=lambda run: run.score, default=None)
