"""Running exercises: in confined workers, or, where the exercise is a request, against the bundled server."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tutor.course.exercise import Exercise, HttpCheck, HttpExercise, LiveCheck, LiveExercise, TestsExercise, VenvRun
from tutor.course.expect import holds, misses
from tutor.course.types import ExchangeSpec, Output, Text
from tutor.lesson import demo
from tutor.lesson.exercise.extras import what_lacks
from tutor.lesson.exercise.jobs import job_of, plain_texts
from tutor.lesson.exercise.judge import Judged, Miss, Result, State, judge, response_misses
from tutor.lesson.exercise.predicted import SECONDS, Ran, job_of_run, ran, run_commands
from tutor.lesson.exercise.wanted import in_words
from tutor.lesson.verdict import NoAnswerError
from tutor.words import _
from tutor.workshop.jobs import Job, Outcome
from tutor.workshop.pool import Pool

if TYPE_CHECKING:
    from tutor.wire.exchange import Exchange
    from tutor.wire.server import ServerHandle
    from tutor.workshop.jobs import Kind

KINDS = ("flask", "orm", "jinja")
"""What workers are kept warm for."""
LIGHT = ("jinja",)
"""What those of labs that run while one types are warm for: one of them starts in a fifth of the time."""
TESTS = ("flask", "tests")
"""What those are warm for that run a learner's tests: pytest is not needed by the others."""
WARM = {"flask": ("flask",), "orm": ("orm",), "jinja": ("jinja",), "tests": TESTS}
"""What a worker is warm for that runs jobs of a kind, one after the other."""
LONGEST = 400_000
"""Characters that the files of an exercise may have together."""


class Workshop:
    """Runs exercises. Belongs to one program; workers are kept from the first time that they are asked for.

    Args:
        server: gives the bundled server, for exercises that are requests.
        spares: workers that wait for the next run; with none, each is started when a run asks for it.
    """

    def __init__(self, server: Callable[[], ServerHandle], spares: int = 2) -> None:
        self._server = server
        self._spares = spares
        self._pools: dict[tuple[str, ...], Pool] = {}  # by what their workers are warm for
        self._lock = threading.Lock()
        self._sending = threading.Lock()  # each begins with the server as at its start
        self._closed = False

    def warm(self, exercise: Exercise | None = None) -> None:
        """Begin to start what the exercise needs, or workers; returns at once."""
        if isinstance(exercise, HttpExercise):
            threading.Thread(target=self._server, name="server-warm", daemon=True).start()
        else:
            self._workers(exercise)

    def starting(self, exercise: Exercise | None = None) -> bool:
        """Whether a run would have to wait for a worker."""
        return not isinstance(exercise, HttpExercise) and self._workers(exercise).starting

    def _workers(self, exercise: Exercise | None = None) -> Pool:
        return self._pool(TESTS if isinstance(exercise, TestsExercise) else KINDS)

    def _pool(self, kinds: tuple[str, ...]) -> Pool:
        with self._lock:
            if kinds not in self._pools:
                self._pools[kinds] = Pool(spares=self._spares, seconds=20.0, kinds=kinds)
            return self._pools[kinds]

    def run(self, exercise: Exercise, files: Mapping[str, str]) -> Result:
        """Run the checks on these files. Blocks, at most as long as the exercise may take.

        Raises:
            NoAnswerError: there is too much to be run, or packages that it is about are not installed.
            StartError: no worker could be started.
        """
        if lacks := what_lacks(exercise.needs):
            raise NoAnswerError(lacks)
        _bounded(files)
        if isinstance(exercise, HttpExercise):
            return self._sent(exercise, files)
        if isinstance(exercise, LiveExercise):
            return self._visited(exercise, files)
        return judge(exercise, self._workers(exercise).run(job_of(exercise, files), exercise.seconds))

    def run_jobs(self, jobs: Sequence[tuple[Job, float]]) -> list[Outcome]:
        """Run jobs in as few workers as can be: for authors, whose code is trusted. Blocks.

        Args:
            jobs: each with the seconds that it may take.

        Raises:
            StartError: no worker could be started.
        """
        done: list[Outcome] = []
        workers = self._pool(tuple(sorted({kind for job, _seconds in jobs for kind in WARM.get(job.kind, ())})))
        while len(done) < len(jobs):
            came = workers.run_all(jobs[len(done) :])
            if came and came[-1].ended in ("done", "error", "exit"):
                done += came
            else:  # what did not end by itself may have been hindered by one before it: it is run alone
                done += came[:-1]
                done.append(workers.run(*jobs[len(done)]))
        return done

    def perform(self, step: Output) -> Ran:
        """Run what an `output` step predicts; not for requests. Blocks.

        Raises:
            StartError: no worker could be started.
        """
        if isinstance(step.run, VenvRun):
            return run_commands(step.run)
        return ran(step.show, self._workers().run(job_of_run(step.run), SECONDS))

    def warm_lab(self, kind: Kind) -> None:
        """Begin to start what the lab of this kind needs; returns at once."""
        self._pool(_kinds_for(kind))

    def lab_starting(self, kind: Kind) -> bool:
        """Whether a run of this lab would have to wait for a worker."""
        return self._pool(_kinds_for(kind)).starting

    def free(self, job: Job, seconds: float) -> Outcome:
        """Run what a learner made up in a lab. Blocks.

        Raises:
            NoAnswerError: there is too much to be run.
            StartError: no worker could be started.
        """
        _bounded(job.files)
        return self._pool(_kinds_for(job.kind)).run(job, seconds)

    def _sent(self, exercise: HttpExercise, files: Mapping[str, str]) -> Result:
        text = files.get(exercise.entry, "")
        if not text.strip():
            raise NoAnswerError(_("Write a request first."))
        begun = time.perf_counter()
        if exercise.raw:
            spec = demo.edited(text)
        else:
            spec = ExchangeSpec(request=Text(text if text.endswith("\n") else f"{text}\n"))
        with self._sending:
            (exchange, *_more) = demo.send(self._server(), [spec], fresh=True)
        checks = tuple(_judged(id, check, exchange, exercise.entry) for id, check in exercise.checks.items())
        return Result(checks, seconds=time.perf_counter() - begun)

    def _visited(self, exercise: LiveExercise, files: Mapping[str, str]) -> Result:
        """Each check starts the app anew, and visits it."""
        checks: list[Judged] = []
        seconds = 0.0
        outcome = Outcome(ended="done")
        job = Job(kind="flask-live", files=plain_texts({**exercise.given, **files}), entry=exercise.entry)
        for id, check in exercise.checks.items():
            labels = tuple(label_of_spec(spec) for spec in check.exchanges)
            if outcome.ended == "done":
                exchanges: list[Exchange] = []
                outcome = self._workers().run(job, exercise.seconds, partial(_visit, check.exchanges, exchanges))
                seconds += outcome.seconds
            if outcome.ended == "done":
                found = tuple(live_misses(check, exchanges, outcome))
                state: State = "failed" if found else "passed"
                checks.append(Judged(id, str(check.name), check.hidden, state, found, tuple(exchanges), labels))
            else:
                checks.append(Judged(id, str(check.name), check.hidden, "unknown", labels=labels))
        return Result(
            tuple(checks), outcome.ended, outcome.trouble, outcome.at, outcome.code, outcome.output, seconds,
            outcome.enforced,
        )  # fmt: skip

    def close(self) -> None:
        """End all workers. Idempotent."""
        with self._lock:
            pools, self._pools = [*self._pools.values()], {}
        for pool in pools:
            pool.close()


def _kinds_for(kind: Kind) -> tuple[str, ...]:
    return LIGHT if kind in LIGHT else KINDS


def _bounded(files: Mapping[str, str]) -> None:
    if sum(map(len, files.values())) > LONGEST:
        raise NoAnswerError(_("The files have more than {n} characters.").format(n=LONGEST))


def _visit(specs: Sequence[ExchangeSpec], exchanges: list[Exchange], address: tuple[str, int]) -> None:
    """Send the exchanges of a check to the learner's app; what came is put into the list."""
    from tutor.wire.client import Client

    client = Client(address)
    try:
        exchanges += client.send(specs)
    finally:
        client.close()


def label_of_spec(spec: ExchangeSpec) -> str:
    """An exchange in a word or two."""
    text = spec.request or next((act.send for act in spec.script if act.send), "")
    return " ".join(text.lstrip().split("\n", 1)[0].split()[:2])


def live_misses(check: LiveCheck, exchanges: Sequence[Exchange], outcome: Outcome) -> Iterator[Miss]:
    """What of a visit is not as wanted; an exception of a view comes before what it brought."""
    seen = outcome.seen.get("", [])
    if lacking := next((one.lacks for one in seen if one.lacks), ""):
        yield Miss(0, "lacks", got=lacking)
        return
    trouble = next((one.trouble for one in seen if one.trouble), None)
    for n, spec in enumerate(check.exchanges):
        made = [exchange for exchange in exchanges if exchange.spec == n]
        responses = [response for exchange in made for response in exchange.responses()]
        closed = bool(made) and made[-1].eof
        found = misses(spec.expect, responses, closed=closed) if spec.expect else []
        if found and trouble:
            yield Miss(n, "error", got=trouble.type, trouble=trouble)
        elif found and spec.expect:
            yield from response_misses(n, spec.expect, found, responses)
        if found:
            return


def kept_from() -> str:
    """What code of lessons is kept from on this machine, in words; "" for nothing. Starts a worker to see it."""
    from tutor.workshop.process import StartError, Worker

    words = {"files": _("your files"), "network": _("the network"), "processes": _("other programs")}
    try:
        worker = Worker(seconds=1.0)
    except StartError:
        return ""
    worker.close()
    kept = [words[name] for name, holds in worker.enforced.items() if holds and name in words]
    return ", ".join(kept) if len(kept) == len(words) else ""


def _judged(id: str, check: HttpCheck, exchange: Exchange, label: str) -> Judged:
    found = tuple(_misses(check, exchange))
    return Judged(id, str(check.name), check.hidden, "failed" if found else "passed", found, (exchange,), (label,))


def _misses(check: HttpCheck, exchange: Exchange) -> Iterator[Miss]:
    if exchange.error:
        yield Miss(0, "sent", got=exchange.error)
        return
    if check.read is not None:
        yield from _unread(check, exchange)
    if check.expect is not None:
        responses = exchange.responses()
        yield from response_misses(0, check.expect, misses(check.expect, responses, closed=exchange.eof), responses)


def _unread(check: HttpCheck, exchange: Exchange) -> Iterator[Miss]:
    """What of the request is not as wanted, as it went over the wire."""
    from tutor.wire.lines import wire_lines

    assert check.read is not None
    sent = [line for line in wire_lines(exchange) if line.direction == ">"]
    start = next((line.data.decode("latin-1") for line in sent if line.kind == "start"), "")
    method, _blank, rest = start.partition(" ")
    lines = [(row.name, row.data.decode("latin-1").partition(":")[2].strip()) for row in sent if row.kind == "field"]
    body = b"".join(line.data + line.ending for line in sent if line.kind == "body").decode("utf-8", "replace")
    read = check.read
    parts = (
        ("method", read.method, method), ("target", read.target, rest.partition(" ")[0]), ("body", read.body, body)
    )  # fmt: skip
    for name, wanted, got in parts:
        if wanted is not None and not holds(got, wanted):
            yield Miss(0, f"read.{name}", in_words(wanted, textual=True), got or _("nothing"))
    for name, wanted in read.fields.items():
        values = [value for known, value in lines if known.lower() == name.lower()]
        if not any(holds(value, wanted) for value in values):
            yield Miss(0, f"read.{name}", in_words(wanted, textual=True), ", ".join(values) or _("no such field"))
