"""A drill being run: one question at a time, the time as the second row, one row of verdict, and what it came to."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from tutor.lesson.drill import Plan, Prompt, Run
from tutor.progress.drills import Run as Kept
from tutor.progress.drills import best_of
from tutor.ui.commands import bindings
from tutor.ui.page import Page
from tutor.ui.steps.typed import Field
from tutor.ui.text import inline, padded, styled, wrapped
from tutor.ui.widgets.frame import Top
from tutor.ui.widgets.rows import Row, Rows
from tutor.words import _, ngettext

TICK = 0.2
LABEL = 10
TREND = 12
"""Runs whose trend is shown."""


class Clock(Widget):
    """The second row: what is gone of the time, or of the questions."""

    DEFAULT_CSS = "Clock { height: 1; }"
    share = 0.0

    def __init__(self) -> None:
        super().__init__(classes="bar")

    def set(self, share: float) -> None:
        """Show how much of it is gone, from 0 to 1."""
        self.share = max(0.0, min(1.0, share))
        self.refresh()

    def render(self) -> Content:
        width = self.content_size.width
        gone = round(width * self.share)
        return styled("━" * gone, "$you") + styled("─" * (width - gone), "$rule")


class RunScreen(Page):
    """One drill, as often as one likes.

    Args:
        plan: what is asked and for how long.
        earlier: runs before, oldest first.
        ended: told after each run that came to its end.
    """

    DEFAULT_CSS = """
    RunScreen #page { height: 1fr; padding: 1 2 0 2; }
    RunScreen #ask { height: auto; max-width: 90; margin: 1 0; min-height: 2; }
    RunScreen #field { height: 1; max-width: 60; }
    RunScreen #said { height: auto; max-width: 90; margin: 1 0 0 0; }
    RunScreen #result { height: auto; max-width: 90; }
    RunScreen Rows { max-width: 76; }
    RunScreen.-narrow #page { padding: 0 1; }
    RunScreen.-short #ask, RunScreen.-short #said { margin: 0; }
    """
    FOOTER = ("go", "choose", "show", "back", "down")
    BINDINGS = bindings("go", "choose", "up", "down", "show", "settings", "help", "back")

    def __init__(
        self, plan: Plan, earlier: Sequence[Kept], ended: Callable[[Run], None] = lambda run: None
    ) -> None:
        super().__init__()
        self.plan, self.earlier, self.ended = plan, list(earlier), ended
        self.run: Run | None = None
        self.told = False  # whether the end of this run was told

    def compose(self) -> ComposeResult:
        yield Top((_("Drills"), self.plan.title))
        yield Clock()
        with Vertical(id="page"):
            yield Static(id="ask")
            yield Rows(id="choices", wrap=True)
            yield Field(id="field", select_on_focus=False)
            yield Static(id="said")
            yield Static(id="result")
        yield self.keys()

    def on_mount(self) -> None:
        self.query_one(Field).cursor_blink = False
        self.set_interval(TICK, self._tick)
        self._begin()

    # ── A run ────────────────────────────────────────────────────────────────────────────────────

    def _begin(self) -> None:
        self.run, self.told = Run(self.plan, self.tutor.services.seed), False
        self.show()

    def _tick(self) -> None:
        run = self.run
        if run is None or self.told:
            return
        if run.tick():
            self._over()
        self._clock(run)

    def _clock(self, run: Run) -> None:
        count, seconds = self.plan.count, self.plan.seconds
        if seconds is not None:
            self.query_one(Clock).set(run.spent / seconds)
            left = _("{n} s left").format(n=round(run.left or 0))
        else:
            self.query_one(Clock).set(run.asked / (count or 1))
            left = _("{n} of {total}").format(n=run.asked, total=count)
        self.query_one(Top).right = left if run.now else ""

    def show(self) -> None:
        """The question, or what the run came to."""
        run = self.run
        assert run is not None
        prompt = run.now
        self.query_one("#result").display = prompt is None
        self.query_one("#ask").display = prompt is not None
        self.query_one("#choices").display = prompt is not None and bool(prompt.choices)
        self.query_one("#field").display = prompt is not None and not prompt.choices
        if prompt is not None:
            self._ask(prompt)
        self._say(run)
        self._clock(run)
        self.refresh_keys()

    def _ask(self, prompt: Prompt) -> None:
        asked = inline(prompt.text, "bold $strong")
        if self.plan.question:
            asked = inline(self.plan.question, "$soft") + Content("\n\n") + asked
        self.query_one("#ask", Static).update(asked)
        if prompt.choices:
            numbered = enumerate(prompt.choices, 1)
            rows = [Row(inline(text), lead=styled(f"{n}  ", "bold $soft")) for n, (_id, text) in numbered]
            self.query_one(Rows).set(rows, 0)
            self.set_focus(None)
        else:
            field = self.query_one(Field)
            field.value = ""
            self.set_focus(field)

    def _say(self, run: Run) -> None:
        rows: list[Content] = []
        if run.last is not None and run.now is not None:
            prompt, given, right = run.last
            if right:
                rows = wrapped(inline(prompt.wanted), self._width, hang=2, lead=styled("✓ ", "bold $good"))
            else:
                row = inline(prompt.text) + styled(" → ", "$soft") + inline(prompt.wanted, "bold $strong")
                if given:
                    row += styled(f"   {_('you')}: {dict(prompt.choices).get(given, given)}", "$soft")
                rows = wrapped(row, self._width, hang=2, lead=styled("✗ ", "bold $bad"))
                if prompt.feedback:
                    rows += wrapped(inline(prompt.feedback, "$soft"), self._width, hang=2)
        self.query_one("#said", Static).update(Content("\n").join(rows))

    @property
    def _width(self) -> int:
        """Cells of a row of text."""
        return max(30, min(88, self.size.width - 6))

    def answer(self, given: str) -> None:
        """Take an answer and ask the next."""
        if given.strip():
            self._take(given)

    def _take(self, given: str) -> None:
        run = self.run
        if run is None or run.now is None:
            return
        run.answer(given)
        if run.now is None:
            self._over()
        else:
            self.show()

    def _over(self) -> None:
        """Keep the run and say what it came to."""
        run = self.run
        assert run is not None
        if self.told:
            return
        self.told = True
        self.set_focus(None)
        if run.asked:
            self.tutor.services.saver.record(self.plan.draft(run, self.tutor.services.language))
            best = best_of(self.earlier)
            kept = Kept(0, run.right, run.asked, round(run.spent * 1000), self.plan.seconds is not None)
            self.earlier.append(kept)
            self.ended(run)
            self.query_one("#result", Static).update(Content("\n").join(self._result(run, kept, best)))
        else:
            self.query_one("#result", Static).update(styled(_("Nothing was answered, so nothing is kept."), "$soft"))
        self.show()

    def _result(self, run: Run, kept: Kept, best: Kept | None) -> list[Content]:
        figures = _("{right} of {total} right in {n} s").format(
            right=run.right, total=run.asked, n=round(run.spent)
        )  # fmt: skip
        rows = [styled(figures, "bold $strong"), Content("")]
        if best is None:
            rows.append(styled(_("This is the first run: the next ones are compared with it."), "$soft"))
        elif kept.score > best.score:
            rows.append(styled("✓ ", "bold $good") + Content(_("The best run so far; before it was {what}.")
                                                              .format(what=_brief(best))))  # fmt: skip
        else:
            rows.append(styled(padded(_("best"), LABEL), "$soft") + Content(_brief(best)))
        if len(self.earlier) > 1:
            rows.append(styled(padded(_("trend"), LABEL), "$soft") + trend(self.earlier[-TREND:]))
        if run.missed:
            count = ngettext("{n} to look at again", "{n} to look at again", len(run.missed))
            rows += [Content(""), styled(count.format(n=len(run.missed)), "bold $soft")]
            for prompt in run.missed[:8]:
                row = inline(prompt.text) + styled(" → ", "$soft") + inline(prompt.wanted, "bold $strong")
                rows += wrapped(row, self._width, hang=2, lead=styled("✗ ", "bold $bad"))
        return rows

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    @property
    def _asks(self) -> bool:
        return self.run is not None and self.run.now is not None

    def title_of(self, id: str) -> str:
        if id == "go":
            return _("answer") if self._asks else _("again")
        if id == "back":
            return _("end it here") if self._asks else _("close")
        return _("move") if id == "down" else super().title_of(id)

    def can_choose(self) -> bool:
        return self._asks and bool(self.run and self.run.now and self.run.now.choices)

    can_up = can_down = can_choose

    def can_show(self) -> bool:
        return self._asks

    def footer(self) -> Sequence[tuple[str, str, str]]:
        choices = self.run.now.choices if self.run and self.run.now else ()
        return [(id, f"1-{len(choices)}" if id == "choose" else cap, title) for id, cap, title in super().footer()]

    def do_choose(self) -> None:
        prompt = self.run.now if self.run else None
        index = int(self.pressed or 1) - 1
        if prompt is not None and index < len(prompt.choices):
            self.answer(prompt.choices[index][0])

    def do_go(self) -> None:
        prompt = self.run.now if self.run else None
        if prompt is None:
            self._begin()
        elif prompt.choices:
            self.answer(prompt.choices[self.query_one(Rows).cursor][0])
        else:
            self.answer(self.query_one(Field).value)

    def do_show(self) -> None:
        """Show the answer: the question is missed, and comes back."""
        self._take("")

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self.do_go()

    @on(Rows.Picked)
    def _clicked(self, message: Rows.Picked) -> None:
        prompt = self.run.now if self.run else None
        if prompt is not None and message.index < len(prompt.choices):
            self.answer(prompt.choices[message.index][0])

    def do_up(self) -> None:
        self.query_one(Rows).move(-1)

    def do_down(self) -> None:
        self.query_one(Rows).move(1)

    def do_back(self) -> None:
        """End the run with what it came to; then close."""
        if self.run is not None and self._asks:
            self.run.stop()
            self._over()
        else:
            self.app.pop_screen()

    def help_text(self) -> tuple[str, str]:
        return _("Drill"), _(
            "Short questions, one after the other. What is missed comes back a few questions later, and with it what "
            "it was taken for. The best run and the trend are kept."
        )


def _brief(run: Kept) -> str:
    return _("{right} of {total} right in {n} s").format(right=run.right, total=run.asked, n=round(run.ms / 1000))


BARS = "▁▂▃▄▅▆▇█"


def trend(runs: Sequence[Kept]) -> Content:
    """Right answers of each run as a bar, and as figures."""
    most = max(run.right for run in runs) or 1
    bars = "".join(BARS[round(run.right / most * (len(BARS) - 1))] for run in runs)
    return styled(bars, "$you") + styled("  " + " ".join(str(run.right) for run in runs), "$soft")
