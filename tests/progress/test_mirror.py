from __future__ import annotations

import json
import os
import re
import sys
import zlib
from contextlib import closing
from pathlib import Path

import pytest

from tests.progress.samples import NOON, answer, run
from tutor.progress.events import Draft, Event, seal
from tutor.progress.mirror import Mirror, event_of, events_in, line_of, reader
from tutor.progress.open import FILE, MIRROR, open_store

DEVICE = "0123456789abcdef"


def events(count: int, device: str = DEVICE, size: int = 10) -> list[Event]:
    return [
        seal(answer(f"http.intro#s{n}", answer="x" * size), device=device, seq=n, at=NOON + n, offset=0)
        for n in range(1, count + 1)
    ]


def caught_up(mirror: Mirror, log: list[Event]) -> int:
    return mirror.catch_up(lambda number: [event for event in log if event.seq > number])


def numbers(folder: Path) -> list[int]:
    return [event.seq for event in events_in(folder)]


def test_a_line_is_json_that_gives_the_event_back() -> None:
    (event,) = events(1)
    assert json.loads(line_of(event))["item"] == "http.intro#s1"
    assert line_of(event).count(b"\n") == 1
    assert event_of(line_of(event)) == event


def test_every_flipped_byte_of_a_line_is_found() -> None:
    line = line_of(events(1)[0])
    for position in range(len(line) - 1):
        flipped = bytearray(line)
        flipped[position] ^= 1
        assert event_of(bytes(flipped)) is None, line[position:]


@pytest.mark.parametrize(
    "line", [b"", b"\n", b"{", b"[]\n", b"null", b"\x00" * 50, b"[" * 100_000, b"\xff\xfe", b"1e999"]
)
def test_a_line_that_is_no_event_is_passed_over(line: bytes) -> None:
    assert event_of(line) is None


def test_lines_are_appended_in_order_and_only_once(tmp_path: Path) -> None:
    mirror, log = Mirror(tmp_path / "mirror", DEVICE), events(5)
    assert mirror.last() == 0
    assert (caught_up(mirror, log[:2]), caught_up(mirror, log[:2]), caught_up(mirror, log)) == (2, 0, 3)
    assert numbers(tmp_path / "mirror") == [1, 2, 3, 4, 5]
    assert Mirror(tmp_path / "mirror", DEVICE).last() == 5


def test_lost_lines_are_filled_in(tmp_path: Path) -> None:
    mirror, log = Mirror(tmp_path, DEVICE), events(5)
    caught_up(mirror, log)
    lines = mirror.path.read_bytes().splitlines(keepends=True)
    mirror.path.write_bytes(b"".join(lines[:3]))
    assert mirror.last() == 3
    caught_up(mirror, log)
    assert numbers(tmp_path) == [1, 2, 3, 4, 5]
    mirror.path.unlink()
    assert caught_up(mirror, log) == 5


@pytest.mark.parametrize("cut", [1, 20, 100])
def test_a_torn_last_line_stays_by_itself(tmp_path: Path, cut: int) -> None:
    mirror, log = Mirror(tmp_path, DEVICE), events(3)
    caught_up(mirror, log)
    os.truncate(mirror.path, mirror.path.stat().st_size - cut)
    caught_up(mirror, log)
    # Without its line end alone, the last line is still whole.
    assert numbers(tmp_path) == [1, 2, 3]
    assert len(mirror.path.read_bytes().splitlines()) == (3 if cut == 1 else 4)
    caught_up(mirror, events(4))
    assert numbers(tmp_path) == [1, 2, 3, 4]


def test_zeros_after_a_power_cut_are_passed_over(tmp_path: Path) -> None:
    mirror, log = Mirror(tmp_path, DEVICE), events(3)
    caught_up(mirror, log)
    with mirror.path.open("ab") as file:
        file.write(b"\x00" * 200_000)
    assert caught_up(mirror, events(4)) == 1
    assert numbers(tmp_path) == [1, 2, 3, 4]


def test_the_last_number_is_found_behind_long_lines(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path, DEVICE)
    caught_up(mirror, events(3, size=150_000))
    assert Mirror(tmp_path, DEVICE).last() == 3


def test_lines_of_another_device_in_the_file_do_not_count(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path, DEVICE)
    mirror.path.write_bytes(b"".join(map(line_of, events(9, device="another"))))
    assert mirror.last() == 0


SHORT = """
import resource, sys
from pathlib import Path
from tests.progress.test_mirror import DEVICE, caught_up, events, numbers
from tutor.progress.mirror import Mirror
mirror = Mirror(Path(sys.argv[1]), DEVICE)
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))
try:
    caught_up(mirror, events(5))
except OSError as error:
    print(error.strerror, mirror.path.stat().st_size, mirror.last())
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
print(caught_up(mirror, events(5)), numbers(mirror.path.parent))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_disk_that_fills_up_in_the_middle_of_a_line_is_told_and_made_up_for(tmp_path: Path) -> None:
    assert run(SHORT, tmp_path).splitlines() == ["No space left on device 1000 2", "3 [1, 2, 3, 4, 5]"]


# ── With a store ─────────────────────────────────────────────────────────────────────────────────


def test_the_mirror_follows_each_answer(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer(), answer()])
        assert list(events_in(tmp_path / MIRROR)) == list(store.events())
        store.append([answer()])
        assert numbers(tmp_path / MIRROR) == [1, 2, 3]


def test_the_mirror_is_filled_at_the_next_start(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer()])
        mirror = tmp_path / MIRROR / f"{store.device}.jsonl"
        store.append([answer(), answer()])
    first, *_lost = mirror.read_bytes().splitlines(keepends=True)
    mirror.write_bytes(first + b'{"torn')
    with closing(open_store(tmp_path)) as store:
        assert list(events_in(tmp_path / MIRROR)) == list(store.events())


def test_a_mirror_that_cannot_be_written_fails_no_answer_and_is_told(tmp_path: Path) -> None:
    (tmp_path / MIRROR).write_text("a file where the folder should be")
    with closing(open_store(tmp_path)) as store:
        store.append([answer()])
        assert store.durable and store.problem is None
        assert store.mirror_problem and str(tmp_path / MIRROR) in store.mirror_problem
        assert "there is a file where a folder should be" in store.mirror_problem
        (tmp_path / MIRROR).unlink()
        store.append([answer()])
        assert store.mirror_problem is None
    assert numbers(tmp_path / MIRROR) == [1, 2]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_under_the_mirror_is_told(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        (tmp_path / MIRROR).mkdir()
        mirror = tmp_path / MIRROR / f"{store.device}.jsonl"
        mirror.symlink_to("/dev/full")
        store.append([answer()])
        assert store.mirror_problem and "the disk is full" in store.mirror_problem
        mirror.unlink()
        store.append([answer()])
        assert numbers(tmp_path / MIRROR) == [1, 2]


def test_a_database_from_a_backup_takes_in_what_the_mirror_has(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer("http.intro#first")])
        backup = (tmp_path / FILE).read_bytes()
        store.append([answer("http.intro#second"), answer("http.intro#third")])
    (tmp_path / FILE).write_bytes(backup)
    with closing(open_store(tmp_path)) as store:
        assert store.notice == "The file of progress was older than its second copy. 2 entries were brought back."
        assert store.lessons()["http.intro"].done == 3
        (event,) = store.append([answer("http.intro#fourth")])
        assert event.seq == 4
    assert numbers(tmp_path / MIRROR) == [1, 2, 3, 4]


def test_a_missing_database_is_made_anew_from_the_mirrors(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer("http.intro#first"), answer("http.intro#second")])
        lessons, device = store.lessons(), store.device
    (tmp_path / FILE).unlink()
    with closing(open_store(tmp_path)) as store:
        assert store.notice == "The file of progress was missing, and a new one was begun. 2 entries were brought back."
        assert store.lessons() == lessons
        assert store.device != device  # numbers of the old one might be taken twice
        store.append([answer("http.intro#third")])
    with closing(open_store(tmp_path)) as store:
        assert store.notice is None
        assert store.totals().answers == 3


@pytest.mark.skipif(sys.platform == "win32", reason="the file is open")
def test_a_mirror_deleted_meanwhile_is_written_anew(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        store.append([answer()])
        (tmp_path / MIRROR / f"{store.device}.jsonl").unlink()
        (tmp_path / MIRROR).rmdir()
        store.append([answer()])
    assert numbers(tmp_path / MIRROR) == [1, 2]


ODD = [
    (b'"seq":1', b'"seq":1.0'), (b'"seq":1', b'"seq":true'), (b'"seq":1', b'"seq":18446744073709551616'),
    (b'"rev":1', b'"rev":"1"'), (b'"seed":null', b'"seed":9223372036854775808'), (b'"kind":"answer"', b'"kind":null'),
    (b'"kind":"answer"', b'"kind":"answer","more":1'), (b'"data":{', b'"data":[],"data":{'),
    (b'"language":"en"', b'"language":"\\ud800"'), (b'"target":null', b'"target":"00"'), (b'"offset":0,', b""),
]  # fmt: skip


def test_many_lines_are_read_as_one_line_is(tmp_path: Path) -> None:
    with closing(open_store(tmp_path)) as store:
        events = store.append([answer("a.b#one", text="한글 \U0001f600", big=1 << 70, share=0.1)])
        events += store.append([Draft("undo", "a.b#one", target=events[0].id)])
    read = reader()
    for event in events:
        line = line_of(event)
        assert read(line) == event == event_of(line)
        assert read(line[:-20]) is None
        for old, new in ODD:
            changed = line.replace(old, new)
            crc = zlib.crc32(re.sub(rb'"crc":\d+,', b"", changed).rstrip(b"\n"))
            sealed = re.sub(rb'"crc":\d+', b'"crc":%d' % crc, changed)
            for one in (changed, sealed):
                assert read(one) == event_of(one), one
