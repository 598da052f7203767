"""Values of a learner's code as JSON can hold them, bounded. Used by workers."""

from __future__ import annotations

import datetime
import decimal
import itertools
from typing import Any

TEXT, ITEMS, DEEP = 64 << 10, 200, 6
"""How much of a text, a collection and nested values is reported."""


def plain(value: Any, depth: int = 0) -> Any:
    """A value made plain: dates as ISO texts, a row as a list, an entity as its loaded columns.

    What is neither number, text nor collection becomes its type and repr.
    """
    if value is None or isinstance(value, (bool, float)) or (isinstance(value, int) and abs(value) < 1 << 63):
        return value
    if isinstance(value, str):
        return value[:TEXT]
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if depth < DEEP:
        if isinstance(value, dict):
            return {str(key)[:200]: plain(item, depth + 1) for key, item in itertools.islice(value.items(), ITEMS)}
        if (columns := _loaded(value)) is not None:
            return {key: plain(item, depth + 1) for key, item in columns.items()}
        if isinstance(value, (list, tuple, set, frozenset)) or _is_result(value):
            return [plain(item, depth + 1) for item in itertools.islice(value, ITEMS)]
    try:
        return {"type": type(value).__name__, "repr": repr(value)[:500]}
    except BaseException:
        return {"type": type(value).__name__, "repr": ""}


def _loaded(value: Any) -> dict[str, Any] | None:
    """The columns of an entity of SQLAlchemy that are loaded; nothing is loaded for this. None for other values."""
    state = getattr(value, "_sa_instance_state", None)
    if state is None or not hasattr(state, "mapper"):
        return None
    return {attribute.key: state.dict[attribute.key] for attribute in state.mapper.column_attrs
            if attribute.key in state.dict}  # fmt: skip


def _is_result(value: Any) -> bool:
    """Whether it is rows that a query gave, to be fetched."""
    return type(value).__module__.startswith("sqlalchemy.engine") and hasattr(value, "__iter__")
