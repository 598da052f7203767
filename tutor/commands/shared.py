"""What the commands share: what was chosen before them, and the course and the progress they read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tutor import words
from tutor.commands.spoken import Option
from tutor.start import Chosen, bring_up_to_date, course_folder
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue
    from tutor.progress.store import Store
    from tutor.settings import Paths

F = TypeVar("F", bound=Callable[..., Any])


def chosen() -> Chosen:
    """What was chosen, before or after the command."""
    found: Chosen = click.get_current_context().find_root().obj
    return found


def _kept(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value:
        setattr(context.find_root().obj, str(parameter.name), value)


def global_options(command: F) -> F:
    """--lessons and --plain, which work before and after the command: of two the one nearest to the end wins."""
    for option in (_lessons, _plain(hidden=False)):
        command = option(command)
    return command


def lessons_option(command: F) -> F:
    """The global options of a command that opens no lesson: --plain is taken, since its lines are plain anyway."""
    for option in (_lessons, _plain(hidden=True)):
        command = option(command)
    return command


def _lessons(command: F) -> F:
    return click.option(
        "--lessons",
        cls=Option,
        metavar="DIR",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=_kept,
        help="Use the course in this folder (also TUTOR_LESSONS).",
    )(command)


def _plain(*, hidden: bool) -> Callable[[F], F]:
    return click.option(
        "--plain",
        cls=Option,
        is_flag=True,
        hidden=hidden,
        expose_value=False,
        callback=_kept,
        help="Lessons as plain lines, without a screen.",
    )


def json_option(command: F) -> F:
    """--json, as the parameter `as_json`."""
    return click.option("--json", "as_json", cls=Option, is_flag=True, help="For programs.")(command)


def print_json(data: object) -> None:
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def any_of(names: list[str]) -> str:
    return _(" or ").join(names)


# ── What they read ───────────────────────────────────────────────────────────────────────────────


def folders() -> Paths:
    from tutor.settings import paths

    return paths()


def lessons_dir() -> Path:
    return course_folder(chosen().lessons)


def catalogue() -> Catalogue:
    """The course, as its files are now."""
    from tutor.course.catalogue import open_catalogue

    opened = open_catalogue(lessons_dir(), folders().cache, words.language())
    opened.refresh()
    return opened


def store() -> Store:
    """The progress; what is wrong with it is said on stderr."""
    from tutor.progress.open import open_store

    bring_up_to_date(folders().data)
    opened = open_store(folders().data)
    for told in filter(None, (opened.problem, opened.notice, opened.mirror_problem, opened.clock_notice())):
        click.echo(f"tutor: {told}", err=True)
    return opened
