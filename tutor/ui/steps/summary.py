"""The end of a lesson: what one can do now, what to see again, what comes next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.lesson.session import LessonSession
from tutor.lesson.suggest import suggest
from tutor.lesson.summary import Again, ObjectiveResult, Summary, summarise
from tutor.ui.steps.ending import EndView
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Line
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue


class SummaryView(EndView):
    """Counts, not praise, and the next things with the best first.

    Args:
        due: how much is due, in words, if that comes before a new lesson.
    """

    class Chosen(Message):
        """What the learner goes on with: a step of this lesson, another lesson, a review, or none: home."""

        def __init__(self, *, step: int | None = None, lesson: str | None = None, review: bool = False) -> None:
            super().__init__()
            self.step, self.lesson, self.review = step, lesson, review

    def __init__(
        self, session: LessonSession, catalogue: Catalogue, progress: Mapping[str, Any], path: str = "",
        due: str = "",
    ) -> None:  # fmt: skip
        super().__init__()
        self.due = due
        self.session = session
        self.summary = summarise(session)
        self.missed = [again for again in self.summary.again if again.how in ("missed", "helped", "shown")]
        self.suggestion = suggest(catalogue, progress, after=session.lesson.id, path=path)
        self.choices: list[tuple[str, SummaryView.Chosen]] = []

    def compose(self) -> ComposeResult:
        summary = self.summary
        yield Static(styled(self._head(), "bold $strong"))
        if summary.objectives:
            yield Line(styled(_("You can now"), "bold $soft"), classes="part")
            for objective in summary.objectives:
                yield self._objective(objective)
        if self.missed:
            yield Line(styled(_("See again"), "bold $soft"), classes="part")
            for again in self.missed[:4]:
                yield self._again(again)
            if len(self.missed) > 4:
                yield Line(styled("  " + _("and {n} more").format(n=len(self.missed) - 4), "$soft"))
        yield Line(styled(_("What next"), "bold $soft"), classes="part")
        self.choices = list(self._choices())
        rows = [
            Row(Content(text), lead=styled(f"{n}  ", "bold $soft")) for n, (text, _do) in enumerate(self.choices, 1)
        ]
        self.list = Rows(rows)
        yield self.list

    def _head(self) -> str:
        s: Summary = self.summary
        if s.left:
            head = ngettext(
                "{n} step is still open.", "{n} steps are still open.", s.left
            ).format(n=s.left)  # fmt: skip
        else:
            head = _("Lesson done.")
        right = _("{right} of {asked} answers right at the first try").format(right=s.right, asked=s.asked)
        minutes = ngettext("{n} minute this time", "{n} minutes this time", s.minutes).format(n=s.minutes)
        return _("{head} {right}; {minutes}.").format(head=head, right=right, minutes=minutes)

    def _objective(self, result: ObjectiveResult) -> Line:
        sign = styled("✓", "bold $good") if result.reached else styled("◔", "$you")
        text = self.session.lesson.objectives[result.id]
        count = _("{right} of {asked}").format(right=result.right, asked=result.asked)
        return Line(sign + Content(f" {text}"), count)

    def _again(self, again: Again) -> Line:
        how = {
            "missed": _("left wrong") if not again.confident else _("left wrong, and felt sure"),
            "helped": _("right after help or a second try"),
            "shown": _("answer shown"),
        }[again.how]
        if again.step.sends and again.how == "missed":
            how = _("predicted otherwise")
        sign = styled("✗", "bold $bad") if again.how in ("missed", "shown") else styled("◔", "$you")
        return Line(sign + Content(f" {again.step.title}"), how)

    def _choices(self) -> list[tuple[str, SummaryView.Chosen]]:
        choices = []
        open_ = [n for n, step in enumerate(self.session.steps) if not self.session.states[step.id].done]
        if open_:
            text = ngettext("Go to the step that is open", "Go to the first of {n} open steps", len(open_))
            choices.append((text.format(n=len(open_)), self.Chosen(step=open_[0])))
        if self.due:
            text = _("Review first: {due}. New lessons pause until less is due.").format(due=self.due)
            choices.append((text, self.Chosen(review=True)))
        if self.suggestion:
            entry = self.suggestion.lesson
            text = _("{title}, {n} min").format(title=entry.title, n=entry.minutes)
            choices.append((_("Next lesson: {lesson}").format(lesson=text), self.Chosen(lesson=entry.id)))
        if self.missed:
            text = ngettext("Look again at the step that was missed", "Look again at {n} steps", len(self.missed))
            choices.append((text.format(n=len(self.missed)), self.Chosen(step=self.missed[0].index)))
        choices.append((_("Home"), self.Chosen()))
        return choices

    @property
    def choices_shown(self) -> list[tuple[str, SummaryView.Chosen]]:
        """What the digits choose from."""
        return self.choices

    # ── As a view ────────────────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        self.post_message(self.choices[self.list.cursor][1])

    def go_title(self) -> str:
        return _("start")
