"""A lesson on screen: one step after the other, and its end."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from tutor.course.types import Code, Lesson
from tutor.lesson.backlog import due_text
from tutor.lesson.session import LessonSession
from tutor.ui.commands import bindings
from tutor.ui.page import Page
from tutor.ui.steps import view_of
from tutor.ui.steps.base import StepView
from tutor.ui.steps.summary import SummaryView
from tutor.ui.widgets.frame import Rule, StepMark, Top
from tutor.ui.widgets.outline import Outline
from tutor.ui.widgets.verdict import Verdict
from tutor.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from tutor.course.catalogue import Catalogue, LessonBrokenError, LessonEntry
    from tutor.progress.store import StepProgress


class LessonScreen(Page):
    """Where am I, the step, its verdict, the keys.

    Args:
        entry: the lesson to open; it resumes at the first step not yet done.
        catalogue: that it is from.
        step: id of the step to go to at once.
    """

    FOOTER: tuple[str, ...] = (
        "go",
        "span-right",
        "verdict", "send", "choose", "down", "mark", "hint", "checks", "file", "show", "edit", "original", "pane",
        "unsure", "next", "previous", "facts", "flip", "curl", "python", "raw-text", "map", "bookmark", "note",
        "search", "back", "settings",
    )  # fmt: skip
    BINDINGS = bindings(
        "go", "send", "choose", "up", "down", "top", "bottom", "page-up", "page-down", "mark", "unsure", "hint",
        "show", "edit", "editor", "checks", "file", "fault", "reset", "original", "pane", "pane-back",
        "span-left", "span-right", "curl", "python", "raw-text", "next", "previous", "flip", "facts", "verdict", "map",
        "bookmark", "note", "report", "search", "settings", "palette", "help", "back",
    )  # fmt: skip

    def __init__(self, entry: LessonEntry, catalogue: Catalogue, *, step: str | None = None) -> None:
        super().__init__()
        self.entry = entry
        self.catalogue = catalogue
        self.goal = step
        self.session: LessonSession | None = None
        self.lessons: dict[str, Lesson] = {}  # by language, as far as there are translations
        self.marked: dict[str, tuple[frozenset[str], frozenset[str]]] = {}  # by language: stale and missing steps
        self.view: StepView[Any] | SummaryView | None = None
        self._showing = asyncio.Lock()  # a key may come while the first step is still being put on screen

    def compose(self) -> ComposeResult:
        yield Top(("", self.entry.title))
        yield Rule()
        with Horizontal(id="stage"), Vertical(id="main"):
            yield Verdict()
        yield self.keys()

    def on_mount(self) -> None:
        self.run_worker(self._open(), exclusive=True, name="open lesson")

    async def _open(self) -> None:
        """Read lesson and log, then show the first step not yet done."""
        from tutor.course.catalogue import LessonBrokenError

        try:
            await self.read()
        except LessonBrokenError as error:  # broken since the course was read
            self.broken(error)
            return
        session = self.session
        assert session is not None
        if self.goal and (index := session.index_of(self.goal)) is not None:
            session.go(index)
        await self.query_one("#stage").mount(Outline(session), before=0)
        await self.show()
        if any(step.sends for step in session.steps):
            self.call_after_refresh(self.tutor.services.bundled.warm)  # it would keep the first step waiting
        for step in session.steps:
            if isinstance(step, Code):
                self.call_after_refresh(self.tutor.services.workshop.warm, step.exercise)
                break

    def broken(self, error: LessonBrokenError) -> None:
        """The lesson cannot be shown."""
        from tutor.ui.screens.problems import ProblemsScreen

        self.tutor.switch_screen(ProblemsScreen(error.problems, self.entry.title))

    async def read(self) -> None:
        """Read lesson and log off the UI thread, and begin a session with them.

        Raises:
            LessonBrokenError: the lesson's file cannot be used.
        """
        services, catalogue = self.tutor.services, self.catalogue
        earlier = services.saver.ask(lambda store: (_earlier(store, self.entry), store.marks()))

        def read() -> None:
            self.lessons = {"en": catalogue.lesson(self.entry.id)}
            for language in catalogue.course.translations:
                if translated := catalogue.translated(self.entry.id, language):
                    self.lessons[language] = translated.lesson
                    self.marked[language] = (translated.stale, translated.missing)

        await asyncio.to_thread(read)
        known, marks = await asyncio.wrap_future(earlier)
        language = services.language if services.language in self.lessons else "en"
        self.session = LessonSession(
            self.lessons[language], known, services.saver, language=language,
            original=self.lessons["en"], marks=marks, seed=services.seed,
        )  # fmt: skip

    @property
    def work_data(self) -> Path:
        """Where the learner's files of exercises are."""
        return self.tutor.services.data

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    async def show(self, move: Callable[[], object] = lambda: None) -> None:
        """Put the step that the session is at on screen.

        Args:
            move: takes the session there, once the step before stands: one that is still being made would be about
                another one.
        """
        async with self._showing:
            move()
            view = await self._swap()
        view.arrived()
        self.refresh_keys()

    async def _swap(self) -> StepView[Any] | SummaryView:
        session = self.session
        assert session is not None
        # Until the new view is there, no key is answered by the old one: it is about another step.
        old, self.view = self.view, None
        view: StepView[Any] | SummaryView
        if session.finished:
            known = await asyncio.wrap_future(self.tutor.services.ask_known())
            due, goal = known.due, self.tutor.settings.minutes
            text = due_text(len(due.items), due.minutes) if due and due.items and due.pauses(goal) else ""
            view = SummaryView(session, self.catalogue, known.lessons, self.tutor.settings.path, text)
        else:
            view = view_of(session)
        with self.app.batch_update():
            self.set_focus(None)
            if old:
                await old.remove()
            await self.query_one("#main").mount(view, before=0)
            self.view = view
            self.tell()
        return view

    def tell(self) -> None:
        """Path, rule, verdict and outline, for the state as it is now."""
        session = self.session
        if session is None or self.view is None or not self.query(Top):  # not there yet, or being taken off
            return
        module = next(m for m in self.catalogue.modules if m.id == self.entry.module)
        top, total = self.query_one(Top), len(session.steps)
        top.path = (module.title, session.lesson.title)
        if session.finished:
            top.right = _("done")
        elif session.trial is not None:
            count = len(session.trials)
            top.right = _("before it begins, {n} of {total}").format(n=session.trial + 1, total=count)
        else:
            place = _("step {n} of {total}").format(n=session.index + 1, total=total)
            top.right = self._marks() + self._translation() + place
        self.query_one(Rule).steps = tuple(self._mark(n) for n in range(total))
        verdict = self.query_one(Verdict)
        verdict.display = not session.finished and session.step.asks and getattr(self.view, "shows_verdict", True)
        verdict.set_class(getattr(self.view, "folded", False), "-folded")
        self.set_class(getattr(self.view, "wants_width", False), "-whole")
        if isinstance(self.view, StepView):
            verdict.tell(*self.view.told(self.tutor.services.saver))
        for outline in self.query(Outline):
            outline.refresh()
        self.refresh_keys()

    def _marks(self) -> str:
        """Whether this step has a bookmark or a note."""
        state = self.session.state if self.session else None
        words = [_("bookmark")] * bool(state and state.bookmarked) + [_("note")] * bool(state and state.note)
        return "".join(f"{word}   " for word in words)

    def _translation(self) -> str:
        """A word on the translation of this step, if it is not what it should be."""
        session = self.session
        stale, missing = self.marked.get(session.language, ((), ())) if session else ((), ())
        if session and session.step.id in missing:
            return _("not yet translated") + "   "
        if session and session.step.id in stale:
            return _("translation of an older text") + "   "
        return ""

    def _mark(self, n: int) -> StepMark:
        session = self.session
        assert session is not None
        if n == session.index and session.trial is None:
            return "now"
        return "done" if session.states[session.steps[n].id].done else "open"

    def saved(self) -> None:
        """The saver wrote something, or failed to."""
        self.tell()

    # ── Commands: the view's, then the lesson's ──────────────────────────────────────────────────

    def doer(self, id: str) -> object:
        """The view comes first, if it can: what it does with a key is about the step."""
        name = id.replace("-", "_")
        mine = hasattr(self.view, f"do_{name}") and getattr(self.view, f"can_{name}", lambda: True)()
        return self.view if mine or not hasattr(self, f"do_{name}") else self

    def title_of(self, id: str) -> str:
        session = self.session
        if id == "go" and self.view is not None:
            return self.view.go_title()
        if id == "next" and session and not session.finished and session.step.asks and not session.state.done:
            return _("skip") if session.trial is None or not session.state.tries else _("next")
        if id == "flip" and session:
            return "English" if session.language != "en" else "한국어"
        if title := getattr(self.view, "title_of", lambda _id: None)(id):
            return str(title)
        return _("leave the field") if id == "back" and self.typing else super().title_of(id)

    def footer(self) -> list[tuple[str, str, str]]:
        """Without what Enter does too, with the number of options, and arrows only where the view names them."""
        rows = list(super().footer())
        count = len(getattr(self.view, "choices_shown", ()))
        enter = self.title_of("go")
        own = getattr(self.view, "title_of", lambda _id: None)
        rows = [row for row in rows if row[0] != "down" or own("down")]
        rows = [(id, f"1-{count}" if id == "choose" else cap, title) for id, cap, title in rows]
        if rows and rows[0][0] == "go":
            rows = [row for row in rows if row[0] == "go" or row[2] != enter]
        return rows

    def can_go(self) -> bool:
        return self.view is not None

    def do_go(self) -> None:
        if self.view is not None:
            self.view.go()

    def can_next(self) -> bool:
        return self.session is not None and not self.session.finished

    async def do_next(self) -> None:
        if self.session is not None:
            await self.show(self.session.forward)

    def can_previous(self) -> bool:
        session = self.session
        return session is not None and bool(session.index if session.trial is None else session.trial)

    async def do_previous(self) -> None:
        if self.session is not None:
            await self.show(self.session.back)

    def can_flip(self) -> bool:
        return len(self.lessons) > 1

    async def do_flip(self) -> None:
        session = self.session
        if session is not None:
            languages = list(self.lessons)
            language = languages[(languages.index(session.language) + 1) % len(languages)]
            await self.show(partial(session.speak, self.lessons[language], language))

    async def retell(self) -> None:
        """Another language of the interface: the lesson follows it, if it is translated."""
        session, language = self.session, self.tutor.services.language
        if self.catalogue.lessons_dir == self.tutor.services.lessons:
            self.catalogue = self.tutor.services.catalogue.result()
        if session is None:
            return
        if language in self.lessons and language != session.language:
            await self.show(partial(session.speak, self.lessons[language], language))
        else:
            await self.show()

    # ── Map, marks, report ───────────────────────────────────────────────────────────────────────

    def _at_step(self) -> bool:
        return self.session is not None and not self.session.finished

    can_bookmark = can_note = can_report = can_facts = _at_step

    def can_map(self) -> bool:
        return self.session is not None

    def do_map(self) -> None:
        from tutor.ui.screens.map import MapScreen, places_of

        async def go(index: int | None) -> None:
            if index is not None and self.session is not None:
                await self.show(partial(self.session.go, index))

        if self.session is not None:
            at = min(self.session.index, len(self.session.steps) - 1)
            self.app.push_screen(MapScreen(self.session.lesson.title, places_of(self.session), at), go)

    def do_facts(self) -> None:
        from tutor.lesson.facts import facts_of, sources_of

        session = self.session
        if session is None:
            return
        here = getattr(self.view, "named", lambda: None)()
        about = facts_of(session.step, answered=session.state.done)
        named = [*([here] if here else []), *(fact for fact in about if fact != here)]
        self.tutor.open_facts(named, sources_of(session.lesson, session.step))

    def do_bookmark(self) -> None:
        if self.session is not None:
            on = not self.session.state.bookmarked
            self.session.bookmark(on)
            self.tell()
            self.say(_("Bookmark set. b on home lists them.") if on else _("Bookmark removed."))

    def do_note(self) -> None:
        from tutor.ui.screens.note import NoteScreen

        session = self.session
        if session is None:
            return
        index = session.index

        def keep(text: str) -> None:
            if session.index == index:
                session.annotate(text)
                if self.is_attached:
                    self.tell()

        self.app.push_screen(NoteScreen(session.step.title, session.state.note, keep, self.tutor.settings.editor))

    def do_report(self) -> None:
        from tutor.lesson.report import report

        if self.session is not None:
            self.tutor.copy(report(self.session, self.entry.file), _("the report; send it to the lesson's authors"))

    @on(StepView.Forward)
    async def _forward(self) -> None:
        await self.do_next()

    @on(StepView.Changed)
    def _changed(self) -> None:
        self.tell()

    @on(Rule.Picked)
    @on(Outline.Picked)
    async def _jump(self, message: Rule.Picked | Outline.Picked) -> None:
        if self.session is not None:
            await self.show(partial(self.session.go, message.index))

    @on(SummaryView.Chosen)
    async def _chosen(self, message: SummaryView.Chosen) -> None:
        if message.step is not None and self.session is not None:
            await self.show(partial(self.session.go, message.step))
        elif message.lesson:
            self.tutor.open_lesson(message.lesson)
        elif message.review:
            self.do_back()
            self.tutor.open_review()
        else:
            self.do_back()

    def on_unmount(self) -> None:
        if self.session is not None:
            self.session.leave()

    def help_text(self) -> tuple[str, str]:
        if self.session is None or self.session.finished or self.view is None:
            return _("The end of a lesson"), _("Choose what comes next. p goes back into the lesson.")
        return _(self.view.KIND).capitalize(), _(self.view.HELP)


def _earlier(store: object, entry: LessonEntry) -> dict[str, StepProgress]:
    """What the log knows of a lesson's steps, under today's id and former ones; today's wins."""
    known: dict[str, StepProgress] = {}
    for id in (*entry.aliases, entry.id):
        known.update(store.steps(id))  # type: ignore[attr-defined]
    return known
