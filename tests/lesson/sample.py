"""A small lesson with a step of each type, and a recorder that keeps what it gets."""

from __future__ import annotations

from tutor.course.types import (
    Choice,
    Demo,
    ExchangeSpec,
    Lesson,
    Near,
    Numeric,
    Option,
    Order,
    Predict,
    Prose,
    Read,
    Text,
    Typed,
)
from tutor.lesson.session import LessonSession
from tutor.progress.events import Draft
from tutor.progress.store import StepProgress


def prose(**texts: str) -> dict[str, Prose]:
    return {id: Prose(text) for id, text in texts.items()}


def option(text: str, feedback: str, *, correct: bool = False, misconception: str | None = None) -> Option:
    return Option(text=Prose(text), feedback=Prose(feedback), correct=correct, misconception=misconception)


PICK = Choice(
    id="pick",
    title=Prose("One"),
    question=Prose("Which?"),
    objectives=["tell"],
    hints=[Prose("Think."), Prose("Think again.")],
    options={
        "yes": option("the first", "It is.", correct=True),
        "no": option("the second", "It is the other.", misconception="second"),
        "never": option("the third", "There are two."),
    },
)
SEVERAL = Choice(
    id="several",
    title=Prose("Several"),
    question=Prose("Which are safe?"),
    objectives=["tell"],
    multiple=True,
    options={
        "get": option("GET", "Safe.", correct=True),
        "head": option("HEAD", "Safe too.", correct=True),
        "post": option("POST", "It asks for work."),
    },
)
TYPED = Typed(
    id="typed",
    title=Prose("Typed"),
    question=Prose("Type the field."),
    objectives=["write"],
    answers=[Text("Host: example.com")],
    compare="header",
    near=[Near(text=Text("Hosts: example.com"), feedback=Prose("Without the s."))],
)
COUNT = Numeric(
    id="count",
    title=Prose("Count"),
    question=Prose("How many bytes?"),
    objectives=["write"],
    answer=16,
    near=[Near(text=Text("14"), feedback=Prose("The line end counts too."))],
)
LINES = Order(
    id="lines",
    title=Prose("Lines"),
    question=Prose("Order them."),
    objectives=["write"],
    items=prose(start="`GET / HTTP/1.1`", host="`Host: a`", blank="`(empty line)`"),
    extra=prose(status="`HTTP/1.1 200 OK`"),
)
DEMO = Demo(
    id="demo",
    title=Prose("Demo"),
    objectives=["tell"],
    exchanges=[ExchangeSpec(request=Text("GET /get HTTP/1.1\n"))],
    predict=Predict(
        question=Prose("What comes back?"),
        options={"ok": option("200", "Right.", correct=True), "bad": option("404", "It is there.")},
    ),
)
LESSON = Lesson(
    format=1,
    id="m.sample",
    title=Prose("Sample"),
    summary=Prose("A sample."),
    minutes=10,
    difficulty=1,
    objectives=prose(tell="tell the first", write="write a field"),
    misconceptions=prose(second="the second is meant"),
    steps=[Read(id="intro", title=Prose("Intro"), text=Prose("Words.")), PICK, SEVERAL, TYPED, COUNT, LINES, DEMO],
)


class Notebook:
    """Keeps the events it gets."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []

    def record(self, draft: Draft) -> int:
        self.drafts.append(draft)
        return len(self.drafts)

    def kinds(self) -> list[str]:
        return [draft.kind for draft in self.drafts]


def session(
    earlier: dict[str, StepProgress] | None = None, *, at: str | None = None, seed: int = 1
) -> tuple[LessonSession, Notebook]:
    """A session of the sample lesson, at a step if one is named."""
    notebook = Notebook()
    made = LessonSession(LESSON, earlier or {}, notebook, seed=seed)
    if at:
        made.go([step.id for step in LESSON.steps].index(at))
        notebook.drafts.clear()
    return made, notebook
