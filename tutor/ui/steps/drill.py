"""A drill in its lesson: what it asks, the best run, and Enter to start it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tutor.course.types import Drill
from tutor.lesson.drill import Run, plan_of
from tutor.progress.drills import Run as Kept
from tutor.progress.drills import best_of
from tutor.ui.steps.base import StepView
from tutor.ui.text import inline, styled
from tutor.words import N_, _, ngettext


class DrillView(StepView[Drill]):
    """Enter starts it; once it was run, Enter goes on and e runs it again."""

    KIND = N_("drill")
    HELP = N_(
        "Enter starts the drill. What is missed comes back; the best run is kept. All drills are on home, under t."
    )
    DEFAULT_CSS = "DrillView Static { height: auto; margin: 0 0 1 0; }"
    runs: Sequence[Kept] = ()
    done = False  # whether it was run now

    def compose(self) -> ComposeResult:
        yield Static(id="about")
        yield Static(id="best")

    def on_mount(self) -> None:
        self.plan = plan_of(self.session.lesson, self.step, self.session.language)
        self.redraw()
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        item = self.plan.item
        saver = self.screen.tutor.services.saver  # type: ignore[attr-defined]  # a Page
        self.runs = (await asyncio.wrap_future(saver.ask(lambda store: store.drills([item]))))[item]
        self.redraw()

    def redraw(self) -> None:
        if not self.query("#about") or not hasattr(self, "plan"):  # not there yet, or taken off meanwhile
            return
        plan = self.plan
        if plan.seconds:
            how = _("{n} s against the clock").format(n=plan.seconds)
        else:
            how = ngettext("{n} question", "{n} questions", plan.count or 0).format(n=plan.count)
        rows = [styled(plan.title, "bold $strong"), styled(how, "$soft"), Content("")]
        if plan.question:
            rows += [inline(plan.question), Content("")]
        rows += [styled("· ", "$faint") + inline(prompt.text) for prompt in plan.prompts[:3]]
        self.query_one("#about", Static).update(Content("\n").join(rows))
        best = best_of(self.runs)
        told = _("Not run yet.")
        if best:
            told = _("Best run: {right} of {total} right in {n} s").format(
                right=best.right, total=best.asked, n=round(best.ms / 1000)
            )
        self.query_one("#best", Static).update(styled(told, "$soft"))

    def go(self) -> None:
        if self.done:
            super().go()
        else:
            self.start()

    def start(self) -> None:
        """Run it."""
        from tutor.ui.screens.run import RunScreen

        def ended(_run: Run) -> None:
            self.done = True
            self.state.passed = True
            self.run_worker(self._read(), exclusive=True)
            self.changed()

        self.app.push_screen(RunScreen(self.plan, self.runs, ended))

    def go_title(self) -> str:
        return _("next") if self.done else _("start")

    def can_edit(self) -> bool:
        return self.done

    def do_edit(self) -> None:
        self.start()

    def title_of(self, id: str) -> str | None:
        return _("again") if id == "edit" else None
