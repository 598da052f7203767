"""Entries of the reference as questions: what a learner asked to keep is asked in a review.

An item is `ref:KIND#NAME`. Each repetition asks in another form, made from the data of the reference alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from tutor import reference
from tutor.course.types import Choice, Lesson, Near, Option, Posed, Prose, Text, Typed
from tutor.lesson.cards import Turned
from tutor.reference.sets import SENT

SCHEME = "ref:"
KINDS = ("status", "method", "field", "label")
UNUSED = frozenset({"306", "418"})
"""Codes without a name of their own."""
NAMED = frozenset({"102", "305", "402", "508", "510", "Warning", "Pragma", *UNUSED})
"""Entries whose one line of meaning is not theirs alone, or says too little: the name is given, not asked for."""
PROPERTIES = ("safe", "idempotent", "neither")

_TEXTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "code": "Which status code means this? {summary}",
        "phrase": "Which status code is called “{name}”?",
        "means": "What does {name} mean?",
        "means-hint": "That is {name}.",
        "method": "Which method is this? {summary}",
        "field": "Which field is this? {summary}",
        "where": "Where does the field {name} stand?",
        "part": "Which part of a message is this? {text}",
        "other": "{name}: {summary}",
        "properties": "What holds for {name}?",
        "safe": "safe, and so idempotent",
        "idempotent": "idempotent, but not safe",
        "neither": "neither safe nor idempotent",
        "safe-said": "Safe: it asks for no change. Then twice does no more than once.",
        "idempotent-said": "Not safe: it may change something. Idempotent: twice does what once does.",
        "neither-said": "Not safe: it may change something. Not idempotent: twice may do more than once.",
        "cacheable": "May a cache answer later requests with a response to {name}?",
        "yes": "yes", "no": "no", "conditional": "if the response says so",
        "carries": "It must carry {fields}.",
    },
    "ko": {
        "code": "다음을 뜻하는 상태 코드는 무엇입니까? {summary}",
        "phrase": "이름이 “{name}”인 상태 코드는 무엇입니까?",
        "means": "{name}의 뜻은 무엇입니까?",
        "means-hint": "그것은 {name}의 뜻입니다.",
        "method": "다음은 어떤 메서드입니까? {summary}",
        "field": "다음은 어떤 필드입니까? {summary}",
        "where": "{name} 필드는 어디에 쓰입니까?",
        "part": "다음은 메시지의 어느 부분입니까? {text}",
        "other": "{name}: {summary}",
        "properties": "{name}의 성질로 맞는 것은 무엇입니까?",
        "safe": "안전하며, 따라서 멱등",
        "idempotent": "멱등이지만 안전하지 않음",
        "neither": "안전하지도 멱등하지도 않음",
        "safe-said": "안전합니다. 변경을 요구하지 않으므로 두 번 보내도 한 번과 같습니다.",
        "idempotent-said": "안전하지 않습니다. 무언가를 바꿀 수 있습니다. 멱등입니다. 두 번 보내도 한 번과 같습니다.",
        "neither-said": "안전하지 않습니다. 무언가를 바꿀 수 있습니다. 멱등도 아닙니다. 두 번은 한 번과 다릅니다.",
        "cacheable": "캐시가 {name}의 응답을 다음 요청에 다시 써도 됩니까?",
        "yes": "예", "no": "아니요", "conditional": "응답이 허용할 때만",
        "carries": "{fields} 필드가 반드시 있어야 합니다.",
    },
}  # fmt: skip


class Entry(NamedTuple):
    """An entry that can be kept: "status", "method", "field" or "label", and its name there."""

    kind: str
    name: str

    @property
    def item(self) -> str:
        """What the log calls it."""
        return f"{SCHEME}{self.kind}#{self.name}"


def entry_of(item: str) -> Entry | None:
    """The entry of an item; None if it is another kind of item, or the reference has no such entry."""
    kind, _sign, name = item.removeprefix(SCHEME).partition("#")
    return Entry(kind, name) if item.startswith(SCHEME) and name in _names().get(kind, ()) else None


def entries() -> Iterator[Entry]:
    """All that can be kept."""
    return (Entry(kind, name) for kind, names in _names().items() for name in names)


def _names() -> dict[str, Sequence[str]]:
    return {
        "status": [str(status.code) for status in reference.statuses()],
        "method": [method.name for method in reference.methods()],
        "field": [field.name for field in reference.fields()],
        "label": list(reference.span_kinds()),
    }


def title_of(entry: Entry, language: str = "en") -> str:
    """What an entry is called. A step of it is titled by what is asked, so that the title tells no answer."""
    if entry.kind == "status" and (status := reference.status(int(entry.name))):
        return f"{status.code} {status.phrase}"
    if entry.kind == "label":
        return _label(entry.name, language).title
    return entry.name


def lessons_of(entry: Entry, turn: int) -> dict[str, Lesson]:
    """The entry as a lesson of one step, by language.

    Args:
        turn: how often it was asked so far; the forms take turns.
    """
    found = {}
    for language, texts in _TEXTS.items():
        step = _STEPS[entry.kind](entry.name, turn, language, texts)
        found[language] = Lesson(
            format=1, id=f"{SCHEME}{entry.kind}", title=Prose(title_of(entry, language)), summary=Prose(""),
            minutes=1, difficulty=1,
            steps=[step],  # type: ignore[list-item]  # some are of a type that no lesson file has
        )  # fmt: skip
    return found


def _tells(meaning: str, name: str) -> bool:
    """Whether a meaning has the name in it, so that to ask for the name asks nothing."""
    return name.lower() in re.split(r"[^a-z-]+", meaning.lower())


# ── One step for each kind ───────────────────────────────────────────────────────────────────────


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "다")) else f"{text}."


def _entry(name: str, meaning: str, source: str) -> Prose:
    """The entry itself, as one paragraph."""
    return Prose(f"**{name}**: {_sentence(meaning)}" + (f" {source}" if source else ""))


def _status(name: str, turn: int, language: str, texts: Mapping[str, str]) -> Posed:
    status = reference.status(int(name))
    assert status is not None
    title = f"{status.code} {status.phrase}"
    carries = " " + texts["carries"].format(fields=", ".join(status.obliged)) if status.obliged else ""
    said = _entry(title, _sentence(status.summary(language)) + carries, status.reference)
    kin = [s for s in reference.statuses() if s.code // 100 == status.code // 100 and str(s.code) not in NAMED]
    if turn % 2 == 0 and name not in NAMED and len(kin) > 2:
        options = {
            str(s.code): Option(
                text=Prose(s.summary(language)), correct=s.code == status.code,
                feedback=Prose(texts["means-hint"].format(name=f"{s.code} {s.phrase}")),
            )
            for s in _near(kin, kin.index(status))
        }  # fmt: skip
        return Choice(
            id=name, title=Prose(title), question=Prose(texts["means"].format(name=title)), options=options,
            explanation=said,
        )  # fmt: skip
    if name in UNUSED:
        return Turned(id=name, title=Prose(name), question=Prose(texts["means"].format(name=name)), back=said)
    ask = texts["phrase" if name in NAMED else "code"]
    near = [
        Near(text=Text(str(s.code)), feedback=_other(texts, f"{s.code} {s.phrase}", s.summary(language)))
        for s in reference.statuses() if s.code != status.code
    ]  # fmt: skip
    return Typed(
        id=name, title=Prose(status.phrase if name in NAMED else status.summary(language)), explanation=said,
        compare="ignore-case", near=near,
        question=Prose(ask.format(name=status.phrase, summary=_sentence(status.summary(language)))),
        answers=[Text(name), Text(title)],
    )  # fmt: skip


def _method(name: str, turn: int, language: str, texts: Mapping[str, str]) -> Posed:
    method = reference.method(name)
    assert method is not None
    said = _entry(name, method.summary(language), method.reference)
    form = turn % (2 if _tells(method.summary("en"), name) or _tells(method.summary("ko"), name) else 3)
    if form == 2:
        return _named(method, reference.methods(), texts["method"], said, language, texts)
    if form == 0:
        holds = "safe" if method.safe else "idempotent" if method.idempotent else "neither"
        options, ask = _holding(PROPERTIES, holds, texts, texts[f"{holds}-said"]), texts["properties"]
    else:
        options = _holding(("yes", "no", "conditional"), method.cacheable, texts, f"{name}: {texts[method.cacheable]}.")
        ask = texts["cacheable"]
    return Choice(
        id=name, title=Prose(name), question=Prose(ask.format(name=name)), options=options, explanation=said
    )


def _field(name: str, turn: int, language: str, texts: Mapping[str, str]) -> Posed:
    field = reference.field(name)
    assert field is not None
    said = _entry(name, field.summary(language), field.reference)
    told = name in NAMED or _tells(field.summary("en"), name) or _tells(field.summary("ko"), name)
    if told or (turn % 2 == 1 and name != "Content-Range"):  # a PUT of a part may have that one, too
        where = {"request": field.in_request, "response": field.in_response}
        right = "both" if all(where.values()) else "request" if field.in_request else "response"
        names = dict(zip(("request", "response", "both"), SENT[language], strict=True))
        options = _holding(tuple(names), right, names, f"{name}: {names[right]}.")
        return Choice(
            id=name, title=Prose(name), question=Prose(texts["where"].format(name=name)), options=options,
            explanation=said,
        )  # fmt: skip
    return _named(field, reference.fields(), texts["field"], said, language, texts)


def _named(
    fact: reference.Method | reference.Field, all_of_them: Sequence[reference.Method | reference.Field], ask: str,
    said: Prose, language: str, texts: Mapping[str, str],
) -> Typed:  # fmt: skip
    """Which one is this? Names of the others are answered with what they mean."""
    meaning = fact.summary(language)
    near = [
        Near(text=Text(other.name), feedback=_other(texts, other.name, other.summary(language)))
        for other in all_of_them if other.name != fact.name
    ]  # fmt: skip
    return Typed(
        id=fact.name, title=Prose(meaning), explanation=said, compare="ignore-case", near=near,
        answers=[Text(fact.name)], question=Prose(ask.format(summary=_sentence(meaning))),
    )  # fmt: skip


def _part(name: str, turn: int, language: str, texts: Mapping[str, str]) -> Posed:
    label = _label(name, language)
    return Turned(
        id=name, title=Prose(label.text), question=Prose(texts["part"].format(text=label.text)),
        back=_entry(label.title, label.text, label.reference),
    )  # fmt: skip


_STEPS: Mapping[str, Callable[[str, int, str, Mapping[str, str]], Posed]] = {
    "status": _status, "method": _method, "field": _field, "label": _part,
}  # fmt: skip


def _label(name: str, language: str) -> reference.SpanLabel:
    kind, _slash, detail = name.partition("/")
    return reference.span_label(kind, detail, language)


def _near(kin: Sequence[reference.Status], at: int) -> Sequence[reference.Status]:
    """The status at an index with two of its neighbours."""
    first = max(0, min(at - 1, len(kin) - 3))
    return kin[first : first + 3]


def _other(texts: Mapping[str, str], name: str, summary: str) -> Prose:
    """What to say to the name of another entry."""
    return Prose(texts["other"].format(name=name, summary=_sentence(summary)))


def _holding(ids: Sequence[str], right: str, texts: Mapping[str, str], said: str) -> dict[str, Option]:
    """Options of which one holds; whichever is chosen, what holds is said."""
    return {
        id: Option(text=Prose(texts[id]), correct=id == right, feedback=Prose(said)) for id in ids
    }
