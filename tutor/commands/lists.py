"""What there is to learn, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.commands.cells import padded
from tutor.commands.shared import catalogue, chosen, json_option, lessons_option, print_json, store
from tutor.commands.spoken import Command
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import LessonEntry
    from tutor.progress.store import LessonProgress


@click.command(cls=Command)
@json_option
@lessons_option
def lessons(as_json: bool) -> None:
    """List the lessons with their progress."""
    course, progress = catalogue(), _progress()
    if as_json:
        print_json([_as_data(entry, progress) for module in course.modules for entry in module.lessons])
    else:
        for n, module in enumerate(course.modules):
            click.echo(("\n" if n else "") + module.title)
            for entry in module.lessons:
                click.echo(f"  {padded(entry.id, 34)}{padded(entry.title, 32)}{_state(entry, progress)}")
    if problems := course.problems:
        click.echo("", err=True)
        for problem in problems:
            click.echo(str(problem), err=True)


@click.command(cls=Command)
@json_option
@lessons_option
def stats(as_json: bool) -> None:
    """Show what you have done so far."""

    from tutor.lesson.backlog import keymap_for
    from tutor.lesson.standing import standing

    course, log = catalogue(), store()
    settings = chosen().loaded.settings
    now = standing(
        log, course, retention=settings.retention / 100, keymap=keymap_for(settings.ide, settings.system)
    )
    totals = log.totals()
    log.close()
    if as_json:
        print_json({**now.as_data(), **totals._asdict()})
        return
    rows = [
        (_("Lessons done"), _("{n} of {total}").format(n=now.lessons_done, total=now.lessons)),
        (_("Objectives reached"), _("{n} of {total}").format(n=now.objectives_reached, total=now.objectives)),
        (_("Steps done"), str(totals.steps_done)),
        *now.figures.rows(),
        (_("Next"), f"{now.next.lesson.title}  ({now.next.lesson.id})" if now.next else _("Every lesson is done.")),
    ]
    for name, value in rows:
        click.echo(padded(name, 26) + value)


def _progress() -> dict[str, LessonProgress]:
    log = store()
    try:
        return log.lessons()
    finally:
        log.close()


def _as_data(entry: LessonEntry, progress: dict[str, LessonProgress]) -> dict[str, object]:
    from tutor.lesson.suggest import done_steps

    return {
        "id": entry.id, "module": entry.module, "title": entry.title, "summary": entry.summary,
        "minutes": entry.minutes, "difficulty": entry.difficulty, "steps": len(entry.steps),
        "done": done_steps(entry, progress), "problems": [str(problem) for problem in entry.problems],
    }  # fmt: skip


def _state(entry: LessonEntry, progress: dict[str, LessonProgress]) -> str:
    from tutor.lesson.suggest import done_steps

    if entry.problems:
        return "✗ " + _("broken")
    done, total = done_steps(entry, progress), len(entry.steps)
    if done and done == total:
        return "✓"
    if done:
        return f"◔ {done}/{total}"
    return "◦ " + ngettext("{n} min", "{n} min", entry.minutes).format(n=entry.minutes)
