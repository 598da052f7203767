"""For those who write and translate lessons."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.commands.shared import any_of, catalogue, chosen, folders, json_option, lessons_dir, lessons_option
from tutor.commands.spoken import Command, Option
from tutor.start import FAILED, USAGE, fail
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import LessonEntry
    from tutor.course.problem import Problem
    from tutor.course.translating import Outcome


@click.command(cls=Command)
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--only", cls=Option, metavar="RULE", multiple=True, help="Only this rule; may be repeated.")
@click.option("--skip", cls=Option, metavar="RULE", multiple=True, help="Without this rule; may be repeated.")
@click.option("--anew", cls=Option, is_flag=True, help="Prove again what was proved and has not changed.")
@json_option
@lessons_option
def check(paths: tuple[Path, ...], only: tuple[str, ...], skip: tuple[str, ...], anew: bool, as_json: bool) -> None:
    """Prove that lessons are sound: the whole course, or the given files and folders."""
    from tutor.check import Proved, report_text, run_check
    from tutor.commands.code import trusted
    from tutor.workshop.process import StartError

    for path in paths:
        if not path.exists():
            fail(USAGE, _("There is no file or folder {path}.").format(path=path), "")
    for name in (*only, *skip):
        _known_rule(name)
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=1, label=_("Demos sent"), file=sys.stderr, show_eta=False, hidden=hidden) as bar:

        def told(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        code, proved = trusted(), Proved(folders().cache / "proved.txt", anew=anew)
        try:
            report = run_check(
                lessons_dir(), list(paths) or None, only=only, skip=skip, progress=told, screens=True, code=code,
                proved=proved,
            )  # fmt: skip
            proved.save()
        except StartError as error:
            fail(FAILED, _("The workshop cannot start: {why}.").format(why=error), "")
    if not code:
        mend = _("`tutor trust {folder} --always` lets it.").format(folder=lessons_dir())
        click.echo(f"{_('Code of this course was not run: it did not come with tutor.')} {mend}", err=True)
    click.echo(report.as_json() if as_json else report_text(report))
    sys.exit(FAILED if report.errors else 0)


@click.command(cls=Command)
@click.argument("lesson", metavar="LESSON")
@lessons_option
def new(lesson: str) -> None:
    """Write the commented template of a new lesson, MODULE.FILE, and name it in course.yaml."""
    from tutor.course.new import NewError, new_lesson

    try:
        path = new_lesson(lessons_dir(), lesson)
    except NewError as error:
        fail(FAILED, str(error), "")
    click.echo(str(path))
    click.echo(_("Look at it: {command}").format(command=f"tutor open {lesson}"))
    click.echo(_("Prove it: {command}").format(command=f"tutor check {path}"))


@click.command(cls=Command)
@click.argument("lesson", metavar="LESSON|FILE")
@lessons_option
def preview(lesson: str) -> None:
    """Show a lesson while it is written: whenever its file is saved it is read again, at the same step."""
    from tutor.start import preview as show

    path = Path(lesson).resolve()
    if lesson.endswith(".yaml"):
        if not path.is_file():
            fail(USAGE, _("There is no file or folder {path}.").format(path=lesson), "")
        chosen().lessons = path.parent.parent
        lesson = f"{path.parent.name}.{path.name.partition('.')[0]}"
    if chosen().plain:
        fail(USAGE, _("A preview needs a screen."), _("`tutor check` works without one."))
    entry = lesson_named(lesson)
    folder = lessons_dir()

    def examine() -> list[Problem]:
        from tutor.check import run_check

        return run_check(folder, [folder / entry.file], start=None).problems

    show(entry.id, chosen(), examine)


def _known_rule(name: str) -> None:
    """End the program if there is no such rule."""
    import difflib

    from tutor.check.registry import chosen as ids_named
    from tutor.check.registry import rules

    if not ids_named(name):
        near = difflib.get_close_matches(name, rules(), 3)
        mend = _("Did you mean {names}?").format(names=any_of(near)) if near else _("docs/lesson-format.md lists all.")
        fail(USAGE, _("There is no rule {id}.").format(id=name), mend)


@click.command(cls=Command)
@click.argument("lesson", metavar="LESSON")
@click.argument("language", metavar="LANGUAGE")
@click.option(
    "--stamp",
    "stamps",
    cls=Option,
    metavar="STEP",
    multiple=True,
    help="Record that this step's translation fits today's English; may be repeated; all takes every stale one.",
)
@lessons_option
def translate(lesson: str, language: str, stamps: tuple[str, ...]) -> None:
    """Add to a translation what it lacks, and name what the English has outrun."""
    from tutor.course.translating import TranslateError, complete, stamp

    entry = lesson_named(lesson)
    folder = lessons_dir()
    try:
        outcome = complete(folder, entry.file, language)
        _told_added(outcome)
        ids = outcome.stale if "all" in stamps else list(stamps)
        if ids:
            outcome = stamp(folder, entry.file, language, ids)
    except TranslateError as error:
        fail(FAILED, str(error), "")
    if outcome.stamped:
        click.echo(_("Stamped as fitting: {names}.").format(names=", ".join(outcome.stamped)))
    elif stamps:
        click.echo(_("Nothing is stale, so nothing was stamped."))
    if outcome.stale:
        click.echo(_("The English has changed since these were translated: {names}.").format(
            names=", ".join(outcome.stale)
        ))  # fmt: skip
        command = f"tutor translate {entry.id} {language} --stamp STEP"
        click.echo(_("Compare each, then: {command} (all: every one).").format(command=command))


def lesson_named(id: str) -> LessonEntry:
    """The lesson with this id. Ends the program, with ids like it, if there is none."""
    course = catalogue()
    entry = course.entry(id)
    if entry is None:
        near = [other for other in course.nearest(id) if course.entry(other)]
        mend = _("Did you mean {names}?").format(names=any_of(near)) if near else _("`tutor lessons` lists all.")
        fail(USAGE, _("There is no lesson {id}.").format(id=id), mend)
    return entry


def _told_added(outcome: Outcome) -> None:
    click.echo(str(outcome.path))
    count = len(outcome.added)
    if not count:
        click.echo(_("Nothing had to be added."))
        return
    click.echo(
        ngettext(
            "{n} part was added, with the English as comments: {names}.",
            "{n} parts were added, with the English as comments: {names}.",
            count,
        ).format(n=count, names=", ".join(outcome.added))
    )
