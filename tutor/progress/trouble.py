"""What went wrong with the files, in plain words: where, why, and what to do about it."""

from __future__ import annotations

import errno
import sqlite3
from pathlib import Path

from tutor.progress.schema import ForeignError, NewerError
from tutor.words import _, ngettext

_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG)


class StoreFailed(Exception):  # noqa: N818 - named for what happened, as its two kinds are
    """The file of progress cannot be used now. Its text is for the learner."""


class StoreUnwritable(StoreFailed):
    """An answer could not be saved; nothing of it is in the log."""


class StoreUnreadable(StoreFailed):
    """Progress could not be read."""


def is_damage(error: Exception) -> bool:
    """Whether the content of the file is at fault: it has to be checked as a whole before it is used again."""
    if not isinstance(error, sqlite3.DatabaseError):
        return False
    code = _code(error)
    # Without a code the error came from reading a value: text that is no UTF-8, data that is no JSON.
    return code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, None)


def unsaved(place: Path, error: Exception) -> str:
    """Why answers cannot be saved at `place`, and what to do."""
    why, mend = _reason(place, error)
    return _(
        "Progress cannot be saved in {place}: {why}. {mend} Until then it is kept in memory and ends with this session."
    ).format(place=place, why=why, mend=mend)


def unread(place: Path, error: Exception) -> str:
    """Why progress cannot be read, and what to do."""
    why, mend = _reason(place, error)
    return _("Progress cannot be read from {place}: {why}. {mend}").format(place=place, why=why, mend=mend)


def uncopied(place: Path, error: Exception) -> str:
    """Why the second copy lags behind."""
    why, mend = _reason(place, error)
    return _(
        "Answers are saved, but their second copy in {place} cannot be written: {why}. {mend} It catches up by itself."
    ).format(place=place, why=why, mend=mend)


def set_aside(name: str, brought: int) -> str:
    """A damaged file was replaced."""
    text = _("The file of progress was damaged. It is kept as {name}, and a new one was begun.").format(name=name)
    return f"{text} {_brought(brought)}"


def missing(brought: int) -> str:
    """The file was gone, but its copy was there."""
    return f"{_('The file of progress was missing, and a new one was begun.')} {_brought(brought)}"


def behind(brought: int) -> str:
    """The file was older than its copy, as one from a backup is."""
    return f"{_('The file of progress was older than its second copy.')} {_brought(brought)}"


def clock_behind(ms: int) -> str:
    """The clock was set back, or was ahead when the latest answer was saved."""
    days, hours, minutes = ms // 86_400_000, ms // 3_600_000, ms // 60_000
    if days:
        much = ngettext("{n} day", "{n} days", days).format(n=days)
    elif hours:
        much = ngettext("{n} hour", "{n} hours", hours).format(n=hours)
    else:
        much = ngettext("{n} minute", "{n} minutes", minutes).format(n=minutes)
    return _(
        "The clock of this machine is {much} behind your latest answer. Set it right; until it has caught up, answers "
        "are saved with the time of that one, so that none gets lost or out of order."
    ).format(much=much)


def days_to_come(days: int) -> str:
    """The log has days that the clock has not reached: it was ahead then, or it is behind now."""
    return ngettext(
        "The log has answers of a day to come, {n} day ahead of this clock. What was answered then comes back too "
        "late; set the clock right if it is wrong.",
        "The log has answers of a day to come, {n} days ahead of this clock. What was answered then comes back too "
        "late; set the clock right if it is wrong.",
        days,
    ).format(n=days)


def clock_ahead(days: int) -> str:
    """So long since the latest answer that the clock may have jumped."""
    return _(
        "By this machine's clock your latest answer is {n} days ago. If that cannot be, set the clock right before you "
        "answer: reviews count days."
    ).format(n=days)


def _brought(count: int) -> str:
    if not count:
        return _("Nothing could be brought back.")
    return ngettext("{n} entry was brought back.", "{n} entries were brought back.", count).format(n=count)


def _reason(place: Path, error: Exception) -> tuple[str, str]:
    if isinstance(error, NewerError):
        return _("it was written by a newer version of tutor"), _("Update tutor.")
    if isinstance(error, ForeignError):
        return (
            _("the file belongs to another program"),
            _("Move it away, or set TUTOR_HOME to another folder."),
        )
    if isinstance(error, OSError):
        return _reason_of_system(place, error)
    return _reason_of_database(error)


def _reason_of_system(place: Path, error: OSError) -> tuple[str, str]:
    elsewhere = _("Set TUTOR_HOME to a folder that can be written.")
    if isinstance(error, (FileExistsError, NotADirectoryError)):
        return _("there is a file where a folder should be"), elsewhere
    if error.errno in _FULL:
        return _full()
    if isinstance(error, PermissionError):
        return _("you are not allowed to write there"), elsewhere
    if error.errno == errno.EROFS:
        return _("it is on a read-only disk"), elsewhere
    return error.strerror or str(error), elsewhere


def _reason_of_database(error: Exception) -> tuple[str, str]:
    code = _code(error)
    if code == sqlite3.SQLITE_FULL:
        return _full()
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _("the file or its folder cannot be written"), _("Set TUTOR_HOME to a folder that can be written.")
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return _("another program holds the file"), _("Close it, then start tutor again.")
    if is_damage(error):
        return _("the file is damaged"), _("Start tutor again: it keeps the file and brings back what it can.")
    return _("the disk reports: {error}").format(error=error), _("Look after the disk, then start tutor again.")


def _full() -> tuple[str, str]:
    return _("the disk is full"), _("Free some space, then start tutor again.")


def _code(error: Exception) -> int | None:
    """SQLite's primary result code."""
    code = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF
