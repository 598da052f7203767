"""A choice between a few things, on a sheet: each has its digit, its name and what it is about."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from tutor.ui.screens.overlay import Overlay
from tutor.ui.text import padded, styled
from tutor.ui.widgets.frame import Keys, Line, Rule
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _


class ChooseScreen(Overlay[str]):
    """Gives the id of what was chosen.

    Args:
        choices: (id, name, what it is about).
        chosen: id of the one that the cursor begins on.
    """

    BINDINGS = [  # noqa: RUF012  # Textual's way to declare them
        ("enter", "choose"), ("down,j", "move(1)"), ("up,k", "move(-1)"),
        *((str(n), f"choose({n})") for n in range(1, 10)),
    ]  # fmt: skip
    DEFAULT_CSS = """
    ChooseScreen Rows { margin: 1 0 0 0; }
    ChooseScreen.-short Rows { margin: 0; }
    """

    def __init__(self, head: str, choices: Sequence[tuple[str, str, str]], chosen: str = "") -> None:
        super().__init__()
        self.head, self.choices, self.chosen = head, choices, chosen

    def compose(self) -> ComposeResult:
        ids = [id for id, _name, _about in self.choices]
        longest = max(Content(name).cell_length for _id, name, _about in self.choices)
        with Vertical(classes="sheet"):
            yield Line(styled(self.head, "bold $strong"))
            yield Rule()
            yield Rows(
                [
                    Row(
                        Content(about),
                        lead=styled(f"{n}  ", "$soft") + styled(padded(name, longest + 3), "bold $strong"),
                    )
                    for n, (_id, name, about) in enumerate(self.choices, 1)
                ],
                wrap=True,
                cursor=ids.index(self.chosen) if self.chosen in ids else 0,
            )
            yield Keys(lambda: [("go", "Enter", _("open")), ("move", "↑↓", _("move"))],
                       lambda: ("close", "Esc", _("close")))  # fmt: skip

    def action_choose(self, number: int = 0) -> None:
        index = number - 1 if number else self.query_one(Rows).cursor
        if index < len(self.choices):
            self.dismiss(self.choices[index][0])

    def action_move(self, by: int) -> None:
        self.query_one(Rows).move(by)

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        self.action_choose(message.index + 1)

    @on(Keys.Pressed)
    def _key_clicked(self, message: Keys.Pressed) -> None:
        if message.command == "go":
            self.action_choose()
        elif message.command == "close":
            self.action_close()
