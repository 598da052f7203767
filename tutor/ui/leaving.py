"""Screens and steps that are taken off while something is still to come."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.events import Event, Mount
from textual.message_pump import MessagePump
from textual.messages import Prune

if TYPE_CHECKING:
    from textual.widget import Widget as _Widget
else:
    _Widget = MessagePump  # a real one would put its own settings before those of what it is mixed into


class Leaving(_Widget):
    """Mixed into widgets. What comes after one was taken off finds none of its parts: it is ended, or not called."""

    @on(Prune)
    def _taken_off(self) -> None:
        self.workers.cancel_node(self)

    async def on_event(self, event: Event) -> None:
        """As Textual's; but what is taken off before it got its parts is not told that it has them."""
        if not isinstance(event, Mount) or self.children:
            await super().on_event(event)

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """As Textual's, for as long as this is on screen."""
        return super().call_after_refresh(lambda: None if self._pruning else callback(*args, **kwargs))
