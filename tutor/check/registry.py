"""All rules of the checker by id. A rule is a function in `tutor.check.rules`, registered where it is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from tutor.course.problem import Finding, Severity

if TYPE_CHECKING:
    from tutor.check.course import Course, LessonFile, Translation
    from tutor.course.strict import Loaded
    from tutor.course.types import Lesson


class Located(NamedTuple):
    """A finding with the file that it is about, for rules that look at more than one."""

    loaded: Loaded
    finding: Finding


OnLesson = Callable[["Lesson"], Iterator[Finding]]
OnTranslation = Callable[["LessonFile", "Translation"], Iterator[Finding]]
OnCourse = Callable[["Course"], Iterator[Located]]
Subject = Literal["reading", "lesson", "translation", "course", "running"]


@dataclass(frozen=True)
class Rule:
    """A rule. Its sentence says what holds in a sound course; `examine` finds where it does not.

    A rule on a lesson that is `translated` is also asked about each translation, with the lesson as it reads there.
    Rules of reading are applied while a file is read, those of running by `tutor.check.live`: both have no `examine`.
    """

    id: str
    about: str
    severity: Severity = "error"
    subject: Subject = "reading"
    on_lesson: OnLesson | None = None
    on_translation: OnTranslation | None = None
    on_course: OnCourse | None = None
    translated: bool = False

    @property
    def standard(self) -> str:
        """The number of the question standard that it is, such as "Q06"; "" if it is none."""
        found = _STANDARD.search(self.about)
        return found[1] if found else ""


_STANDARD = re.compile(r"\((Q\d\d)\)\.$")
_RULES: dict[str, list[Rule]] = {}


def rules() -> dict[str, list[Rule]]:
    """All rules by id; a rule with several subjects has an entry for each."""
    import tutor.check.rules  # noqa: F401  # registers them

    return _RULES


def chosen(name: str) -> set[str]:
    """The ids of the rules that a name stands for: an id, or the number of a question standard; none if unknown."""
    return {id for id, same in rules().items() if name == id or name.upper() in {rule.standard for rule in same} - {""}}


def _register(rule: Rule) -> None:
    _RULES.setdefault(rule.id, []).append(rule)


def lesson_rule(
    id: str, about: str, severity: Severity = "error", translated: bool = False
) -> Callable[[OnLesson], OnLesson]:
    """Register a rule on one lesson. Paths of its findings are those of the lesson's file."""

    def register(examine: OnLesson) -> OnLesson:
        _register(Rule(id, about, severity, "lesson", on_lesson=examine, translated=translated))
        return examine

    return register


def translation_rule(id: str, about: str, severity: Severity = "error") -> Callable[[OnTranslation], OnTranslation]:
    """Register a rule on a translation. Paths of its findings are those of the translation's file."""

    def register(examine: OnTranslation) -> OnTranslation:
        _register(Rule(id, about, severity, "translation", on_translation=examine))
        return examine

    return register


def course_rule(id: str, about: str, severity: Severity = "error") -> Callable[[OnCourse], OnCourse]:
    """Register a rule on the course as a whole."""

    def register(examine: OnCourse) -> OnCourse:
        _register(Rule(id, about, severity, "course", on_course=examine))
        return examine

    return register


def applied_elsewhere(id: str, about: str, subject: Subject) -> None:
    """Register a rule that is applied while files are read or lessons run."""
    _register(Rule(id, about, "error", subject))
