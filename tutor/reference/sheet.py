"""A fact laid out for reading: a title and labelled rows, in English or Korean."""

from __future__ import annotations

import difflib
from typing import NamedTuple

from tutor.reference import facts
from tutor.reference.labels import field_text

LABELS = {
    "en": ("Meaning", "Must carry", "May carry", "Body", "Class", "Safe", "Idempotent", "Cacheable", "Sent in", "More",
           "Source"),
    "ko": ("뜻", "반드시 함께", "함께 올 수 있음", "본문", "부류", "안전함", "멱등", "캐시 가능", "쓰이는 곳",
           "더", "출처"),
}  # fmt: skip
WORDS = {
    "en": {"yes": "yes", "no": "no", "conditional": "under conditions", "never": "never", "allowed": "allowed",
           "request": "requests", "response": "responses", "both": "requests and responses",
           "hop": "for this connection only"},
    "ko": {"yes": "예", "no": "아니요", "conditional": "조건에 따라", "never": "없음", "allowed": "가능",
           "request": "요청", "response": "응답", "both": "요청과 응답", "hop": "이 연결에서만 쓰임"},
}  # fmt: skip


class Sheet(NamedTuple):
    """One fact. `kind` is status, method or field; `rows` are (label, text)."""

    kind: str
    name: str
    title: str
    rows: tuple[tuple[str, str], ...]


def look_up(term: str, language: str = "en") -> list[Sheet]:
    """The facts with exactly this name: a status code, its phrase, a method, or a field in any case."""
    language = language if language in LABELS else "en"
    wanted = term.strip()
    found = [_status(s, language) for s in facts.statuses() if wanted.lower() in (str(s.code), s.phrase.lower())]
    if (method := facts.method(wanted.upper())) is not None:
        found.append(_method(method, language))
    if (field := facts.field(wanted)) is not None:
        found.append(_field(field, language))
    return found


def nearest(term: str) -> list[str]:
    """Names like this one, best first, three at most."""
    names = {name.lower(): name for name in all_names()}
    return [names[found] for found in difflib.get_close_matches(term.strip().lower(), names, 3, 0.5)]


def all_names() -> list[str]:
    """Every name that `look_up` knows, without the phrases."""
    methods = [method.name for method in facts.methods()]
    return methods + [str(status.code) for status in facts.statuses()] + [field.name for field in facts.fields()]


def _rows(language: str, **texts: str) -> tuple[tuple[str, str], ...]:
    """Rows in the order given, empty ones left out; names are the English labels with underscores."""
    keys = {label.lower().replace(" ", "_"): n for n, label in enumerate(LABELS["en"])}
    return tuple((LABELS[language][keys[name]], text) for name, text in texts.items() if text)


def _status(status: facts.Status, language: str) -> Sheet:
    words = WORDS[language]
    kind = facts.status_class(status.code)
    name = (kind.name_ko if language == "ko" else kind.name) if kind else ""
    others = [f"{field.name} ({field.requirement})" for field in status.fields if not field.mandatory]
    return Sheet(
        "status", str(status.code), f"{status.code} {status.phrase}",
        _rows(
            language,
            meaning=status.summary(language),
            must_carry=", ".join(status.obliged),
            may_carry=", ".join(others),
            body=words["allowed" if status.content else "never"],
            **{"class": f"{status.code // 100}xx {name}"},
            source=status.reference,
        ),
    )  # fmt: skip


def _method(method: facts.Method, language: str) -> Sheet:
    words = WORDS[language]
    return Sheet(
        "method", method.name, method.name,
        _rows(
            language,
            meaning=method.summary(language),
            safe=words["yes" if method.safe else "no"],
            idempotent=words["yes" if method.idempotent else "no"],
            cacheable=words[method.cacheable],
            source=method.reference,
        ),
    )  # fmt: skip


def _field(field: facts.Field, language: str) -> Sheet:
    words = WORDS[language]
    where = "both" if field.in_request and field.in_response else "request" if field.in_request else "response"
    sent_in = words[where] + (f", {words['hop']}" if field.hop_by_hop else "")
    more = field_text(field.name, language) or ""
    meaning = field.summary(language)
    return Sheet(
        "field", field.name, field.name,
        _rows(language, meaning=meaning, sent_in=sent_in, more="" if more == meaning else more, source=field.reference),
    )  # fmt: skip
