"""What the other rooms know of the bundled server: the shapes of its handle and of what it noted about an exchange."""

from __future__ import annotations

from typing import Protocol


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
