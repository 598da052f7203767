"""What the tests of the checker share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tutor.check.run import Start, bundled_server
from tutor.wire.server import ServerHandle


@pytest.fixture(scope="module")
def servers() -> Iterator[Start]:
    """Real servers that are lent again instead of stopped: they are reset between demos anyway."""
    started: list[ServerHandle] = []
    idle: list[ServerHandle] = []

    class Lasting:
        """A handle, kept running."""

        def __init__(self, handle: ServerHandle) -> None:
            self._handle = handle
            self.address, self.url = handle.address, handle.url
            self.reset, self.timeline = handle.reset, handle.timeline

        def stop(self) -> None:
            idle.append(self._handle)

    def start() -> ServerHandle:
        if not idle:
            started.append(bundled_server())
            return Lasting(started[-1])
        return Lasting(idle.pop())

    yield start
    for handle in started:
        handle.stop()
