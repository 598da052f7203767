"""What goes to a worker and what comes back: plain data, one JSON text each way in a frame of four bytes of length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec

FRAME = 1 << 20
"""Bytes that one frame may have."""
JOB = 4 << 20
"""Bytes that all frames of a job may have."""

Kind = Literal["python", "flask", "flask-live", "orm", "jinja", "tests"]
Ended = Literal["done", "error", "exit", "timeout", "output", "disk", "memory", "results", "died"]
"""How a run ended: as planned; with an exception; by exit(); stopped for its time, output, files, memory or results;
dead."""


# ── To the worker ────────────────────────────────────────────────────────────────────────────────


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """A function of the learner's to call: its name in the entry file, or FILE.NAME, and arguments.

    Of kind `orm`, a session comes before the arguments.
    """

    call: str
    args: list[Any] = []


class Send(msgspec.Struct, frozen=True, kw_only=True):
    """A request to the learner's app, by Flask's test client. `json` is a text in JSON, so that null is one."""

    method: str = "GET"
    path: str = "/"
    query: dict[str, Any] = {}
    headers: dict[str, str] = {}
    form: dict[str, Any] | None = None
    json: str | None = None
    body: str | None = None
    files: dict[str, str] = {}


class Render(msgspec.Struct, frozen=True, kw_only=True):
    """A template of the learner's to render with this context."""

    template: str
    context: dict[str, Any] = {}


Act = Call | Send | Render


class Probe(msgspec.Struct, frozen=True, kw_only=True):
    """What one check does, without what it expects: its acts, on code and a database that are fresh.

    Attributes:
        setup: rows that are in the tables before, of kind `orm`.
        tables: those whose rows are wanted afterwards.
        watch: whether labs want more than checks do: what happened inside of an app, and what a template escaped.
        files: that stand in place of those of the job, of kind `tests`.
    """

    id: str
    acts: Sequence[Act] = ()
    setup: dict[str, list[dict[str, Any]]] = {}
    tables: list[str] = []
    watch: bool = False
    files: dict[str, str] = {}


class Job(msgspec.Struct, frozen=True, kw_only=True):
    """What a worker is to do.

    Attributes:
        files: the learner's, by path in the folder; `entry` is run anew for each probe, once if there is none.
    """

    kind: Kind
    files: dict[str, str]
    entry: str
    probes: list[Probe] = []


# ── From the worker ──────────────────────────────────────────────────────────────────────────────


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """A place in a learner's file. Lines count from 1, columns in characters from 0; None where unknown."""

    file: str
    line: int
    function: str = ""
    text: str = ""
    column: int | None = None
    end: int | None = None


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """An exception, at the places of the learner's files that it came through, the innermost last."""

    type: str
    message: str
    spots: list[Spot] = []
    hint: str = ""
    cause: Trouble | None = None


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A request or response as the test client made it: `start` is its first line."""

    start: str
    fields: list[tuple[str, str]] = []
    body: str = ""
    status: int = 0


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """What was sent to the database, or COMMIT or ROLLBACK, and the learner's line that made it be sent."""

    sql: str
    parameters: str = ""
    at: Spot | None = None
    ends: bool = False  # whether it ends a transaction


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """A call of a function of the learner's app, in the shape of `tutor.inside.Stage`; of views with their source."""

    kind: str
    name: str
    depth: int = 0
    first: int = 1
    source: list[str] = []
    ran: frozenset[int] = frozenset()
    raised: str = ""
    at: float = 0.0
    ms: float = 0.0


class Sql(msgspec.Struct, frozen=True, kw_only=True):
    """A statement of a watched app, in the shape of `tutor.inside.Sql`."""

    statement: str
    parameters: list[str] = []
    rows: int = -1
    at: float = 0.0
    ms: float = 0.0


class Template(msgspec.Struct, frozen=True, kw_only=True):
    """A template that a watched app rendered."""

    name: str
    variables: dict[str, str] = {}
    at: float = 0.0
    ms: float = 0.0


class Inside(msgspec.Struct, frozen=True, kw_only=True):
    """What happened in a watched app while it answered one request, in the shape of `tutor.inside.Record`."""

    rule: str = ""
    routing: str = ""
    arguments: dict[str, str] = {}
    allowed: list[str] = []
    stages: list[Stage] = []
    sql: list[Sql] = []
    templates: list[Template] = []
    ms: float = 0.0


class Seen(msgspec.Struct, frozen=True, kw_only=True):
    """What one act gave; which attributes have something depends on the kind.

    Attributes:
        lacks: what the code would have to have for the act: "app", "function NAME", "models", "table NAME".
        refused: an answer such as 400 that the app gave by an exception, at the line that it came from; of kind
            `tests`, what failed.
        value: what was returned, made plain.
        columns: names of what stands in each row of it, where rows of several columns were returned.
        text: what a template gave.
        escaped: parts of that text that stand for a sign that was escaped; of a watched probe.
        statements: the first of the SQL; `queries` counts all.
        tables: rows after the act, as a connection of its own sees them.
        inside: what happened in the app; of a watched probe.
        tests: what came of each of the learner's, by name.
    """

    lacks: str = ""
    trouble: Trouble | None = None
    refused: Trouble | None = None
    printed: str = ""
    value: Any = None
    columns: list[str] = []
    text: str | None = None
    escaped: list[tuple[int, int]] = []
    request: Message | None = None
    response: Message | None = None
    statements: list[Statement] = []
    queries: int = 0
    tables: dict[str, list[dict[str, Any]]] = {}
    inside: Inside | None = None
    tests: list[tuple[str, Literal["passed", "failed", "skipped"]]] = []


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a run. All of it but `ended`, `seconds` and `enforced` is the learner's word.

    Attributes:
        output: what was printed, as it came, at most `OUTPUT` bytes of it.
        seen: by id of the probe, what each of its acts gave.
        at: where it was when its time was over.
        code: status it ended with by itself; negative for a signal.
    """

    ended: Ended
    output: str = ""
    seen: dict[str, list[Seen]] = {}
    trouble: Trouble | None = None
    at: Spot | None = None
    code: int | None = None
    seconds: float = 0.0
    enforced: dict[str, bool] = {}
