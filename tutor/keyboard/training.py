"""How well each chord is known, from what was done, and which is asked next. Pure: no clock, no screen, no disk.

Copy speed is measured first, with the chord shown: it is what the fingers need when nothing has to be remembered. A
chord is automatic when it came at the first try within copy time + 0.4 s, three times running, on two days.
"""

from __future__ import annotations

import random
from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Literal, NamedTuple

from tutor.keyboard.keymaps import FIRST, Keymap

Mode = Literal["press", "text", "pick"]
MODES: tuple[Mode, ...] = ("press", "text", "pick")
SLACK_MS = 400
"""What remembering may take beyond copying."""
COPIES = 2
"""Copies that are measured before a chord is asked for."""
RUNNING, DAYS = 3, 2
"""Prompt answers in a row, and on how many days, that make a chord automatic."""
LONGEST_MS = 60_000
"""What takes longer was a pause, and no latency."""
WINDOW = 20
"""Latest answers that decide whether something new comes in."""
ACCURACY, SLOWNESS = 0.8, 1.8
"""Least share of right answers, and most latency over target, at which something new comes in."""
YOUNG = 4
"""Most chords at once that were not right three times yet."""
PAUSE = 5
"""Prompts between two new chords."""


@dataclass
class Item:
    """What is known of one chord. Times are ms, days are study days.

    Attributes:
        copies: latest copy times.
        latest: latest answers that were graded, oldest first: whether each was right at the first try.
        times: latest latencies of right presses.
        prompt_days: days on which three in a row came in time.
        due: day on which it should be asked again; None before the first right answer.
    """

    copies: deque[int] = field(default_factory=lambda: deque(maxlen=5))
    shown: int = 0  # copied without being timed, in text or pick
    asked: int = 0
    right: int = 0  # at the first try
    by_mode: Counter[str] = field(default_factory=Counter)  # right at the first try
    latest: deque[bool] = field(default_factory=lambda: deque(maxlen=8))
    times: deque[int] = field(default_factory=lambda: deque(maxlen=8))
    running: int = 0  # in time, in a row, on `day`
    prompt_days: set[int] = field(default_factory=set)
    interval: int = 0
    due: int | None = None
    day: int = -1  # of the latest answer
    failed: int = -1  # day of the latest miss
    pinned: bool = False
    muted: bool = False
    copy_ms: int | None = None  # the usual copy time; None until it was measured often enough

    @property
    def target_ms(self) -> int | None:
        """The latency below which a recall is as fast as copying."""
        return None if self.copy_ms is None else self.copy_ms + SLACK_MS

    @property
    def latency_ms(self) -> int | None:
        return round(median(self.times)) if self.times else None

    @property
    def automatic(self) -> bool:
        return len(self.prompt_days) >= DAYS

    @property
    def known(self) -> bool:
        """Whether it was brought in: it was shown, copied or asked for."""
        return bool(self.copies or self.shown or self.asked)

    @property
    def errors(self) -> float:
        """Share of the latest answers that were not right at the first try; a half before any."""
        return 1 - sum(self.latest) / len(self.latest) if self.latest else 0.5

    @property
    def weakness(self) -> float:
        """Latency over target plus a penalty for errors: the larger, the more it needs practice."""
        target, latency = self.target_ms, self.latency_ms
        slowness = min(4.0, latency / target) if target and latency else 1.0
        return slowness + 3 * self.errors + (0.5 if self.pinned else 0.0)


# ── What was done ────────────────────────────────────────────────────────────────────────────────


class Act(NamedTuple):
    """One event of the log: what was done about an action, on which study day, at which ms UTC."""

    kind: str  # copy, answer, reveal, pin, mute
    action: str
    day: int
    data: Mapping[str, Any]
    at: int = 0


@dataclass
class Training:
    """All chords of a keymap that something is known of, and the latest answers over all of them."""

    items: dict[str, Item] = field(default_factory=dict)
    latest: deque[tuple[bool, float | None]] = field(default_factory=lambda: deque(maxlen=WINDOW))
    since_new: int = 1_000  # graded answers since the latest new chord

    def item(self, action: str) -> Item:
        return self.items.setdefault(action, Item())

    def add(self, act: Act) -> None:
        """Take in one act. What is not understood changes nothing."""
        take = _ACTS.get(act.kind)
        if take is not None:
            take(self, self.item(act.action), act)

    def add_all(self, acts: Iterable[Act]) -> Training:
        for act in acts:
            self.add(act)
        return self


def _time(data: Mapping[str, Any]) -> int | None:
    ms = data.get("ms")
    return ms if isinstance(ms, int) and 0 < ms <= LONGEST_MS else None


def _copy(training: Training, item: Item, act: Act) -> None:
    if not item.known:
        training.since_new = 0
    ms = _time(act.data)
    if ms is not None and act.data.get("mode") == "press":
        item.copies.append(ms)
        item.copy_ms = round(median(item.copies)) if len(item.copies) >= COPIES else None
    else:
        item.shown += 1


def _answer(training: Training, item: Item, act: Act) -> None:
    data = act.data
    good = data.get("right") is True
    # Of several tries the first counts. A review in plain lines counts tries, and is answered by text.
    if data.get("first", data.get("tries") == 1) is not True:
        return
    mode = data.get("mode", "text")
    target, ms = item.target_ms, _time(data) if mode == "press" else None
    item.asked += 1
    item.latest.append(good)
    if good:
        item.right += 1
        item.by_mode[str(mode)] += 1
        if ms is not None:
            item.times.append(ms)
    _count_running(item, act.day, good, ms, target)
    _schedule(item, act.day, good=good)
    ratio = ms / target if ms is not None and target else None
    training.latest.append((good, ratio))
    training.since_new += 1


def _count_running(item: Item, day: int, good: bool, ms: int | None, target: int | None) -> None:
    """Count answers in time that follow each other on one day. Text and picking neither count nor break the row."""
    if day != item.day:
        item.running = 0
    if good and ms is not None and target is not None and ms <= target:
        item.running += 1
        if item.running >= RUNNING:
            item.prompt_days.add(day)
    elif not good or ms is not None:
        item.running = 0


def _schedule(item: Item, day: int, *, good: bool) -> None:
    """Days until it is asked again double with each day on which the first answer was right; a miss starts anew."""
    first_today = day != item.day
    item.day = max(day, item.day)
    if not good:
        item.failed, item.interval, item.due = day, 0, day
    elif item.failed == day:
        item.interval, item.due = 1, day + 1
    elif first_today or item.due is None:
        item.interval = min(180, max(1, item.interval * 2))
        item.due = day + item.interval


def _reveal(training: Training, item: Item, act: Act) -> None:
    item.latest.append(False)
    item.running = 0
    item.failed, item.interval, item.due = act.day, 0, act.day
    item.day = max(act.day, item.day)
    training.latest.append((False, None))


def _pin(_training: Training, item: Item, act: Act) -> None:
    item.pinned = act.data.get("on") is True


def _mute(_training: Training, item: Item, act: Act) -> None:
    item.muted = act.data.get("on") is True


_ACTS = {"copy": _copy, "answer": _answer, "reveal": _reveal, "pin": _pin, "mute": _mute}


# ── What is asked next ───────────────────────────────────────────────────────────────────────────


class Choosing:
    """Chooses what is asked next in one sitting.

    Args:
        order: actions of the keymap that can be practised, in the order in which they come in.
        confusable: actions that are easily taken for each other, by action.
        dice: what is drawn is drawn from it.
        only: ask for nothing but these.
    """

    SHARE = 4
    """None is asked more often than every fourth time, as soon as there are enough others."""
    MIXED = 0.35
    """How often one is asked that the last one is taken for."""

    def __init__(
        self, training: Training, order: Sequence[str], confusable: Mapping[str, Sequence[str]], day: int,
        dice: random.Random | None = None, only: Collection[str] | None = None,
    ) -> None:  # fmt: skip
        self.training, self.order, self.confusable, self.day = training, order, confusable, day
        self.only = frozenset(only) if only is not None else None
        self._dice = dice or random.Random()
        self._asked: Counter[str] = Counter()
        self._last = ""
        self._count = 0
        self._taken_for = ""
        self._later: set[str] = set()  # shown answers come back last
        self._since_shown: set[str] = set()

    def next(self) -> str | None:
        """The action to be asked next; None if there is none. It counts as asked."""
        active = self._active()
        chosen = self._choose(active)
        if chosen is not None:
            self._asked[chosen] += 1
            self._count += 1
            self._last = chosen
            self._since_shown.add(chosen)
            self._later.discard(chosen)
        return chosen

    def mixed_up(self, other: str) -> None:
        """The last one was taken for another: that one is asked soon."""
        self._taken_for = other

    def was_shown(self, action: str) -> None:
        """Its answer was shown: it earns nothing, and comes back after all the others."""
        self._later.add(action)
        self._since_shown.clear()

    def due(self) -> list[str]:
        """What is due today, the longest waiting first."""
        items = self.training.items
        waiting = [
            (item.due, n, action)
            for n, action in enumerate(self._active())
            if (item := items.get(action)) is not None and item.due is not None and item.due <= self.day
        ]
        return [action for _due, _n, action in sorted(waiting)]

    def _active(self) -> list[str]:
        """What was brought in and is not muted. What came in once is never locked again."""
        items = self.training.items
        if self.only is not None:
            return [action for action in self.order if action in self.only]
        active = [
            action
            for action in self.order
            if (item := items.get(action)) is not None and not item.muted and (item.known or item.pinned)
        ]
        begun = set(active)
        first = [a for a in FIRST if a in self.order and a not in begun and not (a in items and items[a].muted)]
        return [*first, *active]

    def _choose(self, active: list[str]) -> str | None:
        if not active:
            return self._new()
        items = self.training.items
        unknown = next((a for a in active if a not in items or not items[a].known), None)
        free = self._free(active)
        if self._taken_for and self._taken_for in free:
            chosen, self._taken_for = self._taken_for, ""
            return chosen
        if unknown is not None and unknown in free:
            return unknown
        near = [a for a in self.confusable.get(self._last, ()) if a in free]
        if near and self._dice.random() < self.MIXED:
            return max(near, key=lambda a: items[a].weakness if a in items else 1.0)
        free_set = set(free)
        waiting = next((a for a in self.due() if a in free_set and not self._asked[a]), None)
        if waiting is not None:
            return waiting
        if self.only is None and self._ready() and (new := self._new()) is not None:
            return new
        weights = [(items[a].weakness if a in items else 1.0) ** 2 for a in free]
        return self._dice.choices(free, weights)[0]

    def _free(self, active: list[str]) -> list[str]:
        """What may be asked now: not the last one, none above its share, nothing shown before all others had a turn."""
        others = [a for a in active if a != self._last] or active
        kept = [a for a in others if a not in self._later]
        rest = set(active) - self._later
        if self._later and not (rest - self._since_shown - {self._last}):
            kept = others
        kept = kept or others
        if len(active) > self.SHARE:
            most = (self._count + 1) / self.SHARE
            within = [a for a in kept if self._asked[a] + 1 <= max(1, most)]
            kept = within or kept
        return kept

    def _ready(self) -> bool:
        """Whether accuracy and speed allow something new."""
        latest, items = self.training.latest, self.training.items
        if self.training.since_new < PAUSE or len(latest) < PAUSE:
            return False
        right = sum(good for good, _ratio in latest) / len(latest)
        ratios = [ratio for _good, ratio in latest if ratio is not None]
        young = sum(item.known and not item.muted and item.right < RUNNING for item in items.values())
        return right >= ACCURACY and (not ratios or median(ratios) <= SLOWNESS) and young < YOUNG

    def _new(self) -> str | None:
        """The next chord that was not brought in yet."""
        items = self.training.items
        return next((a for a in self.order if a not in items or not (items[a].known or items[a].muted)), None)


def practised(keymap: Keymap, pinned: Collection[str] = ()) -> list[str]:
    """Actions of a keymap that are practised, in order: the first three, and all that have a key or are pinned."""
    return [id for id, key in keymap.keys.items() if key.chord or id in FIRST or id in pinned]


def confusable_in(keymap: Keymap) -> dict[str, list[str]]:
    """Actions that are taken for each other: the same key with other modifiers, or one of the first three."""
    by_key: dict[tuple[str, ...], list[str]] = {}
    for id, key in keymap.keys.items():
        if key.chord:
            by_key.setdefault(tuple(stroke.key for stroke in key.chord.strokes), []).append(id)
    found = {id: [other for other in ids if other != id] for ids in by_key.values() for id in ids}
    for id in FIRST:
        if id in keymap.keys:
            found[id] = list(dict.fromkeys([*(o for o in FIRST if o != id and o in keymap.keys), *found.get(id, ())]))
    return found


# ── What it comes to ─────────────────────────────────────────────────────────────────────────────


class Heat(NamedTuple):
    """How a key of the keyboard goes: answers of chords that it is part of, and the share that missed."""

    asked: int
    missed: float


def heat(training: Training, keymap: Keymap) -> dict[str, Heat]:
    """Keys and modifiers by how often chords with them are missed, from the latest answers."""
    asked: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for id, item in training.items.items():
        key = keymap.keys.get(id)
        if key is None or key.chord is None or not item.latest:
            continue
        for name in {part for stroke in key.chord.strokes for part in (*stroke.modifiers, stroke.key) if part}:
            asked[name] += len(item.latest)
            missed[name] += sum(not good for good in item.latest)
    return {name: Heat(count, missed[name] / count) for name, count in asked.items()}
