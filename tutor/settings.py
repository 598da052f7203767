"""Where files are, the settings file, and the log. `cli` and `ui` alone import this; the rooms below get values."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from tutor.words import _


class Paths(NamedTuple):
    """Folders of this program; they need not exist."""

    data: Path  # progress: never deleted
    config: Path
    cache: Path  # may be deleted at any time
    log: Path


def paths(environ: Mapping[str, str] = os.environ) -> Paths:
    """The folders of this user, by the custom of the system, or all under TUTOR_HOME if that is set."""
    if home := environ.get("TUTOR_HOME"):
        root = Path(os.path.abspath(os.path.expanduser(home)))
        return Paths(root / "data", root / "config", root / "cache", root / "log")

    from platformdirs import PlatformDirs

    folders = PlatformDirs("tutor", appauthor=False)
    return Paths(folders.user_data_path, folders.user_config_path, folders.user_cache_path, folders.user_log_path)


# ── The settings file ────────────────────────────────────────────────────────────────────────────

FILE = "settings.toml"


class Settings(NamedTuple):
    """What a learner can choose. Each field is a key of settings.toml; what the file leaves out is as here.

    Attributes:
        language: "auto" takes the first of LANGUAGE, LC_ALL, LC_MESSAGES and LANG that is known, else English.
        theme: "auto" is dark or light as the terminal is.
        glyphs: "unicode", or "plain" for fonts and terminals that have few signs; "symbols" shows line ends as ␍␊.
        reduced_motion: nothing on screen moves, scrolls smoothly or blinks.
        editor: command that E opens; empty takes VISUAL, then EDITOR.
        minutes: a day that one would like to practise; 0 sets no goal.
        retention: percent of reviews at which one would like to know the answer, 80 to 95; higher means more of them.
        sync: folder that a program of one's own keeps alike on several machines; empty for none.
        ide: whose shortcuts are practised; "auto" asks.
        system: whose keyboard that IDE runs on.
        path: id of the way through the course that is followed; empty for the order of the course.
        welcomed: whether the questions of the first start were answered or skipped.
        keys: command id → Textual's names of its keys with commas between, in place of its own.
    """

    language: str = "auto"
    theme: str = "auto"
    glyphs: str = "unicode"
    reduced_motion: bool = False
    editor: str = ""
    minutes: int = 20
    retention: int = 90
    sync: str = ""
    ide: str = "auto"
    system: str = "auto"
    path: str = ""
    welcomed: bool = False
    keys: Mapping[str, str] = {}


CHOICES: Mapping[str, tuple[str, ...]] = {
    "language": ("auto", "en", "ko"),
    "theme": ("auto", "dark", "light", "ansi", "contrast"),
    "glyphs": ("unicode", "plain", "symbols"),
    "ide": ("auto", "pycharm", "vscode", "neovim"),
    "system": ("auto", "linux-gnome", "linux-kde", "windows", "macos"),
}
NUMBERS = {"minutes": (0, 600), "retention": (80, 95)}
"""Least and most of settings that are numbers."""

TEMPLATE = """\
# Settings of tutor. Every line may be left out; what stands here then holds.
# The settings screen (the , key) changes single lines of this file and keeps the rest as you wrote it.

# Language of the interface and of the lessons: "auto" (by the locale), "en", "ko".
language = "auto"

# Colours: "auto" (dark or light, as the terminal is), "dark", "light",
# "ansi" (the terminal's own 16 colours), "contrast" (high contrast).
theme = "auto"

# Signs: "unicode", "plain" (ASCII for every sign), "symbols" (line ends as one sign instead of \\r\\n).
glyphs = "unicode"

# true: nothing scrolls smoothly, blinks or moves.
reduced_motion = false

# The editor that E opens, as a command: "vim", "code --wait". Empty: what VISUAL or EDITOR names.
editor = ""

# Minutes a day that you would like to practise; 0 sets no goal.
minutes = 20

# Percent of reviews at which you would like to know the answer, 80 to 95. Higher means more reviews a day.
retention = 90

# A folder that a sync program of yours keeps alike on several machines: progress of all of them comes together there.
sync = ""

# Whose shortcuts you practise: "auto" (asks), "pycharm", "vscode", "neovim" -
# and on which system: "auto", "linux-gnome", "linux-kde", "windows", "macos".
ide = "auto"
system = "auto"

# The way through the course that is suggested next: an id of course.yaml; empty: the order of the course.
path = ""

# Whether the questions of the first start were answered; false asks them again.
welcomed = false

# Keys in place of the usual ones: COMMAND = "key" or "key,key". The help (?) names the commands.
[keys]
# next = "n,f8"
"""


class Flaw(NamedTuple):
    """Something in the settings file that cannot be used; the default holds in its place."""

    line: int
    what: str
    mend: str


class Loaded(NamedTuple):
    """The settings in force, and what of the file could not be used."""

    settings: Settings
    flaws: tuple[Flaw, ...] = ()


def load(config: Path) -> Loaded:
    """The settings of this folder. Nothing is raised and nothing is written.

    What the file has wrong is in `flaws`, each with its line, and the default holds in its place; a file that is not
    TOML at all gives the defaults and one flaw.
    """
    path = config / FILE
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Loaded(Settings())
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        return Loaded(Settings(), (Flaw(line, _("The file is not UTF-8."), _("Save it as UTF-8.")),))
    except OSError as error:
        what = _("The file cannot be read: {why}.").format(why=error.strerror)
        return Loaded(Settings(), (Flaw(1, what, _("Look at its permissions.")),))

    data = _simple(text)
    if data is None:
        import tomllib

        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            return Loaded(Settings(), (_not_toml(text, str(error)),))
    return _checked(text, data)


_LINE = re.compile(
    r"""[ \t]*(?:(?P<table>\[keys\])|(?P<key>[a-z_-]+)[ \t]*=[ \t]*"""
    r"""(?:"(?P<text>[^"\\\x00-\x1f\x7f]*)"|(?P<word>true|false)|(?P<number>0|[1-9][0-9]{0,8})))?[ \t]*"""
    r"""(?:\#[^\x00-\x08\x0a-\x1f\x7f]*)?"""
)


def _simple(text: str) -> dict[str, Any] | None:
    """What TOML says of a file of plain lines, as ours is; None for all else.

    Python's own reader of TOML takes longer to be imported than everything else here.
    """
    data: dict[str, Any] = {}
    table = data
    for line in text.split("\n"):
        found = _LINE.fullmatch(line.removesuffix("\r"))
        if found is None or (found["table"] and "keys" in data) or found["key"] in table:
            return None
        if found["table"]:
            table = data["keys"] = {}
        elif key := found["key"]:
            word, number = found["word"], found["number"]
            table[key] = word == "true" if word else int(number) if number else found["text"]
    return data


def _not_toml(text: str, error: str) -> Flaw:
    """The flaw of a file that is not TOML. The place is only in the words of the error."""
    found = re.search(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$", error)
    line = int(found[1]) if found and found[1] else text.rstrip().count("\n") + 1
    why = error[: found.start()] if found else error
    return Flaw(
        line,
        _("This is not TOML: {why}.").format(why=why),
        _('Texts stand in quotes, as in theme = "dark"; true, false and numbers do not.'),
    )


def _checked(text: str, data: Mapping[str, Any]) -> Loaded:
    values: dict[str, Any] = {}
    flaws: list[Flaw] = []
    for name, value in data.items():
        flaw = _flaw_of(name, value)
        if flaw:
            flaws.append(Flaw(_line_of(text, name), *flaw))
        elif name == "keys":
            values[name] = {command: keys for command, keys in value.items() if isinstance(keys, str) and keys.strip()}
            for command in value.keys() - values[name].keys():
                what = _("keys.{name} is no key.").format(name=command)
                flaws.append(Flaw(_line_of(text, command), what, _('Write it as in next = "n,f8".')))
        else:
            values[name] = value
    return Loaded(Settings(**values), tuple(sorted(flaws)))


def _flaw_of(name: str, value: object) -> tuple[str, str] | None:
    """What is wrong with one setting, and the mend."""
    if name in CHOICES:
        if value in CHOICES[name]:
            return None
        choices = ", ".join(f'"{choice}"' for choice in CHOICES[name])
        return _("{name} is {value}.").format(name=name, value=_shown(value)), _("Known are {names}.").format(
            names=choices
        )
    wanted = _("{name} is {value}.").format(name=name, value=_shown(value))
    if name in ("reduced_motion", "welcomed"):
        return None if isinstance(value, bool) else (wanted, _("It is true or false."))
    if name in NUMBERS:
        least, most = NUMBERS[name]
        fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return None if fits else (wanted, _("It is a number from {least} to {most}.").format(least=least, most=most))
    if name == "editor":
        return None if isinstance(value, str) else (wanted, _('It is a command in quotes, as in "vim".'))
    if name == "sync":
        return None if isinstance(value, str) else (wanted, _('It is a folder in quotes, as in "~/Sync/tutor".'))
    if name == "path":
        return None if isinstance(value, str) else (wanted, _('It is an id in quotes, as in "one-evening".'))
    if name == "keys":
        return None if isinstance(value, dict) else (wanted, _("It is a table: a line [keys], and a line a command."))
    import difflib

    near = difflib.get_close_matches(name, Settings._fields, 1)
    mend = _("Did you mean {names}?").format(names=near[0]) if near else _("Take the line out.")
    return _("There is no setting {name}.").format(name=name), mend


def _shown(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def _line_of(text: str, name: str) -> int:
    """The line that sets a name, which TOML readers do not tell."""
    key = re.compile(rf"\s*(?:\[\s*)?[\"']?{re.escape(name)}[\"']?\s*[=.\]]")
    return next((n for n, line in enumerate(text.splitlines(), 1) if key.match(line)), 1)


class SettingsError(Exception):
    """The settings file cannot be changed; its text says why and what to do. Nothing was written."""


def change(config: Path, changes: Mapping[str, object]) -> None:
    """Change single settings in the file, at once or not at all; comments and all else stay as they are.

    Args:
        changes: name → value; `keys` takes a mapping that replaces the whole table.

    Raises:
        SettingsError: the file is not TOML, so nothing in it is touched; or it cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    path = config / FILE
    try:
        try:
            text = path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            text = TEMPLATE
        document = tomlkit.parse(text)
        for name, value in changes.items():
            document[name] = value
        config.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}.new")
        target = path.resolve()  # a link into a folder of dot files stays a link
        fresh.write_text(tomlkit.dumps(document), encoding="utf-8")
        os.replace(fresh, target)
    except (TOMLKitError, UnicodeDecodeError) as error:
        what = _("{path} cannot be changed, since it is not sound TOML: {why}.").format(path=path, why=error)
        raise SettingsError(f"{what} {_('Mend it in an editor; nothing in it was touched.')}") from error
    except OSError as error:
        what = _("{path} cannot be written: {why}.").format(path=path, why=error.strerror)
        raise SettingsError(f"{what} {_('The change holds until you quit.')}") from error


# ── The log ──────────────────────────────────────────────────────────────────────────────────────


def open_log(folder: Path) -> Path | None:
    """Write the log of the program to a file there: 256 kB, two older files kept. The file, or None.

    Nothing is raised when the folder cannot be written, nor later when the disk is full; and nothing ever goes to the
    terminal, where it would disturb the screen.
    """
    import logging
    from contextlib import suppress
    from logging.handlers import RotatingFileHandler

    class Quiet(RotatingFileHandler):
        def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name logging calls
            return

        def close(self) -> None:
            with suppress(OSError):  # the last line may not fit on the disk
                super().close()

    logger = logging.getLogger("tutor")
    for old in logger.handlers[:]:
        logger.removeHandler(old)
        old.close()
    logger.propagate = False
    logger.setLevel(logging.INFO)
    path = folder / "tutor.log"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = Quiet(path, maxBytes=256_000, backupCount=2, encoding="utf-8", errors="backslashreplace")
    except OSError:
        logger.addHandler(logging.NullHandler())
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    return path
