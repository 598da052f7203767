"""One chord of a review, asked by the dojo's own prompt."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tutor.keyboard.delivery import Terminal
from tutor.keyboard.keymaps import Keymap
from tutor.keyboard.training import Training
from tutor.lesson.chord import Pressed
from tutor.lesson.dojo import Dojo, Plan
from tutor.progress.events import study_day_now
from tutor.ui.screens.practise import PractiseScreen
from tutor.ui.widgets.frame import Rule, StepMark, Top
from tutor.words import _

ONE = Plan("chord", "", "", prompts=1)


class PressedScreen(PractiseScreen):
    """Closes as soon as the chord was answered and Enter goes on, or the learner leaves.

    Args:
        place, marks: of this item in the review, for the first two rows.
        came: told what the sitting came to, once the screen is gone.
    """

    def __init__(
        self, keymap: Keymap, terminal: Terminal, training: Training, step: Pressed, *, place: str,
        marks: Sequence[StepMark], came: Callable[[Dojo], None],
    ) -> None:  # fmt: skip
        super().__init__(keymap, terminal, training, ONE, day=study_day_now(), only=[step.id], ended=self._left)
        self.turn = step.turn
        self.place, self.marks, self.came = place, tuple(marks), came
        # What was never copied by the fingers would have to be shown first, and then it is no recall.
        self.prefer = "press" if training.item(step.id).copy_ms is not None else "text"

    def show(self) -> None:
        if self.dojo is not None and self.dojo.over:
            if self.is_attached:
                self.do_back()
        else:
            super().show()

    def _top(self, dojo: Dojo) -> None:
        top = self.query_one(Top)
        top.path, top.right = (_("Review"),), self.place
        self.query_one(Rule).steps = self.marks

    def _left(self) -> None:
        if self.dojo is not None:
            self.came(self.dojo)
