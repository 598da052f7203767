"""The commands. What is heavy is imported inside the command that needs it."""

from __future__ import annotations

import click

from tutor import __version__
from tutor.commands.authors import check, new, preview, translate
from tutor.commands.code import trust, try_, watch
from tutor.commands.http import ref, request, status
from tutor.commands.keys import keys
from tutor.commands.lists import lessons, stats
from tutor.commands.machine import doctor, locate, serve
from tutor.commands.progress import progress
from tutor.commands.review import due, review
from tutor.commands.shared import any_of, catalogue, chosen, global_options
from tutor.commands.spoken import Command, Group, Option
from tutor.start import USAGE, fail, show, tell_flaws
from tutor.words import _


@click.group(cls=Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    __version__, prog_name="tutor", message="%(prog)s %(version)s", cls=Option, help="Show the version and exit."
)
@global_options
@click.pass_context
def main(context: click.Context) -> None:
    """Learn web development at a terminal by doing it. Without a command: open the course."""
    if context.invoked_subcommand not in (None, "doctor") or chosen().plain:
        tell_flaws(chosen().loaded)
    if context.invoked_subcommand is None:
        show(None, chosen())


@click.command("open", cls=Command)
@click.argument("id", metavar="LESSON[#STEP]|MODULE")
@global_options
def open_(id: str) -> None:
    """Open a lesson, at a step if one is named, or home at a module."""
    course = catalogue()
    lesson, _sign, step = id.partition("#")
    entry = course.entry(lesson)
    if entry is not None:
        steps = [one.id for one in entry.steps]
        if step and steps and step not in steps:
            mend = _("Its steps are {names}.").format(names=", ".join(steps))
            fail(USAGE, _("There is no step {id}.").format(id=id), mend)
    elif id not in {module.id for module in course.modules}:
        near = course.nearest(id)
        mend = _("Did you mean {names}?").format(names=any_of(near)) if near else _("`tutor lessons` lists all.")
        fail(USAGE, _("There is no lesson or module {id}.").format(id=id), mend)
    show(id, chosen())


for command in (
    check, doctor, due, keys, lessons, locate, new, open_, preview, progress, ref, request, review, serve, stats,
    status, translate, trust, try_, watch,
):  # fmt: skip
    main.add_command(command)
