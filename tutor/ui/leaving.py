"""Screens and steps that are taken off while something is still to come."""

from __future__ import annotations

from collections.abc import Callable
from inspect import iscoroutine
from typing import TYPE_CHECKING, Any

from textual import on
from textual.events import Event, Mount, Unmount
from textual.message_pump import MessagePump
from textual.messages import Prune

if TYPE_CHECKING:
    from textual.widget import Widget as _Widget
    from textual.worker import Worker
else:
    _Widget = MessagePump  # a real one would put its own settings before those of what it is mixed into


class Leaving(_Widget):
    """Mixed into widgets. What comes after one was taken off finds none of its parts: it is ended, or not called."""

    _stood = False  # whether it was told that it has its parts

    @on(Prune)
    def _taken_off(self) -> None:
        self.workers.cancel_node(self)

    async def on_event(self, event: Event) -> None:
        """As Textual's; but what is taken off before it had its parts hears neither of that nor of its end."""
        if isinstance(event, Mount):
            self._stood = not self._pruning
        if self._stood or not isinstance(event, (Mount, Unmount)):
            await super().on_event(event)

    def run_worker(self, work: Any, *args: Any, **options: Any) -> Worker[Any]:
        """As Textual's, but none begins any more once this is taken off."""
        worker = super().run_worker(work, *args, **options)
        if self._pruning:
            worker.cancel()
            if iscoroutine(work):
                work.close()  # else it would be told of that nobody waited for it
        return worker

    def call_after_refresh(self, callback: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
        """As Textual's, for as long as this is on screen."""
        return super().call_after_refresh(lambda: None if self._pruning else callback(*args, **kwargs))
