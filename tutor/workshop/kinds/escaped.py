"""Which parts of what a template gave stand for a sign that was escaped.

The template is rendered once more with an `escape` that puts marks round what it makes. Where that gives another text
than the first time (a filter counted the signs, say), nothing is told rather than something wrong.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import jinja2
import jinja2.compiler
import jinja2.filters
import jinja2.runtime
import markupsafe

OPEN, CLOSE = "\ue000", "\ue001"
"""Marks: signs for private use, which hardly any text has."""
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&#34;", "'": "&#39;"}
MOST = 2000
"""Parts that are told."""


def marking(text: Any) -> markupsafe.Markup:
    """As `markupsafe.escape`, with marks."""
    if hasattr(text, "__html__"):
        return markupsafe.Markup(text.__html__())
    return markupsafe.Markup(
        "".join(f"{OPEN}{ENTITIES[sign]}{CLOSE}" if sign in ENTITIES else sign for sign in str(text))
    )


@functools.cache
def mark_from_now_on() -> None:
    """Put marks into all that this process escapes, which is over after its one job."""
    for module in (markupsafe, jinja2.compiler, jinja2.filters, jinja2.runtime):
        module.escape = marking  # type: ignore[attr-defined]  # where Jinja takes it from


def use_in(environment: jinja2.Environment) -> None:
    """Let the filters that escape mark, too."""
    environment.filters["e"] = environment.filters["escape"] = marking


def parts(text: str, again: Callable[[], str]) -> list[tuple[int, int]]:
    """Where in a text escaped signs stand.

    Args:
        again: renders it with marks.
    """
    try:
        marked = again()
    except Exception:
        return []
    if OPEN in text or CLOSE in text or marked.replace(OPEN, "").replace(CLOSE, "") != text:
        return []
    before, *pieces = marked.split(OPEN)
    at, found = len(before), []
    for piece in pieces[:MOST]:
        entity, _close, rest = piece.partition(CLOSE)
        found.append((at, at + len(entity)))
        at += len(entity) + len(rest)
    return found
