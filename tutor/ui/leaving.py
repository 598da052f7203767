"""Screens and steps that are taken off while something is still to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.message_pump import MessagePump
from textual.messages import Prune


class Leaving(MessagePump):
    """Mixed into widgets. What comes after one was taken off finds none of its parts: it is ended, or not called."""

    @on(Prune)
    def _taken_off(self) -> None:
        self.app.workers.cancel_node(self)  # type: ignore[arg-type]  # mixed into one

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """As Textual's, for as long as this is on screen."""
        return super().call_after_refresh(lambda: callback(*args, **kwargs) if self.is_attached else None)
