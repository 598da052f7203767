"""The commands. What is heavy is imported inside the command that needs it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tutor import __version__, words
from tutor.start import FAILED, USAGE, course_folder, fail, show
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue, LessonEntry
    from tutor.progress.store import LessonProgress
    from tutor.settings import Paths

F = TypeVar("F", bound=Callable[..., Any])


def _lessons_option(command: F) -> F:
    """--lessons, which works before and after the command: the one nearest to the end wins."""

    def keep(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
        if value is not None:
            context.find_root().obj = value

    return click.option(
        "--lessons",
        metavar="DIR",
        type=click.Path(path_type=Path),
        expose_value=False,
        callback=keep,
        help="Use the course in this folder (also TUTOR_LESSONS).",
    )(command)


class _Group(click.Group):
    """Suggests the nearest command for an unknown one."""

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            import difflib

            near = difflib.get_close_matches(args[0], self.commands, 1)
            mend = _(" Did you mean {name}?").format(name=near[0]) if near else ""
            ctx.fail(_("There is no command {name}.").format(name=args[0]) + mend)


@click.group(cls=_Group, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="tutor", message="%(prog)s %(version)s")
@_lessons_option
@click.pass_context
def main(context: click.Context) -> None:
    """Learn web development at a terminal by doing it. Without a command: open the course."""
    words.use(words.from_environment())
    if context.invoked_subcommand is None:
        show(None, _chosen())


# ── With a screen ────────────────────────────────────────────────────────────────────────────────


@main.command("open")
@click.argument("id", metavar="LESSON|MODULE")
@_lessons_option
def open_(id: str) -> None:
    """Open a lesson, or home at a module."""
    catalogue = _catalogue()
    if catalogue.entry(id) is None and id not in {module.id for module in catalogue.modules}:
        near = catalogue.nearest(id)
        mend = _("Did you mean {names}?").format(names=_or(near)) if near else _("`tutor lessons` lists all.")
        fail(USAGE, _("There is no lesson or module {id}.").format(id=id), mend)
    show(id, _chosen())


# ── Without ──────────────────────────────────────────────────────────────────────────────────────


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@_lessons_option
def lessons(as_json: bool) -> None:
    """List the lessons with their progress."""
    catalogue, progress = _catalogue(), _progress()
    if as_json:
        _print_json([_as_data(entry, progress) for module in catalogue.modules for entry in module.lessons])
    else:
        for n, module in enumerate(catalogue.modules):
            click.echo(("\n" if n else "") + module.title)
            for entry in module.lessons:
                click.echo(f"  {_padded(entry.id, 34)}{_padded(entry.title, 32)}{_state(entry, progress)}")
    if problems := catalogue.problems:
        click.echo("", err=True)
        for problem in problems:
            click.echo(str(problem), err=True)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@_lessons_option
def stats(as_json: bool) -> None:
    """Show what you have done so far."""
    from dataclasses import asdict

    from tutor.lesson.suggest import is_done, suggest

    catalogue = _catalogue()
    store = _store()
    progress, totals = store.lessons(), store.totals()
    entries = [entry for module in catalogue.modules for entry in module.lessons]
    done = sum(is_done(entry, progress) for entry in entries)
    following = suggest(catalogue, progress)
    days = len(store.days(30))
    store.close()
    if as_json:
        _print_json(
            {**asdict(totals), "lessons_done": done, "lessons": len(entries), "days_of_30": days,
             "next": following.lesson.id if following else None}
        )  # fmt: skip
        return
    share = f" ({100 * totals.first_try_right // totals.first_tries} %)" if totals.first_tries else ""
    rows = [
        (_("Lessons done"), _("{n} of {total}").format(n=done, total=len(entries))),
        (_("Steps done"), str(totals.steps_done)),
        (_("Answers"), str(totals.answers)),
        (_("Right at the first try"), f"{totals.first_try_right}{share}"),
        (_("Minutes"), str(totals.minutes)),
        (_("Days of the last 30"), str(days)),
        (
            _("Next"),
            f"{following.lesson.title}  ({following.lesson.id})" if following else _("Every lesson is done."),
        ),
    ]
    for name, value in rows:
        click.echo(_padded(name, 26) + value)


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@_lessons_option
def check(paths: tuple[Path, ...], as_json: bool) -> None:
    """Prove that lessons are sound: the whole course, or the given files and folders."""
    from tutor.check import report_text, run_check

    for path in paths:
        if not path.exists():
            fail(USAGE, _("There is no file or folder {path}.").format(path=path), "")
    report = run_check(_lessons_dir(), list(paths) or None)
    click.echo(report.as_json() if as_json else report_text(report))
    sys.exit(FAILED if report.errors else 0)


@main.command()
@click.argument("what", type=click.Choice(["data", "config", "cache", "log", "lessons"]))
@_lessons_option
def locate(what: str) -> None:
    """Print where something is kept."""
    click.echo(_lessons_dir() if what == "lessons" else getattr(_paths(), what))


@main.command()
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="0, the default, lets the system choose.")
@_lessons_option
def serve(port: int) -> None:
    """Run the bundled server for curl or a browser, until Ctrl+C."""
    import contextlib
    import threading

    from tutor.lesson.server import start_server

    try:
        server = start_server(port, on_request=lambda request: click.echo(str(request)))
    except OSError as error:
        fail(
            FAILED,
            _("Port {port} cannot be had: {why}.").format(port=port, why=error.strerror),
            _("Leave --port out, and a free one is chosen."),
        )
    click.echo(_("The bundled server listens at {url}; Ctrl+C ends it.").format(url=server.url))
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    server.stop()


# ── What the commands share ──────────────────────────────────────────────────────────────────────


def _or(names: list[str]) -> str:
    return _(" or ").join(names)


def _paths() -> Paths:
    from tutor.settings import paths

    return paths()


def _chosen() -> Path | None:
    """The folder that --lessons names, before or after the command."""
    chosen: Path | None = click.get_current_context().find_root().obj
    return chosen


def _lessons_dir() -> Path:
    return course_folder(_chosen())


def _catalogue() -> Catalogue:
    from tutor.course.catalogue import open_catalogue

    catalogue = open_catalogue(_lessons_dir(), _paths().cache, words.language())
    catalogue.refresh()
    return catalogue


def _store() -> Any:
    from tutor.progress.open import open_store

    store = open_store(_paths().data)
    for told in filter(None, (store.problem, store.notice, store.mirror_problem)):
        click.echo(f"tutor: {told}", err=True)
    return store


def _progress() -> dict[str, LessonProgress]:
    store = _store()
    try:
        lessons: dict[str, LessonProgress] = store.lessons()
        return lessons
    finally:
        store.close()


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


def _padded(text: str, cells: int) -> str:
    """Text padded by cells, so that Korean lines up too; one blank at least."""
    import unicodedata

    width = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(1, cells - width)


def _print_json(data: object) -> None:
    import json

    click.echo(json.dumps(data, ensure_ascii=False, indent=2))
