"""Everything that a key can do: one registry that feeds bindings, footer, palette and help.

A command has a stable id. Screens name the ids they know, in the order that the footer shows them, and say which are
available now; `check_action` and the footer ask the same question. The settings file may give a command other keys.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding

from tutor.words import N_, _


class Command(NamedTuple):
    """`keys` are Textual's names; `cap` is what is printed on the key; `title` names the act in a word or two."""

    id: str
    keys: str
    cap: str
    title: str
    help: str
    group: str = ""
    pair: str = ""  # the opposite command, which help shows on the same row


def _commands() -> Iterable[Command]:
    step, lesson, everywhere = N_("This step"), N_("This lesson"), N_("Everywhere")
    home, lab, code, dojo = N_("Home"), N_("Request lab"), N_("Code labs"), N_("Dojo")
    # The accented act of any screen; its title depends on the state.
    yield Command("go", "enter", "Enter", N_("go on"), N_("the act in colour: answer, send, next, open"), step)
    yield Command("choose", "1,2,3,4,5,6,7,8,9", "1-9", N_("choose"), N_("choose an answer by its number"), step)
    yield Command("up", "up,k", "↑", N_("up"), N_("move up or down"), pair="down")
    yield Command("down", "down,j", "↓", N_("down"), N_("move down"))
    yield Command("top", "home,g", "g", N_("first"), N_("to the first or last row"), pair="bottom")
    yield Command("bottom", "end,G,shift+g", "G", N_("last"), N_("to the last row"))
    yield Command("page-up", "pageup", "PgUp", N_("page up"), N_("a page up or down"), pair="page-down")
    yield Command("page-down", "pagedown", "PgDn", N_("page down"), N_("a page down"))
    yield Command("mark", "space", "Space", N_("mark"), N_("mark an answer; pick a line up or put it down"), step)
    yield Command("unsure", "u", "u", N_("unsure"), N_("say that you are not sure, before you answer"), step)
    yield Command("hint", "h,f4", "h", N_("hint"), N_("the next hint"), step)
    yield Command("show", "a,f9", "a", N_("show answer"), N_("show the answer"), step)
    yield Command("edit", "e", "e", N_("edit"), N_("edit the request or the answer"), step)
    yield Command("send", "f5,ctrl+r", "F5", N_("send"), N_("send what is in the editor, or run it"), step)
    yield Command("original", "f6", "F6", N_("original"), N_("put the lesson's own request back"), step)
    yield Command("checks", "f6", "F6", N_("what happened"), N_("what the code really did, check by check"), step)
    yield Command("file", "ctrl+t", "Ctrl+T", N_("next file"), N_("the next file of the exercise"), step)
    yield Command("fault", "ctrl+g", "Ctrl+G", N_("to the fault"), N_("to the line at which it broke"), step)
    yield Command("reset", "R,shift+r", "R", N_("begin anew"), N_("begin anew, or put your version back"), step)
    yield Command("pane", "tab", "Tab", N_("meaning"), N_("the next or previous pane or list"), step, "pane-back")
    yield Command("pane-back", "shift+tab", "Shift+Tab", N_("back"), N_("the previous pane or list"), step)
    yield Command("span-left", "left", "←", N_("span"), N_("previous or next part of the message"), pair="span-right")
    yield Command("span-right", "right", "→", N_("walk"), N_("next part of the message"))
    yield Command("verdict", "v", "v", N_("explanation"), N_("show the whole verdict again"), step)
    yield Command("curl", "c", "c", N_("copy as curl"), N_("copy the request as a curl command"), step)
    yield Command("raw-text", "r", "r", N_("copy as text"), N_("copy the request as it was sent"), step)
    yield Command("copy", "c", "c", N_("copy"), N_("copy the address of the section"))
    yield Command("keep", "plus", "+", N_("keep for review"), N_("ask this in reviews from tomorrow on, or no longer"))
    yield Command("undo", "z", "z", N_("undo grade"), N_("take the last grade back and ask again"), step)
    yield Command("rest", "x", "x", N_("let it rest"), N_("do not ask this for 30 days"), step)
    yield Command("facts", "f", "f", N_("facts"), N_("what standards say about what is here"), everywhere)
    yield Command("next", "n,f8", "n", N_("next"), N_("next step; an open question is skipped, not lost"), lesson)
    yield Command("previous", "p,f7", "p", N_("previous"), N_("previous step"), lesson)
    yield Command("map", "o", "o", N_("map"), N_("all steps with their state; go to any"), lesson)
    yield Command("bookmark", "b", "b", N_("bookmark"), N_("mark this step, or take the mark away"), lesson)
    yield Command("note", "m", "m", N_("note"), N_("write a note to this step"), lesson)
    yield Command("editor", "E,shift+e", "E", N_("own editor"), N_("edit in your own editor"), lesson)
    yield Command("report", "exclamation_mark", "!", N_("report"), N_("copy a report of what is wrong here"), lesson)
    yield Command("flip", "l", "l", N_("한국어"), N_("show this lesson in English or Korean"), lesson)
    yield Command("left", "left", "←", N_("module"), N_("previous or next module"), home, "right")
    yield Command("right", "right", "→", N_("module"), N_("next module"), home)
    yield Command("module", "o", "o", N_("module"), N_("about the module, its lessons and their steps"), home)
    yield Command("paths", "p", "p", N_("paths"), N_("ways through the course; follow one"), home)
    yield Command("marks", "b", "b", N_("notes"), N_("your notes and bookmarks"), home)
    yield Command("review", "r", "r", N_("review"), N_("what is due, asked before it is forgotten"), home)
    yield Command("spread", "S,shift+s", "S", N_("spread"), N_("spread reviews over days, or take that back"), home)
    yield Command("progress", "s", "s", N_("stats"), N_("what you did, what you remember, what comes"), home)
    yield Command("report-file", "e", "e", N_("export"), N_("write a report for reading, in HTML"))
    yield Command("drills", "t", "t", N_("drills"), N_("short questions against the clock"), home)
    yield Command("lab", "w", "w", N_("labs"), N_("try requests, templates, queries and apps of your own"), home)
    yield Command("dojo", "d", "d", N_("dojo"), N_("shortcuts of your editor, in the fingers"), home)
    # In the dojo every key is part of an answer, so these have no binding: the screen looks for them itself.
    yield Command("reveal", "", "Space", N_("show me"), N_("show the keys; it earns nothing"), dojo)
    yield Command("type-it", "", "Enter", N_("type it instead"), N_("write the chord as text"), dojo)
    yield Command("pick-keys", "", "Tab", N_("pick keys"), N_("pick keys on the drawn keyboard"), dojo)
    yield Command("press-keys", "", "Tab", N_("press"), N_("press the chord itself"), dojo)
    yield Command("next-stroke", "", "s", N_("next stroke"), N_("the keys that follow these"), dojo)
    yield Command("no-key", "", "n", N_("no default key"), N_("say that there is no default key"), dojo)
    yield Command("again", "", "Space", N_("again"), N_("the same once more, uncounted"), dojo)
    yield Command("legacy", "", "l", N_("legacy keys"), N_("keys without kitty's protocol, or with it again"), dojo)
    yield Command("mute", "", "m", N_("mute"), N_("never ask for this one, or again"), dojo)
    yield Command("pin", "", "i", N_("pin"), N_("ask for this one more often"), dojo)
    yield Command("examples", "f6", "F6", N_("examples"), N_("a request for each endpoint and each status"), lab)
    yield Command("body", "f3", "F3", N_("body"), N_("put in a form, JSON or multipart body"), lab)
    yield Command("older", "f7", "F7", N_("older"), N_("what you sent before"), lab, "newer")
    yield Command("newer", "f8", "F8", N_("newer"), N_("what you sent after it"), lab)
    yield Command("as-is", "f9", "F9", N_("as it stands"), N_("fill in what is missing, or send what is written"), lab)
    yield Command("compare", "f4", "F4", N_("compare"), N_("what differs from the request before"), lab)
    yield Command("run", "f5,ctrl+r", "F5", N_("run"), N_("run what is in the editors"), code)
    yield Command("samples", "f6", "F6", N_("examples"), N_("another example; what you made of this one is kept"), code)
    yield Command("outcome", "f4", "F4", N_("what happened"), N_("all that happened, or the editors again"), code)
    yield Command("file-before", "f7", "F7", N_("previous file"), N_("the previous or next file"), code, "file-after")
    yield Command("file-after", "f8", "F8", N_("next file"), N_("the next file, and what goes in"), code)
    yield Command("white-space", "f9", "F9", N_("white space"), N_("show white space of the output as it is"), code)
    yield Command("python", "y", "y", N_("copy as Python"), N_("copy the request as Python code"), step)
    yield Command("skip-all", "s", "s", N_("skip all"), N_("skip all of these questions"))
    yield Command("tour", "", "", N_("tour"), N_("a tour of two minutes, by doing"), home)
    yield Command("problems", "x", "x", N_("problems"), N_("lessons that cannot be opened, and why"), home)
    yield Command("search", "slash,f3", "/", N_("search"), N_("search lessons, steps and facts"), everywhere)
    yield Command("settings", "comma", ",", N_("settings"), N_("language, colours, keys and more"), everywhere)
    yield Command("remove", "x,delete", "x", N_("remove"), N_("remove what is at the cursor"))
    yield Command("request-lab", "", "", N_("request lab"), N_("send any request to the bundled server"), everywhere)
    yield Command("template-lab", "", "", N_("template lab"), N_("render a template while you type"), everywhere)
    yield Command("orm-lab", "", "", N_("ORM lab"), N_("run a query, and see its SQL and its rows"), everywhere)
    yield Command("flask-lab", "", "", N_("Flask lab"), N_("send requests to an app that you write"), everywhere)
    yield Command("light", "", "", N_("light or dark"), N_("switch between the light and the dark theme"), everywhere)
    yield Command("palette", "colon,f2,ctrl+p", ":", N_("all commands"), N_("find a command or a lesson"), everywhere)
    yield Command("help", "question_mark,f1", "?", N_("help"), N_("help for what is on screen"), everywhere)
    yield Command("back", "escape", "Esc", N_("home"), N_("close, leave the field, go home; loses nothing"), everywhere)
    yield Command("quit", "q", "q", N_("quit"), N_("leave the program; all is saved"), home)


COMMANDS: dict[str, Command] = {command.id: command for command in _commands()}


def bindings(*ids: str) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Bindings for these commands. Each has its command's id, so that keys can be mapped anew."""
    found: list[Binding | tuple[str, str] | tuple[str, str, str]] = []
    for command in (COMMANDS[id] for id in ids if COMMANDS[id].keys):
        if command.id in WITH_KEY:
            found += [
                Binding(key, f"command('{command.id}', '{key}')", command.title, show=False)
                for key in command.keys.split(",")
            ]
        else:
            found += [
                Binding(
                    key, f"command('{command.id}')", command.title, show=False, id=command.id,
                    priority=is_function_key(key),
                )
                for key in command.keys.split(",")
            ]  # fmt: skip
    return found


def is_function_key(key: str) -> bool:
    """F1 and so on: they come before those that an editor has of its own, since ours stand in the last row."""
    return key[:1] == "f" and key[1:].isdigit()


# ── Other keys ───────────────────────────────────────────────────────────────────────────────────

WITH_KEY = ("choose",)
"""Commands whose key says what is meant: they keep their keys."""
MODIFIERS = ("ctrl", "alt", "shift", "super", "meta", "hyper")
CAPS = {
    "enter": "Enter", "escape": "Esc", "space": "Space", "tab": "Tab", "backspace": "Backspace", "delete": "Del",
    "insert": "Ins", "home": "Home", "end": "End", "pageup": "PgUp", "pagedown": "PgDn", "up": "↑", "down": "↓",
    "left": "←", "right": "→", "super": "Super", "ctrl": "Ctrl", "alt": "Alt", "shift": "Shift", "meta": "Meta",
    "hyper": "Hyper",
}  # fmt: skip


def cap_of(key: str) -> str:
    """What is printed on the caps of a key by Textual's name: `ctrl+p` → Ctrl+P, `slash` → /."""
    from textual.keys import format_key, key_to_character

    *modifiers, last = [part for part in key.split("+") if part] or [key]
    named = CAPS.get(last) or (last.upper() if is_function_key(last) else "")
    name = named or key_to_character(last) or format_key(last)
    if modifiers and len(name) == 1:
        name = name.upper()
    return "+".join([*(CAPS.get(part, part) for part in modifiers), name])


def is_key(key: str) -> bool:
    """Whether Textual could ever report this key."""
    from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

    *modifiers, last = key.split("+")
    named = {*(k.value for k in Keys), *KEY_NAME_REPLACEMENTS.values()}
    known = len(last) == 1 or last in named or key_to_character(last) is not None
    return known and all(part in MODIFIERS for part in modifiers)


def remapped(wanted: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The part of the settings' `keys` that can be used, and for each other entry what is wrong and how to mend it."""
    good: dict[str, str] = {}
    said: list[str] = []
    for id, text in wanted.items():
        keys = [_spelled(key) for key in text.split(",") if key.strip()]
        if problem := _problem(id, keys):
            said.append(f"keys.{id}: {problem}")
        else:
            good[id] = ",".join(keys)
    for id in [*good]:
        if other := _taken(id, good):
            what = _("the key {key} is that of {name} already.").format(key=good[id], name=other)
            said.append(f"keys.{id}: {what} " + _("Give {name} another key too.").format(name=other))
            del good[id]
    return good, said


def _spelled(key: str) -> str:
    """A key by its name: `/` → slash."""
    from textual.keys import _character_to_key

    key = key.strip()
    return _character_to_key(key) if len(key) == 1 else key


def _problem(id: str, keys: list[str]) -> str:
    if id not in COMMANDS:
        import difflib

        near = difflib.get_close_matches(id, COMMANDS, 1)
        mend = _("Did you mean {names}?").format(names=near[0]) if near else _("The help (?) names them.")
        return _("there is no such command.") + f" {mend}"
    if id in WITH_KEY:
        return _("the digits stay.")
    strange = [key for key in keys if not is_key(key)]
    if strange or not keys:
        return _("{key} is no key. Written are a, F5 as f5, Ctrl+P as ctrl+p.").format(key=strange[0] if keys else "")
    return ""


def _taken(id: str, overrides: Mapping[str, str]) -> str:
    """Another command that may be on the same screen and has one of the keys of this one."""
    mine = set(overrides[id].split(","))
    for other in COMMANDS.values():
        theirs = set(overrides.get(other.id, other.keys).split(","))
        if other.id != id and mine & theirs and not _apart(COMMANDS[id], other):
            return other.id
    return ""


def _apart(one: Command, other: Command) -> bool:
    """Whether two commands never meet on a screen, as those that have a key in common from the start."""
    groups = {one.group, other.group}
    places = [groups & place for place in ({"Home"}, {"Request lab"}, {"Code labs"}, {"This step", "This lesson"})]
    return bool(set(one.keys.split(",")) & set(other.keys.split(","))) or sum(map(bool, places)) == 2
