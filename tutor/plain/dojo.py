"""The drill of shortcuts as plain lines: chords are written as text, which trains recall and is never timed."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from tutor.keyboard.delivery import Terminal
from tutor.keyboard.keymaps import Keymap, actions, called, keymap_with_own
from tutor.keyboard.situations import excerpt
from tutor.lesson.dojo import PLANS, Dojo, Outcome, Plan, Situations, summary, training_of
from tutor.plain.talk import EndError, Keeper, Talk
from tutor.progress.events import study_day_now
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.keyboard.situations import Spot

ROWS = 5


def run_dojo(
    keymap: str, *, data: Path, config: Path | None, language: str, plan: Plan = PLANS["practise"],
    source: TextIO | None = None, out: TextIO | None = None, seed: int | None = None,
) -> int:  # fmt: skip
    """Ask for chords until the sitting is over, the learner leaves or input ends; the exit status."""
    from tutor.progress.open import open_store

    talk = Talk(source or sys.stdin, out or sys.stdout)
    found, problems = keymap_with_own(keymap, config)
    for problem in problems:
        talk.tell(f"! {problem}")
    keeper = Keeper(open_store(data), talk)
    try:
        if not Drill(found, talk, keeper, plan, language, seed).run_or_leave():
            talk.tell(_("All is saved.") if keeper.store.durable else _("Nothing could be saved."))
        return 0
    except (EndError, KeyboardInterrupt):
        talk.tell(_("All is saved.") if keeper.store.durable else _("Nothing could be saved."))
        return 0
    finally:
        keeper.store.close()


class LeaveError(Exception):
    """The learner leaves the drill."""


class Drill:
    """One sitting, told in lines."""

    def __init__(
        self, keymap: Keymap, talk: Talk, keeper: Keeper, plan: Plan, language: str, seed: int | None = None,
        only: list[str] | None = None, situations: Situations | None = None,
    ) -> None:  # fmt: skip
        self.keymap, self.talk = keymap, talk
        training = training_of(keeper.store, keymap.name)
        self.dojo = Dojo(
            keymap, Terminal(), training, keeper, plan, study_day_now(), time.monotonic, seed=seed, only=only,
            prefer="text", language=language, situations=situations,
        )  # fmt: skip

    def run_or_leave(self) -> bool:
        """Ask until it is over, or the learner leaves; whether it came to its end.

        Raises:
            EndError: there is no more input.
        """
        try:
            self.run()
        except LeaveError:
            return False
        return True

    def run(self) -> None:
        """Ask until it is over.

        Raises:
            LeaveError: the learner leaves.
            EndError: there is no more input.
        """
        self.talk.tell(called(self.keymap))
        self.talk.tell(_("Write the chord, as in ctrl+alt+b, or none where there is no default key. "
                         "show shows it, q leaves."))  # fmt: skip
        while self.dojo.prompt is not None:
            self._pose()
            while not self.dojo.settled:
                self._line(self.talk.ask().strip())
            self.dojo.advance()
        self._result()

    def _pose(self) -> None:
        prompt = self.dojo.prompt
        assert prompt is not None
        self.talk.say("")
        self.talk.tell(prompt.situation.ask)
        self._code(prompt.situation.at)
        if prompt.copying:
            self.talk.tell(_("New: {action} is {chord}. Write it once.").format(
                action=called(prompt.action), chord=self._answer()
            ))  # fmt: skip

    def _code(self, at: Spot) -> None:
        self.talk.say(f"  {at.file}")
        for n, text in excerpt(at, ROWS):
            self.talk.say(f"  {'>' if n == at.line else ' '} {n:>3}  {text}".rstrip())
            if n == at.line:
                self.talk.say(" " * (9 + at.start) + "^" * (at.end - at.start))

    def _answer(self) -> str:
        assert self.dojo.prompt is not None
        chord = self.dojo.prompt.key.chord
        return chord.text if chord else "none"

    def _line(self, text: str) -> None:
        if text in ("q", ":q", "quit"):
            raise LeaveError
        if text in ("show", "?"):
            self.dojo.reveal()
            self.talk.tell(_("It is {chord}. It comes back last.").format(chord=self._answer()))
            self._landed()
            return
        outcome = self.dojo.write(text)
        if outcome is not None:
            self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        if outcome.kind == "refused":
            self.talk.tell(f"! {outcome.why}")
        elif outcome.kind == "right":
            assert self.dojo.prompt is not None
            self.talk.tell(f"✓ {_('Right')}: {self._answer()}, {called(self.dojo.prompt.action)}")
            if not outcome.copied:
                self._landed()
        else:
            theirs = ", ".join(called(actions()[id]) for id in outcome.taken_for)
            said = _("{chord} is: {action}.").format(chord=outcome.given, action=theirs) if theirs else ""
            self.talk.tell(f"✗ {_('Not right')}. {said}".rstrip() + " " + _("Try again."))

    def _landed(self) -> None:
        assert self.dojo.prompt is not None
        situation = self.dojo.prompt.situation
        if situation.lands is not None:
            self._code(situation.lands)
        if situation.said:
            self.talk.tell(situation.said)

    def _result(self) -> None:
        self.talk.say("")
        self.talk.tell(_("{right} of {total} right at the first try").format(
            right=self.dojo.right, total=self.dojo.asked
        ))  # fmt: skip
        for title, chord, count in summary(self.dojo)[:8]:
            times = ngettext("missed once", "missed {n} times", count).format(n=count)
            self.talk.tell(f"{title}, {chord}: {times}", lead="  ✗ ")
