"""Several programs on one log."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.progress.samples import ROOT
from tests.progress.tables import derived
from tutor.progress.mirror import events_in
from tutor.progress.open import MIRROR, open_store

WRITER = """
import sys
from pathlib import Path
from tests.progress.samples import answer
from tutor.progress.open import open_store
folder, name = Path(sys.argv[1]), sys.argv[2]
store = open_store(folder)
assert store.durable, store.problem
for n in range(40):
    store.append([answer(f"http.{name}#s{n % 7}", visit=f"{name}{n}"), answer("http.both#s", right=n % 2 == 0)])
store.close()
"""


def test_writers_that_start_at_once_on_a_new_folder_lose_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(folder), name], cwd=ROOT, stderr=subprocess.PIPE)
        for name in ("ada", "bob", "eve")
    ]
    for writer in writers:
        _out, errors = writer.communicate(timeout=50)
        assert writer.returncode == 0, errors.decode()
    with closing(open_store(folder)) as store:
        events = list(store.events())
        assert sorted(event.seq for event in events) == list(range(1, 241))
        assert {event.device for event in events} == {store.device}
        assert [event.seq for event in events_in(folder / MIRROR)] == list(range(1, 241))
        assert store.totals().answers == 240 and store.verify() == []
        grown = derived(folder)
        store.rebuild()
        assert derived(folder) == grown


@pytest.mark.timeout(600)
def test_no_acknowledged_answer_is_lost_when_writers_are_killed() -> None:
    rounds = "100" if os.environ.get("TUTOR_FULL") else "5"
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.kill_writers", "--rounds", rounds], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"kill_writers: {rounds} rounds" in done.stdout
