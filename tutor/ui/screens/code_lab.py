"""The labs of code: an editor, a small one for what goes in, and what comes of them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer

from tutor.lesson.labs import Came, Draft, Drafts, GivenError, Lab, starter, unfit
from tutor.lesson.verdict import NoAnswerError
from tutor.ui.commands import bindings
from tutor.ui.listpage import RowsPage
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.lab_editors import LabEditors
from tutor.ui.widgets.outcome import OutcomeView
from tutor.words import _

if TYPE_CHECKING:
    from tutor.workshop.jobs import Job, Outcome

log = logging.getLogger(__name__)
PAUSE = 0.15
"""Seconds after the last key until a lab that is live runs."""
KEEP = 0.4
"""Seconds after the last key until what was typed is written to disk."""


class CodeLabScreen(RowsPage):
    """Below each other, or side by side where there is room: the files, what goes in, and what came of it.

    Where there is no room for all, what came of it is a few lines, or all of the screen.
    """

    DEFAULT_CSS = """
    CodeLabScreen #faces { layout: vertical; padding: 1 2 0 2; height: 1fr; }
    CodeLabScreen LabEditors { height: 1fr; }
    CodeLabScreen OutcomeView { height: auto; max-height: 7; margin: 1 0; }
    CodeLabScreen OutcomeView Parts { display: none; }
    CodeLabScreen.-live LabEditors { height: 2fr; }
    CodeLabScreen.-live #into { height: 2fr; }
    CodeLabScreen.-live OutcomeView { height: 1fr; max-height: 100%; margin: 1 0 0 0; }
    CodeLabScreen.-live OutcomeView Parts, CodeLabScreen.-whole OutcomeView Parts { display: block; }
    CodeLabScreen.-whole LabEditors { display: none; }
    CodeLabScreen.-whole OutcomeView { height: 1fr; max-height: 100%; margin: 0; }
    CodeLabScreen.-short #faces { padding: 0 1; }
    CodeLabScreen.-short OutcomeView, CodeLabScreen.-short #into-head { margin: 0; }
    CodeLabScreen.-short OutcomeView Parts { margin: 0; }
    CodeLabScreen.-tall.-wide #code { height: auto; min-height: 12; max-height: 70%; }
    CodeLabScreen.-wide #faces { layout: horizontal; }
    CodeLabScreen.-wide LabEditors { display: block; width: 6fr; height: 1fr; }
    CodeLabScreen.-wide OutcomeView { width: 5fr; height: 1fr; max-height: 100%; margin: 0 0 0 3; }
    CodeLabScreen.-wide OutcomeView Parts { display: block; }
    """
    FOOTER = (
        "run", "go", "pane", "outcome", "file-after", "samples", "white-space", "fault", "reset", "lab", "back",
    )  # fmt: skip
    BINDINGS = bindings(
        "run", "go", "outcome", "samples", "file-before", "file-after", "white-space", "fault", "reset", "edit",
        "pane", "pane-back", "up", "down", "top", "bottom", "page-up", "page-down", "lab", "palette", "help", "back",
    )  # fmt: skip

    def __init__(self, kind: Lab) -> None:
        super().__init__()
        self.kind, self.lab = kind, kind.id
        self.whole = False  # whether what came of it has the screen, where it cannot stand beside the rest
        self.running = self.again = False
        self.sitting = 0  # counts beginnings, so that what a run brings is shown to the draft that it was of
        self.came: Came | None = None
        self.last: tuple[Draft, Outcome] | None = None
        self.taken: Draft | None = None  # what "begin anew" took away
        self._pauses: dict[str, Timer] = {}

    def compose(self) -> ComposeResult:
        yield Top()
        yield Rule()
        with Horizontal(id="faces"):
            yield LabEditors(self.kind.given)
            yield OutcomeView()
        yield self.keys()

    def on_mount(self) -> None:
        self.set_class(self.kind.live, "-live")
        self.drafts = Drafts(self.tutor.services.data, self.lab, self.kind.examples)
        self.editors, self.outcome = self.query_one(LabEditors), self.query_one(OutcomeView)
        self.tutor.services.workshop.warm_lab(self.kind.kind)
        self._write()  # also so that the choice of labs knows which was last
        self.begin()

    def on_unmount(self) -> None:
        self.drafts.write()

    def begin(self, *, focus: bool = True) -> None:
        """Show the draft as if nothing had run."""
        self.came = self.last = None
        self.sitting += 1
        self._top()
        self.outcome.clear(_("Nothing has run yet"))
        self.show_whole(False)
        self.editors.open(self.drafts.draft, focus=focus)
        if self.kind.live:
            self.do_run()

    def _top(self) -> None:
        top = self.query_one(Top)
        loose = [_("not confined")] if self.came is not None and self.came.loose else []
        top.path, top.right = ("tutor", _(self.kind.title)), "   ".join([*loose, _(self.drafts.example.title)])

    async def retell(self) -> None:
        self._top()
        self.editors.heads()
        if self.last is not None:
            self.came = self.kind.came(*self.last)
            self.outcome.show(self.came)
        self.refresh_keys()

    def show_whole(self, whole: bool) -> None:
        """Give the screen to what came of it, or take it back."""
        self.whole = whole
        self.set_class(whole, "-whole")
        if whole and not self.is_wide:
            self.set_focus(None)
        self.refresh_keys()

    @property
    def is_wide(self) -> bool:
        """Whether both stand side by side."""
        return self.has_class("-wide")

    def on_resize(self) -> None:
        if self.whole and not self.is_wide and self.typing:
            self.show_whole(False)  # one was typing beside it

    # ── Typing ───────────────────────────────────────────────────────────────────────────────────

    @on(LabEditors.Edited)
    def _edited(self, message: LabEditors.Edited) -> None:
        self.drafts.keep(message.draft)
        self._after(KEEP, "write", self._write)
        if self.kind.live:
            self._after(PAUSE, "run", self.do_run)

    def _after(self, seconds: float, name: str, act: Callable[[], None]) -> None:
        """Do something once no key has come for so long."""
        if name in self._pauses:
            self._pauses[name].stop()
        self._pauses[name] = self.set_timer(seconds, act)

    def _write(self) -> None:
        self.run_worker(asyncio.to_thread(self.drafts.write), group="write")

    # ── Running ──────────────────────────────────────────────────────────────────────────────────

    def can_run(self) -> bool:
        return self.kind.live or not self.running

    def do_run(self) -> None:
        """Run the draft as it is now. While one run goes on the next one waits, and takes the newest text."""
        if self.running:
            self.again = True
            return
        draft = self.drafts.draft
        try:
            job = self.kind.job(draft)
        except GivenError as error:
            self._show(unfit(self.kind.given, error))
            return
        self.running = True
        if not self.kind.live or self.came is None:
            starting = self.tutor.services.workshop.lab_starting(self.kind.kind)
            self.outcome.wait(_("Starting the workshop") if starting else _("Running"))
        self.refresh_keys()
        self.run_worker(self._run(draft, job), group="run")

    async def _run(self, draft: Draft, job: Job) -> None:
        from tutor.workshop.process import StartError

        outcome, why, sitting = None, "", self.sitting
        try:
            outcome = await asyncio.to_thread(self.tutor.services.workshop.free, job, self.kind.seconds)
        except NoAnswerError as error:
            why = str(error)
        except (StartError, OSError) as error:
            log.exception("a lab could not run")
            why = _("The workshop cannot start: {why}.").format(why=error)
        self.running = False
        if not self.is_mounted:
            return
        if outcome is None:
            self.outcome.wait(why)
        elif sitting == self.sitting:
            self.last = draft, outcome
            self._show(self.kind.came(draft, outcome), changed=draft is not self.drafts.draft)
        if self.again:
            self.again = False
            self.do_run()
        self.refresh_keys()

    def _show(self, came: Came, *, changed: bool = False) -> None:
        """Show what a run came to. Where it broke, the editor is what one needs, with the place marked.

        Args:
            changed: one has typed since, so places may be others.
        """
        self.came = came
        with self.app.batch_update():
            self.outcome.show(came, keep=self.kind.live)
            self.editors.mark(None if changed else came.at)
            self._top()
            if not self.kind.live:
                self.show_whole(came.ok)
        if not self.kind.live and not came.ok:
            self.editors.at.focus()
            if came.at is not None:
                self.call_after_refresh(self.editors.look_at, came.at)
        self.refresh_keys()

    def footer(self) -> Sequence[tuple[str, str, str]]:
        """Enter's act first; what runs by itself, and what Enter does too, need no key there."""
        needless = {"outcome"} if self._covered else set()
        if self.kind.live or not (self.typing or self._covered):
            needless.add("run")
        rows = [row for row in super().footer() if row[0] not in needless]
        return sorted(rows, key=lambda row: row[0] != "go")

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        if id == "outcome":
            return _("editors") if self.whole else _("output") if self.kind.live else _("what happened")
        if id in ("file-before", "file-after"):
            return self.editors.other(1 if id == "file-after" else -1)
        if id == "pane":
            following = self.outcome.parts.following()
            return self.outcome.parts.parts[following or 0].name.lower()
        if id == "back":
            return _("leave editor") if self.typing else _("editors") if self._covered else _("close")
        if id == "reset":
            return _("put back") if self._back else _("begin anew")
        run = _("send") if self.lab == "flask" else _("run")
        titles = {
            "go": _("edit") if self._covered or self.kind.live else run, "run": run, "edit": _("edit"),
            "white-space": _("plain output") if self.outcome.parts.exact else _("white space"),
        }  # fmt: skip
        return titles.get(id) or super().title_of(id)

    @property
    def _covered(self) -> bool:
        """Whether the editors cannot be seen."""
        return self.whole and not self.is_wide

    def can_go(self) -> bool:
        return not self.typing and not self.running

    def do_go(self) -> None:
        if self._covered or self.kind.live:
            self.do_edit()
        else:
            self.do_run()

    def can_edit(self) -> bool:
        return not self.typing

    def do_edit(self) -> None:
        self.show_whole(False)
        self.editors.at.focus()

    def can_outcome(self) -> bool:
        return not self.is_wide and self.came is not None

    def do_outcome(self) -> None:
        if self.whole:
            self.do_edit()
        else:
            self.show_whole(True)

    def do_file_after(self) -> None:
        self._turn(1)

    def do_file_before(self) -> None:
        self._turn(-1)

    def _turn(self, by: int) -> None:
        self.show_whole(False)
        self.editors.show(self.editors.other(by))
        self.refresh_keys()

    def can_white_space(self) -> bool:
        return self.kind.live

    def do_white_space(self) -> None:
        self.outcome.parts.exact = not self.outcome.parts.exact
        self.outcome.parts.again()
        self.refresh_keys()

    def do_samples(self) -> None:
        from tutor.ui.screens.choose import ChooseScreen

        def chosen(id: str | None) -> None:
            if id:
                self.drafts.choose(id)
                self.taken = None
                self._write()
                self.begin()

        choices = [(example.id, _(example.title), _(example.about)) for example in self.kind.examples]
        self.app.push_screen(ChooseScreen(_("Examples"), choices, self.drafts.at), chosen)

    @property
    def _back(self) -> Draft | None:
        """What was taken away, as long as nothing was written since."""
        return self.taken if self.drafts.draft == starter(self.drafts.example) else None

    def can_reset(self) -> bool:
        return (self._back or self.drafts.draft) != starter(self.drafts.example)

    def do_reset(self) -> None:
        """The example from its start, or what that took away."""
        back, mine = self._back, self.drafts.draft
        self.drafts.keep(back or starter(self.drafts.example))
        self.taken = None if back else mine
        self._write()
        self.begin(focus=False)
        self.say(_("Your version is back.") if back else _("Begun anew; once more puts your version back."))

    def can_fault(self) -> bool:
        return self.came is not None and self.came.at is not None and self.came.at.file in self.editors.names

    def do_fault(self) -> None:
        """To the line at which it broke."""
        if self.came is not None and self.came.at is not None:
            self.show_whole(False)
            self.editors.look_at(self.came.at, go=True)

    def can_search(self) -> bool:
        return False  # Ctrl+F of the editor is not meant for lessons

    def can_pane(self) -> bool:
        return self._reads() and self.outcome.parts.following() is not None

    can_pane_back = can_pane

    def do_pane(self) -> None:
        self.outcome.parts.turn()
        self.refresh_keys()

    def do_pane_back(self) -> None:
        self.outcome.parts.turn(back=True)
        self.refresh_keys()

    def _reads(self) -> bool:
        return not self.typing and self.came is not None

    can_up = can_down = can_top = can_bottom = can_page_up = can_page_down = _reads

    def _move(self, by: int) -> None:
        self.outcome.parts.move(by)
        self.refresh_keys()

    def can_lab(self) -> bool:
        return not self.typing

    def do_lab(self) -> None:
        self.tutor.open_lab("")

    def do_back(self) -> None:
        """Out of what came of it, out of the editor, out of the lab; what was written stays."""
        if self._covered:
            self.do_edit()
        elif self.typing:
            self.set_focus(None)
            self.refresh_keys()
        else:
            self.app.pop_screen()

    def help_text(self) -> tuple[str, str]:
        return _(self.kind.title), _(self.kind.help)
