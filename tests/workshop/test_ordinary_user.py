"""The same hostile code, run by a user without rights: confinement needs none, and holds nobody less.

A suite that an ordinary user runs shows that anyway. Root lets `nobody` run it, by a Python that everybody may use.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workshop.test_hostile import REFUSED, Target, target

__all__ = ["target"]  # the fixture

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="an ordinary user's run of the other tests shows it"
)
NOBODY = 65534
RUN = """
import json, os, sys
from tutor.workshop.jobs import Job
from tutor.workshop.pool import Pool
assert os.geteuid() == 65534
pool, told = Pool(spares=2), {}
for name, source in json.load(sys.stdin).items():
    outcome = pool.run(Job(kind="python", files={"main.py": source}, entry="main.py"), 20.0)
    told[name] = [outcome.ended, outcome.trouble.type if outcome.trouble else "", outcome.enforced]
pool.close()
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A Python for everybody, with the workshop in it."""
    import msgspec

    import tutor

    here = f"python{sys.version_info.major}.{sys.version_info.minor}"
    found = next((path for path in (f"/usr/bin/{here}", f"/usr/local/bin/{here}") if Path(path).exists()), None)
    if found is None:
        pytest.skip(f"NOT TESTED: there is no {here} that another user may run")
    folder = Path("/var/tmp") / f"tutor-nobody-{os.getpid()}"
    try:
        subprocess.run([found, "-m", "venv", "--without-pip", str(folder)], check=True)
        packages = folder / "lib" / here / "site-packages"
        for module in (msgspec, tutor):
            source = Path(str(module.__file__)).parent
            shutil.copytree(source, packages / source.name, ignore=shutil.ignore_patterns("__pycache__", "_lessons"))
        subprocess.run(["chmod", "-R", "a+rX", str(folder)], check=True)
        yield str(folder / "bin" / "python")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_hostile_code_is_refused_for_an_ordinary_user_too(python: str, target: Target) -> None:
    os.chmod(target.folder, 0o777)
    os.chmod(target.file, 0o666)
    sources = {
        name: source.format(file=str(target.file), folder=str(target.folder), port=target.port, pid=target.pid)
        for name, source in REFUSED.items()
        if "httpx" not in source
    }
    done = subprocess.run(
        [python, "-c", RUN], input=json.dumps(sources), capture_output=True, text=True, user=NOBODY, group=NOBODY,
        cwd="/", env={"TMPDIR": "/var/tmp", "PATH": "/usr/bin:/bin"}, timeout=55, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    enforced = next(iter(told.values()))[2]
    if missing := [name for name, holds in enforced.items() if not holds]:
        pytest.skip(f"NOT TESTED: this kernel does not take away {', '.join(missing)}")
    assert {name: one[:2] for name, one in told.items() if one[0] != "error"} == {}
    assert len(told) >= 35
