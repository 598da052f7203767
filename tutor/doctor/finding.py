"""Findings, what they are about, and how checks are run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from tutor import words
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue
    from tutor.doctor.progress import Log
    from tutor.settings import Loaded, Paths

Ok = Literal["yes", "no", "warning"]
"""A warning hinders nothing, or cannot be decided from here."""


@dataclass(frozen=True)
class Finding:
    """One line of the report.

    Attributes:
        id: for programs; the same in every language.
        what: what was looked at.
        found: what is there; a line for each thing.
        mend: what to do; empty when there is nothing to do.
    """

    id: str
    ok: Ok
    what: str
    found: str
    mend: str = ""


class Verdict(NamedTuple):
    """What a check says of its thing."""

    ok: Ok
    found: str
    mend: str = ""


def yes(found: str) -> Verdict:
    return Verdict("yes", found)


def no(found: str, mend: str) -> Verdict:
    return Verdict("no", found, mend)


def warning(found: str, mend: str = "") -> Verdict:
    return Verdict("warning", found, mend)


@dataclass(frozen=True)
class Subject:
    """What is examined.

    Attributes:
        lessons: folder of the course, which need not be one.
        loaded: the settings in force and the flaws of their file.
    """

    paths: Paths
    lessons: Path
    loaded: Loaded
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @cached_property
    def log(self) -> Log | None:
        """The log of progress, read once for all checks that ask for it; None while there is none.

        Raises:
            OSError, sqlite3.Error, ForeignError, NewerError: it cannot be read, whenever it is asked for.
        """
        from tutor.doctor.progress import read

        return read(self.paths.data)

    @cached_property
    def course(self) -> Catalogue | None:
        """The course as its files are now; None when the folder holds none."""
        from tutor.course.catalogue import open_catalogue

        if not (self.lessons / "course.yaml").is_file():
            return None
        course = open_catalogue(self.lessons, self.paths.cache, words.language())
        course.refresh()
        return course


Look = Callable[[Subject], Verdict | None]


class Check(NamedTuple):
    """A check; it has nothing to say when it gives None."""

    id: str
    what: str  # an English message
    look: Look


def examine(subject: Subject, checks: Iterable[Check]) -> Iterator[Finding]:
    """What the checks find, in their order. One that crashes is a finding too, and the others run."""
    for id, what, look in checks:
        try:
            verdict = look(subject)
        except Exception as error:
            why = f"{type(error).__name__}: {error}"
            verdict = no(
                _("This could not be looked at: {why}.").format(why=why),
                _("The fault is in tutor itself: report it with this line."),
            )
        if verdict is not None:
            yield Finding(id, verdict.ok, _(what), verdict.found, verdict.mend)
