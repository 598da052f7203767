"""Jinja templates: rendered as Flask renders them, but a name that is not given is an error."""

from __future__ import annotations

from typing import Any

import jinja2
import jinja2.ext

from tutor.workshop.kinds import Bench
from tutor.workshop.values import TEXT


def warm() -> None:
    jinja2.Environment(autoescape=True).from_string("{% for a in b %}{{ a | upper }}{% endfor %}").render(b=["x"])


def run(bench: Bench, probe: dict[str, Any]) -> list[dict[str, Any]]:
    def source(name: str) -> tuple[str, str, None] | None:
        return (bench.files[name], bench.root + name, None) if name in bench.files else None

    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(source),
        undefined=jinja2.StrictUndefined,
        autoescape=jinja2.select_autoescape(),  # by the name of the file, as Flask has it
    )
    return [_rendered(bench, environment, act) for act in probe["acts"]]


def _rendered(bench: Bench, environment: Any, act: dict[str, Any]) -> dict[str, Any]:
    pieces, size = [], 0
    try:
        for piece in environment.get_template(act["template"]).generate(**act.get("context", {})):
            pieces.append(piece)
            size += len(piece)
            if size > TEXT:
                break
    except Exception as error:
        return {"trouble": bench.trouble(error), "text": None}
    return {"text": "".join(pieces)[:TEXT]}
