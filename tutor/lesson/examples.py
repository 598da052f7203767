"""Requests to begin with in the lab: one for each endpoint of the bundled server, and one for each status."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import msgspec

from tutor.reference import causes


class Example(NamedTuple):
    """A request. With `raw` it is sent just as it stands."""

    group: str  # status | endpoint
    name: str  # "404", "/notes"
    what: str
    text: str
    raw: bool


def examples(language: str = "en") -> list[Example]:
    """Statuses by number, then endpoints by topic."""
    return [*_statuses(language), *_endpoints()]


def _statuses(language: str) -> list[Example]:
    found = []
    for cause in causes.causes():
        step = cause.exchanges[-1]
        text = step.request
        if text is None:  # a script: what it sends, without its pauses
            text = "".join(act.send or "" for act in step.script).replace("\r\n", "\n").replace("{host}", "tea.test")
        raw = step.raw or step.request is None
        found.append(Example("status", str(cause.status), cause.title(language), text, raw))
    return found


def _endpoints() -> list[Example]:
    data = Path(causes.__file__).with_name("data") / "endpoints.json"
    rows = msgspec.json.decode(data.read_bytes(), type=list[dict[str, str]])
    return [Example("endpoint", row["route"], row["what"], row["request"], False) for row in rows]
