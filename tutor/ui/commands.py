"""Everything that a key can do: one registry that feeds bindings, footer, palette and help.

A command has a stable id. Screens name the ids they know, in the order that the footer shows them, and say which are
available now; `check_action` and the footer ask the same question.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from textual.binding import Binding

from tutor.words import N_


@dataclass(frozen=True, slots=True)
class Command:
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
    home = N_("Home")
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
    yield Command("send", "f5,ctrl+r", "F5", N_("send"), N_("send the request in the editor"), step)
    yield Command("original", "f6", "F6", N_("original"), N_("put the lesson's own request back"), step)
    yield Command("pane", "tab,shift+tab", "Tab", N_("meaning"), N_("the other view of the exchange"), step)
    yield Command("span-left", "left", "←", N_("span"), N_("previous or next part of the message"), pair="span-right")
    yield Command("span-right", "right", "→", N_("walk"), N_("next part of the message"))
    yield Command("verdict", "v", "v", N_("explanation"), N_("show the whole verdict again"), step)
    yield Command("curl", "c", "c", N_("copy as curl"), N_("copy the request as a curl command"), step)
    yield Command("next", "n,f8", "n", N_("next"), N_("next step; an open question is skipped, not lost"), lesson)
    yield Command("previous", "p,f7", "p", N_("previous"), N_("previous step"), lesson)
    yield Command("flip", "l", "l", N_("한국어"), N_("show this lesson in English or Korean"), lesson)
    yield Command("left", "left", "←", N_("module"), N_("previous or next module"), home, "right")
    yield Command("right", "right", "→", N_("module"), N_("next module"), home)
    yield Command("problems", "x", "x", N_("problems"), N_("lessons that cannot be opened, and why"), home)
    yield Command("light", "", "", N_("light or dark"), N_("switch between the light and the dark theme"), everywhere)
    yield Command("palette", "colon,f2,ctrl+p", ":", N_("all commands"), N_("find a command or a lesson"), everywhere)
    yield Command("help", "question_mark,f1", "?", N_("help"), N_("help for what is on screen"), everywhere)
    yield Command("back", "escape", "Esc", N_("home"), N_("close, leave the field, go home; loses nothing"), everywhere)
    yield Command("quit", "q", "q", N_("quit"), N_("leave the program; all is saved"), home)


COMMANDS: dict[str, Command] = {command.id: command for command in _commands()}


def bindings(*ids: str) -> list[Binding | tuple[str, str] | tuple[str, str, str]]:
    """Bindings for these commands. Each has its command's id, so that keys can be mapped anew."""
    return [
        Binding(
            key, f"command('{id}', '{key}')", COMMANDS[id].title,
            show=False, id=id if n == 0 else f"{id}.{n + 1}",
        )
        for id in ids
        for n, key in enumerate(filter(None, COMMANDS[id].keys.split(",")))
    ]  # fmt: skip
