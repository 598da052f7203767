"""A pool for all tests of a module, and the one way to run something in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tutor.workshop.jobs import Call, Job, Outcome, Probe
from tutor.workshop.pool import Pool

Go = Callable[..., Outcome]


@pytest.fixture(scope="module")
def go() -> Iterator[Go]:
    """Runs a source as main.py and makes calls in it: `go(source, ("f", 1), ("g",), seconds=1)`."""
    pool = Pool(spares=2, seconds=20.0)

    def run(source: str, *calls: tuple[object, ...], seconds: float = 20.0) -> Outcome:
        wanted = [Call(call=str(name), args=list(args)) for name, *args in calls]
        probes = [Probe(id="it", acts=wanted)] if wanted else []
        return pool.run(Job(kind="python", files={"main.py": source}, entry="main.py", probes=probes), seconds)

    yield run
    pool.close()
