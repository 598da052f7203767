"""What tests of progress share: a clock that they set, and a store in memory that goes by it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.progress.samples import Hands
from tutor.progress.open import memory_store
from tutor.progress.store import Store


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def store(hands: Hands) -> Iterator[Store]:
    made = memory_store(clock=hands)
    yield made
    made.close()
