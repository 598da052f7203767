"""A review in plain lines, by the session of the screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.lesson.cards import Turned
from tutor.lesson.review import Review, comes_back, in_days, why
from tutor.plain.lesson import COMMANDS, WORDS, Lectern, LeftError
from tutor.plain.lines import inline, wrapped
from tutor.words import N_, _, ngettext

if TYPE_CHECKING:
    from tutor.course.types import Code
    from tutor.lesson.exercise.run import Workshop
    from tutor.lesson.exercise.work import Work
    from tutor.lesson.server import Bundled
    from tutor.plain.talk import Keeper, Talk

ONLY_HERE = {
    "z": N_("take the last grade back and ask again"),
    "x": N_("let this rest for 30 days, if it was forgotten again and again"),
}
NOT_HERE = ("p", "o", "b", "m")
REST_DAYS = 30


class UndoneError(Exception):
    """The learner takes the last grade back."""


@dataclass
class Desk(Lectern):
    """One item of a review."""

    review: Review | None = None
    scratch: Path = Path()  # where code is written again

    def _work(self, step: Code) -> Work:
        from tutor.lesson.exercise.work import Work

        work = Work(self.scratch, self.session.lesson, step)
        work.lay_out()
        return work

    def ask(self) -> None:
        """Ask it until it is left.

        Raises:
            EndError: there is no more input.
            LeftError: the learner ends the review.
            UndoneError: the learner takes the last grade back.
        """
        while not self.session.finished:
            self._step()

    @property
    def _its(self) -> Review:
        assert self.review is not None
        return self.review

    def _say_step(self) -> None:
        review, form = self._its, self.form
        place = _("Review {n} of {total}").format(n=review.index + 1, total=len(review.turns))
        self.talk.say("", *wrapped(f"{place} ({_(form.KIND)})"))
        self.talk.tell(_("Why now: {reason}").format(reason=why(review.turn.due, review.today)))
        self.talk.all(form.lines(self.session.step, self.session))
        self.talk.tell(self._what_now())

    def _said(self) -> None:
        if isinstance(self.session.step, Turned):
            right = self.session.state.phase == "right"
            self.talk.tell(f"✓ {_('Known')}" if right else f"✗ {_('Not known')}")
            self.talk.tell(_("Enter goes on."))
        else:
            super()._said()
        review = self._its
        card = self.keeper.store.cards([review.turn.due.item]).get(review.turn.due.item)
        if card is not None and card.visit == self.session.state.visit:
            self.talk.tell(f"↻ {comes_back(card, review.today, review.retention)} ({self.keeper.kept})")

    def _enter(self) -> None:
        session, step = self.session, self.session.step
        if isinstance(step, Turned) and session.state.phase == "open" and session.state.draft is None:
            session.state.draft = "turned"
            self.talk.tell(inline(step.back), lead="  ")
            self.talk.tell(self.form.how(step))
        elif isinstance(step, Turned) and session.state.tries:
            session.forward()
        else:
            super()._enter()

    def _what_now(self) -> str:
        if isinstance(self.session.step, Turned):
            return _("Say it to yourself; Enter turns the card.")
        return super()._what_now()

    def _command(self, text: str) -> None:
        word, _blank, _rest = text.partition(" ")
        letter = WORDS.get(word.lower(), word.lower())
        if letter == "z" or word == "undo":
            raise UndoneError
        if letter == "x":
            self._rest()
        elif letter in NOT_HERE:
            self.talk.tell(_("There is no command {name}. ? lists them.").format(name=word))
        else:
            super()._command(text)

    @staticmethod
    def _is_command(text: str) -> bool:
        return text.split()[0].lower() in (*ONLY_HERE, "undo") or Lectern._is_command(text)

    def _rest(self) -> None:
        from tutor.progress.events import Draft

        if not self._its.turn.due.card.leech:
            self.talk.tell(_("This was not forgotten often enough to need a rest."))
            return
        self.keeper.record(Draft("rest", self._its.turn.due.item, {"days": REST_DAYS}))
        self.talk.tell(_("It rests and comes back {when}.").format(when=in_days(REST_DAYS)))
        self.session.forward()

    def _help(self) -> None:
        for letter, text in {**{k: t for k, t in COMMANDS.items() if k not in NOT_HERE}, **ONLY_HERE}.items():
            self.talk.tell(_(text), lead=f"  {letter}  ")
        self.talk.tell(_("A line that begins with = is always an answer, one with : always a command."))


def take(
    review: Review, talk: Talk, keeper: Keeper, bundled: Bundled, workshop: Workshop, data: Path, folder: Path,
    scratch: Path, left: Callable[[], int],
) -> None:
    """Ask what is due until its end, or until the learner leaves it; then say what it came to.

    Args:
        data: where progress is.
        folder: of the course.
        scratch: a folder for code that is written again.
        left: tells how many are still due.

    Raises:
        EndError: there is no more input.
    """
    talk.tell(_("? lists the commands; q ends the review and keeps all."))
    try:
        while not review.finished:
            desk = Desk(
                review.session, review.turn.lessons, talk, keeper, bundled, lambda: None, data, workshop, folder,
                review=review, scratch=scratch,
            )  # fmt: skip
            try:
                desk.ask()
                review.forward()
            except UndoneError:
                undone = review.undo()
                if undone is None:
                    talk.tell(_("There is no grade to take back."))
                else:
                    keeper.store.undo_visit(*undone)
                    talk.tell(_("The grade is taken back."))
    except LeftError:
        pass
    finally:
        review.leave()
    _sum_up(review, talk, left())


def _sum_up(review: Review, talk: Talk, left: int) -> None:
    summary = review.summary()
    count = len(summary.strengthened) + len(summary.slipped)
    talk.say("")
    talk.tell(ngettext("{n} item reviewed", "{n} items reviewed", count).format(n=count) + ".")
    for head, titles in ((_("Strengthened"), summary.strengthened), (_("Slipped"), summary.slipped)):
        if titles:
            talk.tell(f"{head}: " + "; ".join(inline(title) for title in titles))
    if left:
        talk.tell(ngettext("{n} more is due.", "{n} more are due.", left).format(n=left))
