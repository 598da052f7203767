"""The rules, by what they are about. Importing this registers all of them."""

from tutor.check.rules import (
    answers,
    exchanges,
    files,
    identity,
    options,
    questions,
    reading,
    references,
    translations,
    width,
)  # fmt: skip

__all__ = [
    "answers", "exchanges", "files", "identity", "options", "questions", "reading", "references", "translations",
    "width",
]  # fmt: skip
