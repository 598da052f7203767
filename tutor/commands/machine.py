"""About this machine: where things are, whether all is well, and the bundled server."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tutor.commands.cells import padded, wrapped
from tutor.commands.shared import chosen, folders, json_option, lessons_dir, lessons_option, print_json
from tutor.commands.spoken import Command, Option
from tutor.start import FAILED, fail, named_course
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.doctor import Finding


@click.command(cls=Command)
@click.argument("what", type=click.Choice(["data", "work", "config", "cache", "log", "lessons"]))
@lessons_option
def locate(what: str) -> None:
    """Print where something is kept."""
    if what == "lessons":
        click.echo(lessons_dir())
    elif what == "work":
        from tutor.lesson.exercise.work import FOLDER

        click.echo(folders().data / FOLDER)
    else:
        click.echo(getattr(folders(), what))


@click.command(cls=Command)
@click.option(
    "--port", cls=Option, type=click.IntRange(0, 65535), default=0, help="0, the default, lets the system choose."
)
@lessons_option
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


@click.command(cls=Command)
@json_option
@lessons_option
def doctor(as_json: bool) -> None:
    """Look whether all is well here, and say what to mend."""
    from dataclasses import asdict

    from tutor.doctor import CHECKS, Subject, examine

    subject = Subject(folders(), named_course(chosen().lessons), chosen().loaded)
    findings = list(examine(subject, CHECKS))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        _report(findings)
    sys.exit(FAILED if any(finding.ok == "no" for finding in findings) else 0)


_SIGNS = {"yes": "✓", "no": "✗", "warning": "!"}
_ASCII = {"yes": "+", "no": "x", "warning": "!"}


def _report(findings: list[Finding]) -> None:
    import shutil

    signs = _SIGNS if (sys.stdout.encoding or "").lower().startswith("utf") else _ASCII
    width = max(shutil.get_terminal_size().columns, 60)
    for finding in findings:
        lead = f"{signs[finding.ok]} {padded(finding.what, 18)}"
        for line in (*wrapped(finding.found, width - 21), *(wrapped(finding.mend, width - 21) if finding.mend else ())):
            click.echo(lead + line)
            lead = " " * 20
    count = sum(finding.ok == "no" for finding in findings)
    click.echo("")
    if count:
        click.echo(ngettext("{n} thing to mend.", "{n} things to mend.", count).format(n=count))
    else:
        click.echo(_("Nothing to mend."))
