"""A sitting in the dojo: every key reaches the drill, and three times Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual._time import get_time  # the clock that events are stamped with
from textual.app import ComposeResult

from tutor.keyboard.chords import Chord, Stroke
from tutor.keyboard.delivery import Terminal
from tutor.keyboard.keymaps import Keymap
from tutor.keyboard.training import Mode, Training
from tutor.lesson.dojo import Dojo, Outcome, Plan, Situations
from tutor.ui.keys import tried_in
from tutor.ui.outcomes import said
from tutor.ui.page import Page
from tutor.ui.widgets.frame import Keys, Rule, Top
from tutor.ui.widgets.keyboard import Keyboard
from tutor.ui.widgets.sitting import Sitting
from tutor.words import _

ESCAPES = 3
"""Presses of Esc, one after the other, that leave."""
TICK = 0.5
HURRY = 60
"""Sittings of so many seconds go on by themselves after a right answer."""


class PractiseScreen(Page):
    """One sitting. Keys are taken before any binding sees them.

    Args:
        plan: how long it is.
        situations: in place of those of the program's own example, by action.
        ended: told when the screen is left.
        finished: told of a sitting that came to its end.
    """

    DEFAULT_CSS = """
    PractiseScreen.-short Sitting { padding: 0 2; }
    PractiseScreen.-narrow Sitting { padding: 0 1; }
    PractiseScreen.-short #keys, PractiseScreen.-short .-picking Verdict { margin: 0; }
    """
    CLOSE_KEY = "escape"
    prefer: Mode = "press"
    turn = 0  # which situation of an action comes first

    def __init__(
        self, keymap: Keymap, terminal: Terminal, training: Training, plan: Plan, *, day: int,
        only: Sequence[str] | None = None, situations: Situations | None = None,
        ended: Callable[[], None] = lambda: None, finished: Callable[[Dojo], None] = lambda dojo: None,
    ) -> None:  # fmt: skip
        super().__init__()
        self.keymap, self.terminal, self.training, self.plan = keymap, terminal, training, plan
        self.day, self.only, self.ended, self.finished = day, only, ended, finished
        self.situations = situations
        self.told = False  # whether the end of this sitting was told
        self.dojo: Dojo | None = None
        self.escapes = 0
        self.fresh = 0  # prompts that were begun: advice is given with the first
        self.sitting = Sitting(keymap, terminal)

    def compose(self) -> ComposeResult:
        yield Top((_("Shortcut dojo"), _(self.plan.title)))
        yield Rule()
        yield self.sitting
        yield Keys(self.footer, self._leaving)

    def _leaving(self) -> tuple[str, str, str]:
        if self.dojo is None or self.dojo.over:
            return "back", "Esc", _("close")
        left = ESCAPES - self.escapes
        return "back", " ".join(["Esc"] * left), _("leave")

    def on_mount(self) -> None:
        self._start()
        if self.plan.seconds is not None:
            self.set_interval(TICK, self._tick)

    def on_resize(self) -> None:
        if self.dojo is not None:
            self.show()

    def _start(self) -> None:
        self.told = False
        self.dojo = Dojo(
            self.keymap, self.terminal, self.training, self.tutor.services.saver, self.plan, self.day, get_time,
            seed=self.tutor.services.seed, only=self.only, language=self.tutor.services.language,
            prefer=self.prefer, turn=self.turn, situations=self.situations,
        )  # fmt: skip
        self._fresh()

    def _fresh(self) -> None:
        """Show a prompt that was not answered yet; latency counts from when it can be seen."""
        self.sitting.empty()
        self.escapes = 0
        self.fresh += 1
        self.sitting.advise = self.fresh == 1 and not self._hurries and not tried_in(self.tutor).came
        self.show()
        if self.dojo is not None and not self.dojo.over:
            self.call_after_refresh(self.dojo.begin)

    @property
    def _hurries(self) -> bool:
        return self.plan.seconds is not None and self.plan.seconds <= HURRY

    def _tick(self) -> None:
        dojo = self.dojo
        if dojo is None or dojo.over:
            return
        over = self.plan.seconds is not None and dojo.spent >= self.plan.seconds
        if over and (dojo.settled or not self.sitting.text):
            dojo.prompt = None
            self.show()
        self._top(dojo)

    # ── Showing ──────────────────────────────────────────────────────────────────────────────────

    def show(self) -> None:
        """Everything as it is now."""
        dojo = self.dojo
        assert dojo is not None
        if not self.query(Keyboard):
            return
        with self.app.batch_update():
            self.sitting.show(dojo)
            self._top(dojo)
        if dojo.over and not self.told:
            self.told = True
            self.finished(dojo)
        self.refresh_keys()

    def _top(self, dojo: Dojo) -> None:
        top, plan = self.query_one(Top), self.plan
        set_ = dojo.set_title()
        top.path = (_("Shortcut dojo"), set_) if set_ else (_("Shortcut dojo"), _(plan.title))
        if plan.seconds is not None:
            top.right = _("{n} s left").format(n=max(0, round(plan.seconds - dojo.spent))) if dojo.prompt else ""
        elif plan.prompts is not None:
            counted = dojo.settled and dojo.last is not None and not dojo.last.copied
            now = min(plan.prompts - 1, dojo.asked - counted)  # the prompt on screen, from 0
            place = _("{n} of {total}").format(n=now + 1, total=plan.prompts)
            new = dojo.prompt is not None and dojo.prompt.copying
            top.right = "" if dojo.over else f"{_('new')}, {place}" if new else place
            self.query_one(Rule).steps = tuple(
                "done" if n < dojo.asked and (n < now or dojo.over) else "now" if n == now else "open"
                for n in range(plan.prompts)
            )

    # ── Keys ─────────────────────────────────────────────────────────────────────────────────────

    def check_consume_key(self, key: str, character: str | None) -> bool:
        return True  # no binding of the program may take a key of the drill

    async def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        dojo = self.dojo
        if dojo is None:
            return
        if event.key == "escape":
            self._escape()
            return
        self.escapes = 0
        if dojo.over:
            if event.key == "enter":
                self.do_go()
            return
        self._take(dojo, event)

    def _escape(self) -> None:
        self.escapes += 1
        if self.escapes >= ESCAPES or self.dojo is None or self.dojo.over:
            self.do_back()
        else:
            self.refresh_keys()

    def _take(self, dojo: Dojo, event: events.Key) -> None:
        prompt = dojo.prompt
        assert prompt is not None
        if dojo.settled:
            own = {"enter": self.do_go, "space": self.do_again, "m": self.do_mute, "i": self.do_pin}.get(event.key)
            if own is not None:
                own()
            return
        {"press": self._press, "text": self._type, "pick": self._pick}[prompt.mode](dojo, event)

    def _press(self, dojo: Dojo, event: events.Key) -> None:
        if not dojo.pressed_so_far and event.key == "enter" and not self._wants("enter"):
            self.do_type_it()
        elif not dojo.pressed_so_far and event.key == "space" and not self._wants("space"):
            self.do_reveal()
        elif dojo.arrive(event.key, event.time) is not None:
            self._answered(dojo)

    def _wants(self, key: str) -> bool:
        """Whether a bare key is the answer: no default keymap has one, an own change may."""
        prompt = self.dojo.prompt if self.dojo else None
        return prompt is not None and Chord((Stroke(frozenset(), key),)) in prompt.key.all

    def _type(self, dojo: Dojo, event: events.Key) -> None:
        sitting = self.sitting
        if event.key == "enter":
            self.do_go()
        elif event.key == "tab":
            self.do_pick_keys()
        elif event.key == "space" and not sitting.text:
            self.do_reveal()
        elif event.key == "backspace":
            self._typed(dojo, sitting.text[:-1])
        elif event.character and event.character.isprintable():
            self._typed(dojo, sitting.text + event.character)

    def _typed(self, dojo: Dojo, text: str) -> None:
        self.sitting.text = text
        self.sitting.show_field(dojo)
        self.refresh_keys()

    def on_paste(self, event: events.Paste) -> None:
        dojo = self.dojo
        if dojo is not None and dojo.prompt is not None and dojo.prompt.mode == "text" and not dojo.settled:
            self._typed(dojo, self.sitting.text + " ".join(event.text.split()))

    def _pick(self, dojo: Dojo, event: events.Key) -> None:
        sitting, keyboard = self.sitting, self.query_one(Keyboard)
        steps = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
        if event.key in steps:
            sitting.at = keyboard.moved(sitting.at, *steps[event.key])
            sitting.show_board(dojo)
        elif event.key == "backspace":
            sitting.picking.clear()
            self.show()
        else:
            own = {
                "space": self.do_mark, "enter": self.do_go, "tab": self.do_press_keys, "s": self.do_next_stroke,
                "n": self.do_no_key, "a": self.do_reveal,
            }.get(event.key)  # fmt: skip
            if own is not None:
                own()

    @on(Keyboard.Picked)
    def _clicked(self, message: Keyboard.Picked) -> None:
        dojo = self.dojo
        if dojo is not None and dojo.prompt is not None and not dojo.settled:
            if dojo.prompt.mode != "pick":
                self.do_pick_keys()
            self.sitting.at = self.query_one(Keyboard).place_of(message.key)
            self._toggle(message.key)

    def _toggle(self, key: str) -> None:
        if key:
            self.sitting.picking.toggle(key)
            self.show()

    def _answered(self, dojo: Dojo) -> None:
        outcome = dojo.last
        if outcome is not None and outcome.kind != "refused":  # what is no chord stays, to be mended
            self.sitting.empty()
        if self._hurries and outcome is not None and outcome.kind == "right":
            self._hurry(dojo, outcome)
        else:
            self.show()

    def _hurry(self, dojo: Dojo, outcome: Outcome) -> None:
        """In a sprint the next prompt comes at once; the verdict of the last one stands beside it."""
        before = said(self.keymap, dojo, outcome)
        dojo.advance()
        self._fresh()
        if not dojo.over:
            self.sitting.judge(before._replace(body=()))

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def footer(self) -> Sequence[tuple[str, str, str]]:
        dojo = self.dojo
        if dojo is None:
            return []
        if dojo.over:  # a review that asked for nothing, or for all, has nothing more to ask
            return [] if self.plan.due else [("go", "Enter", _("once more"))]
        assert dojo.prompt is not None
        if dojo.settled:
            pin = _("unpin") if dojo.item.pinned else _("pin")
            mute = _("unmute") if dojo.item.muted else _("mute")
            return [("go", "Enter", _("next")), ("again", "Space", _("again")), ("mute", "m", mute), ("pin", "i", pin)]
        return _KEYS[dojo.prompt.mode](self)

    def _keys_to_press(self) -> list[tuple[str, str, str]]:
        return [*self._show_me("Space"), ("type-it", "Enter", _("type it instead"))]

    def _show_me(self, cap: str) -> list[tuple[str, str, str]]:
        """Nothing has to be shown that is shown already."""
        copying = self.dojo is not None and self.dojo.prompt is not None and self.dojo.prompt.copying
        return [] if copying else [("reveal", cap, _("show me"))]

    def _keys_to_type(self) -> list[tuple[str, str, str]]:
        show = self._show_me("Space") if not self.sitting.text else []
        return [("go", "Enter", _("answer")), *show, ("pick-keys", "Tab", _("pick keys"))]

    def _keys_to_pick(self) -> list[tuple[str, str, str]]:
        return [
            ("go", "Enter", _("answer")), ("mark", "Space", _("key")), *self._show_me("a"),
            ("no-key", "n", _("no key")), ("next-stroke", "s", _("stroke")), ("press-keys", "Tab", _("other way")),
        ]  # fmt: skip

    def do_go(self) -> None:
        """Next, once more, or answer with what was typed or picked."""
        dojo = self.dojo
        if dojo is None:
            return
        if dojo.over:
            if not self.plan.due:
                self._start()
        elif dojo.settled:
            dojo.advance()
            self._fresh()
        elif dojo.prompt is not None and dojo.prompt.mode == "pick":
            chord = self.sitting.picking.chord
            if chord is not None and dojo.pick(chord) is not None:
                self._answered(dojo)
        elif dojo.write(self.sitting.text) is not None:
            self._answered(dojo)

    def do_mark(self) -> None:
        """Pick the key at the cursor, or put it back."""
        self._toggle(self.query_one(Keyboard).key_at(self.sitting.at))

    def do_again(self) -> None:
        if self.dojo is not None:
            self.dojo.again()
            self._fresh()

    def do_reveal(self) -> None:
        if self.dojo is not None and self.dojo.reveal() is not None:
            self.show()

    def do_mute(self) -> None:
        self._turn(lambda dojo: dojo.mute(), _("It is not asked for any more."), _("It is asked for again."))

    def do_pin(self) -> None:
        self._turn(lambda dojo: dojo.pin(), _("It comes more often now."), _("It comes as often as the others."))

    def _turn(self, act: Callable[[Dojo], bool], on_: str, off: str) -> None:
        if self.dojo is not None and self.dojo.prompt is not None:
            now = act(self.dojo)
            self.sitting.tell(f"↻ {on_ if now else off}")
            self.refresh_keys()

    def _by(self, mode: Mode) -> None:
        if self.dojo is not None:
            self.dojo.answer_by(mode)
            self._fresh()

    def do_type_it(self) -> None:
        self._by("text")

    def do_pick_keys(self) -> None:
        self._by("pick")

    def do_press_keys(self) -> None:
        """From picking on to pressing, or to typing where pressing cannot be judged."""
        prompt = self.dojo.prompt if self.dojo else None
        self._by("press" if self.dojo and prompt and self.dojo.can_press(prompt.key) else "text")

    def do_next_stroke(self) -> None:
        if self.sitting.picking.next_stroke():
            self.show()

    def do_no_key(self) -> None:
        if self.dojo is not None and self.dojo.pick(None) is not None:
            self._answered(self.dojo)

    def do_back(self) -> None:
        self.app.pop_screen()
        self.ended()

    async def retell(self) -> None:
        self.show()

    def help_text(self) -> tuple[str, str]:
        return _("Shortcut dojo"), _("Every key goes to the drill. Esc three times leaves.")


_KEYS = {
    "press": PractiseScreen._keys_to_press, "text": PractiseScreen._keys_to_type, "pick": PractiseScreen._keys_to_pick,
}  # fmt: skip
