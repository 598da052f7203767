"""Watching an app answer one request, by Python's own tracing and Flask's signals. Nothing in the app is changed."""

from __future__ import annotations

import dis
import functools
import inspect
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import CodeType, FrameType
from typing import Any

import flask
from flask import Flask

from tutor.inside.record import Kind, Record, Stage, Template, current

LONGEST = 200
"""Characters of a template's variable that are kept."""
MOST_STAGES = 200
GIVEN_BY_FLASK = frozenset({"g", "request", "session", "config", "url_for", "get_flashed_messages"})

Trace = Callable[[FrameType, str, Any], Any]


class Watcher:
    """Watches one app.

    Args:
        folder: only functions of files in it are shown.
        hidden: names of functions that are plumbing, and file names whose functions all are.
    """

    def __init__(self, app: Flask, folder: str, hidden: frozenset[str] = frozenset()) -> None:
        self._app = app
        self._folder = folder
        self._hidden = hidden
        self._wanted: dict[CodeType, bool] = {}
        flask.request_started.connect(_routed, app)
        flask.before_render_template.connect(_rendering, app)
        flask.template_rendered.connect(_rendered, app)
        flask.request_finished.connect(_finished, app)

    @functools.cached_property
    def _kinds(self) -> dict[CodeType, Kind]:
        """What each registered function of the app is called as."""
        app = self._app
        found: dict[CodeType, Kind] = {}

        def note(kind: Kind, functions: Iterator[Any]) -> None:
            for function in functions:
                code = getattr(inspect.unwrap(function), "__code__", None)
                if code is not None:
                    found[code] = kind

        def all_of(by_scope: Any) -> Iterator[Any]:
            return (function for functions in by_scope.values() for function in functions)

        note("teardown", all_of(app.teardown_request_funcs))
        note("after", all_of(app.after_request_funcs))
        note("before", all_of(app.before_request_funcs))
        for by_code in app.error_handler_spec.values():
            for by_class in by_code.values():
                note("error handler", iter(by_class.values()))
        note("view", iter(app.view_functions.values()))
        return found

    @contextmanager
    def watching(self) -> Iterator[Record]:
        """Record what the app does in this thread until the block is left."""
        record = Record()
        current.record, current.began = record, time.perf_counter()
        before = sys.gettrace()
        sys.settrace(_Tracer(record, self._is_wanted, self._kinds).enter)
        try:
            yield record
        finally:
            sys.settrace(before)
            record.ms = (time.perf_counter() - current.began) * 1000
            current.record, current.place = None, ("", 0)

    def _is_wanted(self, code: CodeType) -> bool:
        wanted = self._wanted.get(code)
        if wanted is None:
            file = code.co_filename
            hidden = code.co_name in self._hidden or file.rpartition("/")[2] in self._hidden
            wanted = self._wanted[code] = file.startswith(self._folder) and not hidden
        return wanted


class _Tracer:
    """The trace functions of one request."""

    def __init__(self, record: Record, wanted: Callable[[CodeType], bool], kinds: dict[CodeType, Kind]) -> None:
        self._record, self._wanted, self._kinds = record, wanted, kinds
        self._stack: list[Stage] = []
        self._again: dict[FrameType, Stage] = {}  # of generators, which are called again

    def enter(self, frame: FrameType, event: str, _arg: Any) -> Trace | None:
        """A function is called."""
        code = frame.f_code
        if event != "call" or not self._wanted(code):
            return None
        if code.co_name.startswith("<"):  # a comprehension or lambda: lines of the function around it
            return self._inner if self._stack else None
        stage = self._again.get(frame)
        if stage is None:
            if len(self._record.stages) >= MOST_STAGES:
                return None
            stage = self._begun(code)
        else:
            stage.calls += 1
        self._stack.append(stage)
        current.place = (stage.file, frame.f_lineno)
        return functools.partial(self._within, stage, time.perf_counter())

    def _begun(self, code: CodeType) -> Stage:
        stage = Stage(
            kind=self._kinds.get(code, "helper"),
            name=code.co_name,
            code=code,
            depth=len(self._stack),
            at=(time.perf_counter() - current.began) * 1000,
        )
        self._record.stages.append(stage)
        return stage

    def _within(self, stage: Stage, began: float, frame: FrameType, event: str, arg: Any) -> Trace | None:
        if event == "line":
            stage.ran.add(frame.f_lineno)
            stage.line = frame.f_lineno
            current.place = (stage.file, stage.line)
        elif event == "exception":
            kind, value = arg[0], arg[1]
            if kind not in (StopIteration, GeneratorExit):
                stage.raised = f"{kind.__name__}: {value}".removesuffix(": ")
        elif event == "return":
            stage.ms += (time.perf_counter() - began) * 1000
            if self._stack and self._stack[-1] is stage:
                self._stack.pop()
            if self._stack:
                current.place = (self._stack[-1].file, self._stack[-1].line)
            if _returned(frame):
                stage.raised = ""  # what was raised was caught
            if frame.f_code.co_flags & inspect.CO_GENERATOR:
                self._again[frame] = stage
        return functools.partial(self._within, stage, began)

    def _inner(self, frame: FrameType, event: str, _arg: Any) -> Trace | None:
        if event == "line" and self._stack:
            self._stack[-1].ran.add(frame.f_lineno)
        return self._inner


def _returned(frame: FrameType) -> bool:
    """Whether a frame is being left by a return or a yield, not by an exception."""
    return dis.opname[frame.f_code.co_code[frame.f_lasti]].startswith(("RETURN", "YIELD"))


# ── Flask's signals ──────────────────────────────────────────────────────────────────────────────


def _now() -> float:
    return (time.perf_counter() - current.began) * 1000


def _routed(_sender: Flask, **_extra: Any) -> None:
    record, request = current.record, flask.request
    if record is None:
        return
    record.method, record.path = request.method, request.path
    if request.url_rule is not None:
        record.rule, record.endpoint = request.url_rule.rule, request.url_rule.endpoint
        record.allowed = tuple(sorted(request.url_rule.methods or ()))
        record.arguments = {name: repr(value) for name, value in (request.view_args or {}).items()}
    elif request.routing_exception is not None:
        error = request.routing_exception
        record.routing = f"{error.code} {error.name}" if error.code else error.name


def _rendering(_sender: Flask, *, template: Any, context: dict[str, Any], **_extra: Any) -> None:
    if current.record is not None:
        given = {name: _short(value) for name, value in context.items() if name not in GIVEN_BY_FLASK}
        current.record.templates.append(Template(template.name or "<string>", given, _now()))


def _rendered(_sender: Flask, **_extra: Any) -> None:
    if current.record is not None and current.record.templates:
        template = current.record.templates[-1]
        template.ms = _now() - template.at


def _finished(_sender: Flask, *, response: Any, **_extra: Any) -> None:
    if current.record is not None:
        current.record.status = response.status_code


def _short(value: object) -> str:
    text = repr(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
