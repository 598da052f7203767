"""Plain data as typed values, whichever thread asks: two that use a type first at the same time crash msgspec."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

T = TypeVar("T")
_lock = threading.Lock()


def convert(data: object, kind: type[T], dec_hook: Callable[[type, Any], Any] | None = None) -> T:
    """Data of lists, mappings and scalars as a value of this type.

    Raises:
        msgspec.ValidationError: it has another shape.
    """
    with _lock:
        return msgspec.convert(data, kind, dec_hook=dec_hook)


def decode(json: bytes, kind: type[T]) -> T:
    """JSON as a value of this type.

    Raises:
        msgspec.DecodeError: it is no JSON, or has another shape.
    """
    with _lock:
        return msgspec.json.decode(json, type=kind)
