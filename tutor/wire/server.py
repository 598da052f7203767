"""What the other rooms know of the bundled server: the shapes of its handle and of what it noted about an exchange."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Protocol


class Stage(Protocol):
    """One call of a function of the app, in the order of the calls; times are in milliseconds."""

    @property
    def kind(self) -> str:
        """before, view, after, error handler, teardown or helper."""

    @property
    def name(self) -> str: ...

    @property
    def depth(self) -> int:
        """0 when Flask called it."""

    @property
    def first(self) -> int:
        """Number of the first line of its source."""

    @property
    def source(self) -> Sequence[str]: ...

    @property
    def ran(self) -> AbstractSet[int]:
        """Numbers of the lines that ran."""

    @property
    def raised(self) -> str:
        """The exception that left it, or ""."""

    @property
    def at(self) -> float: ...

    @property
    def ms(self) -> float: ...


class Sql(Protocol):
    """A statement that was given to the database."""

    @property
    def statement(self) -> str: ...

    @property
    def parameters(self) -> Sequence[str]: ...

    @property
    def rows(self) -> int:
        """Rows changed, -1 for a statement that changes none."""

    @property
    def at(self) -> float: ...

    @property
    def ms(self) -> float: ...


class Template(Protocol):
    """A template that was rendered."""

    @property
    def name(self) -> str: ...

    @property
    def variables(self) -> Mapping[str, str]:
        """What it was given, as text."""

    @property
    def at(self) -> float: ...

    @property
    def ms(self) -> float: ...


class Inside(Protocol):
    """What happened in the app."""

    @property
    def arguments(self) -> Mapping[str, str]:
        """Of the route, as text."""

    @property
    def allowed(self) -> Sequence[str]:
        """Methods of the route."""

    @property
    def routing(self) -> str:
        """What the router answered when it found no route."""

    @property
    def stages(self) -> Sequence[Stage]: ...

    @property
    def sql(self) -> Sequence[Sql]: ...

    @property
    def templates(self) -> Sequence[Template]: ...


class Timeline(Protocol):
    """What the server noted about one request."""

    @property
    def role(self) -> str:
        """What this server was in the exchange: "origin", "gateway" or "tunnel"."""

    @property
    def answered_by(self) -> str:
        """ "server", or what of the app answered, such as "view NAME"."""

    @property
    def rule(self) -> str:
        """The route that matched, as written in the app, or ""."""

    @property
    def status(self) -> int:
        """The final status."""

    @property
    def why(self) -> str:
        """The reason of a refusal by the server itself, or ""."""

    @property
    def ms(self) -> float:
        """Milliseconds from the whole head to the first byte of the answer."""

    @property
    def inside(self) -> Inside | None:
        """What happened in the app; None if it was not asked, or not watched."""


class ServerHandle(Protocol):
    """A running server on this machine."""

    @property
    def address(self) -> tuple[str, int]:
        """Numeric host and port."""

    @property
    def url(self) -> str:
        """ "http://127.0.0.1:PORT", without a slash at the end."""

    def reset(self) -> None:
        """Put its state back to the beginning."""

    def stop(self) -> None:
        """Stop it. Idempotent, from any thread."""

    def timeline(self, port: int, nth: int) -> Timeline | None:
        """What it noted about the n-th request (from 1) on the connection from this client port; None if nothing."""
