"""What lessons claim and show besides questions: status codes, sources, names of hosts, code that fits."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from tutor import reference
from tutor.check.cells import cells
from tutor.check.registry import lesson_rule
from tutor.course.problem import Finding, Path
from tutor.course.prose import prose_of
from tutor.course.sound import exchanges_of, steps_of
from tutor.course.types import Cloze, Lesson, Spot
from tutor.lesson.facts import MARK
from tutor.words import _

CODE_CELLS = 72
STATUS = re.compile(r"\b([1-5]\d\d) ([A-Z][A-Za-z'-]*(?: [A-Z][A-Za-z'-]*)*)")
FENCE = re.compile(r"^(`{3,}|~{3,})[^\n]*\n(.*?)^\1", re.DOTALL | re.MULTILINE)
HOST = re.compile(r"(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|io|dev|app|co|kr)\b", re.IGNORECASE)
FREE_HOST = re.compile(r"(^|\.)example\.(com|org|net|edu)$", re.IGNORECASE)
SECRET = re.compile(
    r"AKIA[0-9A-Z]{16}|gh[pousr]_[A-Za-z0-9]{36}|xox[abpr]-[A-Za-z0-9-]{10,}|sk-[A-Za-z0-9]{32,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
RFC = re.compile(r"RFC \d+ (§|Appendix )\S+")


def prose_at(lesson: Lesson) -> Iterator[tuple[Path, str]]:
    """All prose of a lesson with its path."""
    yield from prose_of(lesson)
    for n, step in enumerate(lesson.steps):
        yield from ((("steps", n, *path), text) for path, text in prose_of(step))
    for id, card in lesson.cards.items():
        yield from ((("cards", id, *path), text) for path, text in prose_of(card))


@lesson_rule("status-phrase", "A status code is followed by its own phrase (Q19).", translated=True)
def status_phrase(lesson: Lesson) -> Iterator[Finding]:
    for path, text in prose_at(lesson):
        for found in STATUS.finditer(text):
            status = reference.status(int(found[1]))
            if status and found[2] not in (status.phrase, *status.accept_also):
                message = _("The phrase of {code} is “{phrase}”, not “{got}”.")
                message = message.format(code=status.code, phrase=status.phrase, got=found[2])
                yield Finding(path, message, _("Write the code or the phrase that is meant."))


CLAIMS: dict[str, dict[str, Callable[[Any], bool | None]]] = {
    "status": {"content": lambda status: status.content},
    "method": {
        "safe": lambda method: method.safe,
        "idempotent": lambda method: method.idempotent,
        "cacheable": lambda method: {"yes": True, "no": False}.get(method.cacheable),
    },
    "field": {
        "request": lambda field: field.in_request,
        "response": lambda field: field.in_response,
        "hop-by-hop": lambda field: field.hop_by_hop,
    },
}
"""What a mark can claim of a fact, and whether it is so; None where that depends."""
LINK = re.compile(r"\[([^\]]*)\]\((\w+:[^)\s]*)\)")


@lesson_rule("fact-mark", "What is marked as a fact is one, and as the reference has it (Q19).", translated=True)
def fact_mark(lesson: Lesson) -> Iterator[Finding]:
    for path, text in prose_at(lesson):
        for words, address in LINK.findall(text):
            kind = address.partition(":")[0]
            if kind in CLAIMS and (wrong := _unproved(kind, address, words)):
                yield Finding(path, *wrong)


def _unproved(kind: str, address: str, words: str) -> tuple[str, str] | None:
    """What is wrong with a mark, and how to mend it."""
    mark = MARK.fullmatch(address)
    name, claim = (mark[2], mark[3] or "") if mark else ("", "")
    fact: Any = None
    if kind == "status" and name.isdecimal():
        fact = reference.status(int(name))
    elif kind != "status":
        fact = reference.method(name) if kind == "method" else reference.field(name)
    if fact is None:
        return _("The reference has no `{address}`.").format(address=address), _("Mark what `tutor ref` finds.")
    positive, denied = claim.removeprefix("not-"), claim.startswith("not-")
    if claim and positive not in CLAIMS[kind]:
        known = ", ".join(f"#{one}, #not-{one}" for one in CLAIMS[kind])
        return _("Nothing is known as `#{claim}`.").format(claim=claim), _("Write one of {known}.").format(known=known)
    if claim and CLAIMS[kind][positive](fact) is not (not denied):
        message = _("The reference does not say that {name} is {claim}.").format(name=name, claim=claim)
        return message, _("Say what is so, or take the claim out: {reference}.").format(reference=fact.reference)
    code = re.match(r"[1-5]\d\d\b", words.strip("`"))
    if kind == "status" and code and code[0] != name:
        return _("The words say {code}, the mark {name}.").format(code=code[0], name=name), _("Make them agree.")
    return None


@lesson_rule("ref-edition", "A source is a section of an RFC, or a document with its version (Q28).")
def ref_edition(lesson: Lesson) -> Iterator[Finding]:
    for id, ref in lesson.refs.items():
        if not RFC.match(ref.title) and not ref.version:
            message = _("This says neither which section of an RFC it is nor which version of a document.")
            mend = _("Write a title such as RFC 9110 §9.3.1, or add `version`.")
            yield Finding(("refs", id), message, mend, key=True)


@lesson_rule("host-real", "Names of hosts are such that nobody owns, and no secret is one (Q34).", translated=True)
def host_real(lesson: Lesson) -> Iterator[Finding]:
    texts = [*prose_at(lesson)]
    for path, spec in exchanges_of(lesson):
        texts += [((*path, "request"), spec.request)] if spec.request else []
    for path, text in texts:
        host = next((found[0] for found in HOST.finditer(text) if not FREE_HOST.search(found[0])), None)
        if host is not None:
            message = _("The host {name} may be somebody's.").format(name=host)
            yield Finding(path, message, _("Write example.com, a name that ends in .test or .example, or localhost."))
        elif secret := SECRET.search(text):
            message = _("This looks like a real secret: {start}….").format(start=secret[0][:8])
            yield Finding(path, message, _("Write one that nobody takes for real, such as “not-a-secret”."))


@lesson_rule("width-code", f"Rows of code have at most {CODE_CELLS} cells (Q33).", translated=True)
def width_code(lesson: Lesson) -> Iterator[Finding]:
    shown = [(path, code[2]) for path, text in prose_at(lesson) for code in FENCE.finditer(text)]
    shown += [((*path, "code"), step.code) for path, step in steps_of(lesson, Spot)]
    shown += [((*path, "text"), step.text) for path, step in steps_of(lesson, Cloze) if step.language]
    for path, code in shown:
        width = max((cells(row) for row in code.splitlines()), default=0)
        if width > CODE_CELLS:
            message = _("A row of this code is {width} cells wide; {limit} fit.")
            yield Finding(path, message.format(width=width, limit=CODE_CELLS), _("Break the row."))
