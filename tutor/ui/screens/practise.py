"""A sitting in the dojo: every key reaches the drill, and three times Esc leaves."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual._time import get_time  # the clock that events are stamped with
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.keyboard.chords import Chord, Stroke
from tutor.keyboard.delivery import Terminal, in_words, mend
from tutor.keyboard.keymaps import Keymap, actions, called, short_name
from tutor.keyboard.training import Mode, Training
from tutor.lesson.dojo import Dojo, Outcome, Plan, Situations, summary
from tutor.ui.page import Page
from tutor.ui.text import between, styled, wrapped
from tutor.ui.widgets.frame import Keys, Line, Rule, Top
from tutor.ui.widgets.keyboard import Keyboard
from tutor.ui.widgets.place import place
from tutor.ui.widgets.verdict import Kind, Verdict
from tutor.words import _, ngettext

ESCAPES = 3
"""Presses of Esc, one after the other, that leave."""
TICK = 0.5
HURRY = 60
"""Sittings of so many seconds go on by themselves after a right answer."""
Said = tuple[Kind, str, str, list[Content]]
"""A verdict: its kind, its head, what stands at the right end, and its body."""


class PractiseScreen(Page):
    """One sitting. Keys are taken before any binding sees them.

    Args:
        plan: how long it is.
        situations: in place of those of the program's own example, by action.
        ended: told when the screen is left.
        finished: told of a sitting that came to its end.
    """

    DEFAULT_CSS = """
    PractiseScreen #page { height: 1fr; padding: 1 2 0 2; overflow: hidden; }
    PractiseScreen #ask { height: auto; max-width: 90; }
    PractiseScreen #codes { height: auto; margin: 1 0 0 0; }
    PractiseScreen #code { width: 1fr; max-width: 68; height: auto; }
    PractiseScreen #where { width: 1fr; height: auto; }
    PractiseScreen #field { height: 1; max-width: 90; }
    PractiseScreen Verdict { margin: 1 0 0 0; }
    PractiseScreen #result { height: auto; max-width: 90; }
    PractiseScreen.-narrow #page { padding: 0 1; }
    PractiseScreen.-short #page { padding-top: 0; }
    PractiseScreen.-short #codes { margin: 0; }
    PractiseScreen.-short Verdict { margin: 0; }
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
        self.text = ""  # what was typed so far
        self.strokes: list[Stroke] = []  # picked before the keys that are picked now
        self.chosen: set[str] = set()
        self.at = (3, 1)  # the key at the cursor
        self.escapes = 0
        self.fresh = 0  # prompts that were begun: advice is given with the first

    def compose(self) -> ComposeResult:
        yield Top((_("Shortcut dojo"), _(self.plan.title)))
        yield Rule()
        with Vertical(id="page"):
            yield Line(id="how")
            yield Static(id="ask")
            with Horizontal(id="codes"):
                yield Static(id="code")
                yield Static(id="where", classes="wide-only")
            yield Static(id="field")
            yield Keyboard(mac=self.keymap.mac)
            yield Verdict()
            yield Static(id="result")
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
        self.text, self.strokes, self.chosen, self.escapes = "", [], set(), 0
        self.fresh += 1
        self.show()
        if self.dojo is not None and not self.dojo.over:
            self.call_after_refresh(self.dojo.begin)

    def _tick(self) -> None:
        dojo = self.dojo
        if dojo is None or dojo.over:
            return
        if self.plan.seconds is not None and dojo.spent >= self.plan.seconds and (dojo.settled or not self.text):
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
        prompt = dojo.prompt
        with self.app.batch_update():
            for id in ("#how", "#ask", "#codes", "#field", "Keyboard", "Verdict"):
                self.query_one(id).display = prompt is not None
            self.query_one("#result").display = prompt is None
            if prompt is None:
                self._result(dojo)
            else:
                self._how(dojo)
                self.query_one("#ask", Static).update(styled(prompt.situation.ask, "bold $strong"))
                self._code(dojo)
                self._field(dojo)
                self._board(dojo)
                self._verdict(dojo)
            self._top(dojo)
        self.refresh_keys()

    def _top(self, dojo: Dojo) -> None:
        top, plan = self.query_one(Top), self.plan
        place_ = dojo.set_title()
        top.path = (_("Shortcut dojo"), place_) if place_ else (_("Shortcut dojo"), _(plan.title))
        if plan.seconds is not None:
            top.right = _("{n} s left").format(n=max(0, round(plan.seconds - dojo.spent))) if dojo.prompt else ""
        elif plan.prompts is not None:
            done = dojo.asked
            counted = dojo.settled and dojo.last is not None and not dojo.last.copied
            top.right = _("{n} of {total}").format(n=min(plan.prompts, done + (not counted)), total=plan.prompts)
            self.query_one(Rule).steps = tuple(
                "done" if n < done else "now" if n == done else "open" for n in range(plan.prompts)
            )

    def _how(self, dojo: Dojo) -> None:
        """Who grades: the fingers, the text or the picked keys; and what the terminal makes of the chord."""
        prompt = dojo.prompt
        assert prompt is not None
        ways = {"press": _("Press it"), "text": _("Type it as text"), "pick": _("Pick the keys")}
        left = ways[prompt.mode]
        if prompt.copying:
            left = {"press": _("Copy it: press what is lit"), "text": _("Copy it: type what is lit"),
                    "pick": _("Copy it: pick what is lit")}[prompt.mode]  # fmt: skip
        modes = {"insert": _("in insert mode"), "visual": _("in visual mode")}
        if said := modes.get(prompt.key.mode):
            left += f", {said}"
        words = in_words(prompt.delivery, self.keymap) if prompt.delivery else ""
        merged = prompt.delivery is not None and prompt.delivery.state == "merged"
        if merged and not (prompt.copying or dojo.settled):
            words = _("merged with others in this terminal")  # which ones would tell the answer
        title = short_name(self.keymap)
        right = f"{title}; {words}" if words else title
        if len(left) + len(right) + 6 > self.size.width:
            right = words or title
        if len(left) + len(right) + 4 > self.size.width:
            right = ""
        self.query_one("#how", Line).set(left, right)

    def _code_rows(self) -> int:
        height = self.size.height
        if height >= Keyboard.AIRY:
            return 7
        return 5

    def _code(self, dojo: Dojo) -> None:
        prompt, code, where = dojo.prompt, self.query_one("#code", Static), self.query_one("#where", Static)
        assert prompt is not None
        situation, rows = prompt.situation, self._code_rows()
        landed = dojo.settled and situation.lands is not None
        where.update("")
        if landed and situation.lands is not None:
            head = situation.lands.file
            if situation.of > 1:
                head += ", " + _("1 of {n}").format(n=situation.of)
            code.update(place(situation.lands, rows, head=head))
            were = _("{file}, where you were").format(file=situation.at.file)
            where.update(place(situation.at, rows, head=were, left=True))
        else:
            code.update(place(situation.at, rows))
        short = self.size.height < 24
        self.query_one("#codes").display = not (short and prompt.mode == "pick" and not dojo.settled)

    def _field(self, dojo: Dojo) -> None:
        prompt, field = dojo.prompt, self.query_one("#field", Static)
        assert prompt is not None
        row = Content("")
        if not dojo.settled and prompt.mode == "text":
            hint = "" if self.text else "  " + _("as in ctrl+alt+b; none: no default key")
            row = styled("> ", "bold $you") + Content(self.text) + styled(" ", "reverse") + styled(hint, "$soft")
        elif not dojo.settled and prompt.mode == "pick":
            chord = self._picked_chord()
            row = styled("> ", "bold $you") + Content(self.keymap.shown(chord) if chord else "")
        elif prompt.copying and not dojo.settled:
            row = styled(self.keymap.shown(prompt.key.chord), "bold $you")
        if prompt.copying and not dojo.settled and prompt.mode != "press":
            row = between(row, styled(self._answer(), "bold $you"), max(20, min(76, self.size.width - 4)))
        self.query_one("#field").display = self.size.height >= 24 or bool(row.plain.strip())
        field.update(row)

    def _answer(self) -> str:
        prompt = self.dojo.prompt if self.dojo else None
        return self.keymap.shown(prompt.key.chord) if prompt else ""

    def _board(self, dojo: Dojo) -> None:
        prompt, keyboard = dojo.prompt, self.query_one(Keyboard)
        assert prompt is not None
        shows = prompt.copying or dojo.settled
        picking = prompt.mode == "pick" and not dojo.settled
        lit = _keys(prompt.key.chord) if shows and not (picking and self.chosen) else set()
        if picking:
            lit = {*lit, *self.chosen}
        keyboard.display = self.size.height >= 24 or picking
        keyboard.light(lit, self.at if picking else None)

    def _verdict(self, dojo: Dojo) -> None:
        verdict, outcome, prompt = self.query_one(Verdict), dojo.last, dojo.prompt
        assert prompt is not None
        if outcome is None:
            waits = {
                "press": (_("Waiting for your keys"), _("all of them come here, Ctrl+Q and Tab too")),
                "text": (_("Not answered yet"), _("recall, not speed")),
                "pick": (_("Not answered yet"), _("recall, not speed")),
            }
            head, right = waits[prompt.mode]
            verdict.tell("none", head, right if self.size.width >= 76 else "", self._warned(dojo))
            return
        verdict.tell(*self._said(dojo, outcome))
        verdict.styles.max_height = max(2, self.size.height - self._above())

    def _above(self) -> int:
        """Rows of all but the verdict."""
        keyboard = (11 if self.size.height >= Keyboard.AIRY else 6) if self.query_one(Keyboard).display else 0
        text = self.dojo.prompt.situation.ask if self.dojo and self.dojo.prompt else ""
        ask = -(-len(text) // max(1, min(90, self.size.width - 4)))
        airy = 4 if self.size.height >= 24 else 0  # blank rows, and that of the field
        return 4 + ask + self._code_rows() + 1 + airy + keyboard

    def _warned(self, dojo: Dojo) -> list[Content]:
        """Why the fingers are not asked, where they are not."""
        prompt = dojo.prompt
        assert prompt is not None
        if prompt.delivery is None or prompt.mode == "press" or dojo.can_press(prompt.key):
            return []
        if prompt.delivery.state == "closes":
            return [styled(_("Its keys close the window of many terminals: do not press them here."), "$soft")]
        advice = mend(prompt.delivery, self.terminal) if self.fresh == 1 else ""
        return [styled(advice, "$soft")] if advice else []

    def _said(self, dojo: Dojo, outcome: Outcome) -> Said:
        given = self.keymap.shown(outcome.given) if outcome.given else _("no default key")
        return _SAID[outcome.kind](self, dojo, outcome, given)

    def _right(self, dojo: Dojo, outcome: Outcome, given: str) -> Said:
        prompt = dojo.prompt
        assert prompt is not None
        head = f"{given}: {called(prompt.action)}"
        by = {"press": "", "text": _("by text: recall"), "pick": _("by picking: recall")}
        right = self._speed(outcome) or by[outcome.mode]
        body = [Content(prompt.situation.said)] if prompt.situation.said and not outcome.copied else []
        if outcome.copied and outcome.mode == "press":
            item = dojo.item
            if item.target_ms is None:
                head, body = _("Copied once"), [Content(_("Once more, as fast as it comes: this is your copy speed."))]
            else:
                body = [Content(_("Copied. From now on it is asked for without being shown."))]
        elif outcome.copied:
            body = [Content(_("From now on it is asked for without being shown."))]
        elif not outcome.first:
            body = [styled(_("Not at the first try, so it comes back soon."), "$soft"), *body]
        elif dojo.item.automatic:
            body.append(styled(_("Automatic: it comes without thinking."), "$soft"))
        return "good", head, right, body

    def _speed(self, outcome: Outcome) -> str:
        if outcome.ms is None:
            return ""
        took = _("{s} s").format(s=f"{outcome.ms / 1000:.2f}")
        if outcome.target is None or outcome.copied:
            return took
        return f"{took}, " + _("target {s} s").format(s=f"{outcome.target / 1000:.2f}")

    def _wrong(self, dojo: Dojo, outcome: Outcome, given: str) -> Said:
        head = _("Not right")
        theirs = ", ".join(called(actions()[id]) for id in outcome.taken_for)
        if theirs:
            said = _("{chord} is: {action}.").format(chord=given, action=theirs)
        elif outcome.given is None:
            said = _("It has a default key.")
        else:
            said = _("{chord} does nothing of this keymap.").format(chord=given)
        return "bad", head, given, [Content(said + " " + _("Try again."))]

    def _merged(self, dojo: Dojo, outcome: Outcome, given: str) -> Said:
        said = _("What came can be several chords, so it counts neither way. Enter: type it.")
        return "info", _("This terminal cannot tell"), given, [Content(said)]

    def _unknown(self, dojo: Dojo, outcome: Outcome, given: str) -> Said:
        return "info", _("Not counted"), "", [Content(outcome.why)]

    def _more(self, dojo: Dojo, outcome: Outcome, given: str) -> Said:
        return "none", f"{given} …", _("the next stroke"), []

    def _shown(self, dojo: Dojo, outcome: Outcome, given: str) -> Said:
        prompt = dojo.prompt
        assert prompt is not None
        said = [Content(prompt.situation.said)] if prompt.situation.said else []
        return "info", f"{given}: {called(prompt.action)}", _("shown, comes back last"), said

    def _refused(self, dojo: Dojo, outcome: Outcome, given: str) -> Said:
        return "info", _("That is no chord"), _("not counted"), [Content(outcome.why)]

    def _result(self, dojo: Dojo) -> None:
        if not self.told:
            self.told = True
            self.finished(dojo)
        figures = _("{right} of {total} right at the first try").format(right=dojo.right, total=dojo.asked)
        rows = [styled(figures, "bold $strong"), Content("")]
        if not dojo.asked and self.plan.due:
            rows = [styled(_("Nothing is due today."), "bold $strong")]
        width = max(30, min(88, self.size.width - 6))
        for title, count in summary(dojo)[:8]:
            times = ngettext("missed once", "missed {n} times", count).format(n=count)
            row = Content(title) + styled(f"   {times}", "$soft")
            rows += wrapped(row, width, hang=2, lead=styled("✗ ", "bold $bad"))
        self.query_one("#result", Static).update(Content("\n").join(rows))

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
        if event.key == "enter":
            if dojo.write(self.text) is not None:
                self.text = self.text if dojo.last is not None and dojo.last.kind == "refused" else ""
                self._answered(dojo)
        elif event.key == "tab":
            self.do_pick_keys()
        elif event.key == "backspace":
            self.text = self.text[:-1]
            self._field(dojo)
        elif event.key == "space" and not self.text:
            self.do_reveal()
        elif event.character and event.character.isprintable():
            self.text += event.character
            self._field(dojo)

    def on_paste(self, event: events.Paste) -> None:
        dojo = self.dojo
        if dojo is not None and dojo.prompt is not None and dojo.prompt.mode == "text" and not dojo.settled:
            self.text += " ".join(event.text.split())
            self._field(dojo)

    def _pick(self, dojo: Dojo, event: events.Key) -> None:
        keyboard = self.query_one(Keyboard)
        steps = {"up": (-1, 0), "down": (1, 0), "left": (0, -1), "right": (0, 1)}
        if event.key in steps:
            self.at = keyboard.moved(self.at, *steps[event.key])
            self._board(dojo)
        elif event.key == "space":
            self._toggle(keyboard.key_at(self.at))
        elif event.key == "backspace":
            self.strokes, self.chosen = [], set()
            self.show()
        else:
            own = {
                "enter": self.do_go, "tab": self.do_press_keys, "s": self.do_next_stroke, "n": self.do_no_key,
                "a": self.do_reveal,
            }.get(event.key)  # fmt: skip
            if own is not None:
                own()

    @on(Keyboard.Picked)
    def _clicked(self, message: Keyboard.Picked) -> None:
        dojo = self.dojo
        if dojo is not None and dojo.prompt is not None and not dojo.settled:
            if dojo.prompt.mode != "pick":
                self.do_pick_keys()
            self.at = self.query_one(Keyboard).place_of(message.key)
            self._toggle(message.key)

    def _toggle(self, key: str) -> None:
        """Take a key to the chord or out of it; of keys that are no modifiers there is one."""
        if not key:
            return
        if key in self.chosen:
            self.chosen.discard(key)
        else:
            if key not in _MODIFIERS:
                self.chosen &= _MODIFIERS
            self.chosen.add(key)
        self.show()

    def _picked_chord(self) -> Chord | None:
        strokes = [*self.strokes]
        if self.chosen:
            strokes.append(_stroke(self.chosen))
        return Chord(tuple(strokes)) if strokes else None

    def _answered(self, dojo: Dojo) -> None:
        outcome = dojo.last
        self.strokes, self.chosen = ([], set()) if outcome is not None and outcome.kind != "refused" else (
            self.strokes, self.chosen
        )  # fmt: skip
        hurries = self.plan.seconds is not None and self.plan.seconds <= HURRY
        if hurries and outcome is not None and outcome.kind == "right":
            self._hurry(dojo, outcome)
        else:
            self.show()

    def _hurry(self, dojo: Dojo, outcome: Outcome) -> None:
        """In a sprint the next prompt comes at once; the verdict of the last one stands beside it."""
        said = self._said(dojo, outcome)
        dojo.advance()
        self._fresh()
        if not dojo.over:
            self.query_one(Verdict).tell("good", said[1], said[2])

    # ── Commands ─────────────────────────────────────────────────────────────────────────────────

    def footer(self) -> Sequence[tuple[str, str, str]]:
        dojo = self.dojo
        if dojo is None:
            return []
        if dojo.over:
            return [("go", "Enter", _("once more"))]
        assert dojo.prompt is not None
        if dojo.settled:
            pin = _("unpin") if dojo.item.pinned else _("pin")
            mute = _("unmute") if dojo.item.muted else _("mute")
            return [("go", "Enter", _("next")), ("again", "Space", _("again")), ("mute", "m", mute), ("pin", "i", pin)]
        return _KEYS[dojo.prompt.mode](self)

    def _keys_to_press(self) -> list[tuple[str, str, str]]:
        return [("reveal", "Space", _("show me")), ("type-it", "Enter", _("type it instead"))]

    def _keys_to_type(self) -> list[tuple[str, str, str]]:
        keys = [("go", "Enter", _("answer")), ("pick-keys", "Tab", _("pick keys"))]
        return [*keys, ("reveal", "Space", _("show me"))] if not self.text else keys

    def _keys_to_pick(self) -> list[tuple[str, str, str]]:
        return [
            ("go", "Enter", _("answer")), ("mark", "Space", _("key")), ("next-stroke", "s", _("next stroke")),
            ("no-key", "n", _("no default key")), ("reveal", "a", _("show me")), ("press-keys", "Tab", _("other way")),
        ]  # fmt: skip

    def do_go(self) -> None:
        """Next, once more, or answer with what was typed or picked."""
        dojo = self.dojo
        if dojo is None:
            return
        if dojo.over:
            self._start()
        elif dojo.settled:
            dojo.advance()
            self._fresh()
        elif dojo.prompt is not None and dojo.prompt.mode == "pick":
            chord = self._picked_chord()
            if chord is not None and dojo.pick(chord) is not None:
                self._answered(dojo)
        elif dojo.write(self.text) is not None:
            self.text = ""
            self._answered(dojo)

    def do_mark(self) -> None:
        self._toggle(self.query_one(Keyboard).key_at(self.at))

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
            self.query_one("#field").display = True
            self.query_one("#field", Static).update(styled(f"↻ {on_ if now else off}", "bold $ink"))
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
        if self.chosen:
            self.strokes.append(_stroke(self.chosen))
            self.chosen = set()
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


_MODIFIERS = frozenset({"ctrl", "alt", "shift", "cmd"})
_SAID = {
    "right": PractiseScreen._right, "wrong": PractiseScreen._wrong, "merged": PractiseScreen._merged,
    "unknown": PractiseScreen._unknown, "more": PractiseScreen._more, "shown": PractiseScreen._shown,
    "refused": PractiseScreen._refused,
}  # fmt: skip
_KEYS = {
    "press": PractiseScreen._keys_to_press, "text": PractiseScreen._keys_to_type, "pick": PractiseScreen._keys_to_pick,
}  # fmt: skip


def _keys(chord: Chord | None) -> set[str]:
    """Keys of a chord as the board names them."""
    return {part for stroke in (chord.strokes if chord else ()) for part in (*stroke.modifiers, stroke.key) if part}


def _stroke(chosen: set[str]) -> Stroke:
    """The stroke of picked keys."""
    return Stroke(frozenset(chosen & _MODIFIERS), next(iter(chosen - _MODIFIERS), ""))
