"""What this machine says of itself: whose keyboard it has, and in which terminal and desktop we are."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping


def guessed_system(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> str:
    """The system that the keyboard is likely to belong to."""
    if platform == "darwin":
        return "macos"
    if platform in ("win32", "cygwin") or "WSL_DISTRO_NAME" in environ:
        return "windows"
    return "linux-kde" if "kde" in environ.get("XDG_CURRENT_DESKTOP", "").lower() else "linux-gnome"


def guessed_ide(environ: Mapping[str, str] = os.environ) -> str:
    """The IDE whose terminal this is; "auto" if it is none of those we know."""
    if environ.get("TERM_PROGRAM") == "vscode":
        return "vscode"
    if "JetBrains" in environ.get("TERMINAL_EMULATOR", ""):
        return "pycharm"
    return "neovim" if "NVIM" in environ else "auto"


_PROGRAMS = {
    "vscode": "vscode-terminal", "WezTerm": "wezterm", "ghostty": "ghostty", "kitty": "kitty", "alacritty": "alacritty",
}  # fmt: skip
_SIGNS = {
    "KITTY_WINDOW_ID": "kitty", "ALACRITTY_WINDOW_ID": "alacritty", "ALACRITTY_SOCKET": "alacritty",
    "GHOSTTY_RESOURCES_DIR": "ghostty", "WEZTERM_PANE": "wezterm", "WT_SESSION": "windows-terminal",
    "VTE_VERSION": "gnome-terminal",
}  # fmt: skip


def around(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> tuple[str, ...]:
    """Who may keep a chord before it reaches us: the terminal, tmux, the desktop; names as in `terminals.yaml`."""
    found = [_PROGRAMS[program]] if (program := environ.get("TERM_PROGRAM", "")) in _PROGRAMS else []
    if not found:
        found = [name for sign, name in _SIGNS.items() if sign in environ][:1]
    if environ.get("TMUX"):
        found.append("tmux")
    if platform.startswith("linux") and "gnome" in environ.get("XDG_CURRENT_DESKTOP", "").lower():
        found.append("gnome-shell")
    return tuple(found)


def identity(kitty: bool, environ: Mapping[str, str] = os.environ) -> str:
    """What tells one terminal from another where chords are concerned: `xterm-256color, WezTerm, tmux, kitty keys`.

    Args:
        kitty: whether chords come by kitty's protocol.
    """
    program = environ.get("TERM_PROGRAM") or environ.get("TERMINAL_EMULATOR")
    sign = next((name for sign, name in _SIGNS.items() if sign in environ), "")
    between = [name for variable, name in (("TMUX", "tmux"), ("STY", "screen")) if environ.get(variable)]
    names = [environ.get("TERM", ""), program or sign, *between, "kitty keys" if kitty else "legacy keys"]
    return ", ".join(dict.fromkeys(name for name in names if name))


def family(platform: str = sys.platform, environ: Mapping[str, str] = os.environ) -> str:
    """The system of this machine as `terminals.yaml` names it: linux, macos or windows."""
    system = guessed_system(platform, environ)
    return "linux" if system.startswith("linux") else system


def chosen_keymap(ide: str, system: str) -> str:
    """Name of the keymap for what the settings say; "auto" is guessed from the machine."""
    from tutor.keyboard.keymaps import name_for

    ide = guessed_ide() if ide == "auto" else ide
    return name_for(ide, guessed_system() if system == "auto" else system)
