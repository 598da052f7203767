"""Requests and exchanges in plain lines, as they go over the wire."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tutor.plain.lines import wrapped
from tutor.words import _


def request_lines(spec: Any) -> list[str]:
    """A request as it will be sent; its address is known once the server runs."""
    from tutor.wire.compose import compose, compose_act
    from tutor.wire.lines import lines_of

    address = ("127.0.0.1", 0)
    if not spec.script:
        return [wire(row) for row in lines_of(compose(spec.request or "", address, raw=spec.raw).data, request=True)]
    lines: list[str] = []
    for act in spec.script:
        if act.send is not None:
            lines += [wire(row) for row in lines_of(compose_act(act.send, address), request=True)]
        elif act.pause:
            lines.append(f"  > {_('wait {n} s').format(n=f'{act.pause:g}')}")
        else:
            lines.append(f"  > {_('close the sending side')}")
    return lines


def wire(row: Any) -> str:
    """A line of the wire with its direction and visible line end; never wrapped."""
    from tutor.wire.lines import visible

    ends = {b"\r\n": "\\r\\n", b"\n": "\\n", b"\r": "\\r"}
    return f"  {row.direction} {visible(row.data[:2000])}{ends.get(row.ending, '')}"


def exchange_lines(exchanges: Sequence[Any], notice: Sequence[str], language: str) -> list[str]:
    """Exchanges line by line as they went over the wire, then what the lines to notice mean."""
    from tutor.wire.lines import is_noticed, wire_lines
    from tutor.wire.meaning import margin

    lines, meanings = [], []
    for n, exchange in enumerate(exchanges, 1):
        if len(exchanges) > 1:
            lines.append(_("exchange {n} of {total}").format(n=n, total=len(exchanges)))
        for row in wire_lines(exchange):
            noticed = any(is_noticed(row, name) for name in notice)
            lines.append(wire(row) + (f"   <-- {_('notice')}" if noticed else ""))
            if noticed and (said := margin(row, language)):
                meanings += wrapped(said, lead=f"  {row.name or row.kind}: ")
        if trouble := exchange.error or exchange.problem:
            lines += wrapped(trouble, lead="  ")
    return [*lines, *dict.fromkeys(meanings)]
