"""Ids: of their form, in their place, unique; and no lesson comes before itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tutor.check.course import Course
from tutor.check.registry import Located, course_rule, lesson_rule
from tutor.course.compile import misplacement
from tutor.course.problem import Finding, Path
from tutor.course.sound import ids_in_lesson, options_of, steps_of
from tutor.course.types import Lesson, Order
from tutor.words import _

_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_LESSON_ID = re.compile(rf"{_ID.pattern}\.{_ID.pattern}")


@course_rule("id-place", "The id of a lesson is MODULE.FILE.")
def id_place(course: Course) -> Iterator[Located]:
    for id, file in course.lessons.items():
        if file.decoded.value is not None and (finding := misplacement(file.decoded.value, id)):
            yield Located(file.decoded.loaded, finding)


def _ids(lesson: Lesson) -> Iterator[tuple[Path, str, bool]]:
    """All ids that a lesson defines, with their path, and whether they are keys."""
    yield from ((path, id, len(path) == 2) for path, id in ids_in_lesson(lesson))
    for name in ("objectives", "misconceptions", "refs"):
        yield from (((name, id), id, True) for id in getattr(lesson, name))
    for path, options, _multiple in options_of(lesson):
        yield from (((*path, id), id, True) for id in options)
    for path, step in steps_of(lesson, Order):
        yield from (((*path, "items", id), id, True) for id in step.items)
        yield from (((*path, "extra", id), id, True) for id in step.extra)


@lesson_rule("id-form", "Ids are of small letters, digits and hyphens; lesson ids are two of them and a point.")
def id_form(lesson: Lesson) -> Iterator[Finding]:
    for path, id, key in _ids(lesson):
        if not _ID.fullmatch(id):
            yield _malformed(path, id, key)
    for n, alias in enumerate(lesson.aliases):
        if not _LESSON_ID.fullmatch(alias):
            message = _("`{id}` is not of the form MODULE.FILE.").format(id=alias)
            yield Finding(("aliases", n), message, _("Write a former id of this lesson."))


def _malformed(path: Path, id: str, key: bool = False) -> Finding:
    mend = _("Use small letters a to z, digits and hyphens, and begin with a letter or digit.")
    return Finding(path, _("`{id}` is not of the form of an id.").format(id=id), mend, key=key)


@course_rule("id-form", "Ids of the course, its modules, paths and files have that form too.")
def course_id_form(course: Course) -> Iterator[Located]:
    value = course.decoded.value
    if value is None:
        return
    ids: list[tuple[Path, str]] = [(("id",), value.id)]
    for m, module in enumerate(value.modules):
        ids.append((("modules", m, "id"), module.id))
        ids += [(("modules", m, "lessons", n), name) for n, name in enumerate(module.lessons)]
    ids += [(("paths", n, "id"), way.id) for n, way in enumerate(value.paths)]
    for path, id in ids:
        if not _ID.fullmatch(id):
            yield Located(course.decoded.loaded, _malformed(path, id))


@course_rule("id-duplicate", "Modules, paths, files of a module, and lessons, former ids too, have ids of their own.")
def course_id_duplicate(course: Course) -> Iterator[Located]:
    if value := course.decoded.value:
        loaded = course.decoded.loaded
        modules = [(("modules", m, "id"), module.id) for m, module in enumerate(value.modules)]
        paths = [(("paths", n, "id"), way.id) for n, way in enumerate(value.paths)]
        yield from (Located(loaded, finding) for finding in [*_repeated(modules), *_repeated(paths)])
        for m, module in enumerate(value.modules):
            names = [(("modules", m, "lessons", n), name) for n, name in enumerate(module.lessons)]
            yield from (Located(loaded, finding) for finding in _repeated(names))
    taken = dict.fromkeys(course.lessons, "")
    for id, file in course.lessons.items():
        for n, alias in enumerate(file.aliases):
            if alias in taken:
                message = _("The id `{id}` is taken by another lesson.").format(id=alias)
                mend = _("Leave the alias with the one lesson that had this id.")
                yield Located(file.decoded.loaded, Finding(("aliases", n), message, mend))
            taken.setdefault(alias, id)


def _repeated(ids: Sequence[tuple[Path, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, id in ids:
        if id in seen:
            yield Finding(path, _("`{id}` stands here a second time.").format(id=id), _("Remove it, or rename one."))
        seen.add(id)


@course_rule("prerequisite-circle", "No lesson needs itself, directly or through others.")
def prerequisite_circle(course: Course) -> Iterator[Located]:
    needs = {id: file.prerequisites for id, file in course.lessons.items()}
    done: set[str] = set()
    for start in needs:
        circle = _circle(start, needs, done)
        if circle:
            file = course.lessons[circle[0]]
            index = needs[circle[0]].index(circle[1])
            way = " → ".join(circle)
            message = _("This makes a circle: {way}.").format(way=way)
            finding = Finding(("prerequisites", index), message, _("Take one of them out."))
            yield Located(file.decoded.loaded, finding)


def _circle(start: str, needs: Mapping[str, list[str]], done: set[str]) -> list[str]:
    """The first circle that is met from `start`, its first id again at its end. Adds all that was seen to `done`."""
    trail: list[tuple[str, Iterator[str]]] = []
    on_trail: list[str] = []
    following: str | None = start
    while following is not None or trail:
        if following is not None:
            if following in on_trail:
                done.update(on_trail)
                return [*on_trail[on_trail.index(following) :], following]
            if following in needs and following not in done:
                trail.append((following, iter(needs[following])))
                on_trail.append(following)
        if not trail:
            return []
        following = next(trail[-1][1], None)
        if following is None:
            done.add(on_trail.pop())
            trail.pop()
    return []
