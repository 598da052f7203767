"""Looking after progress: its copies, its way to other machines, and beginning anew."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tutor.commands.shared import chosen, folders, json_option, lessons_option, print_json, store
from tutor.commands.spoken import Command, Group, Option
from tutor.start import FAILED, USAGE, fail
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.progress.store import Store


@click.group(cls=Group)
def progress() -> None:
    """Look after your progress: verify, back up, export, merge, begin anew."""


@contextmanager
def _opened() -> Iterator[Store]:
    """The store, which has to be able to save; failures are told in words."""
    from tutor.progress.trouble import StoreFailed

    log = store()
    try:
        if not log.durable:
            sys.exit(FAILED)  # why was said when it was opened
        yield log
    except StoreFailed as error:
        fail(FAILED, str(error), "")
    finally:
        log.close()


def _told() -> Callable[[int], None]:
    """Shows how many events were told, on a terminal alone."""

    def told(count: int) -> None:
        if sys.stderr.isatty():
            click.echo("\r" + _("{n} events").format(n=count), err=True, nl=False)

    return told


def _entries(count: int) -> str:
    return ngettext("{n} entry", "{n} entries", count).format(n=count)


# ── Copies ───────────────────────────────────────────────────────────────────────────────────────


@progress.command(cls=Command)
@json_option
@lessons_option
def verify(as_json: bool) -> None:
    """Check every page and checksum of the log and its copies. Exit status: 0 sound, 1 not."""
    from tutor.progress.mend import verify as look
    from tutor.progress.schema import ForeignError, NewerError
    from tutor.progress.trouble import unread

    data = folders().data
    try:
        found = look(data)
    except (OSError, sqlite3.Error, ForeignError, NewerError) as error:
        fail(FAILED, unread(data, error), _("`tutor progress repair` brings back what its copies have."))
    if as_json:
        print_json(found._asdict())
    else:
        click.echo(_("Log: {entries}. Second copy: {mirrored}. Backups: {backups}.").format(
            entries=_entries(found.events), mirrored=_entries(found.mirrored), backups=found.backups
        ))  # fmt: skip
        if found.single:
            click.echo(_("Only in the log so far: {entries}.").format(entries=_entries(found.single)))
        if found.future:
            click.echo(_("Of a time to come, since a clock was ahead: {entries}.").format(
                entries=_entries(found.future)
            ))  # fmt: skip
        for line in found.wrong:
            click.echo(f"✗ {line}")
        click.echo(_("All is sound.") if not found.wrong else _("`tutor progress repair` mends it."))
    sys.exit(FAILED if found.wrong else 0)


@progress.command(cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@lessons_option
def backup(file: Path | None) -> None:
    """Back up the log, and verify the copy; into FILE, else beside the log."""
    from tutor.progress.backup import back_up, backups
    from tutor.progress.mend import back_up_to

    data = folders().data
    with _opened():
        pass
    if file is not None:
        try:
            sound = back_up_to(data, file.absolute())
        except (OSError, sqlite3.Error) as error:
            fail(FAILED, _("{file} cannot be written: {why}.").format(file=file, why=error), "")
        if not sound:
            fail(FAILED, _("The log is not sound."), _("`tutor progress repair` mends it."))
        click.echo(_("Backed up: {file}").format(file=file))
        return
    made = back_up(data)
    newest = made or next(iter(backups(data)), None)
    if newest is None:
        click.echo(_("There is nothing to back up yet."))
    elif made is None:
        click.echo(_("Nothing new since {file}.").format(file=newest.path))
    else:
        click.echo(_("Backed up: {file}").format(file=made.path))


@progress.command(cls=Command)
@click.argument("day", required=False)
@lessons_option
def restore(day: str | None) -> None:
    """Bring back what the backup of a DAY has and the log lacks; without DAY, list the backups."""
    from tutor.progress.backup import backups
    from tutor.progress.mend import restore as bring_back

    found = backups(folders().data)
    if day is None:
        for one in found:
            held = _entries(one.events) if one.events is not None else _("cannot be read")
            click.echo(f"{one.day.isoformat()}  {held}")
        if not found:
            click.echo(_("There are no backups yet."))
        return
    chosen_one = next((one for one in found if one.day.isoformat() == day), None)
    if chosen_one is None:
        fail(USAGE, _("There is no backup of {day}.").format(day=day), _("Without a day, all are listed."))
    with _opened() as log:
        count = bring_back(log, chosen_one, _told())
    click.echo(_("Brought back: {entries}. Nothing was taken away.").format(entries=_entries(count)))


@progress.command(cls=Command)
@lessons_option
def repair() -> None:
    """Check all, bring back what the copies have beyond the log, and work everything out anew."""
    from tutor.progress.mend import repair as mend
    from tutor.progress.trouble import StoreFailed

    try:
        mended = mend(folders().data, _told())
    except StoreFailed as error:
        fail(FAILED, str(error), "")
    if mended.notice:
        click.echo(mended.notice)
    click.echo(_("Brought back from the copies: {entries}.").format(entries=_entries(mended.brought)))


# ── Beginning anew ───────────────────────────────────────────────────────────────────────────────


@progress.command(cls=Command)
@click.argument("what", required=False, metavar="MODULE|LESSON|ITEM")
@click.option("--yes", cls=Option, is_flag=True, help="Do not ask.")
@click.option("--undo", cls=Option, is_flag=True, help="Take the last reset back.")
@lessons_option
def reset(what: str | None, yes: bool, undo: bool) -> None:
    """Begin all anew, or a module, a lesson or an item, as if never met. It asks first and can be undone."""
    with _opened() as log:
        if undo:
            since = log.last_forgotten()
            if since is None:
                click.echo(_("There is no reset to take back."))
                return
            count = log.remember(since)
            click.echo(ngettext("{n} item is as before.", "{n} items are as before.", count).format(n=count))
            return
        if not yes:
            if not sys.stdin.isatty():
                fail(USAGE, _("Nothing was reset."), _("--yes answers the question that cannot be asked here."))
            question = _("Begin {what} anew?").format(what=what) if what else _("Begin everything anew?")
            if not click.confirm(question):
                return
        count = log.forget(lambda item: what is None or item == what or item.startswith((f"{what}#", f"{what}.")))
    click.echo(
        ngettext("{n} item begins anew.", "{n} items begin anew.", count).format(n=count)
        + (" " + _("`tutor progress reset --undo` takes that back.") if count else "")
    )


# ── To and from elsewhere ────────────────────────────────────────────────────────────────────────


@progress.command(cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--format", "form", cls=Option, type=click.Choice(["jsonl", "csv", "html"]), default=None,
    help="jsonl (all of it), csv (a table) or html (a report). Else by the name of FILE.",
)  # fmt: skip
@lessons_option
def export(file: Path | None, form: str | None) -> None:
    """Write progress to FILE, or to the standard output, for other programs or for reading."""
    from tutor.progress.export import as_csv, as_jsonl

    named = file.suffix.lstrip(".").lower() if file else ""
    form = form or (named if named in ("csv", "html") else "jsonl")
    with _opened() as log:
        content = {"jsonl": as_jsonl, "csv": as_csv, "html": _report}[form](log)
    if file is None:
        sys.stdout.buffer.write(content)
        return
    try:
        file.write_bytes(content)
    except OSError as error:
        fail(FAILED, _("{file} cannot be written: {why}.").format(file=file, why=error.strerror), "")
    click.echo(_("Written: {file}").format(file=file))


def _report(log: Store) -> bytes:
    from tutor import words
    from tutor.commands.shared import catalogue
    from tutor.lesson.reviewable import reviewable
    from tutor.progress.export import as_html

    course = catalogue()
    titles = {module.id: module.title for module in course.modules}
    titles |= {
        f"{entry.id}#{part.id}": f"{part.title} ({entry.title})"
        for module in course.modules for entry in module.lessons for part in entry.items
    }  # fmt: skip
    figures = log.figures(reviewable(course).known, retention=chosen().loaded.settings.retention / 100)
    return as_html(figures, lambda id: titles.get(id, id), words.language())


@progress.command("import", cls=Command)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@lessons_option
def import_(file: Path) -> None:
    """Take in a file of JSON lines, as `export` writes it. What is there already stays as it is."""
    from tutor.progress.mend import import_lines

    with _opened() as log:
        try:
            found = import_lines(log, file, _told())
        except OSError as error:
            fail(FAILED, _("{file} cannot be read: {why}.").format(file=file, why=error.strerror), "")
    click.echo(_("Read: {lines}. New: {new}.").format(lines=_entries(found.lines), new=_entries(found.brought)))
    if found.damaged:
        click.echo(_("Damaged or nothing of ours: {entries}.").format(entries=_entries(found.damaged)), err=True)
        sys.exit(FAILED)


@progress.command(cls=Command)
@click.argument("folder", required=False, type=click.Path(path_type=Path, file_okay=False))
@lessons_option
def merge(folder: Path | None) -> None:
    """Bring progress together with that of other machines in FOLDER; without it, in the folder of the settings."""
    from tutor.progress.sync import SharedFolder

    setting = chosen().loaded.settings.sync
    shared = folder or (Path(setting).expanduser() if setting else None)
    if shared is None or not shared.is_dir():
        what = _("There is no folder {folder}.").format(folder=shared) if shared else _("No folder is named.")
        fail(USAGE, what, _("Name one, or set `sync` in the settings."))
    with _opened() as log:
        did = SharedFolder(shared).exchange(log)
    if did.problem:
        fail(FAILED, did.problem, "")
    click.echo(_("New here: {new}. Written there: {written}.").format(
        new=_entries(did.brought), written=_entries(did.written)
    ))  # fmt: skip
    for name in did.torn:
        click.echo(_("{file} has torn lines; they are read again once it is whole.").format(file=name), err=True)
