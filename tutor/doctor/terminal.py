"""What this terminal can do, as far as it can be known from here."""

from __future__ import annotations

import codecs
import os
import re
import sys

from tutor.doctor.finding import Check, Subject, Verdict, no, warning, yes
from tutor.start import lacks_screen
from tutor.words import N_, _

LEAST, WANTED = (60, 20), (80, 24)
REPLY_SECONDS = 0.5
_DEVICE = re.compile(rb"\x1b\[\?[0-9;]*c")


def _is_one() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def terminal(subject: Subject) -> Verdict:
    kind = subject.environ.get("TERM", "")
    if not _is_one():
        return warning(
            _("None here: input or output is redirected."),
            _("The screens need a terminal; `tutor --plain` does not."),
        )
    if lacks_screen(subject.environ):
        return no(
            _("TERM={kind} has no cursor that can be moved.").format(kind=kind or '""'),
            _("Use another terminal, or `tutor --plain`, which has the same lessons as plain lines."),
        )
    return yes(f"TERM={kind}")


def size(subject: Subject) -> Verdict | None:
    if not _is_one():
        return None
    columns, rows = os.get_terminal_size(sys.stdout.fileno())
    found = f"{columns}x{rows}"
    if columns < LEAST[0] or rows < LEAST[1]:
        return no(
            _("{size}, too small to use").format(size=found),
            _("Make the window {least} at least, better {wanted}.").format(least="60x20", wanted="80x24"),
        )
    if columns < WANTED[0] or rows < WANTED[1]:
        return warning(
            _("{size}, usable").format(size=found), _("At {wanted} everything is shown.").format(wanted="80x24")
        )
    return yes(found)


def colours(subject: Subject) -> Verdict | None:
    environ = subject.environ
    if environ.get("NO_COLOR"):
        return yes(_("none, as NO_COLOR asks"))
    if not _is_one():
        return None
    if environ.get("COLORTERM") in ("truecolor", "24bit"):
        return yes(_("16 million (COLORTERM={value})").format(value=environ["COLORTERM"]))
    kind = environ.get("TERM", "")
    if "256color" in kind or kind in ("xterm-kitty", "alacritty", "foot", "wezterm"):
        return yes(_("256 (TERM={value})").format(value=kind))
    return warning(
        _("16, or not said (TERM={value})").format(value=kind),
        _('If the colours look wrong: theme = "ansi" in the settings. If it has more: export COLORTERM=truecolor.'),
    )


def encoding(subject: Subject) -> Verdict:
    mend = _("Set the locale to one with UTF-8, as in: export LANG=C.UTF-8")
    name = sys.stdout.encoding or "ascii"
    if codecs.lookup(name).name != "utf-8":
        return no(_("{name}: signs and Korean cannot be shown").format(name=name), mend)
    if os.name != "nt" and (locale := _without_utf8(subject)):
        return warning(_("UTF-8, though {locale} does not say so").format(locale=locale), mend)
    return yes("UTF-8")


def _without_utf8(subject: Subject) -> str:
    """The variable that names a locale without UTF-8. Python sets LC_CTYPE itself when LANG names none (PEP 538)."""
    environ = subject.environ
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = environ.get(name, "")
        if value and not (name == "LC_CTYPE" and value == "C.UTF-8"):
            return "" if "utf" in value.lower() else f"{name}={value}"
    return "LANG"


def multiplexer(subject: Subject) -> Verdict | None:
    if subject.environ.get("TMUX"):
        return warning(
            _("inside tmux"),
            _("For copying and all keys, in ~/.tmux.conf: set -g set-clipboard on; set -g extended-keys on"),
        )
    if subject.environ.get("STY"):
        return warning(
            _("inside screen"), _("It passes on neither copied text nor every key; tmux or a bare terminal does.")
        )
    return None


def keys(subject: Subject) -> Verdict | None:
    if not _is_one() or lacks_screen(subject.environ) or subject.environ.get("TERM") == "linux":
        return None
    told = ask_keyboard()
    if told is None:
        return None
    if told:
        return yes(_("Every chord comes as itself (kitty keyboard protocol)."))
    return warning(
        _("Some chords look alike here (no kitty keyboard protocol)."),
        _("Drills ask for those as text; kitty, Ghostty, foot and WezTerm tell them apart."),
    )


def chords(subject: Subject) -> Verdict | None:
    from tutor.keyboard.machine import family
    from tutor.keyboard.tried import in_words, known_here

    known = known_here(subject.paths.data, subject.environ)
    if not known:
        return None
    encoding, tried = known[0]
    found = in_words(tried, encoding, mac=family() == "macos")
    if tried.missing(encoding):
        return warning(found, _("Those are asked for as text. To try again: the dojo, This terminal."))
    return yes(found)


def ask_keyboard() -> bool | None:
    """Whether the terminal speaks the kitty keyboard protocol; None when that cannot be asked without harm.

    Nothing is asked while keys wait to be read, in the background, or where there is no termios. Every terminal answers
    the second question (DA1), so its answer tells that the first had none; that way nothing is left to be typed into
    the shell.
    """
    try:
        import select
        import termios
    except ImportError:
        return None
    fd = sys.stdin.fileno()
    if os.tcgetpgrp(fd) != os.getpgrp() or select.select([fd], [], [], 0)[0]:
        return None
    before = termios.tcgetattr(fd)
    quiet = termios.tcgetattr(fd)
    quiet[3] &= ~(termios.ICANON | termios.ECHO)
    try:
        termios.tcsetattr(fd, termios.TCSADRAIN, quiet)
        os.write(sys.stdout.fileno(), b"\x1b[?u\x1b[c")
        reply = b""
        while not _DEVICE.search(reply) and select.select([fd], [], [], REPLY_SECONDS)[0]:
            reply += os.read(fd, 1024)
    finally:
        termios.tcsetattr(fd, termios.TCSADRAIN, before)
    return bool(re.search(rb"\x1b\[\?\d+u", reply)) if _DEVICE.search(reply) else None


def clipboard(subject: Subject) -> Verdict | None:
    if not _is_one() or lacks_screen(subject.environ):
        return None
    return warning(
        _("No terminal tells whether it takes copied text (OSC 52)."),
        _(
            "Copy in a lesson with c and paste elsewhere. If nothing comes, the same text is in a file in {folder}."
        ).format(folder=subject.paths.data),
    )


CHECKS = (
    Check("terminal", N_("Terminal"), terminal),
    Check("size", N_("Size"), size),
    Check("colours", N_("Colours"), colours),
    Check("encoding", N_("Encoding"), encoding),
    Check("multiplexer", N_("tmux, screen"), multiplexer),
    Check("keys", N_("Keys"), keys),
    Check("chords", N_("Chords"), chords),
    Check("clipboard", N_("Clipboard"), clipboard),
)
