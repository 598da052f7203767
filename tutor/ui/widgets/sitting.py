"""What a sitting in the dojo shows: who grades, the situation in code, what was typed, the keyboard, the verdict."""

from __future__ import annotations

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.keyboard.delivery import Terminal, in_words
from tutor.keyboard.keymaps import Keymap, called, short_name
from tutor.keyboard.picking import Picking, keys_of
from tutor.lesson.dojo import Dojo, Prompt, summary
from tutor.ui.outcomes import Said, known, said, waiting
from tutor.ui.text import padded, styled, wrapped
from tutor.ui.widgets.frame import Line
from tutor.ui.widgets.keyboard import Keyboard
from tutor.ui.widgets.place import place
from tutor.ui.widgets.verdict import Verdict
from tutor.words import _, ngettext

TYPED, NARROW_TYPED = 22, 14
"""Cells of what is typed, beside the chord that is to be copied."""
MISSED = 8
"""Most actions that are named in the result."""


class Sitting(Vertical):
    """One prompt, or the result.

    Attributes:
        text: what was typed so far.
        picking: what was picked so far.
        at: (row, index) of the key at the cursor while keys are picked.
        advise: whether to say what would let the fingers be judged.
    """

    DEFAULT_CSS = """
    Sitting { height: 1fr; padding: 1 2 0 2; overflow: hidden; }
    Sitting #ask { height: auto; max-width: 90; }
    Sitting #codes { height: auto; margin: 1 0 0 0; }
    Sitting #code, Sitting #where { width: 1fr; height: auto; text-wrap: nowrap; text-overflow: ellipsis; }
    Sitting #code { max-width: 72; }
    Sitting #field { height: 1; max-width: 90; text-wrap: nowrap; text-overflow: ellipsis; }
    Sitting #keys { height: auto; margin: 1 0 0 0; }
    Sitting #known { width: 1fr; height: auto; max-width: 60; margin: 0 0 0 4; }
    Sitting Verdict { margin: 1 0 0 0; }
    Sitting #result { height: auto; max-width: 90; }
    """

    def __init__(self, keymap: Keymap, terminal: Terminal) -> None:
        super().__init__()
        self.keymap, self.terminal = keymap, terminal
        self.text, self.picking, self.at = "", Picking(), (3, 1)
        self.advise = False

    def compose(self) -> ComposeResult:
        yield Line(id="how")
        yield Static(id="ask")
        with Horizontal(id="codes"):
            yield Static(id="code")
            yield Static(id="where", classes="wide-only")
        yield Static(id="field")
        with Horizontal(id="keys"):
            yield Keyboard(mac=self.keymap.mac)
            yield Static(id="known", classes="wide-only")
        yield Verdict()
        yield Static(id="result")

    def empty(self) -> None:
        """Take back what was typed and picked."""
        self.text = ""
        self.picking.clear()

    @property
    def _short(self) -> bool:
        return self.app.size.height < 24

    @property
    def _tall(self) -> bool:
        return self.app.size.height >= Keyboard.AIRY

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    def show(self, dojo: Dojo) -> None:
        """Everything as it is now."""
        prompt = dojo.prompt
        for id in ("#how", "#ask", "#codes", "#field", "#keys", "Verdict"):
            self.query_one(id).display = prompt is not None
        self.query_one("#result").display = prompt is None
        if prompt is None:
            self._result(dojo)
            return
        self._how(dojo, prompt)
        self.query_one("#ask", Static).update(styled(prompt.situation.ask, "bold $strong"))
        self._code(dojo, prompt)
        self.show_field(dojo)
        self.show_board(dojo)
        self._verdict(dojo, prompt)

    def _how(self, dojo: Dojo, prompt: Prompt) -> None:
        """Who grades: the fingers, the text or the picked keys; and what the terminal makes of the chord."""
        left = {"press": _("Press it"), "text": _("Type it as text"), "pick": _("Pick the keys")}[prompt.mode]
        if prompt.copying:
            left = {"press": _("Copy it: press what is lit"), "text": _("Copy it: type what is lit"),
                    "pick": _("Copy it: pick what is lit")}[prompt.mode]  # fmt: skip
        modes = {"insert": _("in insert mode"), "visual": _("in visual mode")}
        if mode := modes.get(prompt.key.mode):
            left += f", {mode}"
        words = in_words(prompt.delivery, self.keymap) if prompt.delivery else ""
        if prompt.delivery is not None and prompt.delivery.state == "merged" and not (prompt.copying or dojo.settled):
            words = _("merged with others in this terminal")  # which ones would tell the answer
        title, width = short_name(self.keymap), self.app.size.width
        right = f"{title}; {words}" if words else title
        fits = next((text for text in (right, words, title) if cell_len(left + text) + 6 <= width), "")
        self.query_one("#how", Line).set(left, fits)

    def _rows(self) -> int:
        """Lines of code that are shown."""
        return 7 if self._tall else 5 if self._short or self.app.size.height > 24 else 4

    def _code(self, dojo: Dojo, prompt: Prompt) -> None:
        code, where = self.query_one("#code", Static), self.query_one("#where", Static)
        situation, rows = prompt.situation, self._rows()
        where.update("")
        if dojo.settled and situation.lands is not None:
            head = situation.lands.file
            if situation.of > 1:
                head += ", " + _("1 of {n}").format(n=situation.of)
            code.update(place(situation.lands, rows, head=head))
            were = _("{file}, where you were").format(file=situation.at.file)
            where.update(place(situation.at, rows, head=were, left=True))
        else:
            code.update(place(situation.at, rows))
        picking = prompt.mode == "pick" and not dojo.settled
        self.set_class(picking, "-picking")
        self.query_one("#codes").display = not (self._short and picking)

    def show_field(self, dojo: Dojo) -> None:
        """What was typed or picked, and what is to be copied."""
        prompt, field = dojo.prompt, self.query_one("#field", Static)
        if prompt is None:
            return
        row = Content("")
        if not dojo.settled:
            row = self._copied(prompt) if prompt.mode == "press" else self._entry(prompt, self._copied(prompt))
        field.display = not self._short or bool(row.plain.strip())
        field.update(row)

    def _copied(self, prompt: Prompt) -> Content:
        """The chord that is to be copied, and what it does."""
        if not prompt.copying:
            return Content("")
        chord = prompt.key.chord
        keys = self.keymap.shown(chord) if chord else "none"
        what = called(prompt.action) if chord else _("no default key")
        return styled(keys, "bold $you") + styled(f"   {what}", "$soft")

    def _entry(self, prompt: Prompt, copied: Content) -> Content:
        if prompt.mode == "pick":
            chord = self.picking.chord
            text, cursor = self.keymap.shown(chord) if chord else "", Content("")
        else:
            text, cursor = self.text, styled(" ", "reverse")
        row = styled("> ", "bold $you") + Content(text) + cursor
        if copied:
            typed = TYPED if self.app.size.width >= 76 else NARROW_TYPED
            return row + Content(" " * max(2, typed - row.cell_length)) + copied
        if text:
            return row
        hint = _("as in ctrl+alt+b; none: no default key") if prompt.mode == "text" else _("nothing picked yet")
        return row + styled(f"  {hint}" if cursor else hint, "$soft")

    def tell(self, text: str) -> None:
        """Say something in the row of what is typed."""
        field = self.query_one("#field", Static)
        field.display = True
        field.update(styled(text, "bold $ink"))

    def show_board(self, dojo: Dojo) -> None:
        """The keys of the chord lit, once they may be seen, or those that were picked."""
        prompt, keyboard = dojo.prompt, self.query_one(Keyboard)
        if prompt is None:
            return
        picking = prompt.mode == "pick" and not dojo.settled
        shows = (prompt.copying or dojo.settled) and not (picking and self.picking.keys)
        lit = keys_of(prompt.key.chord) if shows else set()
        self.query_one("#keys").display = not self._short or picking
        keyboard.light({*lit, *self.picking.keys} if picking else lit, self.at if picking else None)

    def _verdict(self, dojo: Dojo, prompt: Prompt) -> None:
        if dojo.last is None:
            self.judge(waiting(dojo, self.terminal, advise=self.advise))
        else:
            self.judge(said(self.keymap, dojo, dojo.last))
        self.query_one("#known", Static).update(Content("\n").join(known(dojo.item) if dojo.settled else []))
        above = self._above(prompt)
        self.query_one(Verdict).styles.max_height = max(2, self.app.size.height - above)

    def judge(self, said: Said) -> None:
        """Show a verdict."""
        room = self.app.size.width - 10 - cell_len(said.head)
        right = said.right if cell_len(said.right) <= room else ""
        self.query_one(Verdict).tell(said.kind, said.head, right, said.body)

    def _above(self, prompt: Prompt) -> int:
        """Rows of all but the verdict."""
        keyboard = (11 if self._tall else 6) if self.query_one("#keys").display else 0
        ask = -(-cell_len(prompt.situation.ask) // max(1, min(90, self.app.size.width - 4)))
        airy = 3 if self._short else 5  # blank rows, and that of the field
        return 4 + ask + self._rows() + 1 + airy + keyboard

    def _result(self, dojo: Dojo) -> None:
        figures = _("{right} of {total} right at the first try").format(right=dojo.right, total=dojo.asked)
        rows = [styled(figures, "bold $strong"), Content("")]
        if not dojo.asked and dojo.plan.due:
            rows = [styled(_("Nothing is due today."), "bold $strong")]
        width = max(30, min(88, self.app.size.width - 6))
        for title, chord, count in summary(dojo)[:MISSED]:
            times = ngettext("missed once", "missed {n} times", count).format(n=count)
            row = Content(padded(title, 36)) + styled(padded(chord, 22), "bold") + styled(f" {times}", "$soft")
            rows += wrapped(row, width, hang=2, lead=styled("✗ ", "bold $bad"))
        self.query_one("#result", Static).update(Content("\n").join(rows))
