"""Rows that are put to something: pairs to match, items to sort into bins, or into the columns of a grid."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tutor.course.types import Match, Sort
from tutor.lesson.placing import targets
from tutor.lesson.session import Answer
from tutor.lesson.verdict import put_together
from tutor.ui.steps.base import S
from tutor.ui.steps.question import QuestionView
from tutor.ui.text import inline, styled
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import N_, _

EMPTY = "·"


class PlacingView(QuestionView[S]):
    """Rows at the left, what they are put to at the right. A digit puts the row at the cursor there."""

    DEFAULT_CSS = """
    PlacingView #both { height: auto; }
    PlacingView #rows { width: 3fr; }
    PlacingView #to { width: 2fr; margin: 0 0 0 3; }
    PlacingView #said { height: auto; margin: 1 0 0 0; max-width: 90; }
    .-short PlacingView #said { margin: 0; }
    """
    several = False  # whether a row may be put to more than one
    amiss: frozenset[str] = frozenset()  # rows that the latest verdict called wrong and that were not put since

    def compose(self) -> ComposeResult:
        yield from self.head()
        with Horizontal(id="both"):
            self.list = Rows(wrap=True, id="rows")
            yield self.list
            self.to = Rows(wrap=True, active=False, id="to")
            yield self.to
        yield Static(id="said")

    def on_mount(self) -> None:
        self.order = self.session.shuffled()
        self.targets = targets(self.step, self.session.partners())  # type: ignore[arg-type]  # Match or Sort
        self._draw()

    def texts(self) -> Mapping[str, str]:
        """What the rows say, by id."""
        raise NotImplementedError

    def feedback(self, id: str) -> str | None:
        """What is said of a row that is wrong."""
        raise NotImplementedError

    # ── The answer ───────────────────────────────────────────────────────────────────────────────

    @property
    def placed(self) -> dict[str, list[str]]:
        """Where each row was put, by id."""
        state = self.state
        given = state.answer if state.shown or state.draft is None else state.draft
        return put_together(given) if given else {}

    def given(self) -> Answer:
        placed = self.placed
        return [f"{id}:{name}" for id in self.order for name in placed.get(id, ())]

    def put(self, name: str) -> None:
        """Put the row at the cursor to this, or take it away from there; the cursor goes to the next open row."""
        self.take_up()
        placed, id = self.placed, self.order[self.list.cursor]
        here = placed.get(id, [])
        if name in here:
            placed[id] = [other for other in here if other != name]
        elif self.several:
            placed[id] = [other for other in self.targets if other in (*here, name)]
        else:
            self.free(placed, name)
            placed[id] = [name]
        self.state.draft = [f"{row}:{to}" for row in self.order for to in placed.get(row, ())]
        if placed[id] and not self.several:
            self.amiss -= {id}
            self._to_next_open(placed)
        self.changed()

    def answer(self) -> None:
        super().answer()
        verdict = self.state.verdict
        if self.state.phase == "wrong" and verdict is not None:
            wrong = [id for id in self.order if verdict.mark(id) is False]
            self.amiss = frozenset(wrong)
            if wrong:
                self.point(self.order.index(wrong[0]))

    def free(self, placed: dict[str, list[str]], name: str) -> None:
        """Make room at what a row is put to."""

    def _to_next_open(self, placed: dict[str, list[str]]) -> None:
        """To the next row without a place or, with none of these, to the next that was put wrongly."""
        at, count = self.list.cursor, len(self.order)
        after = [*range(at + 1, count), *range(at)]
        empty = [n for n in after if not placed.get(self.order[n])]
        wrong = [n for n in after if self.order[n] in self.amiss]
        self.list.point(next(iter(empty or wrong), at))

    # ── Drawing ──────────────────────────────────────────────────────────────────────────────────

    def redraw(self) -> None:
        if self.is_mounted and hasattr(self, "order"):
            self._draw()

    def _draw(self) -> None:
        self.list.set(self.rows())
        placed = {name for names in self.placed.values() for name in names}
        self.to.set(
            [
                Row(inline(text, "$soft" if self.spent(name, placed) else ""), lead=styled(f"{n} ", "bold $you"))
                for n, (name, text) in enumerate(self.targets.items(), 1)
            ]
        )
        self.to.cursor = -1  # it has none: digits choose
        self._say()

    def spent(self, name: str, placed: set[str]) -> bool:
        """Whether nothing more is put there."""
        return False

    def rows(self) -> list[Row]:
        """Each row with the numbers of where it was put, and after an answer its own sign."""
        placed, texts, numbers = self.placed, self.texts(), list(self.targets)
        verdict, rows = self.state.verdict, []
        for id in self.order:
            right = True if self.state.shown else verdict.mark(id) if verdict else None
            mark = None if right is None else styled("✓", "bold $good") if right else styled("✗", "bold $bad")
            digits = " ".join(str(numbers.index(name) + 1) for name in placed.get(id, ()) if name in numbers)
            put = styled(digits, "bold $you") if digits else styled(EMPTY, "$faint")
            rows.append(Row(inline(texts[id]), right=put, mark=mark))
        return rows

    def _say(self) -> None:
        """What was put to what at the cursor and, once that is known to be wrong, why."""
        id = self.order[self.list.cursor]
        names = self.placed.get(id, [])
        told = Content("")
        if names:
            told = styled("→ ", "$soft") + Content(", ").join([inline(self.targets[name]) for name in names])
        wrong = self.state.verdict is not None and self.state.verdict.mark(id) is False
        if wrong and (feedback := self.feedback(id)):
            told = styled("✗ ", "bold $bad") + inline(feedback)
        self.query_one("#said", Static).update(told)

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    @property
    def choices_shown(self) -> list[str]:
        """What the digits stand for."""
        return list(self.targets) if hasattr(self, "targets") else []

    def title_of(self, id: str) -> str | None:
        return _("put there") if id == "choose" else None

    def can_choose(self) -> bool:
        return hasattr(self, "targets")

    def do_choose(self) -> None:
        index = int(self.screen.pressed or 1) - 1  # type: ignore[attr-defined]  # a Page
        if index < len(self.targets):
            self.put(list(self.targets)[index])

    def point(self, index: int) -> None:
        """Put the cursor on a row."""
        self.list.point(max(0, min(index, len(self.order) - 1)))
        self._say()

    def do_up(self) -> None:
        self.point(self.list.cursor - 1)

    def do_down(self) -> None:
        self.point(self.list.cursor + 1)

    def do_top(self) -> None:
        self.point(0)

    def do_bottom(self) -> None:
        self.point(len(self.order) - 1)

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        """Click a row, then what it is put to."""
        message.stop()
        if message.rows is self.to:
            self.put(list(self.targets)[message.index])
        else:
            self.point(message.index)


class MatchView(PlacingView[Match]):
    """Pairs. A right that is taken goes to the row that takes it."""

    KIND = N_("match")
    HELP = N_(
        "Each row at the left has its partner at the right. ↑ ↓ choose a row, a digit gives it a partner; the same "
        "digit takes it away. Some partners belong to no row."
    )

    def instruction(self) -> str:
        return _("Give each row its partner: a digit")

    def texts(self) -> Mapping[str, str]:
        return {id: pair.left for id, pair in self.step.pairs.items()}

    def feedback(self, id: str) -> str | None:
        return self.step.pairs[id].feedback

    def free(self, placed: dict[str, list[str]], name: str) -> None:
        for names in placed.values():
            if name in names:
                names.remove(name)

    def spent(self, name: str, placed: set[str]) -> bool:
        return name in placed


class SortView(PlacingView[Sort]):
    """Items and bins; in a grid an item may be in several."""

    KIND = N_("sort")
    HELP = N_(
        "Each row belongs into a bin at the right. ↑ ↓ choose a row, a digit puts it there. In a grid a row may be in "
        "several bins or in none: a digit sets or clears one."
    )

    @property
    def several(self) -> bool:  # type: ignore[override]  # of this step, not of all
        return self.step.is_grid

    def instruction(self) -> str:
        if self.step.is_grid:
            return _("Mark all that is true of each row: digits")
        return _("Put each row into its bin: a digit")

    def texts(self) -> Mapping[str, str]:
        return {id: item.text for id, item in self.step.items.items()}

    def feedback(self, id: str) -> str | None:
        return self.step.items[id].feedback
