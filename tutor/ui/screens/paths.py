"""Ways through the course: what each leads to, how far one is, and which one is followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.suggest import is_done, path_of
from tutor.ui.commands import bindings
from tutor.ui.listpage import ListPage
from tutor.ui.text import inline, styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue, LessonEntry
    from tutor.progress.store import LessonProgress


SHOWN = 6
"""Open lessons of a path that are named."""


class PathsScreen(ListPage):
    """Enter follows the path at the cursor, or leaves it.

    Args:
        progress: what is done, by lesson.
    """

    DEFAULT_CSS = """
    PathsScreen #page { height: 1fr; padding: 1 2 0 2; }
    PathsScreen Rows { height: auto; max-width: 96; margin: 1 0 1 0; }
    PathsScreen #lessons { height: 1fr; max-width: 96; }
    """
    FOOTER = ("go", "down", "back")
    AT_ONCE = True
    BINDINGS = bindings("go", "up", "down", "top", "bottom", "palette", "help", "back")

    def __init__(self, catalogue: Catalogue, progress: Mapping[str, LessonProgress]) -> None:
        super().__init__()
        self.catalogue, self.progress = catalogue, progress

    def compose(self) -> ComposeResult:
        yield Top((_("Paths"),))
        yield Rule()
        with Vertical(id="page"):
            yield Static(styled(_("A path says which lesson comes next. Nothing is closed by it."), "$soft"))
            yield Rows()
            yield Static(id="lessons")
        yield self.keys()

    def on_mount(self) -> None:
        self.query_one(Rows).styles.height = len(self.catalogue.course.paths)
        ids = [path.id for path in self.catalogue.course.paths]
        followed = self.tutor.settings.path
        self.show(ids.index(followed) if followed in ids else 0)

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    def show(self, cursor: int) -> None:
        rows = self.query_one(Rows)
        rows.set([self._row(path.id, path.title) for path in self.catalogue.course.paths])
        rows.cursor = cursor
        self._show_lessons()
        self.refresh_keys()

    def _row(self, id: str, title: str) -> Row:
        lessons = self._lessons(id)
        done = sum(is_done(entry, self.progress) for entry in lessons)
        followed = id == self.tutor.settings.path
        text = styled(title, "bold $strong" if followed else "")
        mark = styled("  " + _("followed"), "$you") if followed else Content("")
        figures = _("{done} of {total} lessons").format(done=done, total=len(lessons))
        return Row(text + mark, right=styled(figures, "$soft"))

    def _lessons(self, id: str) -> list[LessonEntry]:
        found = path_of(self.catalogue, id)
        return found[1] if found else []

    def _show_lessons(self) -> None:
        """What the path at the cursor is for, and its lessons."""
        path = self.catalogue.course.paths[self.query_one(Rows).cursor]
        open_ = [entry.title for entry in self._lessons(path.id) if not is_done(entry, self.progress)]
        told = ", ".join(open_[:SHOWN]) or _("All of it is done.")
        if len(open_) > SHOWN:
            told = _("{names}, and {n} more").format(names=told, n=len(open_) - SHOWN)
        rows = [inline(path.summary), Content(""), styled(told, "$soft")]
        self.query_one("#lessons", Static).update(Content("\n").join(rows))

    @property
    def _chosen(self) -> str:
        return self.catalogue.course.paths[self.query_one(Rows).cursor].id

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        if id == "go":
            return _("leave it") if self._chosen == self.tutor.settings.path else _("follow it")
        return {"back": _("close"), "down": _("path")}.get(id) or super().title_of(id)

    def do_go(self) -> None:
        chosen = self._chosen
        self.tutor.set_setting("path", "" if chosen == self.tutor.settings.path else chosen)
        self.show(self.query_one(Rows).cursor)

    def _move(self, by: int) -> None:
        super()._move(by)
        self._show_lessons()
        self.refresh_keys()

    def help_text(self) -> tuple[str, str]:
        text = _("Enter follows the path at the cursor: home then suggests its lessons. Enter leaves it again.")
        return _("Paths"), text
