"""Every name leads to what it names."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from tutor.check.course import Course
from tutor.check.registry import Located, course_rule, lesson_rule, rules
from tutor.course.problem import Finding, Path
from tutor.course.sound import options_of, steps_of
from tutor.course.types import Drill, Keys, Lesson, Question, Step
from tutor.keyboard.keymaps import SETS as KEY_SETS
from tutor.keyboard.keymaps import actions
from tutor.reference.sets import SETS
from tutor.words import _


def _unknown(path: Path, id: str, known: Collection[str], message: str, *, key: bool = False) -> Finding:
    near = difflib.get_close_matches(id, known, 1)
    mend = _("Did you mean `{name}`?").format(name=near[0]) if near else _("Write one that exists, or define it.")
    return Finding(path, message.format(id=id), mend, key=key)


def _lesson_ids(course: Course) -> list[str]:
    """Ids of all lessons, former ones too, and of those that course.yaml names: that one is missing is said there."""
    modules = course.decoded.value.modules if course.decoded.value else []
    named = [f"{module.id}.{name}" for module in modules for name in module.lessons]
    return [*named, *(id for file in course.lessons.values() for id in (file.id, *file.aliases))]


@course_rule("prerequisite-unknown", "Prerequisites are lessons of the course.")
def prerequisite_unknown(course: Course) -> Iterator[Located]:
    known = _lesson_ids(course)
    for file in course.lessons.values():
        for n, id in enumerate(file.decoded.value.prerequisites if file.decoded.value else ()):
            if id not in known:
                finding = _unknown(("prerequisites", n), id, known, _("There is no lesson `{id}`."))
                yield Located(file.decoded.loaded, finding)


@course_rule("path-unknown", "Ways through the course consist of its lessons.")
def path_unknown(course: Course) -> Iterator[Located]:
    known = _lesson_ids(course)
    for p, way in enumerate(course.decoded.value.paths if course.decoded.value else ()):
        for n, id in enumerate(way.lessons):
            if id not in known:
                finding = _unknown(("paths", p, "lessons", n), id, known, _("There is no lesson `{id}`."))
                yield Located(course.decoded.loaded, finding)


@lesson_rule("ref-unknown", "`refs` of steps and cards are defined in the lesson.")
def ref_unknown(lesson: Lesson) -> Iterator[Finding]:
    users: list[tuple[Path, list[str]]] = [((*path, "refs"), step.refs) for path, step in steps_of(lesson, Step)]
    users += [(("cards", id, "refs"), card.refs) for id, card in lesson.cards.items()]
    for path, names in users:
        for i, name in enumerate(names):
            if name not in lesson.refs:
                yield _unknown((*path, i), name, lesson.refs, _("The lesson's `refs` have no `{id}`."))


@lesson_rule("objective-unknown", "`objectives` of steps are defined in the lesson.")
def objective_unknown(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Question):
        for i, name in enumerate(step.objectives):
            if name not in lesson.objectives:
                where = (*path, "objectives", i)
                yield _unknown(where, name, lesson.objectives, _("The lesson's `objectives` have no `{id}`."))


@lesson_rule("misconception-unknown", "`misconception` of an option is defined in the lesson.")
def misconception_unknown(lesson: Lesson) -> Iterator[Finding]:
    for path, options, _multiple in options_of(lesson):
        for id, option in options.items():
            name = option.misconception
            if name is not None and name not in lesson.misconceptions:
                where = (*path, id, "misconception")
                yield _unknown(where, name, lesson.misconceptions, _("The lesson's `misconceptions` have no `{id}`."))


@lesson_rule("same-as-unknown", "`same_as` is another step of the lesson.")
def same_as_unknown(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Question):
        if step.same_as is not None:
            others = [id for other in lesson.steps if other is not step for id in (other.id, *other.aliases)]
            if step.same_as not in others:
                yield _unknown((*path, "same_as"), step.same_as, others, _("No other step of the lesson is `{id}`."))


@lesson_rule("drill-set", "A set that a drill asks from is one of the reference, and cards that it asks are typed.")
def drill_set(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Drill):
        for i, source in enumerate(step.sources):
            where, name = (*path, "from", i), source.removeprefix("set:")
            if source.startswith("set:") and name not in SETS:
                yield _unknown(where, name, SETS, _("The reference has no set `{id}`."))
            elif (card := lesson.cards.get(source)) is not None and not card.answers:
                message = _("The card `{id}` is turned, not typed, so it cannot be timed.").format(id=source)
                yield Finding(where, message, _("Give it `answers`, or take it out."))


@lesson_rule("keys-unknown", "Every action and set of a keys step is one that keymaps have.")
def keys_unknown(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Keys):
        for n, id in enumerate(step.actions):
            if id not in actions():
                yield _unknown((*path, "actions", n), id, actions(), _("No keymap has an action `{id}`."))
        if step.set is not None and step.set not in KEY_SETS:
            yield _unknown((*path, "set"), step.set, KEY_SETS, _("The dojo has no set `{id}`."))


@lesson_rule("allow-form", "`allow` silences rules that exist, each with a reason.", "warning")
def allow_form(lesson: Lesson) -> Iterator[Finding]:
    for path, step in steps_of(lesson, Step):
        for name, reason in step.allow.items():
            where = (*path, "allow", name)
            if name not in rules():
                yield _unknown(where, name, rules(), _("There is no rule `{id}`."), key=True)
            elif not reason.strip():
                yield Finding(where, _("There is no reason for this."), _("Say why the rule does not fit here."))
