"""The settings file, and the folders: where they are, and whether they can be written."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

from tutor.doctor.finding import Check, Subject, Verdict, no, warning, yes
from tutor.settings import FILE
from tutor.words import N_, _

LOW, TOO_LOW = 100 << 20, 10 << 20
"""Bytes of free space: below the first it is said, below the second an answer may soon not be saved."""


def settings(subject: Subject) -> Verdict:
    file = subject.paths.config / FILE
    flaws = subject.loaded.flaws
    if flaws:
        return no(
            "\n".join(f"{file}:{flaw.line}: {flaw.what} {flaw.mend}" for flaw in flaws),
            _("Change the file in an editor. Until then the default holds for each."),
        )
    if not os.path.exists(file):
        return yes(_("{path}, not there yet: the defaults hold").format(path=file))
    return yes(str(file))


def folder(name: str, subject: Subject) -> Verdict:
    path: Path = getattr(subject.paths, name)
    there = os.path.isdir(path)
    try:
        with _made(path), tempfile.NamedTemporaryFile(dir=path, prefix=".doctor-") as trial:
            trial.write(b"trial")
            trial.flush()
    except OSError as error:
        why = error.strerror or str(error)
        mend = _("Give yourself the right to write there, or set TUTOR_HOME to a folder that can be written.")
        if not there:
            return no(_("{path} cannot be made: {why}").format(path=path, why=why), mend)
        return no(_("{path} cannot be written: {why}").format(path=path, why=why), mend)
    return yes(str(path) if there else _("{path}, made when it is needed").format(path=path))


@contextmanager
def _made(path: Path) -> Iterator[None]:
    """The folder, made for the trial if it is missing; gone afterwards, with the parents that were made for it."""
    missing = [place for place in (path, *path.parents) if not place.exists()]
    try:
        path.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        for place in missing:
            with suppress(OSError):
                place.rmdir()


def space(subject: Subject) -> Verdict:
    place = next(place for place in (subject.paths.data, *subject.paths.data.parents) if os.path.exists(place))
    free = shutil.disk_usage(place).free
    found = _("{size} MB").format(size=f"{free >> 20:,}")
    mend = _("Free some space on the disk of {folder}.").format(folder=place)
    if free < TOO_LOW:
        return no(found, mend)
    return warning(found, mend) if free < LOW else yes(found)


CHECKS = (
    Check("settings", N_("Settings"), settings),
    Check("data", N_("Progress folder"), partial(folder, "data")),
    Check("config", N_("Settings folder"), partial(folder, "config")),
    Check("cache", N_("Cache folder"), partial(folder, "cache")),
    Check("log", N_("Log folder"), partial(folder, "log")),
    Check("space", N_("Free space"), space),
)
