"""Every example of the lab is a request that the bundled server answers as it says."""

from __future__ import annotations

from tutor.lesson.examples import examples
from tutor.lesson.server import start_server
from tutor.reference import causes
from tutor.wire.client import Client
from tutor.wire.specs import Spec


def test_there_is_one_for_each_status_and_each_endpoint() -> None:
    found = examples()
    assert {e.name for e in found if e.group == "status"} == {str(cause.status) for cause in causes.causes()}
    assert len({e.name for e in found if e.group == "endpoint"}) > 80


def test_every_endpoint_that_is_named_is_there() -> None:
    server = start_server()
    try:
        client = Client(server.address)
        for example in examples():
            if example.group == "endpoint" and "upstream" not in example.name:
                (exchange,) = client.send([Spec(example.text)])
                assert exchange.response is not None, example
                assert exchange.local is not None
                timeline = server.timeline(exchange.local[1], 1)
                assert timeline is not None
                assert timeline.inside is None or timeline.inside.routing[:3] not in ("404", "405"), example
    finally:
        server.stop()


def test_titles_of_statuses_are_in_both_languages() -> None:
    english, korean = examples("en"), examples("ko")
    assert all(a.what != b.what for a, b in zip(english, korean, strict=True) if a.group == "status")
