"""A module at a glance: what it is about, its lessons with their state, and the steps of the one at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.suggest import done_steps, is_done
from tutor.ui.commands import bindings
from tutor.ui.launch import Known
from tutor.ui.listpage import ListPage
from tutor.ui.screens.map import HOW, MapScreen, Place
from tutor.ui.text import styled, wrapped
from tutor.ui.widgets.frame import Line, Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import LessonEntry, ModuleEntry


def places_known(entry: LessonEntry, known: Known) -> list[Place]:
    """The steps of a lesson as the log knows them, without opening it."""
    ids = (entry.id, *entry.aliases)
    done: set[str] = set().union(*(known.lessons[id].done_steps for id in ids if id in known.lessons))
    places = []
    for step in entry.steps:
        is_there = bool(done & {step.id, *step.aliases})
        items = [f"{lesson}#{name}" for lesson in ids for name in (step.id, *step.aliases)]
        mark = next((known.marks[item] for item in items if item in known.marks), None)
        places.append(
            Place(
                step.title,
                ("✓", "$good") if is_there else ("◦", "$faint"),
                HOW["passed" if is_there else "open"](),
                bool(mark and mark.bookmarked),
                mark.note if mark else "",
            )
        )
    return places


class ModuleScreen(ListPage):
    """Enter opens the lesson at the cursor, o the map of its steps.

    Args:
        module: its id.
        known: what the log says.
    """

    DEFAULT_CSS = """
    ModuleScreen #page { padding: 1 2 0 2; height: 1fr; }
    ModuleScreen #page > * { max-width: 90; }
    ModuleScreen #summary { height: auto; margin: 0 0 1 0; }
    ModuleScreen Rows { height: auto; }
    ModuleScreen #about { height: auto; margin: 1 0 1 0; }
    ModuleScreen.-short #page { padding: 0 1; }
    """
    FOOTER = ("go", "down", "right", "map", "back")
    BINDINGS = bindings(
        "go", "up", "down", "top", "bottom", "page-up", "page-down", "left", "right", "map", "search", "palette",
        "help", "back",
    )  # fmt: skip

    def __init__(self, module: str, known: Known) -> None:
        super().__init__()
        self.id_of_module, self.known = module, known

    @property
    def module(self) -> ModuleEntry:
        modules = self.tutor.services.catalogue.result().modules
        return next(module for module in modules if module.id == self.id_of_module)

    def compose(self) -> ComposeResult:
        yield Top(("tutor", self.module.title))
        yield Rule()
        with VerticalScroll(id="page", can_focus=False):
            yield Static(id="summary")
            yield Line(id="head")
            yield Rows()
            yield Static(id="about")
        yield self.keys()

    def on_mount(self) -> None:
        self.fill()
        begun = [n for n, entry in enumerate(self.module.lessons) if not is_done(entry, self.known.lessons)]
        self.query_one(Rows).point(begun[0] if begun else 0)
        self._explain()

    async def retell(self) -> None:
        self.fill()

    def on_resize(self) -> None:
        self._explain()

    def fill(self) -> None:
        """Show the module in the language of now."""
        module, lessons = self.module, self.module.lessons
        done = sum(is_done(entry, self.known.lessons) for entry in lessons)
        top = self.query_one(Top)
        top.path = ("tutor", module.title)
        top.right = _("{n} of {total} done").format(n=done, total=len(lessons))
        self.query_one("#summary", Static).update(Content(module.summary))
        minutes = sum(entry.minutes for entry in lessons)
        self.query_one("#head", Line).set(
            styled(_("Lessons"), "bold $soft"), ngettext("{n} min in all", "{n} min in all", minutes).format(n=minutes)
        )
        self.query_one(Rows).set([self._row(entry) for entry in lessons])
        self._explain()
        self.refresh_keys()

    def _row(self, entry: LessonEntry) -> Row:
        done, total = done_steps(entry, self.known.lessons), len(entry.steps)
        minutes = ngettext("{n} min", "{n} min", entry.minutes).format(n=entry.minutes)
        if entry.problems:
            lead, right = styled("✗ ", "$bad"), _("broken")
        elif done:
            lead = styled("✓ ", "$good") if done == total else styled("◔ ", "$you")
            right = f"{done}/{total}   {minutes}"
        else:
            lead, right = styled("◦ ", "$faint"), minutes
        return Row(Content(entry.title), lead=lead, right=styled(f"{right} ", "$soft"))

    def _explain(self) -> None:
        """The lesson at the cursor in words, and its steps with their state."""
        entry, about = self.entry, self.query_one("#about", Static)
        width = min(90, max(20, self.size.width - 6))
        if entry is None:
            about.update(styled(_("This module has no lessons yet."), "$soft"))
            return
        if entry.problems:
            about.update(styled(str(entry.problems[0]), "$soft"))
            return
        level = _("difficulty {n} of 10").format(n=entry.difficulty)
        rows = [Content(entry.summary), styled(level, "$soft"), Content("")]
        before = [e.title for id in entry.prerequisites if (e := self.tutor.services.catalogue.result().entry(id))]
        if before:
            text = _("Good to have done before: {names}. Nothing is locked.").format(names=", ".join(before))
            rows += [styled(text, "$soft"), Content("")]
        rows += [styled(_("You will be able to"), "bold $soft")]
        for objective in entry.objectives.values():
            rows += wrapped(Content(objective), width, hang=2, lead=styled("· ", "$soft"))
        about.update(Content("\n").join(rows))

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    @property
    def entry(self) -> LessonEntry | None:
        """The lesson at the cursor."""
        lessons = self.module.lessons
        return lessons[min(self.query_one(Rows).cursor, len(lessons) - 1)] if lessons else None

    def title_of(self, id: str) -> str:
        if id == "go":
            return _("what is wrong") if self.entry and self.entry.problems else _("open")
        titles = {"down": _("lesson"), "right": _("module"), "map": _("its steps"), "back": _("close")}
        return titles.get(id) or super().title_of(id)

    def can_go(self) -> bool:
        return self.is_mounted and self.entry is not None

    def do_go(self) -> None:
        if self.entry is not None:
            self.tutor.open_lesson(self.entry.id)

    def can_map(self) -> bool:
        return self.is_mounted and self.entry is not None and bool(self.entry.steps)

    def do_map(self) -> None:
        entry = self.entry
        if entry is None:
            return

        def go(index: int | None) -> None:
            if index is not None:
                self.tutor.open_lesson(entry.id, entry.steps[index].id)

        places = places_known(entry, self.known)
        first = next((n for n, place in enumerate(places) if place.sign[0] != "✓"), 0)
        self.app.push_screen(MapScreen(entry.title, places, first), go)

    def _turn(self, by: int) -> None:
        ids = [module.id for module in self.tutor.services.catalogue.result().modules]
        at = ids.index(self.id_of_module) + by
        if 0 <= at < len(ids):
            self.id_of_module = ids[at]
            self.query_one(Rows).cursor = 0
            self.fill()

    def do_left(self) -> None:
        self._turn(-1)

    def do_right(self) -> None:
        self._turn(1)

    def _move(self, by: int) -> None:
        super()._move(by)
        self._explain()
        self.refresh_keys()

    def do_page_up(self) -> None:
        self.query_one("#page").scroll_page_up(animate=False)

    def do_page_down(self) -> None:
        self.query_one("#page").scroll_page_down(animate=False)

    def help_text(self) -> tuple[str, str]:
        return _("Module"), _(
            "The lessons of a module, with what the one at the cursor makes you able to do. o shows its steps. "
            "← → turn to the next module."
        )
