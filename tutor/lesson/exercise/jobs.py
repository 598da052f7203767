"""From an exercise to what its worker is told: the acts of its checks, and nothing of what they expect."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from tutor.course.exercise import (
    Check,
    Exercise,
    FlaskCheck,
    FlaskExercise,
    JinjaCheck,
    JinjaExercise,
    OrmCheck,
    OrmExercise,
    PythonCheck,
    PythonExercise,
    Sent,
    TestsCheck,
    TestsExercise,
)
from tutor.lesson.exercise import differ
from tutor.workshop.jobs import Act, Call, Job, Kind, Probe, Render, Send


def job_of(exercise: Exercise, files: Mapping[str, str]) -> Job:
    """The job that runs the checks on these files of the learner's; a file that is not among them is empty."""
    kind, acts = _KINDS[type(exercise)]
    probes = [
        Probe(
            id=id, acts=acts(exercise, check),
            setup=getattr(check, "setup", {}), tables=list(getattr(check, "tables", {})),
            files=_planted(exercise, check) if isinstance(check, TestsCheck) else {},
        )
        for id, check in exercise.cases.items()
    ]  # fmt: skip
    mine = {name: str(files.get(name, "")) for name in exercise.files}
    return Job(kind=kind, files={**plain_texts(exercise.given), **mine}, entry=exercise.entry, probes=probes)


def send_of(sent: Sent) -> Send:
    """A request as a worker is told it."""
    return Send(
        method=sent.method, path=sent.path, query=plain_texts(sent.query), headers=plain_texts(sent.headers),
        form=None if sent.form is None else plain_texts(sent.form),
        json=None if sent.json is msgspec.UNSET else json.dumps(sent.json, ensure_ascii=False),
        body=None if sent.body is None else str(sent.body), files=plain_texts(sent.files),
    )  # fmt: skip


def plain_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """Texts as plain ones, which all that encodes takes."""
    return {name: str(text) for name, text in texts.items()}


def _flask(_exercise: Exercise, check: FlaskCheck) -> list[Act]:
    return [send_of(exchange.send) for exchange in check.exchanges]


def _call(_exercise: Exercise, check: PythonCheck | OrmCheck) -> list[Act]:
    return [] if check.call is None else [Call(call=str(check.call), args=check.args)]


def _render(exercise: Exercise, check: JinjaCheck) -> list[Act]:
    return [Render(template=str(check.template or exercise.entry), context=check.context)]


def _planted(exercise: Exercise, check: TestsCheck) -> dict[str, str]:
    """The given files that a check changes, with its fault."""
    files: dict[str, str] = {}
    for name, edits in check.edit.items():
        text = str(exercise.given[name])
        for edit in edits:
            text = text.replace(edit.find, edit.put or "", 1)
        files[name] = text
    return files


def _nothing(_exercise: Exercise, _check: Check) -> list[Act]:
    return []


_KINDS: dict[type[Exercise], tuple[Kind, Callable[[Any, Any], list[Act]]]] = {
    FlaskExercise: ("flask", _flask),
    JinjaExercise: ("jinja", _render),
    OrmExercise: ("orm", _call),
    PythonExercise: ("python", _call),
    TestsExercise: ("tests", _nothing),
}


def labels_of(exercise: Exercise, check: Check) -> list[str]:
    """What each act of a check is, in a word or two: `PUT /notes/1`, `report()`, `page.html`."""
    if type(exercise) not in _KINDS:
        return [exercise.entry]
    with_session = isinstance(exercise, OrmExercise)
    acts = _KINDS[type(exercise)][1](exercise, check)
    return [label(act, with_session=with_session) for act in acts] or [exercise.entry]


def label(act: Act, *, with_session: bool = False) -> str:
    """An act in a word or two; a call of kind `orm` has a session before its arguments."""
    if isinstance(act, Send):
        return f"{act.method} {act.path}"
    if isinstance(act, Render):
        return act.template
    arguments = ["session"] * with_session + [*map(differ.value, act.args)]
    return f"{act.call}({', '.join(arguments)})"
