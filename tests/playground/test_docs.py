"""docs/server.md lists every route, and each of its examples gives the status that stands beside it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.playground.talk import ask
from tutor.playground import start
from tutor.playground.app import create_app
from tutor.playground.handle import Playground

TEXT = (Path(__file__).parents[2] / "docs" / "server.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| `(/.*?)` \| .* \| `([A-Z]+ .*?)` \| (\d+) \|$", TEXT, re.MULTILINE)
TYPES = {"--json": "application/json", "--form": "application/x-www-form-urlencoded", "--data": "text/plain"}


@pytest.fixture(scope="module")
def server() -> Iterator[Playground]:
    server = start()
    yield server
    server.stop()


def test_every_route_is_there_once() -> None:
    rules = {re.sub(r"<\w+:_?", "<", rule.rule) for rule in create_app().url_map.iter_rules()}
    listed = [route for route, _, _ in ROWS]
    assert set(listed) == rules
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize(("example", "status"), [(example, int(status)) for _, example, status in ROWS])
def test_an_example_gives_the_status_that_it_promises(
    server: Playground, example: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.reset()
    words, fields, body = shlex.split(example), [], ""
    for option in TYPES:
        if option in words:
            at = words.index(option)
            name, _, value = words[at + 1].partition("=")
            body = json.dumps({name: value}) if option == "--json" else words[at + 1]
            fields.append(f"Content-Type: {TYPES[option]}")
            del words[at : at + 2]
    method, target, *more = words
    fields += [field.replace(":", ": ", 1) for field in more]
    assert ask(server.address, f"{method} {target}", *fields, body=body).status == status
    if status == 500:
        caplog.clear()
