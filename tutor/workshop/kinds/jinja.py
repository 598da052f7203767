"""Jinja templates: rendered as Flask renders them, but a name that is not given is an error."""

from __future__ import annotations

import copy
from typing import Any

import jinja2
import jinja2.ext

from tutor.workshop.kinds import Bench
from tutor.workshop.values import TEXT


def warm() -> None:
    jinja2.Environment(autoescape=True).from_string("{% for a in b %}{{ a | upper }}{% endfor %}").render(b=["x"])


def run(bench: Bench, probe: dict[str, Any]) -> list[dict[str, Any]]:
    acts = probe["acts"]
    given = copy.deepcopy(acts) if probe.get("watch") else []  # a template may change what it was given
    environment = _environment(bench)
    seen = [_rendered(bench, environment, act) for act in acts]
    for one, act in zip(seen, given, strict=False):
        if one["text"] is not None:
            one["escaped"] = _escaped(bench, act, one["text"])
    return seen


def _environment(bench: Bench) -> jinja2.Environment:
    def source(name: str) -> tuple[str, str, None] | None:
        return (bench.files[name], bench.root + name, None) if name in bench.files else None

    return jinja2.Environment(
        loader=jinja2.FunctionLoader(source),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(),  # by the name of the file, as Flask has it
    )


def _rendered(bench: Bench, environment: jinja2.Environment, act: dict[str, Any]) -> dict[str, Any]:
    try:
        return {"text": _text(environment, act)}
    except Exception as error:
        return {"trouble": bench.trouble(error), "text": None}


def _text(environment: jinja2.Environment, act: dict[str, Any]) -> str:
    """What the template gives, or the beginning of what is longer than is reported."""
    pieces, size = [], 0
    for piece in environment.get_template(act["template"]).generate(act.get("context", {})):
        pieces.append(piece)
        size += len(piece)
        if size > TEXT:
            break
    return "".join(pieces)[:TEXT]


def _escaped(bench: Bench, act: dict[str, Any], text: str) -> list[tuple[int, int]]:
    from tutor.workshop.kinds import escaped

    def again() -> str:
        escaped.mark_from_now_on()
        environment = _environment(bench)
        escaped.use_in(environment)
        return _text(environment, act)

    return escaped.parts(text, again)
