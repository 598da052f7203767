"""The shortcuts: a keymap as a list, as JSON or as a sheet to print, and the drill of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tutor.commands.cells import cells, padded, wrapped
from tutor.commands.shared import any_of, chosen, folders, global_options, json_option, print_json
from tutor.commands.spoken import Command, Option
from tutor.start import FAILED, USAGE, fail
from tutor.words import _

if TYPE_CHECKING:
    from tutor.keyboard.arriving import Encoding
    from tutor.keyboard.keymaps import Action, Keymap
    from tutor.keyboard.tried import Tried

DRILL = "drill"
WIDTH = 80


@click.command(cls=Command)
@click.argument("action", metavar="[ACTION|drill]", required=False)
@click.option("--keymap", "name", cls=Option, metavar="K", help="Of which IDE and system; else as the settings say.")
@click.option(
    "--svg", cls=Option, metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="Write the sheet as a picture to print.",
)  # fmt: skip
@json_option
@global_options
def keys(action: str | None, name: str | None, svg: Path | None, as_json: bool) -> None:
    """List the shortcuts of a keymap, show one of them, or practise them with `drill`."""
    if action == DRILL:
        from tutor.start import show_dojo

        show_dojo(chosen(), _checked(name) if name else None)
    keymap = _keymap(name)
    found = _named(keymap, action) if action else _all(keymap)
    if svg is not None:
        _write(keymap, svg)
    elif as_json:
        print_json([_as_data(keymap, one) for one in found])
    elif action:
        for n, one in enumerate(found):
            _tell(keymap, one, first=n == 0)
    else:
        _list(keymap)


def _checked(name: str) -> str:
    """A name of a keymap as we spell it. Ends the program if there is none of that name."""
    from tutor.keyboard.keymaps import NAMES, nearest

    tidy = name.lower().replace("_", "-")
    if tidy not in NAMES:
        near = nearest(name)
        mend = _("Did you mean {names}?").format(names=any_of(near)) if near else ""
        fail(USAGE, _("There is no keymap {name}.").format(name=name), mend or ", ".join(NAMES))
    return tidy


def _keymap(name: str | None) -> Keymap:
    from tutor.keyboard.keymaps import keymap_with_own
    from tutor.keyboard.machine import chosen_keymap

    settings = chosen().loaded.settings
    tidy = _checked(name) if name else chosen_keymap(settings.ide, settings.system)
    keymap, problems = keymap_with_own(tidy, folders().config)
    for problem in problems:
        click.echo(f"tutor: {problem}", err=True)
    return keymap


def _all(keymap: Keymap) -> list[Action]:
    from tutor.keyboard.keymaps import actions

    return [action for id, action in actions().items() if id in keymap.keys]


def _named(keymap: Keymap, term: str) -> list[Action]:
    """Actions by their id, by the IDE's own id, by a chord, or by words of the title; ends the program without any."""
    import difflib

    from tutor.keyboard.chords import ChordError, parse_sequence

    actions = {action.id: action for action in _all(keymap)}
    if found := actions.get(term.lower().replace("-", "_")):
        return [found]
    if owned := [actions[id] for id, key in keymap.keys.items() if key.command and key.command.lower() == term.lower()]:
        return owned
    try:
        if owners := keymap.owners(parse_sequence(term)):
            return [actions[id] for id in owners]
    except ChordError:
        pass
    if titled := [action for action in actions.values() if _says(action, term)]:
        return titled
    near = difflib.get_close_matches(term.lower().replace("-", "_"), actions, 3)
    mend = _("Did you mean {names}?").format(names=any_of(near)) if near else _("`tutor keys` lists all.")
    fail(USAGE, _("This keymap has no action {id}.").format(id=term), mend)


def _says(action: Action, term: str) -> bool:
    """Whether a term stands in the title of an action, in English or in the language of the interface."""
    from tutor.keyboard.keymaps import called

    return any(term.lower() in title.lower() for title in (action.title, called(action)))


def _as_data(keymap: Keymap, action: Action) -> dict[str, Any]:
    from tutor.keyboard.keymaps import called

    key = keymap.keys[action.id]
    return {
        "action": action.id, "title": action.title, "local_title": called(action),
        "chord": key.chord.text if key.chord else None,
        "also": [chord.text for chord in key.also], "keymap": keymap.name, "set": action.set,
        "command": key.command, "own": key.own,
    }  # fmt: skip


def _list(keymap: Keymap) -> None:
    from tutor.keyboard.keymaps import called
    from tutor.keyboard.sheet import lines
    from tutor.keyboard.tried import in_words

    click.echo(f"{called(keymap)}  ({keymap.name})")
    for encoding, tried in _tried()[:1]:
        click.echo(_("This terminal") + f": {in_words(tried, encoding, mac=keymap.mac)}")
    blocks = list(lines(keymap))
    width = max((cells(row.chord) for _title, rows in blocks for row in rows), default=0) + 2
    for title, rows in blocks:
        click.echo(f"\n{title}")
        for row in rows:
            also = f"   {_('also')} {row.also}" if row.also else ""
            title = padded(called(row.action), 36) if also else called(row.action)
            click.echo(f"  {padded(row.chord or '–', max(width, 16))}{title}{also}")


def _tried() -> list[tuple[Encoding, Tried]]:
    """What was tried in this terminal."""
    from tutor.keyboard.tried import known_here

    return known_here(folders().data)


def _tell(keymap: Keymap, action: Action, *, first: bool) -> None:
    key = keymap.keys[action.id]
    from tutor.keyboard.keymaps import called, note_of

    click.echo(("" if first else "\n") + called(action))
    rows = [(_("keys"), keymap.shown(key.chord))]
    if key.also:
        rows.append((_("also"), ", ".join(map(keymap.shown, key.also))))
    rows += [(_("keymap"), keymap.name), (_("id"), action.id)]
    if key.command:
        rows.append((_("command"), key.command))
    rows.append((_("source"), _("your own change") if key.own else key.source))
    for encoding, tried in _tried()[:1]:
        if key.chord and tried.missing(encoding).intersection(key.chord.strokes):
            rows.append((_("terminal"), _("did not arrive when it was tried, {day}").format(day=tried.day)))
    if note := note_of(action):
        rows.append((_("note"), note))
    for name, text in rows:
        lead = f"  {padded(name, 10)}"
        for line in wrapped(text, WIDTH - 12) if text else []:
            click.echo(lead + line)
            lead = " " * 12


def _write(keymap: Keymap, file: Path) -> None:
    from tutor.keyboard.sheet import svg

    try:
        file.write_text(svg(keymap), encoding="utf-8")
    except OSError as error:
        fail(FAILED, _("{path} cannot be written: {why}.").format(path=file, why=error.strerror), "")
    click.echo(str(file))
