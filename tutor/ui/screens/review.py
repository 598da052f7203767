"""A review on screen: what is due, one item after the other, as the steps of a lesson."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.entries import entry_of
from tutor.lesson.facts import Named, facts_of
from tutor.lesson.review import Lessons, Review, Unavailable, comes_back, in_days, why
from tutor.progress.due import due_day
from tutor.ui.commands import bindings
from tutor.ui.screens.fact import LABEL, fact_of, fact_rows
from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.steps import view_of
from tutor.ui.steps.base import StepView
from tutor.ui.steps.pressed import PressedView
from tutor.ui.steps.reviewed import ReviewedView
from tutor.ui.text import padded, styled
from tutor.ui.widgets.agenda import Agenda, Asked
from tutor.ui.widgets.frame import Rule, StepMark, Top
from tutor.ui.widgets.verdict import Verdict
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue
    from tutor.progress.cards import Card
    from tutor.progress.due import Due

REST_DAYS = 30
"""How long an item rests that was forgotten too often."""


class ReviewScreen(LessonScreen):
    """What is asked, why now, when it comes back.

    Args:
        items: what is asked, in this order; at least one.
        catalogue: that they are from.
        waiting: how many more are due, for the end.
        clock: what is odd about the clock, said until something was answered.
        days: over which those can be spread; 0 if that is not offered.
    """

    FOOTER = (
        "go", "span-right", "verdict", "send", "choose", "mark", "hint", "checks", "file", "show", "edit", "original",
        "pane", "unsure", "undo", "rest", "next", "facts", "map", "flip", "curl", "python", "raw-text", "search",
        "back",
    )  # fmt: skip
    BINDINGS = bindings("undo", "rest")
    DEFAULT_CSS = """
    ReviewScreen #why { height: auto; max-width: 90; margin: 0 0 0 0; }
    ReviewScreen.-short #why { max-height: 4; }
    ReviewScreen #card { display: none; height: auto; max-width: 90; padding: 0 0 0 3; }
    ReviewScreen.-tall #card { display: block; }
    ReviewScreen.-wide Agenda { display: block; }
    ReviewScreen.-whole Agenda { display: none; }
    """

    def __init__(
        self, items: Sequence[Due], catalogue: Catalogue, *, waiting: int = 0, days: int = 0, clock: str = ""
    ) -> None:
        self.clock = clock
        entry = catalogue.entry(items[0].item.partition("#")[0])
        super().__init__(entry, catalogue)  # type: ignore[arg-type]  # no lesson has chords and entries
        self.items, self.waiting, self.days = items, waiting, days
        self.review: Review | None = None
        self.moving = False  # to another item, in a thread: nothing is said of the one that is left
        self.after: dict[str, Card] = {}  # what is remembered of an item, once its answer was saved
        self._folder: TemporaryDirectory[str] | None = None
        self._read: dict[str, Lessons] = {}

    @property
    def work_data(self) -> Path:
        """Code is written again, from its starter: not in the folder that has the learner's solution."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="tutor-review-")
        return Path(self._folder.name)

    def compose(self) -> ComposeResult:
        yield Top((_("Review"),))
        yield Rule()
        with Horizontal(id="stage"):
            yield Agenda()
            with Vertical(id="main"):
                yield Static(id="why", classes="beside-step")
                yield Verdict()
                yield Static(id="card")
        yield self.keys()

    async def _open(self) -> None:
        from tutor.progress.events import study_day_now

        services = self.tutor.services
        self.review = await asyncio.to_thread(
            lambda: Review(
                self.items, self._lessons_of, services.saver, today=study_day_now(), language=services.language,
                retention=self.tutor.settings.retention / 100, seed=services.seed, config=services.config,
            )
        )  # fmt: skip
        self._take()
        await self.show()
        if any(due.known.kind in ("demo", "output") for due in self.items):
            self.call_after_refresh(services.bundled.warm)

    def _lessons_of(self, id: str) -> Lessons:
        """A lesson in all its languages. Reads files."""
        from tutor.course.catalogue import LessonBrokenError

        if id not in self._read:
            try:
                found = {"en": self.catalogue.lesson(id)}
            except (KeyError, LessonBrokenError) as error:
                raise Unavailable(id) from error
            for language in self.catalogue.course.translations:
                if translated := self.catalogue.translated(id, language):
                    found[language] = translated.lesson
            self._read[id] = found
        return self._read[id]

    def _take(self) -> None:
        """The item that the review is at becomes that of the screen."""
        review = self.review
        if review is None or review.finished:
            return
        self.session = review.session
        self.lessons = dict(review.turn.lessons)
        self.entry = self.catalogue.entry(self.session.lesson.id)  # type: ignore[assignment]  # as above

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    async def _swap(self) -> StepView[Any] | ReviewedView:  # type: ignore[override]  # another end
        review = self.review
        assert review is not None
        old, self.view = self.view, None
        view = ReviewedView(review.summary(), self.waiting, self.days) if review.finished else view_of(review.session)
        with self.app.batch_update():
            self.set_focus(None)
            if old:
                await old.remove()
            await self.query_one("#main").mount(view, before=0)
            self.view = view  # type: ignore[assignment]  # another end
            if isinstance(view, PressedView):
                view.where, view.marks = self._place(review), tuple(self._mark(n) for n in range(len(review.turns)))
            self.tell()
        return view

    def tell(self) -> None:
        review = self.review
        if review is None or self.moving or self.view is None or not self.query(Top):
            return
        top, verdict, reason = self.query_one(Top), self.query_one(Verdict), self.query_one("#why", Static)
        top.path = (_("Review"),)
        self.query_one(Rule).steps = tuple(self._mark(n) for n in range(len(review.turns)))
        verdict.display = reason.display = not review.finished
        if review.finished:
            top.right = _("done")
        else:
            top.right = self._place(review)
            said = styled(_("Why now: {reason}").format(reason=why(review.turn.due, review.today)), "$soft")
            if self.clock and review.last_graded() is None:
                said = styled(f"↻ {self.clock}", "$ink") + Content("\n") + said
            reason.update(said)
            verdict.set_class(getattr(self.view, "folded", False), "-folded")
            self.set_class(getattr(self.view, "wants_width", False), "-whole")
            kind, head, right, body = self.view.told(self.tutor.services.saver)  # type: ignore[union-attr]
            verdict.display = getattr(self.view, "shows_verdict", True)
            verdict.tell(kind, head, self._returns() or right, body)
        self._list(review)
        self._card(review)
        self.refresh_keys()

    def _list(self, review: Review) -> None:
        """This session at the left, on wide terminals."""
        asked = []
        for turn in review.turns[: review.index + (not review.finished)]:
            card = self.after.get(turn.due.item) if turn.outcome != "open" else None
            back = in_days(due_day(card, review.retention) - review.today) if card else ""
            asked.append(Asked(turn.title, turn.outcome, back))
        self.query_one(Agenda).show(asked, len(review.turns), here=not review.finished)

    def _card(self, review: Review) -> None:
        """What the reference says of what was asked, once it was answered, on tall terminals."""
        card = self.query_one("#card", Static)
        rows: list[Content] = []
        if self.has_class("-tall") and not review.finished and review.session.state.done:
            entry = entry_of(review.turn.due.item)
            named = entry or next(iter(facts_of(review.session.step)), None)
            fact = fact_of(named.kind, named.name, self.tutor.services.language) if named else None
            if fact is not None:
                head = styled(padded(_("Facts"), LABEL), "bold $soft") + styled(fact.name, "bold $strong")
                rows = [head, Content(""), *fact_rows(fact, min(86, max(24, self.query_one("#main").size.width - 8)))]
        card.display = bool(rows)
        card.update(Content("\n").join(rows))

    def _place(self, review: Review) -> str:
        count, minutes = len(review.turns), review.minutes_left
        return ngettext(
            "{n} of {total}, about {minutes} minute left", "{n} of {total}, about {minutes} minutes left", minutes
        ).format(n=review.index + 1, total=count, minutes=minutes)

    def _returns(self) -> str:
        """When the item comes back, once its answer was saved."""
        review = self.review
        if review is None or review.finished or review.turn.outcome == "open":
            return ""
        due = review.turn.due
        card = self.after.get(due.item)
        if card is None or card.visit != review.session.state.visit:
            return ""
        said = comes_back(card, review.today, review.retention)
        before = due.day - due.card.now.day
        if due.harder or before < 1 or due.changed or not due.card.now.reps:
            return said
        was = ngettext("was {n} day", "was {n} days", before).format(n=before)
        return f"{was}, {said}"

    def _mark(self, n: int) -> StepMark:
        review = self.review
        assert review is not None
        return "now" if n == review.index else "done" if review.turns[n].outcome != "open" else "open"

    def saved(self) -> None:
        self.tell()
        review = self.review
        if review is not None and not review.finished and review.turn.outcome != "open":
            self.run_worker(self._ask_card(review.turn.due.item), group="card", exclusive=True)

    async def _ask_card(self, item: str) -> None:
        saver = self.tutor.services.saver
        self.after.update(await asyncio.wrap_future(saver.ask(lambda store: store.cards([item]))))
        self.tell()

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        titles = {"map": _("its lesson"), "undo": _("undo grade"), "back": _("end")}
        if id in titles and not (id == "back" and self.typing):
            return titles[id]
        if id == "next" and self.review is not None and not self.review.finished:
            return _("later") if self.review.turn.outcome == "open" else _("next")
        return super().title_of(id)

    def can_next(self) -> bool:
        return self.review is not None and not self.review.finished

    async def do_next(self) -> None:
        review = self.review
        if review is not None and not review.finished:
            pressed = isinstance(self.view, PressedView) and self.view.state.phase != "open"
            self.moving = True
            try:
                await asyncio.to_thread(review.forward)
                self._take()
            finally:
                self.moving = False
            await self.show()
            if pressed and isinstance(self.view, PressedView):
                self.view.start()  # the fingers stay where they are

    def can_previous(self) -> bool:
        return False

    def can_bookmark(self) -> bool:
        return False

    can_note = can_bookmark  # of which nothing is known here

    def _asks(self) -> bool:
        return self.review is not None and not self.moving and not self.review.finished

    def _of_a_lesson(self) -> bool:
        return self._asks() and self.entry is not None

    can_map = can_report = _of_a_lesson

    def can_facts(self) -> bool:
        session = self.review.session if self.review is not None and self._asks() else None
        return session is not None and (self.entry is not None or session.state.done)

    def do_facts(self) -> None:
        """What it is about; of an entry of the reference only once it was answered."""
        entry = entry_of(self.review.turn.due.item) if self.review is not None else None
        if entry is None:
            super().do_facts()
        else:
            self.tutor.open_facts([Named(*entry)])

    def can_undo(self) -> bool:
        return self.review is not None and self.review.last_graded() is not None

    async def do_undo(self) -> None:
        """Take the last grade back, in the log too, and ask again."""
        review = self.review
        undone = review.undo() if review is not None else None
        if undone is None:
            return
        item, visit = undone
        saver = self.tutor.services.saver
        await asyncio.wrap_future(saver.ask(lambda store: store.undo_visit(item, visit)))
        self.after.pop(item, None)
        self._take()
        await self.show()
        self.say(_("The grade is taken back."))

    def can_rest(self) -> bool:
        return self._asks() and self.review is not None and self.review.turn.due.card.leech

    async def do_rest(self) -> None:
        """Let an item rest that was forgotten again and again."""
        from tutor.progress.events import Draft

        if self.review is not None:
            self.tutor.services.saver.record(Draft("rest", self.review.turn.due.item, {"days": REST_DAYS}))
            await self.do_next()
            self.say(_("It rests and comes back {when}.").format(when=in_days(REST_DAYS)))

    def do_map(self) -> None:
        """The lesson of what is asked, at its step: the explanation."""
        if self.review is not None and not self.review.finished:
            lesson, _sign, step = self.review.turn.due.item.partition("#")
            self.tutor.open_lesson(lesson, step)

    async def retell(self) -> None:
        if self.review is not None:
            self.review.speak(self.tutor.services.language)
            await self.show()

    @on(Rule.Picked)
    async def _jump(self, message: Rule.Picked) -> None:  # type: ignore[override]  # a review goes on in its order
        message.stop()
        message.prevent_default()  # nor does that of a lesson answer

    @on(ReviewedView.Chosen)
    async def _reviewed(self, message: ReviewedView.Chosen) -> None:
        days = self.days
        if message.what == "spread":
            saver = self.tutor.services.saver
            await asyncio.wrap_future(saver.ask(lambda store: store.spread_over(days)))
        self.app.pop_screen()
        if message.what == "more":
            self.tutor.open_review()

    def on_unmount(self) -> None:
        if self.review is not None:
            self.review.leave()
        if self._folder is not None:
            self._folder.cleanup()

    def help_text(self) -> tuple[str, str]:
        if self.review is None or self.review.finished or self.view is None:
            return _("The end of a review"), _("What was strengthened and what slipped. Enter goes on.")
        return _("Review"), _(
            "What you met comes back when you are about to forget it. z takes the last grade back; Esc ends the "
            "review and keeps all that was answered."
        )

