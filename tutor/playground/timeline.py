"""What happened to each request inside the server.

A request is named by (client port, n-th request on that connection): both sides know these two numbers, so
nothing has to be added to the bytes.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.inside import Record

KEPT = 200


@dataclass(slots=True)
class Timeline:
    """One request. Complete once the first byte of its answer is sent."""

    port: int
    nth: int
    method: str = ""
    target: str = ""
    user_agent: str = ""
    role: str = "origin"  # of this server in the exchange: origin | gateway | tunnel
    answered_by: str = "server"  # server | router | automatic OPTIONS | view NAME
    rule: str = ""  # the route that matched, as written in the app
    endpoint: str = ""
    status: int = 0  # 0 while there is none, or when a broken upstream was played
    why: str = ""  # of a refusal, in the words of its body
    ms: float = 0.0  # from the whole head to the first byte of the answer
    inside: Record | None = None  # what happened in the app, if it was asked
    _began: float = field(default_factory=time.perf_counter, repr=False)

    def answered(self, status: int) -> LoggedRequest:
        """Note the final status and give the entry for the log."""
        self.status = status
        self.ms = (time.perf_counter() - self._began) * 1000
        return LoggedRequest(
            method=self.method,
            target=self.target,
            status=status,
            user_agent=self.user_agent,
            role=self.role,
            port=self.port,
            nth=self.nth,
            answered_by=self.answered_by,
            ms=self.ms,
        )


@dataclass(frozen=True, slots=True)
class LoggedRequest:
    """One answered request, as `/log` and `on_request` tell it. `str()` is a line of a log."""

    method: str  # "" where not even that could be read
    target: str
    status: int
    user_agent: str
    role: str
    port: int
    nth: int
    answered_by: str
    ms: float

    def __str__(self) -> str:
        line = f"{self.method or '?'} {self.target or '?'}"
        return f"{self.status or '---'}  {line}  {self.ms:.1f} ms  {self.answered_by}"


class Timelines:
    """The last `KEPT` timelines, for any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: OrderedDict[tuple[int, int], Timeline] = OrderedDict()

    def begin(self, port: int, nth: int) -> Timeline:
        """A new timeline; it takes the place of an older one with the same name (ports come back)."""
        timeline = Timeline(port, nth)
        with self._lock:
            self._kept.pop((port, nth), None)
            self._kept[port, nth] = timeline
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return timeline

    def get(self, port: int, nth: int) -> Timeline | None:
        with self._lock:
            return self._kept.get((port, nth))
