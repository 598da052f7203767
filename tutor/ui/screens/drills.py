"""All drills: those of the reference and those of the lessons, with the best run of each."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import lru_cache

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.course.catalogue import Catalogue, LessonBrokenError
from tutor.course.types import Drill
from tutor.lesson.drill import Plan, Run, plan_of, plan_of_set
from tutor.progress.drills import Run as Kept
from tutor.progress.drills import best_of
from tutor.reference.sets import SETS
from tutor.ui.commands import bindings
from tutor.ui.listpage import ListPage
from tutor.ui.screens.run import RunScreen
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _, ngettext


def of_reference(language: str) -> list[Plan]:
    """Drills of the reference."""
    return [plan for plan in (plan_of_set(name, language) for name in SETS) if plan.prompts]


@lru_cache(maxsize=2)
def of_lessons(catalogue: Catalogue, language: str) -> list[Plan]:
    """Drills of the lessons, in their order. Reads the lessons that have one, once in a sitting."""
    plans: list[Plan] = []
    for module in catalogue.modules:
        for entry in module.lessons:
            if not any(step.type == "drill" for step in entry.steps):
                continue
            try:
                translated = catalogue.translated(entry.id, language)
                lesson = translated.lesson if translated else catalogue.lesson(entry.id)
            except LessonBrokenError:
                continue
            plans += [plan_of(lesson, step, language) for step in lesson.steps if isinstance(step, Drill)]
    return [plan for plan in plans if plan.prompts]


class DrillsScreen(ListPage):
    """Enter starts the one at the cursor."""

    DEFAULT_CSS = """
    DrillsScreen #page { height: 1fr; padding: 1 2 0 2; }
    DrillsScreen Rows { height: 1fr; max-width: 96; margin: 1 0 0 0; }
    DrillsScreen.-narrow #page { padding: 0 1; }
    DrillsScreen.-short #page { padding: 0 1; }
    """
    FOOTER = ("go", "down", "back", "settings")
    BINDINGS = bindings(
        "go", "up", "down", "top", "bottom", "page-up", "page-down", "settings", "palette", "help", "back",
    )  # fmt: skip

    def __init__(self) -> None:
        super().__init__()
        self.plans: list[Plan] = []
        self.runs: Mapping[str, Sequence[Kept]] = {}

    def compose(self) -> ComposeResult:
        yield Top((_("Drills"),))
        yield Rule()
        with Vertical(id="page"):
            yield Static(id="said")
            yield Rows()
        yield self.keys()

    def on_mount(self) -> None:
        self.run_worker(self._read(), exclusive=True)

    async def _read(self) -> None:
        """The drills there are and their runs, off the UI thread."""
        services = self.tutor.services
        first = of_reference(services.language)
        await self._put(self.plans or first)  # those of the lessons take a moment
        catalogue = await asyncio.wrap_future(services.catalogue)
        await self._put(first + await asyncio.to_thread(of_lessons, catalogue, services.language))
        count = len(self.plans)
        self.query_one(Top).right = ngettext("{n} drill", "{n} drills", count).format(n=count)

    async def _put(self, plans: list[Plan]) -> None:
        """Show these drills, each with its runs."""
        items = [plan.item for plan in plans]
        self.runs = await asyncio.wrap_future(self.tutor.services.saver.ask(lambda store: store.drills(items)))
        self.plans = plans
        self.show()

    def show(self) -> None:
        """One row for each, with its best."""
        said = styled(_("Short questions against the clock. What is missed comes back."), "$soft")
        self.query_one("#said", Static).update(said)
        self.query_one(Rows).set([self._row(plan) for plan in self.plans])
        self.refresh_keys()

    def _row(self, plan: Plan) -> Row:
        best = best_of(self.runs.get(plan.item, ()))
        long = _("{n} s").format(n=plan.seconds) if plan.seconds else ngettext(
            "{n} question", "{n} questions", plan.count or 0
        ).format(n=plan.count)  # fmt: skip
        kept = _("best {right} of {total}").format(right=best.right, total=best.asked) if best else _("not run yet")
        text = styled(plan.title, "bold" if best else "")
        where = styled(f"  {plan.where}", "$soft") if plan.where and self.size.width >= 76 else Content("")
        return Row(text + where, right=styled(f"{kept}   {long:>5}", "$soft"))

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        titles = {"go": _("start"), "back": _("close"), "down": _("drill")}
        return titles.get(id) or super().title_of(id)

    def can_go(self) -> bool:
        return bool(self.plans)

    def do_go(self) -> None:
        plan = self.plans[self.query_one(Rows).cursor]

        def ended(_run: Run) -> None:
            self.run_worker(self._read(), exclusive=True)

        self.app.push_screen(RunScreen(plan, self.runs.get(plan.item, ()), ended))

    async def retell(self) -> None:
        self.query_one(Top).path = (_("Drills"),)
        self.plans = []  # their titles are in the other language
        await self._read()

    def help_text(self) -> tuple[str, str]:
        return _("Drills"), _(
            "Each drill asks short questions against the clock or until a count. Enter starts the one at the cursor; "
            "the best run of each is kept."
        )
