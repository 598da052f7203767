"""A fact happening: its exchange with the bundled server, sent as one opens it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tutor.lesson import demo
from tutor.reference.live import Live
from tutor.ui.commands import bindings
from tutor.ui.copying import Form, composed_of, copy_request
from tutor.ui.page import Page
from tutor.ui.text import styled
from tutor.ui.widgets.frame import Rule, Top
from tutor.ui.widgets.view import NAMES, ExchangeView, timelines_of
from tutor.words import _

if TYPE_CHECKING:
    from tutor.wire.exchange import Exchange

log = logging.getLogger(__name__)


class LiveScreen(Page):
    """What is sent to see a fact, and what comes back.

    Args:
        name: what is seen.
    """

    DEFAULT_CSS = """
    LiveScreen #page { height: 1fr; padding: 1 2 0 2; }
    LiveScreen #said { height: auto; max-width: 92; margin: 0 0 1 0; }
    LiveScreen.-narrow #page { padding: 0 1; }
    LiveScreen.-short #page { padding: 0 1; }
    """
    FOOTER = ("go", "span-right", "pane", "edit", "curl", "python", "raw-text", "back")
    BINDINGS = bindings(
        "go", "up", "down", "top", "bottom", "page-up", "page-down", "span-left", "span-right", "pane", "pane-back",
        "edit", "curl", "python", "raw-text", "palette", "help", "back",
    )  # fmt: skip

    def __init__(self, name: str, live: Live) -> None:
        super().__init__()
        self.name_of_fact, self.live = name, live
        self.exchanges: list[Exchange] = []
        self.sending = False

    def compose(self) -> ComposeResult:
        yield Top((_("Facts"), self.name_of_fact))
        yield Rule()
        with Vertical(id="page"):
            yield Static(id="said")
            yield ExchangeView()
        yield self.keys()

    def on_mount(self) -> None:
        self.do_go()

    # ── Sending ──────────────────────────────────────────────────────────────────────────────────

    def can_go(self) -> bool:
        return not self.sending

    def do_go(self) -> None:
        self.sending = True
        waiting = _("The server takes about {n} s.").format(n=f"{self.live.seconds:g}") if self.live.seconds else ""
        self._say(waiting or self.live.why or _("Sent; waiting for the answer"))
        self.query_one(ExchangeView).display = False
        self.run_worker(self._send(), exclusive=True)

    async def _send(self) -> None:
        view, language = self.query_one(ExchangeView), self.tutor.services.language
        so_far: list[Exchange] = []
        try:
            handle = await asyncio.wrap_future(self.tutor.services.bundled.warm())
            view.watch_exchanges(so_far, language)
            self.exchanges = await asyncio.to_thread(
                demo.send, handle, self.live.exchanges, fresh=True, so_far=so_far
            )  # fmt: skip
        except Exception as error:
            log.exception("a fact could not be seen")
            view.unwatch()
            self._say(_("Nothing came back: {why}. Enter sends again.").format(why=error))
        else:
            self._say(self.live.why)
            view.display = True
            view.show(self.exchanges, timelines_of(handle, self.exchanges), self.live.notice, language)
        self.sending = False
        self.refresh_keys()

    @on(ExchangeView.Arriving)
    def _arriving(self) -> None:
        self.query_one(ExchangeView).display = True

    def _say(self, text: str) -> None:
        said = self.query_one("#said", Static)
        said.display = bool(text)
        said.update(styled(text, "$soft"))

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def title_of(self, id: str) -> str:
        if id == "pane":
            return NAMES[self.query_one(ExchangeView).next_tab]().lower()
        titles = {"go": _("send again"), "edit": _("change it in the lab"), "back": _("close")}
        return titles.get(id) or super().title_of(id)

    def _reads(self) -> bool:
        return bool(self.exchanges) and not self.sending

    can_span_left = can_span_right = can_pane = can_pane_back = can_edit = _reads
    can_curl = can_python = can_raw_text = _reads

    def do_pane(self) -> None:
        self.query_one(ExchangeView).turn()
        self.refresh_keys()

    def do_pane_back(self) -> None:
        self.query_one(ExchangeView).turn(back=True)
        self.refresh_keys()

    def _walk(self, *, spans: int = 0, rows: int = 0) -> None:
        if self._reads():
            self.query_one(ExchangeView).walk(spans=spans, rows=rows)

    def do_span_left(self) -> None:
        self._walk(spans=-1)

    def do_span_right(self) -> None:
        self._walk(spans=1)

    def do_up(self) -> None:
        self._walk(rows=-1)

    def do_down(self) -> None:
        self._walk(rows=1)

    def do_page_up(self) -> None:
        self._walk(rows=-8)

    def do_page_down(self) -> None:
        self._walk(rows=8)

    def do_top(self) -> None:
        self._walk(spans=-1_000_000)

    def do_bottom(self) -> None:
        self._walk(spans=1_000_000)

    def do_edit(self) -> None:
        from tutor.ui.screens.lab import LabScreen

        sent = self.exchanges[-1].sent.decode("utf-8", "surrogateescape").replace("\r\n", "\n")
        self.app.push_screen(LabScreen(sent, raw=True))

    def _copy(self, form: Form) -> None:
        copy_request(self.tutor, composed_of(self.exchanges[-1]), form)

    def do_curl(self) -> None:
        self._copy("curl")

    def do_python(self) -> None:
        self._copy("python")

    def do_raw_text(self) -> None:
        self._copy("text")

    async def retell(self) -> None:
        self.query_one(Top).path = (_("Facts"), self.name_of_fact)
        self.refresh_keys()

    def help_text(self) -> tuple[str, str]:
        return _("A fact, live"), _(
            "What was sent to the bundled server over a real socket, and what came back. ← → walk through the bytes, "
            "Tab shows what happened inside, e takes the request into the lab."
        )
