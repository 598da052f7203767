"""The baseline: the smallest Textual program that echoes a key."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class Hello(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("Hello")

    def on_key(self, event: Key) -> None:
        self.query_one(Static).update(f"pressed {event.key}")


if __name__ == "__main__":
    Hello().run()
