"""The conversation: lines out, lines in. The end of input is a wish to leave."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

from tutor.plain.lines import wrapped
from tutor.words import _

if TYPE_CHECKING:
    from tutor.progress.events import Draft
    from tutor.progress.store import Store

log = logging.getLogger(__name__)


class EndError(Exception):
    """There is no more input, or the learner leaves the program."""


class Talk:
    """Lines to a learner and from them. Each line stands by itself: nothing is ever drawn over."""

    def __init__(self, source: TextIO, out: TextIO) -> None:
        self._source, self._out = source, out

    def say(self, *lines: str) -> None:
        """Write lines as they are."""
        for line in lines:
            self._out.write(f"{line}\n")
        self._out.flush()

    def tell(self, text: str, lead: str = "") -> None:
        """Write a text, wrapped."""
        self.say(*wrapped(text, lead=lead))

    def all(self, lines: Iterable[str]) -> None:
        self.say(*lines)

    def ask(self) -> str:
        """The next line of input, without its end.

        Raises:
            EndError: there is none.
        """
        self._out.write("> ")
        self._out.flush()
        line = self._source.readline()
        if not line:
            self.say("")
            raise EndError
        if not (hasattr(self._source, "isatty") and self._source.isatty()):
            self.say(line.rstrip("\r\n"))  # what came from a file or a pipe is part of the protocol of the sitting
        return line.rstrip("\r\n")


class Keeper:
    """Saves each event before anything is called saved; goes on in memory when the disk does not take it."""

    def __init__(self, store: Store, talk: Talk) -> None:
        self.store, self._talk = store, talk
        self._count = 0

    def record(self, draft: Draft) -> int:
        """Save one event; the number of the event in this sitting."""
        from tutor.progress.trouble import StoreFailed

        try:
            self.store.append([draft])
        except StoreFailed as error:
            log.exception("progress is kept in memory from now on")
            self._talk.tell(f"! {error}")
            self.store = self.store.to_memory(str(error))
            self.store.append([draft])
        self._count += 1
        return self._count

    @property
    def kept(self) -> str:
        """Whether the last event is on disk, in a word."""
        return _("saved") if self.store.durable else _("not saved")
