"""A script on a raw connection: bytes, pauses and closing, and all that comes back. For what httpx refuses to send."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Literal

from tutor.wire.link import Link, OverError
from tutor.wire.reading import Reader
from tutor.wire.spans import Message, messages

RawAct = bytes | float | Literal["close"]  # send, wait so many seconds, close our side


class Conversation:
    """One exchange on a raw connection.

    After the script it reads until each complete request has its response (at least one is awaited), then as long as
    the server was told to close, or says that it will, until it does or is silent for a while.
    """

    def __init__(self, link: Link) -> None:
        self._link = link
        self._sent = bytearray()
        self._received = bytearray()
        self._methods: list[str] = []
        self._reader = Reader(self._methods)
        self._ended = False

    def run(self, acts: Iterable[RawAct]) -> None:
        """Do all of it; how it ended stands in the exchange."""
        try:
            for act in acts:
                if self._ended:
                    break
                self._do(act)
            self._await_responses()
        except OverError:
            self._link.close()
        if self._ended:
            self._link.close()

    def _do(self, act: RawAct) -> None:
        if act == "close":
            self._link.finish_sending()
        elif isinstance(act, bytes):
            self._send(act)
        else:
            until = time.perf_counter() + float(act)
            while not self._ended and (left := until - time.perf_counter()) > 0:
                self._read(left)

    def _send(self, data: bytes) -> None:
        self._sent += data
        self._methods[:] = [message.method for message in messages(bytes(self._sent), request=True)]
        try:
            self._link.write(data)
        except OSError:
            return  # the server has closed already; what it said can still be read

    def _read(self, wait: float | None = None) -> None:
        data = self._link.read(wait=wait)
        if data:
            self._received += data
            self._reader.feed(data)
        elif data is not None:
            self._ended = True

    def _await_responses(self) -> None:
        requests = messages(bytes(self._sent), request=True)
        awaited = max(1, sum(request.complete for request in requests))
        while not self._ended and self._reader.finals < awaited and self._readable:
            self._read()
        unfinished = not all(request.complete for request in requests)
        if not self._ended and (unfinished or not self._readable or self._closing(requests[-1:])):
            self._link.linger()

    @property
    def _readable(self) -> bool:
        """Whether what comes can still be counted in responses."""
        return not self._reader.problem and not self._reader.tunnel

    def _closing(self, last: list[Message]) -> bool:
        responses = messages(bytes(self._received), request=False, methods=self._methods)
        return any(message.closes for message in [*last, *responses[-1:]])
