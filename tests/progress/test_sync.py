"""Machines whose progress comes together in a folder, whatever the sync program does to it on the way."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from tests.progress.samples import DAY, Hands, answer
from tests.progress.tables import derived
from tutor.progress.events import Draft, Event, seal
from tutor.progress.mirror import line_of
from tutor.progress.open import FILE, MIRROR, open_store
from tutor.progress.sync import SharedFolder


class Machine:
    """A data folder, its clock, and its copy of the shared folder."""

    def __init__(self, root: Path, name: str, offset: int = 0) -> None:
        self.hands = Hands(offset=offset)
        self.data, self.shared = root / name, root / f"shared-{name}"
        self.shared.mkdir()
        self.folder = SharedFolder(self.shared)
        self.store = open_store(self.data, clock=self.hands)

    def exchange(self) -> int:
        return self.folder.exchange(self.store).brought


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[tuple[Machine, Machine]]:
    one, two = Machine(tmp_path, "one"), Machine(tmp_path, "two", offset=540)
    yield one, two
    one.store.close()
    two.store.close()


def carry(source: Machine, target: Machine) -> None:
    """What a sync program does on a good day."""
    for path in source.shared.glob("*.jsonl"):
        mine = target.shared / path.name
        if path.name != f"{target.store.device}.jsonl":
            shutil.copyfile(path, mine)


def test_what_one_did_appears_at_the_other_while_it_runs(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    one.store.append([answer("a.b#one")])
    one.exchange()
    carry(one, two)
    assert two.exchange() == 1
    assert two.exchange() == 0
    assert two.store.lessons()["a.b"].done == 1
    one.store.append([answer("a.b#two")])
    one.exchange()
    carry(one, two)
    assert two.exchange() == 1


def test_each_writes_only_its_own_file(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    one.store.append([answer()])
    one.exchange()
    carry(one, two)
    before = {path.name: path.read_bytes() for path in two.shared.iterdir()}
    two.store.append([answer()])
    two.exchange()
    after = {path.name: path.read_bytes() for path in two.shared.iterdir()}
    assert set(after) - set(before) == {f"{two.store.device}.jsonl"}
    assert {name: after[name] for name in before} == before


def test_a_torn_line_is_told_and_read_once_it_is_whole(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    one.store.append([answer(), answer("a.b#two")])
    one.exchange()
    carry(one, two)
    (file,) = two.shared.glob("*.jsonl")
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    told = two.folder.exchange(two.store)
    assert (told.brought, told.torn) == (1, (file.name,))
    file.write_bytes(whole)
    assert two.folder.exchange(two.store)[:3] == (1, 0, ())


def test_a_line_damaged_in_the_middle_comes_with_a_later_copy_of_the_same_size(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    one.store.append([answer(f"a.b#{n}") for n in range(5)])
    one.exchange()
    carry(one, two)
    (file,) = two.shared.glob("*.jsonl")
    whole = file.read_bytes()
    file.write_bytes(whole.replace(b"a.b#2", b"a.b#9"))
    assert two.exchange() == 4
    file.write_bytes(whole)
    assert two.exchange() == 1


def test_what_came_from_another_device_survives_the_loss_of_the_database(pair: tuple[Machine, Machine]) -> None:
    one, two = pair
    one.store.append([answer("a.b#one")])
    one.exchange()
    carry(one, two)
    two.exchange()
    two.store.close()
    (two.data / FILE).unlink()
    two.store = open_store(two.data, clock=two.hands)
    assert two.store.lessons()["a.b"].done == 1


def test_a_device_of_a_strange_name_writes_nowhere_else(pair: tuple[Machine, Machine]) -> None:
    one, _two = pair
    strange = seal(answer(), device="../../../escaped", seq=1, at=1, offset=0)
    assert one.store.merge([strange]) == 1
    names = {path.name for path in (one.data / MIRROR).iterdir()}
    assert all("escaped" not in name for name in names)
    assert sum(name.startswith("from-") for name in names) == 1


def test_a_folder_that_is_away_is_told_and_harms_nothing(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "data")) as store:
        store.append([answer()])
        (tmp_path / "file").write_text("")
        told = SharedFolder(tmp_path / "file" / "sub").exchange(store)
        assert told.problem
        assert store.durable


# ── Histories ────────────────────────────────────────────────────────────────────────────────────


def learn(machine: Machine, dice: random.Random) -> list[Event]:
    """Something of all that a log can hold, with clocks that go wrong."""
    machine.hands.at += dice.choice([1000, 60_000, DAY, 3 * DAY, -2 * DAY])
    item = f"a.b#{dice.randrange(4)}"
    visit = dice.choice(["v1", "v2", f"v{dice.randrange(100)}"])
    kind = dice.choice(["answer"] * 6 + ["reveal", "forget", "rest", "rename", "undo", "note"])
    if kind == "undo":
        mine = [e for e in machine.store.events() if e.item == item]
        if not mine:
            return []
        return machine.store.append([Draft("undo", item, target=dice.choice(mine).id)])
    data = {
        "visit": visit, "right": dice.random() < 0.6, "tries": dice.randrange(1, 3), "hints": 0, "ms": 1000,
        "days": dice.randrange(5), "from": f"a.b#{dice.randrange(5)}", "text": "n",
    }  # fmt: skip
    return machine.store.append([Draft(kind, item, data)])


def copied(source: Machine, target: Machine, dice: random.Random) -> None:
    """What a sync program does on a bad day: late, torn, twice, as a conflict copy, or an old form once more."""
    for path in sorted(source.shared.glob("*.jsonl")):
        if path.name == f"{target.store.device}.jsonl" and dice.random() < 0.9:
            continue
        lines = path.read_bytes().splitlines(keepends=True)
        content = b"".join(lines[: dice.randrange(len(lines) + 1)])
        mood = dice.randrange(6)
        if mood == 0:
            continue
        if mood == 1:
            content = content[: dice.randrange(len(content) + 1)]
        elif mood == 2 and content:
            n = dice.randrange(len(content))
            content = content[:n] + bytes([content[n] ^ 1 << dice.randrange(8)]) + content[n + 1 :]
        elif mood == 3:
            dice.shuffle(lines)
            content = b"".join(lines)
        name = path.name if mood != 4 else f"{path.stem}.sync-conflict-{dice.randrange(9)}.jsonl"
        if name != f"{target.store.device}.jsonl":
            (target.shared / name).write_bytes(content)


@pytest.mark.parametrize("seed", range(30))
def test_two_machines_come_to_the_same_whatever_happens_between_them(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    machines = [Machine(tmp_path, "one"), Machine(tmp_path, "two", offset=540)]
    acknowledged: set[bytes] = set()
    with ExitStack() as stack:
        for machine in machines:
            stack.callback(machine.store.close)
        for _round in range(40):
            here, there = dice.sample(machines, 2)
            acts: list[Callable[[], object]] = [
                lambda: acknowledged.update(event.id for event in learn(here, dice)),  # noqa: B023 - run at once
                here.exchange,
                lambda: copied(here, there, dice),  # noqa: B023 - run at once
            ]
            dice.choice([acts[0], *acts])()
        for _round in range(2):
            for here, there in (machines, machines[::-1]):
                here.exchange()
                carry(here, there)
                there.exchange()
        logs = [sorted(line_of(event) for event in machine.store.events()) for machine in machines]
        assert logs[0] == logs[1]
        assert acknowledged == {event.id for event in machines[0].store.events()}
        assert derived(machines[0].data) == derived(machines[1].data)
        before = derived(machines[0].data)
        machines[0].store.rebuild()
        assert derived(machines[0].data) == before
        assert all(machine.store.verify() == [] for machine in machines)


def test_the_same_events_in_any_order_and_number_give_the_same(tmp_path: Path) -> None:
    dice = random.Random(5)
    source = Machine(tmp_path, "source")
    for _ in range(150):
        learn(source, dice)
    events = list(source.store.events())
    expected = derived(source.data)
    for n in range(6):
        with closing(open_store(tmp_path / f"copy{n}")) as copy:
            mixed = [*events, *dice.sample(events, 40)]
            dice.shuffle(mixed)
            while mixed:
                size = dice.randrange(1, 40)
                copy.merge(mixed[:size])
                mixed = mixed[size:]
            assert derived(tmp_path / f"copy{n}") == expected
    source.store.close()

