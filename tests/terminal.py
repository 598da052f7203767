"""A terminal without a window: runs a program in a pseudo-terminal, answers its queries, keeps its screen.

For tests that need the real program and for the benches, which take the time at which bytes arrive.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import queue
import re
import signal
import struct
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte
from wcwidth import wcwidth

KEYS = {
    "enter": "\r", "escape": "\x1b", "tab": "\t", "up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C",
    "left": "\x1b[D", "f1": "\x1bOP", "f5": "\x1b[15~", "f6": "\x1b[17~", "f8": "\x1b[19~", "space": " ",
}  # fmt: skip
UNKNOWN_TO_PYTE = re.compile(
    rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\[\?[0-9;]*\$p|\x1b\[\?u|\x1bP[^\x1b]*\x1b\\|\x1b_[^\x1b]*\x1b\\"
    rb"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"
)
UNFINISHED = re.compile(rb"\x1b(?:[\[\]P_][^\x1b]{0,256})?$")
FINISHED_CSI = re.compile(rb"\x1b\[[0-9;?]*[@-~]")


class NotShownError(AssertionError):
    """What was waited for did not come; says what is on the screen."""


class Terminal:
    """A program in a pseudo-terminal of `size` (columns, rows).

    Args:
        environ: variables in addition to those of this process; None removes one.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: tuple[int, int] = (80, 24),
        environ: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
    ) -> None:
        self.size = size
        self.screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self.screen)
        self._tail = b""
        self.received = b""
        self.status: int | None = None
        usual = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": None}
        variables = {**os.environ, **usual, **(environ or {})}
        self.started = self.arrived = time.perf_counter()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.chdir(cwd or ".")
            os.execvpe(command[0], list(command), {k: v for k, v in variables.items() if v is not None})
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
        self._chunks: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._collect, daemon=True)
        self._reader.start()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_error: object) -> None:
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            _pid, status = os.waitpid(self.pid, 0)
            self.status = os.waitstatus_to_exitcode(status)
        self._reader.join(5)
        os.close(self.fd)

    # ── The terminal's half ──────────────────────────────────────────────────────────────────────

    def _collect(self) -> None:
        """In a thread: take what the program writes as it comes, so that it never waits for the slow emulation."""
        while True:
            try:
                data = os.read(self.fd, 1 << 16)
            except OSError:  # Linux says EIO at the end
                data = b""
            self._chunks.put((time.perf_counter(), data))
            if not data:
                return
            self._answer(data)

    def read(self, wait: float) -> bool:
        """Show one chunk of what the program wrote, if one comes within `wait` seconds; whether it did."""
        try:
            arrived, data = self._chunks.get(timeout=max(0.0, wait))
        except queue.Empty:
            return False
        if not data:
            self._chunks.put((arrived, data))  # the end stays the end
            time.sleep(min(0.01, max(0.0, wait)))
            return False
        self.arrived = arrived
        self.received += data
        self._feed(data)
        return True

    def _answer(self, data: bytes) -> None:
        reply = b""
        for mode in re.findall(rb"\x1b\[\?(\d+)\$p", data):
            reply += b"\x1b[?%s;%s$y" % (mode, b"2" if mode == b"2026" else b"0")
        if b"\x1b[c" in data:
            reply += b"\x1b[?62;22c"
        if b"\x1b[6n" in data:
            reply += b"\x1b[1;1R"
        if reply:
            with contextlib.suppress(OSError):
                os.write(self.fd, reply)

    def _feed(self, data: bytes) -> None:
        data, self._tail = self._tail + data, b""
        if (cut := UNFINISHED.search(data)) and not FINISHED_CSI.match(data[cut.start() :]):
            data, self._tail = data[: cut.start()], data[cut.start() :]
        self._stream.feed(UNKNOWN_TO_PYTE.sub(b"", data))

    # ── Seeing and pressing ──────────────────────────────────────────────────────────────────────

    def rows(self) -> list[str]:
        """The rows of the screen. pyte's own `display` fails where half of a wide character was written over."""
        return [self._row(row) for row in range(self.screen.lines)]

    def _row(self, row: int) -> str:
        cells, text, wide = self.screen.buffer[row], "", False
        for column in range(self.screen.columns):
            cell = cells[column].data
            if cell or not wide:  # pyte keeps nothing in the right half of a wide character
                text += cell or " "
            wide = bool(cell) and wcwidth(cell[0]) == 2
        return text

    def text(self) -> str:
        """The screen as text, blanks at line ends removed."""
        return "\n".join(line.rstrip() for line in self.rows())

    def wait_for(self, text: str, timeout: float = 20.0) -> float:
        """The time (of `time.perf_counter`) at which the bytes came that put the text on one row.

        Raises:
            NotShownError: it did not come.
        """
        end = time.perf_counter() + timeout
        while not any(text in line for line in self.rows()):
            if not self.read(min(0.5, end - time.perf_counter())) and time.perf_counter() >= end:
                raise NotShownError(f"{text!r} did not come; the screen:\n{self.text()}")
        return self.arrived

    def wait_gone(self, text: str, timeout: float = 20.0) -> None:
        """Until the text is on no row any more."""
        end = time.perf_counter() + timeout
        while any(text in line for line in self.rows()):
            if not self.read(min(0.5, end - time.perf_counter())) and time.perf_counter() >= end:
                raise NotShownError(f"{text!r} stayed; the screen:\n{self.text()}")

    def settle(self, quiet: float = 0.15) -> None:
        """Until nothing was written for a while."""
        while self.read(quiet):
            pass

    def press(self, *keys: str) -> None:
        """Press keys by name, or type a text."""
        for key in keys:
            os.write(self.fd, KEYS.get(key, key).encode())
            if key == "escape":
                end = time.perf_counter() + 0.15  # a lone escape must not become alt+ the next key
                while (left := end - time.perf_counter()) > 0:
                    self.read(left)

    def signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def wait_exit(self, timeout: float = 15.0) -> int:
        """The exit status, negative for a signal.

        Raises:
            NotShownError: the program still runs.
        """
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            self.read(0.02)
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
                while self.read(0.02):
                    pass
                return self.status
        raise NotShownError(f"the program did not end; the screen:\n{self.text()}")

    def restored(self) -> bool:
        """Whether the program gave the terminal back: no alternate screen, cursor shown, no mouse reports."""
        last = {
            mode: self.received.rfind(b"\x1b[?%sl" % mode) > self.received.rfind(b"\x1b[?%sh" % mode)
            for mode in (b"1049", b"1003")
        }
        cursor = self.received.rfind(b"\x1b[?25h") > self.received.rfind(b"\x1b[?25l")
        return all(last.values()) and cursor

    def memory(self) -> float:
        """Resident memory of the program now, in MiB."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0
