"""One connection: read a head, decide, answer, and again while both sides keep it open (RFC 9112 §9)."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from wsgiref.types import WSGIApplication

from tutor.inside import Watcher
from tutor.playground import guard, wsgi
from tutor.playground.channel import Channel, PeerGoneError
from tutor.playground.exchange import Exchange
from tutor.playground.head import Head, cut_off, scan, without_empty_lines
from tutor.playground.limits import Limits
from tutor.playground.refusal import RefusalError, answer_to, visible
from tutor.playground.timeline import LoggedRequest, Timeline, Timelines
from tutor.playground.tunnel import tunnel

_log = logging.getLogger(__name__)
_SHOWN = 200  # characters of a target that could not be read


@dataclass
class Service:
    """What all connections of one server share."""

    app: WSGIApplication
    limits: Limits
    address: tuple[str, int]
    on_answer: Callable[[LoggedRequest], None]
    timelines: Timelines
    watcher: Watcher | None = None  # notes what happens in the app; None costs nothing
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.active = threading.BoundedSemaphore(self.limits.active)


class Connection:
    """Serves one socket in the thread that calls `serve`.

    Args:
        overloaded: too many connections are open; the first request gets 503.
    """

    def __init__(self, service: Service, channel: Channel, peer: tuple[str, int], *, overloaded: bool = False) -> None:
        self._service = service
        self._limits = service.limits
        self._channel = channel
        self._peer = peer
        self._overloaded = overloaded
        self._nth = 0
        self._arrived = b""  # bytes of the next request
        self._timeline: Timeline | None = None  # of the request being served
        self._answering = False  # an answer to it has begun

    def serve(self) -> None:
        """Until one side ends it. Raises nothing: what goes wrong is answered, logged, or ends the connection."""
        try:
            while self._serve_next():
                pass
        except RefusalError as refusal:
            self._refuse(refusal)
        except PeerGoneError:
            return
        except Exception:
            _log.exception("request %s of port %s failed", self._nth, self._peer[1])
            self._refuse(RefusalError(500, "The server failed on this request. Its log says why."))
        finally:
            self._channel.linger()

    def _serve_next(self) -> bool:
        """One request. Says whether another can follow on this connection."""
        self._nth += 1
        self._timeline, self._answering = None, False
        head = self._read_head()
        if head is None:
            return False
        rest = self._arrived[len(head.raw) :]
        timeline = self._begin_timeline(head.method, head.target)
        timeline.user_agent = head.value("user-agent")
        wanted = guard.check(head)
        exchange = Exchange(self._channel, head, wanted, rest, timeline, self._note)
        if not self._answer(exchange):
            return False
        if not exchange.leaves_connection_open():
            return False
        self._arrived = exchange.unread
        return True

    # ── Reading a head ───────────────────────────────────────────────────────────────────────────

    def _read_head(self) -> Head | None:
        """The next head, or None when the peer closes or stays silent before it begins one."""
        idle_until = time.monotonic() + self._limits.idle_seconds
        deadline = 0.0
        while True:
            self._arrived = without_empty_lines(self._arrived)
            head = scan(self._arrived, self._limits) if self._arrived else None
            if head:
                return head
            begun = bool(self._arrived)
            if begun and not deadline:
                deadline = time.monotonic() + self._limits.head_seconds
            if self._channel.ended:
                if begun:
                    raise RefusalError(400, f"{cut_off(self._arrived)} Then the connection was ended.")
                return None
            try:
                self._arrived += self._channel.receive(deadline if begun else idle_until)
            except TimeoutError:
                if begun:
                    waited = f"Nothing more came within {self._limits.head_seconds:g} s (RFC 9110 §15.5.9)."
                    raise RefusalError(408, f"{cut_off(self._arrived)} {waited}") from None
                return None

    # ── Answering ────────────────────────────────────────────────────────────────────────────────

    def _answer(self, exchange: Exchange) -> bool:
        """Give the exchange to whoever answers it. False when the connection became something else."""
        if self._overloaded:
            raise _busy(f"{self._limits.connections} connections are open")
        if exchange.head.method == "CONNECT":
            tunnel(exchange, self._channel, self._service.address)
            return False
        if exchange.wanted.path == "*":
            exchange.begin(204, [("Allow", ", ".join(guard.METHODS))])
            exchange.finish()
            return True
        if not self._service.active.acquire(blocking=False):
            raise _busy(f"{self._limits.active} requests are being served")
        try:
            environ = wsgi.environ_of(exchange, self._service.address, self._peer)
            self._run(environ, exchange)
        finally:
            self._service.active.release()
        return True

    def _run(self, environ: dict[str, Any], exchange: Exchange) -> None:
        watcher = self._service.watcher
        if watcher is None:
            wsgi.run(self._service.app, environ, exchange)
            return
        with watcher.watching() as record:
            exchange.timeline.inside = record
            wsgi.run(self._service.app, environ, exchange)

    def _refuse(self, refusal: RefusalError) -> None:
        """Send an answer of the server's own, unless another has begun: then only closing is left."""
        if self._answering:
            return
        method, target = _words(self._arrived)
        timeline = self._timeline or self._begin_timeline(method, target)
        timeline.answered_by, timeline.why = "server", refusal.why
        self._note(timeline.answered(refusal.status))
        try:
            self._channel.send(answer_to(refusal, with_body=timeline.method != "HEAD"))
        except PeerGoneError:
            return

    def _begin_timeline(self, method: str, target: str) -> Timeline:
        timeline = self._service.timelines.begin(self._peer[1], self._nth)
        timeline.method, timeline.target = method, target
        self._timeline = timeline
        return timeline

    def _note(self, entry: LoggedRequest) -> None:
        self._answering = True
        try:
            self._service.on_answer(entry)
        except Exception:
            _log.exception("the listener to requests failed")


def _busy(why: str) -> RefusalError:
    return RefusalError(
        503,
        f"The server is overloaded: {why}. Ask again after the seconds that Retry-After gives (RFC 9110 §15.6.4).",
        [("Retry-After", "1")],
    )


def _words(arrived: bytes) -> tuple[str, str]:
    """Method and target of a request line that could not be read, as far as there are any."""
    line = visible(arrived.partition(b"\n")[0][:_SHOWN].rstrip(b"\r"))
    method, _, rest = line.partition(" ")
    return method, rest.partition(" ")[0]
