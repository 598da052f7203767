"""A lesson while it is being written: read again, at the same step, whenever its author saves."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from tutor.ui.screens.lesson import LessonScreen
from tutor.ui.text import styled
from tutor.ui.widgets.outline import Outline
from tutor.words import _, ngettext

if TYPE_CHECKING:
    from tutor.course.catalogue import Catalogue, LessonBrokenError, LessonEntry
    from tutor.course.problem import Problem

Examine = Callable[[], "list[Problem]"]
EVERY = 0.25
"""Seconds between two looks at the files."""
MOST = 2
"""Problems that are told in full; of the rest the number."""


class Findings(Static):
    """What is wrong in the lesson as it was last saved."""

    DEFAULT_CSS = """
    Findings { height: auto; max-height: 9; padding: 0 2; border-top: solid $rule; }
    """

    def tell(self, problems: Sequence[Problem], file: str, head: str = "") -> None:
        """Show errors, then warnings, as far as there is room; before them a head, if there is one."""
        if not problems:
            self.update(styled("✓ ", "bold $good") + styled(_("Nothing wrong in {file}.").format(file=file), "$soft"))
            return
        ranked = sorted(problems, key=lambda problem: problem.severity != "error")
        rows = [styled(head, "bold $bad")] if head else []
        rows += [row for problem in ranked[:MOST] for row in self._rows(problem)]
        if more := len(problems) - MOST:
            words = ngettext("{n} more: `tutor check` lists all", "{n} more: `tutor check` lists all", more)
            rows += [styled(words.format(n=more), "$soft")] * (more > 0)
        self.update(Content("\n").join(rows))

    def _rows(self, problem: Problem) -> list[Content]:
        sign = styled("✗ ", "bold $bad") if problem.severity == "error" else styled("! ", "bold $you")
        name = problem.file.rpartition("/")[2]
        where = styled(f"{name}:{problem.line}:{problem.column}  ", "bold $strong")
        return [sign + where + Content(problem.message), styled(f"  {problem.mend} [{problem.rule}]", "$soft")]


class PreviewScreen(LessonScreen):
    """A lesson that follows its file.

    Args:
        examine: finds what is wrong in the lesson's files; slow, called in a thread.
    """

    def __init__(self, entry: LessonEntry, catalogue: Catalogue, examine: Examine) -> None:
        super().__init__(entry, catalogue)
        self.examine = examine
        self.shown = catalogue.state

    def on_mount(self) -> None:
        self.run_worker(self._follow(), group="preview")

    def broken(self, error: LessonBrokenError) -> None:
        """The findings say it; what was on screen stays there."""

    async def _follow(self) -> None:
        await self.mount(Findings(), after="#stage")
        await self._examine()
        while self.is_attached:
            await asyncio.sleep(EVERY)
            await asyncio.to_thread(self.catalogue.refresh)
            if self.shown != (state := self.catalogue.state):  # home may have been the one that read it
                self.shown = state
                await self._examine()
                self.call_later(self._again)  # a worker would end half-way when the screen is left

    async def _again(self) -> None:
        """Read what was saved, and show it at the step where the author is."""
        from tutor.course.catalogue import LessonBrokenError

        entry, before = self.catalogue.entry(self.entry.id), self.session
        if entry is None:
            return
        try:
            await self.read()
        except LessonBrokenError:
            return
        self.entry, session = entry, self.session
        assert session is not None
        if before is not None:
            before.leave()
            session.go(self._same(before.index, [step.id for step in before.steps], [s.id for s in session.steps]))
        await self.query(Outline).remove()
        await self.query_one("#stage").mount(Outline(session), before=0)
        await self.show()
        self.say(_("Read again."))

    def _same(self, index: int, before: Sequence[str], now: Sequence[str]) -> int:
        """Where the step is now: by its id, or by its place when that is new."""
        id = before[min(index, len(before) - 1)]
        return now.index(id) if id in now else min(index, len(now) - 1)

    async def _examine(self) -> None:
        problems = await asyncio.to_thread(self.examine)
        if self.is_attached:
            entry = self.catalogue.entry(self.entry.id)
            head = "" if entry and not entry.problems else _("The file cannot be used yet.")
            if head and self.session is not None:
                head += " " + _("Above is what was saved before.")
            self.query_one(Findings).tell(problems, self.entry.file, head)
