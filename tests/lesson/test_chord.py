"""Chords in reviews: what the dojo and typed text are worth, and which chords are asked."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from tests.lesson.test_review import Kept
from tests.progress.samples import DAY, Hands
from tutor.keyboard.delivery import Terminal
from tutor.keyboard.keymaps import keymap
from tutor.keyboard.training import Act, Training
from tutor.lesson import chord
from tutor.lesson.backlog import backlog
from tutor.lesson.dojo import Dojo, Plan, training_of
from tutor.lesson.grading import NoAnswerError, grade
from tutor.lesson.review import Review, title_of
from tutor.lesson.reviewable import Reviewable
from tutor.progress import caches, schema
from tutor.progress.events import Draft, seal, study_day_now
from tutor.progress.grades import AGAIN, EASY, GOOD, HARD
from tutor.progress.open import FILE, open_store
from tutor.progress.store import Store

GNOME = keymap("intellij-linux-gnome")
ITEM = f"keys:{GNOME.name}#declaration"
ITEMS = Reviewable(actions=tuple(GNOME.keys))


def sitting(store: Store, hands: Hands, training: Training | None = None) -> Dojo:
    clock = iter(range(1_000))
    training = training or Training().add_all([Act("copy", "declaration", 1, {"mode": "press", "ms": 900})] * 2)
    return Dojo(
        GNOME, Terminal("kitty"), training, Kept(store), Plan("one", "", "", prompts=1), study_day_now(hands),
        lambda: next(clock) / 10, seed=1, only=["declaration"],
    )  # fmt: skip


@pytest.mark.parametrize(("keys", "grade"), [("b", GOOD), ("xb", HARD), ("x", AGAIN)])
def test_a_visit_in_the_dojo_is_graded_by_its_tries(store: Store, hands: Hands, keys: str, grade: int) -> None:
    dojo = sitting(store, hands)
    for key in keys:
        dojo.arrive(f"ctrl+{key}")
    assert store.cards()[ITEM].grade == grade


def test_a_shown_chord_was_not_known(store: Store, hands: Hands) -> None:
    dojo = sitting(store, hands)
    dojo.reveal()
    assert store.cards()[ITEM].grade == AGAIN


def test_a_chord_that_is_automatic_and_comes_in_time_is_easy(store: Store, hands: Hands) -> None:
    training = Training().add_all([Act("copy", "declaration", 1, {"mode": "press", "ms": 900})] * 2)
    quick = {"mode": "press", "right": True, "first": True, "ms": 800}
    training.add_all([Act("answer", "declaration", day, quick) for day in (1, 1, 1, 2, 2, 2)])
    sitting(store, hands, training).arrive("ctrl+b")
    assert store.cards()[ITEM].grade == EASY


def test_practised_chords_are_due_and_those_of_one_keymap_alone(store: Store, hands: Hands) -> None:
    sitting(store, hands).arrive("ctrl+b")
    store.append([Draft("answer", "keys:vscode-linux#declaration", {"right": True})])
    hands.at += 20 * DAY
    assert [one.item for one in backlog(store, ITEMS, keymap=lambda: GNOME.name).items] == [ITEM]
    assert backlog(store, ITEMS).items == []


def test_a_muted_chord_rests_until_it_is_wanted_again(store: Store, hands: Hands) -> None:
    sitting(store, hands).arrive("ctrl+b")
    store.append([Draft("mute", ITEM, {"on": True})])
    hands.at += 20 * DAY
    assert backlog(store, ITEMS, keymap=lambda: GNOME.name).items == []
    store.append([Draft("mute", ITEM, {"on": False})])
    assert len(backlog(store, ITEMS, keymap=lambda: GNOME.name).items) == 1


def test_a_log_from_before_chords_were_asked_knows_which_are_muted(tmp_path: Path) -> None:
    with closing(schema.connect(tmp_path / FILE)) as db:
        schema.migrate(db, schema.MIGRATIONS[:3])
        with schema.transaction(db):
            caches.bring(db, [
                seal(Draft(kind, ITEM, data), device=schema.device(db), seq=n, at=n * 1000, offset=0)
                for n, (kind, data) in enumerate([("answer", {"right": True}), ("mute", {"on": True})], 1)
            ])  # fmt: skip
            caches.rebuild(db)
            db.execute("UPDATE card SET rest=0")  # as it was worked out then
    with closing(open_store(tmp_path, clock=Hands())) as store:
        assert store.cards()[ITEM].rest > 1 << 20


def test_as_text_any_spelling_of_the_chord_is_right() -> None:
    lessons = chord.lessons_of(GNOME.name, "declaration", 0, None)
    assert lessons is not None
    step = lessons["en"].steps[0]
    assert grade(step, " Ctrl+B ").right
    wrong = grade(step, "alt+ctrl+b")
    assert not wrong.right and "Go to implementation" in wrong.said[0]
    assert not grade(step, "none").right
    for nothing in ("", "no+such+chord"):
        with pytest.raises(NoAnswerError):
            grade(step, nothing)
    assert chord.lessons_of(GNOME.name, "no-such", 0, None) is None
    assert chord.lessons_of("no-such", "declaration", 0, None) is None


def test_a_chord_typed_in_a_review_counts_in_the_dojo_too(store: Store, hands: Hands) -> None:
    sitting(store, hands).arrive("ctrl+b")
    hands.at += 20 * DAY
    items = backlog(store, ITEMS, keymap=lambda: GNOME.name).items
    review = Review(items, lambda id: {}, Kept(store), today=study_day_now(hands))
    assert review.session.answer("ctrl+b").right
    assert store.cards()[ITEM].now.reps == 2
    item = training_of(store, GNOME.name).items["declaration"]
    assert (item.asked, item.right, item.by_mode["text"]) == (2, 2, 1)
    undone = review.undo()
    assert undone is not None and store.undo_visit(*undone) == 1
    assert store.cards()[ITEM].now.reps == 1


def test_items_of_no_lesson_have_names() -> None:
    assert title_of("ref:status#404") == "404 Not Found"
    assert title_of(ITEM) == "Go to declaration (or usages)"
    assert title_of("a.b#gone") == "a.b#gone"
