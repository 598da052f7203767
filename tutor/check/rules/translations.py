"""Translations: of what exists, complete, and made from today's English."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from tutor.check.course import Course, LessonFile, Translation
from tutor.check.registry import Located, course_rule, translation_rule
from tutor.course.overlay import Flaw, flaws, untranslated
from tutor.course.problem import Finding, Path
from tutor.course.prose import source_hash
from tutor.course.strict import Loaded
from tutor.course.types import CourseFile, CourseOverlay, Lesson, Overlay, Patch, Record
from tutor.words import _


def _parts(lesson: Lesson, overlay: Overlay) -> Iterator[tuple[Path, Record, Patch]]:
    """Each patch with its path in the translation and what it translates."""
    if overlay.lesson:
        yield ("lesson",), lesson, overlay.lesson
    for id, patch in overlay.steps.items():
        if step := lesson.step(id):
            yield ("steps", id), step, patch
    for id, patch in overlay.cards.items():
        for name, card in lesson.cards.items():
            if id == name or id in card.aliases:
                yield ("cards", id), card, patch


def _both(file: LessonFile, translation: Translation) -> tuple[Lesson, Overlay] | None:
    lesson, overlay = file.decoded.value, translation.decoded.value
    return (lesson, overlay) if lesson is not None and overlay is not None else None


def _each(
    file: LessonFile, translation: Translation, examine: Callable[[Path, Record, Patch], Iterator[Finding]]
) -> Iterator[Finding]:
    if both := _both(file, translation):
        for path, record, patch in _parts(*both):
            yield from examine(path, record, patch)


@translation_rule("translation-of", "A translation is of the lesson beside it.")
def translation_of(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    if (both := _both(file, translation)) and both[1].of != both[0].id:
        yield _other(both[1].of, both[0].id)


def _other(got: str, wanted: str) -> Finding:
    message = _("This says that it translates {got}.").format(got=got)
    return Finding(("of",), message, _("Write `of: {wanted}`.").format(wanted=wanted))


@translation_rule("translation-unknown", "A translation holds steps, cards and prose that the lesson has.")
def translation_unknown(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    if both := _both(file, translation):
        lesson, overlay = both
        known = {path for path, _record, _patch in _parts(lesson, overlay)}
        for kind, patches in (("steps", overlay.steps), ("cards", overlay.cards)):
            for id in patches:
                if (kind, id) not in known:
                    message = _("The lesson has no `{id}` among its {kind}.").format(id=id, kind=kind)
                    yield Finding((kind, id), message, _("Take it out, or mend the id."), key=True)
    yield from _each(file, translation, _unknown)


def _unknown(path: Path, record: Record, patch: Patch) -> Iterator[Finding]:
    for flaw in flaws(record, patch):
        if flaw.kind != "length":
            yield _flaw(path, flaw)


def _flaw(path: Path, flaw: Flaw) -> Finding:
    if flaw.kind == "code":
        message, mend = _("The English is code, which is the same in every language."), _("Take it out.")
    elif flaw.kind == "shape":
        message, mend = _("This has not the shape of the English."), _("Write it as the lesson does.")
    else:
        message = _("The lesson has no prose `{name}` here.").format(name=flaw.path[-1])
        mend = _("Take it out, or mend its name.")
    return Finding((*path, *flaw.path), message, mend, key=True)


@translation_rule("translation-length", "Lists of a translation, such as hints, are as long as the English ones.")
def translation_length(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    def examine(path: Path, record: Record, patch: Patch) -> Iterator[Finding]:
        for flaw in flaws(record, patch):
            if flaw.kind == "length":
                message = _("This list is not as long as the English one.")
                yield Finding((*path, *flaw.path), message, _("Translate each entry, in the same order."), key=True)

    yield from _each(file, translation, examine)


@translation_rule("translation-source", "Each part of a translation records the hash of its English.")
def translation_source(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    def examine(path: Path, record: Record, patch: Patch) -> Iterator[Finding]:
        if not isinstance(patch.get("source"), str):
            message = _("The hash of the English is missing.")
            yield Finding(path, message, _("Add `source: {hash}`.").format(hash=source_hash(record)), key=True)

    yield from _each(file, translation, examine)


@translation_rule("translation-stale", "Each part of a translation was made from today's English.", "warning")
def translation_stale(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    def examine(path: Path, record: Record, patch: Patch) -> Iterator[Finding]:
        source = patch.get("source")
        if isinstance(source, str) and source != source_hash(record):
            yield _stale((*path, "source"), record)

    yield from _each(file, translation, examine)


def _stale(path: Path, record: Record) -> Finding:
    message = _("The English was changed since it was translated.")
    return Finding(path, message, _("Review it, then write `source: {hash}`.").format(hash=source_hash(record)))


@translation_rule("translation-incomplete", "A translation holds all prose of its lesson.", "warning")
def translation_incomplete(file: LessonFile, translation: Translation) -> Iterator[Finding]:
    both = _both(file, translation)
    if both is None:
        return
    lesson, overlay = both
    parts = {id(record): (path, patch) for path, record, patch in _parts(lesson, overlay)}
    wanted: list[tuple[str, Path, Record]] = [("lesson", ("lesson",), lesson)]
    wanted += [(step.id, ("steps", step.id), step) for step in lesson.steps]
    wanted += [(name, ("cards", name), card) for name, card in lesson.cards.items()]
    for name, path, record in wanted:
        where, patch = parts.get(id(record), (path, {}))
        if missing := untranslated(record, patch):
            yield _incomplete(where, name, missing)


def _incomplete(path: Path, name: str, missing: list[Path]) -> Finding:
    fields = ", ".join(".".join(map(str, inner)) for inner in missing[:3]) + (", …" if len(missing) > 3 else "")
    message = _("Of `{name}` this is not translated: {fields}.").format(name=name, fields=fields)
    return Finding(path, message, _("Translate it; until then the English is shown."), key=True)


@course_rule("translation-missing", "Every lesson is translated into the languages of the course.", "warning")
def translation_missing(course: Course) -> Iterator[Located]:
    for language in course.decoded.value.translations if course.decoded.value else ():
        if language not in course.translations:
            yield Located(course.decoded.loaded, _missing("course", language))
        for file in course.lessons.values():
            if language not in {translation.language for translation in file.translations}:
                yield Located(file.decoded.loaded, _missing(file.id.partition(".")[2], language))


def _missing(stem: str, language: str) -> Finding:
    message = _("There is no translation into {language}.").format(language=language)
    return Finding((), message, _("Write {file} beside it.").format(file=f"{stem}.{language}.yaml"))


# ── Of the course file ───────────────────────────────────────────────────────────────────────────


def _course_overlays(course: Course) -> Iterator[tuple[CourseFile, CourseOverlay, Loaded]]:
    for overlay in course.translations.values():
        if course.decoded.value is not None and overlay.value is not None:
            yield course.decoded.value, overlay.value, overlay.loaded


def _course_patch(overlay: CourseOverlay) -> Patch:
    title = {} if overlay.title is None else {"title": overlay.title}
    paths: Patch = {"paths": overlay.paths} if overlay.paths else {}  # a course need not have any
    return {**title, "modules": overlay.modules, **paths}


@course_rule("translation-of", "A translation of the course file is of this course.")
def course_translation_of(course: Course) -> Iterator[Located]:
    for value, overlay, loaded in _course_overlays(course):
        if overlay.of != value.id:
            yield Located(loaded, _other(overlay.of, value.id))


@course_rule("translation-unknown", "A translation of the course file holds modules, paths and prose that it has.")
def course_translation_unknown(course: Course) -> Iterator[Located]:
    for value, overlay, loaded in _course_overlays(course):
        for flaw in flaws(value, _course_patch(overlay)):
            yield Located(loaded, _flaw((), flaw))


@course_rule("translation-stale", "A translation of the course file was made from today's English.", "warning")
def course_translation_stale(course: Course) -> Iterator[Located]:
    for value, overlay, loaded in _course_overlays(course):
        if overlay.source != source_hash(value):
            yield Located(loaded, _stale(("source",), value))


@course_rule("translation-incomplete", "A translation of the course file holds all of its prose.", "warning")
def course_translation_incomplete(course: Course) -> Iterator[Located]:
    for value, overlay, loaded in _course_overlays(course):
        if missing := untranslated(value, _course_patch(overlay)):
            yield Located(loaded, _incomplete((), value.id, missing))
