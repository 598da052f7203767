"""What is due, and asking it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tutor.commands.shared import (
    catalogue,
    chosen,
    folders,
    global_options,
    json_option,
    lessons_dir,
    lessons_option,
    print_json,
    store,
)
from tutor.commands.spoken import Command, Option
from tutor.start import show
from tutor.words import _

if TYPE_CHECKING:
    from tutor.lesson.reviewable import Reviewable


@click.command(cls=Command)
@json_option
@lessons_option
def due(as_json: bool) -> None:
    """Say how many reviews are due; quick enough for a shell prompt."""
    from tutor.lesson.backlog import backlog, due_text, keymap_for, later_text

    log = store()
    settings = chosen().loaded.settings
    keymap = keymap_for(settings.ide, settings.system)
    found = backlog(log, items(), retention=settings.retention / 100, keymap=keymap, minutes=settings.minutes)
    log.close()
    count, minutes = len(found.items), found.minutes
    if as_json:
        overdue = sum(one.late > 0 for one in found.items)
        print_json(
            {
                "due": count, "overdue": overdue, "minutes": minutes, "later": len(found.later),
                "items": [one.item for one in found.items],
            }
        )  # fmt: skip
        return
    later = later_text(found)
    nothing = _("Today's part is done.") if later else _("Nothing is due.")
    text = due_text(count, minutes) if count else nothing
    click.echo(f"{text}; {later}" if count and later else f"{text} {later}".rstrip())


@click.command(cls=Command)
@click.option(
    "--minutes", cls=Option, type=click.IntRange(0, 600), default=None,
    help="As many as fit into this time; 0 takes all. Without it: your minutes a day.",
)  # fmt: skip
@click.option(
    "--spread", cls=Option, metavar="DAYS", type=click.IntRange(0, 60), default=None,
    help="Spread what is due over so many days from today on; 0 takes that back.",
)  # fmt: skip
@global_options
def review(minutes: int | None, spread: int | None) -> None:
    """Ask what is due, what is most overdue first."""
    if spread is not None:
        log = store()
        log.spread_over(spread)
        log.close()
    show(None, chosen(), review=chosen().loaded.settings.minutes if minutes is None else minutes)


def items() -> Reviewable:
    """What can be reviewed: the list as it was kept when the course was read last, else from the course itself."""
    from tutor.lesson.reviewable import kept, of_course

    cache = folders().cache
    return kept(cache, lessons_dir()) or of_course(catalogue(), cache)
