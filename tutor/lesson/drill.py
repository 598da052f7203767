"""A drill: short questions one after the other, against the clock or a count, without a screen.

What was missed comes back a few questions later, and with it what it was taken for.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tutor.course.compare import matches
from tutor.course.types import Card, Choice, Compare, Drill, Lesson, Numeric, Step, Typed
from tutor.progress.events import Draft
from tutor.reference.sets import SETS, Ask, FactSet

AGAIN = 3
"""Questions until a missed one comes back."""
SECONDS = 60


class Prompt(NamedTuple):
    """One question of a run. With `choices` the answer is the id of one, else it is typed and compared."""

    id: str
    text: str
    answers: tuple[str, ...]
    compare: Compare = "trim"
    choices: tuple[tuple[str, str], ...] = ()
    feedback: str = ""
    kind: str = ""  # confusable ones share it

    def accepts(self, given: str) -> bool:
        """Whether an answer is right."""
        if self.choices:
            return given in self.answers
        return any(matches(given, answer, self.compare) for answer in self.answers)

    @property
    def wanted(self) -> str:
        """The answer as it is shown."""
        return dict(self.choices).get(self.answers[0], self.answers[0])


@dataclass(frozen=True)
class Plan:
    """A drill that can be run: where it is recorded, its title, its questions, and when it ends."""

    item: str  # LESSON#STEP, or ref:set#NAME
    title: str
    prompts: Sequence[Prompt]
    seconds: int | None = None
    count: int | None = None
    where: str = ""  # the lesson that it is from
    content: str = ""  # hash of the step
    question: str = ""  # what each of its questions asks, shown above it

    def draft(self, run: Run, language: str) -> Draft:
        """The event of a run that came to its end."""
        data = {
            "right": run.right, "asked": run.asked, "ms": round(run.spent * 1000), "timed": self.seconds is not None,
            "missed": [prompt.id for prompt in run.missed],
        }  # fmt: skip
        return Draft("drill", self.item, data, content=self.content, language=language)


# ── What a drill asks ────────────────────────────────────────────────────────────────────────────


def plan_of(lesson: Lesson, step: Drill, language: str = "en", content: str = "") -> Plan:
    """The drill of a lesson, in the language that the lesson is in."""
    prompts = [*_own(step), *(prompt for source in step.sources for prompt in _from(lesson, source, language))]
    seconds = step.seconds or (None if step.count else SECONDS)
    item, question = f"{lesson.id}#{step.id}", step.question or _of_sets(step, language)
    return Plan(item, step.title, prompts, seconds, step.count, lesson.title, content, question)


def plan_of_set(name: str, language: str) -> Plan:
    """The drill of a set of facts."""
    found: FactSet = SETS[name]
    prompts = [_asked(ask) for ask in found.asks(language)]
    return Plan(f"ref:set#{name}", found.title(language), prompts, found.seconds, question=found.question(language))


def _of_sets(step: Drill, language: str) -> str:
    """What the set asks, where a drill asks nothing else."""
    named = [SETS[name] for source in step.sources if (name := source.removeprefix("set:")) in SETS]
    return named[0].question(language) if len(named) == len(step.sources) == 1 and not step.items else ""


def _own(step: Drill) -> Iterator[Prompt]:
    choices = tuple((id, str(text)) for id, text in step.choices.items())
    for id, item in step.items.items():
        answers = tuple(map(str, item.answers))
        yield Prompt(id, item.prompt, answers, step.compare, choices, item.feedback or "", step.id)


def _from(lesson: Lesson, source: str, language: str) -> list[Prompt]:
    if source.startswith("set:"):
        found = SETS.get(source.removeprefix("set:"))
        return [_asked(ask) for ask in found.asks(language)] if found else []
    if (card := lesson.cards.get(source)) is not None:
        return _of_card(source, card)
    step = lesson.step(source)
    return _of_step(step) if step else []


def _asked(ask: Ask) -> Prompt:
    compare: Compare = "ignore-case" if not ask.choices else "exact"
    return Prompt(ask.id, ask.prompt, ask.answers, compare, ask.choices, ask.feedback, ask.kind)


def _of_card(id: str, card: Card) -> list[Prompt]:
    """A card that is typed; one that is turned cannot be timed."""
    return [Prompt(id, card.front, tuple(map(str, card.answers)), card.compare, kind="card")] if card.answers else []


def _of_step(step: Step) -> list[Prompt]:
    if isinstance(step, Typed):
        return [Prompt(step.id, step.question, tuple(map(str, step.answers)), step.compare, kind="typed")]
    if isinstance(step, Numeric):
        answer = f"{step.answer:g}" if isinstance(step.answer, float) else str(step.answer)
        return [Prompt(step.id, step.question, (answer,), kind="numeric")]
    if isinstance(step, Choice) and not step.multiple:
        choices = tuple((id, str(option.text)) for id, option in step.options.items())
        right = next(option for option in step.options.values() if option.correct)
        answers = tuple(id for id, option in step.options.items() if option.correct)
        return [Prompt(step.id, step.question, answers, "exact", choices, right.feedback, step.id)]
    return []


# ── A run ────────────────────────────────────────────────────────────────────────────────────────


@dataclass
class Run:
    """One run of a drill. `now` is the question that is asked; None once it is over.

    Args:
        seed: of the order of the questions.
        monotonic: a clock in seconds.
    """

    plan: Plan
    seed: int | None = None
    monotonic: Callable[[], float] = time.monotonic
    asked: int = 0
    right: int = 0
    missed: list[Prompt] = field(default_factory=list)
    now: Prompt | None = None
    last: tuple[Prompt, str, bool] | None = None  # what was asked before, the answer, and whether it was right

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)
        self._queue: list[Prompt] = []
        self._before: Prompt | None = None
        self._begun = self.monotonic()
        self._ended: float | None = None
        self._ask()

    @property
    def spent(self) -> float:
        """Seconds so far."""
        end = self.monotonic() if self._ended is None else self._ended
        return min(end - self._begun, self.plan.seconds or end)

    @property
    def left(self) -> float | None:
        """Seconds left; None when it does not run against the clock."""
        return None if self.plan.seconds is None else max(0.0, self.plan.seconds - (self.monotonic() - self._begun))

    def tick(self) -> bool:
        """Whether it is over; to be asked from time to time, since the clock ends it too."""
        if self.now is not None and self.left == 0:
            self._end()
        return self.now is None

    def answer(self, given: str) -> bool:
        """Take the answer to what is asked and ask the next; whether it was right. After the end nothing counts."""
        prompt = self.now
        if prompt is None or self.tick():
            return False
        right = prompt.accepts(given)
        self.asked += 1
        self.right += right
        self.last = (prompt, given, right)
        if not right:
            if prompt not in self.missed:
                self.missed.append(prompt)
            self._again(prompt, given)
        if self.plan.count is not None and self.asked >= self.plan.count:
            self._end()
        else:
            self._ask()
        return right

    def stop(self) -> None:
        """End it before its end."""
        self._end()

    def _end(self) -> None:
        self._ended = self._ended or self.monotonic()
        self.now = None

    def _ask(self) -> None:
        if not self._queue:
            self._queue = self._mixed()
        if self._before is not None and self._queue[0] == self._before and len(self._queue) > 1:
            self._queue.append(self._queue.pop(0))
        self.now = self._before = self._queue.pop(0)

    def _mixed(self) -> list[Prompt]:
        """All questions shuffled; of neighbours that ask the same kind, the learner has to tell them apart."""
        prompts = list(self.plan.prompts)
        self._dice.shuffle(prompts)
        kinds: dict[str, list[Prompt]] = {}
        for prompt in prompts:
            kinds.setdefault(prompt.kind, []).append(prompt)
        mixed: list[Prompt] = []
        while kinds:
            kind = self._dice.choice(sorted(kinds))
            mixed += [kinds[kind].pop() for _ in range(min(2, len(kinds[kind])))]
            if not kinds[kind]:
                del kinds[kind]
        return mixed

    def _again(self, prompt: Prompt, given: str) -> None:
        """Ask it again soon, and before it what it was taken for."""
        taken = next((p for p in self.plan.prompts if p != prompt and p.kind == prompt.kind and p.accepts(given)), None)
        soon = ([taken] if taken is not None and not prompt.choices else []) + [prompt]
        self._queue = [p for p in self._queue if p not in soon]
        self._queue[AGAIN - 1 : AGAIN - 1] = soon
