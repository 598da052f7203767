"""What this terminal can deliver of a keymap, and what pressed keys are worth as an answer.

A chord is exact if what arrives for it cannot be another chord of the keymap. Where the legacy encoding merges it with
others, pressing is never right: the tutor asks for it as text or on the drawn keyboard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from tutor.keyboard.arriving import Encoding, Reading, arriving, read
from tutor.keyboard.chords import Chord, Stroke, parse
from tutor.keyboard.keymaps import Key, Keymap, _data
from tutor.words import _

State = Literal["exact", "merged", "kept", "never", "closes"]
CLOSING = frozenset(
    parse(text).strokes[0]
    for text in (
        "alt+f4", "ctrl+shift+w", "ctrl+shift+q", "cmd+q", "cmd+w", "shift+cmd+w", "alt+cmd+w", "alt+shift+cmd+w",
    )
)  # fmt: skip
"""What closes a window or a tab in one terminal or another: never asked for with the fingers."""
NAMES = {
    "kitty": "kitty", "wezterm": "WezTerm", "alacritty": "Alacritty", "ghostty": "Ghostty",
    "gnome-terminal": "GNOME Terminal", "windows-terminal": "Windows Terminal", "vscode-terminal": "VS Code",
    "gnome-shell": "GNOME", "tmux": "tmux",
}  # fmt: skip


class Terminal(NamedTuple):
    """Where the keys come from.

    Attributes:
        encoding: how keys arrive.
        around: who may keep chords, as `machine.around` names them.
        family: system of this machine: linux, macos or windows.
        missing: strokes that did not arrive when they were tried.
    """

    encoding: Encoding = "legacy"
    around: tuple[str, ...] = ()
    family: str = "linux"
    missing: frozenset[Stroke] = frozenset()


class Delivery(NamedTuple):
    """What becomes of a chord here.

    Attributes:
        others: chords of the keymap that arrive as this one does.
        by: who keeps it, by the name of `terminals.yaml`; empty if it is not known.
        what: what is done with it there, if that is known.
    """

    state: State
    others: tuple[Chord, ...] = ()
    by: str = ""
    what: str = ""


@cache
def _kept(name: str, family: str) -> Mapping[str, str]:
    """Strokes that a terminal or desktop keeps on a system, each with what it does."""
    found = _data("terminals.yaml").get(name, {"keeps": {}})["keeps"].get(family, {})
    return {str(text): str(what or "") for text, what in found.items()}


def delivery(chord: Chord, keymap: Keymap, terminal: Terminal) -> Delivery:
    """What becomes of a chord of this keymap in this terminal."""
    if any(stroke in CLOSING for stroke in chord.strokes):
        return Delivery("closes", by=_keeper(chord, terminal)[0])
    if any(arriving(stroke, terminal.encoding) is None for stroke in chord.strokes):
        return Delivery("never")
    if terminal.family == "windows" and any(stroke.is_tap for stroke in chord.strokes):
        return Delivery("never")  # there Textual asks for less, and modifiers alone are not told
    by, what = _keeper(chord, terminal)
    if by or any(stroke in terminal.missing for stroke in chord.strokes):
        return Delivery("kept", by=by, what=what)
    if all(_sure(n, chord, keymap, terminal.encoding) for n in range(len(chord.strokes))):
        return Delivery("exact")
    return Delivery("merged", tuple(_same(chord, keymap)))


def _keeper(chord: Chord, terminal: Terminal) -> tuple[str, str]:
    for name in terminal.around:
        for stroke in chord.strokes:
            kept = _kept(name, terminal.family)
            if stroke.text in kept:
                return name, kept[stroke.text]
    return "", ""


def _sure(n: int, chord: Chord, keymap: Keymap, encoding: Encoding) -> bool:
    """Whether the n-th stroke of a chord arrives as no other that this keymap has in its place."""
    stroke = chord.strokes[n]
    if encoding == "kitty":
        return True
    name = arriving(stroke, "legacy")
    if name is None:
        return False
    if read(name, "legacy").exact == stroke:
        return True
    return name == arriving(stroke, "kitty") and not _rivals(n, chord, keymap)


def _rivals(n: int, chord: Chord, keymap: Keymap) -> list[Chord]:
    """Chords of the keymap with the same strokes before the n-th, and there one that arrives as this one's."""
    stroke, before = chord.strokes[n], chord.strokes[:n]
    name = arriving(stroke, "legacy")
    return [
        other
        for other in _chords(keymap)
        if len(other.strokes) > n
        and other.strokes[:n] == before
        and other.strokes[n] != stroke
        and arriving(other.strokes[n], "legacy") == name
    ]


def _same(chord: Chord, keymap: Keymap) -> list[Chord]:
    """Chords of the keymap that arrive as this one from the first stroke to the last."""
    names = [arriving(stroke, "legacy") for stroke in chord.strokes]
    return [o for o in _chords(keymap) if o != chord and [arriving(s, "legacy") for s in o.strokes] == names]


def _chords(keymap: Keymap) -> list[Chord]:
    return list(dict.fromkeys(chord for key in keymap.keys.values() for chord in key.all))


# ── In words ─────────────────────────────────────────────────────────────────────────────────────


def in_words(found: Delivery, keymap: Keymap) -> str:
    """What becomes of a chord, in a few words."""
    by = NAMES.get(found.by, found.by)
    if found.state == "exact":
        return _("exact in this terminal")
    if found.state == "closes":
        return _("closes the window in many terminals")
    if found.state == "never":
        return _("never arrives in this terminal")
    if found.state == "kept":
        return _("kept by {name}").format(name=by) if by else _("did not arrive when it was tried")
    others = ", ".join(keymap.shown(chord) for chord in found.others[:3])
    return _("arrives like {chords}").format(chords=others) if others else _("arrives like another key")


def mend(found: Delivery, terminal: Terminal) -> str:
    """What to change so that the fingers can train it; empty where nothing helps."""
    if found.state in ("merged", "never") and "tmux" in terminal.around:
        return _(
            "tmux merges chords. Leave it, or with tmux 3.5 or later set: "
            "extended-keys always, extended-keys-format csi-u."
        )
    if found.state in ("merged", "never"):
        if "wezterm" in terminal.around:
            return _("WezTerm tells chords apart with enable_kitty_keyboard = true.")
        return _(
            "A terminal that speaks kitty's keyboard protocol tells them apart: "
            "kitty, Ghostty, Alacritty, foot, WezTerm when it is set there."
        )
    if found.state == "kept" and found.by == "tmux":
        return _("tmux takes it as its prefix: set-option -g prefix C-a gives it back.")
    if found.state == "kept" and found.by == "vscode-terminal":
        return _("VS Code gives it back with its setting terminal.integrated.sendKeybindingsToShell.")
    if found.state == "kept" and found.by:
        return _("Take the key away in the settings of {name}.").format(name=NAMES.get(found.by, found.by))
    return ""


# ── Judging what was pressed ─────────────────────────────────────────────────────────────────────

Kind = Literal["right", "wrong", "merged", "unknown", "more"]


class Judgement(NamedTuple):
    """What pressed keys are worth.

    Attributes:
        kind: "more" if strokes are still to come, "merged" if it cannot be told from other chords, "unknown" if it is
            no stroke that can be compared; these three decide nothing.
        pressed: what was pressed, as far as it is known.
        why: of "unknown", in words.
    """

    kind: Kind
    pressed: Chord | None = None
    why: str = ""


def judge(names: Sequence[str], wanted: Key, keymap: Keymap, terminal: Terminal) -> Judgement:
    """What was pressed for an action, by Textual's names of the keys that arrived since the question."""
    taps_count = any(stroke.is_tap for chord in wanted.all for stroke in chord.strokes)
    read_all = [read(name, terminal.encoding) for name in names]
    readings = [reading for reading in read_all if taps_count or not _is_tap(reading)]
    if not readings:
        return Judgement("more")
    for reading in readings:
        if not reading.strokes:
            return Judgement("unknown", why=reading.unknown)
    pressed = Chord(tuple(stroke for reading in readings if (stroke := reading.simplest)))
    worth = [_compare(readings, chord, keymap, terminal.encoding) for chord in wanted.all]
    for kind in ("right", "merged", "more"):
        if kind in worth:
            exact = kind == "right"
            said = next(chord for chord, found in zip(wanted.all, worth, strict=True) if found == kind)
            return Judgement(kind, said if exact else pressed)
    if _composed(readings, wanted, names):
        return Judgement("unknown", pressed, _("It arrived without Alt.") + " " + option_as_alt())
    return Judgement("wrong", pressed)


def option_as_alt() -> str:
    """What to change where a terminal composes letters with Alt instead of sending it."""
    return _(
        "The terminal composes letters with Alt. Let Option act as Alt "
        "(macos_option_as_alt, macos-option-as-alt, option_as_alt; Terminal: Use Option as Meta key)."
    )


def _is_tap(reading: Reading) -> bool:
    return bool(reading.exact and reading.exact.is_tap)


def _compare(readings: Sequence[Reading], chord: Chord, keymap: Keymap, encoding: Encoding) -> str:
    """How far readings are a chord: right, merged, more, or no."""
    n, sure = 0, True
    for reading in readings:
        if n == len(chord.strokes):
            return "no"
        stroke = chord.strokes[n]
        if _is_tap(reading) and not stroke.is_tap:
            continue  # the modifier goes down before its key
        if stroke not in reading.strokes:
            return "no"
        sure = sure and (reading.exact == stroke or _sure(n, chord, keymap, encoding))
        n += 1
    if n < len(chord.strokes):
        return "more"
    return "right" if sure else "merged"


def _composed(readings: Sequence[Reading], wanted: Key, names: Sequence[str]) -> bool:
    """Whether a key that should come with Alt came as a letter of its own."""
    for chord in wanted.all:
        stroke, reading = chord.strokes[0], readings[0]
        same = reading.exact is not None and reading.exact.key == stroke.key and not reading.exact.modifiers
        if "alt" in stroke.modifiers and len(stroke.key) == 1 and same and len(names[0]) <= 1:
            return True
    return False


def judge_text(given: Chord | None, wanted: Key) -> bool:
    """Whether a chord that was typed or picked is one of the action's; None says that it has none."""
    return given in wanted.all if given else not wanted.all
