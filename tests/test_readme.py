"""The README and its Korean twin: both name every command, give the same lines to type, and lead to what is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tutor.cli import main

ROOT = Path(__file__).parents[1]
ENGLISH, KOREAN = ROOT / "README.md", ROOT / "docs" / "README.ko.md"


def rows(path: Path) -> list[str]:
    """The first column of the table of commands."""
    return re.findall(r"^\| (`tutor.*?) \|", path.read_text(encoding="utf-8").replace("\\|", "/"), re.MULTILINE)


def to_type(path: Path) -> list[str]:
    return re.findall(r"^    (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)


def test_both_say_the_same_to_be_typed() -> None:
    assert len(rows(ENGLISH)) > 15
    assert rows(KOREAN) == rows(ENGLISH)
    assert to_type(KOREAN) == to_type(ENGLISH)
    assert len(to_type(ENGLISH)) == 2, "one line starts it, one runs the tests"


@pytest.mark.parametrize("path", [ENGLISH, KOREAN])
def test_all_commands_are_named_and_are_there(path: Path) -> None:
    named = {word for row in rows(path) for word in re.findall(r"`tutor ([a-z]+)", row)}
    assert named == set(main.commands)


@pytest.mark.parametrize("path", [ENGLISH, KOREAN])
def test_links_lead_to_files(path: Path) -> None:
    found = re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text(encoding="utf-8"))
    assert found
    for link in found:
        assert (path.parent / link).is_file(), link
