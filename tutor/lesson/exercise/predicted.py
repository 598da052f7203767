"""Running what an `output` step predicts, and what of it is shown."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tutor.course.exercise import FlaskRun, JinjaRun, OrmRun, PythonRun, Run, VenvRun
from tutor.lesson.exercise.jobs import label, plain_texts, send_of
from tutor.lesson.exercise.told import Row, error_rows, rows_of_seen, safe
from tutor.words import _
from tutor.workshop.jobs import Act, Call, Job, Kind, Outcome, Probe, Render, Seen

SECONDS = 5.0
VENV_SECONDS = 60.0
"""That all commands of a `venv` run may take together."""
QUIET_PIP = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
ID = "it"


class Ran:
    """What came of a run.

    Attributes:
        brought: what the step asks for, on one line; "" if there is nothing of the kind.
        rows: all that happened, for whoever wants to look.
    """

    def __init__(self, brought: str, rows: list[Row]) -> None:
        self.brought, self.rows = brought, rows


def job_of_run(run: Run) -> Job:
    """The job of a run in a worker."""
    kind, acts, setup = _ACTS[type(run)](run)
    probe = Probe(id=ID, acts=acts, setup=setup)
    return Job(kind=kind, files=plain_texts({**run.given, **run.files}), entry=run.entry, probes=[probe])


def _python(run: PythonRun) -> tuple[Kind, list[Act], dict[str, Any]]:
    return "python", [] if run.call is None else [Call(call=str(run.call), args=run.args)], {}


def _flask(run: FlaskRun) -> tuple[Kind, list[Act], dict[str, Any]]:
    return "flask", [send_of(run.send)], {}


def _orm(run: OrmRun) -> tuple[Kind, list[Act], dict[str, Any]]:
    return "orm", [Call(call=str(run.call), args=run.args)], run.setup


def _jinja(run: JinjaRun) -> tuple[Kind, list[Act], dict[str, Any]]:
    return "jinja", [Render(template=str(run.template or run.entry), context=run.context)], {}


_ACTS: dict[type[Run], Callable[[Any], tuple[Kind, list[Act], dict[str, Any]]]] = {
    FlaskRun: _flask, JinjaRun: _jinja, OrmRun: _orm, PythonRun: _python,
}  # fmt: skip


def ran(show: str, outcome: Outcome) -> Ran:
    """What a run in a worker came to."""
    seen = (outcome.seen.get(ID) or [Seen()])[0]
    trouble = seen.trouble or outcome.trouble
    rows = rows_of_seen(seen)
    if outcome.trouble and not seen.trouble:
        rows += error_rows(outcome.trouble)
    printed = seen.printed or (outcome.output if outcome.trouble else "")
    return Ran(_brought(show, seen, printed, trouble.type if trouble else ""), rows)


def _brought(show: str, seen: Seen, printed: str, error: str) -> str:
    from tutor.lesson.exercise.differ import value

    name, _dot, field = show.partition(".")
    response = seen.response
    found = {
        "error": error,
        "prints": printed.rstrip("\n"),
        "returns": "" if error else value(seen.value),
        "text": (seen.text or "").strip("\n"),
        "queries": str(seen.queries),
        "status": str(response.status) if response else "",
        "body": response.body.rstrip("\n") if response else "",
    }
    if name == "field" and response:
        return next((value for known, value in response.fields if known.lower() == field.lower()), "")
    return found.get(name, "")


def done_with(run: Run) -> list[str]:
    """What is done with the files, in a line or more; files that are not shown are named."""
    beside = [_("with {names}").format(names=", ".join(run.given))] if run.given else []
    return [*beside, *_done(run)]


def _done(run: Run) -> list[str]:
    if isinstance(run, VenvRun):
        return [f"$ {as_typed(command)}" for command in run.commands]
    if isinstance(run, FlaskRun):
        sent = send_of(run.send)
        rest = [f"{name}: {value}" for name, value in sent.headers.items()]
        form = "&".join(f"{name}={value}" for name, value in (sent.form or {}).items())
        rest += [text for text in (sent.json, sent.body, form) if text]
        query = "?" + "&".join(f"{name}={value}" for name, value in sent.query.items()) if sent.query else ""
        return [f"> {sent.method} {sent.path}{query}", *(f"> {line}" for line in rest)]
    if isinstance(run, JinjaRun):
        return [f"{name} = {value!r}" for name, value in run.context.items()]
    if isinstance(run, (OrmRun, PythonRun)):
        with_session = isinstance(run, OrmRun)
        return [f">>> {label(act, with_session=with_session)}" for act in job_of_run(run).probes[0].acts]
    return []


# ── Virtual environments ─────────────────────────────────────────────────────────────────────────


def run_commands(run: VenvRun) -> Ran:
    """Run the commands of a `venv` step in a temporary folder, without a shell. Blocks.

    They are the author's and not confined: making an environment starts Python and links to it. pip is told to use no
    index, so that nothing comes from a network.
    """
    rows: list[Row] = []
    last = ""
    until = time.monotonic() + VENV_SECONDS
    with tempfile.TemporaryDirectory(prefix="tutor-venv-", ignore_cleanup_errors=True) as folder:
        for name, text in {**run.given, **run.files}.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        for command in run.commands:
            last, told = _command([str(part) for part in command], folder, max(1.0, until - time.monotonic()))
            rows += told
    return Ran(last, rows)


def _printed(process: subprocess.Popen[str], seconds: float) -> str:
    """What a command prints to its end, or that it was stopped after so many seconds, with all that it started."""
    with process:
        try:
            return process.communicate(timeout=seconds)[0]
        except subprocess.TimeoutExpired:
            from tutor.workshop.process import end_group

            end_group(process)
            return _("stopped: it took too long")


def as_typed(command: Sequence[str]) -> str:
    """A command as one would type it."""
    return shlex.join(part.replace("{python}", "python") for part in command)


def _command(command: list[str], folder: str, seconds: float) -> tuple[str, list[Row]]:
    """The last line that a command prints, and rows of all of it; the temporary folder is called `~/project`."""
    given = [part.replace("{python}", sys.executable) for part in command]
    if os.name == "nt":
        given[0] = given[0].replace(".venv/bin/python", ".venv\\Scripts\\python.exe")
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "TEMP") if name in os.environ}
    try:
        process = subprocess.Popen(
            given, cwd=folder, env={**kept, "HOME": folder, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", **QUIET_PIP},
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            errors="replace", start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        printed = f"{command[0]}: {error.strerror}"
    else:
        printed = _printed(process, seconds)
    for real in {folder, os.path.realpath(folder)}:
        printed = printed.replace(real, "~/project")
    lines = printed.rstrip("\n").split("\n") if printed.strip() else []
    said = as_typed(command)
    rows = [Row("code", safe(said), "$"), *(Row("soft", safe(line)) for line in lines[-12:])]
    return lines[-1] if lines else "", rows
