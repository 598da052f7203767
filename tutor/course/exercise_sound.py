"""What a code step must have to work at all, beyond its schema."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from tutor.course.exercise import (
    Check,
    Exercise,
    FlaskCheck,
    HttpCheck,
    HttpExercise,
    JinjaCheck,
    LiveCheck,
    OrmCheck,
    PythonCheck,
    TestsCheck,
)
from tutor.course.expect import comparisons
from tutor.course.problem import Finding, Path
from tutor.course.record import Expect
from tutor.words import _


def flaws_of(exercise: Exercise) -> Iterator[Finding]:
    """What is wrong with an exercise; paths are inside it."""
    yield from _paths(exercise)
    yield from _solution(exercise)
    yield from _wrong(exercise)
    if exercise.fails_as.check not in exercise.cases:
        message = _("There is no check `{id}`.").format(id=exercise.fails_as.check)
        yield Finding(("fails_as", "check"), message, _one_of(exercise.cases))
    if exercise.entry_file is not None and exercise.entry_file not in exercise.files:
        message = _("There is no file {name}.").format(name=exercise.entry_file)
        yield Finding(("entry_file",), message, _one_of(exercise.files))
    if all(check.hidden for check in exercise.cases.values()):
        yield Finding(("checks",), _("All checks are hidden."), _("Show the learner at least one."), key=True)
    for id, check in exercise.cases.items():
        for path, message, mend in _CHECKS[type(check)](exercise, check):
            yield Finding(("checks", id, *path), message, mend, key=not path)


def _one_of(names: Any) -> str:
    return _("Write one of these: {names}.").format(names=", ".join(names))


def _paths(exercise: Exercise) -> Iterator[Finding]:
    for field in ("files", "given"):
        for name in getattr(exercise, field):
            if name.startswith(("/", ".")) or posixpath.normpath(name) != name or "\\" in name or ":" in name:
                message = _("{name} is no path inside the folder of the exercise.").format(name=name)
                yield Finding((field, name), message, _("Write it as in templates/page.html."), key=True)
    for name in exercise.files.keys() & exercise.given.keys():
        message = _("{name} is to be changed and not to be changed.").format(name=name)
        yield Finding(("given", name), message, _("Leave it in one of the two."), key=True)
    if isinstance(exercise, HttpExercise) and len(exercise.files) != 1:
        message = _("An exercise of kind http has one file, the request.")
        yield Finding(("files",), message, _("Name it request.http."), key=True)


def _solution(exercise: Exercise) -> Iterator[Finding]:
    for name in exercise.solution.keys() - exercise.files.keys():
        message = _("The solution has {name}, which the learner has not.").format(name=name)
        yield Finding(("solution", name), message, _one_of(exercise.files), key=True)
    if exercise.solved == dict(exercise.files):
        message = _("The solution is the starter.")
        yield Finding(("solution",), message, _("Take something out of the starter."), key=True)


def _wrong(exercise: Exercise) -> Iterator[Finding]:
    for n, wrong in enumerate(exercise.wrong):
        for name, edits in wrong.edit.items():
            if name not in exercise.files:
                message = _("There is no file {name}.").format(name=name)
                yield Finding(("wrong", n, "edit", name), message, _one_of(exercise.files), key=True)
                continue
            text = exercise.solved[name]
            for i, edit in enumerate(edits):
                if (count := text.count(edit.find)) != 1:
                    message = _("This occurs {n} times in the solution.").format(n=count)
                    yield Finding(("wrong", n, "edit", name, i, "find"), message, _("Write what occurs once."))
                text = text.replace(edit.find, edit.put or "", 1)


def edited(exercise: Exercise, index: int) -> dict[str, str]:
    """The solution with the edits of a wrong fix."""
    files = exercise.solved
    for name, edits in exercise.wrong[index].edit.items():
        for edit in edits:
            files[name] = files[name].replace(edit.find, edit.put or "", 1)
    return files


# ── What each kind of check needs ────────────────────────────────────────────────────────────────

_Flaw = tuple[Path, str, str]


def _flask(_exercise: Exercise, check: FlaskCheck) -> Iterator[_Flaw]:
    for n, exchange in enumerate(check.exchanges):
        path: Path = ("exchanges", n)
        send = exchange.send
        bodies = [send.json is not msgspec.UNSET, send.body is not None, send.form is not None or bool(send.files)]
        if sum(bodies) > 1:
            yield (*path, "send"), _("A request has one body."), _("Keep one of json, body, and form with files.")
        if not send.path.startswith("/"):
            yield (*path, "send", "path"), _("A path begins with /."), _("Write the path alone.")
        yield from _expected((*path, "expect"), exchange.expect, client=False)


def _live(_exercise: Exercise, check: LiveCheck) -> Iterator[_Flaw]:
    for n, spec in enumerate(check.exchanges):
        if (spec.request is None) == (not spec.script):
            mend = _("Write `request` for a whole request, or `script` for bytes and pauses.")
            yield ("exchanges", n), _("This exchange sends nothing."), mend
        if spec.expect is not None:
            yield from _expected(("exchanges", n, "expect"), spec.expect, client=True)
    if all(spec.expect is None for spec in check.exchanges):
        yield (), _("This check wants nothing."), _("Say what one of the exchanges has to `expect`.")


def _expected(path: Path, expect: Expect, *, client: bool) -> Iterator[_Flaw]:
    if not client and (expect.closed is not None or expect.responses):
        yield path, _("The test client has no connection and gives one response."), _("Expect of that response.")
    elif expect.closed is None and not any(True for _ in comparisons(expect)):
        yield path, _("This expects nothing."), _("Say what the response has to be.")


def _python(_exercise: Exercise, check: PythonCheck) -> Iterator[_Flaw]:
    if check.returns is msgspec.UNSET and check.raises is None and check.prints is None:
        yield (), _("This check wants nothing."), _("Say what it `returns`, `raises` or `prints`.")
    if check.call is None and check.returns is not msgspec.UNSET:
        yield (), _("Without a call nothing is returned."), _("Write `call`, or look at what it `prints`.")


def _orm(_exercise: Exercise, check: OrmCheck) -> Iterator[_Flaw]:
    wants = (check.rows, check.raises, check.sql, check.queries, check.tables or None)
    if check.returns is msgspec.UNSET and all(want is None for want in wants):
        yield (), _("This check wants nothing."), _("Say which `rows` it gives, or what is in `tables` after it.")


def _jinja(exercise: Exercise, check: JinjaCheck) -> Iterator[_Flaw]:
    if check.html is None and check.exact is None and check.raises is None:
        yield (), _("This check wants nothing."), _("Say what comes out: `html`, `exact` or `raises`.")
    names = [*exercise.files, *exercise.given]
    if check.template is not None and check.template not in names:
        yield ("template",), _("There is no file {name}.").format(name=check.template), _one_of(names)


def _tests(exercise: Exercise, check: TestsCheck) -> Iterator[_Flaw]:
    if not check.passes and not check.edit:
        yield (), _("Tests fail for a fault, and none is planted."), _("Write an `edit` of a given file.")
    for name, edits in check.edit.items():
        for n, edit in enumerate(edits):
            if (count := exercise.given.get(name, "").count(edit.find)) != 1:
                message = _("This occurs {n} times in {name}.").format(n=count, name=name)
                yield ("edit", name, n, "find"), message, _("Write what occurs once in a given file.")


def _http(_exercise: Exercise, check: HttpCheck) -> Iterator[_Flaw]:
    if check.read is None and check.expect is None:
        yield (), _("This check wants nothing."), _("Say how the request is `read`, or what to `expect`.")
    if check.expect is not None:
        yield from _expected(("expect",), check.expect, client=True)


_CHECKS: dict[type[Check], Callable[[Any, Any], Iterator[_Flaw]]] = {
    FlaskCheck: _flask,
    HttpCheck: _http,
    JinjaCheck: _jinja,
    LiveCheck: _live,
    OrmCheck: _orm,
    PythonCheck: _python,
    TestsCheck: _tests,
}


def comparisons_of(exercise: Exercise) -> Iterator[tuple[Path, Any]]:
    """All comparisons in the checks, with their paths in the exercise."""
    for id, check in exercise.cases.items():
        path: Path = ("checks", id)
        if isinstance(check, FlaskCheck | LiveCheck):
            for n, expect in enumerate([exchange.expect for exchange in check.exchanges]):
                for inner, wanted in comparisons(expect) if expect else ():
                    yield (*path, "exchanges", n, "expect", *inner), wanted
        elif isinstance(check, HttpCheck):
            for inner, wanted in comparisons(check.expect) if check.expect else ():
                yield (*path, "expect", *inner), wanted
            for name in ("method", "target", "body") if check.read else ():
                yield (*path, "read", name), getattr(check.read, name)
            for name, wanted in check.read.fields.items() if check.read else ():
                yield (*path, "read", "fields", name), wanted
        else:
            for name in ("returns", "prints", "sql", "queries"):
                yield (*path, name), getattr(check, name, None)
