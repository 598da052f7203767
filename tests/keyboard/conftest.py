"""The interface in Korean, for one test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tutor import words


@pytest.fixture
def korean() -> Iterator[None]:
    words.use("ko")
    yield
    words.use("en")
