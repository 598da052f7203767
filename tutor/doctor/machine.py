"""Python, SQLite, and the language of the environment."""

from __future__ import annotations

import platform
import sqlite3
import sys
from contextlib import closing

from tutor import words
from tutor.doctor.finding import Check, Subject, Verdict, no, warning, yes
from tutor.words import N_, _

WANTED = (3, 11)
_NAMES = {"en": N_("English"), "ko": N_("Korean")}


def python(subject: Subject) -> Verdict:
    found = f"{platform.python_version()}  {sys.executable}"
    if sys.version_info < WANTED:
        return no(found, _("Python {wanted} or newer is needed.").format(wanted=".".join(map(str, WANTED))))
    return yes(found)


def sqlite(subject: Subject) -> Verdict:
    with closing(sqlite3.connect(":memory:")) as db:
        try:
            db.execute("CREATE VIRTUAL TABLE trial USING fts5(text)")
        except sqlite3.OperationalError:
            return warning(
                _("{version}, without full-text search (FTS5)").format(version=sqlite3.sqlite_version),
                _("Search needs it. A Python from python.org has it."),
            )
    return yes(_("{version}, with full-text search (FTS5)").format(version=sqlite3.sqlite_version))


def language(subject: Subject) -> Verdict:
    name = _(_NAMES[words.language()])
    if subject.loaded.settings.language in words.LANGUAGES:
        return yes(_("{language}, by the settings").format(language=name))
    locale = _locale(subject)
    if not locale:
        return yes(_("{language}, since the environment names none").format(language=name))
    return yes(_("{language}, by {variable}").format(language=name, variable=locale))


def _locale(subject: Subject) -> str:
    names = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
    return next((f"{name}={subject.environ[name]}" for name in names if subject.environ.get(name)), "")


def extras(subject: Subject) -> Verdict:
    from importlib.metadata import version

    from tutor.lesson.exercise.extras import EXTRAS, how_to_install, lacking

    found = []
    for extra, modules in EXTRAS.items():
        if missing := lacking(extra):
            said = _("{extra}: not installed, and wanted by a few exercises alone: {command}")
            found.append(said.format(extra=extra, command=how_to_install(missing)))
        else:
            found.append(f"{extra}: {', '.join(f'{name} {version(name)}' for name in modules.values())}")
    return yes("; ".join(found))


CHECKS = (
    Check("python", N_("Python"), python),
    Check("sqlite", N_("SQLite"), sqlite),
    Check("language", N_("Language"), language),
    Check("extras", N_("Optional extras"), extras),
)
