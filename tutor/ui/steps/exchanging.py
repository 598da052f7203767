"""What steps share that send something to the bundled server and show the exchange."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeVar

from rich.cells import cell_len
from textual import on

from tutor.course.types import Demo, ExchangeSpec, Output
from tutor.lesson import demo
from tutor.ui.copying import Form, composed_of, copy_request
from tutor.ui.steps.question import QuestionView
from tutor.ui.widgets.frame import Line
from tutor.ui.widgets.view import NAMES, ExchangeView, timelines_of
from tutor.words import _

if TYPE_CHECKING:
    from tutor.lesson.facts import Named
    from tutor.ui.page import Page
    from tutor.wire.exchange import Exchange
    from tutor.wire.server import ServerHandle

log = logging.getLogger(__name__)
UNKNOWN = ("127.0.0.1", 0)
"""Stands for the address in the picture of a request while the server is starting."""


E = TypeVar("E", bound=Demo | Output)


class Exchanging(QuestionView[E]):
    """A view whose step has `exchanges` and `notice`; it holds an `ExchangeView`."""

    sending = False
    folded = False  # whether the verdict gives its room to the bytes
    fresh = True  # the server's state is as at its start whenever the step is entered

    def picture(self, address: tuple[str, int]) -> None:
        """Show the exact bytes that will be sent to this address."""
        raise NotImplementedError

    def say_where(self, address: tuple[str, int]) -> None:
        """Say what to do and where it goes, in as many words as there is room for."""
        where = _("the bundled server is starting")
        if address[1]:
            where = _("to 127.0.0.1:{port}, the bundled server").format(port=address[1])
            if cell_len(where) + cell_len(self.instruction()) + 2 > self.size.width:
                where = _("to 127.0.0.1:{port}").format(port=address[1])
        self.query_one("#predict > Line", Line).set(self.instruction(), where)

    def show_exchange(self, *, live: bool = False) -> None:
        """Put the exchange on screen: what has gone over the wire, or while it goes on."""
        raise NotImplementedError

    @property
    def in_exchange(self) -> bool:
        """Whether an exchange is on screen that has ended."""
        raise NotImplementedError

    # ── Sending ──────────────────────────────────────────────────────────────────────────────────

    @property
    def _page(self) -> Page:
        return self.screen  # type: ignore[return-value]  # lessons are shown on a Page

    def begin_server(self) -> None:
        """Start it, once the step is drawn: both at once would make the learner wait."""
        self.run_worker(self._await_server(), group="server")

    async def _await_server(self) -> None:
        """Show the server's address as soon as it has one."""
        try:
            handle = await asyncio.wrap_future(self._warm())
        except Exception as error:
            log.exception("the bundled server did not start")
            self.problem = _("The bundled server cannot start: {why}.").format(why=error)
            self.changed()
            return
        if self._here():
            self.picture(handle.address)

    def _here(self) -> bool:
        """Whether this view is still on screen, and about the step that the learner is at."""
        session = self.session
        return not session.finished and session.state is self.state and bool(self.query("#exchange"))

    def _warm(self) -> asyncio.Future[ServerHandle]:  # really concurrent.futures.Future
        return self._page.tutor.services.bundled.warm()  # type: ignore[return-value]

    def send(self, specs: Sequence[ExchangeSpec], *, edited: bool = False) -> None:
        self.sending = True
        started = self._page.tutor.services.bundled.ready
        self.problem = _("Sent; waiting for the answer") if started else _("Starting the server")
        self.changed()
        self.run_worker(self._exchange(specs, edited), group="send", exclusive=True)

    async def _exchange(self, specs: Sequence[ExchangeSpec], edited: bool) -> None:
        try:
            handle = await asyncio.wrap_future(self._warm())
            so_far: list[Exchange] = []
            if self._here():
                self.view.watch_exchanges(so_far, self.session.language)
            exchanges = await asyncio.to_thread(demo.send, handle, specs, fresh=self.fresh, so_far=so_far)
        except Exception as error:
            log.exception("a demo could not be sent")
            self.problem = _("Nothing came back: {why}. Enter sends again.").format(why=error)
            if self._here():
                self.view.unwatch()
        else:
            if not self._here():
                return  # the learner went on before the answer came: nothing was predicted, nothing is recorded
            self.problem = ""
            self.fresh = False
            self.session.sent(exchanges, edited=edited)
            self.show_exchange()
        self.sending = False
        if self._here():
            self.changed()

    def fill_view(self) -> None:
        """Give the exchanges of this step to the view."""
        self.folded = False
        exchanges = self.state.exchanges
        timelines = timelines_of(self._page.tutor.services.bundled.ready, exchanges)
        self.view.show(exchanges, timelines, self.step.notice, self.session.language)

    @on(ExchangeView.Arriving)
    def _arriving(self) -> None:
        if self.sending:
            self.show_exchange(live=True)
            self.changed()

    # ── Commands in an exchange ──────────────────────────────────────────────────────────────────

    @property
    def view(self) -> ExchangeView:
        """The exchange, once there is one."""
        return self.query_one(ExchangeView)

    def _ended(self) -> bool:
        return self.in_exchange and not self.sending

    can_span_left = can_span_right = can_page_up = can_page_down = can_pane = can_pane_back = _ended
    can_curl = can_python = can_raw_text = _ended

    @property
    def wants_width(self) -> bool:
        """Whether what stands beside the step gives its room to it."""
        return self.in_exchange

    def pane_title(self) -> str:
        """The pane that Tab turns to."""
        return NAMES[self.view.next_tab]().lower()

    def walk(self, *, spans: int = 0, rows: int = 0) -> None:
        """Move through the bytes; the verdict folds to its first row, so that there is more of them to see."""
        if not self.folded:
            self.folded = True
            self.post_message(self.Changed())
        self.view.walk(spans=spans, rows=rows)

    def can_verdict(self) -> bool:
        return self.in_exchange and self.folded and self.screen.size.height < 36

    def do_verdict(self) -> None:
        self.folded = False
        self.changed()

    def do_span_left(self) -> None:
        self.walk(spans=-1)

    def do_span_right(self) -> None:
        self.walk(spans=1)

    def do_page_up(self) -> None:
        self.walk(rows=-8)

    def do_page_down(self) -> None:
        self.walk(rows=8)


    def do_pane(self) -> None:
        self.view.turn()
        self.changed()

    def do_pane_back(self) -> None:
        self.view.turn(back=True)
        self.changed()

    def named(self) -> Named | None:
        """The fact at the cursor in the exchange."""
        return self.view.named() if self._ended() else None

    def _copy(self, form: Form) -> None:
        copy_request(self._page.tutor, composed_of(self.state.exchanges[-1]), form)

    def do_curl(self) -> None:
        self._copy("curl")

    def do_python(self) -> None:
        self._copy("python")

    def do_raw_text(self) -> None:
        self._copy("text")
