"""The rules, by what they are about. Importing this registers all of them."""

from tutor.check.rules import (
    answers,
    asking,
    exchanges,
    facts,
    files,
    identity,
    korean,
    options,
    questions,
    reading,
    references,
    said,
    translations,
    width,
    wording,
)  # fmt: skip

__all__ = [
    "answers", "asking", "exchanges", "facts", "files", "identity", "korean", "options", "questions", "reading",
    "references", "said", "translations", "width", "wording",
]  # fmt: skip
