"""A text with gaps to fill, one after the other."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from tutor.course.sound import GAP
from tutor.course.types import Cloze
from tutor.lesson.session import Answer
from tutor.lesson.verdict import put_together
from tutor.ui.steps.question import QuestionView
from tutor.ui.steps.typed import LABEL, Field
from tutor.ui.text import code, inline, padded, styled, wrapped
from tutor.words import N_, _

BLANK = "____"


class GapField(Field):
    """The field of the gap at the cursor; the arrows go to the next gap."""

    def on_key(self, event: events.Key) -> None:
        turns = {"tab": 1, "down": 1, "shift+tab": -1, "up": -1}
        if event.key in turns:
            event.stop()
            event.prevent_default()
            view = next(node for node in self.ancestors if isinstance(node, ClozeView))
            view.turn(turns[event.key])


class ClozeView(QuestionView[Cloze]):
    """The text with its gaps, and under it one field for the gap at the cursor."""

    DEFAULT_CSS = """
    ClozeView #text { height: auto; margin: 0 0 1 0; max-width: 90; }
    ClozeView .field { height: 1; max-width: 90; }
    ClozeView #label { width: 14; color: $soft; }
    ClozeView #difference { height: auto; max-width: 90; }
    """
    KIND = N_("cloze")
    HELP = N_(
        "Type what belongs in the gap, Enter goes to the next and answers when all are filled. Tab or ↑ ↓ turn to "
        "another gap. Esc leaves the field so that letters are keys; e goes back in."
    )
    at = 0

    def compose(self) -> ComposeResult:
        line, ask = self.head()
        yield line
        if self.step.question:
            yield ask
        yield Static(id="text")
        with Horizontal(classes="field"):
            yield Static(id="label")
            yield GapField(select_on_focus=False)
        yield Static(id="difference")

    def on_mount(self) -> None:
        self.names = [name for name in GAP.findall(self.step.text) if name in self.step.gaps]
        self.field = self.query_one(GapField)
        self.field.cursor_blink = False
        self._open_gap(next((n for n, name in enumerate(self.names) if not self.filled.get(name)), 0))

    def arrived(self) -> None:
        if self.state.phase in ("open", "wrong"):
            self.field.focus()

    @property
    def filled(self) -> dict[str, str]:
        """What is in each gap."""
        state = self.state
        given = state.answer if state.shown or state.draft is None else state.draft
        return {name: texts[0] for name, texts in put_together(given).items()} if given else {}

    def given(self) -> Answer:
        return [f"{name}:{text}" for name, text in self.filled.items() if text]

    def instruction(self) -> str:
        return _("Fill the gaps")

    # ── Gaps ─────────────────────────────────────────────────────────────────────────────────────

    def _open_gap(self, index: int) -> None:
        self.at = index
        with self.field.prevent(Input.Changed):
            self.field.value = self.filled.get(self.names[index], "")
        self.field.cursor_position = len(self.field.value)
        self._draw()

    def turn(self, by: int) -> None:
        """Go to the next or previous gap."""
        self._open_gap((self.at + by) % len(self.names))

    @on(Input.Changed)
    def _typed(self, message: Input.Changed) -> None:
        message.stop()
        filled, name = self.filled, self.names[self.at]
        if message.value != filled.get(name, ""):
            if self.state.phase != "open":
                self.take_up()
            filled[name] = message.value
            self.state.draft = [f"{gap}:{filled[gap]}" for gap in self.names if filled.get(gap)]
            self.changed()

    @on(Input.Submitted)
    def _entered(self, message: Input.Submitted) -> None:
        message.stop()
        self.go()

    def _next_empty(self) -> int | None:
        after = [*range(self.at + 1, len(self.names)), *range(self.at)]
        return next((n for n in after if not self.filled.get(self.names[n], "").strip()), None)

    def go(self) -> None:
        if self.state.phase == "open" and (empty := self._next_empty()) is not None:
            self._open_gap(empty)
            self.changed()
            self.arrived()
            return
        super().go()
        if self.state.phase == "wrong" and self.state.verdict:
            wrong = [n for n, name in enumerate(self.names) if self.state.verdict.mark(name) is False]
            self._open_gap(wrong[0])

    def retried(self) -> None:
        self.field.select_all()  # what is typed now takes its place

    def go_title(self) -> str:
        if self.state.phase == "open" and self.is_mounted and self._next_empty() is not None:
            return _("next gap")
        return super().go_title()

    # ── Drawing ──────────────────────────────────────────────────────────────────────────────────

    def redraw(self) -> None:
        if self.is_mounted and hasattr(self, "names"):
            self._draw()

    def _draw(self) -> None:
        width = min(88, max(30, self.size.width - 2))
        text = self._text()
        lines = text.split("\n", allow_blank=True)
        rows = lines if self.step.language else [row for line in lines for row in wrapped(line, width)]
        self.query_one("#text", Static).update(Content("\n").join(rows))
        label = _("gap {n} of {total}").format(n=self.at + 1, total=len(self.names))
        self.query_one("#label", Static).update(styled(label, "$soft"))
        got = self.state.verdict.got if self.state.verdict else ()
        pieces = [styled(p.text or "_", "$soft" if p.same else "bold $bad underline") for p in got]
        told = styled(padded(_("differs"), LABEL), "$soft") + Content("").join(pieces) if pieces else Content("")
        self.query_one("#difference", Static).update(told)

    def on_resize(self) -> None:
        self.redraw()

    def _text(self) -> Content:
        """The text with what is in its gaps; the gap at the cursor is lit."""
        parts: list[Content] = []
        at = 0
        whole = self.step.text.rstrip("\n")
        for found in GAP.finditer(whole):
            if found[1] in self.names:
                parts += [self._plain(whole[at : found.start()]), self._gap(found[1])]
                at = found.end()
        return Content("").join([*parts, self._plain(whole[at:])])

    def _plain(self, text: str) -> Content:
        if not text.strip():
            return Content(text)
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        words = code(text.strip(), self.step.language) if self.step.language else inline(text)
        return Content(lead) + words + Content(tail)

    def _gap(self, name: str) -> Content:
        state, text = self.state, self.filled.get(name, "")
        right = True if state.shown else state.verdict.mark(name) if state.verdict else None
        sign = "" if right is None else "✓" if right else "✗"
        here = self.names[self.at] == name and state.phase in ("open", "wrong")
        style = "bold $good" if right else "bold $bad" if right is False else "bold $you"
        return styled((text or BLANK) + sign, f"{style} {'reverse' if here else 'underline'}")

    def can_edit(self) -> bool:
        return not self.screen.focused

    def do_edit(self) -> None:
        self.field.focus()
