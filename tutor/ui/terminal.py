"""What the terminal says of itself, asked before the screens are up: its background, and whether it knows kitty's keys.

Asked later, the answers would arrive among the keys. The last question is one that every terminal answers, so its
answer ends the waiting; a terminal that answers nothing is waited for only as long as Textual is being imported.
"""

from __future__ import annotations

import contextlib
import os
import re
import select
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import App
    from textual.message import Message

LIMIT = 0.08
"""Seconds from the question that a terminal has at least."""
LONGEST = 1.0
"""Seconds without a word after which nobody waits any more, if `told` is never called."""
BACKGROUND, KITTY, WHO = b"\x1b]11;?\x1b\\", b"\x1b[?u", b"\x1b[c"
_HEX = rb"([0-9a-fA-F]{1,4})"
_COLOUR = re.compile(rb"\x1b\]11;rgba?:" + rb"/".join([_HEX] * 3) + rb"[^\x07\x1b]*(?:\x07|\x1b\\)")
_FLAGS = re.compile(rb"\x1b\[\?(\d+)u")
_END = re.compile(rb"\x1b\[\?[\d;]*c")
_ANSWER = re.compile(rb"\x1b\]11;[^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[\?[\d;]*[uc]")


class Told(NamedTuple):
    """What a terminal said.

    Attributes:
        background: red, green, blue, each 0–255; None if it does not tell.
        kitty: whether it knows kitty's keyboard protocol; None if it answered nothing in time.
        typed: what was typed meanwhile, as the terminal sent it; `replay` gives it to the program.
    """

    background: tuple[int, int, int] | None = None
    kitty: bool | None = None
    typed: bytes = b""


class Asking:
    """The questions on their way, and a thread that waits for the answers.

    Nothing is asked, and nothing is raised, where there is no terminal, on Windows, in the background of a shell, or
    of a terminal that is known not to understand (TERM=dumb, the Linux console).

    Args:
        source, target: file descriptors of the terminal; stdin and stdout if left out.
    """

    def __init__(self, source: int | None = None, target: int | None = None) -> None:
        self._told = Told()
        self._thread: threading.Thread | None = None
        self._asked = time.monotonic()
        if os.name == "nt" or os.environ.get("TERM", "dumb") in ("dumb", "unknown", "linux"):
            return
        with contextlib.suppress(OSError, ValueError):  # a closed stdin has no descriptor
            self._source = sys.stdin.fileno() if source is None else source
            self._target = sys.stdout.fileno() if target is None else target
            if _ours(self._source) and os.isatty(self._target):
                self._ended, self._end = os.pipe()
                # No daemon: if the program ends meanwhile, the terminal must still be given back.
                self._thread = threading.Thread(target=self._ask, name="terminal")
                self._thread.start()

    def told(self, limit: float = LIMIT) -> Told:
        """The answers. Waits until they are there, or `limit` seconds from the questions on have passed."""
        if self._thread is not None:
            self._thread.join(max(0.0, self._asked + limit - time.monotonic()))
            os.close(self._end)
            self._thread.join()
            os.close(self._ended)
            self._thread = None
        return self._told

    def _ask(self) -> None:
        """Ask and read, with a terminal that neither shows the answers nor waits for the end of a line."""
        import termios

        data = b""
        try:
            before = termios.tcgetattr(self._source)
        except termios.error:
            return
        try:
            termios.tcsetattr(self._source, termios.TCSANOW, _quiet(before))
            os.write(self._target, BACKGROUND + KITTY + WHO)
            while not _END.search(data):
                ready, _w, _x = select.select([self._source, self._ended], [], [], LONGEST)
                if self._source not in ready:
                    break
                data += (more := os.read(self._source, 4096))
                if not more:
                    break
        except (OSError, termios.error):  # the window was closed
            pass
        finally:
            with contextlib.suppress(termios.error):
                termios.tcsetattr(self._source, termios.TCSANOW, before)
            self._told = understood(data)


def ask(limit: float = LIMIT) -> Told:
    """Ask the terminal on stdin and stdout, and wait for the answers for at most `limit` seconds."""
    return Asking().told(limit)


def _ours(source: int) -> bool:
    """Whether this is a terminal that we may read from: a program in the background would be stopped."""
    if not os.isatty(source):
        return False
    try:
        return os.tcgetpgrp(source) == os.getpgrp()
    except OSError:  # a terminal, but not the one that controls this process
        return True


def _quiet(attributes: list[Any]) -> list[Any]:
    """Attributes without echo, lines and translation of Enter; Ctrl+C still ends the program."""
    import termios

    input_, output, control, local, *rest = attributes[:6]
    characters = list(attributes[6])
    characters[termios.VMIN], characters[termios.VTIME] = 1, 0
    local &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
    return [input_ & ~termios.ICRNL, output, control, local, *rest, characters]


def understood(data: bytes) -> Told:
    """The answers in what was read; the rest was typed."""
    if not data:
        return Told()
    colour = _COLOUR.search(data)
    background = None
    if colour:
        red, green, blue = (round(255 * int(part, 16) / (16 ** len(part) - 1)) for part in colour.groups())
        background = (red, green, blue)
    answered = bool(_END.search(data))
    kitty = True if _FLAGS.search(data) else False if answered else None
    return Told(background, kitty, _ANSWER.sub(b"", data).replace(b"\n", b"\r"))


# ── What comes beside the answers, or after the limit ────────────────────────────────────────────


def replay(app: App[Any], typed: bytes) -> None:
    """Give the app the keys that were typed while the terminal was asked."""
    from textual._xterm_parser import XTermParser

    if typed:
        for event in XTermParser().feed(typed.decode("utf-8", "replace")):
            app.post_message(event)


def drop_late_answers() -> None:
    """For a terminal that had not answered in time: its answers are no keys when they come after all."""
    from textual._xterm_parser import XTermParser

    late = re.compile(_ANSWER.pattern.decode())
    usual = XTermParser.feed

    def feed(self: XTermParser, data: str) -> Iterable[Message]:
        return usual(self, late.sub("", data) if "\x1b" in data else data)

    XTermParser.feed = feed  # type: ignore[method-assign]  # Textual has no other place where input can be filtered
