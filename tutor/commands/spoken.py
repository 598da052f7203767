"""Click in the learner's language: our help texts, click's own words, and columns aligned by cells."""

from __future__ import annotations

import gettext
import inspect
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from tutor import words
from tutor.commands.cells import cells
from tutor.start import Chosen, begin
from tutor.words import _

SPEAKING = ("core", "decorators", "exceptions", "formatting", "parser", "types")
"""Modules of click whose messages can reach a user of this program."""
_clicks: gettext.NullTranslations = gettext.NullTranslations()


def click_in(language: str) -> None:
    """Let click say its own words in this language.

    Its modules hold gettext's functions by name, and those would ask the environment alone and not the settings; so
    the functions of one catalogue take their place.
    """
    global _clicks
    locale = Path(words.__file__).with_name("locale")
    _clicks = gettext.translation("click", locale, languages=[language], fallback=True)
    for name in SPEAKING:
        vars(sys.modules[f"click.{name}"]).update(_=_clicks.gettext, ngettext=_clicks.ngettext)


# ── Columns by cells ─────────────────────────────────────────────────────────────────────────────

_SECOND = "\ue000"  # private use: in no text of ours


def _widened(text: str) -> str:
    """Each wide character followed by a stand-in for its second cell, so that len() counts cells."""
    return "".join(c + _SECOND if cells(c) == 2 else c for c in text)


class _Formatter(click.HelpFormatter):
    """Wraps and aligns by cells. Click counts characters, and a Hangul syllable takes two cells."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, _widened(_clicks.gettext("Usage:") + " " if prefix is None else prefix))

    def write_text(self, text: str) -> None:
        super().write_text(_widened(text))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_widened(first), _widened(second)) for first, second in rows], col_max, col_spacing)

    def getvalue(self) -> str:
        return super().getvalue().replace(_SECOND, "")


class _Context(click.Context):
    formatter_class = _Formatter


# ── Commands and options ─────────────────────────────────────────────────────────────────────────


class _Spoken:
    """Its help is an English message, kept in `message` and translated whenever it is shown."""

    message: str | None

    @property
    def help(self) -> str | None:
        return _(self.message) if self.message else self.message

    @help.setter  # noqa: A003 - the name is click's
    def help(self, text: str | None) -> None:
        self.message = inspect.cleandoc(text) if text else text  # from Python 3.13 on a docstring comes so anyway


class Option(_Spoken, click.Option):
    """An option with its help in the learner's language."""


class _Command(_Spoken, click.Command):
    context_class = _Context

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        option = super().get_help_option(ctx)
        if option is not None:  # made once, in the language of then
            option.help = _clicks.gettext("Show this message and exit.")
        return option


class Command(_Command):
    """A command with its help in the learner's language."""


class Group(_Command, click.Group):
    """The program: in the language of the settings, and with the nearest command for an unknown one."""

    command_class = Command

    def main(self, *args: Any, **extra: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")  # a sign that the terminal lacks must not end the program
        loaded = begin()
        click_in(words.language())
        return super().main(*args, obj=Chosen(loaded), **extra)

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            import difflib

            near = difflib.get_close_matches(args[0], self.commands, 1)
            mend = _(" Did you mean {name}?").format(name=near[0]) if near else ""
            ctx.fail(_("There is no command {name}.").format(name=args[0]) + mend)
