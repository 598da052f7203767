"""A sheet on the dimmed screen, never boxed."""

from __future__ import annotations

from typing import TypeVar

from textual.screen import ModalScreen

T = TypeVar("T")


class Overlay(ModalScreen[T]):
    """Esc closes it; the screen under it stays as it is."""

    AUTO_FOCUS = ""
    DEFAULT_CSS = "Overlay { align: center top; background: $paper 80%; }"
    BINDINGS = [("escape", "close", "close")]  # noqa: RUF012  # Textual's way to declare them

    def action_close(self) -> None:
        self.dismiss(None)
