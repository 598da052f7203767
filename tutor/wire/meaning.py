"""What a span or a row means, in words for the learner, put together from the reference."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from tutor import reference
from tutor.wire.lines import WireLine, visible
from tutor.wire.spans import Span

HEAD_CHARS = 60  # of a span that is its own heading
LONGEST = 1000  # bytes of a span that are read for it; a body is explained by its kind


class Meaning(NamedTuple):
    """A heading, where the explanation comes from, and the explanation: one to three sentences."""

    head: str  # "WWW-Authenticate"
    source: str  # "field of the response, RFC 9110 §11.6.1"
    text: str  # "The challenge: which scheme to use, for which realm. A 401 must carry it."


def meaning(span: Span, data: bytes, *, request: bool, language: str = "en") -> Meaning:
    """Explain a span.

    Args:
        data: the bytes that the span was labelled in.
        request: whether they went to the server.
        language: "en" or "ko".
    """
    text = visible(data[span.start : min(span.end, span.start + LONGEST)])
    if span.kind in ("name", "value", "trailer"):
        return _field(span, data, request, language)
    if span.kind == "method":
        return _method(text, language)
    if span.kind in ("status", "reason"):
        return _status(span, text, language)
    label = reference.span_label(span.kind, span.name, language)
    own = span.kind in ("target", "version", "chunk-size")
    head = text[:HEAD_CHARS] if own else label.title
    return Meaning(head, _source(label.title if own else "", label.reference), label.text)


def margin(line: WireLine, language: str = "en") -> str:
    """What a row means in at most `reference.NOTE_CELLS` cells; "" where there is nothing to say."""
    if line.fault:
        return _fitting(reference.span_label("junk", line.fault, language).title)
    if line.kind == "field" and line.name:
        return _field_margin(line, language)
    if line.kind == "junk":
        return _fitting(reference.span_label("junk", line.name, language).title)
    if line.kind == "chunk-size":
        return reference.row_note("chunk-size/last" if line.name == "last" else "chunk-size", language)
    if line.kind in ("start", "blank"):
        return reference.row_note(line.name, language)
    return ""


def _field_margin(line: WireLine, language: str) -> str:
    value = line.data.partition(b":")[2].decode("latin-1")
    note = reference.field_note(line.name, value, language)
    status = reference.status(line.status)
    if status and line.name in {name.lower() for name in status.obliged}:
        must = reference.row_note("must", language).format(code=status.code)
        return _fitting(f"{note}; {must}") or _fitting(note) or must
    return note


def _field(span: Span, data: bytes, request: bool, language: str) -> Meaning:
    known = reference.field(span.name)
    head = known.name if known else visible(_name(span, data))
    kind = "trailer" if span.kind == "trailer" else "name"
    label = reference.span_label(kind, "" if known else "unknown", language)
    if not known:
        return Meaning(head, _source(label.title, label.reference), label.text)
    place = reference.phrase("field-request" if request else "field-response", language)
    text = reference.field_text(known.name, language) or _sentence(known.summary(language))
    if span.kind == "value":
        text += _closer(known.name, data[span.start : span.end], language)
    status = reference.status(span.status)
    if status and known.name in status.obliged:
        text += " " + reference.phrase("must-carry", language).format(code=status.code)
    return Meaning(head, _source(label.title if kind == "trailer" else place, known.reference), text)


def _closer(name: str, value: bytes, language: str) -> str:
    """What just this value means, as a further sentence, where the reference has a word on it."""
    note = reference.field_note(name, value.decode("latin-1"), language)
    return f" {note[:1].upper()}{note[1:]}." if note != reference.field_note(name, "", language) else ""


def _name(span: Span, data: bytes) -> bytes:
    """The name of the field as it was written."""
    begin = data.rfind(b"\n", 0, span.start) + 1
    return data[begin : span.end].partition(b":")[0].strip()


def _method(name: str, language: str) -> Meaning:
    label = reference.span_label("method", language=language)
    known = reference.method(name)
    if not known:
        text = reference.phrase("method-unknown", language)
        return Meaning(name, _source(label.title, "RFC 9110 §9.1"), text)
    quality = "safe" if known.safe else "idempotent" if known.idempotent else "neither"
    text = f"{_sentence(known.summary(language))} {reference.phrase(quality, language)}"
    return Meaning(name, _source(label.title, known.reference), text)


def _status(span: Span, text: str, language: str) -> Meaning:
    label = reference.span_label(span.kind, language=language)
    known = reference.status(span.status)
    if span.kind == "reason":
        differs = known is not None and text not in (known.phrase, *known.accept_also)
        more = reference.phrase("phrase-registered", language).format(phrase=known.phrase) if known and differs else ""
        return Meaning(text, _source(label.title, label.reference), f"{label.text} {more}".rstrip())
    if not known:
        label = reference.span_label("status", "unassigned", language)
        return Meaning(text, _source(label.title, label.reference), label.text)
    explained = _sentence(known.summary(language))
    if known.obliged:
        names = ", ".join(known.obliged)
        explained += " " + reference.phrase("must-have", language).format(names=names)
    return Meaning(f"{known.code} {known.phrase}", _source(label.title, known.reference), explained)


def _source(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _sentence(summary: str) -> str:
    """A summary is a line without a full stop."""
    return summary if summary.endswith((".", ")")) else f"{summary}."


def _fitting(note: str) -> str:
    """The note if it fits the margin, else ""."""
    cells = sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in note)
    return note if cells <= reference.NOTE_CELLS else ""
