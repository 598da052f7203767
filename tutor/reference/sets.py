"""Sets of short questions made from the facts: status codes, methods, fields. Drills name them as `set:NAME`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tutor.reference import facts

LEARNED = (
    100, 101, 103, 200, 201, 202, 203, 204, 205, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 406,
    408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 421, 422, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505,
)  # fmt: skip
"""The codes that the course teaches; rarer ones are not drilled."""
COMMON = ("GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT")


class Ask(NamedTuple):
    """One short question. `kind` is what confusable ones share; with `choices` the answer is the id of one."""

    id: str
    prompt: str
    answers: tuple[str, ...]
    kind: str
    choices: tuple[tuple[str, str], ...] = ()
    feedback: str = ""


class FactSet(NamedTuple):
    """A set: its name, title by language, seconds of a run, and how its questions are made in a language."""

    name: str
    title_en: str
    title_ko: str
    seconds: int
    asks: Callable[[str], list[Ask]]

    def title(self, language: str = "en") -> str:
        return self.title_ko if language == "ko" else self.title_en

    def question(self, language: str = "en") -> str:
        """What each of its questions asks, and in which form."""
        return QUESTIONS[self.name][language == "ko"]


QUESTIONS = {
    "status-codes": ("Type the status code of this phrase, three digits.", "이 문구의 상태 코드를 입력하십시오."),
    "status-phrases": ("Which phrase belongs to this code?", "이 코드의 문구는 무엇입니까?"),
    "method-properties": ("Does the method have this property?", "메서드에 이 성질이 있습니까?"),
    "field-directions": ("In which messages is this field sent?", "이 필드는 어느 메시지에 쓰입니까?"),
    "obliged-fields": ("Type the name of the field.", "필드의 이름을 입력하십시오."),
}
"""What each set asks, in English and in Korean."""


def _learned() -> list[facts.Status]:
    return [found for code in LEARNED if (found := facts.status(code)) is not None]


def _codes(language: str) -> list[Ask]:
    """The phrase, and its code to type."""
    return [
        Ask(str(s.code), s.phrase, (str(s.code),), f"{s.code // 100}xx", feedback=s.summary(language))
        for s in _learned()
    ]


def _meanings(language: str) -> list[Ask]:
    """The code, and its phrase to choose among neighbours of its class."""
    asks = []
    for status in _learned():
        kin = [s for s in _learned() if s.code // 100 == status.code // 100 and s.code != status.code]
        at = sum(s.code < status.code for s in kin)
        near = sorted(kin[max(0, at - 2) : max(0, at - 2) + 3], key=lambda s: s.code)
        choices = tuple((str(s.code), s.phrase) for s in sorted([status, *near], key=lambda s: s.phrase))
        asks.append(Ask(str(status.code), str(status.code), (str(status.code),), f"{status.code // 100}xx", choices,
                        status.summary(language)))  # fmt: skip
    return asks


YES = {"en": ("yes", "no"), "ko": ("예", "아니요")}
ASKED = {
    "en": {"safe": "{name}: safe?", "idempotent": "{name}: idempotent?", "cacheable": "{name}: cacheable?"},
    "ko": {"safe": "{name}: 안전한가?", "idempotent": "{name}: 멱등인가?", "cacheable": "{name}: 캐시 가능한가?"},
}


def _properties(language: str) -> list[Ask]:
    """Method by method, property by property. A cacheability that has conditions is told, not asked."""
    yes, no = YES.get(language, YES["en"])
    asked = ASKED.get(language, ASKED["en"])
    asks = []
    for name in COMMON:
        method = facts.method(name)
        assert method is not None
        values = {"safe": method.safe, "idempotent": method.idempotent}
        if method.cacheable != "conditional":
            values["cacheable"] = method.cacheable == "yes"
        for prop, value in values.items():
            asks.append(
                Ask(f"{name}-{prop}", asked[prop].format(name=name), ("yes" if value else "no",), name,
                    (("yes", yes), ("no", no)), method.summary(language))
            )  # fmt: skip
    return asks


SENT = {"en": ("requests", "responses", "both"), "ko": ("요청", "응답", "둘 다")}


def _directions(language: str) -> list[Ask]:
    """A field, and where it is sent. Content-Range is no plain answer: a PUT of a part may have it (RFC 9110 §14.5)."""
    request, response, both = SENT.get(language, SENT["en"])
    choices = (("request", request), ("response", response), ("both", both))
    return [
        Ask(f.name, f.name, ("both" if f.in_request and f.in_response else "request" if f.in_request else "response",),
            f.name.split("-")[0], choices, f.summary(language))
        for f in facts.fields()
        if f.name != "Content-Range"
    ]  # fmt: skip


CARRIES = {"en": "{code} {phrase} must carry", "ko": "{code} {phrase} 응답에 반드시 있어야 하는 필드"}


def _obliged(language: str) -> list[Ask]:
    """A status, and the field that it must carry, to type."""
    text = CARRIES.get(language, CARRIES["en"])
    return [
        Ask(str(s.code), text.format(code=s.code, phrase=s.phrase), s.obliged, "obliged", feedback=s.summary(language))
        for s in facts.statuses()
        if len(s.obliged) == 1
    ]


SETS: dict[str, FactSet] = {
    one.name: one
    for one in (
        FactSet("status-codes", "Phrase to code, typed", "문구를 보고 코드 입력", 60, _codes),
        FactSet("status-phrases", "Code to phrase", "코드를 보고 문구 고르기", 60, _meanings),
        FactSet("method-properties", "Safe, idempotent, cacheable", "안전·멱등·캐시 가능", 60, _properties),
        FactSet("field-directions", "Where a field is sent", "필드가 쓰이는 곳", 60, _directions),
        FactSet("obliged-fields", "What a status must carry", "상태가 반드시 지니는 필드", 60, _obliged),
    )
}
