"""What a `code` step runs: files to change, and checks of what they then do. Nothing in a check is executed.

Each kind of exercise is one Struct, chosen by its `kind`; the kind decides what a check holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, TypeVar

import msgspec
from msgspec import Meta

from tutor.course.record import ExchangeSpec, Expect, Prose, Record, Text

E = TypeVar("E", bound="Exercise")
Files = Annotated[dict[str, Text], Meta(min_length=1)]


class Edit(Record, frozen=True, kw_only=True):
    """A change of a file: `find` occurs once in it, and goes where nothing is put."""

    find: Text
    put: Text | None = None


class Wrong(Record, frozen=True, kw_only=True):
    """A likely wrong fix, as changes of the solution. It must fail; learners never see it."""

    name: Text
    edit: dict[str, list[Edit]]


class Failure(Record, frozen=True, kw_only=True):
    """How the starter fails: the first check that does, what of it, and what there was instead."""

    check: str
    at: Text
    got: Text | None = None


# ── Checks ───────────────────────────────────────────────────────────────────────────────────────


class Check(Record, frozen=True, kw_only=True):
    """One thing that the code has to do. A hidden one is shown when all others pass."""

    name: Prose
    hidden: bool = False


class Sent(Record, frozen=True, kw_only=True):
    """A request to the learner's app."""

    method: str = "GET"
    path: str = "/"
    query: dict[str, Text] = {}
    headers: dict[str, Text] = {}
    form: dict[str, Text] | None = None
    json: Any = msgspec.UNSET
    body: Text | None = None
    files: dict[str, Text] = {}


class FlaskExchange(Record, frozen=True, kw_only=True):
    """A request, and what the response has to be."""

    send: Sent
    expect: Expect


class FlaskCheck(Check, frozen=True, kw_only=True):
    """Requests one after the other to a fresh app; cookies last."""

    exchanges: Annotated[list[FlaskExchange], Meta(min_length=1)]


class LiveCheck(Check, frozen=True, kw_only=True):
    """Exchanges as in a demo with a fresh app on a real socket; each says what it expects."""

    exchanges: Annotated[list[ExchangeSpec], Meta(min_length=1)]


class PythonCheck(Check, frozen=True, kw_only=True):
    """A call; without `call` the file is run. `returns` and `prints` are comparisons."""

    call: Text | None = None
    args: list[Any] = []
    returns: Any = msgspec.UNSET
    raises: Text | None = None
    prints: Any = None


class TestsCheck(Check, frozen=True, kw_only=True):
    """The learner's tests on the `given` files, with a fault planted by `edit` if there is one.

    They have to pass, or to fail. `least` is how many tests there have to be.
    """

    passes: bool
    edit: dict[str, list[Edit]] = {}
    least: Annotated[int, Meta(ge=1)] = 1


class OrmCheck(Check, frozen=True, kw_only=True):
    """A call with a session, on a database with the rows of `setup`.

    `rows` are in any order unless `ordered`; `sql` and `queries` are comparisons with the statements and their number.
    """

    call: Text
    args: list[Any] = []
    setup: dict[str, list[dict[str, Any]]] = {}
    rows: list[Any] | None = None
    ordered: bool = False
    returns: Any = msgspec.UNSET
    raises: Text | None = None
    sql: Any = None
    queries: Any = None
    tables: dict[str, list[dict[str, Any]]] = {}


class JinjaCheck(Check, frozen=True, kw_only=True):
    """A template, the first file unless named, rendered with `context`."""

    template: Text | None = None
    context: dict[str, Any] = {}
    html: Text | None = None
    exact: Text | None = None
    raises: Text | None = None


class ReadAs(Record, frozen=True, kw_only=True):
    """How a request reads on the wire; values are comparisons."""

    method: Any = None
    target: Any = None
    fields: dict[str, Any] = {}
    body: Any = None


class HttpCheck(Check, frozen=True, kw_only=True):
    """The learner's request, as it was sent, and the response of the bundled server."""

    read: ReadAs | None = None
    expect: Expect | None = None


# ── Exercises ────────────────────────────────────────────────────────────────────────────────────


class Exercise(Record, frozen=True, kw_only=True, tag_field="kind"):
    """What every kind has.

    Attributes:
        files: what the learner starts from; the first is opened, and run. None where one only goes on.
        given: files beside them, to read.
        solution: the files that differ in ours.
        seconds: that a run may take.
        needs: an optional extra of the program, without whose packages it cannot be run; the step says so then.
        entry_file: the file that is run, where it is not the first.
        open_file: the file that the editor shows first, where it is not the one that is run.
        continues: id of a step before it in the lesson; its files as the learner made them are here too.
    """

    files: dict[str, Text] = {}
    given: dict[str, Text] = {}
    solution: Files
    continues: str | None = None
    entry_file: str | None = None
    open_file: str | None = None
    fails_as: Failure
    wrong: list[Wrong] = []
    needs: Literal["migrations"] | None = None
    seconds: Annotated[float, Meta(gt=0, le=20)] = 5.0

    kind: ClassVar[str]
    title: ClassVar[str]  # what a learner calls the kind

    @property
    def cases(self) -> Mapping[str, Check]:
        """The checks by id."""
        return self.checks  # type: ignore[attr-defined,no-any-return]  # each kind has its own

    @property
    def entry(self) -> str:
        """The file that is run."""
        return self.entry_file or next(iter(self.files), "")

    @property
    def opened(self) -> str:
        """The file that the editor shows first."""
        return self.open_file or self.entry

    @property
    def solved(self) -> dict[str, str]:
        """All files of the learner's, as in our solution."""
        return {name: str(text) for name, text in {**self.files, **self.solution}.items()}


class FlaskExercise(Exercise, frozen=True, kw_only=True, tag="flask"):
    """A Flask app: requests through the test client."""

    checks: Annotated[dict[str, FlaskCheck], Meta(min_length=1)]
    kind: ClassVar[str] = "flask"
    title: ClassVar[str] = "Flask"


class LiveExercise(Exercise, frozen=True, kw_only=True, tag="flask-live"):
    """A Flask app on a real socket, visited by our client; the bytes are looked at."""

    checks: Annotated[dict[str, LiveCheck], Meta(min_length=1)]
    kind: ClassVar[str] = "flask-live"
    title: ClassVar[str] = "Flask"


class PythonExercise(Exercise, frozen=True, kw_only=True, tag="python"):
    """Plain Python: functions are called."""

    checks: Annotated[dict[str, PythonCheck], Meta(min_length=1)]
    kind: ClassVar[str] = "python"
    title: ClassVar[str] = "Python"


class TestsExercise(Exercise, frozen=True, kw_only=True, tag="tests"):
    """The learner writes tests; pytest runs them."""

    checks: Annotated[dict[str, TestsCheck], Meta(min_length=1)]
    kind: ClassVar[str] = "tests"
    title: ClassVar[str] = "pytest"


class OrmExercise(Exercise, frozen=True, kw_only=True, tag="orm"):
    """SQLAlchemy on a database of its own."""

    checks: Annotated[dict[str, OrmCheck], Meta(min_length=1)]
    kind: ClassVar[str] = "orm"
    title: ClassVar[str] = "SQLAlchemy"


class JinjaExercise(Exercise, frozen=True, kw_only=True, tag="jinja"):
    """Templates that are rendered."""

    checks: Annotated[dict[str, JinjaCheck], Meta(min_length=1)]
    kind: ClassVar[str] = "jinja"
    title: ClassVar[str] = "Jinja"


class HttpExercise(Exercise, frozen=True, kw_only=True, tag="http"):
    """A request that is sent to the bundled server, filled in as in a demo unless `raw`."""

    checks: Annotated[dict[str, HttpCheck], Meta(min_length=1)]
    raw: bool = False
    kind: ClassVar[str] = "http"
    title: ClassVar[str] = "HTTP"


def carried(exercise: E, before: Exercise) -> E:
    """An exercise that continues another: with its files, as our solution left them, behind its own."""
    files = {name: Text(text) for name, text in before.solved.items() if name not in exercise.files}
    given = {name: text for name, text in before.given.items() if name not in exercise.given}
    return msgspec.structs.replace(exercise, files={**exercise.files, **files}, given={**exercise.given, **given})


# ── What an output step runs ─────────────────────────────────────────────────────────────────────


class Run(Record, frozen=True, kw_only=True, tag_field="kind"):
    """Something that runs, and what is done with it; the first file is run.

    Attributes:
        files: that are shown.
        given: files beside them that are named and not shown, such as models that were read before.
        shows: what of it can be predicted; `field.` stands for any field.
    """

    files: Files
    given: dict[str, Text] = {}

    kind: ClassVar[str]
    title: ClassVar[str]
    shows: ClassVar[tuple[str, ...]]

    @property
    def entry(self) -> str:
        """The file that is shown, and run."""
        return next(iter(self.files))

    @property
    def code(self) -> Text:
        """Its text."""
        return self.files[self.entry]


class HttpRun(Run, frozen=True, kw_only=True, tag="http"):
    """A request to the bundled server, in the file `request.http`."""

    kind: ClassVar[str] = "http"
    title: ClassVar[str] = "HTTP"
    shows: ClassVar[tuple[str, ...]] = ("status", "body")


class PythonRun(Run, frozen=True, kw_only=True, tag="python"):
    """A call; without `call` the file is run."""

    call: Text | None = None
    args: list[Any] = []
    kind: ClassVar[str] = "python"
    title: ClassVar[str] = "Python"
    shows: ClassVar[tuple[str, ...]] = ("prints", "returns", "error")


class FlaskRun(Run, frozen=True, kw_only=True, tag="flask"):
    """A request to a Flask app."""

    send: Sent
    kind: ClassVar[str] = "flask"
    title: ClassVar[str] = "Flask"
    shows: ClassVar[tuple[str, ...]] = ("status", "body", "prints", "error", "field.")


class OrmRun(Run, frozen=True, kw_only=True, tag="orm"):
    """A call with a session, on a database with the rows of `setup`."""

    call: Text
    args: list[Any] = []
    setup: dict[str, list[dict[str, Any]]] = {}
    kind: ClassVar[str] = "orm"
    title: ClassVar[str] = "SQLAlchemy"
    shows: ClassVar[tuple[str, ...]] = ("returns", "prints", "error", "queries")


class JinjaRun(Run, frozen=True, kw_only=True, tag="jinja"):
    """A template, the first file unless named, rendered with `context`."""

    template: Text | None = None
    context: dict[str, Any] = {}
    kind: ClassVar[str] = "jinja"
    title: ClassVar[str] = "Jinja"
    shows: ClassVar[tuple[str, ...]] = ("text", "error")


class VenvRun(Run, frozen=True, kw_only=True, tag="venv"):
    """Commands, one after the other and without a shell, in a temporary folder with the files.

    `{python}` in an argument is the Python that the tutor runs in.
    """

    commands: Annotated[list[Annotated[list[Text], Meta(min_length=1)]], Meta(min_length=1)]
    kind: ClassVar[str] = "venv"
    title: ClassVar[str] = "venv"
    shows: ClassVar[tuple[str, ...]] = ("prints",)
