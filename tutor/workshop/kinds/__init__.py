"""How each kind of exercise is run in a worker, found by `KINDS`. Nothing here judges."""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

KINDS = {
    "python": "python", "flask": "flask_app", "flask-live": "flask_live", "orm": "orm", "jinja": "jinja",
    "tests": "tests",
}  # fmt: skip
"""Names of the modules here, by kind."""


class Bench(Protocol):
    """What a kind may use of the run that it is part of."""

    root: str
    door: Any  # what listens for an app that is visited, or None
    files: dict[str, str]
    entry: str
    kept: dict[str, bytes]  # what a kind keeps from one probe to the next, by names of its own

    def __hash__(self) -> int: ...

    def load(self) -> Any:
        """Run the entry file anew; its module."""

    def put(self, files: dict[str, str]) -> None:
        """Write files into the folder."""

    def forget(self) -> None:
        """Forget the modules that were imported from the folder."""

    def trouble(self, error: BaseException) -> dict[str, Any]: ...
    def place(self) -> dict[str, Any] | None:
        """The learner's line that led here."""

    def tell(self, event: str, **data: object) -> None:
        """Send a frame."""

    def printed(self) -> str:
        """What was printed since the last time."""


class Kind(Protocol):
    """A kind of exercise."""

    def warm(self) -> None:
        """Import what it needs, and use each part once. Called before the worker is confined."""

    def run(self, bench: Bench, probe: dict[str, Any]) -> list[dict[str, Any]]:
        """What each act of a probe gave, in the shape of `jobs.Seen`. What the entry file raises is raised."""


def kind(name: str) -> Kind:
    """The kind with this name."""
    module: Kind = import_module(f"tutor.workshop.kinds.{KINDS[name]}")
    return module


def function(bench: Bench, module: Any, name: str) -> Any:
    """The function NAME of the entry file, or FILE.NAME of another; None if there is none."""
    file, _dot, rest = name.rpartition(".")
    return getattr(import_module(file) if file else module, rest, None)
