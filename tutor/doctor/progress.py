"""The log of progress, its second copy and its backups. All is opened read-only: only the program itself mends it."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tutor.doctor.finding import Check, Subject, Verdict, no, warning, yes
from tutor.progress import caches, schema, trouble
from tutor.progress.backup import backups
from tutor.progress.mirror import Mirror, events_in
from tutor.progress.open import FILE, MIRROR
from tutor.words import N_, _, ngettext

CHECKSUM_SECONDS = 0.7
"""As long as checksums are worked out; a log of 50,000 events and more is checked in part."""
BACK_MINUTES = 10
"""So much earlier than the last answer the clock may be: the clocks of two machines differ."""


@dataclass(frozen=True)
class Log:
    """What the database says. `last_at` is ms UTC of the latest event, `own` the last number of this device."""

    version: int
    device: str
    count: int
    own: int
    last_at: int
    flaws: list[str]
    checked: int


def read(data: Path) -> Log | None:
    """The log in this folder; None when there is no file, or an empty one.

    Raises:
        OSError, sqlite3.Error: it cannot be read.
        schema.ForeignError, schema.NewerError: it is not for this version of the program.
    """
    path = data / FILE
    if not path.exists():
        return None
    with closing(schema.connect(path, read_only=True)) as db:
        db.execute("PRAGMA busy_timeout=300")
        schema.identify(db)
        version = schema.version(db)
        if version == 0:
            return None
        if flaws := schema.inspect(db):
            return Log(version, "", 0, 0, 0, flaws, 0)
        device = schema.device(db)
        count, last_at = db.execute("SELECT count(*), ifnull(max(at), 0) FROM event").fetchone()
        own = db.execute("SELECT ifnull(max(seq), 0) FROM event WHERE device=?", (device,)).fetchone()[0]
        checked, flaws = _checksums(db)
        return Log(version, device, count, own, last_at, flaws, checked)


def _checksums(db: sqlite3.Connection) -> tuple[int, list[str]]:
    """How many events were looked at, and those whose checksum does not hold."""
    flaws, checked = [], 0
    end = time.monotonic() + CHECKSUM_SECONDS
    for event in caches.events(db, "1"):
        checked += 1
        if not event.intact:
            flaws.append(_("entry {number}: the checksum does not hold").format(number=event.seq))
        if time.monotonic() > end:
            break
    return checked, flaws


def progress(subject: Subject) -> Verdict:
    path = subject.paths.data / FILE
    try:
        log = subject.log
    except schema.NewerError:
        return no(_("{path} was written by a newer version of tutor.").format(path=path), _("Update tutor."))
    except schema.ForeignError:
        return no(
            _("{path} belongs to another program.").format(path=path),
            _("Move it away, or set TUTOR_HOME to another folder."),
        )
    except (OSError, sqlite3.Error) as error:
        return _unreadable(path, error)
    if log is None:
        return _missing(subject)
    if log.flaws:
        return no(_("{path} is damaged: {why}.").format(path=path, why="; ".join(log.flaws[:3])), _mend_damage())
    count = ngettext("{n} entry", "{n} entries", log.count).format(n=f"{log.count:,}")
    if log.checked < log.count:
        count += _(", {n} of them checked").format(n=f"{log.checked:,}")
    return yes(_("{path} is sound: {count}, form {version}").format(path=path, count=count, version=log.version))


def _mend_damage() -> str:
    return _("Start tutor: it puts the file aside, deletes nothing, and brings back all that can be read.")


def _unreadable(path: Path, error: Exception) -> Verdict:
    if trouble.is_damage(error):
        return no(_("{path} is damaged: {why}.").format(path=path, why=error), _mend_damage())
    journal = path.with_name(f"{path.name}-journal")
    if os.path.exists(journal) and os.path.getsize(journal):
        return warning(
            _("{path} was being written when something ended it; the journal beside it takes that back.").format(
                path=path
            ),
            _("Start tutor, which does so."),
        )
    return no(
        _("{path} cannot be read: {why}.").format(path=path, why=error),
        _("Close other programs that hold it, and look at its permissions."),
    )


def _missing(subject: Subject) -> Verdict:
    copied = sum(1 for _event in events_in(subject.paths.data / MIRROR))
    if copied:
        return warning(
            _("The file is gone; its second copy has {n} entries.").format(n=f"{copied:,}"),
            _("Start tutor, which brings them back."),
        )
    return yes(_("none yet: the first answer begins it"))


def second_copy(subject: Subject) -> Verdict | None:
    log = _sound(subject)
    if log is None:
        return None
    mirror = Mirror(subject.paths.data / MIRROR, log.device)
    try:
        last = mirror.last()
    except OSError as error:
        return no(
            _("{path} cannot be read: {why}.").format(path=mirror.path, why=error.strerror),
            _("Look at its permissions."),
        )
    if last == log.own:
        return yes(_("in step, in {folder}").format(folder=mirror.path.parent))
    behind = log.own - last
    if behind > 0:
        found = ngettext("{n} entry behind", "{n} entries behind", behind).format(n=behind)
    else:
        found = ngettext("{n} entry ahead of the database", "{n} entries ahead of the database", -behind).format(
            n=-behind
        )
    return warning(found, _("Start tutor, which brings both into step."))


def _sound(subject: Subject) -> Log | None:
    """The log, for checks that have nothing to say when it is missing or damaged."""
    try:
        log = subject.log
    except (OSError, sqlite3.Error, schema.ForeignError, schema.NewerError):
        return None
    return None if log is None or log.flaws else log


def backed_up(subject: Subject) -> Verdict | None:
    """The backups; none are needed before there is anything to back up."""
    log, kept = _sound(subject), backups(subject.paths.data)
    if not kept:
        return None if log is None or not log.count else warning(
            _("none yet: home makes one a day, in the background"), _("Start tutor, which does so.")
        )  # fmt: skip
    count = ngettext("{n} backup", "{n} backups", len(kept)).format(n=len(kept))
    found = _("{count}, the newest of {day}").format(count=count, day=kept[0].day.isoformat())
    if bad := [backup for backup in kept if not backup.sound]:
        names = ", ".join(backup.path.name for backup in bad)
        return warning(found, _("These cannot be read, and may be deleted: {names}.").format(names=names))
    return yes(found)


def clock(subject: Subject) -> Verdict | None:
    log = _sound(subject)
    if log is None or not log.count:
        return None
    now, last = datetime.now().astimezone(), datetime.fromtimestamp(log.last_at / 1000).astimezone()
    found = f"{now:%Y-%m-%d %H:%M}"
    if (last - now).total_seconds() > 60 * BACK_MINUTES:
        return no(
            _("{now}, earlier than the last answer ({last})").format(now=found, last=f"{last:%Y-%m-%d %H:%M}"),
            _("Set the clock of this machine: what comes back when is counted in days."),
        )
    return yes(found)


CHECKS = (
    Check("progress", N_("Progress"), progress),
    Check("copy", N_("Second copy"), second_copy),
    Check("backups", N_("Backups"), backed_up),
    Check("clock", N_("Clock"), clock),
)
