"""One learner in one lesson: a state machine without a screen.

It holds where the learner is, what they answered, what was said, and gives an event for each act to a recorder.
Screens, plain lines and tests drive the same object; none of them decides whether an answer is right.
"""

from __future__ import annotations

import random
import re
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, Protocol

from tutor.course.output import shown
from tutor.course.prose import content_hash
from tutor.course.types import Choice, Code, Demo, Lesson, Match, Order, Output, Question, Sort, Step
from tutor.lesson.grading import Answer, NoAnswerError, Verdict, grade, right_answer
from tutor.progress.events import Draft

if TYPE_CHECKING:
    from tutor.lesson.exercise import Result
    from tutor.progress.store import Mark, StepProgress
    from tutor.wire.exchange import Exchange

__all__ = ["Answer", "LessonSession", "NoAnswerError", "Phase", "Recorder", "StepState", "Verdict"]

LEADING_NUMBER = re.compile(r"`?(\d+(?:\.\d+)?)\b")

Phase = Literal["open", "wrong", "right", "shown", "done before"]
"""Of a step: nothing answered now, wrong, right, answer shown, or done in an earlier sitting."""


class Recorder(Protocol):
    """Who writes the events down."""

    def record(self, draft: Draft) -> int:
        """Take one event; the number tells when it was saved. Returns at once."""


@dataclass
class StepState:
    """What happened at one step in this sitting, and what was known of it before."""

    seed: int
    earlier: StepProgress | None = None
    visit: str = ""
    since: float = 0.0  # monotonic seconds, when the step came on screen
    spent: float = 0.0  # seconds on screen in earlier visits of this sitting
    tries: int = 0
    hints: int = 0
    unsure: bool = False
    draft: Answer | None = None  # what is typed or chosen but not answered
    answer: Answer | None = None  # the last one given
    tried: list[Answer] = field(default_factory=list)  # the wrong ones
    verdict: Verdict | None = None
    shown: bool = False  # the learner asked for the answer
    passed: bool = False  # a step that asks nothing was read
    skipped: bool = False
    again: bool = False  # the learner took a finished step up again
    exchanges: list[Exchange] = field(default_factory=list)
    result: Result | None = None  # of the last run of code
    rows: list[object] = field(default_factory=list)  # what running a prediction brought
    discarded: dict[str, str] = field(default_factory=dict)  # what a reset took away
    edited: bool = False  # whether the exchanges are of a request that the learner changed
    ticket: int = 0  # of the last event, as the recorder numbers them
    bookmarked: bool = False
    note: str = ""

    @property
    def phase(self) -> Phase:
        if self.verdict:
            return "right" if self.verdict.right else "wrong"
        if self.shown:
            return "shown"
        if self.passed or (self.earlier and self.earlier.done and not self.again):
            return "done before"
        return "open"

    @property
    def done(self) -> bool:
        """Whether a later sitting may go past this step."""
        solved = self.passed or self.shown or bool(self.verdict and self.verdict.right)
        solved = solved or bool(self.exchanges or self.rows)
        return solved or bool(self.earlier and self.earlier.done)


class LessonSession:
    """A lesson under way.

    Args:
        lesson: in the language on screen. Ids, answers and requests are the same in every language.
        earlier: what the log knows of its steps, by id.
        recorder: gets one event for each act.
        original: the lesson in its own language, if another is on screen: the log holds which form was answered.
        marks: notes and bookmarks by item, `LESSON#STEP`.
        seed: makes the order of options; each step derives its own, which goes into its events.
    """

    def __init__(
        self,
        lesson: Lesson,
        earlier: Mapping[str, StepProgress],
        recorder: Recorder,
        *,
        language: str = "en",
        original: Lesson | None = None,
        marks: Mapping[str, Mark] | None = None,
        seed: int | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.lesson = lesson
        self.language = language
        self.recorder = recorder
        self._monotonic = monotonic
        self._originals = {step.id: step for step in (original or lesson).steps}
        dice = random.Random(seed)
        self.states = {
            step.id: StepState(seed=dice.randrange(1 << 31), earlier=self._known(step, earlier))
            for step in lesson.steps
        }
        for step in lesson.steps:
            self._recall(step, marks or {})
        fresh = not any(state.earlier for state in self.states.values())
        trials = [step for step in lesson.steps if fresh and isinstance(step, Question) and step.pretest]
        self.trials = {step.id: StepState(seed=dice.randrange(1 << 31)) for step in trials}
        self.trial: int | None = 0 if trials else None
        self.index = self.first_open()
        self._enter()

    @staticmethod
    def _known(step: Step, earlier: Mapping[str, StepProgress]) -> StepProgress | None:
        return next((earlier[id] for id in (step.id, *step.aliases) if id in earlier), None)

    def _recall(self, step: Step, marks: Mapping[str, Mark]) -> None:
        """What was noted at a step, under today's ids or former ones."""
        lessons, ids = (self.lesson.id, *self.lesson.aliases), (step.id, *step.aliases)
        items = (f"{lesson}#{id}" for lesson in lessons for id in ids)
        mark = next((marks[item] for item in items if item in marks), None)
        if mark:
            self.states[step.id].bookmarked, self.states[step.id].note = mark.bookmarked, mark.note

    # ── Where we are ─────────────────────────────────────────────────────────────────────────────

    @property
    def steps(self) -> Sequence[Step]:
        return self.lesson.steps

    @property
    def finished(self) -> bool:
        """Whether the learner is past the last step, at the summary."""
        return self.trial is None and self.index >= len(self.steps)

    @property
    def place(self) -> tuple[int | None, int]:
        """Where the learner is: which question asked in advance, if any, and index of the step."""
        return self.trial, self.index

    @property
    def step(self) -> Step:
        """The step on screen; before a lesson that is new, a question of it that is asked in advance."""
        if self.trial is not None:
            return self.steps[self.index_of([*self.trials][self.trial]) or 0]
        return self.steps[self.index]

    @property
    def state(self) -> StepState:
        return self.states[self.step.id] if self.trial is None else self.trials[self.step.id]

    def first_open(self) -> int:
        """Index of the first step not yet done; 0 when all are."""
        return next((n for n, step in enumerate(self.steps) if not self.states[step.id].done), 0)

    def index_of(self, id: str) -> int | None:
        """Index of the step with this id or former id."""
        return next((n for n, step in enumerate(self.steps) if id in (step.id, *step.aliases)), None)

    def go(self, index: int) -> None:
        """Go to a step, or to the summary behind the last one. Nothing is lost; what is asked in advance ends."""
        index = max(0, min(index, len(self.steps)))
        if index == self.index and self.trial is None:
            return
        self._leave()
        self.trial = None
        self.index = index
        self._enter()

    def forward(self) -> None:
        """Next step. A step that only reads is done by it; an open question is skipped."""
        if self.finished:
            return
        if self.trial is not None:
            self._next_trial()
            return
        state = self.state
        if not self.step.asks:
            if not state.done:
                self._record("read")
            state.passed = True
        elif not state.done and not state.skipped:
            self._record("skip")
            state.skipped = True
        self.go(self.index + 1)

    def _next_trial(self) -> None:
        assert self.trial is not None
        if self.trial + 1 < len(self.trials):
            self._leave()
            self.trial += 1
            self._enter()
        else:
            self.go(self.index)

    def back(self) -> None:
        if self.trial:
            self._leave()
            self.trial -= 1
            self._enter()
        elif self.trial is None:
            self.go(self.index - 1)

    def leave(self) -> None:
        """The learner leaves the lesson here."""
        self._leave()

    def come_back(self) -> None:
        """The learner is at the step again, after `leave` for something that counts its own time."""
        self.state.since = self._monotonic()

    def _enter(self) -> None:
        if self.finished:
            return
        state = self.state
        state.since = self._monotonic()
        state.visit = state.visit or uuid.uuid4().hex[:12]
        self._record("visit")

    def _leave(self) -> None:
        if not self.finished:
            self.state.spent += self._monotonic() - self.state.since
            self.state.since = self._monotonic()

    # ── Acts ─────────────────────────────────────────────────────────────────────────────────────

    def answer(self, given: Answer) -> Verdict:
        """Grade an answer and record it.

        Raises:
            NoAnswerError: nothing that could be right or wrong; no try is counted.
        """
        state, step = self.state, self.step
        verdict = grade(step, given)
        self._tried(given, verdict)
        self._record(
            "answer", answer=given, right=verdict.right, tries=state.tries, hints=state.hints,
            unsure=state.unsure, near=verdict.near,
        )  # fmt: skip
        return verdict

    def sent(self, exchanges: Sequence[Exchange], *, edited: bool = False) -> Verdict | None:
        """A demo's requests went out: grade the prediction the first time, and keep what came back."""
        state = self.state
        first = not state.exchanges
        state.exchanges, state.edited = list(exchanges), edited
        prediction = self.prediction if first and not edited else None
        if prediction:
            given: Answer = [prediction]
            if isinstance(self.step, Output):
                given = [prediction, shown(self.step, state.exchanges)]
            self._tried(given, grade(self.step, given))
        self._record(
            "run", prediction=prediction, tries=state.tries, edited=edited, unsure=state.unsure,
            right=state.verdict.right if prediction and state.verdict else None,
            statuses=[r.status for e in exchanges for r in e.responses()],
        )  # fmt: skip
        return state.verdict

    def showed(self, brought: str, rows: Sequence[object]) -> Verdict | None:
        """What was predicted has run: grade the prediction.

        Args:
            brought: what running shows of it.
            rows: what happened, kept for the screen.
        """
        state = self.state
        prediction = self.prediction if not state.rows else None
        state.rows = list(rows)
        if prediction:
            given: Answer = [prediction, brought]
            self._tried(given, grade(self.step, given))
        self._record(
            "run", prediction=prediction, tries=state.tries, unsure=state.unsure, brought=brought,
            right=state.verdict.right if prediction and state.verdict else None,
        )  # fmt: skip
        return state.verdict

    def ran(self, files: Mapping[str, str], result: Result) -> Verdict:
        """Code was run: keep the files, what came of them, and whether all checks pass."""
        state, verdict = self.state, Verdict(result.passed)
        state.result = result
        self._tried([f"{name}:{text}" for name, text in files.items()], verdict)
        self._record(
            "answer", right=verdict.right, tries=state.tries, hints=state.hints, unsure=state.unsure,
            files=dict(files), passed=[check.id for check in result.checks if check.state == "passed"],
            ended=result.ended, seconds=round(result.seconds, 3),
        )  # fmt: skip
        return verdict

    def discard(self, files: Mapping[str, str]) -> None:
        """The learner begins anew: keep what they had, in the log and to be put back."""
        self.state.discarded = dict(files)
        self._record("reset", files=dict(files))

    @property
    def prediction(self) -> str | None:
        """The option, or text, that the learner expects to come back, chosen but perhaps not sent yet."""
        chosen = self.state.draft
        if isinstance(chosen, str):
            return chosen.strip() or None
        return chosen[0] if chosen else None

    def try_again(self) -> None:
        """Put a wrong verdict away; the answer stays where it is, to be changed."""
        self.state.verdict = None
        self.state.again = True

    def hint(self) -> str | None:
        """The next hint, or None when there is none left."""
        hints, state = self.hints, self.state
        if state.hints >= len(hints):
            return None
        state.hints += 1
        self._record("hint", n=state.hints)
        return hints[state.hints - 1]

    @property
    def hints(self) -> Sequence[str]:
        """All hints of this step."""
        return self.step.hints if isinstance(self.step, Question) else ()

    def show_answer(self) -> Answer:
        """The learner asks for the answer: the step counts as done, and as not known."""
        state = self.state
        state.verdict = None
        state.shown = True
        state.answer = right_answer(self.step)
        self._record("reveal", tries=state.tries, hints=state.hints)
        return state.answer

    def drilled(self, came: Mapping[str, object]) -> None:
        """A sitting of the step came to its end, with these figures."""
        self.come_back()
        self.state.passed = True
        self._record("drill", **came)

    def bookmark(self, on: bool) -> None:
        """Mark this step, or take the mark away."""
        self.state.bookmarked = on
        self._record("bookmark", on=on)

    def annotate(self, text: str) -> None:
        """Write a note to this step; an empty one removes it."""
        text = text.strip()
        if text != self.state.note:
            self.state.note = text
            self._record("note", text=text)

    # ── What the screen shows ────────────────────────────────────────────────────────────────────

    def speak(self, lesson: Lesson, language: str) -> None:
        """Show this lesson in another language from now on; verdicts are said again in it."""
        self.lesson, self.language = lesson, language
        for step in self.steps:
            for states in (self.states, self.trials):
                state = states.get(step.id)
                if state and state.verdict and state.answer is not None and not isinstance(step, Code):
                    state.verdict = grade(step, state.answer)

    def shuffled(self) -> list[str]:
        """Ids of this step's options or lines in the order on screen: by its seed; numbers stay sorted."""
        step, state = self.step, self.state
        if isinstance(step, Match | Sort):
            ids = list(step.pairs if isinstance(step, Match) else step.items)
            random.Random(state.seed).shuffle(ids)
            return ids
        if isinstance(step, Order):
            ids = [*step.items, *step.extra]
            accepted = [list(step.items), *step.also]
            dice = random.Random(state.seed)
            for _ in range(20):
                dice.shuffle(ids)
                if [id for id in ids if id in step.items] not in accepted:
                    break
            return ids
        options = step.predict.options if isinstance(step, Demo) else step.options if isinstance(step, Choice) else {}
        ids = list(options)
        numbers = {id: LEADING_NUMBER.match(option.text) for id, option in options.items()}
        if all(numbers.values()):
            return sorted(ids, key=lambda id: float(numbers[id][1]))  # type: ignore[index]  # all matched
        random.Random(state.seed).shuffle(ids)
        return ids

    def partners(self) -> list[str]:
        """Ids of what the rows of this step are put to: bins as they stand, rights of a match shuffled."""
        step = self.step
        if isinstance(step, Sort):
            return list(step.bins)
        assert isinstance(step, Match)
        ids = [*step.pairs, *step.extra]
        random.Random(self.state.seed + 1).shuffle(ids)
        return ids

    # ── Inside ───────────────────────────────────────────────────────────────────────────────────

    def _tried(self, given: Answer, verdict: Verdict) -> None:
        state = self.state
        state.tries += 1
        state.answer, state.verdict, state.shown = given, verdict, False
        if not verdict.right:
            state.tried.append(given)

    def _ms(self) -> int:
        return round(1000 * (self.state.spent + self._monotonic() - self.state.since))

    def _record(self, kind: str, **data: object) -> None:
        step, state = self.step, self.state
        if self.trial is not None:  # it counts for nothing, and is kept for whoever looks into the log
            kind, data = f"pretest-{kind}", {"kind": kind, **data}
        data = {"visit": state.visit, "ms": self._ms(), **data}
        draft = Draft(kind, f"{self.lesson.id}#{step.id}", data)
        rev = step.rev if isinstance(step, Question) else 1
        original = self._originals.get(step.id)
        content = content_hash(original) if original else ""
        draft = replace(draft, rev=rev, content=content, language=self.language, seed=state.seed)
        state.ticket = self.recorder.record(draft)
