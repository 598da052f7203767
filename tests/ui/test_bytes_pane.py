"""The pane of bytes on its own: long bodies."""

import asyncio

import pytest
from textual.app import App, ComposeResult

from tutor.ui.widgets.exchange import AT_ONCE, BytesPane
from tutor.wire.exchange import Chunk, Exchange


class Alone(App[None]):
    def compose(self) -> ComposeResult:
        yield BytesPane()


def posted(rows: int) -> Exchange:
    """An exchange whose body makes the pane so many rows long."""
    body = b"tea for two\n" * (rows - 5)
    head = b"POST /post HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body)
    exchange = Exchange(finished=True)
    exchange.chunks += [Chunk(0.0, True, head + body), Chunk(0.1, False, b"HTTP/1.1 204 No Content\r\n\r\n")]
    return exchange


@pytest.mark.parametrize("rows", [AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 3 * AT_ONCE])
async def test_a_long_body_comes_in_piece_by_piece_and_whole(rows: int) -> None:
    async with Alone().run_test() as pilot:
        pane = pilot.app.query_one(BytesPane)
        pane.show([posted(rows)], (), "en")
        assert len(pane.entries) == min(rows, AT_ONCE)
        for _tick in range(100):
            await asyncio.sleep(0.01)
            if len(pane.entries) == rows:
                break
        assert len(pane.entries) == rows
        assert sorted({stop.row for stop in pane.stops}) == list(range(rows))
        pane.move_rows(rows)
        assert pane.stop
        assert pane.stop.row == rows - 1


async def test_what_is_to_be_noticed_or_has_just_arrived_is_there_at_once() -> None:
    async with Alone().run_test() as pilot:
        pane = pilot.app.query_one(BytesPane)
        pane.show([posted(2 * AT_ONCE)], (), "en", end=True)
        assert pane.stop
        assert pane.stop.row == 2 * AT_ONCE - 1
        pane.show([posted(2 * AT_ONCE)], ["status-line"], "en")
        assert len(pane.entries) == 2 * AT_ONCE
