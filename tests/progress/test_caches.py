"""A log that grew event by event and one told from the start come to the same."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.progress.samples import DAY, NOON
from tests.progress.tables import derived_in
from tutor.progress import caches, cardrows, schema
from tutor.progress.events import Draft, Event, seal

ITEMS = ["web.url#former", "http.intro#a", "http.intro#b", "web.url#a", "keys:pycharm#rename"]

KINDS = "copy run skip hint reveal read visit note forget rest keep rename"
kinds = st.sampled_from([*("answer",) * 5, *KINDS.split()])
acts = st.fixed_dictionaries(
    {
        "kind": kinds,
        "item": st.sampled_from(ITEMS),
        "visit": st.sampled_from(["v1", "v2", "v3"]),
        "right": st.sampled_from([True, False, None]),
        "tries": st.integers(1, 3),
        "hints": st.integers(0, 2),
        "ms": st.integers(0, 700_000),
        "spent": st.integers(0, 700_000),
        "unsure": st.booleans(),
        "on": st.booleans(),
        "days": st.integers(0, 20),
        "from": st.sampled_from([*ITEMS, "web.url#former"]),
        "undo": st.none() | st.none() | st.integers(0, 40),  # undo the n-th event before instead
        "settled": st.booleans(),  # what follows is worked out at once, or after later events
        "later": st.sampled_from([0, 1000, 1000, 90_000, DAY, -1, -5000, -3 * DAY]),  # clocks are set back, too
    }
)


@contextmanager
def empty() -> Iterator[sqlite3.Connection]:
    with closing(schema.connect(None)) as db:
        schema.migrate(db)
        yield db


def grown(db: sqlite3.Connection, story: list[dict[str, object]]) -> list[Event]:
    events: list[Event] = []
    at = NOON
    for number, facts in enumerate(story, 1):
        facts = dict(facts)
        later, undo, kind, item, now = (facts.pop(name) for name in ("later", "undo", "kind", "item", "settled"))
        assert isinstance(later, int)
        at += later
        draft = Draft(str(kind), str(item), facts)
        if isinstance(undo, int) and events:
            victim = events[-1 - undo % len(events)]
            draft = Draft("undo", victim.item, target=victim.id)
        event = seal(draft, device=schema.device(db), seq=number, at=at, offset=60)
        caches.log(db, event)
        if now:
            caches.settle(db)
        events.append(event)
    caches.settle(db)
    return events


def add(db: sqlite3.Connection, event: Event) -> None:
    caches.log(db, replace(event, device=schema.device(db)))
    caches.settle(db)


@settings(max_examples=150, deadline=None)
@given(st.lists(acts, max_size=25))
def test_a_rebuild_gives_what_grew(story: list[dict[str, object]]) -> None:
    with empty() as db:
        grown(db, story)
        before = derived_in(db)
        caches.rebuild(db)
        assert derived_in(db) == before


def test_a_rename_that_comes_back_takes_the_former_id_along() -> None:
    with empty() as db:

        def act(kind: str, item: str, at: int, data: dict[str, object], target: bytes | None = None) -> Event:
            event = seal(Draft(kind, item, data, target=target), device="dev", seq=at, at=NOON + at, offset=60)
            add(db, event)
            return event

        rename = act("rename", "http.intro#a", 1, {"from": "web.url#former"})
        act("answer", "web.url#former", 2, {"right": True, "tries": 1, "visit": "v1"})
        undo = act("undo", "http.intro#a", 3, {}, rename.id)
        assert [card.item for card in cardrows.cards(db)] == ["web.url#former"]
        act("undo", "http.intro#a", 4, {}, undo.id)
        assert [card.item for card in cardrows.cards(db)] == ["http.intro#a"]


@settings(max_examples=30, deadline=None)
@given(st.lists(acts, max_size=25), st.randoms(use_true_random=False))
def test_events_brought_in_any_order_and_twice_give_the_same(
    story: list[dict[str, object]], dice: random.Random
) -> None:
    with empty() as db, empty() as other:
        events = grown(db, story)
        mixed = [*events, *events[::2]]
        dice.shuffle(mixed)
        assert caches.bring(other, mixed) == len(events)
        caches.rebuild(other)
        assert derived_in(other) == derived_in(db)
        assert list(caches.events(other)) == list(caches.events(db))


def test_undoing_the_only_answer_of_a_day_removes_the_day() -> None:
    with empty() as db:
        answer = seal(Draft("answer", ITEMS[0], {"right": True}), device="dev", seq=1, at=NOON, offset=0)
        add(db, answer)
        assert derived_in(db)[:2] != ([], [])
        add(db, seal(Draft("undo", ITEMS[0], target=answer.id), device="dev", seq=2, at=NOON + 1, offset=0))
        assert derived_in(db) == ([], [], [], [], [])


def test_undoing_practice_of_a_chord_takes_its_time_out_of_the_day() -> None:
    with empty() as db:
        drafts = [Draft("answer", ITEMS[4], {"right": True, "spent": ms}) for ms in (2000, 3000)]
        events = [seal(draft, device="dev", seq=n, at=NOON + n, offset=0) for n, draft in enumerate(drafts, 1)]
        for event in events:
            add(db, event)
        assert db.execute("SELECT ms, acts FROM day_stat").fetchall() == [(5000, 2)]
        add(db, seal(Draft("undo", ITEMS[4], target=events[0].id), device="dev", seq=3, at=NOON + 9, offset=0))
        assert db.execute("SELECT ms, acts FROM day_stat").fetchall() == [(3000, 1)]
        assert caches.differing(db) == []
