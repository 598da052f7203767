"""What a run reports: values, what was printed, exceptions at their place, and how it ended."""

from __future__ import annotations

import os
import signal
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests.workshop.conftest import Go
from tutor.workshop import pool as pool_of
from tutor.workshop import process
from tutor.workshop.jobs import Call, Job, Outcome, Probe, Spot
from tutor.workshop.pool import Pool, sweep
from tutor.workshop.process import PREFIX, Worker


def last(outcome: Outcome) -> Spot:
    assert outcome.trouble
    return outcome.trouble.spots[-1]


def test_calls_give_values_and_what_they_printed(go: Go) -> None:
    outcome = go("print('loaded')\ndef twice(a):\n    print('called')\n    return [a, {'두': a * 2}]\n", ("twice", 3))
    assert outcome.ended == "done"
    assert outcome.output == "loaded\ncalled\n"
    (returned,) = outcome.seen["it"]
    assert returned.value == [3, {"두": 6}]
    assert returned.printed == "called\n"


def test_an_exception_of_a_call_is_told_with_its_place_in_characters(go: Go) -> None:
    outcome = go("def f():\n    한 = 1; return 한 + len(3)\n", ("f",), ("f",))
    assert outcome.ended == "done", "the other calls are made all the same"
    first, second = outcome.seen["it"]
    assert first.trouble and second.trouble
    assert first.trouble.type == "TypeError"
    (spot,) = first.trouble.spots
    assert (spot.file, spot.line, spot.function) == ("main.py", 2, "f")
    assert spot.text[spot.column : spot.end] == "len(3)"


def test_an_exception_at_the_start_ends_the_run(go: Go) -> None:
    outcome = go("total = 1\n\nprint(totl)\n", ("f",))
    assert outcome.ended == "error"
    assert outcome.seen == {}
    assert outcome.trouble
    assert outcome.trouble.hint == "Did you mean: 'total'?"
    assert last(outcome).line == 3


def test_python_suggests_names_and_attributes(go: Go) -> None:
    source = "def f():\n    return 'x'.uper()\ndef g():\n    amount = 1\n    return amont\n"
    hints = [returned.trouble.hint for returned in go(source, ("f",), ("g",)).seen["it"] if returned.trouble]
    assert hints == ["Did you mean: 'upper'?", "Did you mean: 'amount'?"]


def test_a_chain_of_exceptions_is_kept(go: Go) -> None:
    source = "try:\n    {}['a']\nexcept KeyError as error:\n    raise ValueError('no a') from error\n"
    trouble = go(source).trouble
    assert trouble and trouble.cause
    assert (trouble.type, trouble.cause.type) == ("ValueError", "KeyError")


def test_bad_syntax_is_shown_where_it_is(go: Go) -> None:
    outcome = go("def f()\n    pass\n")
    assert outcome.trouble and outcome.trouble.type == "SyntaxError"
    assert outcome.trouble.message == "expected ':'"
    assert last(outcome).line == 1
    assert last(outcome).column == 7


def test_an_endless_loop_is_stopped_and_its_line_is_known(go: Go) -> None:
    begun = time.perf_counter()
    outcome = go("def f():\n    while True:\n        pass\n\n\nf()\n", seconds=0.6)
    assert outcome.ended == "timeout"
    assert 0.5 < time.perf_counter() - begun < 2.5
    assert outcome.at
    assert outcome.at.line in (2, 3)
    assert outcome.output == "", "what Python says of it is no output of the learner's"


def test_exit_is_told_from_an_error(go: Go) -> None:
    outcome = go("print('before')\nraise SystemExit(3)\n", ("f",))
    assert outcome.ended == "exit"
    assert outcome.output == "before\n"
    assert last(outcome).line == 2


def test_a_death_is_told_with_its_signal(go: Go) -> None:
    outcome = go("import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)\n")
    assert (outcome.ended, outcome.code) == ("died", -signal.SIGSEGV)
    assert outcome.at is None or outcome.at.line == 2


def test_files_beside_the_entry_can_be_imported() -> None:
    pool = Pool(spares=1)
    files = {"main.py": "from shop.bill import total\n", "shop/bill.py": "def total():\n    return 1 / 0\n"}
    probe = Probe(id="it", acts=[Call(call="total")])
    outcome = pool.run(Job(kind="python", files=files, entry="main.py", probes=[probe]))
    pool.close()
    trouble = outcome.seen["it"][0].trouble
    assert trouble
    assert [(spot.file, spot.line) for spot in trouble.spots] == [("shop/bill.py", 2)]


def test_a_path_that_leads_out_of_the_folder_is_refused() -> None:
    pool = Pool(spares=1)
    outcome = pool.run(Job(kind="python", files={"main.py": "", "../out.py": "x"}, entry="main.py"))
    pool.close()
    assert outcome.ended == "error"
    assert outcome.trouble and "leads out" in outcome.trouble.message


def test_values_that_json_has_not_become_their_type_and_words(go: Go) -> None:
    source = "class A:\n    def __repr__(self):\n        raise ValueError\n"
    source += "def f():\n    return [A(), 1 << 99, {1: b'x'}]\n"
    (returned,) = go(source, ("f",)).seen["it"]
    assert returned.value == [
        {"type": "A", "repr": ""}, {"type": "int", "repr": str(1 << 99)}, {"1": {"type": "bytes", "repr": "b'x'"}}
    ]  # fmt: skip


# ── The pool ─────────────────────────────────────────────────────────────────────────────────────


def test_a_spare_that_died_is_noticed_and_replaced() -> None:
    pool = Pool(spares=1)
    while pool.starting:
        time.sleep(0.01)
    spare = pool._idle.get()
    assert isinstance(spare, Worker)
    process.end_group(spare._process)
    spare._process.wait()
    pool._idle.put(spare)
    outcome = pool.run(Job(kind="python", files={"main.py": "print(1)"}, entry="main.py"))
    pool.close()
    assert outcome.output == "1\n"


def test_without_spares_a_worker_is_started_for_each_run_and_for_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[Worker] = []

    class Counted(Worker):
        def __init__(self, *given: Any) -> None:
            started.append(self)
            super().__init__(*given)

    monkeypatch.setattr(pool_of, "Worker", Counted)
    pool = Pool(spares=0)
    job = Job(kind="python", files={"main.py": "print(1)"}, entry="main.py")
    with ThreadPoolExecutor(3) as threads:
        outcomes = list(threads.map(lambda _n: pool.run(job), range(3)))
    pool.close()
    assert [outcome.output for outcome in outcomes] == ["1\n"] * 3
    assert len(started) == 3


def test_a_run_for_which_no_worker_comes_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(spares=1)
    pool.close()  # it starts none from now on
    monkeypatch.setattr(pool_of, "START", 0.05)
    with pytest.raises(process.StartError, match="none was ready"):
        pool.run(Job(kind="python", files={"main.py": "print(1)"}, entry="main.py"))


def test_memory_is_watched_where_the_system_does_not_hold_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import shutil

    if shutil.which("ps") is None:
        pytest.skip("NOT TESTED: there is no ps")
    assert process.resident(os.getpid()) > 1 << 20
    monkeypatch.setattr(process, "MEMORY", 150 << 20)
    monkeypatch.setattr(process, "LOOK_AT_MEMORY", 0.05)
    worker = Worker(10.0)
    worker.enforced["memory"] = False
    source = "import time\nkept = bytearray(300 << 20)\nkept[::4096] = b'x' * len(kept[::4096])\ntime.sleep(9)\n"
    outcome = worker.run(Job(kind="python", files={"main.py": source}, entry="main.py"), 10.0)
    worker.close()
    assert outcome.ended == "memory"


def test_nothing_is_left_behind() -> None:
    def left() -> tuple[int, set[Path]]:
        return threading.active_count(), set(Path(tempfile.gettempdir()).glob(f"{PREFIX}{os.getpid()}-*"))

    threads, folders = left()
    pool = Pool(spares=2)
    for _ in range(5):
        outcome = pool.run(Job(kind="python", files={"main.py": "open('a', 'w').write('x')"}, entry="main.py"))
        assert outcome.ended == "done"
    pool.close()
    until = time.perf_counter() + 5
    while time.perf_counter() < until and (left()[0] > threads or left()[1] - folders):
        time.sleep(0.02)
    assert left()[0] <= threads
    assert left()[1] <= folders


def test_a_pipe_is_not_closed_under_who_reads_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its number may be that of the next worker's pipe a moment later, whose first word would be lost."""
    worker = Worker(5.0)
    pipe = worker._process.stdout
    assert pipe
    holds, goes_on = threading.Event(), threading.Event()
    decoded = process._decoded

    def held(body: bytes) -> dict[str, Any] | None:
        holds.set()
        goes_on.wait(10)
        return decoded(body)

    monkeypatch.setattr(process, "_decoded", held)
    job = Job(kind="python", files={"main.py": "print(1)"}, entry="main.py")
    running = threading.Thread(target=worker.run_all, args=([(job, 0.5)],))
    running.start()
    assert holds.wait(10)
    running.join(10)
    worker.close()
    still_open = not pipe.closed
    goes_on.set()
    for reader in worker._readers:
        reader.join(10)
    assert still_open
    assert pipe.closed


def test_folders_of_programs_that_crashed_are_swept_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))
    gone, ours = tmp_path / f"{PREFIX}999999999-a", tmp_path / f"{PREFIX}{os.getpid()}-b"
    other = tmp_path / "tutor-work"
    for folder in (gone, ours, other):
        folder.mkdir()
    sweep()
    assert not gone.exists()
    assert ours.exists() and other.exists()
