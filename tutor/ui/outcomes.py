"""What the dojo says of a prompt and of an answer: words for the verdict."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual.content import Content

from tutor.keyboard.delivery import Terminal, mend
from tutor.keyboard.keymaps import Keymap, actions, called
from tutor.keyboard.training import DAYS, Item
from tutor.lesson.dojo import Dojo, Outcome
from tutor.ui.text import padded, styled
from tutor.ui.widgets.verdict import Kind
from tutor.words import _

LABEL = 11
"""Cells of the names before what is known of a chord."""


class Said(NamedTuple):
    """A verdict: its kind, its head, what stands at the right end, and its body."""

    kind: Kind
    head: str
    right: str = ""
    body: tuple[Content, ...] = ()


def waiting(dojo: Dojo, terminal: Terminal, *, advise: bool) -> Said:
    """What is said before there is an answer.

    Args:
        advise: say what would let the fingers be judged, where they cannot be.
    """
    prompt = dojo.prompt
    assert prompt is not None
    if prompt.mode == "press":
        return Said("none", _("Waiting for your keys"), _("all of them come here, Ctrl+Q and Tab too"))
    body: list[str] = []
    if prompt.delivery is not None and not dojo.can_press(prompt.key):
        if prompt.delivery.state == "closes":
            body = [_("Its keys close the window of many terminals: do not press them here.")]
        elif advise and (advice := mend(prompt.delivery, terminal)):
            body = [advice]
    right = _("trains recall; speed is not measured")
    return Said("none", _("Not answered yet"), right, tuple(styled(text, "$soft") for text in body))


def said(keymap: Keymap, dojo: Dojo, outcome: Outcome) -> Said:
    """What is said of an answer."""
    given = keymap.shown(outcome.given) if outcome.given else _("no default key")
    return _SAID[outcome.kind](keymap, dojo, outcome, given)


def known(item: Item) -> list[Content]:
    """How a chord goes: its latest answers, its latencies against the target, and when it is automatic."""
    rows = []
    if item.latest:
        signs = [styled("✓", "$good") if good else styled("✗", "$bad") for good in item.latest]
        rows.append(styled(padded(_("latest"), LABEL), "$soft") + Content("").join(signs))
    target = "" if item.target_ms is None else _("target {s} s").format(s=f"{item.target_ms / 1000:.2f}")
    times = _("{s} s").format(s=" ".join(f"{ms / 1000:.2f}" for ms in item.times)) if item.times else ""
    if times or target:
        text = Content(times) + styled(f", {target}" if times and target else target, "$soft")
        rows.append(styled(padded(_("latency"), LABEL), "$soft") + text)
    if target:
        days = min(DAYS, len(item.prompt_days))
        came = _("on {n} of {days} days three running came in time").format(n=days, days=DAYS)
        rows.append(styled(padded(_("automatic"), LABEL), "$soft") + Content(_("yes") if item.automatic else came))
    return rows


def _right(_keymap: Keymap, dojo: Dojo, outcome: Outcome, given: str) -> Said:
    prompt = dojo.prompt
    assert prompt is not None
    head = f"{given}: {called(prompt.action)}"
    by = {"press": "", "text": _("by text: recall"), "pick": _("by picking: recall")}
    right = _speed(outcome) or by[outcome.mode]
    body = [Content(prompt.situation.said)] if prompt.situation.said else []
    if outcome.copied and outcome.mode == "press":
        if dojo.item.target_ms is None:
            head, body = _("Copied once"), [Content(_("Once more, as fast as it comes: this is your copy speed."))]
        else:
            right = _("copied in {time}").format(time=right)
    elif outcome.copied:
        right = _("copied")
    if outcome.copied:
        body = body or [Content(_("From now on it is asked for without being shown."))]
    elif not outcome.first:
        body = [styled(_("Not at the first try, so it comes back soon."), "$soft"), *body]
    elif dojo.item.automatic:
        body.append(styled(_("Automatic: it comes without thinking."), "$soft"))
    return Said("good", head, right, tuple(body))


def _speed(outcome: Outcome) -> str:
    if outcome.ms is None:
        return ""
    took = _("{s} s").format(s=f"{outcome.ms / 1000:.2f}")
    if outcome.target is None or outcome.copied:
        return took
    return f"{took}, " + _("target {s} s").format(s=f"{outcome.target / 1000:.2f}")


def _wrong(_keymap: Keymap, _dojo: Dojo, outcome: Outcome, given: str) -> Said:
    theirs = ", ".join(called(actions()[id]) for id in outcome.taken_for)
    if theirs:
        text = _("{chord} is: {action}.").format(chord=given, action=theirs)
    elif outcome.given is None:
        text = _("It has a default key.")
    else:
        text = _("{chord} does nothing of this keymap.").format(chord=given)
    return Said("bad", _("Not right"), given, (Content(text + " " + _("Try again.")),))


def _merged(_keymap: Keymap, _dojo: Dojo, _outcome: Outcome, given: str) -> Said:
    text = _("What came can be several chords, so it counts neither way. Enter: type it.")
    return Said("info", _("This terminal cannot tell"), given, (Content(text),))


def _unknown(_keymap: Keymap, _dojo: Dojo, outcome: Outcome, _given: str) -> Said:
    return Said("info", _("Not counted"), "", (Content(outcome.why),))


def _more(_keymap: Keymap, _dojo: Dojo, _outcome: Outcome, given: str) -> Said:
    return Said("none", f"{given} …", _("the next stroke"))


def _shown(_keymap: Keymap, dojo: Dojo, _outcome: Outcome, given: str) -> Said:
    prompt = dojo.prompt
    assert prompt is not None
    body = (Content(prompt.situation.said),) if prompt.situation.said else ()
    return Said("info", f"{given}: {called(prompt.action)}", _("shown, comes back last"), body)


def _refused(_keymap: Keymap, _dojo: Dojo, outcome: Outcome, _given: str) -> Said:
    return Said("info", _("That is no chord"), _("not counted"), (Content(outcome.why),))


_SAID: dict[str, Callable[[Keymap, Dojo, Outcome, str], Said]] = {
    "right": _right, "wrong": _wrong, "merged": _merged, "unknown": _unknown, "more": _more, "shown": _shown,
    "refused": _refused,
}  # fmt: skip
