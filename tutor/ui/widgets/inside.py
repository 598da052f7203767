"""What happened inside the server, from the route to the last hook, with the source lines that ran."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from textual.content import Content

from tutor.ui.code import highlighted
from tutor.ui.text import between, padded, styled, wrapped
from tutor.ui.widgets.story import Story
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.wire.server import Inside, Sql, Stage, Template, Timeline

TIME, KIND = 8, 12
TOOK = len("10.0 ms")
"""Cells of how long something took, so that a row is cut at the same place however long that was."""
WIDEST = 100
"""Cells that a row takes at most, so that its end is not far from its beginning."""
NARROW = 60
"""Cells below which a row does not say when it was: only how long it took."""
SHOWN_BY_DEFAULT = ("view", "error handler")
"""Kinds of stages whose source is always shown."""


def rows_of(timeline: Timeline | None, width: int) -> list[Content]:
    """The story of one request as rows."""
    if timeline is None:
        return [styled(_("The server noted nothing about this request."), "$soft")]
    if timeline.inside is None:
        rows = [styled(_("The server itself answered; no view was asked."), "bold $strong")]
        return rows + ([Content(timeline.why)] if timeline.why else [])
    return list(_rows(timeline, timeline.inside, width))


def _rows(timeline: Timeline, inside: Inside, width: int) -> Iterator[Content]:
    yield _event(0.0, _("route"), _route(timeline, inside), "", width)
    things: list[tuple[float, int, Stage | Sql | Template]] = [
        *((stage.at, 0, stage) for stage in inside.stages),
        *((sql.at, 1, sql) for sql in inside.sql),
        *((template.at, 2, template) for template in inside.templates),
    ]
    things.sort(key=lambda thing: thing[:2])
    for at, order, thing in things:
        if order == 0:
            yield from _stage(thing, width)  # type: ignore[arg-type]  # stages have order 0
        elif order == 1:
            yield from _sql(at, thing, width)  # type: ignore[arg-type]  # statements have order 1
        else:
            yield from _template(at, thing, width)  # type: ignore[arg-type]  # templates have order 2
    if timeline.why:
        yield from _under(styled(timeline.why, "$soft"), width)


def _took(ms: float) -> str:
    return f"{ms:.1f} ms".rjust(TOOK)


def _event(at: float, kind: str, what: Content, ms: str, width: int, *, soft: bool = False) -> Content:
    when = f"{at:>5.1f} ms".ljust(TIME) + " " if width >= NARROW else ""
    lead = styled(when, "$soft") + styled(padded(kind, KIND), "" if soft else "bold $server")
    return between(lead + what, styled(ms, "$soft"), width)


def _indent(width: int) -> int:
    """Where what is told of an event begins."""
    return KIND + (TIME + 1 if width >= NARROW else 0)


def _under(what: Content, width: int) -> list[Content]:
    """Rows under an event, in line with what it told."""
    indent = _indent(width)
    return wrapped(what, width, hang=indent, lead=Content(" " * indent))


def _route(timeline: Timeline, inside: Inside) -> Content:
    if not timeline.rule:
        return styled(_("none matches: {answer}").format(answer=inside.routing), "bold $strong")
    arguments = ", ".join(f"{name} = {value}" for name, value in inside.arguments.items())
    return styled(timeline.rule, "bold $strong") + styled(f"   {arguments}" if arguments else "", "")


KINDS = {
    "before": lambda: _("before"),
    "view": lambda: _("view"),
    "after": lambda: _("after"),
    "error handler": lambda: _("on error"),
    "teardown": lambda: _("at the end"),
    "helper": lambda: _("called"),
}


def _stage(stage: Stage, width: int) -> Iterator[Content]:
    name = styled("  " * stage.depth + f"{stage.name}()", "bold $strong" if stage.kind == "view" else "")
    raised = styled(f"   ✗ {stage.raised}", "$bad") if stage.raised else Content("")
    kind = KINDS.get(stage.kind, lambda: stage.kind)()
    yield _event(stage.at, kind, name + raised, _took(stage.ms), width, soft=stage.kind == "helper")
    if stage.kind in SHOWN_BY_DEFAULT:
        yield from source_rows(stage)


def source_rows(stage: Stage) -> Iterator[Content]:
    """The lines of a function; those that ran have a mark."""
    indent = min((len(line) - len(line.lstrip()) for line in stage.source if line.strip()), default=0)
    text = "\n".join(line[indent:] for line in stage.source)
    lines = highlighted(text, "python").split("\n", allow_blank=True)
    for number, line in enumerate(lines, stage.first):
        ran = number in stage.ran
        mark = styled("▸ ", "bold $server") if ran else Content("  ")
        yield styled(f"{number:>4} ", "$faint") + mark + (line if ran else line.stylize("$soft"))


def _sql(at: float, sql: Sql, width: int) -> Iterator[Content]:
    changed = ngettext("{n} row", "{n} rows", sql.rows).format(n=sql.rows) if sql.rows >= 0 else ""
    first, *rest = [line.strip() for line in sql.statement.splitlines() if line.strip()] or [""]
    yield _event(at, "SQL", highlighted(first, "sql"), f"{changed}  " * bool(changed) + _took(sql.ms), width)
    for line in rest:
        yield from _under(highlighted(line, "sql"), width)
    if sql.parameters:
        yield from _under(styled(_("with") + " ", "$soft") + styled(", ".join(sql.parameters), "$quote"), width)


def _template(at: float, template: Template, width: int) -> Iterator[Content]:
    yield _event(at, _("template"), styled(template.name, "bold $strong"), _took(template.ms), width)
    for name, value in template.variables.items():
        text = styled(f"{name} = ", "$soft") + styled(value, "$quote")
        yield (Content(" " * _indent(width)) + text).truncate(width, ellipsis=True)


class InsidePane(Story):
    """The story of one or more requests, in the order they were sent."""

    timelines: Sequence[Timeline | None] = ()

    def rows(self, width: int) -> list[Content]:
        rows: list[Content] = []
        for n, timeline in enumerate(self.timelines, 1):
            if len(self.timelines) > 1:
                heading = _("request {n} of {total}").format(n=n, total=len(self.timelines))
                rows += ([Content("")] if rows else []) + [styled(heading, "$soft")]
            rows += rows_of(timeline, min(width, WIDEST))
        return rows
