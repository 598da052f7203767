"""All notes and bookmarks; Enter goes to the step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.suggest import ago
from tutor.ui.commands import bindings
from tutor.ui.listpage import ListPage
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue
    from tutor.progress.store import Mark


@dataclass(frozen=True, slots=True)
class Marked:
    """A step that has a note or a bookmark. A step that is gone keeps them, and cannot be opened."""

    item: str
    lesson: str
    step: str | None
    title: str
    where: str
    mark: Mark


def marked(catalogue: Catalogue, marks: dict[str, Mark]) -> list[Marked]:
    """All marks in the order of the course; of what the course no longer has, last."""
    order = {entry.id: n for n, entry in enumerate(e for m in catalogue.modules for e in m.lessons)}
    found: list[tuple[tuple[int, int], Marked]] = []
    for item, mark in marks.items():
        lesson_id, _hash, step_id = item.partition("#")
        entry = catalogue.entry(lesson_id)
        steps = entry.steps if entry else []
        at = next((n for n, step in enumerate(steps) if step_id in (step.id, *step.aliases)), None)
        if entry is None or at is None:
            where = entry.title if entry else lesson_id
            found.append(((len(order), 0), Marked(item, lesson_id, None, step_id, where, mark)))
        else:
            place = order.get(entry.id, len(order)), at
            found.append((place, Marked(item, entry.id, steps[at].id, steps[at].title, entry.title, mark)))
    return [row for _place, row in sorted(found, key=lambda pair: pair[0])]


class MarksScreen(ListPage):
    """The list; under it, or beside it when wide, the note at the cursor."""

    DEFAULT_CSS = """
    MarksScreen #page { padding: 1 2 0 2; height: 1fr; }
    MarksScreen Rows { max-width: 90; height: auto; max-height: 1fr; }
    MarksScreen #said { height: auto; max-height: 8; max-width: 90; margin: 1 0 1 2; }
    MarksScreen.-short #page { padding: 0 1; }
    """
    FOOTER = ("go", "down", "note", "remove", "back")
    BINDINGS = bindings(
        "go",
        "up",
        "down",
        "top",
        "bottom",
        "page-up",
        "page-down",
        "note",
        "remove",
        "search",
        "palette",
        "help",
        "back",
    )

    def __init__(self) -> None:
        super().__init__()
        self.marked: list[Marked] = []

    def compose(self) -> ComposeResult:
        yield Top(("tutor", _("Notes and bookmarks")))
        yield Rule()
        with Vertical(id="page"):
            yield Rows()
            yield Static(id="said")
        yield self.keys()

    def on_mount(self) -> None:
        self.ask()

    async def retell(self) -> None:
        self.query_one(Top).path = ("tutor", _("Notes and bookmarks"))
        self.ask()

    def ask(self) -> None:
        """Read the marks anew."""
        self.run_worker(self._ask(), group="marks", exclusive=True)

    async def _ask(self) -> None:
        import asyncio

        services = self.tutor.services
        catalogue = await asyncio.wrap_future(services.catalogue)
        self.marked = marked(catalogue, await asyncio.wrap_future(services.saver.ask(lambda store: store.marks())))
        if not self.query(Rows):  # closed meanwhile
            return
        self.query_one(Rows).set([self._row(row) for row in self.marked])
        count = len(self.marked)
        self.query_one(Top).right = ngettext("{n} step", "{n} steps", count).format(n=count)
        self._explain()
        self.refresh_keys()

    def _row(self, row: Marked) -> Row:
        signs = [_("bookmark")] * row.mark.bookmarked + [_("note")] * bool(row.mark.note)
        where = styled(f"  {row.where}", "$soft")
        right = Content("  ").join([styled(sign, "$you") for sign in signs])
        return Row(styled(row.title, "") + where, right=right)

    def _explain(self) -> None:
        said = self.query_one("#said", Static)
        row = self.row
        if row is None:
            text = _("Nothing is marked yet. In a lesson, b bookmarks a step and m writes a note to it.")
            said.update(styled(text, "$soft"))
            return
        when = styled(_("marked {when}").format(when=ago(row.mark.at)), "$soft")
        gone = styled(_("The course has this step no longer.") + " ", "$soft") if row.step is None else Content("")
        note = Content(row.mark.note) + Content("\n") if row.mark.note else Content("")
        said.update(note + gone + when)

    @property
    def row(self) -> Marked | None:
        """What the cursor is at."""
        cursor = self.query_one(Rows).cursor if self.query(Rows) else 0
        return self.marked[cursor] if cursor < len(self.marked) else None

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        titles = {"go": _("open"), "down": _("step"), "note": _("edit note"), "back": _("close")}
        return titles.get(id) or super().title_of(id)

    def can_go(self) -> bool:
        return self.row is not None and self.row.step is not None

    def do_go(self) -> None:
        if self.row is not None:
            self.tutor.open_lesson(self.row.lesson, self.row.step)

    def can_note(self) -> bool:
        return self.row is not None

    can_remove = can_note

    def do_note(self) -> None:
        from tutor.ui.screens.note import NoteScreen

        row = self.row
        if row is None:
            return

        def keep(text: str) -> None:
            if text.strip() != row.mark.note:
                self._record("note", row.item, text=text.strip())

        self.app.push_screen(NoteScreen(row.title, row.mark.note, keep, self.tutor.settings.editor))

    def do_remove(self) -> None:
        """Remove the bookmark or, if there is none, ask about the note by opening it."""
        row = self.row
        if row is None:
            return
        if row.mark.bookmarked:
            self._record("bookmark", row.item, on=False)
            self.say(_("Bookmark removed."))
        else:
            self.do_note()

    def _record(self, kind: str, item: str, **data: object) -> None:
        from tutor.progress.events import Draft

        self.tutor.services.saver.record(Draft(kind, item, data, language=self.tutor.services.language))
        if self.is_attached:
            self.ask()

    def _move(self, by: int) -> None:
        super()._move(by)
        self._explain()
        self.refresh_keys()

    def help_text(self) -> tuple[str, str]:
        return _("Notes and bookmarks"), _(
            "Every step that you marked or wrote to. Enter goes there, m changes the note."
        )
