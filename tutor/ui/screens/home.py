"""Home: what to do next, and the whole course with its progress."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.suggest import Suggestion, done_steps, suggest
from tutor.settings import FILE
from tutor.ui.commands import COMMANDS, bindings
from tutor.ui.homelines import due_line, ended_line, key, named, next_line, paused_line, week_line
from tutor.ui.homerows import About, lesson_row, module_heads, module_row
from tutor.ui.launch import Known
from tutor.ui.listpage import ListPage
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Line, Rule, Top
from tutor.ui.widgets.rows import Rows
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from textual.timer import Timer

    from tutor.course.catalogue import Catalogue, LessonEntry

ROOMY = 132
"""Columns from which on there is room for one more column."""
AHEAD = 0.15
"""Seconds that the cursor rests on a lesson before it is read."""
SYNC_SECONDS = 10.0
"""Between two looks at the folder in which progress of several machines comes together."""


class HomeScreen(ListPage):
    """Modules at the left, the lessons of the chosen one beside them; Enter opens the lesson at the cursor."""

    FOOTER = (
        "go", "review", "spread", "down", "right", "search", "drills", "dojo", "lab", "facts", "progress", "paths",
        "settings", "module", "marks", "problems", "palette", "quit",
    )  # fmt: skip
    BINDINGS = bindings(
        "go", "up", "down", "top", "bottom", "page-up", "page-down", "left", "right", "search", "review",
        "spread", "progress", "drills", "dojo", "lab", "facts", "paths", "module", "marks", "settings", "problems",
        "palette", "help", "quit",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.known = Known()
        self.suggestion: Suggestion | None = None
        self.module = 0  # the one whose lessons are shown
        self.due_of: Counter[str] = Counter()  # reviews by lesson
        self.seen = False  # whether it was on screen before
        self._ahead: Timer | None = None  # until the lesson at the cursor is read
        self.path = ""  # the way through the course that the suggestion is from

    @property
    def catalogue(self) -> Catalogue:
        return self.tutor.services.catalogue.result()

    def compose(self) -> ComposeResult:
        yield Top(("tutor",))
        yield Rule()
        with Vertical(id="page") as page:
            page.display = False  # it is laid out once, when it is filled
            yield Static(id="trouble", classes="lead")
            yield Line(id="next", classes="lead")
            yield Static(id="reason")
            yield Line(id="due", classes="lead")
            yield Line(id="days", classes="lead")
            with Horizontal(id="columns"):
                with Vertical(id="modules", classes="not-narrow"):
                    yield Line(id="modules-head")
                    yield Rows(id="module-rows", active=False)
                with Vertical(id="lessons"):
                    yield Line(id="lessons-head")
                    yield Rows(id="lesson-rows")
                    yield Static(id="summary", classes="not-wide")
                with Vertical(id="about", classes="wide-only"):
                    yield Line(id="about-head")
                    yield About()
        yield self.keys()

    def on_mount(self) -> None:
        # Both were begun before Textual was imported and are there by now.
        self.known = self.tutor.services.known.result()
        self.query_one(Top).right = self.catalogue.course.title
        self._suggest()
        self.fill()
        if self.tutor.target:
            self.show_module(self.tutor.target)  # of a lesson nothing is shown here
        self.query_one("#page").display = True
        self.call_after_refresh(self._ask_soon)
        self.set_timer(0.3, self._look_for_changes)  # the first paint comes first
        self.set_interval(2.0, self._look_at_log)
        self.set_interval(SYNC_SECONDS, self._look_at_folder)
        if not self.tutor.settings.welcomed and not self.known.lessons and self.tutor.target is None:
            self._welcome()

    def _ask_soon(self) -> None:
        """What is due is asked for once all else stands on screen; its row is there already."""
        self.seen = True
        self.run_worker(self._ask(), group="known", exclusive=True)

    def _welcome(self) -> None:
        from tutor.ui.screens.welcome import WelcomeScreen, questions

        self.app.push_screen(WelcomeScreen(questions(self.tutor.settings)))

    def _look_for_changes(self) -> None:
        gc.freeze()  # what start-up made stays, so it need not be looked through again and again
        gc.enable()
        self.run_worker(self._refresh_catalogue(), group="catalogue", exclusive=True)

    async def _refresh_catalogue(self) -> None:
        """After the first paint: compare the compiled catalogue with the files, and what else can wait."""
        await asyncio.to_thread(self.tutor.services.get_ready)
        if await asyncio.to_thread(self.catalogue.refresh) and self.is_attached:
            self._suggest()
            self.fill()
        before = await asyncio.to_thread(self.tutor.services.reviewable)
        await asyncio.to_thread(self.tutor.services.list_items)
        if before != await asyncio.to_thread(self.tutor.services.reviewable) and self.is_attached:
            await self._ask()  # what is due depends on it
        self._look_at_folder()
        await asyncio.to_thread(self.tutor.services.prepare)

    def _look_at_log(self) -> None:
        """Show what another instance wrote meanwhile."""
        if self.app.screen is self:
            self.run_worker(self._ask_if_changed(), group="known", exclusive=True)

    def _look_at_folder(self) -> None:
        """What other machines did, if the settings name a folder: also while a lesson is on screen."""
        if self.tutor.settings.sync:
            self.run_worker(self._exchange(), group="sync", exclusive=True)

    async def _exchange(self) -> None:
        brought = await asyncio.wrap_future(self.tutor.services.exchange())
        if self.app.screen is self:
            if brought:
                await self._ask()
            self._trouble()

    async def _ask_if_changed(self) -> None:
        if await asyncio.wrap_future(self.tutor.services.saver.ask(lambda store: store.changed())):
            await self._ask()

    async def retell(self) -> None:
        """Another language: the catalogue is another one too, with the same lessons at the same places."""
        cursor = self.query_one("#lesson-rows", Rows).cursor
        self.query_one(Top).right = self.catalogue.course.title
        self.suggestion = suggest(self.catalogue, self.known.lessons, path=self.path)
        self.fill(cursor)

    def settings_kept(self) -> None:
        self.fill()

    def on_screen_resume(self) -> None:
        if self.seen:
            self.run_worker(self._ask(), group="known", exclusive=True)

    async def _ask(self) -> None:
        """What the log says now, also what another instance wrote; the cursor goes to a new suggestion."""
        known = await asyncio.wrap_future(self.tutor.services.ask_known())
        if not self.query(Rows):  # it was taken off meanwhile
            return
        new = known.lessons != self.known.lessons or self.path != self.tutor.settings.path
        self.known = known
        if new:
            self._suggest()
        self.fill()

    def saved(self) -> None:
        if self.query("#trouble"):  # not while it is being put on screen or taken off
            self._trouble()

    def on_resize(self) -> None:
        if self.seen:
            self.fill()

    # ── Filling ──────────────────────────────────────────────────────────────────────────────────

    def _suggest(self) -> None:
        """Take a new suggestion and put the cursor on it."""
        self.path = self.tutor.settings.path
        self.suggestion = suggest(self.catalogue, self.known.lessons, path=self.path)
        if self.suggestion:
            self.show_lesson(self.suggestion.lesson)

    def show_lesson(self, entry: LessonEntry) -> None:
        """Put the cursor on a lesson, in its module."""
        for n, module in enumerate(self.catalogue.modules):
            if entry in module.lessons:
                self.module = n
                self.query_one("#lesson-rows", Rows).cursor = module.lessons.index(entry)

    def show_module(self, id: str) -> None:
        """Show a module's lessons."""
        ids = [module.id for module in self.catalogue.modules]
        if id in ids:
            self.module = ids.index(id)
            self.fill(0)

    def fill(self, cursor: int | None = None) -> None:
        """Show everything as it is known now."""
        if not self.query("#trouble"):
            return
        roomy = self.size.width >= ROOMY
        self.set_class(roomy, "-roomy")
        with self.app.batch_update():
            self._trouble()
            self._next()
            self._due()
            self._week()
            self.due_of = Counter(due.known.topic for due in self.known.due.items) if self.known.due else Counter()
            modules = self.catalogue.modules
            self.query_one("#modules-head", Line).set(
                styled("  " + _("Modules"), "bold $soft"), styled(module_heads(roomy=roomy), "$soft")
            )
            rows = [
                module_row(m, self.known, chosen=n == self.module, roomy=roomy) for n, m in enumerate(modules)
            ]
            self.query_one("#module-rows", Rows).set(rows, self.module)
            if modules:
                module = modules[self.module]
                place = (
                    _("{n} of {total}").format(n=self.module + 1, total=len(modules)) if self.size.width >= 100 else ""
                )
                self.query_one("#lessons-head", Line).set(styled("  " + module.title, "bold $strong"), place)
                self.query_one("#lesson-rows", Rows).set(
                    [lesson_row(e, self.known, self.due_of.get(e.id, 0)) for e in module.lessons], cursor
                )
            self._about()
        self.refresh_keys()

    def _trouble(self) -> None:
        """The row for what is wrong: progress that is not kept, a course that cannot be read."""
        trouble = self.query_one("#trouble", Static)
        saver = self.tutor.services.saver
        text, notice = saver.problem or "", saver.notice or self.known.clock or self._sync_problem()
        text = text or self.tutor.trouble or self._flaw()
        if not text and self.catalogue.problems and not self.catalogue.modules:
            text = str(self.catalogue.problems[0])
        trouble.display = bool(text or notice)
        trouble.update(styled(f"✗ {text}", "$bad") if text else styled(f"↻ {notice}", "$soft"))

    def _sync_problem(self) -> str:
        problem = self.tutor.services.sync_problem
        return _("Progress of your machines does not come together now: {why}.").format(why=problem) if problem else ""

    def _flaw(self) -> str:
        """The first thing in the settings file that cannot be used."""
        for flaw in self.tutor.services.loaded.flaws:
            return f"{FILE}:{flaw.line}: {flaw.what} {flaw.mend}"
        return next((f"{FILE}: {problem}" for problem in self.tutor.key_problems), "")

    def _next(self) -> None:
        """What to do next. New lessons pause while more is due than a day holds; one can be opened all the same."""
        if self.suggestion is None:
            sides, reason = ended_line(lessons=bool(self.catalogue.modules)), ""
        elif self._pauses():
            sides = paused_line(self.known.due, self.cap(COMMANDS["review"]))
            reason = _("New lessons pause until less is due; Enter opens one all the same.")
        else:
            sides, reason = next_line(self.suggestion, here=self._at_suggestion()), self.suggestion.reason
        self.query_one("#next", Line).set(*sides)
        self.query_one("#reason", Static).update(Content(reason))

    def _due(self) -> None:
        """How much is due, and how it is spread when it is more than a day's minutes."""
        due, line = self.known.due, self.query_one("#due", Line)
        line.display = self.known.met
        if due is None or not self.known.met:
            line.set(named(_("Due"), Content("")))
            return
        review = [key(self.cap(COMMANDS["review"]), _("review"))] if due.items and not self._pauses() else []
        spread = [key(self.cap(COMMANDS["spread"]), self.title_of("spread"))] if self.can_spread() else []
        line.set(*due_line(due, review, spread, self._width()))

    def _width(self) -> int:
        """Cells that the lines above the modules have."""
        return min(96, self.size.width - 4)

    def _pauses(self) -> bool:
        """Whether the review stands at Next."""
        due, suggestion = self.known.due, self.suggestion
        if due is None or suggestion is None or not due.pauses(self.tutor.settings.minutes):
            return False
        return bool(due.items) or not suggestion.begun

    def _week(self) -> None:
        line = self.query_one("#days", Line)
        line.display = bool(self.known.days)
        line.set(*week_line(self.known, 7 * self.tutor.settings.minutes, self._width()))

    def _about(self) -> None:
        """The lesson at the cursor in words: under the list, or beside it when wide."""
        entry = self.entry
        if entry is None:
            return
        text = str(entry.problems[0]) if entry.problems else entry.summary
        self.query_one("#summary", Static).update(styled(text, "$soft"))
        minutes = ngettext("{n} min", "{n} min", entry.minutes).format(n=entry.minutes)
        self.query_one("#about-head", Line).set(styled(_("About this lesson"), "bold $soft"), minutes)
        before = [e.title for id in entry.prerequisites if (e := self.catalogue.entry(id))]
        self.query_one(About).show(text, list(entry.objectives.values()), before)
        if self._ahead is not None:
            self._ahead.stop()
        self._ahead = self.set_timer(AHEAD, self._read_ahead)

    def _read_ahead(self) -> None:
        """Read the lesson at the cursor while one reads about it: it opens at once then."""
        if self.entry is not None:
            self.run_worker(asyncio.to_thread(self.catalogue.read_ahead, self.entry.id), group="ahead", exclusive=True)

    # ── The cursor ───────────────────────────────────────────────────────────────────────────────

    @property
    def entry(self) -> LessonEntry | None:
        """The lesson at the cursor."""
        if not self.catalogue.modules:
            return None
        lessons = self.catalogue.modules[self.module].lessons
        cursor = self.query_one("#lesson-rows", Rows).cursor
        return lessons[cursor] if cursor < len(lessons) else None

    def _at_suggestion(self) -> bool:
        return self.suggestion is not None and self.entry is self.suggestion.lesson

    def _moved(self) -> None:
        self._next()
        self._about()
        self.refresh_keys()

    def _move(self, by: int) -> None:
        self.query_one("#lesson-rows", Rows).move(by)
        self._moved()

    def do_left(self) -> None:
        self._to_module(self.module - 1)

    def do_right(self) -> None:
        self._to_module(self.module + 1)

    def _to_module(self, index: int) -> None:
        if 0 <= index < len(self.catalogue.modules):
            self.module = index
            self.fill(0)

    async def clicked(self, rows: Rows, index: int) -> None:
        if rows.id == "module-rows":
            self._to_module(index)
        else:
            await super().clicked(rows, index)

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        if id == "go" and self.entry is not None:
            if self.entry.problems:
                return _("what is wrong")
            done = done_steps(self.entry, self.known.lessons)
            if done and done == len(self.entry.steps):
                return _("open again")
            return _("continue") if done else _("start")
        if id == "down":
            return _("lesson")
        if id == "spread":
            days = self._offered()
            return ngettext("spread over {n} day", "spread over {n} days", days).format(n=days) if days else _(
                "all at once"
            )  # fmt: skip
        return super().title_of(id)

    def can_go(self) -> bool:
        return self.entry is not None

    def do_go(self) -> None:
        if self.entry is not None:
            self.tutor.open_lesson(self.entry.id)

    def can_module(self) -> bool:
        return bool(self.catalogue.modules)

    def do_module(self) -> None:
        from tutor.ui.screens.module import ModuleScreen

        self.app.push_screen(ModuleScreen(self.catalogue.modules[self.module].id, self.known))

    def do_marks(self) -> None:
        from tutor.ui.screens.marks import MarksScreen

        self.app.push_screen(MarksScreen())

    def do_lab(self) -> None:
        self.tutor.open_lab("")

    def do_dojo(self) -> None:
        from tutor.ui.screens.dojo import DojoScreen

        self.app.push_screen(DojoScreen())

    def do_progress(self) -> None:
        self.run_worker(self._open_progress(), group="progress", exclusive=True)

    async def _open_progress(self) -> None:
        """The figures come first: a screen that is filled at once is laid out once."""
        from tutor.ui.screens.progress import ProgressScreen, figures_of

        standing = await figures_of(self.tutor)
        if self.is_current:
            self.app.push_screen(ProgressScreen(standing))

    def can_paths(self) -> bool:
        return bool(self.seen and self.catalogue.course.paths)

    def do_paths(self) -> None:
        from tutor.ui.screens.paths import PathsScreen

        self.app.push_screen(PathsScreen(self.catalogue, self.known.lessons))

    def can_review(self) -> bool:
        return bool(self.known.due and self.known.due.items)

    def do_review(self) -> None:
        self.tutor.open_review()

    def _offered(self) -> int:
        """Days over which what is due can be spread; 0 if that is not offered."""
        return self.known.due.offered(self.tutor.settings.minutes) if self.known.due else 0

    def can_spread(self) -> bool:
        return bool(self.known.due and (self.known.due.left or self._offered()))

    async def do_spread(self) -> None:
        """Spread what is due over days, or take that back: the same key."""
        days = self._offered()
        await asyncio.wrap_future(self.tutor.services.saver.ask(lambda store: store.spread_over(days)))
        await self._ask()
        self.say(_("Spread. S takes it back.") if days else _("All of it is due now."))

    def do_drills(self) -> None:
        from tutor.ui.screens.drills import DrillsScreen

        self.app.push_screen(DrillsScreen())

    def do_facts(self) -> None:
        self.tutor.open_facts()

    def do_tour(self) -> None:
        self.tutor.open_tour()

    def can_problems(self) -> bool:
        return bool(self.tutor.services.catalogue.done() and self.catalogue.problems)

    def do_problems(self) -> None:
        from tutor.ui.screens.problems import ProblemsScreen

        self.app.push_screen(ProblemsScreen(self.catalogue.problems, _("Lessons that cannot be opened")))

    def do_quit(self) -> None:
        self.app.exit()

    def do_back(self) -> None:
        """Esc at home does nothing: q quits, so that a stray Esc cannot."""

    def help_text(self) -> tuple[str, str]:
        return _("Home"), _(
            "The course with your progress. Enter opens the lesson at the cursor; it begins where you stopped. "
            "Lessons are recommended in this order, and none is locked. Beside a module stands how many of its "
            "questions last: they need not be asked for a week."
        )
