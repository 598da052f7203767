"""Demos and predictions, sent to the real server from a fresh state: what comes back has to be what the lesson says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tutor.course.compare import matches
from tutor.course.expect import misses
from tutor.course.output import shown
from tutor.course.problem import Finding, Path
from tutor.course.types import Demo, ExchangeSpec, Lesson, Output
from tutor.words import _

if TYPE_CHECKING:
    from tutor.wire.exchange import Exchange
    from tutor.wire.server import ServerHandle


def sent_steps(lesson: Lesson) -> list[int]:
    """The numbers of the steps that send something to the bundled server."""
    return [n for n, step in enumerate(lesson.steps) if isinstance(step, Demo | Output) and step.exchanges]


def run_step(lesson: Lesson, n: int, server: ServerHandle) -> Iterator[tuple[str, Finding]]:
    """Send what a step sends; ids of rules with what they find. Blocks."""
    step = lesson.steps[n]
    if isinstance(step, Demo):
        yield from _run(step, ("steps", n), server)
    elif isinstance(step, Output):
        yield from (("output-near", finding) for finding in _predicted(step, ("steps", n), server))


def _send(specs: Sequence[ExchangeSpec], server: ServerHandle) -> list[Exchange]:
    from tutor.wire.client import Client

    server.reset()
    client = Client(server.address)
    try:
        return client.send(specs)
    finally:
        client.close()


def _predicted(step: Output, path: Path, server: ServerHandle) -> Iterator[Finding]:
    """What is wrong with a prediction: nothing to predict, or a frequent wrong answer that is right."""
    yield from wrong_prediction(step, path, shown(step, _send(step.exchanges, server)))


def wrong_prediction(step: Output, path: Path, brought: str) -> Iterator[Finding]:
    """What is wrong with a step that asks for what running brings."""
    if not brought.strip() or "\n" in brought:
        message = _("This brings nothing that can be typed on one line.")
        yield Finding((*path, "run"), message, _("Show something else of it, or make it one line."), key=True)
    for i, near in enumerate(step.near):
        if matches(near.text, brought, step.compare):
            message = _("This is what running really brings.")
            yield Finding((*path, "near", i, "text"), message, _("Take it out."))


def _run(step: Demo, path: Path, server: ServerHandle) -> Iterator[tuple[str, Finding]]:
    exchanges = _send(step.exchanges, server)
    for i in range(len(step.exchanges)):
        made = [exchange for exchange in exchanges if exchange.spec == i]
        yield from (("demo-expect", finding) for finding in _unmet(step, i, made, (*path, "exchanges", i)))
    present = _present(exchanges)
    for i, name in enumerate(step.notice):
        if name.lower() not in present:
            message = _("There is no {name} in what went over the wire.").format(name=name)
            yield "notice-absent", Finding((*path, "notice", i), message, _("Name what is there, or mend the request."))


def _unmet(step: Demo, index: int, made: Sequence[Exchange], path: Path) -> Iterator[Finding]:
    """What one exchange of a demo, with the redirects that it followed, did not give."""
    for exchange in made:
        if exchange.error:
            mend = _("Mend the request, or write it as a script.")
            yield Finding(path, _("This cannot be sent as planned: {why}").format(why=exchange.error), mend)
    expect = step.exchanges[index].expect
    if expect is None:
        return
    responses = [response for exchange in made for response in exchange.responses()]
    for miss in misses(expect, responses, closed=bool(made) and made[-1].eof):
        message = _("Wanted here: {wanted}. The server gave: {got}.").format(wanted=miss.wanted, got=miss.got)
        mend = _("Mend the request or what is expected, and what the lesson says about it.")
        yield Finding((*path, "expect", *miss.path), message, mend)


def _present(exchanges: Sequence[Exchange]) -> set[str]:
    """All that `notice` can name in these exchanges, in small letters."""
    from tutor.wire.lines import wire_lines

    found: set[str] = set()
    for exchange in exchanges:
        for line in wire_lines(exchange):
            sent = line.direction == ">"
            if line.kind == "start":
                found.add("request-line" if sent else "status-line")
            elif line.kind == "field":
                found.add(f"{'request.' if sent else ''}field.{line.name.lower()}")
            elif line.kind == "body" and not sent:
                found.add("body")
    return found
