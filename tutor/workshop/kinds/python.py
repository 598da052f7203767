"""Plain Python: functions are called."""

from __future__ import annotations

from typing import Any

from tutor.workshop.kinds import Bench, function
from tutor.workshop.values import plain


def warm() -> None:
    import dataclasses  # noqa: F401  # what exercises use


def run(bench: Bench, probe: dict[str, Any]) -> list[dict[str, Any]]:
    module = bench.load()
    if not probe["acts"]:
        return [{"printed": bench.printed()}]
    bench.printed()
    return [_called(bench, module, act) for act in probe["acts"]]


def _called(bench: Bench, module: Any, act: dict[str, Any]) -> dict[str, Any]:
    """What one call gave. exit() ends the run, all else is reported."""
    called = function(bench, module, act["call"])
    if not callable(called):
        return {"lacks": f"function {act['call']}"}
    try:
        value = plain(called(*act.get("args", ())))
    except SystemExit:
        raise
    except BaseException as error:
        return {"trouble": bench.trouble(error), "printed": bench.printed()}
    return {"value": value, "printed": bench.printed()}
