"""How Korean translations are written, as far as a program can tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.check.course import LessonFile, Translation
from tutor.check.registry import translation_rule
from tutor.course.problem import Finding, Path
from tutor.particles import is_known, particle
from tutor.words import _

MISSPELT = {
    "메소드": "메서드", "컨텐츠": "콘텐츠", "디렉토리": "디렉터리", "트랜젝션": "트랜잭션", "메세지": "메시지",
    "어플리케이션": "애플리케이션", "엑세스": "액세스", "데이타": "데이터", "쓰레드": "스레드", "릴리즈": "릴리스",
}  # fmt: skip
PARTICLES_BOTH = re.compile(r"(은\(는\)|는\(은\)|이\(가\)|가\(이\)|을\(를\)|를\(을\)|과\(와\)|와\(과\)|\(으\)로)")
WITH_PARTICLE = re.compile(r"([A-Za-z0-9]+)[`\"'”’)\]]*(은|는|이|가|을|를|과|와|으로|로)(?=[\s.,:;?]|$)")


def _texts(translation: Translation) -> Iterator[tuple[Path, str]]:
    """All texts of a translation with their paths."""
    overlay = translation.decoded.value
    if overlay is not None and translation.language == "ko":
        yield from _walk(overlay.lesson, ("lesson",))
        yield from _walk(overlay.steps, ("steps",))
        yield from _walk(overlay.cards, ("cards",))


def _walk(value: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _walk(item, (*path, key))
    elif isinstance(value, list):
        for n, item in enumerate(value):
            yield from _walk(item, (*path, n))


@translation_rule("korean-spelling", "Korean terms are spelt as the glossary has them (Q17).")
def korean_spelling(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    for path, text in _texts(translation):
        for wrong, right in MISSPELT.items():
            if wrong in text:
                message = _("“{wrong}” is not how the course spells it.").format(wrong=wrong)
                yield Finding(path, message, _("Write “{right}”.").format(right=right))


@translation_rule("korean-particle", "Particles after Latin words and numbers fit how those are read (Q18).")
def korean_particle(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    for path, text in _texts(translation):
        if both := PARTICLES_BOTH.search(text):
            message = _("“{both}” leaves it to the reader.").format(both=both[0])
            yield Finding(path, message, _("Choose the particle by how the word before is read."))
        for found in WITH_PARTICLE.finditer(text):
            word, form = found[1], found[2]
            if is_known(word) and (wanted := particle(word, form)) != form:
                message = _("After “{word}” stands “{form}”.").format(word=word, form=form)
                yield Finding(path, message, _("Write “{right}”.").format(right=f"{word}{wanted}"))
