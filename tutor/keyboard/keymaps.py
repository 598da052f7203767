"""Keymaps: which chord an IDE has for an action by default, and what the learner changed. The data is YAML."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple

from tutor.keyboard.chords import Chord, ChordError, parse, shown
from tutor.words import N_, _, language

OWN = "shortcuts.yaml"
"""The learner's own changes, in the folder of the settings: KEYMAP → ACTION → chord or null."""
NAMES = (
    "intellij-windows", "intellij-linux-gnome", "intellij-linux-kde", "intellij-macos", "vscode-windows",
    "vscode-linux", "vscode-macos", "neovim",
)  # fmt: skip
DEFAULT = "intellij-linux-gnome"
FIRST = ("declaration", "implementation", "type_declaration")
"""What the dojo begins with."""
SETS = {
    "navigation": N_("Navigation"), "usages": N_("Usages and search"), "editing": N_("Editing"),
    "refactoring": N_("Refactoring"), "run": N_("Run and debug"), "vcs": N_("Version control"), "views": N_("Views"),
}  # fmt: skip


class Action(NamedTuple):
    """Something that IDEs can be told to do. `set` is an id of SETS."""

    id: str
    set: str
    title: str
    note: str = ""


class Key(NamedTuple):
    """The default key of an action in one keymap.

    Attributes:
        chord: None if it has none.
        also: further chords that do the same.
        command: id of the action in the IDE itself; None if it knows none.
        source: where the chord was read.
        own: whether the learner changed it.
        mode: in which of Vim's modes; empty for normal mode and for IDEs that have none.
    """

    chord: Chord | None
    also: tuple[Chord, ...] = ()
    command: str | None = None
    source: str = ""
    own: bool = False
    mode: str = ""

    @property
    def all(self) -> tuple[Chord, ...]:
        return (self.chord, *self.also) if self.chord else self.also


@dataclass(frozen=True)
class Keymap:
    """Keys by action id, in the order in which the dojo brings them in.

    Attributes:
        partial: whether what is missing here may have a key all the same.
        shared: chords that several actions have on purpose.
    """

    name: str
    title: str
    ide: str
    system: str
    keys: Mapping[str, Key]
    partial: bool = False
    shared: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def mac(self) -> bool:
        return self.system == "macos"

    def shown(self, chord: Chord | None) -> str:
        """A chord as the keys of this system are printed."""
        return shown(chord, mac=self.mac) if chord else _("no default key")

    def owners(self, chord: Chord) -> list[str]:
        """Actions that have this chord."""
        return [id for id, key in self.keys.items() if chord in key.all]

    def with_own(self, changes: Mapping[str, Chord | None]) -> Keymap:
        """This keymap with the learner's own chords in place of the default ones."""
        keys = {
            id: key._replace(chord=changes[id], also=(), own=True, source="") if id in changes else key
            for id, key in self.keys.items()
        }
        return replace(self, keys=keys)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────


def _data(name: str) -> Any:
    return _yaml((files("tutor.keyboard") / "data" / name).read_text(encoding="utf-8"))


def _yaml(text: str) -> Any:
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def actions() -> dict[str, Action]:
    """All actions by id, in the order in which the dojo brings them in."""
    found = _data("actions.yaml")["actions"]
    return {id: Action(id, row["set"], row["title"], row.get("note", "")) for id, row in found.items()}


class Names(NamedTuple):
    """What keymaps and actions are called in a language, and what there is to know of actions, each by id."""

    keymaps: Mapping[str, str] = {}
    titles: Mapping[str, str] = {}
    notes: Mapping[str, str] = {}


@cache
def names(language: str) -> Names:
    """The names in a language; none in English, whose names stand with the actions and keymaps."""
    file = files("tutor.keyboard") / "data" / f"names.{language}.yaml"
    if not file.is_file():
        return Names()
    data = _yaml(file.read_text(encoding="utf-8"))
    rows = {id: row if isinstance(row, dict) else {"title": row} for id, row in data["actions"].items()}
    titles = {id: row["title"] for id, row in rows.items()}
    return Names(data["keymaps"], titles, {id: row["note"] for id, row in rows.items() if "note" in row})


def called(thing: Action | Keymap) -> str:
    """What an action or a keymap is called in the language of the interface."""
    found = names(language())
    if isinstance(thing, Keymap):
        return found.keymaps.get(thing.name, thing.title)
    return found.titles.get(thing.id, thing.title)


def note_of(action: Action) -> str:
    """What there is to know of an action, in the language of the interface; empty where there is nothing."""
    return names(language()).notes.get(action.id, action.note)


def short_name(keymap: Keymap) -> str:
    """A keymap in two or three words, the same in every language."""
    return " ".join(filter(None, (_SHORT[keymap.ide], _SYSTEMS.get(keymap.system, ""))))


_SHORT = {"intellij": "PyCharm", "vscode": "VS Code", "neovim": "Neovim"}
_SYSTEMS = {
    "windows": "Windows", "macos": "macOS", "linux": "Linux", "linux-gnome": "Linux GNOME", "linux-kde": "Linux KDE",
}  # fmt: skip


@cache
def keymap(name: str) -> Keymap:
    """A keymap by its name, as the IDE comes.

    Raises:
        KeyError: there is none of this name.
    """
    if name not in NAMES:
        raise KeyError(name)
    return of_data(name, _data(f"keymaps/{name}.yaml"))


def of_data(name: str, data: Mapping[str, Any]) -> Keymap:
    """A keymap from the data of its file.

    Raises:
        ChordError: a chord in it is none.
    """
    sources = data["sources"]
    keys = {
        id: Key(
            parse(row["chord"]) if row["chord"] else None, tuple(map(parse, row.get("also", ()))), row.get("command"),
            sources.get(row.get("source", ""), ""), mode=row.get("mode", ""),
        )
        for id, row in data["keys"].items()
    }  # fmt: skip
    shared = {chord: tuple(ids) for chord, ids in data.get("shared", {}).items()}
    return Keymap(name, data["title"], data["ide"], data["system"], keys, data.get("partial", False), shared)


def problems_of(name: str) -> Iterator[str]:
    """What is wrong in the file of a keymap."""
    yield from problems_in(_data(f"keymaps/{name}.yaml"))


def problems_in(data: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong in the data of a keymap: chords that are none or not normalised, or have two meanings undeclared;
    actions that are missing or unknown."""
    owners: dict[str, list[str]] = {}
    for id, row in data["keys"].items():
        if id not in actions():
            yield f"{id} is no action"
        for text in filter(None, [row["chord"], *row.get("also", ())]):
            try:
                chord = parse(text)
            except ChordError as error:
                yield f"{id}: {error}"
                continue
            if chord.text != text:
                yield f"{id}: {text} is written {chord.text}"
            owners.setdefault(chord.text, []).append(id)
        if row["chord"] and row.get("source") not in data["sources"]:
            yield f"{id}: its source {row.get('source')} is not among the sources"
    if not data.get("partial"):
        yield from (f"{id} is missing" for id in actions() if id not in data["keys"])
    for text, ids in owners.items():
        if len(ids) > 1 and sorted(data["shared"].get(text, ())) != sorted(ids):
            yield f"{text} is that of {', '.join(ids)}, and `shared` does not say so"
    yield from (f"shared: {text} is not shared" for text in data["shared"] if len(owners.get(text, ())) < 2)


# ── Which one ────────────────────────────────────────────────────────────────────────────────────

_IDES = {"pycharm": "intellij", "vscode": "vscode"}


def name_for(ide: str, system: str) -> str:
    """The keymap of an IDE and a system, as the settings name them."""
    if ide == "neovim":
        return "neovim"
    family = _IDES.get(ide, "intellij")
    if family == "vscode" and system.startswith("linux"):
        system = "linux"
    name = f"{family}-{system}"
    return name if name in NAMES else DEFAULT


def nearest(name: str) -> list[str]:
    """Names of keymaps that someone may have meant."""
    return difflib.get_close_matches(name.lower().replace("_", "-"), NAMES, 3, 0.4)


# ── Own changes ──────────────────────────────────────────────────────────────────────────────────


class Own(NamedTuple):
    """The learner's changes by keymap and action, and what of the file cannot be used."""

    changes: Mapping[str, Mapping[str, Chord | None]] = {}
    problems: tuple[str, ...] = ()


def own_changes(folder: Path) -> Own:
    """What the file of own changes in this folder says. Nothing is raised; what is wrong is told and left out."""
    path = folder / OWN
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return Own()
    except (OSError, UnicodeDecodeError) as error:
        return Own(problems=(_("{path} cannot be read: {why}.").format(path=path, why=error),))
    import yaml

    try:
        data = _yaml(text)
    except yaml.YAMLError as error:
        return Own(problems=(_("{path} is no YAML: {why}.").format(path=path, why=" ".join(str(error).split())),))
    if data is None:
        return Own()
    if not isinstance(data, dict):
        return Own(problems=(_("{path} has no keymaps: write KEYMAP, and under it ACTION: chord.").format(path=path),))
    changes: dict[str, dict[str, Chord | None]] = {}
    problems: list[str] = []
    for name, rows in data.items():
        if name not in NAMES or not isinstance(rows, dict):
            problems.append(_("{path}: there is no keymap {name}.").format(path=path, name=name))
            continue
        for id, written in rows.items():
            if id not in actions():
                problems.append(_("{path}: there is no action {id}.").format(path=path, id=id))
                continue
            try:
                changes.setdefault(name, {})[id] = None if written is None else parse(str(written))
            except ChordError as error:
                problems.append(f"{path}: {name}, {id}: {error}")
    return Own(changes, tuple(problems))


def keymap_with_own(name: str, folder: Path | None) -> tuple[Keymap, tuple[str, ...]]:
    """A keymap with the learner's changes, and what of those cannot be used.

    Raises:
        KeyError: there is no keymap of this name.
    """
    found = keymap(name)
    own = own_changes(folder) if folder else Own()
    changes = own.changes.get(name)
    return (found.with_own(changes) if changes else found), own.problems
