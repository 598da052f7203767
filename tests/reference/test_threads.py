"""The first questions may come from many threads at once: a new server has one for each connection."""

from __future__ import annotations

import subprocess
import sys

import pytest

ROUNDS = 8
TOGETHER = """
import sys, threading
from pathlib import Path
sys.setswitchinterval(1e-6)
{prepare}
start = threading.Barrier(4)
def ask():
    start.wait()
    {ask}
threads = [threading.Thread(target=ask) for _thread in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
"""


@pytest.mark.parametrize(("prepare", "ask"), [
    ("from tutor.reference import facts", "facts.status(404)"),
    ("from tutor.reference import causes", "causes.cause(404)"),
    ("from tutor.reference.live import live", "live('status', '404')"),
    ("from tutor.reference.labels import span_label", "span_label('method')"),
    ("from tutor.course.decode import decode; from tutor.course.types import Lesson",
     "decode(b'format: 1', 'a.yaml', Lesson)"),
], ids=["facts", "causes", "live", "labels", "lesson"])  # fmt: skip
def test_the_first_questions_of_many_threads_are_answered(prepare: str, ask: str) -> None:
    program = TOGETHER.format(prepare=prepare, ask=ask)
    ended = [subprocess.run([sys.executable, "-c", program], capture_output=True) for _round in range(ROUNDS)]
    assert [(one.returncode, one.stderr) for one in ended] == [(0, b"")] * ROUNDS
