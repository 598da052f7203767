"""Options to choose from: one right, or several."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.content import Content

from tutor.course.types import Choice, Option
from tutor.lesson.session import Answer
from tutor.ui.steps.base import S
from tutor.ui.steps.question import QuestionView
from tutor.ui.text import inline, styled
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import N_, _, ngettext


class OptionsView(QuestionView[S]):
    """A question with a list of options under it, and a cursor in the list."""

    several = False

    def options(self) -> Mapping[str, Option]:
        """The options by id."""
        raise NotImplementedError

    @property
    def choices_shown(self) -> Mapping[str, Option]:
        """What the digits choose from."""
        return self.options()

    def on_mount(self) -> None:
        self.order = self.session.shuffled()
        chosen = self.chosen()
        self.list.set(self.rows(), self.order.index(chosen[0]) if chosen and not self.several else 0)

    def compose_options(self, *, spaced: bool) -> Rows:
        """The list, to be composed where it belongs."""
        self.list = Rows(wrap=True, spaced=spaced, classes="options")
        return self.list

    def chosen(self) -> list[str]:
        """Ids that are chosen on screen, answered or not."""
        state = self.state
        chosen = state.draft if state.draft is not None else state.answer
        return list(chosen) if isinstance(chosen, list) else []

    def redraw(self) -> None:
        if self.is_mounted:
            self.list.set(self.rows())

    def rows(self) -> list[Row]:
        """Each option with what is known of it."""
        options, chosen = self.options(), self.chosen()
        return [self._row(n, id, options[id], id in chosen) for n, id in enumerate(self.order)]

    def _row(self, n: int, id: str, option: Option, chosen: bool) -> Row:
        state = self.state
        verdict, right = None, Content("")
        if state.shown and option.correct:
            verdict, right = True, styled(_("the answer") + " ", "$soft")
        elif state.verdict and state.verdict.mark(id) is not None:
            verdict = state.verdict.mark(id)
            right = styled(_("your answer") + " ", "$soft") if not self.several or not verdict else right
        elif not self.several and any(id in tried for tried in state.tried):
            verdict = False
        mark = None if verdict is None else styled("✓", "bold $good") if verdict else styled("✗", "bold $bad")
        box = ""
        if self.several:
            box = "[x] " if chosen else "[ ] "
        lead = styled(f"{n + 1}  ", "bold $soft") + styled(box, "bold $you" if chosen else "$soft")
        return Row(inline(option.text), lead=lead, right=right, mark=mark)

    def given(self) -> Answer:
        if self.several:
            return self.chosen()
        return [self.order[self.list.cursor]]

    def point(self, index: int) -> None:
        """Put the cursor on an option; a finished step is taken up again by it."""
        if 0 <= index < len(self.order):
            self.take_up()
            self.list.point(index)
            if not self.several:
                self.state.draft = [self.order[index]]

    def do_choose(self) -> None:
        index = int(self.screen.pressed or 1) - 1  # type: ignore[attr-defined]  # a Page
        self.point(index)
        if self.several and 0 <= index < len(self.order):
            self.do_mark()

    def do_up(self) -> None:
        self.point(max(0, self.list.cursor - 1))

    def do_down(self) -> None:
        self.point(min(len(self.order) - 1, self.list.cursor + 1))

    def do_top(self) -> None:
        self.point(0)

    def do_bottom(self) -> None:
        self.point(len(self.order) - 1)

    def can_mark(self) -> bool:
        return self.several

    def do_mark(self) -> None:
        self.take_up()
        chosen, id = self.chosen(), self.order[self.list.cursor]
        self.state.draft = [c for c in self.order if (c in chosen) != (c == id)]
        self.changed()

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        message.stop()
        again = message.index == self.list.cursor and self.state.draft is not None and not self.several
        if again and self.state.phase == "open":
            self.go()
            return
        self.point(message.index)
        if self.several:
            self.do_mark()


class ChoiceView(OptionsView[Choice]):
    """One right option, or several to be marked."""

    KIND = N_("choice")
    HELP = N_("Choose an answer and press Enter. A wrong one costs nothing: read why, and try again.")

    def compose(self) -> ComposeResult:
        self.several = self.step.multiple
        yield from self.head()
        yield self.compose_options(spaced=True)

    def options(self) -> Mapping[str, Option]:
        return self.step.options

    def instruction(self) -> str:
        if not self.step.multiple:
            return _("Choose one")
        count = sum(option.correct for option in self.step.options.values())
        return ngettext("Mark {n} with Space, then Enter", "Mark {n} with Space, then Enter", count).format(n=count)
