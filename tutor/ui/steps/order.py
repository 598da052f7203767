"""Lines to bring into order; those that do not belong go below the divider."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult

from tutor.course.types import Order
from tutor.lesson.session import Answer
from tutor.ui.steps.question import QuestionView
from tutor.ui.text import inline, styled
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import N_, _

DIVIDER = ""
"""Stands in the list of ids where the lines that are left out begin."""


class OrderView(QuestionView[Order]):
    """Space picks a line up, the arrows carry it, Space puts it down; a digit goes to the line of that number."""

    KIND = N_("order")
    HELP = N_(
        "Space picks a line up, ↑ ↓ or a digit carry it, Space puts it down. Lines below the divider are left out."
    )
    held = False

    def compose(self) -> ComposeResult:
        yield from self.head()
        self.list = Rows(wrap=True, classes="options")
        yield self.list

    def on_mount(self) -> None:
        self.list.set(self.rows(), 0)

    @property
    def order(self) -> list[str]:
        """Ids from top to bottom, with the divider among them if there are lines to leave out."""
        state = self.state
        if state.shown:
            return self._whole(list(self.step.items))
        if isinstance(state.draft, list):
            return state.draft
        if isinstance(state.answer, list):
            return self._whole(state.answer)
        shuffled = self.session.shuffled()
        return [*shuffled, DIVIDER] if self.step.extra else shuffled

    def _whole(self, placed: list[str]) -> list[str]:
        out = [id for id in (*self.step.items, *self.step.extra) if id not in placed]
        return [*placed, DIVIDER, *out] if self.step.extra else [*placed, *out]

    def given(self) -> Answer:
        order = self.order
        return order[: order.index(DIVIDER)] if DIVIDER in order else order

    def instruction(self) -> str:
        if self.step.extra:
            return _("Order the lines; what does not belong goes below")
        return _("Order the lines")

    def redraw(self) -> None:
        if self.is_mounted:
            self.list.set(self.rows())

    def rows(self) -> list[Row]:
        """Each line with its number, and after an answer its own sign."""
        verdict, texts = self.state.verdict, {**self.step.items, **self.step.extra}
        rows, number, width = [], 0, len(str(len(texts)))
        for n, id in enumerate(self.order):
            if id == DIVIDER:
                number = -1
                rows.append(Row(styled(f"── {_('does not belong')} ──", "$soft")))
                continue
            number += number >= 0
            right = verdict.mark(id) if verdict else None
            mark = None if right is None else styled("✓", "bold $good") if right else styled("✗", "bold $bad")
            if self.state.shown and id in self.step.items:
                mark = styled("✓", "bold $good")
            if self.held and n == self.list.cursor:
                mark = styled("↕", "bold $you")
            lead = styled(f"{number if number > 0 else '◦':>{width}}  ", "bold $soft")
            rows.append(Row(inline(texts[id]), lead=lead, mark=mark))
        return rows

    @property
    def choices_shown(self) -> list[str]:
        """What the digits stand for: the numbered lines, as far as digits reach."""
        order = self.order
        return order[: order.index(DIVIDER)][:9] if DIVIDER in order else order[:9]

    # ── Moving ───────────────────────────────────────────────────────────────────────────────────

    def do_mark(self) -> None:
        self.take_up()
        self.held = not self.held and self.order[self.list.cursor] != DIVIDER
        self.changed()

    def go(self) -> None:
        if self.held:
            self.held = False
            self.changed()
        else:
            super().go()

    def title_of(self, id: str) -> str | None:
        if id == "mark":
            return _("put down") if self.held else _("pick up")
        if self.held:
            return {"choose": _("put there"), "down": _("carry")}.get(id)
        return None

    def go_title(self) -> str:
        return _("put down") if self.held else super().go_title()

    def can_choose(self) -> bool:
        return bool(self.choices_shown)

    def do_choose(self) -> None:
        """Go to the line of this number, and put there what is held."""
        index = int(self.screen.pressed or 1) - 1  # type: ignore[attr-defined]  # a Page
        if index < len(self.choices_shown):
            self._go_to(index)

    def do_down(self) -> None:
        self._move(1)

    def do_up(self) -> None:
        self._move(-1)

    def do_top(self) -> None:
        self._move(-self.list.cursor)

    def do_bottom(self) -> None:
        self._move(len(self.list.rows) - 1 - self.list.cursor)

    def _move(self, by: int) -> None:
        order, at = list(self.order), self.list.cursor
        to = max(0, min(at + by, len(order) - 1))
        if self.held and to != at:
            order.insert(to, order.pop(at))
            self.state.draft = order
            self.list.cursor = to
            self.redraw()
        else:
            self.list.point(to)

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        """Click a line to pick it up, click where it goes to put it there."""
        message.stop()
        if not self._go_to(message.index):
            self.do_mark()

    def _go_to(self, index: int) -> bool:
        """Move the cursor to a place, with the line that is held, which is put down there; whether one was."""
        held = self.held
        self._move(index - self.list.cursor)
        if held:
            self.held = False
            self.changed()
        return held
