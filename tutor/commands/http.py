"""HTTP without a screen: any request to the bundled server, and the reference."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tutor import words
from tutor.commands.cells import padded, wrapped
from tutor.commands.shared import any_of, json_option, lessons_option, print_json
from tutor.commands.spoken import Command, Option
from tutor.start import FAILED, USAGE, fail
from tutor.words import _

if TYPE_CHECKING:
    from tutor.wire.exchange import Exchange
    from tutor.wire.specs import Exchangeable

WIDTH = 79


@click.command(cls=Command)
@click.argument("method", required=False)
@click.argument("target", required=False)
@click.argument("fields", nargs=-1, metavar="[FIELD:VALUE]...")
@click.option("--json", "as_json", cls=Option, metavar="TEXT", help="A JSON body, or name=value for an object.")
@click.option("--form", cls=Option, metavar="NAME=VALUE", multiple=True, help="A form body; may be repeated.")
@click.option(
    "--multipart", cls=Option, metavar="NAME=VALUE", multiple=True,
    help="A multipart body; NAME=@FILE sends a file. May be repeated.",
)  # fmt: skip
@click.option("--data", cls=Option, metavar="TEXT", help="A body just as it is written.")
@click.option("--raw", cls=Option, metavar="FILE", type=click.Path(), help="Send this file byte for byte; - is stdin.")
@click.option("--follow", cls=Option, is_flag=True, help="Follow redirects.")
@click.option("-v", "--verbose", cls=Option, is_flag=True, help="All that went over the wire, as curl -v shows it.")
@click.option("--output-json", cls=Option, is_flag=True, help="The exchange as JSON.")
@lessons_option
def request(
    method: str | None,
    target: str | None,
    fields: tuple[str, ...],
    as_json: str | None,
    form: tuple[str, ...],
    multipart: tuple[str, ...],
    data: str | None,
    raw: str | None,
    follow: bool,
    verbose: bool,
    output_json: bool,
) -> None:
    """Send a request to the bundled server, over a real socket."""
    from tutor.wire.build import BuildError
    from tutor.wire.specs import Spec

    if raw is not None:
        specs: list[Exchangeable] = [Spec(_raw(raw), raw=True)]
    elif method is None or target is None:
        fail(USAGE, _("A request has a method and a target."), _("For example: tutor request GET /notes"))
    else:
        try:
            specs = [Spec(_text(method, target, fields, as_json, form, multipart, data), follow=follow)]
        except BuildError as error:
            fail(USAGE, str(error), "")
    exchanges = send(specs)
    if output_json:
        print_json([as_data(exchange) for exchange in exchanges])
    else:
        show(exchanges, verbose=verbose)
    if any(exchange.error or exchange.response is None for exchange in exchanges):
        sys.exit(FAILED)


def _raw(file: str) -> str:
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        fail(USAGE, _("{path} cannot be read: {why}.").format(path=file, why=error.strerror), "")
    return data.decode("utf-8", "surrogateescape")


def _text(
    method: str,
    target: str,
    fields: Sequence[str],
    as_json: str | None,
    form: Sequence[str],
    multipart: Sequence[str],
    data: str | None,
) -> str:
    """The request as lessons write it.

    Raises:
        BuildError: what of it is none.
    """
    from tutor.wire.build import (
        FORM,
        JSON,
        MULTIPART,
        TEXT,
        BuildError,
        build,
        field_of,
        fields_of,
        file_part,
        form_body,
        json_body,
        multipart_body,
    )  # fmt: skip

    if sum((as_json is not None, bool(form), bool(multipart), data is not None)) > 1:
        raise BuildError(_("A request has one body: --json, --form, --multipart or --data."))
    head = [field_of(text) for text in fields]
    if as_json is not None:
        return build(method, target, head, body=json_body(as_json), content_type=JSON)
    if form:
        return build(method, target, head, body=form_body(fields_of(form)), content_type=FORM)
    if multipart:
        values = fields_of(multipart)
        files = {name: file_part(value[1:]) for name, value in values.items() if value.startswith("@")}
        texts = {name: value for name, value in values.items() if name not in files}
        return build(method, target, head, body=multipart_body(texts, files), content_type=MULTIPART)
    return build(method, target, head, body=data or "", content_type=TEXT if data else "")


def send(specs: Sequence[Exchangeable]) -> list[Exchange]:
    """Make exchanges with a bundled server of their own. Ends the program if it cannot start."""
    from tutor.lesson.server import start_server
    from tutor.wire.client import Client

    try:
        server = start_server()
    except OSError as error:
        fail(FAILED, _("The bundled server cannot start: {why}.").format(why=error), "")
    client = Client(server.address)
    try:
        return client.send(specs)
    finally:
        client.close()
        server.stop()


def show(exchanges: Sequence[Exchange], *, verbose: bool) -> None:
    """Print exchanges: with `verbose` all of them with their marks, else the last response."""
    from tutor.wire.verbose import verbose as rows_of

    for mark, text in rows_of(exchanges if verbose else exchanges[-1:]):
        if verbose:
            click.echo(f"{mark} {text}".rstrip() if mark else text)
        elif mark in ("<", ""):
            click.echo(text)
    for exchange in exchanges:
        if not verbose and (trouble := exchange.error or exchange.problem):
            click.echo(f"tutor: {trouble}", err=True)


def as_data(exchange: Exchange) -> dict[str, Any]:
    """An exchange as JSON data; bytes are text as far as they are UTF-8, else escaped."""
    from tutor.wire.lines import visible

    return {
        "sent": visible(exchange.sent),
        "responses": [
            {
                "status": response.status,
                "reason": response.reason,
                "fields": response.fields,
                "body": response.body.decode("utf-8", "backslashreplace"),
                "interim": response.interim,
            }
            for response in exchange.responses()
        ],
        "ended": exchange.ended,
        "error": exchange.error or exchange.problem or None,
        "phases_ms": exchange.phases(),
    }


# ── The reference ────────────────────────────────────────────────────────────────────────────────


@click.command(cls=Command)
@click.argument("term")
@json_option
@lessons_option
def ref(term: str, as_json: bool) -> None:
    """Look up a method, a status code or a field."""
    from tutor import reference

    facts = reference.look_up(term, words.language())
    if not facts:
        near = reference.nearest(term)
        mend = _("Did you mean {names}?").format(names=any_of(near)) if near else ""
        fail(USAGE, _("The reference has no {term}.").format(term=term), mend)
    if as_json:
        print_json([fact._asdict() for fact in facts])
        return
    for n, fact in enumerate(facts):
        click.echo(("\n" if n else "") + fact.title)
        for name, text in fact.rows:
            lead = f"  {padded(name, 14)}"
            for line in wrapped(text, WIDTH - 16):
                click.echo(lead + line)
                lead = " " * 16


@click.command(cls=Command)
@click.argument("code", type=int)
@click.option("--json", "as_json", cls=Option, is_flag=True, help="For programs.")
@lessons_option
def status(code: int, as_json: bool) -> None:
    """Bring a status about for a genuine cause, and show how."""
    from tutor.reference import causes, look_up

    cause, language = causes.cause(code), words.language()
    if cause is None:
        known = ", ".join(str(cause.status) for cause in causes.causes())
        fail(USAGE, _("There is no cause for {code} here.").format(code=code), _("There is one for {names}.").format(
            names=known
        ))  # fmt: skip
    exchanges = send(cause.exchanges)
    if as_json:
        print_json({"status": code, "why": cause.why(language), "exchanges": [as_data(e) for e in exchanges]})
        return
    for fact in look_up(str(code), language):
        click.echo(fact.title)
    for line in wrapped(cause.why(language), WIDTH):
        click.echo(line)
    click.echo("")
    show(exchanges, verbose=True)
