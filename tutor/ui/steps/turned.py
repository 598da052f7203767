"""A card that is turned: say it to yourself, see the back, and say whether you knew it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tutor.lesson.cards import KNOWN, UNKNOWN, Turned
from tutor.lesson.session import Answer
from tutor.ui import verdicts
from tutor.ui.saver import Saver
from tutor.ui.steps.question import QuestionView
from tutor.ui.text import inline, styled
from tutor.ui.widgets.frame import Line
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import N_, _

SAYS = ((UNKNOWN, False, N_("not known")), (KNOWN, True, N_("known, but unsure")), (KNOWN, False, N_("known")))
"""What one can say of a card: the answer, whether one is unsure, and the words."""


class TurnedView(QuestionView[Turned]):
    """Enter turns it; then one of three things is said of it."""

    KIND = N_("card")
    HELP = N_("Say the answer to yourself, then turn the card with Enter. Then say with 1, 2 or 3 whether you knew it.")
    DEFAULT_CSS = """
    TurnedView #back { height: auto; max-width: 90; margin: 0 0 1 0; }
    TurnedView Rows { height: auto; max-width: 60; }
    """
    turned = False

    def compose(self) -> ComposeResult:
        yield from self.head()
        yield Static(inline(self.step.back), id="back")
        self.list = Rows([Row(Content(_(words)), lead=styled(f"{n}  ", "bold $soft"))
                          for n, (_answer, _doubt, words) in enumerate(SAYS, 1)])  # fmt: skip
        yield self.list

    def on_mount(self) -> None:
        self.redraw()

    def instruction(self) -> str:
        return _("Say it to yourself")

    @property
    def choices_shown(self) -> tuple[tuple[str, bool, str], ...]:
        """What the digits choose from."""
        return SAYS if self.turned and self.state.phase == "open" else ()

    def redraw(self) -> None:
        if not self.query("#back"):
            return
        done = self.state.phase != "open"
        self.query_one("#back").display = self.turned or done
        self.list.display = self.turned and not done
        self.query_one(Line).set(styled(_("Did you know it?") if self.turned else self.instruction(), "$soft"))

    def told(self, saver: Saver) -> verdicts.Told:
        state = self.state
        body = verdicts.explanation(self.session)
        if state.phase == "right":
            head = _("Known, but unsure") if state.unsure else _("Known")
            return "good", head, verdicts.kept(self.session, saver), body
        if state.phase == "wrong":
            return "bad", _("Not known"), verdicts.kept(self.session, saver), body
        return "none", _("Not answered yet") if self.turned else _("Not turned yet"), "", []

    def go(self) -> None:
        if self.state.phase != "open":
            self.post_message(self.Forward())
        elif not self.turned:
            self.turned = True
            self.list.point(0)
            self.changed()
        else:
            self._say(self.list.cursor)

    def go_title(self) -> str:
        return _("next") if self.state.phase != "open" else _("say so") if self.turned else _("turn")

    def given(self) -> Answer:
        return [SAYS[self.list.cursor][0]]

    def _say(self, index: int) -> None:
        self.list.point(index)
        self.state.unsure = SAYS[index][1]
        self.answer()

    def _can_choose(self) -> bool:
        return bool(self.choices_shown)

    can_choose = can_up = can_down = _can_choose

    def do_choose(self) -> None:
        index = int(self.screen.pressed or 1) - 1  # type: ignore[attr-defined]  # a Page
        if index < len(SAYS):
            self._say(index)

    def do_up(self) -> None:
        self.list.move(-1)

    def do_down(self) -> None:
        self.list.move(1)

    def can_unsure(self) -> bool:
        return False

    def can_show(self) -> bool:
        return False

    def title_of(self, id: str) -> str | None:
        return _("say so") if id == "choose" else None

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        self._say(message.index)
