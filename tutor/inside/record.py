"""The record of one request inside an app: plain data, complete when the answer is."""

from __future__ import annotations

import inspect
import threading
from dataclasses import dataclass, field
from functools import lru_cache
from types import CodeType
from typing import Literal

Kind = Literal["before", "view", "after", "error handler", "teardown", "helper"]
"""What a function was called as: a hook before or after the view, the view, an error handler, or by one of those."""


@dataclass(slots=True)
class Stage:
    """One call of a function of the app, in the order of the calls.

    Attributes:
        at, ms: milliseconds since the app was called, and how long the call took.
        depth: 0 when Flask called it, more when another stage did.
        ran: numbers of the lines that ran.
        line: the last one that ran.
        raised: the exception that left it, as `Name: text`, or "".
    """

    kind: Kind
    name: str
    code: CodeType = field(repr=False)
    depth: int
    at: float
    ms: float = 0.0
    ran: set[int] = field(default_factory=set)
    line: int = 0
    raised: str = ""
    calls: int = 1  # more when it was called again right after, as a generator is

    @property
    def file(self) -> str:
        return self.code.co_filename

    @property
    def first(self) -> int:
        """Number of its first line, that of a decorator if it has one."""
        return self.code.co_firstlineno

    @property
    def source(self) -> tuple[str, ...]:
        """Its lines; read from the file when first asked for, so that no request waits for it."""
        return _source_of(self.code)


@lru_cache(512)
def _source_of(code: CodeType) -> tuple[str, ...]:
    try:
        lines, _first = inspect.getsourcelines(code)
    except (OSError, TypeError):
        return ()
    return tuple(line.rstrip("\n") for line in lines)


@dataclass(frozen=True, slots=True)
class Sql:
    """A statement with its parameters; `file` and `line` are of the app's line that gave it.

    Attributes:
        rows: as the database reports them changed, -1 for a statement that changes none.
    """

    statement: str
    parameters: tuple[str, ...]
    at: float
    ms: float
    rows: int
    file: str
    line: int


@dataclass(slots=True)
class Template:
    """A template that was rendered, and what it was given: name → shortened repr."""

    name: str
    variables: dict[str, str]
    at: float
    ms: float = 0.0


@dataclass(slots=True)
class Record:
    """One request. Without `rule` the router found none, and `routing` says what it answered instead."""

    method: str = ""
    path: str = ""
    rule: str = ""
    endpoint: str = ""
    arguments: dict[str, str] = field(default_factory=dict)
    allowed: tuple[str, ...] = ()  # methods of the rule
    routing: str = ""
    stages: list[Stage] = field(default_factory=list)
    sql: list[Sql] = field(default_factory=list)
    templates: list[Template] = field(default_factory=list)
    status: int = 0
    ms: float = 0.0


class Current(threading.local):
    """The record that is being made in this thread, if any, and where in the app we are."""

    record: Record | None = None
    began: float = 0.0
    place: tuple[str, int] = ("", 0)  # file and line of the app that runs


current = Current()
