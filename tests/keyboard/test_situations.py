"""The situations stand in an example that runs, and lead where they say."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from tutor.keyboard.keymaps import FIRST, _data, actions
from tutor.keyboard.situations import FILES, excerpt, said_in, situation, source, spot

SITUATIONS = _data("situations.yaml")["situations"]
PROGRAM = """
from views import app, notes
client = app.test_client()
made = client.post("/notes", json={"text": "tea"})
assert (made.status_code, made.headers["Location"]) == (201, "/notes/1")
assert client.get("/notes").get_json() == ["tea"]
from sql_store import SqlStore
from note import Note
store = SqlStore(":memory:")
assert (store.save(Note("milk")), store.all()[0].text) == (1, "milk")
"""


def test_the_example_is_a_program_that_runs(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / name).write_text("\n".join(source(name)) + "\n")
    command = [sys.executable, "-B", "-c", PROGRAM]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=50)
    assert done.returncode == 0, done.stderr


def test_every_place_is_there_and_every_action_known() -> None:
    assert set(SITUATIONS) <= set(actions())
    for id in SITUATIONS:
        for n, row in enumerate(SITUATIONS[id]):
            found = situation(actions()[id], n)
            for place in filter(None, (found.at, found.lands)):
                assert source(place.file)[place.line - 1][place.start : place.end]
            assert row["ask"].endswith(".") and row["said"].endswith(".")


def defined(file: str) -> dict[int, ast.AST]:
    """Definitions of a file by the line of their name."""
    found: dict[int, ast.AST] = {}
    for node in ast.walk(ast.parse("\n".join(source(file)))):
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.AnnAssign)):
            found[node.lineno] = node
    return found


def bases(file: str, name: str) -> list[str]:
    classes = [node for node in defined(file).values() if isinstance(node, ast.ClassDef) and node.name == name]
    return [base.id for one in classes for base in one.bases if isinstance(base, ast.Name)]


@pytest.mark.parametrize("action", FIRST)
def test_the_three_land_on_definitions_and_show_their_difference(action: str) -> None:
    assert len(SITUATIONS[action]) >= 3
    for n in range(len(SITUATIONS[action])):
        found = situation(actions()[action], n)
        assert found.lands is not None
        node = defined(found.lands.file)[found.lands.line]
        if action == "type_declaration":
            assert isinstance(node, ast.ClassDef)
        if action == "implementation":
            where = found.lands.file
            holder = next(d for d in defined(where).values() if isinstance(d, ast.ClassDef))
            assert "Store" in bases(where, holder.name)
            assert found.of == 2
    at = {id: situation(actions()[id]).at for id in FIRST}
    lands = {id: situation(actions()[id]).lands for id in FIRST}
    assert at["declaration"] == at["implementation"]
    assert len(set(lands.values())) == 3


def test_an_action_without_a_situation_is_asked_for_by_its_name() -> None:
    assert "Save" in situation(actions()["save_all"]).ask


def test_an_excerpt_has_its_line_and_stays_within_the_file() -> None:
    for file in FILES:
        for line in (1, len(source(file))):
            at = spot((file, source(file)[line - 1].strip(), source(file)[line - 1].split()[0].split("(")[0]))
            rows = excerpt(at._replace(line=line), 5)
            assert line in [n for n, _text in rows]
            assert len(rows) == 5


def test_every_situation_is_told_in_korean(korean: None) -> None:
    told = said_in("ko")
    assert {id: len(rows) for id, rows in told.items()} == {id: len(rows) for id, rows in SITUATIONS.items()}
    for id, rows in told.items():
        for n, row in enumerate(rows):
            found = situation(actions()[id], n)
            assert (found.ask, found.said) == (row["ask"], row["said"])
            assert found.ask.endswith("십시오.") and found.said.endswith("다.")
    assert situation(actions()["save_all"]).ask == "(모두) 저장: 어느 키입니까?"
