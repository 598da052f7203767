"""The learner's own editor, on the whole terminal; the program waits for it."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from tutor.words import _

if TYPE_CHECKING:
    from textual.app import App


class EditorError(Exception):
    """No editor could be opened; the text says why and what to do."""


def command_of(setting: str) -> list[str]:
    """The command of the setting, else of VISUAL, EDITOR, or the system's usual one; [] if there is none.

    Raises:
        EditorError: the setting is no command, such as one with an open quote.
    """
    chosen = setting or os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if chosen:
        try:
            return shlex.split(chosen, posix=os.name != "nt")
        except ValueError as error:
            raise EditorError(_("{command} is no command: a quote is not closed.").format(command=chosen)) from error
    usual = ("notepad",) if os.name == "nt" else ("nano", "vim", "vi")
    return next(([name] for name in usual if shutil.which(name)), [])


def trouble_with(setting: str) -> str:
    """What is wrong with an editor setting; "" if it can be opened, or if it is empty."""
    if not setting:
        return ""
    try:
        program = command_of(setting)[0]
    except EditorError as error:
        return str(error)
    return "" if shutil.which(program) else _("There is no program {name} here.").format(name=program)


def edit_file(app: App[None], setting: str, path: Path) -> None:
    """Open a file in the editor and wait until it is closed.

    Raises:
        EditorError: there is no editor, or it failed.
    """
    command = command_of(setting)
    if not command:
        raise EditorError(_("No editor is known. Name one in the settings (the , key)."))
    try:
        with app.suspend():
            done = subprocess.run([*command, str(path)], check=False)
    except SuspendNotSupported as error:
        raise EditorError(_("This terminal cannot be lent to another program.")) from error
    except OSError as error:
        what = _("{name} cannot be started: {why}.").format(name=command[0], why=error.strerror)
        raise EditorError(f"{what} {_('Name another one in the settings (the , key).')}") from error
    app.refresh(layout=True)
    if done.returncode:
        raise EditorError(_("{name} ended with status {n}.").format(name=command[0], n=done.returncode))


def edit_text(app: App[None], setting: str, text: str, suffix: str) -> str:
    """A text as the learner left it in their editor.

    Args:
        suffix: of the file's name, so that the editor knows what it is.

    Raises:
        EditorError: as `edit_file`; the text stays as it was.
    """
    with tempfile.TemporaryDirectory(prefix="tutor-") as folder:
        path = Path(folder) / f"tutor{suffix}"
        path.write_text(text, encoding="utf-8")
        edit_file(app, setting, path)
        try:
            return path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise EditorError(_("What the editor wrote cannot be read: {why}.").format(why=error)) from error
