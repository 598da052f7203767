"""A live exchange: predict, send, look at the bytes, edit, send again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Literal

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from tutor.course.types import Demo, ExchangeSpec, Option, ScriptStep
from tutor.lesson import demo
from tutor.ui.steps.choice import OptionsView
from tutor.ui.steps.exchanging import UNKNOWN, Exchanging
from tutor.ui.text import inline, styled
from tutor.ui.widgets.area import Area
from tutor.ui.widgets.exchange import line_text
from tutor.ui.widgets.frame import Line
from tutor.ui.widgets.view import ExchangeView
from tutor.words import N_, _, ngettext

if TYPE_CHECKING:
    from tutor.wire.lines import WireLine

FRAME, FRAME_SHORT = 10, 7
"""Rows of the screen that neither the requests nor the prediction take; fewer where blank rows are left out.

What a screen shows beside its step, in rows of the class `beside-step`, comes on top.
"""


class DemoView(Exchanging[Demo], OptionsView[Demo]):
    """Three faces: the request with the prediction, the exchange, the editor."""

    KIND = N_("demo")
    HELP = N_(
        "Say what will come back before you send. The request goes over a real socket to the bundled server; nothing "
        "leaves this machine. After it, ← → walk through the bytes, and e lets you change the request and send again."
    )
    DEFAULT_CSS = """
    DemoView { overflow-y: hidden; }
    DemoView #predict, DemoView #editor { height: 1fr; max-width: 100%; }
    DemoView #predict { overflow-y: auto; scrollbar-size-vertical: 1; }
    DemoView #predict > * { max-width: 96; }
    DemoView #request { height: auto; margin: 0 0 1 0; padding: 0 0 0 1; border-left: vkey $rule; }
    DemoView TextArea, DemoView TextArea:focus { border: none; padding: 0; height: 1fr; background: $paper; }
    """
    face: Literal["predict", "exchange", "editor"] = "predict"
    edited = ""  # the request as the learner left it

    def compose(self) -> ComposeResult:
        with Vertical(id="predict"):
            line, ask = self.head()
            yield line
            yield Static(id="request")
            yield ask
            yield self.compose_options(spaced=False)
        yield ExchangeView(id="exchange")
        with Vertical(id="editor"):
            yield Line(_("Edit the request; it is sent as it stands here"), "")
            yield Area(soft_wrap=False, show_line_numbers=False, id="text", classes="several-rows")

    def on_mount(self) -> None:
        super().on_mount()
        self.query_one(TextArea).cursor_blink = False
        if self.state.exchanges:
            self.show_exchange()
        else:
            self._show("predict")
        self.picture(UNKNOWN)
        self.call_after_refresh(self.begin_server)

    # ── Predict ──────────────────────────────────────────────────────────────────────────────────

    def options(self) -> Mapping[str, Option]:
        return self.step.predict.options

    def instruction(self) -> str:
        return _("Predict, then send")

    def picture(self, address: tuple[str, int]) -> None:
        """The exact bytes that will be sent; what was filled in is soft."""
        self._address = address
        self.say_where(address)
        self.query_one("#request", Static).update(Content("\n").join(self._rows(address)))

    def _rows(self, address: tuple[str, int]) -> list[Content]:
        """As many rows of the requests as leave the question and its options in sight; what is filled in goes first."""
        width = max(30, self.size.width - 4)
        asked = len(inline(self.step.predict.question).wrap(width)) + self.list.lines_needed(width)
        frame = FRAME_SHORT if self.screen.has_class("-short") else FRAME
        more = sum(row.size.height for row in self.screen.query(".beside-step"))
        room = max(6, self.screen.size.height - asked - frame - more)
        specs = self.step.exchanges
        rows = [row for spec in specs for row in request_rows(spec, address)]
        if len(rows) > room:
            rows = [row for spec in specs for row in request_rows(spec, address, fold=1)]
        if len(rows) > room:
            written = [row for spec in specs for row in request_rows(spec, address, fold=2)]
            told = _("what else HTTP wants is filled in")
            rows = [*written, styled("  … " + told, "$soft")]
        if len(rows) > room:
            cut = len(rows) - room + 1
            told = ngettext("{n} more row; all of it is sent", "{n} more rows; all of it is sent", cut)
            rows = [*rows[: room - 1], styled("  … " + told.format(n=cut), "$soft")]
        return [row.truncate(width, ellipsis=True) for row in rows]

    def on_resize(self) -> None:
        if self.is_mounted:
            self.picture(self._address)

    # ── Sending ──────────────────────────────────────────────────────────────────────────────────

    def go(self) -> None:
        if self.sending:
            return
        if self.face == "predict":
            if self.state.exchanges:
                self.show_exchange()
                self.changed()
                return
            self.state.draft = self.given()
            self.send(self.step.exchanges)
        elif self.face == "exchange":
            self.post_message(self.Forward())
        else:
            self.do_send()

    def go_title(self) -> str:
        if self.sending:
            return _("sending")
        if self.face == "exchange":
            return _("next")
        return _("send") if not self.state.exchanges or self.face == "editor" else _("exchange")

    # ── The exchange ─────────────────────────────────────────────────────────────────────────────

    def _show(self, face: Literal["predict", "exchange", "editor"]) -> None:
        self.face = face
        for name in ("predict", "exchange", "editor"):
            self.query_one(f"#{name}").display = name == face

    def show_exchange(self, *, live: bool = False) -> None:
        self._show("exchange")
        if not live:
            self.fill_view()

    @property
    def in_exchange(self) -> bool:
        return self.face == "exchange"

    def redraw(self) -> None:
        super().redraw()
        if self.is_mounted and self.face == "exchange":
            self.view.draw()

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str | None:
        if id == "edit" and self.face != "editor":
            return _("edit, send again") if self.state.exchanges else _("edit request")
        if id == "pane":
            return self.pane_title()
        if id == "choose":
            return _("predict")
        return None

    def can_choose(self) -> bool:
        return self.face == "predict" and not self.sending

    can_up = can_down = can_top = can_bottom = lambda self: self.face != "editor"

    def do_up(self) -> None:
        if self.face == "exchange":
            self.walk(rows=-1)
        else:
            super().do_up()

    def do_down(self) -> None:
        if self.face == "exchange":
            self.walk(rows=1)
        else:
            super().do_down()

    def do_top(self) -> None:
        self.walk(spans=-1_000_000) if self.face == "exchange" else super().do_top()

    def do_bottom(self) -> None:
        self.walk(spans=1_000_000) if self.face == "exchange" else super().do_bottom()

    def take_up(self) -> None:
        """A prediction is made once: what came back is known afterwards."""
        if not self.state.exchanges and self.state.phase != "open":
            super().take_up()

    def can_unsure(self) -> bool:
        return self.face == "predict" and not self.state.exchanges

    def can_hint(self) -> bool:
        return self.face == "predict" and super().can_hint()

    def can_show(self) -> bool:
        return False  # sending shows it

    def can_edit(self) -> bool:
        return self.face != "editor" or not self._page.typing

    def do_edit(self) -> None:
        if self.face != "editor":
            area = self.query_one(TextArea)
            area.text = self.edited or self._original()
            self._show("editor")
        self.query_one(TextArea).focus()
        self.changed()

    def can_editor(self) -> bool:
        return not self._page.typing and not self.sending

    def do_editor(self) -> None:
        """The request in the learner's own editor; it comes back into ours, to be sent from there."""
        from tutor.ui.editor import EditorError, edit_text

        if self.face != "editor":
            self.do_edit()
        area = self.query_one(TextArea)
        try:
            area.text = edit_text(self.app, self._page.tutor.settings.editor, area.text, ".http")
        except EditorError as error:
            self._page.say(str(error))

    def _original(self) -> str:
        """The lesson's own request with all its lines, as it is sent; the rows of the editor are its lines."""
        spec = self.step.exchanges[-1]
        ready = self._page.tutor.services.bundled.ready
        return request_text(spec, ready.address if ready else UNKNOWN)

    def can_send(self) -> bool:
        return self.face == "editor" and not self.sending

    def do_send(self) -> None:
        self.edited = self.query_one(TextArea).text
        self.screen.set_focus(None)
        self.send([demo.edited(self.edited)], edited=True)

    def can_original(self) -> bool:
        return self.face == "editor"

    def do_original(self) -> None:
        self.query_one(TextArea).text = self._original()

    def can_back(self) -> bool:
        return self.face == "editor" and not self._page.typing

    def do_back(self) -> None:
        """Out of the editor; the text stays."""
        self.edited = self.query_one(TextArea).text
        if self.state.exchanges:
            self.show_exchange()
        else:
            self._show("predict")
        self.changed()


def request_rows(spec: ExchangeSpec, address: tuple[str, int], *, fold: Literal[0, 1, 2] = 0) -> list[Content]:
    """A request as it will be sent, line by line; a script as its acts.

    Args:
        fold: 1 makes one row of the fields that were filled in behind the author's; 2 leaves out all that were, and an
            empty line that nothing follows.
    """
    from tutor.wire.compose import compose, compose_act
    from tutor.wire.lines import lines_of

    if spec.script:
        rows: list[Content] = []
        for act in spec.script:
            if act.send is not None:
                rows += map(line_text, _as_written(lines_of(compose_act(act.send, address), request=True)))
            else:
                rows.append(styled("> ", "bold $you") + styled(_pause(act), "$soft italic"))
        return rows
    composed = compose(spec.request or "", address, raw=spec.raw)
    filled = [line.filled for line in composed.lines]
    lines = _as_written(lines_of(composed.data, request=True))
    shown = [line_text(row, soft=n < len(filled) and filled[n]) for n, row in enumerate(lines)]
    if fold == 2:
        empty = len(lines) - 1 if lines[-1].kind == "blank" else len(lines)
        return [row for n, row in enumerate(shown[:empty]) if not (n < len(filled) and filled[n])]
    first = len(filled) - next((n for n, mine in enumerate(reversed(filled)) if not mine), 0)
    if fold and len(filled) - first > 1:
        told = "… " + _("{n} fields filled in").format(n=len(filled) - first)
        shown[first : len(filled)] = [styled("> ", "bold $you") + styled(told, "$soft")]
    return shown


def _as_written(lines: Iterable[WireLine]) -> list[WireLine]:
    """The rows up to their line ends alone: where a message ends in between may be what is to be predicted."""
    rows: list[WireLine] = []
    for line in lines:
        if rows and not rows[-1].ending:
            rows[-1] = rows[-1]._replace(data=rows[-1].data + line.data, ending=line.ending)
        else:
            rows.append(line)
    return rows


def _pause(act: ScriptStep) -> str:
    """What is done when nothing is sent."""
    if act.pause:
        return _("wait {n} s").format(n=f"{act.pause:g}")
    return _("close the sending side")


def request_text(spec: ExchangeSpec, address: tuple[str, int]) -> str:
    """A request as rows to edit."""
    from tutor.wire.compose import compose, compose_act

    if spec.script:
        data = b"".join(compose_act(act.send, address) for act in spec.script if act.send)
    else:
        data = compose(spec.request or "", address, raw=spec.raw).data
    # The last line end is no row of its own: an empty row at the end stands for the empty line.
    return data.decode("utf-8", "replace").replace("\r\n", "\n").removesuffix("\n")
