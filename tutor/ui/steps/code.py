"""Write code that runs: the goal, an editor, the checks, and what really happened."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static, TextArea

from tutor.course.types import Code
from tutor.lesson.exercise.extras import what_lacks
from tutor.lesson.exercise.work import Work, WorkError
from tutor.lesson.session import NoAnswerError
from tutor.ui import verdicts
from tutor.ui.code import highlighted
from tutor.ui.results import checks_line, checks_rows, not_enforced, told_of
from tutor.ui.steps.question import Ask, QuestionView
from tutor.ui.text import styled
from tutor.ui.widgets.code_area import CodeArea, language_of
from tutor.ui.widgets.frame import Line, Tabs
from tutor.words import N_, _

if TYPE_CHECKING:
    from tutor.lesson.exercise import Result
    from tutor.ui.saver import Saver
    from tutor.ui.screens.lesson import LessonScreen
    from tutor.workshop.jobs import Spot

log = logging.getLogger(__name__)
LOOK = 0.1
"""Seconds between two looks at the files on disk: notices of the system do not come everywhere."""
PAUSE = 0.4
"""Seconds after the last key until what was typed is written to disk."""


class CodeView(QuestionView[Code]):
    """Two faces, side by side where there is room: the editor, and the checks or the solution."""

    DEFAULT_CSS = """
    CodeView { overflow-y: hidden; }
    CodeView > * { max-width: 100%; }
    CodeView #faces { height: 1fr; }
    CodeView #editor { width: 1fr; }
    CodeView CodeArea { height: 1fr; min-height: 3; }
    CodeView #find { height: 1; display: none; }
    CodeView #find Static { width: 8; color: $soft; }
    CodeView #find Input, CodeView #find Input:focus { border: none; height: 1; padding: 0; background: $lit; }
    CodeView #result { width: 1fr; scrollbar-size-vertical: 1; }
    CodeView #result Static { height: auto; }
    CodeView #checks { margin: 1 0 0 0; }
    """
    KIND = N_("code")
    HELP = N_(
        "Write in the editor; F5 runs the checks. F6 shows what happened, F4 gives a hint. Your files are on disk, "
        "too: E opens your own editor, and saving there runs the checks. Esc leaves the editor so that letters are "
        "keys."
    )
    shown = ""  # the file in the editor
    ready = False  # whether all of it is there
    running = False
    face: Literal["editor", "checks", "solution"] = "editor"

    @property
    def wants_width(self) -> bool:
        return True

    def compose(self) -> ComposeResult:
        yield Ask(self.step.goal)
        with Horizontal(id="faces"):
            with Vertical(id="editor"):
                yield Tabs()
                yield CodeArea(self.step.exercise.entry, "", id="code")
                with Horizontal(id="find"):
                    yield Static(_("find"))
                    yield Input(select_on_focus=False)
            with VerticalScroll(id="result", can_focus=False):
                yield Static()
        yield Line(id="checks")

    def on_mount(self) -> None:
        exercise = self.step.exercise
        self.work = Work(self._page.work_data, self.session.lesson, self.step)
        self.names = [*exercise.files, *exercise.given]
        self.files: dict[str, str] = {}
        self.shown = exercise.opened
        self.area = self.query_one(CodeArea)
        self.query_one(Input).cursor_blink = False
        self._dirty: set[str] = set()
        self._places: dict[str, tuple[int, int]] = {}
        self._stamp: object = None
        self.ready = True
        self.call_after_refresh(self._page.tutor.services.workshop.warm, exercise)  # not while it is first drawn
        self.problem = what_lacks(exercise.needs)
        self._read()
        self._show_file(self.shown)
        self.redraw()
        self.run_worker(self._watch(), group="watch")

    def on_unmount(self) -> None:
        self._write()

    def arrived(self) -> None:
        if self.state.phase in ("open", "wrong"):
            self.area.focus()

    def on_resize(self) -> None:
        if self.ready:
            self._arrange()

    @property
    def _page(self) -> LessonScreen:
        return self.screen  # type: ignore[return-value]  # steps are shown on one

    # ── Files ────────────────────────────────────────────────────────────────────────────────────

    def _read(self) -> None:
        """What is on disk, or the starter; what cannot be read is said, and nothing is lost."""
        try:
            self.files = self.work.read()
        except WorkError as error:
            self.problem = str(error)
            self.files = self.files or {name: str(text) for name, text in self.step.exercise.files.items()}
        self._stamp = self.work.stamp()

    def _show_file(self, name: str) -> None:
        if self.shown in self.files:
            self._places[self.shown] = self.area.cursor_location
        self.shown = name
        given = self.step.exercise.given
        self.area.read_only = name in given
        self.area.open(name, str(given[name]) if name in given else self.files[name])
        self.area.move_cursor(self._places.get(name, (0, 0)))
        self._mark()
        self._tabs()

    def _tabs(self) -> None:
        words = [self.step.exercise.title]
        if not_enforced(self.state.result):
            words.append(_("not confined"))
        if self.shown in self.step.exercise.given:
            words.append(_("to read"))
        words.append(_("line {n}").format(n=self.area.cursor_location[0] + 1))
        self.query_one(Tabs).choose(self.names, self.names.index(self.shown), "   ".join(words))

    @on(TextArea.Changed)
    def _typed(self, message: TextArea.Changed) -> None:
        message.stop()
        if self.shown not in self.files or self.area.text == self.files[self.shown]:
            return
        self.files[self.shown] = self.area.text
        self._dirty.add(self.shown)
        self.area.clear_mark()
        self.set_timer(PAUSE, self._pause_over)

    def _pause_over(self) -> None:
        if self._dirty:
            self.run_worker(asyncio.to_thread(self._write), group="write")

    def _write(self) -> None:
        """Put what was typed on disk. Called in threads, too."""
        names, self._dirty = self._dirty, set()
        try:
            if names:
                self.work.put({name: self.files[name] for name in names})
                self._stamp = self.work.stamp()
        except WorkError as error:
            log.exception("a file of an exercise was not written")
            self.problem = str(error)

    async def _watch(self) -> None:
        """Run the checks when a file is saved by another program."""
        while True:
            await asyncio.sleep(LOOK)
            stamp = await asyncio.to_thread(self.work.stamp)
            if stamp == self._stamp or self._dirty or self.running:
                continue
            self._read()
            place, scrolled = self.area.cursor_location, self.area.scroll_offset
            if self.shown in self.files and self.area.text != self.files[self.shown]:
                self.area.open(self.shown, self.files[self.shown])
                self.area.move_cursor(place)
                self.area.scroll_to(*scrolled, animate=False)
                self.do_send()

    @on(TextArea.SelectionChanged)
    def _moved(self) -> None:
        if self.ready:
            self._tabs()

    @on(Tabs.Picked)
    def _picked(self, message: Tabs.Picked) -> None:
        message.stop()
        self._show_file(self.names[message.index])

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    def redraw(self) -> None:
        if not self.ready:
            return
        result, exercise = self.state.result, self.step.exercise
        took = _("{n} ms").format(n=f"{result.seconds * 1000:.0f}") if result else ""
        self.query_one("#checks", Line).set(checks_line(exercise, result), took)
        wide = self.screen.has_class("-wide")
        rows = self._solution() if self.face == "solution" else checks_rows(exercise, result, listed=wide)
        self.query_one("#result Static", Static).update(Content("\n").join(rows))
        self._tabs()
        self._arrange()

    def _arrange(self) -> None:
        """Both faces where there is room, else the one that was chosen."""
        wide = self.screen.has_class("-wide")
        self.query_one("#checks").display = not wide
        self.query_one("#editor").display = wide or self.face == "editor"
        self.query_one("#result").display = wide or self.face != "editor"

    def _solution(self) -> list[Content]:
        rows: list[Content] = []
        for name in self.step.exercise.solution:
            code = highlighted(self.step.exercise.solved[name], language_of(name))
            rows += [styled(name, "bold $you"), code, Content("")]
        return rows

    def _mark(self) -> None:
        """Underline where the last run broke, if it is in this file."""
        spot = self._spot()
        if spot and spot.file == self.shown:
            self.area.mark(spot.line, spot.column, spot.end)

    def _spot(self) -> Spot | None:
        """Where the last run broke."""
        result = self.state.result
        if result is None or result.passed:
            return None
        failing = result.failing
        trouble = result.trouble or (failing.misses[0].trouble if failing and failing.misses else None)
        if trouble is not None:
            return next((spot for spot in reversed(trouble.spots) if spot.file in self.names), None)
        return result.at

    def told(self, saver: Saver) -> verdicts.Told:
        if self.problem or self.state.shown or (self.state.result is None and self.state.phase != "open"):
            return super().told(saver)
        if self.state.result is None:
            _kind, _head, right, body = super().told(saver)
            return "none", _("Nothing has run yet"), right, body
        return told_of(self.session, saver)

    def instruction(self) -> str:
        return _("Write, then run")

    # ── Running ──────────────────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        if self.state.phase in ("right", "shown", "done before"):
            self.post_message(self.Forward())
        else:
            self.do_send()

    def go_title(self) -> str:
        return _("next") if self.state.phase in ("right", "shown", "done before") else _("run")

    def can_send(self) -> bool:
        return not self.running

    def do_send(self) -> None:
        self._page.tutor.trusted(self._run)

    def _run(self) -> None:
        self.running = True
        starting = self._page.tutor.services.workshop.starting(self.step.exercise)
        self.problem = _("Starting the workshop") if starting else _("Running")
        self.changed()
        self.run_worker(self._ran(dict(self.files)), group="run", exclusive=True)

    async def _ran(self, files: dict[str, str]) -> None:
        from tutor.workshop.process import StartError

        workshop = self._page.tutor.services.workshop
        self._write()
        result: Result | None = None
        try:
            result = await asyncio.to_thread(workshop.run, self.step.exercise, files)
            self.problem = ""
        except NoAnswerError as error:
            self.problem = str(error)
        except (StartError, OSError) as error:
            log.exception("an exercise could not be run")
            self.problem = _("The workshop cannot start: {why}.").format(why=error)
        self.running = False
        if result is not None and not self.session.finished and self.session.state is self.state:
            self.session.ran(files, result)
        if not self.is_mounted:
            return
        if result is not None and self.face == "solution":
            self.face = "checks"
        self.area.clear_mark()
        if result is not None and result.passed:
            self.screen.set_focus(None)
        else:
            self._mark()
        self.changed()
        if result is not None and result.passed:
            await self._complete()  # after the verdict, which nothing keeps waiting

    async def _complete(self) -> None:
        """Put what was given beside the learner's files: the folder is one that works by itself."""
        try:
            await asyncio.to_thread(self.work.lay_out)
        except WorkError as error:
            self._page.say(str(error))
        self._stamp = await asyncio.to_thread(self.work.stamp)

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str | None:
        titles = {
            "send": _("run again") if self.state.result else _("run"),
            "checks": _("editor") if self.face != "editor" else _("checks"),
            "back": _("leave editor") if self._page.typing else _("editor") if self.face != "editor" else "",
            "search": _("find") if self._page.typing else "", "edit": _("edit"), "show": _("solution"),
            "file": _("next file"),
            "reset": _("put back") if self._can_put_back() else _("begin anew"),
        }  # fmt: skip
        return titles.get(id) or None

    def do_checks(self) -> None:
        """Turn between the editor and what happened."""
        self.face = "checks" if self.face != "checks" else "editor"
        if self.face == "editor":
            self.area.focus()
        elif not self.screen.has_class("-wide"):
            self.screen.set_focus(None)
        self.changed()

    def can_edit(self) -> bool:
        return not self._page.typing

    def do_edit(self) -> None:
        self.face = "editor" if not self.screen.has_class("-wide") else self.face
        self._arrange()
        self.area.focus()
        self.changed()

    def can_file(self) -> bool:
        return len(self.names) > 1

    def do_file(self) -> None:
        self._show_file(self.names[(self.names.index(self.shown) + 1) % len(self.names)])

    def can_fault(self) -> bool:
        return self._spot() is not None

    def do_fault(self) -> None:
        """To the line at which the last run broke."""
        spot = self._spot()
        if spot is None:
            return
        self.do_edit()
        if spot.file != self.shown:
            self._show_file(spot.file)
        self.area.move_cursor((spot.line - 1, spot.column or 0), center=True)

    def can_search(self) -> bool:
        return self._page.typing

    def do_search(self) -> None:
        """In this file, while one is in the editor."""
        self.query_one("#find").display = True
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _sought(self, message: Input.Submitted) -> None:
        message.stop()
        self.query_one("#find").display = False
        self.area.focus()
        if not self.area.find(message.value):
            self._page.say(_("It is not in this file."))

    @on(Input.Changed)
    def _seeking(self, message: Input.Changed) -> None:
        message.stop()

    def can_editor(self) -> bool:
        return not self._page.typing and not self.running

    def do_editor(self) -> None:
        """The file in the learner's own editor; the checks run when it is closed."""
        from tutor.ui.editor import EditorError, edit_file

        self._write()
        try:
            self.work.lay_out()
            edit_file(self.app, self._page.tutor.settings.editor, self.work.folder / self.shown)
        except (EditorError, WorkError) as error:
            self._page.say(str(error))
            return
        self._read()
        self._show_file(self.shown)
        self.do_send()

    @property
    def _starter(self) -> dict[str, str]:
        try:
            return self.work.starter
        except WorkError:
            return {name: str(text) for name, text in self.step.exercise.files.items()}

    def _can_put_back(self) -> bool:
        return bool(self.state.discarded) and self.files == self._starter

    def can_reset(self) -> bool:
        return not self._page.typing and (self._can_put_back() or self.files != self._starter)

    def do_reset(self) -> None:
        """Begin anew from the starter, or put back what that took away."""
        if self._can_put_back():
            self.files = dict(self.state.discarded)
            said = _("Your version is back.")
        else:
            self.session.discard(self.files)
            self.files = dict(self._starter)
            said = _("Begun anew; once more puts your version back.")
        self._dirty = set(self.files)
        self._write()
        self._places.clear()
        self._show_file(self.shown)
        self._page.say(said)
        self.changed()

    def can_unsure(self) -> bool:
        return False

    def can_hint(self) -> bool:
        return self.state.phase in ("open", "wrong") and self.state.hints < len(self.step.hints)

    def can_show(self) -> bool:
        return self.face != "solution"

    def do_show(self) -> None:
        """The solution, to read; the learner's files stay as they are."""
        self.problem = ""
        if self.state.phase not in ("right", "shown"):
            self.session.show_answer()
        self.face = "solution"
        self.screen.set_focus(None)
        self.changed()

    def _scroll(self, rows: int) -> None:
        self.query_one("#result").scroll_relative(y=rows, animate=False)

    def can_up(self) -> bool:
        return not self._page.typing

    can_down = can_page_up = can_page_down = can_up

    def do_up(self) -> None:
        self._scroll(-1)

    def do_down(self) -> None:
        self._scroll(1)

    def do_page_up(self) -> None:
        self._scroll(-8)

    def do_page_down(self) -> None:
        self._scroll(8)

    def can_back(self) -> bool:
        return bool(self.query_one("#find").display) or (self.face != "editor" and not self.screen.has_class("-wide"))

    def do_back(self) -> None:
        """Out of the search, or back to the editor."""
        if self.query_one("#find").display:
            self.query_one("#find").display = False
            self.area.focus()
        else:
            self.do_checks()
