"""What a course consists of, as read from YAML (format 1; `docs/lesson-format.md` explains every field).

All types are frozen msgspec Structs that refuse unknown fields. Each step type is one Struct, found through
`STEP_TYPES` by its `type`; what a `code` step runs is in `tutor.course.exercise`.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

import msgspec
from msgspec import Meta

from tutor.course.exercise import (
    Exercise,
    FlaskExercise,
    FlaskRun,
    HttpExercise,
    HttpRun,
    JinjaExercise,
    JinjaRun,
    LiveExercise,
    OrmExercise,
    OrmRun,
    PythonExercise,
    PythonRun,
    TestsExercise,
    VenvRun,
)
from tutor.course.record import ExchangeSpec, Expect, Prose, Record, ScriptStep, Text, as_written
from tutor.course.situation import Situation

__all__ = [
    "STEP_TYPES", "AnyStep", "Card", "Choice", "Cloze", "Code", "Compare", "CourseFile", "CourseOverlay", "Demo",
    "Drill", "DrillItem", "ExchangeSpec", "Exercise", "Expect", "Gap", "Item", "Keys", "Lesson", "Level", "Match",
    "Module", "Near", "Numeric", "Option", "Options", "Order", "Output", "Overlay", "Pair", "Patch", "Path", "Posed",
    "Predict", "Prose", "Question", "Read", "Record", "Ref", "ScriptStep", "Sort", "Spot", "Step", "Text", "Typed",
    "as_written",
]  # fmt: skip


# ── Steps ────────────────────────────────────────────────────────────────────────────────────────


class Option(Record, frozen=True, kw_only=True):
    """One answer to choose. Every option, right or wrong, has its own feedback."""

    text: Prose
    feedback: Prose
    correct: bool = False
    misconception: str | None = None  # id in the lesson's `misconceptions`


Options = Annotated[dict[str, Option], Meta(min_length=2)]


class Near(Record, frozen=True, kw_only=True):
    """A frequent wrong answer and what to say to it."""

    text: Text
    feedback: Prose


Level = Literal["recall", "apply", "analyse"]
Compare = Literal["exact", "trim", "collapse", "ignore-case", "header", "code", "command"]


class Step(Record, frozen=True, kw_only=True, tag_field="type"):
    """What every step has. `allow` silences rules of the checker, each with its reason."""

    id: str
    title: Prose
    aliases: list[str] = []
    refs: list[str] = []
    allow: dict[str, str] = {}

    type: ClassVar[str]
    asks: ClassVar[bool] = True  # whether there is an answer to grade
    sends: ClassVar[bool] = False  # whether it is a prediction, and sending shows what is right


class Question(Step, frozen=True, kw_only=True):
    """What every step that asks something may have; a demo asks through `predict`."""

    objectives: list[str] = []
    level: Level = "recall"
    hints: list[Prose] = []
    explanation: Prose | None = None
    rev: Annotated[int, Meta(ge=1)] = 1
    same_as: str | None = None  # id of a step that tests the same fact in an easier form
    negative: bool = False
    pretest: bool = False


class Posed(Question, frozen=True, kw_only=True):
    """A step with a question of its own, in words."""

    question: Prose


class Read(Step, frozen=True, kw_only=True, tag="read"):
    """Markdown, at most a screen at 80x24."""

    text: Prose

    type: ClassVar[str] = "read"
    asks: ClassVar[bool] = False


class Predict(Record, frozen=True, kw_only=True):
    """What the learner says will come back, before sending."""

    question: Prose
    options: Options


class Demo(Question, frozen=True, kw_only=True, tag="demo"):
    """Live exchanges with the bundled server: predict, then send."""

    exchanges: Annotated[list[ExchangeSpec], Meta(min_length=1)]
    predict: Predict
    notice: list[str] = []  # spans that the exchange view points out: status-line, field.NAME, body …

    type: ClassVar[str] = "demo"
    sends: ClassVar[bool] = True


class Choice(Posed, frozen=True, kw_only=True, tag="choice"):
    """One right option, or several with `multiple: true`."""

    options: Options
    multiple: bool = False

    type: ClassVar[str] = "choice"


class Typed(Posed, frozen=True, kw_only=True, tag="typed"):
    """The learner types one of `answers`; `rejects` exist for the checker alone."""

    answers: Annotated[list[Text], Meta(min_length=1)]
    compare: Compare = "trim"
    near: list[Near] = []
    rejects: list[Text] = []

    type: ClassVar[str] = "typed"


class Numeric(Posed, frozen=True, kw_only=True, tag="numeric"):
    """The learner types a number; `near` texts are numbers too."""

    answer: int | float
    tolerance: Annotated[int, Meta(ge=0)] | Annotated[float, Meta(ge=0)] = 0
    unit: Prose | None = None
    near: list[Near] = []

    type: ClassVar[str] = "numeric"


class Order(Posed, frozen=True, kw_only=True, tag="order"):
    """Lines to move into order. `items` stand in the right order; `extra` lines belong nowhere."""

    items: Annotated[dict[str, Prose], Meta(min_length=2)]
    also: list[list[str]] = []  # other accepted orders of the ids
    extra: dict[str, Prose] = {}

    type: ClassVar[str] = "order"


class Pair(Record, frozen=True, kw_only=True):
    """What belongs together."""

    left: Prose
    right: Prose
    feedback: Prose | None = None  # said when the left has another right


class Match(Posed, frozen=True, kw_only=True, tag="match"):
    """Each left gets its right; `extra` are rights without a left."""

    pairs: Annotated[dict[str, Pair], Meta(min_length=2)]
    extra: dict[str, Prose] = {}

    type: ClassVar[str] = "match"


class Item(Record, frozen=True, kw_only=True):
    """Something to put into its bin, or into several of a grid."""

    text: Prose
    bin: str | list[str]
    feedback: Prose | None = None  # said when it is elsewhere

    @property
    def bins(self) -> list[str]:
        """Ids of all bins that it belongs in."""
        return [self.bin] if isinstance(self.bin, str) else self.bin


class Sort(Posed, frozen=True, kw_only=True, tag="sort"):
    """Each item goes into its bin; where one has a list of bins, it is a grid."""

    bins: Annotated[dict[str, Prose], Meta(min_length=2)]
    items: Annotated[dict[str, Item], Meta(min_length=2)]

    type: ClassVar[str] = "sort"

    @property
    def is_grid(self) -> bool:
        """Whether an item may be in several bins, or in none."""
        return any(not isinstance(item.bin, str) for item in self.items.values())


class Gap(Record, frozen=True, kw_only=True):
    """A place in a text to be filled."""

    answers: Annotated[list[Text], Meta(min_length=1)]
    compare: Compare = "trim"
    near: list[Near] = []


class Cloze(Question, frozen=True, kw_only=True, tag="cloze"):
    """A text with gaps, written as `[[name]]`; with a `language` it is code and never translated."""

    text: Prose
    gaps: Annotated[dict[str, Gap], Meta(min_length=1)]
    language: Text | None = None
    question: Prose | None = None

    type: ClassVar[str] = "cloze"

    @property
    def code_fields(self) -> frozenset[str]:
        return frozenset({"text"}) if self.language else frozenset()


class Spot(Posed, frozen=True, kw_only=True, tag="spot"):
    """Code with a fault or hole; `lines` are the defensible ones, `feedback` goes by the number of a line."""

    code: Text
    language: Text
    lines: Annotated[list[int], Meta(min_length=1)]
    feedback: dict[str, Prose] = {}

    type: ClassVar[str] = "spot"

    @property
    def rows(self) -> list[str]:
        """The lines of the code; the first has number 1."""
        return self.code.rstrip("\n").split("\n")


class Output(Posed, frozen=True, kw_only=True, tag="output"):
    """The learner predicts what running shows; the answer comes from running."""

    run: HttpRun | PythonRun | FlaskRun | OrmRun | JinjaRun | VenvRun
    show: str
    compare: Compare = "trim"
    near: list[Near] = []

    type: ClassVar[str] = "output"
    sends: ClassVar[bool] = True
    notice: ClassVar[tuple[str, ...]] = ("status-line",)

    @property
    def exchanges(self) -> list[ExchangeSpec]:
        """What is sent, in the shape of a demo's; nothing where it is no request that is run."""
        return [ExchangeSpec(request=self.run.code)] if isinstance(self.run, HttpRun) else []


class Code(Question, frozen=True, kw_only=True, tag="code"):
    """The learner writes code that runs; declarative checks say what it has to do."""

    goal: Prose
    exercise: FlaskExercise | LiveExercise | HttpExercise | JinjaExercise | OrmExercise | PythonExercise | TestsExercise

    type: ClassVar[str] = "code"


class DrillItem(Record, frozen=True, kw_only=True):
    """A short question of a drill."""

    prompt: Prose
    answers: Annotated[list[Text], Meta(min_length=1)]  # ids of `choices` where there are some
    feedback: Prose | None = None


class Drill(Step, frozen=True, kw_only=True, tag="drill"):
    """Many short questions against the clock or a count; the best run is kept.

    They come from steps and cards of the lesson, from a set (`set:NAME`), or are its own.
    """

    question: Prose | None = None  # what each of its items asks, shown above it
    sources: list[str] = msgspec.field(name="from", default_factory=list)
    items: dict[str, DrillItem] = {}
    choices: dict[str, Prose] = {}
    compare: Compare = "trim"
    seconds: Annotated[int, Meta(ge=10, le=600)] | None = None
    count: Annotated[int, Meta(ge=3, le=200)] | None = None

    type: ClassVar[str] = "drill"
    asks: ClassVar[bool] = False


class Keys(Step, frozen=True, kw_only=True, tag="keys"):
    """Chords of the learner's own keymap, in the dojo: of a set, or of these actions."""

    actions: list[str] = []
    set: str | None = None
    count: Annotated[int, Meta(ge=3, le=60)] | None = None  # of prompts; two for each chord without it
    situation: Situation | None = None  # in place of the program's own example

    type: ClassVar[str] = "keys"
    asks: ClassVar[bool] = False


AnyStep = Read | Demo | Choice | Typed | Numeric | Order | Match | Sort | Cloze | Spot | Output | Code | Drill | Keys
STEP_TYPES: dict[str, type[Step]] = {
    cls.type: cls
    for cls in (Read, Demo, Choice, Typed, Numeric, Order, Match, Sort, Cloze, Spot, Output, Code, Drill, Keys)
}


class Card(Record, frozen=True, kw_only=True):
    """One fact for review outside the lesson; typed if it has `answers`, else turned."""

    front: Prose
    back: Prose
    answers: list[Text] = []
    compare: Compare = "ignore-case"
    refs: list[str] = []
    rev: Annotated[int, Meta(ge=1)] = 1
    aliases: list[str] = []


class Ref(Record, frozen=True, kw_only=True):
    """Where a claim comes from."""

    title: Text
    url: Text | None = None
    version: Text | None = None


class Lesson(Record, frozen=True, kw_only=True):
    """One lesson file."""

    format: Literal[1]
    id: str  # MODULE.FILE
    title: Prose
    summary: Prose
    minutes: Annotated[int, Meta(ge=1)]
    difficulty: Annotated[int, Meta(ge=1, le=10)]
    steps: Annotated[list[AnyStep], Meta(min_length=1)]
    aliases: list[str] = []
    prerequisites: list[str] = []
    objectives: dict[str, Prose] = {}
    misconceptions: dict[str, Prose] = {}
    refs: dict[str, Ref] = {}
    cards: dict[str, Card] = {}

    def step(self, id: str) -> AnyStep | None:
        """The step with this id or former id."""
        return next((s for s in self.steps if s.id == id or id in s.aliases), None)


# ── The course ───────────────────────────────────────────────────────────────────────────────────


class Module(Record, frozen=True, kw_only=True):
    """A folder of lessons; `lessons` are file names without .yaml, in the order on screen."""

    id: str
    title: Prose
    summary: Prose
    lessons: list[str]


class Path(Record, frozen=True, kw_only=True):
    """A way through the course, offered on home."""

    id: str
    title: Prose
    summary: Prose
    lessons: list[str]


class CourseFile(Record, frozen=True, kw_only=True):
    """course.yaml"""

    format: Literal[1]
    id: str
    title: Prose
    language: str
    modules: list[Module]
    translations: list[str] = []
    paths: list[Path] = []


# ── Translations ─────────────────────────────────────────────────────────────────────────────────


Patch = dict[str, Any]
"""Prose in another language, in the shape of what it translates; `source` is the hash of its English."""


class Overlay(Record, frozen=True, kw_only=True):
    """NAME.ko.yaml beside NAME.yaml: what of a lesson is said in another language, by id."""

    format: Literal[1]
    of: str  # id of the lesson
    lesson: Patch = {}
    steps: dict[str, Patch] = {}
    cards: dict[str, Patch] = {}


class CourseOverlay(Record, frozen=True, kw_only=True):
    """course.ko.yaml: the course's own prose; modules and paths by id."""

    format: Literal[1]
    of: str  # id of the course
    source: str
    title: Prose | None = None
    modules: dict[str, Patch] = {}
    paths: dict[str, Patch] = {}
