"""A sitting in the dojo: what is asked, what an answer is worth, and what goes into the log."""

from __future__ import annotations

from pathlib import Path

from tutor.course.situation import Place
from tutor.course.situation import Situation as Written
from tutor.course.types import Keys, Prose, Text
from tutor.keyboard.chords import parse
from tutor.keyboard.delivery import Terminal
from tutor.keyboard.keymaps import FIRST, Keymap, keymap
from tutor.keyboard.situations import excerpt
from tutor.keyboard.training import Act, Training
from tutor.lesson.dojo import PLANS, Dojo, Plan, Situations, due_of, item_of, prefix_of, training_of
from tutor.lesson.keys_step import plan_of_step, situations_of_step
from tutor.progress.events import Draft
from tutor.progress.open import open_store

GNOME, VSCODE = keymap("intellij-linux-gnome"), keymap("vscode-linux")
KITTY, LEGACY = Terminal("kitty"), Terminal("legacy")


class Kept:
    """A recorder, and a clock that is set."""

    def __init__(self) -> None:
        self.drafts: list[Draft] = []
        self.now = 100.0

    def record(self, draft: Draft) -> int:
        self.drafts.append(draft)
        return len(self.drafts)

    def clock(self) -> float:
        return self.now


def known(*actions: str, day: int = 1) -> Training:
    training = Training()
    for action in actions:
        training.add_all([Act("copy", action, day, {"mode": "press", "ms": 500})] * 2)
        training.add(Act("answer", action, day, {"mode": "press", "right": True, "first": True, "ms": 800}))
    return training


def sitting(
    map_: Keymap = GNOME, terminal: Terminal = KITTY, training: Training | None = None, *,
    only: list[str] | None = None, plan: Plan = PLANS["practise"], day: int = 1, situations: Situations | None = None,
) -> tuple[Dojo, Kept]:  # fmt: skip
    kept = Kept()
    training = Training() if training is None else training
    dojo = Dojo(map_, terminal, training, kept, plan, day, kept.clock, seed=1, only=only, situations=situations)
    return dojo, kept


def test_a_new_chord_is_copied_twice_with_its_keys_shown_and_then_asked_for() -> None:
    dojo, kept = sitting(only=["declaration"])
    for n in range(2):
        assert dojo.prompt is not None
        assert (dojo.prompt.action.id, dojo.prompt.copying, dojo.prompt.mode) == ("declaration", True, "press")
        kept.now += 0.5
        outcome = dojo.arrive("ctrl+b")
        assert outcome is not None
        assert (outcome.kind, outcome.copied, outcome.ms) == ("right", True, 500)
        dojo.advance()
        assert dojo.asked == 0, n
    assert dojo.prompt is not None and not dojo.prompt.copying
    assert [draft.kind for draft in kept.drafts] == ["copy", "copy"]
    assert dojo.item.target_ms == 900


def test_latency_is_from_when_it_could_be_seen_to_when_the_key_arrived() -> None:
    dojo, kept = sitting(training=known("declaration"), only=["declaration"])
    dojo.begin(200.0)
    kept.now = 300.0
    outcome = dojo.arrive("ctrl+b", 200.75)
    assert outcome is not None
    assert (outcome.kind, outcome.ms, outcome.target) == ("right", 750, 900)
    assert kept.drafts[-1].item == "keys:intellij-linux-gnome#declaration"
    assert kept.drafts[-1].data == {
        "mode": "press", "right": True, "first": True, "given": "ctrl+b", "ms": 750, "visit": dojo.visit, "tries": 1,
        "spent": 200_000,
    }  # fmt: skip
    assert (dojo.asked, dojo.right) == (1, 1)


def test_all_the_time_of_a_sitting_is_told_once_the_verdicts_read_too() -> None:
    dojo, kept = sitting(training=known("declaration"), only=["declaration"])
    for act in (lambda: dojo.arrive("ctrl+q"), lambda: dojo.arrive("ctrl+b"), dojo.pin, dojo.reveal):
        if dojo.settled and act == dojo.reveal:
            dojo.advance()
        kept.now += 3
        act()
    spent = {draft.kind: draft.data.get("spent") for draft in kept.drafts}
    assert spent == {"answer": 3000, "pin": None, "reveal": 6000}


def test_a_wrong_chord_says_whose_it_is_and_may_be_mended() -> None:
    dojo, kept = sitting(training=known(*FIRST), only=["implementation"])
    outcome = dojo.arrive("ctrl+b")
    assert outcome is not None
    assert (outcome.kind, outcome.taken_for) == ("wrong", ("declaration",))
    assert not dojo.settled
    assert dojo.arrive("alt+ctrl+b") is not None
    assert dojo.settled
    assert [draft.data["first"] for draft in kept.drafts] == [True, False]
    assert (dojo.asked, dojo.right) == (1, 0)


def test_in_a_legacy_terminal_the_three_are_asked_for_as_text_and_never_right_by_pressing() -> None:
    dojo, kept = sitting(terminal=LEGACY, training=known(*FIRST), only=["implementation"])
    assert dojo.prompt is not None
    assert dojo.prompt.mode == "text"
    assert dojo.arrive("ctrl+b") is None
    dojo.answer_by("press")
    assert dojo.prompt.mode == "text"
    outcome = dojo.write("b + alt + Control")
    assert outcome is not None
    assert (outcome.kind, outcome.mode, outcome.ms) == ("right", "text", None)
    assert "ms" not in kept.drafts[-1].data


def test_what_is_no_chord_is_refused_and_decides_nothing() -> None:
    dojo, kept = sitting(training=known("declaration"), only=["declaration"])
    outcome = dojo.write("ctrl+и")
    assert outcome is not None
    assert (outcome.kind, dojo.settled) == ("refused", False)
    assert "Latin" in outcome.why
    assert not kept.drafts


def test_letters_alone_are_text_and_no_chord_unless_the_keymap_has_such_ones() -> None:
    dojo, kept = sitting(terminal=LEGACY, training=known("declaration"), only=["declaration"])
    for text in ("b", "foo", "12"):
        outcome = dojo.write(text)
        assert outcome is not None
        assert (outcome.kind, "ctrl+alt+b" in outcome.why) == ("refused", True)
    assert kept.drafts == []
    vim, _kept = sitting(keymap("neovim"), LEGACY, known("implementation"), only=["implementation"])
    for text, kind in (("grn", "wrong"), ("gri", "right")):
        outcome = vim.write(text)
        assert outcome is not None
        assert outcome.kind == kind


def test_keys_are_picked_and_the_mode_is_kept() -> None:
    dojo, kept = sitting(training=known("declaration"), only=["declaration"])
    dojo.answer_by("pick")
    assert dojo.pick(parse("ctrl+alt+b")) is not None
    outcome = dojo.pick(parse("ctrl+b"))
    assert outcome is not None
    assert outcome.kind == "right"
    assert {draft.data["mode"] for draft in kept.drafts} == {"pick"}


def test_no_default_key_is_an_answer_of_its_own() -> None:
    training = known("type_declaration")
    for wrong, right in (("ctrl+f12", "none"), ("f12", "-")):
        dojo, _kept = sitting(VSCODE, training=training, only=["type_declaration"])
        assert dojo.prompt is not None
        assert (dojo.prompt.mode, dojo.prompt.delivery) == ("text", None)
        first, then = dojo.write(wrong), dojo.write(right)
        assert first is not None
        assert then is not None
        assert (first.kind, then.kind) == ("wrong", "right")
    dojo, _kept = sitting(VSCODE, training=known("declaration"), only=["declaration"])
    outcome = dojo.write("none")
    assert outcome is not None
    assert outcome.kind == "wrong"


def test_two_strokes_and_two_taps() -> None:
    dojo, _kept = sitting(VSCODE, training=known("last_edit"), only=["last_edit"])
    first = dojo.arrive("ctrl+k")
    assert first is not None
    assert (first.kind, dojo.pressed_so_far) == ("more", 1)
    then = dojo.arrive("ctrl+q")
    assert then is not None
    assert then.kind == "right"
    dojo, _kept = sitting(training=known("search_everywhere"), only=["search_everywhere"])
    dojo.arrive("left_shift")
    done = dojo.arrive("left_shift")
    assert done is not None
    assert done.kind == "right"


def test_modifiers_alone_and_locks_are_passed_over() -> None:
    dojo, _kept = sitting(training=known("declaration"), only=["declaration"])
    assert [dojo.arrive(name) for name in ("left_control", "caps_lock", "left_shift")] == [None] * 3
    outcome = dojo.arrive("ctrl+b")
    assert outcome is not None
    assert outcome.kind == "right"


def test_a_shown_answer_earns_nothing() -> None:
    dojo, kept = sitting(training=known(*FIRST), only=list(FIRST))
    assert dojo.prompt is not None
    shown = dojo.prompt.action.id
    outcome = dojo.reveal()
    assert outcome is not None
    assert (outcome.kind, dojo.settled, dojo.right) == ("shown", True, 0)
    assert kept.drafts[-1].kind == "reveal"
    asked = []
    for _ in range(2):
        dojo.advance()
        assert dojo.prompt is not None
        asked.append(dojo.prompt.action.id)
        assert dojo.prompt.key.chord is not None
        dojo.write(dojo.prompt.key.chord.text)
    assert shown not in asked


def test_again_is_not_counted() -> None:
    dojo, kept = sitting(training=known("declaration"), only=["declaration"])
    dojo.arrive("ctrl+b")
    dojo.again()
    assert not dojo.settled
    outcome = dojo.arrive("ctrl+b")
    assert outcome is not None
    assert outcome.first
    assert (len(kept.drafts), dojo.asked) == (1, 1)


def test_pin_and_mute_are_kept_and_taken_back() -> None:
    dojo, kept = sitting(training=known(*FIRST))
    assert dojo.pin() and dojo.item.pinned
    assert dojo.mute() and dojo.item.muted
    assert not dojo.mute()
    assert [(draft.kind, draft.data["on"]) for draft in kept.drafts] == [("pin", True), ("mute", True), ("mute", False)]


def test_a_sitting_ends_by_its_count_by_its_time_and_when_nothing_is_due() -> None:
    dojo, kept = sitting(training=known(*FIRST), plan=Plan("x", "x", "", prompts=2))
    for _ in range(2):
        assert dojo.prompt is not None and dojo.prompt.key.chord is not None
        dojo.write(dojo.prompt.key.chord.text)
        dojo.advance()
    assert dojo.over
    dojo, kept = sitting(training=known(*FIRST), plan=PLANS["sprint"])
    kept.now += 61
    dojo.advance()
    assert dojo.over
    training = known(*FIRST, day=1)
    assert due_of(training, GNOME, 1) == []
    assert len(due_of(training, GNOME, 2)) == 3
    dojo, _kept = sitting(training=training, plan=PLANS["review"], day=2)
    for _ in range(3):
        assert dojo.prompt is not None and dojo.prompt.key.chord is not None
        dojo.write(dojo.prompt.key.chord.text)
        dojo.advance()
    assert dojo.over
    assert (dojo.asked, dojo.right) == (3, 3)


def test_what_was_done_is_read_back_from_the_log_and_keymaps_stay_apart(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    kept = Kept()
    dojo = Dojo(GNOME, KITTY, Training(), kept, PLANS["practise"], 1, kept.clock, seed=1, only=["declaration"])
    for _ in range(3):
        kept.now += 0.6
        dojo.arrive("ctrl+b")
        dojo.advance()
    store.append(kept.drafts)
    store.append([Draft("answer", item_of("intellij-linux-kde", "rename"), {"right": True, "first": True})])
    training = training_of(store, GNOME.name)
    last = store.events_below(prefix_of(GNOME.name))[-1]
    store.append([Draft("undo", last.item, target=last.id)])
    assert training_of(store, GNOME.name).items["declaration"].right == 0
    store.close()
    assert set(training.items) == {"declaration"}
    assert (training.items["declaration"].copy_ms, training.items["declaration"].right) == (600, 1)


def test_what_merges_is_told_and_decides_nothing() -> None:
    dojo, kept = sitting(VSCODE, LEGACY, known("goto_line"), only=["goto_line"])  # ctrl+g and ctrl+shift+g
    assert dojo.prompt is not None
    dojo.prompt = dojo.prompt._replace(mode="press")
    outcome = dojo.arrive("ctrl+g")
    assert outcome is not None
    assert (outcome.kind, dojo.settled, kept.drafts) == ("merged", False, [])


def test_a_step_brings_code_of_its_own() -> None:
    files = {"app.py": Text("note = load()\nnote.save()\n"), "note.py": Text("class Note:\n    def save(self): ...\n")}
    call = Place(cursor="app.py:2:6", lands=["note.py:2", "note.py:1"], ask=Prose("Find save."), said=Prose("Here."))
    own = Place(action="implementation", cursor="app.py:1:1")
    step = Keys(
        id="k", title=Prose("K"), actions=["declaration", "implementation"],
        situation=Written(files=files, places={"call": call, "own": own}),
    )  # fmt: skip
    plan, only = plan_of_step(step, GNOME)
    dojo, _kept = sitting(training=known(*only), only=only, plan=plan, situations=situations_of_step(step, only))
    seen = {}
    while dojo.prompt is not None:
        seen[dojo.prompt.action.id] = dojo.prompt.situation
        dojo.reveal()
        dojo.advance()
    one, other = seen["declaration"], seen["implementation"]
    assert (one.ask, one.said, one.of) == ("Find save.", "Here.", 2)
    assert one.lands is not None
    assert (one.at.line, one.lands.file, one.lands.line, one.lands.start) == (2, "note.py", 2, 8)
    assert excerpt(one.lands, 5) == [(1, "class Note:"), (2, "    def save(self): ...")]
    assert "which keys?" in other.ask
    assert other.lands is None
