"""What is heavy is imported only by who needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.course.samples import PLAIN, write

HEAVY = ("yaml", "jsonschema", "tutor.course.types", "hashlib", "textual", "flask", "httpx", "difflib")


def loaded_after(code: str, *modules: str) -> list[str]:
    """Which of these modules are loaded after running the code in a process of its own."""
    code = f"import sys\n{code}\nprint(*[name for name in {modules!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_opening_from_the_cache_imports_no_yaml_and_no_schema(tmp_path: Path) -> None:
    lessons, cache = write(tmp_path / "lessons", PLAIN), tmp_path / "cache"
    code = f"""
from pathlib import Path
from tutor.course.catalogue import open_catalogue
catalogue = open_catalogue(Path({str(lessons)!r}), Path({str(cache)!r}))
assert catalogue.modules[0].lessons[0].steps
"""
    assert "yaml" in loaded_after(code, *HEAVY)
    assert loaded_after(code, *HEAVY) == []


def test_reading_a_sound_course_imports_no_jsonschema(tmp_path: Path) -> None:
    lessons = write(tmp_path / "lessons", PLAIN)
    code = f"""
from pathlib import Path
from tutor.course.catalogue import open_catalogue
open_catalogue(Path({str(lessons)!r}), None).lesson("wire.first")
"""
    assert loaded_after(code, "jsonschema", "textual", "flask", "httpx") == []
