"""The rules by which a log becomes the state of steps and the figures of days."""

from __future__ import annotations

from typing import Any

import pytest

from tests.progress.samples import NOON, answer
from tutor.progress.events import Draft, Event, seal
from tutor.progress.reducer import MOST_MS, StepState, Tally, effective, replay, step_of

ITEM = "http.intro#first"


def told(*drafts: Draft, apart: int = 1000) -> list[Event]:
    """Events of these drafts, some time apart."""
    return [
        seal(draft, device="dev", seq=n, at=NOON + n * apart, offset=0) for n, draft in enumerate(drafts, 1)
    ]  # fmt: skip


def state(*drafts: Draft) -> StepState:
    after, _days = replay(told(*drafts))
    assert after is not None
    return after


def figures(*drafts: Draft) -> Tally:
    _state, days = replay(told(*drafts))
    return sum(days.values(), Tally())


def act(kind: str, visit: str = "v1", **data: Any) -> Draft:
    return Draft(kind, ITEM, {"visit": visit, **data})


def test_a_right_answer_at_the_first_try_is_right() -> None:
    after = state(answer())
    assert (after.done, after.result, after.tries, after.first_right) == (True, "right", 1, True)


def test_a_right_answer_at_a_later_try_was_helped() -> None:
    after = state(answer(right=False), answer(tries=2))
    assert (after.done, after.result, after.tries, after.first_right) == (True, "helped", 2, False)


def test_a_right_answer_after_a_hint_was_helped() -> None:
    after = state(act("hint", n=1), answer(hints=1, unsure=True))
    assert (after.result, after.hints, after.first_right, after.unsure) == ("helped", 1, False, True)


def test_a_wrong_answer_does_not_finish_a_step() -> None:
    after = state(answer(right=False))
    assert (after.done, after.result) == (False, "missed")


def test_a_step_once_done_stays_done_and_shows_how_the_latest_visit_went() -> None:
    after = state(answer(), answer(right=False, visit="v2"))
    assert (after.done, after.result, after.first_right) == (True, "missed", True)


def test_after_the_right_answer_a_visit_decides_nothing_more() -> None:
    assert state(answer(), answer(right=False, tries=2)).result == "right"
    assert state(answer(), act("reveal", tries=1, hints=0)).result == "right"


def test_a_right_answer_after_the_reveal_stays_revealed_in_that_visit() -> None:
    assert state(act("reveal", tries=1, hints=2), answer(tries=2)).result == "revealed"
    assert state(act("reveal", tries=1, hints=2), answer(visit="v2")).result == "right"


def test_a_reveal_finishes_a_step_and_spoils_the_first_try() -> None:
    after = state(act("reveal", tries=0, hints=2), answer(visit="v2"))
    assert (after.done, after.first_right) == (True, False)
    assert state(act("reveal", tries=3, hints=2)).hints == 2


def test_events_without_a_visit_are_visits_of_their_own() -> None:
    assert state(answer(visit=None), answer(visit=None, right=False)).result == "missed"


def test_reading_and_sending_finish_a_step() -> None:
    assert (state(act("read")).done, state(act("read")).result) == (True, "read")
    assert (state(act("run")).done, state(act("run")).result) == (True, "sent")


@pytest.mark.parametrize(("right", "first"), [(True, True), (False, False), (None, False)])
def test_a_prediction_counts_as_an_answer_only_if_there_was_one(right: bool | None, first: bool) -> None:
    draft = act("run", right=right, tries=1)
    assert state(draft).first_right is first
    assert figures(draft).answers == (right is not None)
    assert state(draft).done


def test_leaving_a_step_out_does_not_finish_it_and_hides_nothing() -> None:
    assert (state(act("skip")).done, state(act("skip")).result) == (False, "skipped")
    assert state(answer(right=False), act("skip")).result == "missed"
    assert state(answer(), act("skip", visit="v2")).result == "right"


def test_a_visit_alone_begins_a_step() -> None:
    after = state(act("visit"))
    assert (after.done, after.result, after.last_at) == (False, "begun", NOON + 1000)


def test_a_hint_is_kept_until_an_answer_comes() -> None:
    assert state(act("hint", n=1), act("hint", n=2)).hints == 2
    assert state(answer(), act("hint", visit="v2", n=1)).hints == 0


def test_first_tries_are_counted_for_each_visit() -> None:
    counted = figures(answer(right=False), answer(tries=2), answer(visit="v2"), answer(visit="v3", hints=1))
    assert (counted.answers, counted.first_tries, counted.first_right, counted.acts) == (4, 3, 1, 4)


def test_opening_skipping_and_hints_are_no_practice() -> None:
    assert figures(act("visit"), act("skip"), act("hint", n=1)).acts == 0


def test_time_on_screen_is_counted_once_in_a_visit() -> None:
    # Each event says how long the step was on screen until then.
    assert figures(answer(right=False, ms=4000), answer(tries=2, ms=9000)).ms == 9000
    assert figures(answer(right=False, ms=4000), answer(visit="v2", ms=9000)).ms == 13_000


def test_a_pause_is_not_counted_as_practice() -> None:
    assert figures(answer(ms=MOST_MS * 20)).ms == MOST_MS


def test_an_undone_event_leaves_no_trace() -> None:
    first, second = told(answer(right=False), answer(visit="v2"))
    (undo,) = told(Draft("undo", ITEM, target=second.id))
    assert replay([first, second, undo]) == replay([first])
    assert replay([first, undo, second]) == replay([first])


def test_an_undo_can_be_undone() -> None:
    (first,) = told(answer())
    undo = seal(Draft("undo", ITEM, target=first.id), device="dev", seq=2, at=NOON + 5000, offset=0)
    again = seal(Draft("undo", ITEM, target=undo.id), device="dev", seq=3, at=NOON + 6000, offset=0)
    assert effective([first, undo]) == []
    assert effective([first, undo, again]) == [first]


def test_the_order_of_telling_does_not_matter() -> None:
    events = told(answer(right=False), act("hint", n=1), answer(tries=2), act("visit", visit="v2"))
    assert replay(reversed(events)) == replay(events)


def test_kinds_of_later_versions_change_nothing() -> None:
    assert replay(told(act("bookmark"))) == (None, {})
    assert replay(told(answer(), act("bookmark"))) == replay(told(answer()))


@pytest.mark.parametrize(
    "data",
    [
        {}, {"right": "yes"}, {"right": True, "tries": "two", "hints": None, "ms": -5}, {"visit": ["v"]},
        {"visit": "\ud800", "tries": 1 << 90, "ms": 1 << 90}, {"unsure": 1, "ms": 1.5},
    ],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["answer", "run", "skip", "hint", "reveal", "read", "visit"])
def test_strange_data_is_told_without_an_error(kind: str, data: dict[str, Any]) -> None:
    after, days = replay(told(Draft(kind, ITEM, data)))
    assert after is not None and after.tries < 1 << 63
    assert all(tally.ms <= MOST_MS for tally in days.values())


@pytest.mark.parametrize(
    ("item", "step"),
    [
        ("http.intro#first", ("http.intro", "first")), ("http.intro", None), ("#first", None), ("http.intro#", None),
        ("keys:pycharm#rename", None), ("ref:status#404", None), ("http intro#first", None),
    ],
)  # fmt: skip
def test_only_steps_of_lessons_have_a_state(item: str, step: tuple[str, str] | None) -> None:
    assert step_of(item) == step
    after, _days = replay(told(answer(item)))
    assert (after is not None) == (step is not None)


CHORD = "keys:vscode-linux#declaration"


def test_practice_of_chords_counts_its_time_and_makes_a_day_of_practice() -> None:
    copied = Draft("copy", CHORD, {"mode": "press", "ms": 700, "spent": 3000})
    pressed = Draft("answer", CHORD, {"mode": "press", "right": True, "first": True, "ms": 900, "spent": 2000})
    shown = Draft("reveal", CHORD, {"mode": "text", "spent": 5000})
    assert figures(copied, pressed, shown) == Tally(ms=10_000, acts=3)
    assert replay(told(copied, pressed))[0] is None, "a chord is no step"


def test_a_pause_in_the_dojo_is_no_practice() -> None:
    assert figures(Draft("answer", CHORD, {"right": True, "spent": 3_600_000})) == Tally(ms=MOST_MS, acts=1)


def test_practice_before_its_time_was_kept_makes_a_day_and_no_minutes() -> None:
    assert figures(Draft("answer", CHORD, {"right": True, "ms": 900})) == Tally(acts=1)


def test_pins_and_what_a_newer_version_may_write_make_no_day() -> None:
    assert figures(Draft("pin", CHORD, {"on": True}), Draft("mute", CHORD, {}), Draft("dance", CHORD, {})) == Tally()
