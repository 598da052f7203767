"""Code that tries to get out of its process, or to take more than its share: nothing of it reaches anything outside."""

from __future__ import annotations

import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.workshop.conftest import Go
from tutor.workshop.jobs import FRAME, Ended
from tutor.workshop.pool import SECONDS
from tutor.workshop.process import OUTPUT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere only time and output are limited")


class Target(NamedTuple):
    """What the snippets go for: a file and a folder that exist, a port that is listened on, a process that runs."""

    file: Path
    folder: Path
    port: int
    pid: int


@pytest.fixture(scope="module")
def target() -> Iterator[Target]:
    with tempfile.TemporaryDirectory(prefix="outside-") as name, socket.create_server(("127.0.0.1", 0)) as listening:
        file = Path(name) / "secret"
        file.write_text("not-a-secret")
        process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        yield Target(file, Path(name), listening.getsockname()[1], process.pid)
        alive = process.poll() is None
        process.kill()
        process.wait()
        assert alive, "a snippet ended a process that was not its own"
        assert file.read_text() == "not-a-secret"
        assert sorted(Path(name).iterdir()) == [file]
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()


@pytest.fixture(scope="module")
def _confined(go: Go) -> None:
    enforced = go("").enforced
    if missing := [name for name, holds in enforced.items() if not holds]:
        pytest.skip(f"NOT TESTED: this kernel does not take away {', '.join(missing)}")


REFUSED: dict[str, str] = {
    "reads a file": "open({file!r}).read()",
    "reads /etc/passwd": "open('/etc/passwd').read()",
    "reads through a link": "import os; os.symlink({file!r}, 'link'); open('link').read()",
    "reads by a hard link": "import os; os.link({file!r}, 'link'); open('link').read()",
    "reads through /proc": "open('/proc/1/environ').read()",
    "reads the memory of its parent": "import os; open(f'/proc/{{os.getppid()}}/mem', 'rb').read(1)",
    "lists a folder": "import os; os.listdir({folder!r})",
    "lists the root": "import os; os.listdir('/')",
    "lists the other workers": "import os; os.listdir('..')",
    "writes a file": "open({file!r}, 'w').write('x')",
    "appends to a file": "open({file!r}, 'a').write('x')",
    "makes a file outside": "open({folder!r} + '/new', 'w')",
    "makes a folder outside": "import os; os.mkdir({folder!r} + '/new')",
    "removes a file": "import os; os.remove({file!r})",
    "renames a file": "import os; os.rename({file!r}, {folder!r} + '/other')",
    "moves a file out": "import os; open('a', 'w').close(); os.rename('a', {folder!r} + '/a')",
    "empties a file": "import os; os.truncate({file!r}, 0)",
    "changes the libraries": "import json; open(json.__file__, 'a')",
    "changes the tutor": "import tutor; open(tutor.__file__, 'a')",
    "opens a connection": "import socket; socket.create_connection(('127.0.0.1', {port}))",
    "opens a connection by httpx": "import httpx; httpx.get('http://127.0.0.1:{port}/', trust_env=False)",
    "looks up a name": "import socket; socket.getaddrinfo('example.com', 80)",
    "listens": "import socket; socket.create_server(('127.0.0.1', 0))",
    "talks to a local socket": "import socket; socket.socket(socket.AF_UNIX).connect('/var/run/docker.sock')",
    "sends raw packets": "import socket; socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)",
    "forks": "import os; os.fork()",
    "runs a program": "import subprocess; subprocess.run(['true'])",
    "becomes a program": "import os, sys; os.execv(sys.executable, [sys.executable])",
    "spawns": "import os, sys; os.posix_spawn(sys.executable, [sys.executable], {{}})",
    "uses multiprocessing": "import multiprocessing as m; m.get_context('fork').Process(target=print).start()",
    "ends another process": "import os, signal; os.kill({pid}, signal.SIGKILL)",
    "ends its parent": "import os, signal; os.kill(os.getppid(), signal.SIGKILL)",
    "ends all processes": "import os, signal; os.kill(-1, signal.SIGKILL)",
    "leaves its group": "import os; os.setsid()",
    "raises its limits": "import resource as r; r.setrlimit(r.RLIMIT_AS, (-1, -1))",
    "lowers the limits of another": "import resource as r; r.prlimit({pid}, r.RLIMIT_NOFILE, (1, 1))",
}


@pytest.mark.usefixtures("_confined")
@pytest.mark.parametrize("what", REFUSED)
def test_it_is_refused_in_so_many_words(what: str, go: Go, target: Target) -> None:
    source = REFUSED[what].format(file=str(target.file), folder=str(target.folder), port=target.port, pid=target.pid)
    outcome = go(source)
    assert outcome.ended == "error", outcome
    assert outcome.trouble
    assert outcome.trouble.type in ("PermissionError", "gaierror", "ConnectError", "ValueError", "OSError"), (
        outcome.trouble
    )
    assert outcome.trouble.spots[-1].file == "main.py"


@pytest.mark.usefixtures("_confined")
@pytest.mark.parametrize(
    "call", ["ptrace(16, {pid}, 0, 0)", "syscall(310, {pid}, 0, 0, 0, 0, 0)", "unshare(0x10000000)"]
)
def test_a_call_by_the_c_library_is_refused(call: str, go: Go, target: Target) -> None:
    source = f"import ctypes\nc = ctypes.CDLL(None, use_errno=True)\nprint(c.{call}, ctypes.get_errno())\n"
    outcome = go(source.format(pid=target.pid))
    assert outcome.output.split() == ["-1", "1"], outcome


@pytest.mark.usefixtures("_confined")
def test_os_system_runs_nothing(go: Go, target: Target) -> None:
    outcome = go(f"import os\nprint(os.system('touch {target.folder}/new'))\n")
    assert outcome.output.strip() != "0"


BOUNDED: dict[str, tuple[str, set[Ended]]] = {
    "loops": ("while True: pass", {"timeout"}),
    "loops in C": ("sum(range(10 ** 12))", {"timeout"}),
    "sleeps": ("import time; time.sleep(60)", {"timeout"}),
    "ignores what it can of signals": (
        "import signal\nfor n in range(1, 32):\n    try: signal.signal(n, signal.SIG_IGN)\n    except Exception: pass\n"
        "while True: pass",
        {"timeout"},
    ),
    "catches everything": (
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        {"timeout"},
    ),
    "waits in a thread": ("import threading, time\nthreading.Thread(target=time.sleep, args=(60,)).start()", {"done"}),
    "leaves work for its end": ("import atexit, time\natexit.register(time.sleep, 60)", {"done"}),
    "starts threads without end": (
        "import threading, time\nwhile True: threading.Thread(target=time.sleep, args=(60,)).start()",
        {"error", "timeout", "died"},
    ),
    "floods its output": ("while True: print('x' * 1000)", {"output"}),
    "floods its errors": ("import sys\nwhile True: sys.stderr.write('x' * 1000)", {"output"}),
    "floods by the bare descriptor": ("import os\nwhile True: os.write(1, b'x' * 65536)", {"output"}),
    "takes all memory": ("a = []\nwhile True: a.append(bytearray(1 << 24))", {"error"}),
    "takes it at once": ("x = 'a' * (1 << 34)", {"error"}),
    "fills a file": ("f = open('a', 'wb')\nwhile True: f.write(b'x' * 65536)", {"error", "disk", "died"}),
    "fills many files": ("n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'wb').write(b'x' * 1000000)", {"disk"}),
    "makes many files": ("n = 0\nwhile True:\n    n += 1\n    open(f'f{n}', 'w').close()", {"disk", "timeout"}),
    "opens many files": ("a = []\nwhile True: a.append(open('a', 'w'))", {"error"}),
    "recurses": ("def f(): f()\nf()", {"error"}),
    "exits": ("import sys; sys.exit(0)", {"exit"}),
    "exits at once": ("import os; os._exit(0)", {"died"}),
    "aborts": ("import os; os.abort()", {"died"}),
    "reads what is no memory": ("import ctypes; ctypes.string_at(0)", {"died"}),
    "asks for input": ("input('name? ')", {"error"}),
    "raises what is no exception of anybody": (
        "class E(BaseException):\n    def __str__(self): raise E\nraise E",
        {"error"},
    ),
}


@pytest.mark.usefixtures("_confined")
@pytest.mark.parametrize("what", BOUNDED)
def test_it_is_bounded(what: str, go: Go) -> None:
    source, ends = BOUNDED[what]
    seconds = 1.0 if "timeout" in ends else 20.0  # a loaded machine takes its time to get at the other ends
    begun = time.perf_counter()
    outcome = go(source, seconds=seconds)
    assert outcome.ended in ends, outcome
    assert time.perf_counter() - begun < seconds + SECONDS
    assert len(outcome.output.encode()) <= OUTPUT + 3


@pytest.mark.parametrize(
    ("value", "ended"),
    [
        ("'x' * (1 << 26)", "done"),
        ("list(range(10 ** 6))", "done"),
        ("['y' * 70000] * 200", "results"),
        ("(a := [], a.append(a), a)[2]", "done"),
        ("float('nan')", "done"),
        ("'\\ud800'", "done"),
    ],
)
def test_what_is_returned_is_bounded(value: str, ended: Ended, go: Go) -> None:
    outcome = go(f"def f():\n    return {value}\n", ("f",))
    assert outcome.ended == ended, outcome.trouble


def test_forged_results_end_the_run_or_are_passed_over(go: Go) -> None:
    find = "import os, json, struct\nfor fd in range(3, 30):\n    try: os.fstat(fd)\n    except OSError: continue\n"
    end = json_frame('{"event": "end", "ended": "done", "nonce": "guessed"}')
    assert go(f"{find}    try: os.write(fd, {end!r})\n    except OSError: pass\n1 / 0\n").ended == "error"
    huge = (FRAME + 1).to_bytes(4, "big")
    assert go(f"{find}    try: os.write(fd, {huge!r})\n    except OSError: pass\n").ended == "results"


def json_frame(body: str) -> bytes:
    return len(body).to_bytes(4, "big") + body.encode()


def test_the_environment_is_empty_but_for_its_own(go: Go, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_TEST_TOKEN", "not-a-secret")
    (returned,) = go("import os\ndef f():\n    return sorted(os.environ)\n", ("f",)).seen["it"]
    assert set(returned.value) <= {"HOME", "TMPDIR", "LANG", "PYTHONUTF8", "LC_CTYPE"}


def test_a_run_sees_nothing_of_the_one_before(go: Go) -> None:
    assert go("open('left', 'w').write('x')\nimport builtins\nbuiltins.left = 1\n").ended == "done"
    (returned,) = go(
        "import os, builtins\ndef f():\n    return os.listdir(), hasattr(builtins, 'left')\n", ("f",)
    ).seen["it"]
    assert returned.value == [["main.py"], False]


def test_it_is_said_what_is_enforced(go: Go) -> None:
    enforced = go("").enforced
    assert set(enforced) == {"files", "network", "processes", "memory", "disk"}
