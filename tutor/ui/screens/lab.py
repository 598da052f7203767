"""The request lab: any request to the bundled server, what came back, and what a change changes."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Literal

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static, TextArea

from tutor.lesson import demo
from tutor.lesson.lab import Entry, History, Pair, Part, compare, with_body
from tutor.ui.commands import bindings
from tutor.ui.copying import copy_request
from tutor.ui.listpage import RowsPage
from tutor.ui.text import styled
from tutor.ui.widgets.area import Area
from tutor.ui.widgets.frame import Line, Rule, Top
from tutor.ui.widgets.view import NAMES, ExchangeView, timelines_of
from tutor.words import _

if TYPE_CHECKING:
    from tutor.course.types import ExchangeSpec
    from tutor.wire.compose import Composed
    from tutor.wire.exchange import Exchange

log = logging.getLogger(__name__)
FIRST = "GET /anything?who=ada HTTP/1.1\nAccept: application/json\n"


class LabScreen(RowsPage):
    """Three faces: the request being written, the exchange, and two exchanges side by side.

    Args:
        text: a request to begin with.
        raw: it is sent just as it stands.
    """

    DEFAULT_CSS = """
    LabScreen #page { padding: 1 2 0 2; height: 1fr; }
    LabScreen #write { height: 1fr; }
    LabScreen TextArea, LabScreen TextArea:focus { border: none; padding: 0; height: 1fr; background: $paper; }
    LabScreen #said { height: auto; max-width: 90; margin: 1 0; }
    LabScreen #compare { height: 1fr; }
    LabScreen.-short #page { padding: 0 1; }
    LabScreen.-short #said { margin: 0; }
    """
    FOOTER = (
        "send", "go", "span-right", "pane", "examples", "body", "older", "newer", "as-is", "compare", "curl", "python",
        "raw-text", "editor", "lab", "back",
    )  # fmt: skip
    BINDINGS = bindings(
        "send", "go", "up", "down", "top", "bottom", "page-up", "page-down", "span-left", "span-right", "edit", "pane",
        "pane-back", "facts",
        "examples", "body", "older", "newer", "as-is", "compare", "curl", "python", "raw-text", "editor",
        "lab", "palette", "help", "back",
    )  # fmt: skip

    lab = "request"

    def __init__(self, text: str = "", *, raw: bool = False) -> None:
        super().__init__()
        self.text = text
        self.face: Literal["write", "exchange", "compare"] = "write"
        self.raw = raw
        self.sending = False

    def compose(self) -> ComposeResult:
        yield Top(("tutor", _("Request lab")))
        yield Rule()
        with Vertical(id="page"):
            with Vertical(id="write"):
                yield Line(id="how")
                yield Area(soft_wrap=False, show_line_numbers=False, classes="several-rows")
            yield ExchangeView()
            with VerticalScroll(id="compare", can_focus=False):
                yield Static(id="pairs")
            yield Static(id="said")
        yield self.keys()

    def on_mount(self) -> None:
        self.history = History(self.tutor.services.data)
        self.area = self.query_one(TextArea)
        self.area.cursor_blink = False
        last = self.history.entries[-1] if self.history.entries else None
        if last and not self.text:
            self.raw = last.raw
        self.area.text = self.text or (last.text if last else FIRST)
        self.tutor.services.bundled.warm()
        self.show("write")

    # ── Faces ────────────────────────────────────────────────────────────────────────────────────

    def show(self, face: Literal["write", "exchange", "compare"], said: str = "") -> None:
        """Show one face, and a sentence under it."""
        self.face = face
        self.query_one("#write").display = face == "write"
        self.query_one(ExchangeView).display = face == "exchange"
        self.query_one("#compare").display = face == "compare"
        self.query_one("#said", Static).update(styled(said, "$soft"))
        how = _("Sent just as it stands") if self.raw else _("What is needed is filled in")
        self.query_one("#how", Line).set(_("Write a request; F5 sends it"), how)
        count = len(self.history.entries)
        self.query_one(Top).right = _("{n} of {total}").format(n=self.history.at + 1, total=count) if count else ""
        if face == "write":
            self.area.focus()
        else:
            self.set_focus(None)
        self.refresh_keys()

    async def retell(self) -> None:
        self.query_one(Top).path = ("tutor", _("Request lab"))
        self.show(self.face)

    # ── Sending ──────────────────────────────────────────────────────────────────────────────────

    def _spec(self) -> ExchangeSpec:
        from tutor.course.types import ExchangeSpec, Text

        if self.raw:
            return demo.edited(self.area.text)
        return ExchangeSpec(request=Text(self.area.text if self.area.text.endswith("\n") else f"{self.area.text}\n"))

    def can_send(self) -> bool:
        return not self.sending and bool(self.area.text.strip())

    def do_send(self) -> None:
        self.sending = True
        self.show(self.face, _("Sent; waiting for the answer"))
        self.run_worker(self._send(self._spec(), self.area.text, self.raw), group="send", exclusive=True)

    async def _send(self, spec: ExchangeSpec, text: str, raw: bool) -> None:
        try:
            handle = await asyncio.wrap_future(self.tutor.services.bundled.warm())
            so_far: list[Exchange] = []
            self.query_one(ExchangeView).watch_exchanges(so_far, self.tutor.services.language)
            exchanges = await asyncio.to_thread(demo.send, handle, [spec], fresh=False, so_far=so_far)
        except Exception as error:
            log.exception("a request of the lab could not be sent")
            self.sending = False
            self.query_one(ExchangeView).unwatch()
            self.show("write", _("Nothing came back: {why}.").format(why=error))
            return
        self.sending = False
        last = exchanges[-1].response
        self.history.add(Entry(text, raw, last.status if last else 0, exchanges))
        self._exchange(exchanges)

    @on(ExchangeView.Arriving)
    def _arriving(self) -> None:
        if self.sending:
            self.show("exchange", _("Sent; it goes on"))

    def _exchange(self, exchanges: list[Exchange]) -> None:
        self.show("exchange", _("e changes one thing and sends again; F4 then compares the two."))
        handle = self.tutor.services.bundled.ready
        self.query_one(ExchangeView).show(exchanges, timelines_of(handle, exchanges), (), self.tutor.services.language)

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        if id == "pane":
            return NAMES[self.query_one(ExchangeView).next_tab]().lower()
        if id == "as-is":
            return _("fill in") if self.raw else _("just as it stands")
        if id == "back":
            return _("leave the field") if self.typing else _("close") if self.face == "write" else _("back")
        titles = {"go": _("change it"), "edit": _("change it"), "send": _("send")}
        return titles.get(id) or super().title_of(id)

    def _reads(self) -> bool:
        return self.face == "exchange" and not self.sending

    can_span_left = can_span_right = can_pane = can_pane_back = can_go = _reads

    def can_edit(self) -> bool:
        return not self.typing and not self.sending

    def do_go(self) -> None:
        self.do_edit()

    def do_edit(self) -> None:
        self.show("write")

    def do_pane(self) -> None:
        self.query_one(ExchangeView).turn()
        self.refresh_keys()

    def do_pane_back(self) -> None:
        self.query_one(ExchangeView).turn(back=True)
        self.refresh_keys()

    def do_facts(self) -> None:
        named = self.query_one(ExchangeView).named() if self._reads() else None
        self.tutor.open_facts([named] if named else [])

    def do_span_left(self) -> None:
        self.query_one(ExchangeView).walk(spans=-1)

    def do_span_right(self) -> None:
        self.query_one(ExchangeView).walk(spans=1)

    def _move(self, by: int) -> None:
        if self.face == "exchange":
            self.query_one(ExchangeView).walk(rows=by)
        else:
            self.query_one("#compare").scroll_relative(y=by, animate=False)

    def can_older(self) -> bool:
        return self.face == "write" and self.history.at > 0

    def can_newer(self) -> bool:
        return self.face == "write" and self.history.at < len(self.history.entries) - 1

    def do_older(self) -> None:
        self._recall(self.history.move(-1))

    def do_newer(self) -> None:
        self._recall(self.history.move(1))

    def _recall(self, entry: Entry | None) -> None:
        if entry is not None:
            self.area.text, self.raw = entry.text, entry.raw
            self.show("write", _("It brought {status}.").format(status=entry.status) if entry.status else "")

    def can_as_is(self) -> bool:
        return self.face == "write"

    def do_as_is(self) -> None:
        self.raw = not self.raw
        self.show("write")

    def do_examples(self) -> None:
        from tutor.ui.screens.examples import ExamplesScreen

        def chosen(request: tuple[str, bool] | None) -> None:
            if request is not None:
                self.area.text, self.raw = request
                self.show("write")

        self.app.push_screen(ExamplesScreen(self.tutor.services.language), chosen)

    def can_body(self) -> bool:
        return self.face == "write"

    def do_body(self) -> None:
        from tutor.ui.screens.body import BodyScreen

        def chosen(body: tuple[str, str] | None) -> None:
            if body is not None:
                self.area.text = with_body(self.area.text, *body)
                self.show("write")

        self.app.push_screen(BodyScreen(), chosen)

    def can_compare(self) -> bool:
        return self.face != "compare" and self._now() is not None and self.history.before is not None

    def _now(self) -> Entry | None:
        at, entries = self.history.at, self.history.entries
        return entries[at] if at < len(entries) and entries[at].exchanges else None

    def do_compare(self) -> None:
        now, before = self._now(), self.history.before
        if now is None or before is None:
            return
        pairs = compare(before.exchanges, now.exchanges)
        width = max(20, (self.size.width - 8) // 2)
        head = styled(_("before").ljust(width), "bold $soft") + Content("  ") + styled(_("now"), "bold $soft")
        rows = [head, *(_pair_row(pair, width) for pair in pairs)]
        self.query_one("#pairs", Static).update(Content("\n").join(rows))
        count = sum(not pair.same for pair in pairs)
        self.show("compare", _("{n} rows differ; what differs is underlined.").format(n=count))

    def can_curl(self) -> bool:
        return not self.sending

    can_python = can_raw_text = can_curl

    def do_curl(self) -> None:
        copy_request(self.tutor, self._composed(), "curl")

    def do_python(self) -> None:
        copy_request(self.tutor, self._composed(), "python")

    def do_raw_text(self) -> None:
        copy_request(self.tutor, self._composed(), "text")

    def _composed(self) -> Composed:
        from tutor.wire.compose import compose

        spec, handle = self._spec(), self.tutor.services.bundled.ready
        return compose(spec.request or "", handle.address if handle else ("127.0.0.1", 0), spec.raw)

    def can_lab(self) -> bool:
        return not self.typing and not self.sending

    def do_lab(self) -> None:
        self.tutor.open_lab("")

    def do_editor(self) -> None:
        from tutor.ui.editor import EditorError, edit_text

        try:
            self.area.text = edit_text(self.app, self.tutor.settings.editor, self.area.text, ".http")
        except EditorError as error:
            self.say(str(error))

    def do_back(self) -> None:
        """Out of the field, out of the exchange, out of the lab; the text stays."""
        if self.typing:
            self.set_focus(None)
            self.refresh_keys()
        elif self.face != "write":
            self.show("write")
        else:
            self.app.pop_screen()

    def help_text(self) -> tuple[str, str]:
        return _("Request lab"), _(
            "Write any request, also a broken one, and see what comes back and what the server did. It goes over a "
            "real socket to the bundled server; nothing leaves this machine. F7 and F8 go through what you sent before."
        )


def _pair_row(pair: Pair, width: int) -> Content:
    """Both sides of a row, each in its column."""
    mark = styled(f"{pair.mark} ", "bold $you" if pair.mark == ">" else "bold $server")
    left, right = _side(pair.left, width - 2, pair.same), _side(pair.right, width - 2, pair.same)
    return mark + left + Content("  ") + mark + right


def _side(parts: tuple[Part, ...] | None, width: int, same: bool) -> Content:
    if parts is None:
        return styled("·".ljust(width), "$faint")
    text = Content("").join(
        [styled(part.text, "$soft" if same else "" if part.same else "bold $strong underline") for part in parts]
    )
    return text.truncate(width, ellipsis=True, pad=True)
