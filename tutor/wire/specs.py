"""What can be sent: the shape of an exchange in a lesson, and the same as a value for everybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


class Act(Protocol):
    """One act of a script on a raw connection; one of the three is set."""

    @property
    def send(self) -> str | None: ...

    @property
    def pause(self) -> float | None:
        """Seconds; what comes back meanwhile is read."""

    @property
    def close(self) -> bool:
        """Close our side; what the server still sends is read."""


class Exchangeable(Protocol):
    """One exchange to make: a request as text, or a script."""

    @property
    def request(self) -> str | None: ...

    @property
    def script(self) -> Sequence[Act]: ...

    @property
    def raw(self) -> bool:
        """Fill in nothing but CRLF."""

    @property
    def same_connection(self) -> bool:
        """Use the connection of the exchange before it, if that is still open."""

    @property
    def follow(self) -> bool:
        """Follow redirects."""


@dataclass(frozen=True, slots=True)
class Doing:
    """An `Act`."""

    send: str | None = None
    pause: float | None = None
    close: bool = False


@dataclass(frozen=True, slots=True)
class Spec:
    """An `Exchangeable`."""

    request: str | None = None
    script: Sequence[Act] = ()
    raw: bool = False
    same_connection: bool = False
    follow: bool = False
