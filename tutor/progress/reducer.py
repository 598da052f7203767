"""What a log comes to: pure functions from events to the state of each step and the figures of each day.

The caches of the database hold what these functions return and nothing else, so a log told again from the start gives
the same caches as one that grew event by event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal, NamedTuple

from tutor.progress.events import Event, replay_key

Result = Literal["right", "helped", "revealed", "read", "sent", "skipped", "missed", "begun"]
"""How the latest visit that decided something went: right at the first try and alone, right with a hint or a later
try, answer shown, read, sent, left out, left wrong. "begun" until anything was decided."""

MOST_MS = 5 * 60_000
"""Time counted for one act at most: a longer one was a pause."""


CHORDS = "keys:"
"""What items of the dojo begin with: they have no step, and count into the days."""


class StepState(NamedTuple):
    """A step after all its events. Times are ms; `tries`, `hints` and `unsure` are of the visit that gave `result`."""

    lesson: str
    step: str
    done: bool = False
    result: Result = "begun"
    tries: int = 0
    hints: int = 0
    unsure: bool = False
    first_right: bool = False  # the very first answer was right, without a hint
    judged: bool = False  # the first answer was given, or the answer shown
    visit: str = ""  # the visit of the latest event
    ended: bool = False  # that visit ended with the right answer or the reveal: it decides nothing more
    ms: int = 0  # on screen in that visit, so far
    last_at: int = 0
    last_seq: int = 0


class Tally(NamedTuple):
    """Figures of a day, or what one event adds to them."""

    answers: int = 0
    first_tries: int = 0
    first_right: int = 0
    ms: int = 0  # on screen
    acts: int = 0  # what makes a day a day of practice

    def __add__(self, other: Tally) -> Tally:  # type: ignore[override]  # figures are added, not joined
        return Tally(
            self.answers + other.answers, self.first_tries + other.first_tries, self.first_right + other.first_right,
            self.ms + other.ms, self.acts + other.acts,
        )  # fmt: skip

    def __sub__(self, other: Tally) -> Tally:
        return Tally(
            self.answers - other.answers, self.first_tries - other.first_tries, self.first_right - other.first_right,
            self.ms - other.ms, self.acts - other.acts,
        )  # fmt: skip


Days = dict[int, Tally]
_Outcome = tuple[StepState, Tally]


def step_of(item: str) -> tuple[str, str] | None:
    """Lesson and step of an item `LESSON#STEP`; None for other things to practise, which have a scheme: `keys:…#…`."""
    lesson, _sign, step = item.partition("#")
    return (lesson, step) if lesson and step and ":" not in lesson and " " not in item else None


def fold(before: StepState | None, event: Event) -> tuple[StepState | None, Tally]:
    """State and figures after one more event of the step, later than all before it and not an undo.

    Kinds and data that this version does not know change nothing; nothing is raised for them.
    """
    if event.kind == "forget":
        return None, Tally()  # the days stay as they were: the time was spent
    if event.item.startswith(CHORDS):
        return before, _practised(event)
    act, step = _ACTS.get(event.kind), step_of(event.item)
    if act is None or step is None:
        return before, Tally()
    now = before or StepState(*step)
    visit = _visit(event.data)
    same = bool(visit) and visit == now.visit
    before_ms = now.ms if same else 0
    ms = max(before_ms, _count(event.data, "ms"))
    now = now._replace(visit=visit, ended=same and now.ended, ms=ms, last_at=event.at, last_seq=event.seq)
    return act(now, event.data, min(ms - before_ms, MOST_MS))


def effective(events: Iterable[Event]) -> list[Event]:
    """The events of one item that count, in the order of replay: without undos and what they undo.

    An undo can be undone, too. The later undo wins.
    """
    told = sorted(events, key=replay_key)
    undone: set[bytes] = set()
    for event in reversed(told):
        if event.kind == "undo" and event.target is not None and event.id not in undone:
            undone.add(event.target)
    return [event for event in told if event.kind != "undo" and event.id not in undone]


def replay(events: Iterable[Event]) -> tuple[StepState | None, Days]:
    """All events of one item told from the start."""
    state: StepState | None = None
    days: Days = {}
    for event in effective(events):
        state, tally = fold(state, event)
        if tally != Tally():
            days[event.study_day] = days.get(event.study_day, Tally()) + tally
    return state, days


# ── What each kind does ──────────────────────────────────────────────────────────────────────────


def _answer(now: StepState, data: Mapping[str, Any], ms: int) -> _Outcome:
    right, alone = data.get("right") is True, _tries(data) == 1
    hints = _count(data, "hints")
    tally = Tally(answers=1, first_tries=alone, first_right=right and alone and not hints, ms=ms, acts=1)
    now = _judge(now, right=right and alone and not hints)
    if now.ended:
        return now, tally
    result: Result = ("right" if alone and not hints else "helped") if right else "missed"
    return now._replace(done=now.done or right, result=result, tries=_tries(data), hints=hints,
        unsure=data.get("unsure") is True, ended=right,
    ), tally  # fmt: skip


def _run(now: StepState, data: Mapping[str, Any], ms: int) -> _Outcome:
    right = data.get("right")
    tally = Tally(ms=ms, acts=1)
    if isinstance(right, bool):
        alone = _tries(data) == 1
        tally = Tally(answers=1, first_tries=alone, first_right=right and alone, ms=ms, acts=1)
        now = _judge(now, right=right and alone)._replace(tries=_tries(data), unsure=data.get("unsure") is True)
    return now._replace(done=True, result="sent"), tally


def _reveal(now: StepState, data: Mapping[str, Any], ms: int) -> _Outcome:
    now = _judge(now, right=False)
    if now.ended:
        return now, Tally(ms=ms, acts=1)
    return now._replace(done=True, result="revealed", tries=_count(data, "tries"), hints=_count(data, "hints"),
        unsure=False, ended=True,
    ), Tally(ms=ms, acts=1)  # fmt: skip


def _read(now: StepState, data: Mapping[str, Any], ms: int) -> _Outcome:
    return now._replace(done=True, result="read"), Tally(ms=ms, acts=1)


def _skip(now: StepState, data: Mapping[str, Any], ms: int) -> _Outcome:
    return (now._replace(result="skipped") if now.result == "begun" else now), Tally(ms=ms)


def _hint(now: StepState, data: Mapping[str, Any], ms: int) -> _Outcome:
    return (now if now.done else now._replace(hints=max(now.hints, _count(data, "n")))), Tally(ms=ms)


def _visited(now: StepState, data: Mapping[str, Any], ms: int) -> _Outcome:
    return now, Tally(ms=ms)


def _practised(event: Event) -> Tally:
    """What an act of the dojo adds to its day; `spent` is ms since the act before it. Logs of former versions have
    none: such an act makes a day of practice, and no time is known of it."""
    if event.kind not in ("copy", "answer", "reveal"):
        return Tally()
    return Tally(ms=min(_count(event.data, "spent"), MOST_MS), acts=1)


_ACTS: dict[str, Callable[[StepState, Mapping[str, Any], int], _Outcome]] = {
    "answer": _answer,
    "run": _run,
    "reveal": _reveal,
    "read": _read,
    "skip": _skip,
    "hint": _hint,
    "visit": _visited,
    "drill": _read,
}


def _judge(now: StepState, *, right: bool) -> StepState:
    return now if now.judged else now._replace(judged=True, first_right=right)


def _visit(data: Mapping[str, Any]) -> str:
    visit = data.get("visit")
    return str(visit).encode(errors="replace").decode() if isinstance(visit, (str, int)) else ""


def _count(data: Mapping[str, Any], key: str) -> int:
    value = data.get(key)
    return min(value, 1 << 40) if isinstance(value, int) and value > 0 else 0


def _tries(data: Mapping[str, Any]) -> int:
    return _count(data, "tries") or 1
