"""What to say about each part of a message: labels of spans, margin notes, phrases. Read once from `data/labels.json`.

Everything is there in English ("en") and Korean ("ko"); another language gets English.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import msgspec

from tutor.decoding import decode
from tutor.reference.facts import DATA

NOTE_CELLS = 32  # a margin note stands beside the bytes, so it is no wider than this


class SpanLabel(NamedTuple):
    """What a part of a message is called, one or two sentences that explain it, and where the standard says so."""

    title: str
    text: str
    reference: str


class _Words(msgspec.Struct, frozen=True):
    en: str
    ko: str

    def of(self, language: str) -> str:
        return self.ko if language == "ko" else self.en


class _Span(msgspec.Struct, frozen=True):
    title_en: str
    title_ko: str
    text_en: str
    text_ko: str
    reference: str

    def label(self, language: str) -> SpanLabel:
        if language == "ko":
            return SpanLabel(self.title_ko, self.text_ko, self.reference)
        return SpanLabel(self.title_en, self.text_en, self.reference)


class _Note(msgspec.Struct, frozen=True):
    note_en: str
    note_ko: str

    def of(self, language: str) -> str:
        return self.note_ko if language == "ko" else self.note_en


class _FieldWords(_Note, frozen=True):
    text_en: str = ""
    text_ko: str = ""
    values: dict[str, _Note] = {}

    def text(self, language: str) -> str:
        return self.text_ko if language == "ko" else self.text_en


class _Labels(msgspec.Struct, frozen=True):
    spans: dict[str, _Span]
    fields: dict[str, _FieldWords]
    notes: dict[str, _Words]
    phrases: dict[str, _Words]


@lru_cache(maxsize=1)
def _labels() -> _Labels:
    return decode((DATA / "labels.json").read_bytes(), _Labels)


def span_label(kind: str, detail: str = "", language: str = "en") -> SpanLabel:
    """The label of a span kind ("method", "chunk-size"), closer with a detail ("last"); unknown kinds are "junk"."""
    spans = _labels().spans
    found = spans.get(f"{kind}/{detail}") or spans.get(kind) or spans["junk"]
    return found.label(language)


def span_kinds() -> tuple[str, ...]:
    """All keys that have a label: "kind" or "kind/detail"."""
    return tuple(_labels().spans)


def field_note(name: str, value: str = "", language: str = "en") -> str:
    """What a field means in at most NOTE_CELLS cells, closer for some values; "" for a field without a note."""
    words = _labels().fields.get(name.lower())
    if words is None:
        return ""
    return words.values.get(value.strip().lower(), words).of(language)


def field_text(name: str, language: str = "en") -> str:
    """One or two sentences about a common field; "" where the summary of the field has to do."""
    words = _labels().fields.get(name.lower())
    return words.text(language) if words else ""


def noted_fields() -> tuple[str, ...]:
    """Names (lower case) of the fields that have a note."""
    return tuple(_labels().fields)


def row_note(key: str, language: str = "en") -> str:
    """The margin note of a row that is no field: "request-line", "status-line", "blank", "chunk-size" …; else ""."""
    words = _labels().notes.get(key)
    return words.of(language) if words else ""


def phrase(key: str, language: str = "en") -> str:
    """A sentence with {gaps} that explanations are put together from.

    Raises:
        KeyError: there is no such phrase.
    """
    return _labels().phrases[key].of(language)
