"""The shortcut dojo without a screen: one sitting, what it asks, and what each answer is worth.

Pressed keys, typed text and keys picked on the drawn keyboard are judged apart; each event says which it was. What
cannot be told from another chord decides nothing.
"""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Protocol

from tutor.keyboard.arriving import is_ignored
from tutor.keyboard.chords import Chord, ChordError, parse_sequence
from tutor.keyboard.delivery import Delivery, Terminal, delivery, judge, judge_text
from tutor.keyboard.keymaps import SETS, Action, Key, Keymap, actions, called
from tutor.keyboard.situations import Situation, situation
from tutor.keyboard.training import LONGEST_MS, Act, Choosing, Item, Mode, Training, confusable_in, practised
from tutor.progress.events import Draft
from tutor.progress.reducer import CHORDS
from tutor.words import N_, _

if TYPE_CHECKING:
    from tutor.progress.store import Store

NONE = frozenset({"none", "-", "없음"})
"""What one types for an action without a default key."""


def item_of(keymap: str, action: str) -> str:
    """What the log calls a chord."""
    return f"{CHORDS}{keymap}#{action}"


def prefix_of(keymap: str) -> str:
    """What all items of a keymap begin with."""
    return item_of(keymap, "")


def training_of(store: Store, keymap: str) -> Training:
    """What the log says of the chords of a keymap.

    Raises:
        StoreUnreadable: the log cannot be read.
    """
    prefix = prefix_of(keymap)
    acts = store.acts_below(prefix)
    return Training().add_all(Act(act.kind, act.item[len(prefix) :], act.day, act.data, act.at) for act in acts)


class Plan(NamedTuple):
    """How long a sitting is: seconds, a number of prompts, or until nothing is due."""

    id: str
    title: str
    about: str
    seconds: int | None = None
    prompts: int | None = None
    due: bool = False


PLANS = {
    plan.id: plan
    for plan in (
        Plan("practise", N_("Practise"), N_("twenty prompts"), prompts=20),
        Plan("sprint", N_("Sprint"), N_("60 seconds, on to the next by itself"), seconds=60),
        Plan("drill", N_("Drill"), N_("ten minutes"), seconds=600),
        Plan("review", N_("Daily review"), N_("what is due today"), due=True),
    )
}


Situations = Mapping[str, Sequence[Situation]]
"""By action."""


class Recorder(Protocol):
    """Keeps events; `Saver` of the screens and `Keeper` of the plain lines are ones."""

    def record(self, draft: Draft) -> int: ...


class Prompt(NamedTuple):
    """What is asked.

    Attributes:
        mode: how it is answered.
        copying: whether the chord is shown, since its copy time is being measured or it is new.
        delivery: what becomes of the chord in this terminal; None without a default key.
    """

    action: Action
    key: Key
    situation: Situation
    mode: Mode
    copying: bool
    delivery: Delivery | None


Kind = Literal["right", "wrong", "merged", "unknown", "more", "shown", "refused"]


class Outcome(NamedTuple):
    """What an answer is worth.

    Attributes:
        kind: "merged", "unknown", "more" and "refused" (a text that is no chord) decide nothing.
        given: what was pressed, typed or picked, as far as it is known; None also for "no default key".
        why: of "unknown" and "refused", in words.
        ms: latency of a right press.
        target: what it is measured against.
        taken_for: actions that have the given chord.
        copied: whether the chord was shown.
        first: whether it was the first try.
    """

    kind: Kind
    mode: Mode
    given: Chord | None = None
    why: str = ""
    ms: int | None = None
    target: int | None = None
    taken_for: tuple[str, ...] = ()
    copied: bool = False
    first: bool = True

    @property
    def settles(self) -> bool:
        """Whether the prompt is done with."""
        return self.kind in ("right", "shown")


class Dojo:
    """One sitting.

    Args:
        training: what is known of the keymap's chords; it goes on being told.
        recorder: keeps the events.
        plan: how long it is.
        day: study day of today.
        only: ask for these actions alone.
        prefer: how the learner wants to answer where there is a choice.
        situations: in place of those of the program's own example, by action.
        clock: seconds that only go forward; times of arriving keys are of the same clock.
        turn: which situation of an action comes first.
    """

    def __init__(
        self, keymap: Keymap, terminal: Terminal, training: Training, recorder: Recorder, plan: Plan, day: int,
        clock: Callable[[], float], *, seed: int | None = None, only: Collection[str] | None = None,
        prefer: Mode = "press", language: str = "en", turn: int = 0, situations: Situations | None = None,
    ) -> None:  # fmt: skip
        self.keymap, self.terminal, self.training, self.plan = keymap, terminal, training, plan
        self.day, self.prefer = day, prefer
        self.asked = self.right = 0  # prompts that were settled, and of these right at the first try; no copies
        self.missed: dict[str, int] = {}
        self.prompt: Prompt | None = None
        self.last: Outcome | None = None
        self._recorder, self._clock, self._language = recorder, clock, language
        pinned = [action for action, item in training.items.items() if item.pinned]
        order = practised(keymap, [*pinned, *(only or ())])
        self._choosing = Choosing(training, order, confusable_in(keymap), day, random.Random(seed), only)
        self._only_due = set(self._choosing.due()) if plan.due else None
        self._turns: dict[str, int] = {}
        self._situations: Situations = situations or {}
        self._first_turn = turn
        self._names: list[str] = []
        self._tried = False
        self.visit = ""  # to the chord that is asked for, which gives one grade
        self.tries = 0  # graded ones of this visit
        self.settled_by: Outcome | None = None  # what ended this visit
        self.ticket = 0  # of the last event, as the recorder numbers them
        self._begun = self._shown_at = self._acted = clock()
        self._again = False
        self.advance()

    # ── Where we are ─────────────────────────────────────────────────────────────────────────────

    @property
    def settled(self) -> bool:
        """Whether the prompt was answered and the next can come."""
        return self.last is not None and self.last.settles

    @property
    def spent(self) -> float:
        """Seconds since the sitting began."""
        return self._clock() - self._begun

    @property
    def over(self) -> bool:
        """Whether nothing is asked any more."""
        return self.prompt is None

    @property
    def pressed_so_far(self) -> int:
        """Strokes of a chord that wait for the next."""
        return len(self._names)

    @property
    def item(self) -> Item:
        """What is known of the chord that is asked for."""
        assert self.prompt is not None
        return self.training.item(self.prompt.action.id)

    def set_title(self) -> str:
        """The set of what is asked."""
        return _(SETS[self.prompt.action.set]) if self.prompt else ""

    # ── Going on ─────────────────────────────────────────────────────────────────────────────────

    def advance(self) -> None:
        """Ask the next; a chord whose copy time is not known yet stays until it is."""
        before = self.prompt
        self.last, self._names, self._tried, self._again = None, [], False, False
        if before is not None and before.copying and before.mode == "press" and self.training.item(
            before.action.id
        ).copy_ms is None:  # fmt: skip
            self._ask(before.action.id)
            return
        self.prompt = None
        if self._ends():
            return
        action = self._next()
        if action is not None:
            self._turns[action] = self._turns.get(action, self._first_turn - 1) + 1
            self._ask(action)

    def _ends(self) -> bool:
        plan = self.plan
        if plan.prompts is not None and self.asked >= plan.prompts:
            return True
        return plan.seconds is not None and self.spent >= plan.seconds

    def _next(self) -> str | None:
        if self._only_due is None:
            return self._choosing.next()
        left = [action for action in self._choosing.due() if action in self._only_due]
        return left[0] if left else None

    def _ask(self, action: str) -> None:
        self.visit, self.tries, self.settled_by = uuid.uuid4().hex[:12], 0, None
        key = self.keymap.keys[action]
        found = delivery(key.chord, self.keymap, self.terminal) if key.chord else None
        mode = self.prefer
        if mode == "press" and not self.can_press(key):
            mode = "text"
        self.prompt = Prompt(
            actions()[action], key, self._situation(action), mode, self._shows(action, mode), found
        )  # fmt: skip
        self.begin()

    def _situation(self, action: str) -> Situation:
        turn, own = self._turns.get(action, 0), self._situations.get(action)
        return own[turn % len(own)] if own else situation(actions()[action], turn)

    def _shows(self, action: str, mode: Mode) -> bool:
        item = self.training.item(action)
        return item.copy_ms is None if mode == "press" else not item.known

    def can_press(self, key: Key) -> bool:
        """Whether the fingers can be judged: the chord arrives, and as nothing else."""
        return key.chord is not None and delivery(key.chord, self.keymap, self.terminal).state == "exact"

    def begin(self, at: float | None = None) -> None:
        """The prompt can be seen now: latency counts from here."""
        self._shown_at = self._clock() if at is None else at

    def answer_by(self, mode: Mode) -> None:
        """Answer in another way from now on, as far as it is possible."""
        self.prefer = mode
        prompt = self.prompt
        if prompt is None or self.settled or (mode == "press" and not self.can_press(prompt.key)):
            return
        self._names, self.last = [], None
        copying = self._shows(prompt.action.id, mode) and not self._tried
        self.prompt = prompt._replace(mode=mode, copying=copying)
        self.begin()

    def again(self) -> None:
        """Ask for the same once more; it is not counted."""
        if self.prompt is not None and self.settled:
            self.last, self._names, self._tried, self._again = None, [], False, True
            self.prompt = self.prompt._replace(copying=False)
            self.begin()

    # ── Answers ──────────────────────────────────────────────────────────────────────────────────

    def arrive(self, name: str, at: float | None = None) -> Outcome | None:
        """Take a key that was pressed, by Textual's name; None if it is passed over.

        Args:
            at: when it arrived, by the clock of the sitting.
        """
        prompt = self.prompt
        if prompt is None or self.settled or prompt.mode != "press" or is_ignored(name):
            return None
        self._names.append(name)
        found = judge(self._names, prompt.key, self.keymap, self.terminal)
        if found.kind == "more":
            if found.pressed is None:  # a modifier on its way to its key
                self._names.pop()
                return None
            return self._tell(Outcome("more", "press", found.pressed))
        self._names = []
        if found.kind in ("merged", "unknown"):
            return self._tell(Outcome(found.kind, "press", found.pressed, found.why))
        ms = round(1000 * ((self._clock() if at is None else at) - self._shown_at))
        return self._judged(found.kind == "right", found.pressed, "press", ms)

    def write(self, text: str) -> Outcome | None:
        """Take a chord as text; `none` says that there is no default key."""
        if self.prompt is None or self.settled or not text.strip():
            return None
        if text.strip().lower() in NONE:
            return self._judged(judge_text(None, self.prompt.key), None, "text", None)
        try:
            chord = parse_sequence(text)
        except ChordError as error:
            return self._tell(Outcome("refused", "text", why=str(error)))
        if _is_bare(chord) and not any(_is_bare(other) for key in self.keymap.keys.values() for other in key.all):
            why = _("{text} would only be typed. Write a chord as in ctrl+alt+b.").format(text=text.strip())
            return self._tell(Outcome("refused", "text", why=why))
        return self._judged(judge_text(chord, self.prompt.key), chord, "text", None)

    def pick(self, chord: Chord | None) -> Outcome | None:
        """Take keys that were picked on the drawn keyboard; None says that there is no default key."""
        if self.prompt is None or self.settled:
            return None
        return self._judged(judge_text(chord, self.prompt.key), chord, "pick", None)

    def reveal(self) -> Outcome | None:
        """Show the answer: it earns nothing, and the chord comes back last."""
        prompt = self.prompt
        if prompt is None or self.settled:
            return None
        if not prompt.copying and not self._again:
            self._record("reveal", {"mode": prompt.mode, "visit": self.visit, "tries": self.tries})
            self._choosing.was_shown(prompt.action.id)
            self._settle(right=False)
        return self._tell(Outcome("shown", prompt.mode, prompt.key.chord, first=False))

    def _judged(self, right: bool, given: Chord | None, mode: Mode, ms: int | None) -> Outcome:
        prompt = self.prompt
        assert prompt is not None
        ms = ms if ms is not None and 0 < ms <= LONGEST_MS else None
        target = self.item.target_ms
        taken_for = tuple(self.keymap.owners(given)) if given and not right else ()
        first = not self._tried
        if prompt.copying:
            if right:
                self._record("copy", {"mode": mode, **({"ms": ms} if mode == "press" and ms else {})})
        elif not self._again:
            self.tries += 1
            in_time = mode == "press" and ms is not None and target is not None and ms <= target
            automatic = right and first and in_time and self.item.automatic
            self._record_answer(right, first, given, mode, ms, automatic=automatic)
            if right:
                self._settle(right=first)
            elif first:
                for other in taken_for[:1]:
                    self._choosing.mixed_up(other)
        if not right:
            self._tried = self._tried or not prompt.copying
        return self._tell(
            Outcome(
                "right" if right else "wrong", mode, given, ms=ms if mode == "press" else None, target=target,
                taken_for=taken_for, copied=prompt.copying, first=first,
            )
        )  # fmt: skip

    def _record_answer(
        self, right: bool, first: bool, given: Chord | None, mode: Mode, ms: int | None, *, automatic: bool
    ) -> None:
        data: dict[str, Any] = {
            "mode": mode, "right": right, "first": first, "visit": self.visit, "tries": self.tries
        }  # fmt: skip
        if automatic:
            data["automatic"] = True
        if given is not None:
            data["given"] = given.text
        if mode == "press" and ms:
            data["ms"] = ms
        self._record("answer", data)

    def _settle(self, *, right: bool) -> None:
        assert self.prompt is not None
        self.asked += 1
        self.right += right
        if not right:
            id = self.prompt.action.id
            self.missed[id] = self.missed.get(id, 0) + 1
        if self._only_due is not None:
            self._only_due.discard(self.prompt.action.id)

    def _tell(self, outcome: Outcome) -> Outcome:
        self.last = outcome
        if outcome.settles and not (outcome.copied or self._again):
            self.settled_by = outcome
        return outcome

    # ── Pinning and muting ───────────────────────────────────────────────────────────────────────

    def pin(self) -> bool:
        """Ask for this one more often, or not any more; whether it is so now."""
        self._record("pin", {"on": not self.item.pinned})
        return self.item.pinned

    def mute(self) -> bool:
        """Never ask for this one, or again; whether it is muted now."""
        self._record("mute", {"on": not self.item.muted})
        return self.item.muted

    def _record(self, kind: str, data: Mapping[str, Any]) -> None:
        assert self.prompt is not None
        action = self.prompt.action.id
        if kind in ("copy", "answer", "reveal"):  # acts of practice: their time counts into the day
            now = self._clock()
            data = {**data, "spent": round(1000 * (now - self._acted))}
            self._acted = now
        draft = Draft(kind, item_of(self.keymap.name, action), data, language=self._language)
        self.ticket = self._recorder.record(draft)
        self.training.add(Act(kind, action, self.day, data))


def _is_bare(chord: Chord) -> bool:
    """Whether it consists of letters and signs alone, which an editor takes as text."""
    return all(not stroke.modifiers and len(stroke.key) == 1 for stroke in chord.strokes)


def due_of(training: Training, keymap: Keymap, day: int) -> list[str]:
    """Actions that are due on a day, the longest waiting first."""
    return Choosing(training, practised(keymap), {}, day).due()


def summary(sitting: Dojo) -> Sequence[tuple[str, str, int]]:
    """(what the action is called, its keys as printed, times missed), the most missed first."""
    counted = sorted(sitting.missed.items(), key=lambda pair: -pair[1])
    keys = sitting.keymap.keys
    return [(called(actions()[id]), sitting.keymap.shown(keys[id].chord), count) for id, count in counted]
